# What a backend does before a checkout: a customer, a customer secret, a payment intent.
# PowerShell 7. Not run in this repository's tests.
#Requires -Version 7
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$apiUrl = ($env:DOJO_API_URL ?? 'https://api.dojo.tech').TrimEnd('/')
if (-not $env:DOJO_API_KEY) { throw 'DOJO_API_KEY is not set' }

function Invoke-Dojo([string] $Path, $Body) {
    $request = @{
        Method     = 'Post'
        Uri        = "$apiUrl$Path"
        TimeoutSec = 15
        Headers    = @{
            # The key as it is: not in base64, although the scheme is called Basic.
            Authorization = "Basic $($env:DOJO_API_KEY)"
            version       = '2026-02-27'
        }
        # PowerShell would refuse a Basic credential that is not base64.
        SkipHeaderValidation = $true
    }
    if ($Body) {
        $request.ContentType = 'application/json'
        $request.Body = $Body | ConvertTo-Json -Depth 5
    }
    Invoke-RestMethod @request
}

# 1. Once for each of your users; keep the id with the user.
$customer = Invoke-Dojo '/customers' @{ name = 'Alex Example'; emailAddress = 'alex@example.test' }

# 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
$secret = Invoke-Dojo "/customers/$($customer.id)/create-secret"

# 3. The amount comes from your own order, never from the app.
$intent = Invoke-Dojo '/payment-intents' @{
    amount    = @{ value = 1250; currencyCode = 'GBP' }
    reference = 'order-17'
    customer  = @{ id = $customer.id }
}

# These two go to the app. The API key never does.
@{ paymentIntentId = $intent.id; customerSecret = $secret.secret } | ConvertTo-Json -Compress
