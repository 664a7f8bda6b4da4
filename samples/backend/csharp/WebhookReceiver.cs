#:sdk Microsoft.NET.Sdk.Web
// Receives webhooks and believes only those that are signed.
// .NET 10: dotnet run WebhookReceiver.cs. Not run in this repository's tests.

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var secret = Environment.GetEnvironmentVariable("DOJO_WEBHOOK_SECRET") is { Length: > 0 } given
    ? given
    : throw new InvalidOperationException("DOJO_WEBHOOK_SECRET is not set");
var port = Environment.GetEnvironmentVariable("PORT") ?? "8080";

string Signature(byte[] body)
{
    var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
    // BitConverter writes exactly this form: upper case, with dashes.
    return "sha256=" + BitConverter.ToString(hash);
}

var app = WebApplication.CreateBuilder(args).Build();

app.MapPost("/", async (HttpRequest request) =>
{
    // The bytes as they came: JSON that was parsed and written again has another signature.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    var body = buffer.ToArray();
    var sent = Encoding.UTF8.GetBytes(request.Headers["dojo-signature"].ToString());
    if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes(Signature(body))))
    {
        return Results.Unauthorized();
    }
    var webhook = JsonDocument.Parse(body).RootElement;
    var status = webhook.GetProperty("data").GetProperty("paymentStatus");
    // The same event can come twice: do your work once for each id.
    Console.WriteLine($"verified {webhook.GetProperty("id")} {webhook.GetProperty("event")} {status}");
    return Results.NoContent();
});

app.Run($"http://127.0.0.1:{port}");
