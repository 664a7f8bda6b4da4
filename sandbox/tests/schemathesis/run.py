"""Tries what the sandbox says about itself, and what Dojo's public OpenAPI documents say about it.

    python3 run.py PATH/TO/checkout PATH/TO/schemathesis

The public documents are looked for in CHECKOUT_OPENAPI_DIR, as `dojo-openapi-VERSION.yaml` or `.json`, or among the files
that lie beside the repository; without them only the sandbox's own document is tried. Prints `N passed, N failed`.
"""

import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]

# No server error; no answer of a status, a media type or a shape that the document does not have.
OWN_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# The public documents leave out 404, 405, 413 and 415 on many routes where the sandbox says what is wrong.
PUBLIC_CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance"

# What the sandbox shows and the public schemas do not have: (schema, property, reason). docs/sandbox.md lists them too.
DEVIATIONS = [
    ("PaymentIntent", "paymentSource", "stands in the documents' own examples; apps tell a virtual terminal by it"),
    ("PaymentIntent", "paymentEvents", "stands in the documents' own examples"),
    ("SetupIntentPublicResponse", "paymentSource", "stands in the later document; apps tell a setup intent by it"),
    ("SetupIntentPublicResponse", "setupEvents", "the whole response is closed in both halves of its allOf, so nothing fits it"),
    ("PaymentIntentConfigResponse", "tradingName", "stands in the documents' own examples; apps show it"),
    ("PaymentIntentConfigResponse", "branding", "stands in the documents' own examples"),
    ("PaymentIntentConfigResponse", "marketId", "apps choose legal links by it"),
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(checkout):
    port = free_port()
    sandbox = subprocess.Popen([checkout, "sandbox", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{url}/_sandbox/clock", timeout=5)
            return sandbox, url
        except OSError:
            time.sleep(0.1)
    sandbox.kill()
    sys.exit("the sandbox did not start")


def public_documents():
    places = [os.environ.get("CHECKOUT_OPENAPI_DIR"), *REPOSITORY.parent.glob("*/protocol")]
    for place in filter(None, places):
        found = sorted(pathlib.Path(place).glob("dojo-openapi-*.*"))
        if found:
            return found
    return []


def with_deviations(file):
    import yaml  # comes with schemathesis

    document = yaml.safe_load(file.read_text())
    schemas = document["components"]["schemas"]
    for schema, name, _ in DEVIATIONS:
        schemas[schema]["properties"].setdefault(name, {})
    # Both halves of these are closed, so that nothing fits them.
    for schema in ("SetupIntentResponse", "PagedPaymentIntent"):
        for half in schemas[schema]["allOf"]:
            half.pop("additionalProperties", None)
    return document


def schemathesis(program, name, document, url, answers, version, checks, *options):
    command = [
        program, "run", document, "--url", url,
        "--checks", checks, "--max-examples", "10",
        "--seed", "1", "--no-shrink", "--warnings", "off", *options,
    ]  # fmt: skip
    print(f"== {name}", flush=True)
    with tempfile.TemporaryDirectory() as place:
        environment = {
            **os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": str(pathlib.Path(__file__).parent),
            "SCHEMATHESIS_HOOKS": "hooks", "SANDBOX_URL": url, "ANSWERS": str(answers), "VERSION": version,
        }  # fmt: skip
        ended = subprocess.run(
            command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
        )
    # Requests may hold the card numbers of test cards; only what failed is of interest.
    print(ended.stdout if ended.returncode else "\n".join(ended.stdout.splitlines()[-6:]), flush=True)
    return ended.returncode == 0


def never_successful(document, answers):
    """The operations that were refused every time, as `METHOD path`."""
    operations = {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item}
    lines = (line.rsplit(" ", 1) for line in answers.read_text(encoding="utf-8").splitlines())
    return sorted(operations - {operation for operation, status in lines if int(status) < 400})


def main(checkout, program):
    results = []
    place = tempfile.TemporaryDirectory()
    own_answers = pathlib.Path(place.name, "own")
    other_answers = pathlib.Path(place.name, "others")
    own_document = None

    def run(name, document, checks, *options, version="2024-02-05"):
        nonlocal own_document
        sandbox, url = start(checkout)
        try:
            with urllib.request.urlopen(f"{url}/openapi.json", timeout=5) as answer:
                own_document = json.load(answer)
            answers = other_answers if document else own_answers
            document = document or f"{url}/openapi.json"
            results.append(schemathesis(program, name, document, url, answers, version, checks, *options))
            results.append(sandbox.poll() is None)
        finally:
            sandbox.terminate()
            sandbox.wait(10)

    # The control routes apart: they reset the world, move the clock and make faults for the others. The pages apart: they
    # are asked for as browsers do it. Values at random come first, then those at the edges of what the document allows.
    def optional_fields(file, version):
        sandbox, url = start(checkout)
        place = pathlib.Path(__file__).parent
        environment = {**os.environ, "SANDBOX_URL": url, "ANSWERS": os.devnull, "VERSION": version}
        try:
            command = [sys.executable, place / "optional_fields.py", file]
            return subprocess.run(command, env=environment, timeout=300).returncode == 0
        finally:
            sandbox.terminate()
            sandbox.wait(10)

    areas = [
        ("the sandbox's own document", ["--exclude-path-regex", "^/(_sandbox/|acs/|$)"]),
        ("its pages", ["--include-path-regex", "^/(acs/|$)", "--header", "Accept: text/html,*/*;q=0.8"]),
        ("its control routes", ["--include-path-regex", "^/_sandbox/"]),
    ]
    for name, area in areas:
        run(f"{name}, at random", None, OWN_CHECKS, "--phases", "fuzzing", *area)
        run(f"{name}, at the edges", None, OWN_CHECKS, "--phases", "coverage", *area)
    # That one the runs have read themselves, or they would not have begun.
    own_document["paths"].pop("/openapi.json")
    refused = never_successful(own_document, own_answers)
    print("\n".join(f"never successful: {operation}" for operation in refused) or "every operation succeeded at least once")
    results.append(not refused)
    documents = public_documents()
    for file in documents:
        version = re.search(r"\d{4}-\d\d-\d\d", file.name).group()
        with tempfile.NamedTemporaryFile("w", suffix=".json") as patched:
            json.dump(with_deviations(file), patched, default=str)
            patched.flush()
            options = ["--phases", "coverage,fuzzing", "--max-time", "30", "--header", f"version: {version}"]
            run(f"Dojo's document of {version}", patched.name, PUBLIC_CHECKS, *options, version=version)
        results.append(optional_fields(file, version))
    if not documents:
        print("Dojo's own OpenAPI documents are not at hand (CHECKOUT_OPENAPI_DIR): not tried")
    for schema, name, reason in DEVIATIONS if documents else []:
        print(f"deviation: {schema}.{name}: {reason}")
    failed = results.count(False)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
