//! What a newcomer has to know about a sandbox that has just started, and commands that can be pasted as they are.

use std::borrow::Cow;
use std::path::Path;

use checkout_sandbox::{Sandbox, TestCard, TestWalletToken, test_cards, test_wallet_tokens};

/// Pays at once, and asks for a challenge first.
const PAYS: &str = "--card 5200000000001005 --expiry 12/29 --cvv 020";
const CHALLENGED: &str = "--card 5200000000001096 --expiry 12/29 --cvv 020";

/// For a sandbox whose authority's certificate is in this file, if it speaks TLS.
pub(super) fn introduction(sandbox: &Sandbox, ca_cert: Option<&Path>) -> String {
    let (gcp, aws) = sandbox.manifest_urls();
    let trust = ca_cert
        .map(|file| format!("\n  CA certificate    {}", file.display()))
        .unwrap_or_default();
    let cards: String = test_cards().iter().map(card).collect();
    let tokens: String = test_wallet_tokens().iter().map(token).collect();
    format!(
        "A local Dojo is running. Ctrl-C stops it; with -v it logs requests.

  API host          {api}
  Payment gateway   {gateway}
  Region manifests  {gcp}
                    {aws}
  API key           {key}{trust}
  Dashboard         {api}/ in a browser
  OpenAPI           {api}/openapi.json

Test cards, expiry {expiry}; in a browser, the code that passes 3-D Secure is 1234:

  Number               Scheme      CVV   Code
{cards}
Wallet tokens, where Google's or Apple's encrypted one would be:

{tokens}
Try next, in another terminal:

{commands}",
        api = sandbox.url(),
        gateway = sandbox.gateway_url(),
        key = sandbox.api_key(),
        expiry = test_cards().first().map_or("12/29", |card| card.expiry),
        commands = commands(sandbox, ca_cert),
    )
}

/// Such as `5200 0000 0000 1005  MASTERCARD  020      0  published: paid without 3-D Secure`.
fn card(card: &TestCard) -> String {
    let number = checkout_core::card::group(card.number);
    let (scheme, code) = (card.scheme.to_string(), card.result());
    format!(
        "  {number:<19}  {scheme:<10}  {:<4}  {code:>4}  {}\n",
        card.cvv, card.purpose
    )
}

fn token(known: &TestWalletToken) -> String {
    format!("  {:<30}  {}\n", known.token, known.purpose)
}

/// What is indented by four is for a shell. There are no comments in it: not every shell takes them when it is typed at.
fn commands(sandbox: &Sandbox, ca_cert: Option<&Path>) -> String {
    let (api, gateway, key) = (sandbox.url(), sandbox.gateway_url(), sandbox.api_key());
    let (curl_trust, trust) = match ca_cert {
        Some(file) => {
            let file = file.to_string_lossy();
            let file = quoted(&file);
            (format!(" --cacert {file}"), format!("--ca-cert {file}"))
        }
        None => (String::new(), "--allow-insecure-loopback".to_owned()),
    };
    let program = std::env::args().next().unwrap_or_else(|| "checkout".to_owned());
    let checkout = quoted(&program);
    format!(
        r#"  Where to, and how the shop's backend creates an intent and learns its id:

    export CHECKOUT_API_URL={api}
    export CHECKOUT_GATEWAY_URL={gateway}
    create() {{
      curl -sS{curl_trust} "$CHECKOUT_API_URL/$1" -d "$2" -H 'Content-Type: application/json' \
        -H 'Version: 2022-04-07' -H 'Authorization: Basic {key}' |
        grep -o '[ps]i_sandbox_[^"]*' | head -n 1
    }}
    ORDER='{{"amount":{{"value":1250,"currencyCode":"GBP"}},"reference":"order-1"}}'

  Pay 12.50 GBP with a card, and ask what has come of it (without --card you are asked for one):

    ID=$(create payment-intents "$ORDER")
    {checkout} pay --payment-intent "$ID" {trust} \
      {PAYS}
    {checkout} status --payment-intent "$ID" {trust}

  Fail the 3-D Secure challenge:

    ID=$(create payment-intents "$ORDER")
    {checkout} pay --payment-intent "$ID" {trust} \
      {CHALLENGED} --three-ds fail

  Save a card without a payment:

    ID=$(create setup-intents '{{"reference":"card-1","terms":"20 GBP if you do not come",
      "merchantInitiatedTransactionType":"NoShow"}}')
    {checkout} pay --flow setup --setup-intent "$ID" {trust} \
      {PAYS} --mit-consent

  Pay with what Google's sheet would return:

    ID=$(create payment-intents "$ORDER")
    echo '{{"paymentMethodData":{{"tokenizationData":{{"token":"google-pay-cryptogram-approved"}}}}}}' |
      {checkout} pay --payment-intent "$ID" {trust} --google-pay -

  See what the sandbox made of it:

    curl -sS{curl_trust} "$CHECKOUT_API_URL/_sandbox/state""#
    )
}

/// A word for a shell.
fn quoted(word: &str) -> Cow<'_, str> {
    // Only a NUL cannot be quoted, and neither a path nor an argument has one.
    shlex::try_quote(word).unwrap_or(Cow::Borrowed(word))
}
