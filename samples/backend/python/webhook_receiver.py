"""Receives webhooks and believes only those that are signed. Python 3, standard library only."""

import hashlib
import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ["DOJO_WEBHOOK_SECRET"]
if not SECRET:
    raise SystemExit("DOJO_WEBHOOK_SECRET is empty: anybody could sign")
PORT = int(os.environ.get("PORT", "8080"))
LARGEST_BODY = 64 * 1024


def signature(body):
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest().upper()
    return "sha256=" + "-".join(digest[i : i + 2] for i in range(0, len(digest), 2))


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            return self.answer(413)
        # The bytes as they came: JSON that was parsed and written again has another signature.
        body = self.rfile.read(length)
        sent = self.headers.get("dojo-signature", "")
        if not hmac.compare_digest(sent.encode(), signature(body).encode()):
            return self.answer(401)
        event = json.loads(body)
        # The same event can come twice: do your work once for each id.
        print("verified", event["id"], event["event"], event["data"]["paymentStatus"], flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
