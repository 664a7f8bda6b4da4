"""What a backend does before a checkout: a customer, a customer secret, a payment intent. Python 3, standard library only."""

import json

from dojo import call


def main():
    # 1. Once for each of your users; keep the id with the user.
    customer = call("POST", "/customers", {"name": "Alex Example", "emailAddress": "alex@example.test"})
    # 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
    secret = call("POST", f"/customers/{customer['id']}/create-secret")
    # 3. The amount comes from your own order, never from the app.
    intent = call(
        "POST",
        "/payment-intents",
        {
            "amount": {"value": 1250, "currencyCode": "GBP"},
            "reference": "order-17",
            "customer": {"id": customer["id"]},
        },
    )
    # These two go to the app. The API key never does.
    print(json.dumps({"paymentIntentId": intent["id"], "customerSecret": secret["secret"]}))


if __name__ == "__main__":
    main()
