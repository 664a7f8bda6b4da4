//! Each deed does what its name says: a campaign with a proxy that breaks nothing would find nothing.

use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::wire::Route;

const REQUEST: &[u8] = b"POST /api/payments/x HTTP/1.1\r\ncontent-length: 4\r\n\r\n{\"a\"";
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ndate: now\r\ncontent-length: 16\r\n\r\n{\"statusCode\":0}";

/// A gateway that pays for every whole request, and counts them.
async fn gateway() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let paid = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&paid);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let paid = Arc::clone(&counter);
            tokio::spawn(async move {
                let mut request = vec![0; REQUEST.len()];
                if stream.read_exact(&mut request).await.is_ok() {
                    paid.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(ANSWER).await;
                }
            });
        }
    });
    (address, paid)
}

/// Longer than an answer takes on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long is listened to what is silent. Until then it has done its work.
const SILENCE: Duration = Duration::from_secs(2);

/// What a client hears that sends one request: nothing, if that takes too long.
async fn ask(proxy: &Proxy, patience: Duration) -> Option<io::Result<Vec<u8>>> {
    let asking = async {
        let mut stream = TcpStream::connect(proxy.address).await?;
        hear(&mut stream).await
    };
    tokio::time::timeout(patience, asking).await.ok()
}

async fn hear(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    stream.write_all(REQUEST).await?;
    let mut heard = vec![0; ANSWER.len()];
    let mut length = 0;
    while length < heard.len() {
        match stream.read(&mut heard[length..]).await? {
            0 => break,
            more => length += more,
        }
    }
    heard.truncate(length);
    Ok(heard)
}

/// What a client hears when this is done to its request, how often the gateway paid, and what the books say.
async fn done(deed: Deed) -> (Option<io::Result<Vec<u8>>>, usize, Vec<Exchange>) {
    let (address, paid) = gateway().await;
    let patience = match deed {
        Deed::Swallow { end: End::Silent }
        | Deed::Request { end: End::Silent, .. }
        | Deed::Answer { end: End::Silent, .. } => SILENCE,
        _ => PATIENCE,
    };
    let faults = vec![Fault::once(Route::Pay, 0, deed)];
    let proxy = Proxy::start(
        address,
        Behaviour {
            faults,
            ..Behaviour::default()
        },
    )
    .unwrap();
    let heard = ask(&proxy, patience).await;
    (heard, paid.load(Ordering::SeqCst), proxy.exchanges())
}

#[tokio::test]
async fn without_a_fault_everything_passes_and_is_written_down() {
    let (address, paid) = gateway().await;
    let proxy = Proxy::start(address, Behaviour::default()).unwrap();
    assert_eq!(ask(&proxy, PATIENCE).await.unwrap().unwrap(), ANSWER);
    assert_eq!(paid.load(Ordering::SeqCst), 1);
    let exchange = &proxy.exchanges()[0];
    assert_eq!(
        (exchange.request_length, exchange.answer_length),
        (REQUEST.len(), ANSWER.len())
    );
    assert!(exchange.took_money());
}

#[tokio::test]
async fn a_broken_request_is_not_carried_out() {
    for (end, heard_of) in [(End::Fin, true), (End::Rst, true), (End::Silent, false)] {
        for deed in [Deed::Request { bytes: 20, end }, Deed::Swallow { end }] {
            let (heard, paid, exchanges) = done(deed).await;
            assert_eq!(paid, 0, "{end}");
            assert!(!exchanges[0].took_money());
            assert_eq!(heard.is_some(), heard_of, "{end}");
            assert!(heard.is_none_or(|heard| heard.unwrap_or_default().is_empty()), "{end}");
        }
    }
}

#[tokio::test]
async fn a_broken_answer_hides_work_that_was_done() {
    for end in [End::Fin, End::Rst, End::Silent] {
        let (heard, paid, exchanges) = done(Deed::Answer { bytes: 30, end }).await;
        assert_eq!(paid, 1, "{end}");
        assert!(exchanges[0].took_money());
        assert!(
            heard.is_none_or(|heard| heard.map_or(true, |bytes| bytes.len() <= 30)),
            "{end}"
        );
    }
}

#[tokio::test]
async fn two_copies_are_carried_out_and_one_answer_is_shown() {
    for at_once in [false, true] {
        let (heard, paid, exchanges) = done(Deed::Twice {
            at_once,
            show_second: true,
        })
        .await;
        assert_eq!(heard.unwrap().unwrap(), ANSWER);
        assert_eq!((paid, exchanges.len(), exchanges[0].codes.len()), (2, 1, 2));
    }
}

#[tokio::test]
async fn another_answer_is_shown_and_the_work_is_done_or_not() {
    for executed in [false, true] {
        let pieces = vec![Piece {
            bytes: b"nonsense".to_vec(),
            pause: Duration::ZERO,
        }];
        let (heard, paid, _) = done(Deed::Replace { executed, with: pieces }).await;
        assert_eq!(heard.unwrap().unwrap(), b"nonsense");
        assert_eq!(paid, usize::from(executed));
    }
}

#[tokio::test]
async fn after_a_change_of_network_only_new_connections_work() {
    let (address, paid) = gateway().await;
    let proxy = Proxy::start(address, Behaviour::default()).unwrap();
    let mut old = TcpStream::connect(proxy.address).await.unwrap();
    assert_eq!(hear(&mut old).await.unwrap(), ANSWER);
    proxy.silence();
    let silent = tokio::time::timeout(Duration::from_millis(200), hear(&mut old)).await;
    assert!(silent.is_err());
    assert_eq!(ask(&proxy, PATIENCE).await.unwrap().unwrap(), ANSWER);
    assert_eq!(paid.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn doors_are_shut_until_they_are_opened() {
    for (door, hangs) in [(Door::Refusing, false), (Door::Unanswering, true)] {
        let (address, _) = gateway().await;
        let mut proxy = Proxy::start(
            address,
            Behaviour {
                door,
                ..Behaviour::default()
            },
        )
        .unwrap();
        // The queue of a listener that takes nobody is being filled.
        tokio::time::sleep(Duration::from_millis(250)).await;
        let shut = ask(&proxy, SILENCE).await;
        assert_eq!(shut.is_none(), hangs, "{door:?}");
        assert!(shut.is_none_or(|refused| refused.is_err()), "{door:?}");
        proxy.open();
        let heard = async {
            loop {
                match ask(&proxy, PATIENCE).await.unwrap() {
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await, // not yet
                    heard => return heard,
                }
            }
        };
        let heard = tokio::time::timeout(PATIENCE, heard).await;
        assert_eq!(heard.unwrap().unwrap(), ANSWER, "{door:?}");
    }
}

#[tokio::test]
async fn a_gate_can_end_what_it_stopped() {
    let (address, paid) = gateway().await;
    let (gate, mut stops) = mpsc::unbounded_channel();
    let proxy = Proxy::start(
        address,
        Behaviour {
            gate: Some(gate),
            ..Behaviour::default()
        },
    )
    .unwrap();
    let gatekeeper = async {
        let stop = stops.recv().await.unwrap();
        assert_eq!((stop.route, stop.moment), (Route::Pay, Moment::Arrived));
        stop.go.send(false).unwrap();
    };
    let (heard, ()) = tokio::join!(ask(&proxy, PATIENCE), gatekeeper);
    assert!(heard.unwrap().unwrap().is_empty());
    assert_eq!(paid.load(Ordering::SeqCst), 0);
}
