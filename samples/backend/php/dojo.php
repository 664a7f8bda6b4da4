<?php

// Calls of the API host. PHP 8, no extensions needed.

declare(strict_types=1);

/** Ends the program with a message on stderr and status 1. */
function fail(string $message): never
{
    fwrite(STDERR, "{$message}\n");
    exit(1);
}

/** What was answered, as an array; anything but a 2xx ends the program with what the API host says. */
function call(string $method, string $path, ?array $body = null, array $headers = []): array
{
    $apiUrl = rtrim(getenv('DOJO_API_URL') ?: 'https://api.dojo.tech', '/');
    $apiKey = getenv('DOJO_API_KEY') ?: fail('DOJO_API_KEY is not set');
    $headers = [
        ...$headers,
        // The key as it is: not in base64, although the scheme is called Basic.
        "Authorization: Basic {$apiKey}",
        'version: 2026-02-27',
    ];
    $options = ['method' => $method, 'timeout' => 15, 'ignore_errors' => true, 'follow_location' => 0];
    if ($body !== null) {
        $headers[] = 'Content-Type: application/json';
        $options['content'] = json_encode($body, JSON_THROW_ON_ERROR);
    } elseif ($method === 'POST') {
        $headers[] = 'Content-Length: 0';
    }
    $options['header'] = $headers;
    $answer = @file_get_contents($apiUrl . $path, false, stream_context_create(['http' => $options]));
    $status = (int) explode(' ', $http_response_header[0] ?? 'HTTP/1.1 0')[1];
    if ($answer === false || $status < 200 || $status > 299) {
        // Problem details: `detail` and `errors` say what is wrong. No status: the API host was not reached.
        fail("{$path}: HTTP {$status} {$answer}");
    }
    return json_decode($answer ?: '{}', true, flags: JSON_THROW_ON_ERROR);
}
