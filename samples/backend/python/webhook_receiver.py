"""Receives webhooks and believes only those that are signed. Python 3, standard library only."""

import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = os.environ.get("DOJO_WEBHOOK_SECRET") or sys.exit("DOJO_WEBHOOK_SECRET is not set: anybody could sign")
PORT = int(os.environ.get("PORT", "8080"))
LARGEST_BODY = 64 * 1024
SECONDS_FOR_A_BODY = 10


class Refused(Exception):
    def __init__(self, status):
        super().__init__(status)
        self.status = status


def signature(body):
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest().upper()
    return "sha256=" + "-".join(digest[i : i + 2] for i in range(0, len(digest), 2))


def number(text, base):
    """A number in nothing but digits: `int` alone would take signs, spaces and underscores as well."""
    digits = "0123456789abcdef"[:base]
    if not 0 < len(text) <= 16 or any(digit not in digits for digit in text.lower()):
        raise Refused(400)
    return int(text, base)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = SECONDS_FOR_A_BODY

    def do_POST(self):
        try:
            status = self.received(self.body())
        except Refused as refused:
            status = refused.status
        except OSError:
            return  # the sender is gone, or too slow
        self.answer(status)

    def received(self, body):
        sent = self.headers.get_all("dojo-signature", [])
        # The bytes as they came: JSON that was parsed and written again has another signature.
        if len(sent) != 1 or not hmac.compare_digest(sent[0].encode(errors="replace"), signature(body).encode()):
            return 401
        try:
            event = json.loads(body)
            told = [event["id"], event["event"], event["data"]["paymentStatus"]]
        except (ValueError, TypeError, KeyError, RecursionError):
            # Signed, and nothing that this shop cares for. Any other answer would have it sent again.
            return 204
        # The same event can come twice: do your work once for each id. Two can overtake each other: read the intent.
        print("verified", *told, flush=True)
        return 204

    def body(self):
        lengths = self.headers.get_all("Content-Length", [])
        encodings = self.headers.get_all("Transfer-Encoding", [])
        self.deadline = time.monotonic() + SECONDS_FOR_A_BODY
        if encodings:
            if lengths or [encoding.strip().lower() for encoding in encodings] != ["chunked"]:
                raise Refused(400)
            return self.chunks()
        if len(lengths) > 1:
            raise Refused(400)
        length = number(lengths[0].strip(), 10) if lengths else 0
        if length > LARGEST_BODY:
            raise Refused(413)
        return self.exactly(length)

    def chunks(self):
        """A body whose length nobody knew beforehand: .NET sends such unless it is told otherwise."""
        body = b""
        while True:
            length = number(self.line().split(b";")[0].strip().decode("latin-1"), 16)
            if len(body) + length > LARGEST_BODY:
                raise Refused(413)
            if length == 0:
                break
            body += self.exactly(length)
            if self.line():
                raise Refused(400)
        for _ in range(32):
            if not self.line():
                return body
        raise Refused(400)

    def exactly(self, length):
        body = b""
        while len(body) < length:
            piece = self.rfile.read1(length - len(body))
            if not piece:
                raise Refused(400)
            body += piece
            if time.monotonic() > self.deadline:
                raise Refused(408)
        return body

    def line(self):
        line = self.rfile.readline(1024)
        if not line.endswith(b"\n"):
            raise Refused(400)
        if time.monotonic() > self.deadline:
            raise Refused(408)
        return line.rstrip(b"\r\n")

    def answer(self, status):
        # What is left of a refused body must not be taken for the next request.
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
