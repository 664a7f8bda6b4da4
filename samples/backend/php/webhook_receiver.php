<?php

// Receives webhooks and believes only those that are signed. PHP 8: php -S 127.0.0.1:8080 webhook_receiver.php

declare(strict_types=1);

function signature(string $body, string $secret): string
{
    $hex = strtoupper(hash_hmac('sha256', $body, $secret));
    return 'sha256=' . implode('-', str_split($hex, 2));
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    return;
}
// The bytes as they came: JSON that was parsed and written again has another signature.
$body = file_get_contents('php://input');
$sent = $_SERVER['HTTP_DOJO_SIGNATURE'] ?? '';
$secret = getenv('DOJO_WEBHOOK_SECRET');
if (!$secret) {
    // Without a secret anybody could sign.
    http_response_code(500);
    return;
}
if (!hash_equals(signature($body, $secret), $sent)) {
    http_response_code(401);
    return;
}
$event = json_decode($body, true, flags: JSON_THROW_ON_ERROR);
// The same event can come twice: do your work once for each id.
file_put_contents(
    'php://stdout',
    "verified {$event['id']} {$event['event']} {$event['data']['paymentStatus']}\n",
);
http_response_code(204);
