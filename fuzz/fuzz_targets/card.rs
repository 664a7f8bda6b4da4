//! What a customer types into a card form: numbers, expiry dates, codes, names, and the editing of fields.
#![no_main]

use checkout_core::card::{CardScheme, CardholderName, Cvv, Expiry, Pan, UtcDay, group};
use checkout_core::input::{Moment, check_cvv, check_email, check_expiry, check_number, check_postcode};
use checkout_core::input::{edit_card_number, edit_expiry};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (caret, typed) = (usize::from(input.0), input.1);
    number(typed, caret);
    expiry(typed, caret);
    for scheme in CardScheme::ALL.map(Some).into_iter().chain([None]) {
        if let Ok(cvv) = Cvv::parse(typed, scheme) {
            assert!(matches!(cvv.digits().len(), 3 | 4));
        }
    }
    if let Ok(name) = CardholderName::parse(typed) {
        assert!(!name.text().expose().contains(char::is_control));
    }
    for moment in [Moment::Typing, Moment::Leaving] {
        let _ = check_number(typed, &["VISA"], moment);
        let _ = check_cvv(typed, "4", moment);
        let _ = check_postcode(typed, "GB", moment);
    }
    let _ = check_email(typed, Moment::Leaving);
});

fn number(typed: &str, caret: usize) {
    let edit = edit_card_number(typed, caret);
    let text = edit.text.expose();
    assert!(text.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit()));
    assert!(edit.caret <= text.len());
    // Nineteen digits and four spaces at most. In the midst of a correction nothing is cut off (D6-11).
    assert!(text.len() <= 23 && (text.len() > group(text).len() || text == group(text)));
    if let Ok(pan) = Pan::parse(typed) {
        let digits = pan.digits().expose();
        let may_lack_check_digit = pan.schemes().contains(&CardScheme::UnionPay) && digits.len() >= 16; // D6-02
        assert!((12..=19).contains(&digits.len()) && (luhn(digits) || may_lack_check_digit));
        assert!(!format!("{pan:?} {}", pan.masked()).contains(&digits[..digits.len() - 4]));
    }
}

fn expiry(typed: &str, caret: usize) {
    let edit = edit_expiry(typed, caret);
    assert!(edit.caret <= edit.text.len());
    // `MM/YY`, or in the midst of a correction `YYYY-MM` and `MM/YYYY` (D6-10).
    assert!(edit.text.len() <= 7);
    if let Ok(expiry) = Expiry::parse(typed) {
        assert!((1..=12).contains(&expiry.month()));
        let today = UtcDay::new(2026, 6, 30).expect("a day");
        let _ = (expiry.check(today), check_expiry(typed, today, Moment::Leaving));
        assert!(!expiry.wire_format().is_empty());
    }
    let _ = Expiry::from_wire(typed);
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, u32::from(digit - b'0')) {
            (0, digit) => digit,
            (_, digit) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
