# Receives webhooks and believes only those that are signed.
# PowerShell 7. Not run in this repository's tests.
#Requires -Version 7
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not $env:DOJO_WEBHOOK_SECRET) { throw 'DOJO_WEBHOOK_SECRET is not set' }
$port = $env:PORT ?? '8080'
$utf8 = [Text.Encoding]::UTF8
$largestBody = 64 * 1024

function Get-Signature([byte[]] $Body) {
    $hash = [Security.Cryptography.HMACSHA256]::HashData($utf8.GetBytes($env:DOJO_WEBHOOK_SECRET), $Body)
    # BitConverter writes exactly this form: upper case, with dashes.
    'sha256=' + [BitConverter]::ToString($hash)
}

# The bytes as they came, and at most one more than is allowed: JSON that was parsed and written again has another signature.
# HttpListener reads chunks by itself, and answers 400 to a length that is none.
function Read-Body([IO.Stream] $Stream) {
    $buffer = [byte[]]::new($largestBody + 1)
    $length = 0
    do {
        $count = $Stream.Read($buffer, $length, $buffer.Length - $length)
        $length += $count
    } while ($count -gt 0)
    $body = [byte[]]::new($length)
    [Array]::Copy($buffer, $body, $length)
    , $body
}

# The status to answer with.
function Receive-Webhook($Request) {
    if ($Request.HttpMethod -ne 'POST') { return 405 }
    $body = Read-Body $Request.InputStream
    if ($body.Length -gt $largestBody) { return 413 }
    $sent = $utf8.GetBytes($Request.Headers['dojo-signature'] ?? '')
    $expected = $utf8.GetBytes((Get-Signature $body))
    if (-not [Security.Cryptography.CryptographicOperations]::FixedTimeEquals($sent, $expected)) { return 401 }
    try {
        $webhook = $utf8.GetString($body) | ConvertFrom-Json
        $told = "$($webhook.id) $($webhook.event) $($webhook.data.paymentStatus)"
    }
    catch {
        # Signed, and nothing that this shop cares for. Any other answer would have it sent again.
        return 204
    }
    # The same event can come twice: do your work once for each id. Two can overtake each other: read the intent.
    [Console]::Out.WriteLine("verified $told")
    return 204
}

$listener = [Net.HttpListener]::new()
$listener.Prefixes.Add("http://127.0.0.1:$port/")
$listener.Start()
while ($listener.IsListening) {
    $context = $listener.GetContext()
    # Nothing that arrives may end this loop, such as a sender that hangs up in the middle.
    try { $context.Response.StatusCode = Receive-Webhook $context.Request } catch { $context.Response.StatusCode = 400 }
    try { $context.Response.Close() } catch { $context.Response.Abort() }
}
