//! Connections whose bytes mean nothing to a proxy: so many of them pass, then something happens.

use std::fmt;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::exchange;
use super::fault::End;

/// Whose bytes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    FromClient,
    FromServer,
}

/// One connection ends after so many bytes of one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawFault {
    /// Which connection, counted from 0.
    pub(crate) connection: u64,
    pub(crate) direction: Direction,
    pub(crate) bytes: usize,
    pub(crate) end: End,
}

impl RawFault {
    /// None that ever happens.
    pub(crate) const NONE: RawFault = RawFault {
        connection: u64::MAX,
        direction: Direction::FromClient,
        bytes: 0,
        end: End::Fin,
    };
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::FromClient => "from-client",
            Direction::FromServer => "from-server",
        })
    }
}

pub(super) async fn serve(mut client: TcpStream, upstream: SocketAddr, fault: &RawFault, number: u64) {
    let Ok(mut upstream) = TcpStream::connect(upstream).await else {
        return;
    };
    let _ = (client.set_nodelay(true), upstream.set_nodelay(true));
    if fault.connection != number {
        let _ = tokio::io::copy_bidirectional(&mut client, &mut upstream).await;
        return;
    }
    let counted = |direction| {
        if direction == fault.direction {
            fault.bytes
        } else {
            usize::MAX
        }
    };
    let (up, down) = (counted(Direction::FromClient), counted(Direction::FromServer));
    {
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = upstream.split();
        let ended = tokio::select! {
            ended = pump(&mut from_client, &mut to_server, up) => ended,
            ended = pump(&mut from_server, &mut to_client, down) => ended,
        };
        if ended == Pumped::ByItself {
            return;
        }
    }
    if fault.end == End::Stall {
        tokio::time::sleep(End::STALL).await;
        let _ = tokio::io::copy_bidirectional(&mut client, &mut upstream).await;
        return;
    }
    exchange::part(client, fault.end).await;
}

#[derive(PartialEq, Eq)]
enum Pumped {
    ByItself,
    UpToTheLimit,
}

/// Passes bytes on until the limit, and not one more.
async fn pump(
    from: &mut (impl AsyncReadExt + Unpin),
    to: &mut (impl AsyncWriteExt + Unpin),
    mut limit: usize,
) -> Pumped {
    let mut buffer = vec![0; 16 * 1024];
    while limit > 0 {
        let most = limit.min(buffer.len());
        let Ok(length @ 1..) = from.read(&mut buffer[..most]).await else {
            return Pumped::ByItself;
        };
        if to.write_all(&buffer[..length]).await.is_err() {
            return Pumped::ByItself;
        }
        limit -= length;
    }
    Pumped::UpToTheLimit
}
