"""Calls of the API host. Python 3, standard library only."""

import json
import os
import sys
import urllib.error
import urllib.request

API_URL = os.environ.get("DOJO_API_URL", "https://api.dojo.tech").rstrip("/")
API_KEY = os.environ.get("DOJO_API_KEY") or sys.exit("DOJO_API_KEY is not set")
VERSION = "2026-02-27"


def call(method, path, body=None, headers=None):
    """What was answered, as JSON; anything but a 2xx ends the program with what the API host says."""
    request = urllib.request.Request(API_URL + path, method=method, headers=headers or {})
    # The key as it is: not in base64, although the scheme is called Basic.
    request.add_header("Authorization", f"Basic {API_KEY}")
    request.add_header("version", VERSION)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(request, data, timeout=15) as response:
            return json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        # Problem details: `detail` and `errors` say what is wrong.
        sys.exit(f"{path}: HTTP {error.code} {error.read().decode(errors='replace')}")
