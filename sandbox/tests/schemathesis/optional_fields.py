"""Every optional property of the requests of an OpenAPI document, one at a time: `null`, and empty where the document allows it.
What the document allows is answered with success. What is optional without being nullable may be `null` all the same, and what may
not be empty is refused without naming anything of the sandbox's own program. (Absent is the request that the others start from.)"""

import copy
import json
import urllib.error
import urllib.request

import hooks

VALUES = {
    "currencyCode": "GBP", "countryCode": "GB", "reference": "order", "url": "https://shop.example/x", "label": "Read", "id": "x",
    "name": "x",
}  # fmt: skip
# What the documents allow and the sandbox refuses: (method and path, property), reason. docs/sandbox.md lists them too.
REFUSED = {
    ("PATCH /webhooks/{subscriptionId}", "events"): "a subscription to nothing",
    ("PATCH /customers/{customerId}", "phoneNumber"): "too short by the other routes and documents",
}
# What of the sandbox's own program might show in a message.
OURS = ("struct", "enum ", "variant", "Option", "i64", "OffsetDateTime")


def resolved(document, schema):
    while "$ref" in schema:
        place = document
        for part in schema["$ref"].split("/")[1:]:
            place = place[part]
        schema = {**place, **({"nullable": True} if schema.get("nullable") else {})}
    return schema


def members(document, schema):
    """The properties of an object, and the names of the required ones."""
    schema = resolved(document, schema)
    properties, required = dict(schema.get("properties", {})), set(schema.get("required", []))
    for part in schema.get("allOf", []) + schema.get("oneOf", [])[:1]:
        more, needed = members(document, part)
        properties.update(more)
        required |= needed
    return properties, required


def core(document, schema):
    """A schema without what wraps it."""
    schema = resolved(document, schema)
    wrapped = schema.get("allOf") or schema.get("oneOf")
    if wrapped and "properties" not in schema:
        return {**core(document, wrapped[0]), **({"nullable": True} if schema.get("nullable") else {})}
    return schema


def kind(schema):
    return schema.get("type") or ("object" if "properties" in schema else "string")


def smallest(document, name, schema):
    """A value of a property that is required, or that holds the one that is tried."""
    schema = core(document, schema)
    if "enum" in schema:
        return schema["enum"][0]
    if kind(schema) == "object":
        properties, required = members(document, schema)
        return {inner: smallest(document, inner, properties[inner]) for inner in required}
    values = {"array": [], "integer": 1, "number": 1, "boolean": True}
    return values.get(kind(schema), VALUES.get(name, "x" * max(1, schema.get("minLength", 1))))


def variants(document, schema, path=()):
    """Every optional property as (path, value, whether the document allows it)."""
    properties, required = members(document, schema)
    for name, property_schema in properties.items():
        here, inner = (*path, name), core(document, property_schema)
        if name not in required:
            yield here, None, True
            empty = {"string": "", "array": [], "object": {}}.get(kind(inner))
            if empty is not None:
                needs = inner.get("minLength") or inner.get("minItems") or "format" in inner or "enum" in inner
                needs = needs or (kind(inner) == "object" and members(document, inner)[1])
                yield here, empty, not needs
        if kind(inner) == "object" and members(document, inner)[0]:
            yield from variants(document, inner, here)
        if kind(inner) == "array" and members(document, inner["items"])[0]:
            yield from variants(document, inner["items"], (*here, 0))


def put(document, schema, body, path, value):
    """Sets a value deep in a body, with what has to be around it."""
    properties, _ = members(document, schema)
    name, rest = path[0], path[1:]
    if not rest:
        body[name] = value
        return
    inner = core(document, properties[name])
    if rest[0] == 0:
        if not body.get(name):
            body[name] = [smallest(document, name, inner["items"])]
        put(document, inner["items"], body[name][0], rest[1:], value)
    else:
        if not isinstance(body.get(name), dict):
            body[name] = smallest(document, name, inner)
        put(document, inner, body[name], rest, value)


def answered(method, path, headers, body):
    headers = {"Authorization": f"Basic {hooks.KEY}", "Version": hooks.VERSION, "Content-Type": "application/json", **headers}
    request = urllib.request.Request(hooks.URL + path, json.dumps(body).encode(), headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}").get("detail", "")


def complaints(document):
    """What was answered otherwise, a line each, and how many requests were made."""
    wrong, made = [], 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            if "application/json" not in content:
                continue
            schema = content["application/json"]["schema"]
            for place, value, allowed in variants(document, schema):
                if value is not None and (f"{method.upper()} {path}", ".".join(map(str, place))) in REFUSED:
                    allowed = False
                parameters, headers, body = hooks.known(method.upper(), path)
                body = copy.deepcopy(body or {})
                put(document, schema, body, place, value)
                status, detail = answered(method.upper(), path.format(**parameters), headers, body)
                made += 1
                fits = status < 300 if allowed else status < 500
                if not fits or any(word in detail for word in OURS):
                    name = ".".join(map(str, place))
                    wrong.append(f"{method.upper()} {path}: {name} = {json.dumps(value)}: {status} {detail}")
    return wrong, made


if __name__ == "__main__":
    import sys

    import yaml  # comes with schemathesis

    with open(sys.argv[1], encoding="utf-8") as file:
        wrong, made = complaints(yaml.safe_load(file))
    print("\n".join(wrong + [f"optional fields: {made} requests, {len(wrong)} answered otherwise"]))
    sys.exit(bool(wrong))
