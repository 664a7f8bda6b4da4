# Calls of the API host, for the scripts beside this one. PowerShell 7. Not run in this repository's tests.

$apiUrl = ($env:DOJO_API_URL ?? 'https://api.dojo.tech').TrimEnd('/')
if (-not $env:DOJO_API_KEY) { throw 'DOJO_API_KEY is not set' }

# What was answered; anything but a 2xx ends the script with what the API host says.
function Invoke-Dojo([string] $Method, [string] $Path, $Body, [hashtable] $Headers = @{}) {
    $request = @{
        Method     = $Method
        Uri        = "$apiUrl$Path"
        TimeoutSec = 15
        Headers    = $Headers + @{
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
