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

// Who told what, or null if this shop does not care for it.
string? Told(byte[] body)
{
    try
    {
        var webhook = JsonDocument.Parse(body).RootElement;
        var told = new[] { webhook.GetProperty("id"), webhook.GetProperty("event"), webhook.GetProperty("data").GetProperty("paymentStatus") };
        return string.Join(' ', told.Select(text => text.GetString() ?? throw new JsonException()));
    }
    catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
    {
        return null;
    }
}

var builder = WebApplication.CreateBuilder(args);
// Kestrel reads chunks by itself, and answers 400 to a length that is none and 413 to a body that is longer than this.
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 64 * 1024);
var app = builder.Build();

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
    if (Told(body) is { } told)
    {
        // The same event can come twice: do your work once for each id. Two can overtake each other: read the intent.
        Console.WriteLine($"verified {told}");
    }
    // Also for what is signed and of no interest: any other answer would have it sent again.
    return Results.NoContent();
});

app.Run($"http://127.0.0.1:{port}");
