#:property PublishAot=false
// Without the line above .NET would prepare this single file for native code, where anonymous types are no JSON.

// What a backend does after a checkout, and for cards that it keeps. .NET 10. Not run in this repository's tests.
//
//   dotnet run Orders.cs status PAYMENT_INTENT           may another payment be offered?
//   dotnet run Orders.cs cancel PAYMENT_INTENT           before it is paid
//   dotnet run Orders.cs refund PAYMENT_INTENT AMOUNT REFUND   in minor units; REFUND is your own id of this refund
//   dotnet run Orders.cs setup CUSTOMER                  a card for later
//   dotnet run Orders.cs charge SETUP_INTENT AMOUNT ORDER      that card, later
//   dotnet run Orders.cs subscribe URL                   to webhooks

using System.Net.Http.Json;
using System.Text.Json;

var apiUrl = (Environment.GetEnvironmentVariable("DOJO_API_URL") ?? "https://api.dojo.tech").TrimEnd('/');
var apiKey = Environment.GetEnvironmentVariable("DOJO_API_KEY") is { Length: > 0 } given
    ? given
    : throw new InvalidOperationException("DOJO_API_KEY is not set");

using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
// The key as it is: not in base64, although the scheme is called Basic.
http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Basic {apiKey}");
http.DefaultRequestHeaders.Add("version", "2026-02-27");

async Task<JsonElement> Call(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
{
    using var request = new HttpRequestMessage(method, apiUrl + path);
    request.Content = body is null ? null : JsonContent.Create(body);
    if (idempotencyKey is not null)
    {
        request.Headers.Add("idempotencyKey", idempotencyKey);
    }
    using var response = await http.SendAsync(request);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
    {
        // Problem details: `detail` and `errors` say what is wrong.
        throw new InvalidOperationException($"{path}: HTTP {(int)response.StatusCode} {text}");
    }
    return JsonDocument.Parse(text).RootElement;
}

string Intent(string id) => "/payment-intents/" + Uri.EscapeDataString(id);

async Task<object> Status(string id)
{
    // Read it before you offer another payment, whatever the app says: the app may have lost the answer to a payment.
    var status = (await Call(HttpMethod.Get, Intent(id) + "?returnCanceled=true")).GetProperty("status").GetString();
    // `offer`: pay this very intent again. A second intent for the same order could be paid, too.
    var advice = status switch { "Authorized" or "Captured" => "deliver", "Created" => "offer", _ => "ended" };
    return new { status, advice };
}

async Task<object> Cancel(string id)
{
    // Only an intent that is not paid: a payment that is under way makes this fail, which is as it should be.
    var canceled = await Call(HttpMethod.Delete, Intent(id));
    return new { status = canceled.GetProperty("status").GetString() };
}

async Task<object> Refund(string id, long amount, string refund)
{
    // The same key is the same refund, so that a repetition does not pay it out twice.
    var made = await Call(HttpMethod.Post, Intent(id) + "/refunds", new { amount, refundReason = "Returned" }, refund);
    return new { refundId = made.GetProperty("refundId").GetString() };
}

async Task<object> Setup(string customer)
{
    // The app opens this one as a setup; the shopper agrees to `terms`.
    var made = await Call(HttpMethod.Post, "/setup-intents", new
    {
        reference = "card-1",
        merchantInitiatedTransactionType = "Unscheduled",
        terms = "We may charge this card for what you order later.",
        customer = new { id = customer },
    });
    return new { setupIntentId = made.GetProperty("id").GetString() };
}

async Task<object> Charge(string setupIntentId, long amount, string order)
{
    // An intent for the amount, that names the setup intent; then its charge, without the shopper.
    var intent = await Call(HttpMethod.Post, "/payment-intents", new
    {
        amount = new { value = amount, currencyCode = "GBP" },
        reference = order,
        setupIntentId,
    });
    var id = intent.GetProperty("id").GetString()!;
    var charged = await Call(HttpMethod.Post, Intent(id) + "/charge");
    return new { paymentIntentId = id, status = charged.GetProperty("status").GetString() };
}

async Task<object> Subscribe(string url)
{
    var events = new[] { "payment_intent.created", "payment_intent.status_updated" };
    var made = await Call(HttpMethod.Post, "/webhooks", new { url, events });
    // The secret is for your receiver (DOJO_WEBHOOK_SECRET) and nobody else.
    var secret = made.GetProperty("secrets")[0].GetProperty("value").GetString();
    return new { subscriptionId = made.GetProperty("id").GetString(), secret };
}

var done = args switch
{
    ["status", var id] => await Status(id),
    ["cancel", var id] => await Cancel(id),
    ["refund", var id, var amount, var refund] => await Refund(id, long.Parse(amount), refund),
    ["setup", var customer] => await Setup(customer),
    ["charge", var kept, var amount, var order] => await Charge(kept, long.Parse(amount), order),
    ["subscribe", var url] => await Subscribe(url),
    _ => throw new ArgumentException("see the first lines of this file"),
};
Console.WriteLine(JsonSerializer.Serialize(done));
