"""What a generated request cannot know: the API key, and ids and secrets of what exists. Of four requests to an operation the
first is about something that exists and has a body that fits; the second has a generated body; the third is generated but for
its key; the fourth is left as it is. SANDBOX_URL is where the sandbox is, ANSWERS a file that gets a
line for each answer: `METHOD path status`, VERSION that of the API.
"""

import collections
import itertools
import json
import os
import urllib.request

import schemathesis

URL = os.environ["SANDBOX_URL"]
ANSWERS = os.environ["ANSWERS"]
VERSION = os.environ["VERSION"]
KEY = "sk_sandbox_local"
PAYS, CHALLENGED = "5200000000001005", "5200000000001096"
GBP = {"value": 1250, "currencyCode": "GBP"}
FITTING, EXISTING, ALLOWED, GENERATED = range(4)
TURNS = collections.defaultdict(lambda: itertools.cycle(range(4)))
KEYS = itertools.count()


def asked(method, path, body=None):
    headers = {"Authorization": f"Basic {KEY}", "Version": VERSION, "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(URL + path, data, headers, method=method), timeout=10) as answer:
        return json.loads(answer.read() or "null")


def customer():
    return asked("POST", "/customers", {"name": "Sam Demo"})["id"]


def intent(**more):
    return asked("POST", "/payment-intents", {"amount": GBP, "reference": "order", **more})["id"]


def setup_intent(owner):
    mandate = {"reference": "card", "terms": "20 GBP", "merchantInitiatedTransactionType": "NoShow", "customer": {"id": owner}}
    return asked("POST", "/setup-intents", mandate)["id"]


def secret(payment_intent):
    return asked("GET", f"/payment-intents/public/{payment_intent}")["clientSessionSecret"]


def card(number=PAYS):
    return {"cardNumber": number, "cV2": "020", "expiryDate": "12 / 29", "cardName": "Sam Demo"}


def paid(**more):
    made = intent(**more)
    assert asked("POST", f"/api/payments/{secret(made)}", card())["statusCode"] == 0
    return made


def challenged():
    held = secret(intent())
    return held, asked("POST", f"/api/payments/{held}", card(CHALLENGED))


def saved_card():
    """A customer with a card on file, and the card's id."""
    owner = customer()
    made = intent(customer={"id": owner})
    asked("POST", f"/api/payments/{secret(made)}", {**card(), "savePaymentMethod": True})
    held = asked("POST", f"/customers/{owner}/create-secret")["secret"]
    request = urllib.request.Request(f"{URL}/customers/public/{owner}/payment-methods", headers={"Authorization": f"Basic {held}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        listed = json.loads(answer.read())
    return owner, held, made, listed["savedPaymentMethods"][0]["id"]


def refund_of(payment_intent):
    headers = {"Authorization": f"Basic {KEY}", "Version": VERSION, "Content-Type": "application/json"}
    headers["idempotencyKey"] = f"key-{next(KEYS)}"
    data = json.dumps({"amount": 100}).encode()
    request = urllib.request.Request(f"{URL}/payment-intents/{payment_intent}/refunds", data, headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())["refundId"]


def subscription():
    for old in asked("GET", "/webhooks"):
        asked("DELETE", f"/webhooks/{old['id']}")
    # One that nothing is sent to: no delivery is to be waited for.
    return asked("POST", "/webhooks", {"url": "https://shop.example/hook", "events": ["order.created"]})


def known(method, path):
    """Path parameters, headers, and a body (or None) for an operation, of things that exist now."""
    if path.startswith("/customers/public/"):
        owner, held, _, method_id = saved_card()
        return {"customerId": owner, "paymentMethodId": method_id}, {"Authorization": f"Basic {held}"}, None
    if "{customerId}" in path:
        return {"customerId": customer()}, {}, {"name": "Sam Demo"} if method == "PATCH" else None
    if "{refundId}" in path:
        return {"refundId": refund_of(paid())}, {}, None
    if "{paymentIntentId}" in path:
        return payment_intent(path.rsplit("/", 1)[-1])
    if "{setupIntentId}" in path:
        return {"setupIntentId": setup_intent(customer())}, {}, None
    if "{subscriptionId}" in path:
        made = subscription()
        if path.endswith("/secrets") and method == "POST":
            return {"subscriptionId": made["id"]}, {}, None
        further = asked("POST", f"/webhooks/{made['id']}/secrets")["secrets"][-1]["id"]
        return {"subscriptionId": made["id"], "secretId": further}, {}, {"description": "Orders"}
    if "{secret}" in path:
        return gateway(path)
    if "{faultId}" in path:
        # For another listener's requests only.
        rule = {"match": {"path": "/nowhere"}, "action": {"cut": "before"}}
        return {"faultId": str(asked("POST", "/_sandbox/faults", rule)["id"])}, {}, None
    if "{intentId}" in path:
        return {"intentId": intent()}, {}, {"status": "Captured"}
    if path.startswith("/acs/"):
        _, answer = challenged()
        opening = {"JWT": answer["paReq"], "MD": answer["md"]}
        return {}, {}, opening if path == "/acs/challenge" else {"MD": answer["md"], "action": "approve", "code": "1234"}
    bodies = {
        "/_sandbox/clock": {"advance_seconds": 1},
        "/_sandbox/faults": {"match": {"path": "/nowhere"}, "action": {"cut": "before"}},
        "/customers": {"name": "Sam Demo"},
        "/customers/search": {},
        "/payment-intents": {"amount": GBP, "reference": "order"},
        "/payment-intents/search": {},
        "/setup-intents": {"reference": "card", "terms": "20 GBP", "merchantInitiatedTransactionType": "NoShow"},
        "/webhooks": {"url": f"https://shop{next(KEYS)}.example/", "events": ["order.created"]},
    }
    return {}, {}, bodies.get(path)


def payment_intent(what):
    if what == "captures":
        return {"paymentIntentId": paid(captureMode="Manual", autoExpireAction="Release")}, {}, {"amount": 100}
    if what == "refunds":
        return {"paymentIntentId": paid()}, {"idempotencyKey": f"key-{next(KEYS)}"}, {"amount": 100}
    if what in ("reversal", "receipt"):
        return {"paymentIntentId": paid()}, {}, {"emails": ["sam@example.test"]} if what == "receipt" else None
    if what in ("amount", "tips-amount"):
        made = intent(config={"payment": {"customAmountAllowed": True, "tipsAllowed": True}})
        name = "amount" if what == "amount" else "tipsAmount"
        return {"paymentIntentId": made}, {}, {name: GBP}
    if what == "charge":
        owner = customer()
        kept = setup_intent(owner)
        held = asked("GET", f"/setup-intents/public/{kept}")["clientSessionSecret"]
        asked("POST", f"/api/payments/{held}", {**card(), "mitConsentGiven": True})
        return {"paymentIntentId": intent(setupIntentId=kept)}, {}, None
    return {"paymentIntentId": intent()}, {}, None


def gateway(path):
    if path.endswith("/three-ds-complete"):
        held, answer = challenged()
        outcome = {"isValidated": True, "errorNumber": 0, "errorDescription": "", "actionCode": "SUCCESS"}
        body = {"paRes": "a.b.c", "transactionId": answer["md"], "cardinalValidateResponse": outcome}
        return {"secret": held}, {}, body
    if "/recurring/" in path:
        owner, _, _, method_id = saved_card()
        return {"secret": secret(intent(customer={"id": owner}))}, {}, {"cV2": "020", "paymentMethodId": method_id}
    if path.endswith("/apple-pay"):
        header = {"publicKeyHash": "h", "ephemeralPublicKey": "k", "transactionId": "t"}
        data = {"data": "apple-pay-approved", "signature": "s", "version": "EC_v1", "header": header}
        method = {"displayName": "Visa 1005", "network": "Visa", "type": "debit"}
        token = {"paymentData": data, "paymentMethod": method, "transactionIdentifier": "t"}
        return {"secret": secret(intent())}, {}, {"token": token}
    token = {"token": "google-pay-cryptogram-approved"}
    return {"secret": secret(intent())}, {}, token if "/google-pay" in path else card()


@schemathesis.hook
def before_call(context, case, kwargs):
    path = case.operation.path
    # A stream of events has no end, and an answer is looked at when it has ended. Six events come at once.
    if path == "/_sandbox/events":
        limit = str(case.query.get("limit", ""))
        if limit in ("", "None") or (limit.isdigit() and int(limit) > 6):
            case.query["limit"] = 6
    turn = next(TURNS[case.operation.label])
    if turn == GENERATED:
        return
    case.headers["Authorization"] = f"Basic {KEY}"
    if turn == ALLOWED:
        return
    try:
        parameters, headers, body = known(case.operation.method.upper(), path)
    except OSError:
        return  # A fault that was generated before: the request goes as it is.
    case.path_parameters.update({name: value for name, value in parameters.items() if "{" + name + "}" in path})
    case.headers.update(headers)
    if path == "/acs/return":
        case.query.update({"outcome": "CANCEL", "transactionId": "3ds-x"})
    if turn == FITTING:
        case.headers["Version"] = VERSION
        case.body = case.body if body is None else body


@schemathesis.hook
def after_call(context, case, response):
    with open(ANSWERS, "a", encoding="utf-8") as answers:
        answers.write(f"{case.operation.method.upper()} {case.operation.path} {response.status_code}\n")
