//! As much of ELF as it takes to see to which page size a library is aligned.

use anyhow::{Context, Result, ensure};

const PT_LOAD: u64 = 1;

/// The smallest alignment of the segments that are loaded.
pub(super) fn segment_alignment(library: &[u8]) -> Result<u64> {
    let header = library.get(..20).context("not an ELF file")?;
    ensure!(
        header.starts_with(b"\x7fELF") && header[5] == 1,
        "not a little-endian ELF file"
    );
    let layout = if header[4] == 2 { &BITS_64 } else { &BITS_32 };
    let first = layout.word(library, layout.table)?;
    let size = number(library, layout.entry_size, 2)?;
    let count = number(library, layout.entry_size + 2, 2)?;
    let mut smallest = None::<u64>;
    for entry in 0..count {
        let at = usize::try_from(first + entry * size)?;
        if number(library, at, 4)? == PT_LOAD {
            let alignment = layout.word(library, at + layout.alignment)?;
            smallest = Some(smallest.map_or(alignment, |known| known.min(alignment)));
        }
    }
    smallest.context("nothing in it is loaded")
}

/// Where things are, by the size of a word.
struct Layout {
    word: usize,
    /// Of the program header table's place, in the file.
    table: usize,
    /// Of the size of the table's entries; their number follows.
    entry_size: usize,
    /// Of the alignment, in an entry.
    alignment: usize,
}

const BITS_64: Layout = Layout {
    word: 8,
    table: 32,
    entry_size: 54,
    alignment: 48,
};
const BITS_32: Layout = Layout {
    word: 4,
    table: 28,
    entry_size: 42,
    alignment: 28,
};

impl Layout {
    fn word(&self, bytes: &[u8], at: usize) -> Result<u64> {
        number(bytes, at, self.word)
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Result<u64> {
    let end = at.checked_add(length).context("not an ELF file")?;
    let digits = bytes.get(at..end).context("the ELF file is cut short")?;
    Ok(digits
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A 64-bit ELF file with a note and a segment that is loaded.
    pub(in super::super) fn library(alignment: u64) -> Vec<u8> {
        let mut file = vec![0; 64 + 2 * 56];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[32] = 64;
        file[54] = 56;
        file[56] = 2;
        file[64] = 4; // PT_NOTE
        file[64 + 48] = 4;
        file[120] = 1; // PT_LOAD
        file[120 + 48..][..8].copy_from_slice(&alignment.to_le_bytes());
        file
    }

    #[test]
    fn the_alignment_is_that_of_what_is_loaded() {
        assert_eq!(segment_alignment(&library(16384)).unwrap(), 16384);
    }

    #[test]
    fn the_library_of_this_machine_can_be_read() {
        let this = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert!(segment_alignment(&this).unwrap().is_power_of_two());
    }

    #[test]
    fn what_is_no_library_is_refused() {
        assert!(segment_alignment(b"").is_err());
        assert!(segment_alignment(b"#!/bin/sh and then some more").is_err());
        assert!(segment_alignment(&library(4096)[..100]).is_err());
    }
}
