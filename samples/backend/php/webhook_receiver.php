<?php

// Receives webhooks and believes only those that are signed. PHP 8: php -S 127.0.0.1:8080 webhook_receiver.php
//
// PHP's own server is for development: it reads a whole body before this file is asked, closes the connection where others
// answer 400, and gives up altogether when a length is announced that it cannot hold. Elsewhere a web server stands in front.

declare(strict_types=1);

const LARGEST_BODY = 64 * 1024;

function signature(string $body, string $secret): string
{
    $hex = strtoupper(hash_hmac('sha256', $body, $secret));
    return 'sha256=' . implode('-', str_split($hex, 2));
}

/** The status to answer with. */
function received(): int
{
    $secret = getenv('DOJO_WEBHOOK_SECRET');
    if (!$secret) {
        // Without a secret anybody could sign.
        return 500;
    }
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        return 405;
    }
    // A length and chunks together, or two lengths: two readers could see two different bodies.
    $length = $_SERVER['CONTENT_LENGTH'] ?? null;
    if ($length !== null && (!ctype_digit($length) || isset($_SERVER['HTTP_TRANSFER_ENCODING']))) {
        return 400;
    }
    // The bytes as they came: JSON that was parsed and written again has another signature.
    $body = file_get_contents('php://input', length: LARGEST_BODY + 1);
    if (strlen($body) > LARGEST_BODY) {
        return 413;
    }
    if ($length !== null && strlen($body) !== (int) $length) {
        return 400;
    }
    if (!hash_equals(signature($body, $secret), $_SERVER['HTTP_DOJO_SIGNATURE'] ?? '')) {
        return 401;
    }
    $event = json_decode($body, true);
    $told = [$event['id'] ?? null, $event['event'] ?? null, $event['data']['paymentStatus'] ?? null];
    if ($told !== array_filter($told, is_string(...))) {
        // Signed, and nothing that this shop cares for. Any other answer would have it sent again.
        return 204;
    }
    // The same event can come twice: do your work once for each id. Two can overtake each other: read the intent.
    file_put_contents('php://stdout', 'verified ' . implode(' ', $told) . "\n");
    return 204;
}

http_response_code(received());
