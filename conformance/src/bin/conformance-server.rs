//! `conformance-server`: prints its URL as the first line, and serves until its standard input is closed.

use std::net::Ipv4Addr;

use anyhow::Result;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<()> {
    let router = checkout_conformance::server::router(checkout_conformance::scenarios()?);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("http://{}", listener.local_addr()?);
    tokio::select! {
        served = axum::serve(listener, router) => Ok(served?),
        () = input_closed() => Ok(()),
    }
}

/// Whoever started the server holds its standard input, and closes it by ending.
async fn input_closed() {
    let (mut input, mut buffer) = (tokio::io::stdin(), [0; 256]);
    while matches!(input.read(&mut buffer).await, Ok(count) if count > 0) {}
}
