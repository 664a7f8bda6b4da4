//! Keeping the world in a file, so that it survives a restart.
//!
//! The world lives in memory. After every request it is compared with what the file holds, and what differs is written in
//! one transaction by a thread of its own; the answer waits for it. So what a client was told, the file knows.

mod documents;
mod file;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;

use crate::SandboxError;
use crate::domain::World;
use crate::routes::App;

use file::DataFile;
pub use file::DataFileError;

/// The name of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    kind: String,
    id: String,
}

impl Key {
    fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// A piece of the world, as JSON.
pub(crate) struct Document {
    key: Key,
    content: String,
}

impl Document {
    fn new(kind: impl Into<String>, id: impl Into<String>, content: String) -> Self {
        Self {
            key: Key::new(kind, id),
            content,
        }
    }
}

type Documents = BTreeMap<Key, String>;

/// What has to be written for the file to hold the world again.
#[derive(Default)]
struct Batch {
    put: Vec<Document>,
    deleted: Vec<Key>,
}

impl Batch {
    fn between(before: &Documents, after: &Documents) -> Self {
        let changed = after.iter().filter(|(key, content)| before.get(key) != Some(content));
        let gone = before.keys().filter(|key| !after.contains_key(key));
        Self {
            put: changed
                .map(|(key, content)| Document {
                    key: key.clone(),
                    content: content.clone(),
                })
                .collect(),
            deleted: gone.cloned().collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.put.is_empty() && self.deleted.is_empty()
    }
}

/// A data file and the thread that writes it.
pub(crate) struct Store {
    asked: Mutex<Asked>,
    written: watch::Receiver<u64>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the thread has been asked to write.
struct Asked {
    /// What the file holds when all of it is written.
    documents: Documents,
    /// The state of the world that `documents` is.
    revision: Option<(u64, u64)>,
    /// Counts the batches.
    batches: u64,
    /// Gone when the store is closed.
    queue: Option<mpsc::Sender<Batch>>,
}

impl Store {
    /// Opens the file, puts what it holds into an empty world, and begins to write. Returns how far the clock was ahead.
    pub(crate) async fn open(path: PathBuf, world: &mut World) -> Result<(Self, Duration), SandboxError> {
        let failed = |source| SandboxError::Data {
            file: path.clone(),
            source,
        };
        let opened = blocking({
            let path = path.clone();
            move || DataFile::open(&path)
        });
        let (file, held) = opened.await.map_err(failed)?;
        let mut clock_ahead = Duration::ZERO;
        let mut known = Documents::new();
        for document in held {
            documents::restore(world, &mut clock_ahead, &document)
                .map_err(|what| failed(DataFileError::Damaged(what)))?;
            known.insert(document.key, document.content);
        }
        let store =
            Self::writing(file, known).map_err(|error| failed(DataFileError::Unavailable(error.to_string())))?;
        Ok((store, clock_ahead))
    }

    fn writing(file: DataFile, documents: Documents) -> std::io::Result<Self> {
        let (queue, batches) = mpsc::channel();
        let (done, written) = watch::channel(0);
        let thread = std::thread::Builder::new()
            .name("sandbox-data".to_owned())
            .spawn(move || write(file, &batches, &done))?;
        Ok(Self {
            asked: Mutex::new(Asked {
                documents,
                revision: None,
                batches: 0,
                queue: Some(queue),
            }),
            written,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Returns when everything that has happened so far is in the file.
    pub(crate) async fn save(&self, app: &App) {
        let batch = self.ask(app);
        // The thread ends only when the store is closed; then there is nothing to wait for.
        let _ = self.written.clone().wait_for(|written| *written >= batch).await;
    }

    /// Asks for what has changed since the last time, and returns the number of the batch to wait for.
    fn ask(&self, app: &App) -> u64 {
        let mut asked = self.asked.lock();
        let revision = (app.world.revision(), app.clock.revision());
        if asked.revision == Some(revision) {
            return asked.batches;
        }
        let documents = match documents::documents(&app.world.lock(), app.clock.ahead()) {
            Ok(documents) => documents,
            Err(error) => {
                tracing::error!(%error, "the world cannot be written; this is a bug");
                return asked.batches;
            }
        };
        let batch = Batch::between(&asked.documents, &documents);
        asked.documents = documents;
        asked.revision = Some(revision);
        if !batch.is_empty()
            && let Some(queue) = &asked.queue
            && queue.send(batch).is_ok()
        {
            asked.batches += 1;
        }
        asked.batches
    }

    /// Returns when the file is written and closed.
    pub(crate) async fn close(&self) {
        self.asked.lock().queue = None;
        let Some(thread) = self.thread.lock().take() else {
            return;
        };
        if blocking(move || thread.join()).await.is_err() {
            tracing::error!("the thread that writes the data file failed");
        }
    }
}

/// Saves what happens without a request, until the sandbox stops: calls inside the process, mostly.
pub(crate) async fn keep_saving(app: Arc<App>) {
    let mut changes = app.changes.subscribe();
    loop {
        app.save().await;
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            () = app.stop.cancelled() => return,
        }
    }
}

/// Writes batches until the store is closed. What cannot be written is tried again with the next batch.
fn write(mut file: DataFile, batches: &mpsc::Receiver<Batch>, done: &watch::Sender<u64>) {
    let mut unwritten: Vec<Batch> = Vec::new();
    for batch in batches {
        unwritten.push(batch);
        let mut written = 0;
        for batch in &unwritten {
            match file.write(batch) {
                Ok(()) => written += 1,
                Err(error) => {
                    tracing::error!(%error, "cannot write the data file; trying again with the next change");
                    break;
                }
            }
        }
        unwritten.drain(..written);
        done.send_modify(|number| *number += 1);
    }
    for batch in unwritten {
        if let Err(error) = file.write(&batch) {
            tracing::error!(%error, "the data file lacks the latest changes");
            return;
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
