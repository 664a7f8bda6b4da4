#!/usr/bin/env bash
# What a backend does before a checkout: a customer, a customer secret, a payment intent. Needs bash and cURL.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/dojo.sh"

# 1. Once for each of your users; keep the id with the user.
answer=$(call POST /customers --json '{"name":"Alex Example","emailAddress":"alex@example.test"}')
customer=$(field id cust_ <<<"$answer")

# 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
answer=$(call POST "/customers/$customer/create-secret")
secret=$(field secret '' <<<"$answer")

# 3. The amount comes from your own order, never from the app.
order='{"amount":{"value":1250,"currencyCode":"GBP"},"reference":"order-17","customer":{"id":"'"$customer"'"}}'
answer=$(call POST /payment-intents --json "$order")
intent=$(field id pi_ <<<"$answer")

# These two go to the app. The API key never does.
printf '{"paymentIntentId": "%s", "customerSecret": "%s"}\n' "$intent" "$secret"
