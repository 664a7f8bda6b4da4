#!/usr/bin/env bash
# What a backend does after a checkout, and for cards that it keeps. Needs bash and cURL.
#
#   orders.sh status PAYMENT_INTENT           may another payment be offered?
#   orders.sh cancel PAYMENT_INTENT           before it is paid
#   orders.sh refund PAYMENT_INTENT AMOUNT REFUND   in minor units; REFUND is your own id of this refund
#   orders.sh setup CUSTOMER                  a card for later
#   orders.sh charge SETUP_INTENT AMOUNT ORDER      that card, later
#   orders.sh subscribe URL                   to webhooks
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/dojo.sh"

amount() {
  [[ $1 =~ ^[0-9]+$ ]] || { echo "not an amount in minor units: $1" >&2; return 1; }
  printf '%s' "$1"
}

case "${1:-}/$#" in
status/2)
  # Read it before you offer another payment, whatever the app says: the app may have lost the answer to a payment.
  intent=$(id "$2")
  answer=$(call GET "/payment-intents/$intent?returnCanceled=true")
  status=$(field status '' <<<"$answer")
  # `offer`: pay this very intent again. A second intent for the same order could be paid, too.
  case $status in
  Authorized | Captured) advice=deliver ;;
  Created) advice=offer ;;
  *) advice=ended ;;
  esac
  printf '{"status": "%s", "advice": "%s"}\n' "$status" "$advice"
  ;;
cancel/2)
  # Only an intent that is not paid: a payment that is under way makes this fail, which is as it should be.
  intent=$(id "$2")
  answer=$(call DELETE "/payment-intents/$intent")
  printf '{"status": "%s"}\n' "$(field status '' <<<"$answer")"
  ;;
refund/4)
  # The same key is the same refund, so that a repetition does not pay it out twice.
  intent=$(id "$2") amount=$(amount "$3") key=$(id "$4")
  order='{"amount":'"$amount"',"refundReason":"Returned"}'
  answer=$(call POST "/payment-intents/$intent/refunds" --header "idempotencyKey: $key" --json "$order")
  printf '{"refundId": "%s"}\n' "$(field refundId '' <<<"$answer")"
  ;;
setup/2)
  # The app opens this one as a setup; the shopper agrees to `terms`.
  customer=$(id "$2")
  mandate='{"reference":"card-1","merchantInitiatedTransactionType":"Unscheduled",
    "terms":"We may charge this card for what you order later.","customer":{"id":"'"$customer"'"}}'
  answer=$(call POST /setup-intents --json "$mandate")
  printf '{"setupIntentId": "%s"}\n' "$(field id si_ <<<"$answer")"
  ;;
charge/4)
  # An intent for the amount, that names the setup intent; then its charge, without the shopper.
  kept=$(id "$2") amount=$(amount "$3") reference=$(id "$4")
  order='{"amount":{"value":'"$amount"',"currencyCode":"GBP"},"reference":"'"$reference"'","setupIntentId":"'"$kept"'"}'
  answer=$(call POST /payment-intents --json "$order")
  intent=$(field id pi_ <<<"$answer")
  answer=$(call POST "/payment-intents/$intent/charge")
  printf '{"paymentIntentId": "%s", "status": "%s"}\n' "$intent" "$(field status '' <<<"$answer")"
  ;;
subscribe/2)
  [[ $2 != *[\"\\]* ]] || { echo "not a URL: $2" >&2; exit 1; }
  answer=$(call POST /webhooks --json '{"url":"'"$2"'","events":["payment_intent.created","payment_intent.status_updated"]}')
  # The secret is for your receiver (DOJO_WEBHOOK_SECRET) and nobody else.
  printf '{"subscriptionId": "%s", "secret": "%s"}\n' "$(field id ws_ <<<"$answer")" "$(field value '' <<<"$answer")"
  ;;
*)
  sed -n '3,9p' "${BASH_SOURCE[0]}" >&2
  exit 1
  ;;
esac
