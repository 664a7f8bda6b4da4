# What a backend does after a checkout, and for cards that it keeps.
# PowerShell 7. Not run in this repository's tests.
#
#   orders.ps1 status PAYMENT_INTENT           may another payment be offered?
#   orders.ps1 cancel PAYMENT_INTENT           before it is paid
#   orders.ps1 refund PAYMENT_INTENT AMOUNT REFUND   in minor units; REFUND is your own id of this refund
#   orders.ps1 setup CUSTOMER                  a card for later
#   orders.ps1 charge SETUP_INTENT AMOUNT ORDER      that card, later
#   orders.ps1 subscribe URL                   to webhooks
#Requires -Version 7
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/dojo.ps1"

function Get-Path([string] $Id) { '/payment-intents/' + [Uri]::EscapeDataString($Id) }

function Get-Status([string] $Id) {
    # Read it before you offer another payment, whatever the app says: the app may have lost the answer to a payment.
    $intent = Invoke-Dojo Get "$(Get-Path $Id)?returnCanceled=true"
    # `offer`: pay this very intent again. A second intent for the same order could be paid, too.
    $advice = switch ($intent.status) { 'Authorized' { 'deliver' } 'Captured' { 'deliver' } 'Created' { 'offer' } default { 'ended' } }
    @{ status = $intent.status; advice = $advice }
}

function Stop-Intent([string] $Id) {
    # Only an intent that is not paid: a payment that is under way makes this fail, which is as it should be.
    @{ status = (Invoke-Dojo Delete (Get-Path $Id)).status }
}

function New-Refund([string] $Id, [long] $Amount, [string] $Refund) {
    # The same key is the same refund, so that a repetition does not pay it out twice.
    $made = Invoke-Dojo Post "$(Get-Path $Id)/refunds" @{ amount = $Amount; refundReason = 'Returned' } @{ idempotencyKey = $Refund }
    @{ refundId = $made.refundId }
}

function New-Setup([string] $Customer) {
    # The app opens this one as a setup; the shopper agrees to `terms`.
    $made = Invoke-Dojo Post '/setup-intents' @{
        reference                        = 'card-1'
        merchantInitiatedTransactionType = 'Unscheduled'
        terms                            = 'We may charge this card for what you order later.'
        customer                         = @{ id = $Customer }
    }
    @{ setupIntentId = $made.id }
}

function New-Charge([string] $SetupIntent, [long] $Amount, [string] $Order) {
    # An intent for the amount, that names the setup intent; then its charge, without the shopper.
    $intent = Invoke-Dojo Post '/payment-intents' @{
        amount        = @{ value = $Amount; currencyCode = 'GBP' }
        reference     = $Order
        setupIntentId = $SetupIntent
    }
    @{ paymentIntentId = $intent.id; status = (Invoke-Dojo Post "$(Get-Path $intent.id)/charge").status }
}

function New-Subscription([string] $Url) {
    $made = Invoke-Dojo Post '/webhooks' @{ url = $Url; events = @('payment_intent.created', 'payment_intent.status_updated') }
    # The secret is for your receiver (DOJO_WEBHOOK_SECRET) and nobody else.
    @{ subscriptionId = $made.id; secret = $made.secrets[0].value }
}

$commands = @{
    status = 'Get-Status', 1; cancel = 'Stop-Intent', 1; refund = 'New-Refund', 3
    setup = 'New-Setup', 1; charge = 'New-Charge', 3; subscribe = 'New-Subscription', 1
}
$name = $args.Count -gt 0 ? $args[0] : ''
if (-not $commands.ContainsKey($name) -or $args.Count - 1 -ne $commands[$name][1]) {
    throw 'see the first lines of this file'
}
$rest = @($args | Select-Object -Skip 1)
& ($commands[$name][0]) @rest | ConvertTo-Json -Compress
