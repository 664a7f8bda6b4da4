//! A lock that lets others know that what it holds may have changed.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, MutexGuard};
use tokio::sync::watch;

/// Where changes are told. Clones tell the same listeners.
#[derive(Clone, Debug)]
pub(crate) struct Changes(watch::Sender<()>);

impl Changes {
    /// Hears of every change from now on; of several at once perhaps only once.
    pub(crate) fn subscribe(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}

impl Default for Changes {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

/// A value behind a lock. Whoever takes it mutably is taken to have changed it.
#[derive(Debug, Default)]
pub(crate) struct Watched<T> {
    value: Mutex<T>,
    revision: AtomicU64,
    changes: Changes,
}

impl<T> Watched<T> {
    pub(crate) fn new(value: T, changes: &Changes) -> Self {
        Self {
            value: Mutex::new(value),
            revision: AtomicU64::new(0),
            changes: changes.clone(),
        }
    }

    pub(crate) fn lock(&self) -> Guard<'_, T> {
        Guard {
            value: self.value.lock(),
            watched: self,
            touched: false,
        }
    }

    /// Grows with every change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }
}

pub(crate) struct Guard<'a, T> {
    value: MutexGuard<'a, T>,
    watched: &'a Watched<T>,
    touched: bool,
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.touched = true;
        &mut self.value
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        if self.touched {
            self.watched.revision.fetch_add(1, Ordering::Release);
            self.watched.changes.0.send_replace(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_told_and_reading_is_not() {
        let changes = Changes::default();
        let watched = Watched::new(1, &changes);
        let heard = changes.subscribe();
        assert_eq!(*watched.lock(), 1);
        assert!(!heard.has_changed().unwrap());
        let before = watched.revision();
        *watched.lock() += 1;
        assert!(heard.has_changed().unwrap());
        assert_eq!(*watched.lock(), 2);
        assert_eq!(watched.revision(), before + 1);
    }
}
