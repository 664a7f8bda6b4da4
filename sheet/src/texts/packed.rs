//! A language's texts as one string. A table of strings would ship a pointer a text, each with a relocation: with short texts
//! that is as much again as the texts.

use super::TextId;

const COUNT: usize = TextId::ALL.len();

/// All texts one after the other, and where each ends.
pub(super) struct Packed<const LENGTH: usize> {
    pub(super) ends: [u16; COUNT],
    pub(super) bytes: [u8; LENGTH],
}

impl<const LENGTH: usize> Packed<LENGTH> {
    pub(super) fn get(&self, id: TextId) -> &str {
        let end_of = |index: usize| self.ends.get(index).copied().map_or(0, usize::from);
        let index = id as usize;
        let start = index.checked_sub(1).map_or(0, end_of);
        let bytes = self.bytes.get(start..end_of(index)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// What `$text` gives for an id, packed while it is compiled.
macro_rules! packed {
    ($text:path, $id:expr) => {{
        const LENGTH: usize = {
            let (mut length, mut index) = (0, 0);
            while index < TextId::ALL.len() {
                length += $text(TextId::ALL[index]).len();
                index += 1;
            }
            length
        };
        static PACKED: $crate::texts::packed::Packed<LENGTH> = {
            let mut ends = [0; TextId::ALL.len()];
            let mut bytes = [0; LENGTH];
            let (mut end, mut index) = (0, 0);
            while index < ends.len() {
                let text = $text(TextId::ALL[index]).as_bytes();
                let mut at = 0;
                while at < text.len() {
                    bytes[end] = text[at];
                    (at, end) = (at + 1, end + 1);
                }
                assert!(end <= u16::MAX as usize);
                ends[index] = end as u16;
                index += 1;
            }
            $crate::texts::packed::Packed { ends, bytes }
        };
        PACKED.get($id)
    }};
}
pub(super) use packed;
