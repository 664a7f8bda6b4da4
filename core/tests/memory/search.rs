//! Searching the memory of another process.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use memchr::memmem;

/// Read at once; hits across the border of two reads are found in the overlap.
const PIECE: usize = 1 << 20;

/// What is searched for: each in every form in which it may stand in memory.
pub(crate) struct Needles {
    pub(crate) pan: Vec<Vec<u8>>,
    pub(crate) cvv: Vec<Vec<u8>>,
    pub(crate) name: Vec<Vec<u8>>,
    pub(crate) customer_secret: Vec<Vec<u8>>,
    pub(crate) session_secret: Vec<Vec<u8>>,
}

/// How often each was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) pan: usize,
    /// A code of three digits alone is found everywhere, so it is searched for as it stands in a request. The name, which
    /// shares all its ways, stands for the other forms.
    pub(crate) cvv: usize,
    pub(crate) name: usize,
    pub(crate) customer_secret: usize,
    pub(crate) session_secret: usize,
}

impl Found {
    /// The session secret is part of a path, which others keep in buffers of their own: it is counted only.
    pub(crate) fn is_forbidden(self) -> bool {
        let session_secret = self.session_secret;
        self != Found {
            session_secret,
            ..Found::default()
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Found {
            pan,
            cvv,
            name,
            customer_secret,
            session_secret,
        } = self;
        write!(
            f,
            "card number {pan}, CVV {cvv}, name {name}, customer secret {customer_secret}, session secret {session_secret}"
        )
    }
}

impl std::ops::AddAssign for Found {
    fn add_assign(&mut self, more: Found) {
        self.pan += more.pan;
        self.cvv += more.cvv;
        self.name += more.name;
        self.customer_secret += more.customer_secret;
        self.session_secret += more.session_secret;
    }
}

impl Needles {
    /// `cvv` as it stands in a request.
    pub(crate) fn new(pan: &str, cvv: &str, name: &str, customer_secret: &str, session_secret: &str) -> Needles {
        Needles {
            pan: in_groups(pan).iter().flat_map(|text| encoded(text)).collect(),
            cvv: encoded(&format!(r#""cV2":"{cvv}""#)),
            name: encoded(name),
            customer_secret: encoded(customer_secret),
            session_secret: encoded(session_secret),
        }
    }

    fn longest(&self) -> usize {
        let all = [
            &self.pan,
            &self.cvv,
            &self.name,
            &self.customer_secret,
            &self.session_secret,
        ];
        all.into_iter().flatten().map(Vec::len).max().unwrap_or(0)
    }

    fn count(&self, memory: &[u8], new: &Range<usize>) -> Found {
        let of = |forms: &[Vec<u8>]| {
            let hits = forms.iter().flat_map(|form| memmem::find_iter(memory, form));
            hits.filter(|start| new.contains(start)).count()
        };
        Found {
            pan: of(&self.pan),
            cvv: of(&self.cvv),
            name: of(&self.name),
            customer_secret: of(&self.customer_secret),
            session_secret: of(&self.session_secret),
        }
    }
}

/// In one piece, in groups, and with dashes.
fn in_groups(pan: &str) -> [String; 3] {
    let groups: Vec<&str> = (0..pan.len())
        .step_by(4)
        .map(|start| &pan[start..(start + 4).min(pan.len())])
        .collect();
    [pan.to_owned(), groups.join(" "), groups.join("-")]
}

/// As Rust and Swift write texts, and as Java may.
fn encoded(text: &str) -> Vec<Vec<u8>> {
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![text.as_bytes().to_vec(), utf16]
}

/// A stretch of memory that the process can write to.
pub(crate) struct Mapping {
    pub(crate) addresses: Range<u64>,
    /// `[heap]`, `[stack]`, a file, or nothing: other heaps and stacks.
    what: String,
}

impl Mapping {
    pub(crate) fn is_within(&self, range: &Range<u64>) -> bool {
        range.start <= self.addresses.start && self.addresses.end <= range.end
    }
}

/// Two hexadecimal addresses with a dash between them.
pub(crate) fn range(text: &str) -> Option<Range<u64>> {
    let (start, end) = text.trim().split_once('-')?;
    let address = |text: &str| u64::from_str_radix(text, 16).ok();
    Some(address(start)?..address(end)?)
}

/// The writable memory of a process: what is only read came from a file.
pub(crate) fn mappings(process: u32) -> io::Result<Vec<Mapping>> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let writable = maps.lines().filter_map(|line| {
        let (addresses, rest) = line.split_once(' ')?;
        let addresses = range(addresses).filter(|_| rest.starts_with("rw"))?;
        let what = rest.split_whitespace().nth(4).unwrap_or("without a name").to_owned();
        Some(Mapping { addresses, what })
    });
    Ok(writable.collect())
}

/// Searches the mappings that `wanted` takes.
pub(crate) fn search(process: u32, needles: &Needles, wanted: impl Fn(&Mapping) -> bool) -> io::Result<Found> {
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let mut found = Found::default();
    let mut searched = 0;
    for mapping in mappings(process)?.iter().filter(|mapping| wanted(mapping)) {
        let (hits, bytes) = search_mapping(&memory, mapping, needles);
        if hits.is_forbidden() {
            println!("memory: {hits} in {:x?}, {}", mapping.addresses, mapping.what);
        }
        found += hits;
        searched += bytes;
    }
    assert!(searched > PIECE, "hardly any memory could be read: {searched} bytes");
    Ok(found)
}

fn search_mapping(memory: &File, mapping: &Mapping, needles: &Needles) -> (Found, usize) {
    let overlap = needles.longest().saturating_sub(1);
    let mut piece = vec![0; PIECE + overlap];
    let (mut found, mut searched) = (Found::default(), 0);
    let mut start = mapping.addresses.start;
    while start < mapping.addresses.end {
        let left = usize::try_from(mapping.addresses.end - start).unwrap_or(usize::MAX);
        let wanted = left.min(piece.len());
        // A mapping can vanish meanwhile, and the end of one that maps a file need not be there.
        let read = memory.read_at(&mut piece[..wanted], start).unwrap_or(0);
        found += needles.count(&piece[..read], &(0..PIECE));
        searched += read.min(PIECE);
        if read < wanted {
            break;
        }
        start += PIECE as u64;
    }
    (found, searched)
}
