//! Keeping the world in a file, so that it survives a restart.
//!
//! The world lives in memory. After every request it is compared with what the file holds, and what differs is written in
//! one transaction; the answer waits for it. What cannot be written is undone, and the answer says so. So what a client was
//! told, the file knows.

mod documents;
mod file;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::RwLock;

use crate::SandboxClock;
use crate::domain::{Announcement, World};
use crate::watched::Watched;

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

/// A data file, and what it holds.
pub(crate) struct Store {
    /// Gone when the store is closed.
    file: Arc<Mutex<Option<DataFile>>>,
    /// Read by those who change the world, for as long as they do; written while the file is.
    kept: RwLock<Kept>,
}

/// What the file holds.
struct Kept {
    documents: Documents,
    /// The state of world and clock that it is, unless that was put back since.
    revision: Option<Revision>,
    /// What was written last: every change up to it is in the file.
    written: Revision,
    /// The changes that had to be undone.
    undone: Vec<Undone>,
}

/// The revisions of world and clock. Both only grow.
type Revision = (u64, u64);

/// Every change after the one and up to the other.
struct Undone {
    after: Revision,
    up_to: Revision,
}

fn is_within(change: Revision, limit: Revision) -> bool {
    change.0 <= limit.0 && change.1 <= limit.1
}

/// The file cannot be written. Everything that it does not hold has been undone.
#[derive(Debug, thiserror::Error)]
#[error("the data file cannot be written; the change was undone")]
pub(crate) struct NotKept;

impl Store {
    /// Opens the file and puts what it holds into an empty world. Returns how far the clock was ahead.
    pub(crate) async fn open(path: PathBuf, world: &mut World) -> Result<(Self, Duration), DataFileError> {
        let (file, held) = blocking(move || DataFile::open(&path)).await?;
        let mut clock_ahead = Duration::ZERO;
        let mut known = Documents::new();
        for document in held {
            documents::restore(world, &mut clock_ahead, &document).map_err(DataFileError::Damaged)?;
            known.insert(document.key, document.content);
        }
        let store = Self {
            file: Arc::new(Mutex::new(Some(file))),
            kept: RwLock::new(Kept {
                documents: known,
                revision: None,
                written: (0, 0),
                undone: Vec::new(),
            }),
        };
        Ok((store, clock_ahead))
    }

    /// Does what may change the world, and returns when everything that has happened so far is in the file. With it come the
    /// news that are true now.
    pub(crate) async fn keep<T>(
        &self,
        world: &Watched<World>,
        clock: &SandboxClock,
        work: impl Future<Output = T>,
    ) -> Result<(T, Vec<Announcement>), NotKept> {
        let kept = self.kept.read().await;
        let done = work.await;
        // As long as this is held nobody writes, so whatever is written later has the whole of this change or nothing.
        let change = (world.revision(), clock.revision());
        drop(kept);
        Ok((done, self.write(world, clock, change).await?))
    }

    /// Writes what has changed. Somebody else may have written, or undone, the caller's change meanwhile: one that is in the
    /// file is kept, whatever becomes of the others.
    async fn write(
        &self,
        world: &Watched<World>,
        clock: &SandboxClock,
        change: Revision,
    ) -> Result<Vec<Announcement>, NotKept> {
        let revision = || (world.revision(), clock.revision());
        {
            let kept = self.kept.read().await;
            if !kept.has_undone(change) && kept.revision == Some(revision()) {
                return Ok(Vec::new());
            }
        }
        let mut kept = self.kept.write().await;
        if is_within(change, kept.written) {
            return Ok(Vec::new());
        }
        if kept.has_undone(change) {
            return Err(NotKept);
        }
        let news = World::take_news(world);
        let revision = revision();
        let documents = documents::documents(&world.lock(), clock.ahead());
        let written = match documents {
            Ok(documents) => self.transact(&kept.documents, documents).await,
            Err(error) => Err(error.to_string()),
        };
        match written {
            Ok(documents) => {
                kept.documents = documents;
                kept.revision = Some(revision);
                kept.written = revision;
                Ok(news)
            }
            Err(error) => {
                tracing::error!(%error, "cannot write the data file; what it does not hold is undone");
                kept.undo(world, clock, revision);
                Err(NotKept)
            }
        }
    }

