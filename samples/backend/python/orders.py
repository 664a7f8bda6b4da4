"""What a backend does after a checkout, and for cards that it keeps. Python 3, standard library only.

    python3 orders.py status PAYMENT_INTENT           may another payment be offered?
    python3 orders.py cancel PAYMENT_INTENT           before it is paid
    python3 orders.py refund PAYMENT_INTENT AMOUNT REFUND   in minor units; REFUND is your own id of this refund
    python3 orders.py setup CUSTOMER                  a card for later
    python3 orders.py charge SETUP_INTENT AMOUNT ORDER      that card, later
    python3 orders.py subscribe URL                   to webhooks
"""

import json
import sys
import urllib.parse

from dojo import call

PAID = ("Authorized", "Captured")


def status(intent_id):
    # Read it before you offer another payment, whatever the app says: the app may have lost the answer to a payment.
    intent = call("GET", f"/payment-intents/{quoted(intent_id)}?returnCanceled=true")
    advice = "deliver" if intent["status"] in PAID else "offer" if intent["status"] == "Created" else "ended"
    # `offer`: pay this very intent again. A second intent for the same order could be paid, too.
    return {"status": intent["status"], "advice": advice}


def cancel(intent_id):
    # Only an intent that is not paid: a payment that is under way makes this fail, which is as it should be.
    return {"status": call("DELETE", f"/payment-intents/{quoted(intent_id)}")["status"]}


def refund(intent_id, amount, refund_id):
    # The same key is the same refund, so that a repetition does not pay it out twice.
    order = {"amount": int(amount), "refundReason": "Returned"}
    made = call("POST", f"/payment-intents/{quoted(intent_id)}/refunds", order, {"idempotencyKey": refund_id})
    return {"refundId": made["refundId"]}


def setup(customer_id):
    # The app opens this one as a setup; the shopper agrees to `terms`.
    mandate = {
        "reference": "card-1",
        "merchantInitiatedTransactionType": "Unscheduled",
        "terms": "We may charge this card for what you order later.",
        "customer": {"id": customer_id},
    }
    return {"setupIntentId": call("POST", "/setup-intents", mandate)["id"]}


def charge(setup_intent_id, amount, order_id):
    # An intent for the amount, that names the setup intent; then its charge, without the shopper.
    order = {
        "amount": {"value": int(amount), "currencyCode": "GBP"},
        "reference": order_id,
        "setupIntentId": setup_intent_id,
    }
    intent = call("POST", "/payment-intents", order)
    charged = call("POST", f"/payment-intents/{quoted(intent['id'])}/charge")
    return {"paymentIntentId": intent["id"], "status": charged["status"]}


def subscribe(url):
    events = ["payment_intent.created", "payment_intent.status_updated"]
    made = call("POST", "/webhooks", {"url": url, "events": events})
    # The secret is for your receiver (DOJO_WEBHOOK_SECRET) and nobody else.
    return {"subscriptionId": made["id"], "secret": made["secrets"][0]["value"]}


def quoted(text):
    return urllib.parse.quote(text, safe="")


COMMANDS = {"status": status, "cancel": cancel, "refund": refund, "setup": setup, "charge": charge, "subscribe": subscribe}

if __name__ == "__main__":
    command = COMMANDS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    arguments = command.__code__.co_argcount if command else -1
    if len(sys.argv) - 2 != arguments:
        sys.exit(__doc__)
    print(json.dumps(command(*sys.argv[2:])))
