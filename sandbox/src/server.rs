//! Listeners and connections. One connection is driven by hyper itself, because only so can it be cut.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use crate::SandboxError;
use crate::exchange::{Exchange, LONGEST_SILENCE};
use crate::lines::Line;

/// How long a handshake may take, and how long a request in progress may go on after the stop.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(120);

pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener, SandboxError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| SandboxError::Listen { address, source })
}

/// Accepts connections until the sandbox stops.
pub(crate) async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, exchange: Exchange) {
    let stop = exchange.app.stop.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = connection(stream, tls.clone(), exchange.clone());
                exchange.app.tasks.spawn(connection);
            }
            Err(error) => {
                // Most often: out of file descriptors. Waiting is all there is to do about it.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn connection(mut stream: TcpStream, tls: Option<TlsAcceptor>, exchange: Exchange) {
    let stop = exchange.app.stop.clone();
    let (line, _open) = exchange.app.lines.open();
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    match tls {
        None => speak_http(&mut stream, &line, exchange, &stop).await,
        Some(acceptor) => {
            let handshake = acceptor.accept(&mut stream);
            tokio::select! {
                biased;
                () = line.silenced() => {}
                shaken = tokio::time::timeout(PATIENCE, handshake) => match shaken {
                    Ok(Ok(mut stream)) => speak_http(&mut stream, &line, exchange, &stop).await,
                    Ok(Err(error)) => tracing::debug!(%error, "TLS handshake failed"),
                    Err(_) => tracing::debug!("TLS handshake timed out"),
                },
            }
        }
    }
    if line.is_silent() {
        swallow(&mut stream, &stop).await;
    }
}

/// Takes what comes and says nothing, until the client is gone.
async fn swallow(stream: &mut TcpStream, stop: &CancellationToken) {
    let mut sink = tokio::io::sink();
    tokio::select! {
        _ = tokio::io::copy(stream, &mut sink) => {}
        () = tokio::time::sleep(LONGEST_SILENCE) => {}
        () = stop.cancelled() => {}
    }
}

/// Until the connection ends, or falls silent.
async fn speak_http<S>(stream: &mut S, line: &Arc<Line>, exchange: Exchange, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let service = service_fn(|request| exchange.clone().answer(Arc::clone(line), request));
    let connection = http1::Builder::new()
        // The sandbox has its own clock, so it writes its own dates.
        .auto_date_header(false)
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let end = tokio::select! {
        biased;
        () = line.silenced() => return,
        end = connection.as_mut() => end,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(PATIENCE, connection.as_mut()).await {
                Ok(end) => end,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = end {
        tracing::debug!(%error, "connection ended early");
    }
}