    async fn transact(&self, before: &Documents, after: Documents) -> Result<Documents, String> {
        let batch = Batch::between(before, &after);
        if batch.is_empty() {
            return Ok(after);
        }
        let file = Arc::clone(&self.file);
        let written = blocking(move || file.lock().as_mut().map_or(Ok(()), |file| file.write(&batch)));
        written.await.map(|()| after).map_err(|error| error.to_string())
    }

    /// Returns when the file is closed.
    pub(crate) async fn close(&self) {
        let file = Arc::clone(&self.file);
        blocking(move || drop(file.lock().take())).await;
    }
}

impl Kept {
    fn has_undone(&self, change: Revision) -> bool {
        let is_one_of = |undone: &Undone| !is_within(change, undone.after) && is_within(change, undone.up_to);
        self.undone.iter().any(is_one_of)
    }

    /// Puts world and clock back to what the file holds. They were at `revision`.
    fn undo(&mut self, world: &Watched<World>, clock: &SandboxClock, revision: Revision) {
        let mut world = world.lock();
        let mut restored = world.emptied();
        let mut clock_ahead = Duration::ZERO;
        for (key, content) in &self.documents {
            let document = Document {
                key: key.clone(),
                content: content.clone(),
            };
            if let Err(what) = documents::restore(&mut restored, &mut clock_ahead, &document) {
                tracing::error!(what, "the world cannot be put back; this is a bug");
            }
        }
        *world = restored;
        clock.put_back(clock_ahead);
        self.undone.push(Undone {
            after: self.written,
            up_to: revision,
        });
        self.revision = None;
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;
    use time::OffsetDateTime;

    use super::*;

    /// An empty world, and a file for it.
    async fn place() -> (tempfile::TempDir, Store, Watched<World>, SandboxClock) {
        let dir = tempfile::TempDir::new().unwrap();
        let mut world = World::new(Vec::new());
        let (store, _) = Store::open(dir.path().join("data"), &mut world).await.unwrap();
        (
            dir,
            store,
            Watched::new(world, &crate::watched::Changes::default()),
            SandboxClock::default(),
        )
    }

    impl Store {
        /// The file may have so many pages.
        fn limit(&self, pages: u32) {
            self.file.lock().as_ref().unwrap().limit(pages);
        }
    }

    fn customer(world: &Watched<World>) {
        let profile = Map::from_iter([("name".to_owned(), "x".repeat(20_000).into())]);
        world.lock().create_customer(profile, OffsetDateTime::UNIX_EPOCH);
    }

    fn customers(world: &Watched<World>) -> usize {
        world.lock().customers.len()
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_undone_and_not_acknowledged() {
        let (_dir, store, world, clock) = place().await;
        let add = || store.keep(&world, &clock, async { customer(&world) });
        add().await.unwrap();
        store.limit(1);
        for _ in 0..3 {
            assert!(add().await.is_err());
            assert_eq!(customers(&world), 1);
        }
        let later = async { clock.advance(Duration::from_secs(60)) };
        assert!(
            store.keep(&world, &clock, later).await.is_ok(),
            "a number fits into the page"
        );
        let both = async {
            customer(&world);
            clock.advance(Duration::from_secs(60))
        };
        assert!(store.keep(&world, &clock, both).await.is_err());
        assert_eq!(clock.ahead(), Duration::from_secs(60));
        assert!(store.keep(&world, &clock, async {}).await.is_ok(), "reading goes on");

        store.limit(u32::MAX - 1);
        add().await.unwrap();
        assert_eq!(customers(&world), 2);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn of_many_at_once_all_that_are_acknowledged_are_there_and_no_others() {
        let (dir, store, world, clock) = place().await;
        store.limit(40);
        let (store, world, clock) = (Arc::new(store), Arc::new(world), Arc::new(clock));
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (store, world, clock) = (Arc::clone(&store), Arc::clone(&world), Arc::clone(&clock));
            tasks.spawn(async move { store.keep(&world, &clock, async { customer(&world) }).await.is_ok() });
        }
        let acknowledged = tasks.join_all().await.into_iter().filter(|kept| *kept).count();
        assert!((1..100).contains(&acknowledged), "{acknowledged}");
        assert_eq!(customers(&world), acknowledged);
        store.close().await;
        let mut read = World::new(Vec::new());
        Store::open(dir.path().join("data"), &mut read).await.unwrap();
        assert_eq!(read.customers.len(), acknowledged);
    }
}
