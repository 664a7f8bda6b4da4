//! The client against servers that misbehave.

mod body;
mod connections;
mod limits;
mod logs;
mod pinning;
mod retries;
pub(crate) mod server;
mod silence;
mod tls;
mod transport;

use reqwest::Method;
use url::Url;

use super::{HttpClient, Request, endpoint};
use crate::config::CheckoutConfig;

fn client(config: &CheckoutConfig) -> HttpClient {
    HttpClient::new(config).unwrap()
}

fn get(base: &str) -> Request {
    Request::new(
        Method::GET,
        endpoint(&Url::parse(base).unwrap(), &["path"]).unwrap(),
        "/path",
    )
}

fn post(base: &str) -> Request {
    let url = endpoint(&Url::parse(base).unwrap(), &["path"]).unwrap();
    Request::new(Method::POST, url, "/path")
        .json(&serde_json::json!({ "k": "v" }))
        .unwrap()
}
