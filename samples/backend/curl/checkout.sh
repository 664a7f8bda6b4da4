#!/usr/bin/env bash
# What a backend does before a checkout: a customer, a customer secret, a payment intent. Needs bash and cURL.
set -euo pipefail

: "${DOJO_API_KEY:?the API key, sk_…}"
api_url="${DOJO_API_URL:-https://api.dojo.tech}"

# The key goes in by a file descriptor, so that it does not show in the list of processes. It is sent as it is: not in
# base64, although the scheme is called Basic.
post() {
  curl --fail-with-body --silent --show-error --max-time 15 \
    --header @<(printf 'Authorization: Basic %s\n' "$DOJO_API_KEY") \
    --header 'version: 2026-02-27' \
    --request POST "${@:2}" "${api_url%/}$1"
}

# The first text of that name: enough for ids and secrets, which hold no quotes.
field() {
  sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"
}

# 1. Once for each of your users; keep the id with the user.
customer=$(post /customers --json '{"name":"Alex Example","emailAddress":"alex@example.test"}' | grep -oE '"id":"cust_[^"]*"' | field id)

# 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
secret=$(post "/customers/$customer/create-secret" | field secret)

# 3. The amount comes from your own order, never from the app.
order='{"amount":{"value":1250,"currencyCode":"GBP"},"reference":"order-17","customer":{"id":"'"$customer"'"}}'
answer=$(post /payment-intents --json "$order")
intent=$(grep -oE '"id":"pi_[^"]*"' <<<"$answer" | field id)

# These two go to the app. The API key never does.
printf '{"paymentIntentId": "%s", "customerSecret": "%s"}\n' "$intent" "$secret"
