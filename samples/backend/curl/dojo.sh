# Calls of the API host, for the scripts beside this one. Needs bash and cURL.

: "${DOJO_API_KEY:?the API key, sk_…}"
api_url="${DOJO_API_URL:-https://api.dojo.tech}"

# call METHOD PATH [cURL's options]: what was answered. Anything but a 2xx ends the script with what the API host says: problem
# details, of which `detail` and `errors` say what is wrong.
#
# The key goes in by a file descriptor, so that it does not show in the list of processes. It is sent as it is: not in base64,
# although the scheme is called Basic.
call() {
  local answer status
  answer=$(curl --silent --show-error --max-time 15 --write-out '\n%{http_code}' \
    --header @<(printf 'Authorization: Basic %s\n' "$DOJO_API_KEY") \
    --header 'version: 2026-02-27' \
    --request "$1" "${@:3}" "${api_url%/}$2") || return
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  if [[ $status != 2* ]]; then
    printf '%s: HTTP %s %s\n' "$2" "$status" "$answer" >&2
    return 1
  fi
  printf '%s' "$answer"
}

# The first text of a name, that begins as given: enough for ids and secrets, which hold no quotes.
field() {
  grep -oE "\"$1\":\"$2[^\"]*\"" | head -n 1 | sed -E "s/^\"$1\":\"(.*)\"$/\1/"
}

# Refuses what is not an id, since it becomes part of a path or of JSON.
id() {
  [[ $1 =~ ^[A-Za-z0-9_-]+$ ]] || { echo "not an id: $1" >&2; return 1; }
  printf '%s' "$1"
}
