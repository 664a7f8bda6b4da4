//! The data file: an SQLite database with one table of JSON documents.
//!
//! It is opened by one process at a time, and written in whole transactions. A file that is not understood is left as it is.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, params};

use super::{Batch, Document};

/// Marks a database as a sandbox's: `DOJO`.
const APPLICATION: i32 = 0x444f_4a4f;
/// The format of the documents. A sandbox reads its own format and refuses newer ones.
const FORMAT: i32 = 1;
/// How long another sandbox that is about to end may take.
const PATIENCE: Duration = Duration::from_secs(2);

const CREATE: &str = "
    CREATE TABLE document (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        content TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;";

/// Why a data file cannot be used. It has not been changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataFileError {
    /// It cannot be made or opened.
    #[error("it cannot be opened: {0}")]
    Unavailable(String),
    /// Another process has it open.
    #[error("another sandbox is using it")]
    InUse,
    /// It is something else.
    #[error("it is not the data file of a sandbox")]
    NotASandbox,
    /// A newer sandbox has written it.
    #[error("it has format {found}, and this sandbox reads up to {known}: use a newer one")]
    Newer {
        /// The format of the file.
        found: i32,
        /// The newest format that this sandbox reads.
        known: i32,
    },
    /// It is broken.
    #[error("it is damaged ({0}); restore a copy, or begin with a new file")]
    Damaged(String),
}

impl From<rusqlite::Error> for DataFileError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse,
            Some(ErrorCode::NotADatabase) => Self::NotASandbox,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// An open data file.
pub(super) struct DataFile(Connection);

impl DataFile {
    /// Opens a file, or makes it, and reads everything in it.
    pub(super) fn open(path: &Path) -> Result<(Self, Vec<Document>), DataFileError> {
        make(path).map_err(|error| DataFileError::Unavailable(error.to_string()))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // Kept until the process ends: two sandboxes would overwrite each other's world.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        let documents = read(&mut connection)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Ok((Self(connection), documents))
    }

    /// Writes all of a batch, or nothing.
    pub(super) fn write(&mut self, batch: &Batch) -> rusqlite::Result<()> {
        let transaction = self.0.transaction()?;
        {
            let mut put = transaction.prepare("INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3)")?;
            for document in &batch.put {
                put.execute(params![document.key.kind, document.key.id, document.content])?;
            }
            let mut delete = transaction.prepare("DELETE FROM document WHERE kind = ?1 AND id = ?2")?;
            for key in &batch.deleted {
                delete.execute(params![key.kind, key.id])?;
            }
        }
        transaction.commit()
    }
}

#[cfg(test)]
impl DataFile {
    /// What a full disk is like: no more than so many pages, or as many as there are.
    pub(super) fn limit(&self, pages: u32) {
        let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        self.0
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], set)
            .unwrap();
    }
}

/// There are secrets in it, if only of a sandbox: it is nobody else's to read.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

fn read(connection: &mut Connection) -> Result<Vec<Document>, DataFileError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
    let number = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, format) = (number("application_id")?, number("user_version")?);
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if (application, format, tables) == (0, 0, 0) {
        transaction.execute_batch(CREATE)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
        transaction.commit()?;
        return Ok(Vec::new());
    }
    if application != APPLICATION {
        return Err(DataFileError::NotASandbox);
    }
    if format > FORMAT {
        return Err(DataFileError::Newer {
            found: format,
            known: FORMAT,
        });
    }
    let verdict: String = transaction.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict != "ok" {
        return Err(DataFileError::Damaged(verdict));
    }
    let mut all = transaction.prepare("SELECT kind, id, content FROM document ORDER BY kind, id")?;
    let documents = all.query_map([], |row| {
        Ok(Document::new(
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get(2)?,
        ))
    })?;
    documents.collect::<Result<_, _>>().map_err(DataFileError::from)
}
