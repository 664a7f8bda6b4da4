//! The list of saved cards: no whole card number gets into it, and no card without an id.
#![no_main]

use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for card in fuzzing::saved_cards("cust_1", body).unwrap_or_default() {
        assert!(!card.id.is_empty());
        assert!(card.masked_pan.chars().filter(char::is_ascii_digit).count() <= 12);
        assert!(card.short_masked_pan().chars().filter(char::is_ascii_digit).count() <= 12);
        assert!(!card.payable || card.scheme.is_some());
    }
});
