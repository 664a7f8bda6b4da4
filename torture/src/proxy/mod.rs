//! A proxy before one host: it passes bytes on, and at a chosen request and byte it fails in a chosen way.
//!
//! It writes down what went through, so that a judge knows what the server really did with each request.

mod books;
mod exchange;
mod fault;
mod raw;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::wire::Route;

use books::Books;
pub(crate) use books::Exchange;
pub(crate) use fault::{Deed, End, Fault, Paid, Piece};
pub(crate) use raw::{Direction, RawFault};

/// A moment at which a [`Gate`] may stop a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// The whole request is here, and the server has nothing of it.
    Arrived,
    /// The server has answered, and the client has nothing of it.
    Answered,
    /// The client has been sent the whole answer.
    Delivered,
}

/// A request that waits for somebody's word. Dropped without one, it goes on.
pub(crate) struct Stopped {
    pub(crate) route: Route,
    pub(crate) moment: Moment,
    /// Whether to go on; else the connection ends here.
    pub(crate) go: oneshot::Sender<bool>,
}

/// Asks somebody before each [`Moment`] of each request.
pub(crate) type Gate = mpsc::UnboundedSender<Stopped>;

/// How a proxy is to behave.
#[derive(Default)]
pub(crate) struct Behaviour {
    pub(crate) faults: Vec<Fault>,
    /// For connections whose bytes cannot be read: those with TLS.
    pub(crate) raw: Option<RawFault>,
    pub(crate) gate: Option<Gate>,
    /// Where to note that a payment was made.
    pub(crate) paid: Paid,
    pub(crate) door: Door,
}

/// Whether connections are taken at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Door {
    /// They are.
    #[default]
    Open,
    /// They are refused until [`Proxy::open`].
    Refusing,
    /// Nothing answers them until [`Proxy::open`].
    Unanswering,
    /// The first so many are closed as soon as they stand.
    Slamming(usize, End),
}

/// A running proxy. It ends when it is dropped, with all its connections.
pub(crate) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    opened: Option<oneshot::Sender<()>>,
    _tasks: JoinSet<()>,
}

struct Shared {
    upstream: SocketAddr,
    behaviour: Behaviour,
    books: Books,
    /// Connections that are older than this are silent.
    age: watch::Sender<u64>,
    connections: AtomicU64,
}

impl Proxy {
    /// Listens on a port of its own.
    pub(crate) fn start(upstream: SocketAddr, behaviour: Behaviour) -> io::Result<Proxy> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = socket.local_addr()?;
        let door = behaviour.door;
        let shared = Arc::new(Shared {
            upstream,
            behaviour,
            books: Books::default(),
            age: watch::Sender::new(0),
            connections: AtomicU64::new(0),
        });
        let (opened, opening) = oneshot::channel();
        let mut tasks = JoinSet::new();
        let serving = Arc::clone(&shared);
        match door {
            Door::Open | Door::Slamming(..) => {
                tasks.spawn(accept(socket.listen(1024)?, serving));
            }
            Door::Refusing => {
                tasks.spawn(async move {
                    let _ = opening.await;
                    if let Ok(listener) = socket.listen(1024) {
                        accept(listener, serving).await;
                    }
                });
            }
            Door::Unanswering => {
                let listener = socket.listen(1)?;
                tasks.spawn(async move {
                    let full = fill(address).await;
                    let _ = opening.await;
                    drop(full);
                    accept(listener, serving).await;
                });
            }
        }
        Ok(Proxy {
            address,
            shared,
            opened: Some(opened),
            _tasks: tasks,
        })
    }

    /// The base URL by which the proxy is reached, without TLS.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// What went through so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.shared.books.all()
    }

    /// All connections that stand fall silent; new ones work.
    pub(crate) fn silence(&self) {
        self.shared.age.send_modify(|age| *age += 1);
    }

    /// Opens a door that was not.
    pub(crate) fn open(&mut self) {
        if let Some(opened) = self.opened.take() {
            let _ = opened.send(());
        }
    }
}

/// Takes up the whole queue of a listener that takes nobody, so that further connections hang.
async fn fill(address: SocketAddr) -> Vec<TcpStream> {
    let mut full = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(std::time::Duration::from_millis(60), TcpStream::connect(address)).await
    {
        full.push(stream);
    }
    full
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(&shared);
        while connections.try_join_next().is_some() {}
        connections.spawn(async move {
            let mut age = shared.age.subscribe();
            let born = *age.borrow_and_update();
            let client = match shared.behaviour.door {
                Door::Slamming(first, end) if (number as usize) < first => return exchange::part(client, end).await,
                _ => client,
            };
            let serving = async {
                match &shared.behaviour.raw {
                    Some(fault) => raw::serve(client, shared.upstream, fault, number).await,
                    None => exchange::serve(client, &shared).await,
                }
            };
            let mut serving = std::pin::pin!(serving);
            tokio::select! {
                () = &mut serving => return,
                changed = age.wait_for(|age| *age > born) => drop(changed),
            }
            // Its sockets stay open, in `serving`, and nobody reads or writes them any more.
            std::future::pending::<()>().await;
        });
    }
}
