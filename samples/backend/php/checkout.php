<?php

// What a backend does before a checkout: a customer, a customer secret, a payment intent. PHP 8, no extensions needed.

declare(strict_types=1);

function post(string $path, ?array $body = null): array
{
    $apiUrl = rtrim(getenv('DOJO_API_URL') ?: 'https://api.dojo.tech', '/');
    $apiKey = getenv('DOJO_API_KEY') ?: exit("DOJO_API_KEY is not set\n");
    $headers = [
        // The key as it is: not in base64, although the scheme is called Basic.
        "Authorization: Basic {$apiKey}",
        'version: 2026-02-27',
    ];
    $options = ['method' => 'POST', 'timeout' => 15, 'ignore_errors' => true];
    if ($body !== null) {
        $headers[] = 'Content-Type: application/json';
        $options['content'] = json_encode($body, JSON_THROW_ON_ERROR);
    } else {
        $headers[] = 'Content-Length: 0';
    }
    $options['header'] = $headers;
    $answer = file_get_contents($apiUrl . $path, false, stream_context_create(['http' => $options]));
    $status = (int) explode(' ', $http_response_header[0] ?? 'HTTP/1.1 0')[1];
    if ($answer === false || $status < 200 || $status > 299) {
        // Problem details: `detail` and `errors` say what is wrong.
        fwrite(STDERR, "{$path}: HTTP {$status} {$answer}\n");
        exit(1);
    }
    return json_decode($answer, true, flags: JSON_THROW_ON_ERROR);
}

// 1. Once for each of your users; keep the id with the user.
$customer = post('/customers', ['name' => 'Alex Example', 'emailAddress' => 'alex@example.test']);

// 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
$secret = post("/customers/{$customer['id']}/create-secret");

// 3. The amount comes from your own order, never from the app.
$intent = post('/payment-intents', [
    'amount' => ['value' => 1250, 'currencyCode' => 'GBP'],
    'reference' => 'order-17',
    'customer' => ['id' => $customer['id']],
]);

// These two go to the app. The API key never does.
echo json_encode(['paymentIntentId' => $intent['id'], 'customerSecret' => $secret['secret']]), "\n";
