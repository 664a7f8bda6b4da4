<?php

// What a backend does after a checkout, and for cards that it keeps. PHP 8, no extensions needed. Usage: see below.

declare(strict_types=1);

require __DIR__ . '/dojo.php';

const USAGE = <<<'TEXT'
    php orders.php status PAYMENT_INTENT           may another payment be offered?
    php orders.php cancel PAYMENT_INTENT           before it is paid
    php orders.php refund PAYMENT_INTENT AMOUNT REFUND   in minor units; REFUND is your own id of this refund
    php orders.php setup CUSTOMER                  a card for later
    php orders.php charge SETUP_INTENT AMOUNT ORDER      that card, later
    php orders.php subscribe URL                   to webhooks
    TEXT;

function status(string $intentId): array
{
    // Read it before you offer another payment, whatever the app says: the app may have lost the answer to a payment.
    $status = call('GET', '/payment-intents/' . rawurlencode($intentId) . '?returnCanceled=true')['status'];
    // `offer`: pay this very intent again. A second intent for the same order could be paid, too.
    return ['status' => $status, 'advice' => match ($status) {
        'Authorized', 'Captured' => 'deliver',
        'Created' => 'offer',
        default => 'ended',
    }];
}

function cancel(string $intentId): array
{
    // Only an intent that is not paid: a payment that is under way makes this fail, which is as it should be.
    return ['status' => call('DELETE', '/payment-intents/' . rawurlencode($intentId))['status']];
}

function refund(string $intentId, string $amount, string $refundId): array
{
    // The same key is the same refund, so that a repetition does not pay it out twice.
    $key = preg_match('/^[\x21-\x7e]{1,100}$/D', $refundId) ? $refundId : fail('REFUND cannot stand in a header');
    $path = '/payment-intents/' . rawurlencode($intentId) . '/refunds';
    $order = ['amount' => (int) $amount, 'refundReason' => 'Returned'];
    return ['refundId' => call('POST', $path, $order, ["idempotencyKey: {$key}"])['refundId']];
}

function setup(string $customerId): array
{
    // The app opens this one as a setup; the shopper agrees to `terms`.
    return ['setupIntentId' => call('POST', '/setup-intents', [
        'reference' => 'card-1',
        'merchantInitiatedTransactionType' => 'Unscheduled',
        'terms' => 'We may charge this card for what you order later.',
        'customer' => ['id' => $customerId],
    ])['id']];
}

function charge(string $setupIntentId, string $amount, string $orderId): array
{
    // An intent for the amount, that names the setup intent; then its charge, without the shopper.
    $intent = call('POST', '/payment-intents', [
        'amount' => ['value' => (int) $amount, 'currencyCode' => 'GBP'],
        'reference' => $orderId,
        'setupIntentId' => $setupIntentId,
    ]);
    $charged = call('POST', '/payment-intents/' . rawurlencode($intent['id']) . '/charge');
    return ['paymentIntentId' => $intent['id'], 'status' => $charged['status']];
}

function subscribe(string $url): array
{
    $events = ['payment_intent.created', 'payment_intent.status_updated'];
    $made = call('POST', '/webhooks', ['url' => $url, 'events' => $events]);
    // The secret is for your receiver (DOJO_WEBHOOK_SECRET) and nobody else.
    return ['subscriptionId' => $made['id'], 'secret' => $made['secrets'][0]['value']];
}

$arguments = ['status' => 1, 'cancel' => 1, 'refund' => 3, 'setup' => 1, 'charge' => 3, 'subscribe' => 1];
$command = $argv[1] ?? '';
if (!isset($arguments[$command]) || $arguments[$command] !== $argc - 2) {
    fail(USAGE);
}
echo json_encode($command(...array_slice($argv, 2))), "\n";
