# Receives webhooks and believes only those that are signed.
# PowerShell 7. Not run in this repository's tests.
#Requires -Version 7
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $env:DOJO_WEBHOOK_SECRET) { throw 'DOJO_WEBHOOK_SECRET is not set' }
$port = $env:PORT ?? '8080'
$utf8 = [Text.Encoding]::UTF8

function Get-Signature([byte[]] $Body) {
    $hash = [Security.Cryptography.HMACSHA256]::HashData($utf8.GetBytes($env:DOJO_WEBHOOK_SECRET), $Body)
    # BitConverter writes exactly this form: upper case, with dashes.
    'sha256=' + [BitConverter]::ToString($hash)
}

$listener = [Net.HttpListener]::new()
$listener.Prefixes.Add("http://127.0.0.1:$port/")
$listener.Start()
while ($listener.IsListening) {
    $context = $listener.GetContext()
    $buffer = [IO.MemoryStream]::new()
    # The bytes as they came: JSON that was parsed and written again has another signature.
    $context.Request.InputStream.CopyTo($buffer)
    $body = $buffer.ToArray()
    $sent = $utf8.GetBytes($context.Request.Headers['dojo-signature'] ?? '')
    $expected = $utf8.GetBytes((Get-Signature $body))
    if ([Security.Cryptography.CryptographicOperations]::FixedTimeEquals($sent, $expected)) {
        $webhook = $utf8.GetString($body) | ConvertFrom-Json
        # The same event can come twice: do your work once for each id.
        "verified $($webhook.id) $($webhook.event) $($webhook.data.paymentStatus)"
        $context.Response.StatusCode = 204
    }
    else {
        $context.Response.StatusCode = 401
    }
    $context.Response.Close()
}
