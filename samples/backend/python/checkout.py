"""What a backend does before a checkout: a customer, a customer secret, a payment intent. Python 3, standard library only."""

import json
import os
import sys
import urllib.error
import urllib.request

API_URL = os.environ.get("DOJO_API_URL", "https://api.dojo.tech").rstrip("/")
API_KEY = os.environ["DOJO_API_KEY"]
VERSION = "2026-02-27"


def post(path, body=None):
    request = urllib.request.Request(API_URL + path, method="POST")
    # The key as it is: not in base64, although the scheme is called Basic.
    request.add_header("Authorization", f"Basic {API_KEY}")
    request.add_header("version", VERSION)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data, timeout=15) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        # Problem details: `detail` and `errors` say what is wrong.
        sys.exit(f"{path}: HTTP {error.code} {error.read().decode(errors='replace')}")


def main():
    # 1. Once for each of your users; keep the id with the user.
    customer = post("/customers", {"name": "Alex Example", "emailAddress": "alex@example.test"})
    # 2. Before each checkout: lets the app show and delete this customer's cards, for a quarter of an hour.
    secret = post(f"/customers/{customer['id']}/create-secret")
    # 3. The amount comes from your own order, never from the app.
    intent = post(
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
