"""Runs the samples against a sandbox: python3 run.py PATH/TO/checkout. Prints `N passed, N failed`."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
API_KEY = "sk_sandbox_local"
CHECKOUTS = {
    "Python": [sys.executable, "python/checkout.py"],
    "cURL": ["bash", "curl/checkout.sh"],
    "PHP": ["php", "php/checkout.php"],
}
EVENTS = ["payment_intent.created", "payment_intent.status_updated"]


def receivers(port):
    return {
        "Python": [sys.executable, "python/webhook_receiver.py"],
        "PHP": ["php", "-S", f"127.0.0.1:{port}", "php/webhook_receiver.php"],
    }


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(method, url, body=None, headers=None):
    request = urllib.request.Request(url, method=method, headers=headers or {})
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if data is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, data, timeout=15) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, None


def until(what, seconds=15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Shop:
    def __init__(self, url):
        self.url = url
        self.headers = {"Authorization": f"Basic {API_KEY}", "version": "2026-02-27"}
        self.environment = {**os.environ, "DOJO_API_URL": url, "DOJO_API_KEY": API_KEY}

    def backend(self, method, path, body=None):
        status, answer = call(method, self.url + path, body, self.headers)
        assert status < 300, f"{method} {path}: HTTP {status}"
        return answer

    def run(self, command, check=True, **more):
        environment = {**self.environment, **more.pop("env", {})}
        return subprocess.run(command, cwd=HERE, env=environment, check=check, capture_output=True, timeout=60, **more)

    def checkout(self, command):
        """What the sample printed is enough for an app to pay, and to see the customer's cards."""
        printed = json.loads(self.run(command).stdout)
        _, intent = call("GET", f"{self.url}/payment-intents/public/{printed['paymentIntentId']}")
        cards = f"{self.url}/customers/public/{intent['customer']['id']}/payment-methods"
        status, _ = call("GET", cards, headers={"Authorization": f"Basic {printed['customerSecret']}"})
        assert status == 200, f"the customer secret is refused: HTTP {status}"
        self.pay(intent)

    def pay(self, intent):
        card = {"cardNumber": "5200000000001005", "cV2": "020", "expiryDate": "12 / 29", "cardName": "Alex Example"}
        _, answer = call("POST", f"{self.url}/api/payments/{intent['clientSessionSecret']}", card)
        assert answer["statusCode"] == 0, answer

    def deliveries(self, subscription):
        _, all_of_them = call("GET", f"{self.url}/_sandbox/webhooks/deliveries")
        return [delivery for delivery in all_of_them if delivery["subscriptionId"] == subscription["id"]]

    def a_payment(self):
        order = {"amount": {"value": 1, "currencyCode": "GBP"}, "reference": "r"}
        created = self.backend("POST", "/payment-intents", order)
        _, intent = call("GET", f"{self.url}/payment-intents/public/{created['id']}")
        self.pay(intent)

    def receiver(self, name):
        port = free_port()
        url = f"http://127.0.0.1:{port}/"
        subscription = self.backend("POST", "/webhooks", {"url": url, "events": EVENTS})
        environment = {
            **self.environment,
            "PORT": str(port),
            "DOJO_WEBHOOK_SECRET": subscription["secrets"][0]["value"],
        }
        program = subprocess.Popen(receivers(port)[name], cwd=HERE, env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            until(lambda: listens(port))
            self.a_payment()
            delivered = lambda: [d for d in self.deliveries(subscription) if d["state"] == "delivered"]
            until(lambda: len(delivered()) == 2)
            body, signature = delivered()[1]["body"].encode(), delivered()[1]["signature"]
            for what, sent, header in [
                ("a changed body", body.replace(b"Captured", b"Refunded"), signature),
                ("a changed signature", body, signature[:-1] + ("0" if signature[-1] != "0" else "1")),
                ("no signature", body, ""),
            ]:
                status, _ = call("POST", url, sent, {"dojo-signature": header})
                assert status == 401, f"{what} was answered {status}"
        finally:
            program.terminate()
            printed = program.communicate(timeout=10)[0].decode()
            self.backend("DELETE", f"/webhooks/{subscription['id']}")
        lines = [line.split(" ", 2)[2] for line in printed.splitlines() if line.startswith("verified ")]
        # Two deliveries may overtake each other.
        expected = ["payment_intent.created Created", "payment_intent.status_updated Captured"]
        assert sorted(lines) == expected, printed

    def verifier(self):
        subscription = self.backend("POST", "/webhooks", {"url": f"http://127.0.0.1:{free_port()}/", "events": EVENTS})
        self.a_payment()
        delivery = until(lambda: next((d for d in self.deliveries(subscription) if "signature" in d), None))
        secret = {"DOJO_WEBHOOK_SECRET": subscription["secrets"][0]["value"]}
        body, signature = delivery["body"].encode(), delivery["signature"]
        script = ["bash", "curl/verify-webhook.sh"]
        assert self.run([*script, signature], input=body, env=secret).stdout == b"verified\n"
        for sent, header in [(body + b"\n", signature), (body, signature.lower())]:
            assert self.run([*script, header], input=sent, env=secret, check=False).returncode != 0
        self.backend("DELETE", f"/webhooks/{subscription['id']}")


def main(checkout):
    port = free_port()
    command = [checkout, "sandbox", "--port", str(port)]
    sandbox = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    failed = passed = 0
    try:
        until(lambda: listens(port))
        shop = Shop(f"http://127.0.0.1:{port}")
        steps = [(f"{name}: checkout", lambda command=command: shop.checkout(command)) for name, command in CHECKOUTS.items()]
        steps += [(f"{name}: webhook", lambda name=name: shop.receiver(name)) for name in receivers(0)]
        steps.append(("cURL: webhook", shop.verifier))
        for name, step in steps:
            try:
                step()
                passed += 1
                print(f"{name}: passed", flush=True)
            except Exception as error:
                failed += 1
                # What a sample printed holds a customer secret; what it complained of does not.
                print(f"{name}: FAILED: {error} {(getattr(error, 'stderr', None) or b'').decode()}", flush=True)
    finally:
        sandbox.terminate()
        sandbox.wait(10)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
