//! `Date` and `Retry-After`, in whatever form.
#![no_main]

use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;

const LAST_SECOND_OF_9999: i64 = 253_402_300_799;

fuzz_target!(|value: &[u8]| {
    // A second may pass between learning and asking, and HTTP has no date before 1970 or after 9999.
    assert!((0..=LAST_SECOND_OF_9999 + 1).contains(&fuzzing::time_after_date(value)));
    if let Ok(text) = std::str::from_utf8(value) {
        for now in [0, 784_111_777, i64::MAX] {
            let _ = fuzzing::retry_after(text, now);
        }
    }
});
