#:property PublishAot=false
// Without the line above .NET would prepare this single file for native code, where anonymous types are no JSON.

// What a backend does before a checkout: a customer, a customer secret, a payment intent.
// .NET 10: dotnet run Checkout.cs. Not run in this repository's tests.

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

async Task<JsonElement> Post(string path, object? body = null)
{
    using var content = body is null ? null : JsonContent.Create(body);
    using var response = await http.PostAsync(apiUrl + path, content);
    var text = await response.Content.ReadAsStringAsync();
    if (!response.IsSuccessStatusCode)
    {
        // Problem details: `detail` and `errors` say what is wrong.
        throw new InvalidOperationException($"{path}: HTTP {(int)response.StatusCode} {text}");
    }
    return JsonDocument.Parse(text).RootElement;
}

// 1. Once for each of your users; keep the id with the user.
var customer = await Post("/customers", new { name = "Alex Example", emailAddress = "alex@example.test" });
var customerId = customer.GetProperty("id").GetString();

// 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
var secret = await Post($"/customers/{customerId}/create-secret");

// 3. The amount comes from your own order, never from the app.
var intent = await Post("/payment-intents", new
{
    amount = new { value = 1250, currencyCode = "GBP" },
    reference = "order-17",
    customer = new { id = customerId },
});

// These two go to the app. The API key never does.
Console.WriteLine(
    $$"""{"paymentIntentId": "{{intent.GetProperty("id")}}", "customerSecret": "{{secret.GetProperty("secret")}}"}""");
