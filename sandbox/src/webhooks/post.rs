//! The POST that carries a delivery.

use std::error::Error;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, header};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::crypto::ring;

/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Kept for all sandboxes of a process: it is the machine's trusted certificates that make it costly.
static CLIENT: LazyLock<Result<Client, String>> = LazyLock::new(|| client().map_err(|error| chain(error.as_ref())));

fn client() -> Result<Client, Box<dyn Error + Send + Sync>> {
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    let client = Client::builder()
        .tls_backend_preconfigured(tls)
        // A receiver that moved has to be subscribed anew.
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .user_agent("checkout-sandbox")
        .build()?;
    Ok(client)
}

/// Sends a body and returns the HTTP status of the answer, or why there was none.
pub(super) async fn post(url: &str, body: &str, signature: &str) -> Result<u16, String> {
    let client = CLIENT.as_ref().map_err(Clone::clone)?;
    let request = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header("dojo-signature", signature)
        .body(body.to_owned());
    match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        // The URL stands beside the attempt already.
        Err(error) => Err(chain(&error.without_url())),
    }
}

/// The error with its causes: reqwest's own text says little.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
