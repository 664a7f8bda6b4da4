# What a backend does before a checkout: a customer, a customer secret, a payment intent.
# PowerShell 7. Not run in this repository's tests.
#Requires -Version 7
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

. "$PSScriptRoot/dojo.ps1"

# 1. Once for each of your users; keep the id with the user.
$customer = Invoke-Dojo Post '/customers' @{ name = 'Alex Example'; emailAddress = 'alex@example.test' }

# 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
$secret = Invoke-Dojo Post "/customers/$($customer.id)/create-secret"

# 3. The amount comes from your own order, never from the app.
$intent = Invoke-Dojo Post '/payment-intents' @{
    amount    = @{ value = 1250; currencyCode = 'GBP' }
    reference = 'order-17'
    customer  = @{ id = $customer.id }
}

# These two go to the app. The API key never does.
@{ paymentIntentId = $intent.id; customerSecret = $secret.secret } | ConvertTo-Json -Compress
