//! Texts that pass through a process without standing in its memory.

use std::fmt::Write;

/// Any byte that no text consists of.
const MASK: u8 = 0xa5;

/// The text as hexadecimal digits of its masked bytes.
pub(crate) fn disguised(text: &str) -> String {
    text.bytes()
        .fold(String::with_capacity(2 * text.len()), |mut hidden, byte| {
            write!(hidden, "{:02x}", byte ^ MASK).expect("a string takes everything");
            hidden
        })
}

/// The text that was [`disguised`]. Its buffer does not move while it is filled.
pub(crate) fn plain(hidden: &str) -> String {
    let mut text = String::with_capacity(hidden.len() / 2);
    for pair in hidden.as_bytes().chunks(2) {
        let digits = std::str::from_utf8(pair).expect("ASCII");
        text.push(char::from(u8::from_str_radix(digits, 16).expect("hexadecimal") ^ MASK));
    }
    text
}

#[test]
fn what_was_disguised_comes_back() {
    assert_eq!(plain(&disguised("cs_Ab 1")), "cs_Ab 1");
    assert!(!disguised("4456530000001096").contains("4456"));
}
