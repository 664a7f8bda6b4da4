"""Runs the samples against a sandbox: python3 run.py PATH/TO/checkout. Prints `N passed, N failed`."""

import hashlib
import hmac
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
ORDERS = {
    "Python": [sys.executable, "python/orders.py"],
    "cURL": ["bash", "curl/orders.sh"],
    "PHP": ["php", "php/orders.php"],
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


def sign(secret, body):
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().upper()
    return "sha256=" + "-".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def raw(port, request, end=False):
    """The status of the answer to these very bytes, or 0 if the connection is closed without one (or with a text alone)."""
    with socket.create_connection(("127.0.0.1", port), timeout=15) as connection:
        try:
            connection.sendall(request)
            if end:
                connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(64)
        except ConnectionError:
            return 0
        return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/") else 0


def in_chunks(body, size=16, end=b"0\r\n\r\n"):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + end


def hostile(name, port, secret):
    """What reaches a receiver that anybody can call. It answers each with its status, and goes on.

    PHP's own server reads a request before the sample is asked. Where it closes the connection (0) instead of answering, or
    mends what it was sent, the sample has no say: that is the second list of statuses."""
    event = b'{"id":"evt_1","event":"order.created","data":{"paymentIntentId":"pi_1"}}'
    largest = 64 * 1024

    def post(headers, body, signed=None):
        lines = ["POST / HTTP/1.1", "Host: localhost", *headers]
        if signed is not None:
            lines.append(f"dojo-signature: {sign(secret, signed)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def length(body):
        return [f"Content-Length: {len(body)}"]

    chunked, long = ["Transfer-Encoding: chunked"], b" " * (largest + 1)
    cases = [
        ("a signed event in chunks", post(chunked, in_chunks(event), event), [204], []),
        ("chunks with extensions and a trailer", post(chunked, b"2;a=b\r\n{}\r\n0\r\nx: y\r\n\r\n", b"{}"), [204], []),
        ("an unsigned event in chunks", post(chunked, in_chunks(event)), [401], []),
        ("as long as allowed, in chunks", post(chunked, in_chunks(long[:-1], 4096), long[:-1]), [204], []),
        ("too long, in chunks", post(chunked, in_chunks(long, 4096), long), [413], []),
        ("too long", post(length(long), long, long), [413], []),
        ("as long as allowed", post(length(long[:-1]), long[:-1], long[:-1]), [204], []),
        ("a chunk of no size", post(chunked, b"zz\r\nhello\r\n0\r\n\r\n", b"hello"), [400], [0]),
        ("a chunk of negative size", post(chunked, b"-1\r\nhello\r\n0\r\n\r\n", b"hello"), [400], [0]),
        ("another encoding", post(["Transfer-Encoding: gzip"], event, event), [400], [0]),
        ("chunks and a length", post(chunked + length(event), in_chunks(event), event), [400], []),
        ("two lengths", post(["Content-Length: 5", "Content-Length: 6"], b"hello!", b"hello!"), [400], []),
        ("half a body", post(["Content-Length: 500"], event, event), [400], [0]),
        ("half a chunk", post(chunked, b"10\r\nhello", b"hello"), [400], [0]),
        ("no length", post([], b""), [401], []),
        ("GET", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", [405, 501], []),
        ("nonsense", b"\x16\x03\x01\x00\r\n\r\n", [400, 0], []),
    ]
    for value in ["-1", "abc", "+5", "1_0", "0x5", "5.0", "5, 5"]:
        cases.append((f"a length of {value}", post([f"Content-Length: {value}"], b"hello", b"hello"), [400], [0]))
    for value in ["", " "]:
        cases.append((f"a length of {value!r}", post([f"Content-Length: {value}"], b""), [400], []))
    if name != "PHP":
        # It ends when it cannot hold what is announced.
        for value in ["65537", "99999999999", "9" * 30]:
            cases.append((f"a length of {value}", post([f"Content-Length: {value}"], b"hello"), [400, 413], []))
    for body in [b"", b"{}", b"[]", b"null", b"5", b'"text"', b"no JSON", b"\xff\xfe", b"[" * 5000, event, b'{"id":{},"event":[],"data":{}}',
                 b'{"id":"e","event":"x","data":null}', b'{"id":"e","event":"x","data":[1]}']:  # fmt: skip
        cases.append((f"signed, of no interest: {body[:40]}", post(length(body), body, body), [204], []))
    for header in ["dojo-signature:", "dojo-signature: sha256=", "dojo-signature: \xe9", f"dojo-signature: {sign(secret, event).lower()}"]:
        request = post([*length(event), header], event)
        cases.append((f"signed with {header[16:40]!r}", request, [401], []))
    for what, request, expected, of_phps_server in cases:
        allowed = expected + (of_phps_server if name == "PHP" else [])
        status = raw(port, request, end=what.startswith("half"))
        assert status in allowed, f"{what} was answered {status}, not {expected}"


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

    def refused(self, command):
        """Without a key, or with a wrong one, a sample says so on stderr, prints nothing else, and fails."""
        for key, said in [("", b"DOJO_API_KEY"), ("sk_wrong", b"The API key is not this sandbox's.")]:
            ended = self.run(command, check=False, env={"DOJO_API_KEY": key})
            assert (ended.returncode, ended.stdout) == (1, b""), (key, ended.returncode, ended.stdout)
            assert said in ended.stderr, ended.stderr

    def orders(self, command):
        """An order's life after the checkout, and that of a card that is kept."""

        def do(*arguments):
            return json.loads(self.run([*command, *arguments]).stdout)

        order = {"amount": {"value": 1250, "currencyCode": "GBP"}, "reference": "r"}
        unpaid, paid = self.backend("POST", "/payment-intents", order), self.backend("POST", "/payment-intents", order)
        assert do("status", unpaid["id"]) == {"status": "Created", "advice": "offer"}
        assert do("cancel", unpaid["id"]) == {"status": "Canceled"}
        assert do("status", unpaid["id"]) == {"status": "Canceled", "advice": "ended"}
        self.pay(self.loaded("payment-intents", paid["id"]))
        assert do("status", paid["id"]) == {"status": "Captured", "advice": "deliver"}
        refund = do("refund", paid["id"], "250", "refund-1")
        assert refund == do("refund", paid["id"], "250", "refund-1"), "a repetition is the same refund"
        assert refund != do("refund", paid["id"], "1000", "refund-2")
        assert do("status", paid["id"]) == {"status": "Refunded", "advice": "ended"}

        customer = self.backend("POST", "/customers", {"name": "Alex Example"})
        kept = do("setup", customer["id"])["setupIntentId"]
        self.pay(self.loaded("setup-intents", kept), mitConsentGiven=True)
        charged = do("charge", kept, "500", "order-18")
        assert charged["status"] == "Successful", charged
        assert do("status", charged["paymentIntentId"])["advice"] == "deliver"

        url = f"https://shop.example/{command[-1]}"
        made = do("subscribe", url)
        listed = {subscription["id"]: subscription for subscription in self.backend("GET", "/webhooks")}
        subscription = listed[made["subscriptionId"]]
        assert (subscription["url"], subscription["secrets"][0]["value"]) == (url, made["secret"])
        self.backend("DELETE", f"/webhooks/{subscription['id']}")

        self.refused([*command, "status", paid["id"]])
        for wrong in [[], ["status"], ["status", paid["id"], "x"], ["refunds", paid["id"]], ["status", "../customers"]]:
            ended = self.run([*command, *wrong], check=False)
            assert ended.returncode == 1 and ended.stdout == b"" and ended.stderr, wrong

    def loaded(self, intents, intent_id):
        """An intent as the app sees it."""
        status, intent = call("GET", f"{self.url}/{intents}/public/{intent_id}")
        assert status == 200, status
        return intent

    def pay(self, intent, **more):
        card = {"cardNumber": "5200000000001005", "cV2": "020", "expiryDate": "12 / 29", "cardName": "Alex Example", **more}
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
            hostile(name, port, environment["DOJO_WEBHOOK_SECRET"])
            status, _ = call("POST", url, body, {"dojo-signature": signature})
            assert status == 204, f"after all that it answers {status}"
        finally:
            program.terminate()
            printed = program.communicate(timeout=10)[0].decode()
            self.backend("DELETE", f"/webhooks/{subscription['id']}")
        lines = [line.split(" ", 2)[2] for line in printed.splitlines() if line.startswith("verified ")]
        # Two deliveries may overtake each other; the last one came twice.
        expected = ["payment_intent.created Created"] + 2 * ["payment_intent.status_updated Captured"]
        assert sorted(lines) == expected, printed

    def verifier(self):
        subscription = self.backend("POST", "/webhooks", {"url": f"http://127.0.0.1:{free_port()}/", "events": EVENTS})
        self.a_payment()
        delivery = until(lambda: next((d for d in self.deliveries(subscription) if "signature" in d), None))
        secret = {"DOJO_WEBHOOK_SECRET": subscription["secrets"][0]["value"]}
        body, signature = delivery["body"].encode(), delivery["signature"]
        script = ["bash", "curl/verify-webhook.sh"]
        assert self.run([*script, signature], input=body, env=secret).stdout == b"verified\n"
        unusual = b'{"event":"order.created"}'
        assert self.run([*script, sign(secret["DOJO_WEBHOOK_SECRET"], unusual)], input=unusual, env=secret).stdout
        long = b"x" * (64 * 1024 + 1)
        for sent, header in [
            (body + b"\n", signature), (body, signature.lower()), (body, f"{signature}\n"), (body, "-r"), (b"", signature),
            (long, sign(secret["DOJO_WEBHOOK_SECRET"], long)),
        ]:  # fmt: skip
            assert self.run([*script, header], input=sent, env=secret, check=False).returncode != 0
        self.backend("DELETE", f"/webhooks/{subscription['id']}")


def steps(shop, chunked):
    """With a sandbox that sends its webhooks in chunks it is only about who receives them."""
    if not chunked:
        for name, command in CHECKOUTS.items():
            yield f"{name}: checkout", lambda: shop.checkout(command)
            yield f"{name}: checkout refused", lambda: shop.refused(command)
        for name, command in ORDERS.items():
            yield f"{name}: orders", lambda: shop.orders(command)
        yield "cURL: webhook", shop.verifier
    for name in receivers(0):
        yield f"{name}: webhook{', in chunks' if chunked else ''}", lambda: shop.receiver(name)


def main(checkout):
    failed = passed = 0
    for chunked in [False, True]:
        port = free_port()
        options = ["--chunked-webhooks"] if chunked else []
        command = [checkout, "sandbox", "--port", str(port), *options]
        sandbox = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until(lambda: listens(port))
            for name, step in steps(Shop(f"http://127.0.0.1:{port}"), chunked):
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
