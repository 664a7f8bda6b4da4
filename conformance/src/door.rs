//! A door in front of the gateway that can be shut: no connection gets through, and those that were open are closed.
//!
//! A fault of the sandbox can cut a connection, but by then there was one. Here there is none.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, JoinSet};

/// How long a closed connection takes to be noticed on the other side of the loopback interface, generously.
const NOTICED: Duration = Duration::from_millis(50);
/// How long a blip lasts once it was noticed. Shorter than the SDK's pauses between its tries.
const BLIP: Duration = Duration::from_millis(20);

pub(crate) struct Door {
    address: SocketAddr,
    gateway: SocketAddr,
    position: Arc<Mutex<Position>>,
}

enum Position {
    Open(JoinHandle<()>),
    /// The port stays ours, so that nobody else listens there meanwhile.
    Shut(TcpSocket),
    /// Neither, for as long as it takes to open it again.
    Between,
}

impl Door {
    pub(crate) async fn open_to(gateway: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .context("a port for the gateway's door")?;
        let address = listener.local_addr()?;
        let position = Position::Open(tokio::spawn(forward(listener, gateway)));
        Ok(Door {
            address,
            gateway,
            position: Arc::new(Mutex::new(position)),
        })
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Shuts the door, and returns when those inside know.
    pub(crate) async fn shut(&self) -> Result<()> {
        let mut position = self.position.lock().await;
        if let Position::Open(task) = &mut *position {
            task.abort();
            let _ = task.await; // aborted: its connections are closed now
            *position = Position::Shut(hold(self.address)?);
            tokio::time::sleep(NOTICED).await;
        }
        Ok(())
    }

    /// Shuts the door and opens it again a little later.
    pub(crate) async fn blip(&self) -> Result<()> {
        self.shut().await?;
        let (gateway, position) = (self.gateway, Arc::clone(&self.position));
        tokio::spawn(async move {
            tokio::time::sleep(BLIP).await;
            let mut position = position.lock().await;
            if let Position::Shut(port) = std::mem::replace(&mut *position, Position::Between)
                && let Ok(listener) = port.listen(64)
            {
                *position = Position::Open(tokio::spawn(forward(listener, gateway)));
            }
        });
        Ok(())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Ok(position) = self.position.try_lock()
            && let Position::Open(task) = &*position
        {
            task.abort();
        }
    }
}

/// A port of this machine where nobody listens and nobody else can.
pub(crate) fn nobody() -> Result<(TcpSocket, String)> {
    let socket = hold((Ipv4Addr::LOCALHOST, 0).into())?;
    let url = format!("http://{}", socket.local_addr()?);
    Ok((socket, url))
}

fn hold(address: SocketAddr) -> Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address).context("a port to keep shut")?;
    Ok(socket)
}

async fn forward(listener: TcpListener, gateway: SocketAddr) {
    let mut connections = JoinSet::new();
    while let Ok((mut client, _)) = listener.accept().await {
        connections.spawn(async move {
            let mut server = TcpStream::connect(gateway).await?;
            tokio::io::copy_bidirectional(&mut client, &mut server).await
        });
    }
}
