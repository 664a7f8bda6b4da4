#!/usr/bin/env bash
# Whether a webhook is signed: the body on stdin, the `dojo-signature` header as the argument. cURL sends and does not
# listen, so this is the part of a receiver that matters. Needs bash and OpenSSL; use it behind a server of your own.
set -euo pipefail

: "${DOJO_WEBHOOK_SECRET:?the secret of the subscription}"
sent="${1:?the dojo-signature header}"

body=$(mktemp)
trap 'rm -f "$body"' EXIT
# By a file: shell variables lose line breaks at the end, and every byte is signed. No webhook is longer than 64 KiB.
largest=$((64 * 1024))
head -c $((largest + 1)) >"$body"
if [[ $(wc -c <"$body") -gt $largest ]]; then
  echo "the body is too long" >&2
  exit 1
fi

# OpenSSL takes the key only as an argument, which others on this machine can see: run it where nobody else is.
hex=$(openssl dgst -sha256 -hmac "$DOJO_WEBHOOK_SECRET" -r "$body" | cut -d ' ' -f 1)
expected="sha256=$(tr '[:lower:]' '[:upper:]' <<<"$hex" | sed -E 's/(..)/\1-/g; s/-$//')"

# Compared by their digests, so that the time it takes says nothing about how much was right.
digest() { printf %s "$1" | openssl dgst -sha256 -r; }
if [[ $(digest "$sent") == "$(digest "$expected")" ]]; then
  echo "verified"
else
  echo "the signature is wrong" >&2
  exit 1
fi
