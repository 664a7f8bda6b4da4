//! JSON: what is read is JSON in another reader's opinion, too, and keeps all its keys.
#![no_main]

use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    let tree = serde_json::from_slice::<Value>(body);
    if fuzzing::is_json(body) {
        // Written again it is as readable: had a key been there twice, the first would be lost without a word.
        let text = tree.expect("JSON for one is JSON for the other").to_string();
        assert!(fuzzing::is_json(text.as_bytes()));
        assert_eq!(colons(text.as_bytes()), colons(body));
    }
});

/// The colons outside of texts: one for each key.
fn colons(json: &[u8]) -> usize {
    let (mut count, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b':' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}
