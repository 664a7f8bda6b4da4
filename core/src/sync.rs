//! What threads share state with, in one place: `core/tests/interleavings.rs` puts a model checker's in its stead.

pub(crate) use std::sync::atomic::{AtomicU8, Ordering};
pub(crate) use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Something that the whole process shares, made when it is first asked for.
macro_rules! process_wide {
    ($name:ident: $type:ty) => {
        static $name: std::sync::LazyLock<$type> = std::sync::LazyLock::new(Default::default);
    };
}
pub(crate) use process_wide;
