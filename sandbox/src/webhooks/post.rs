//! The POST that carries a delivery.

use std::convert::Infallible;
use std::error::Error;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::StreamBody;
use hyper::body::Frame;
use reqwest::redirect::Policy;
use reqwest::{Body, Client, header};
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
pub(super) async fn post(url: &str, body: &str, signature: &str, chunked: bool) -> Result<u16, String> {
    let client = CLIENT.as_ref().map_err(Clone::clone)?;
    let request = client
        .post(url)
        .header(header::CONTENT_TYPE, "application/json")
        .header("dojo-signature", signature)
        .body(match chunked {
            true => in_chunks(body),
            false => body.to_owned().into(),
        });
    match request.send().await {
        Ok(answer) => Ok(answer.status().as_u16()),
        // The URL stands beside the attempt already.
        Err(error) => Err(chain(&error.without_url())),
    }
}

/// A body whose length is not told beforehand, in more than one piece.
fn in_chunks(body: &str) -> Body {
    let pieces: Vec<_> = body.as_bytes().chunks(64).map(Bytes::copy_from_slice).collect();
    let frames = pieces.into_iter().map(|piece| Ok::<_, Infallible>(Frame::data(piece)));
    Body::wrap(StreamBody::new(stream::iter(frames)))
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
