//! Text fields that format themselves.
//!
//! Carets are counted in UTF-16 code units, as the text fields of Android, iOS and the web count them.

use crate::card::{CardScheme, Expiry, Pan, SchemeGuess, group};
use crate::secret::Secret;

/// What a card number field shows after an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardNumberEdit {
    /// The number in groups.
    pub text: Secret,
    /// Where the caret goes in it.
    pub caret: usize,
    /// What the digits say about the scheme so far: for its logo, and for the length of the CVV.
    pub scheme: SchemeGuess,
    /// Whether it is a whole card number with a right check digit. Some schemes have longer ones too, so this alone does
    /// not mean that the customer is done.
    pub is_complete: bool,
    /// Whether no more digits fit: the form may go on to the next field.
    pub is_full: bool,
}

/// Groups a card number while it is typed. `typed` is the text of the field after the edit and `caret` where the caret
/// is in it; the caret stays behind the digit that it was behind.
///
/// ```
/// use checkout_core::form::edit_card_number;
///
/// let edit = edit_card_number("52000", 5);
/// assert_eq!((edit.text.expose(), edit.caret), ("5200 0", 6));
/// ```
pub fn edit_card_number(typed: &str, caret: usize) -> CardNumberEdit {
    let text = Secret::from(group(typed));
    let digits = text.expose().bytes().filter(u8::is_ascii_digit).count();
    let scheme = SchemeGuess::while_typing(text.expose());
    let longest = scheme.definite().map_or(19, CardScheme::max_length);
    CardNumberEdit {
        caret: behind_digit(text.expose(), digits_before(typed, caret)),
        is_complete: Pan::parse(text.expose()).is_ok(),
        is_full: digits >= longest,
        scheme,
        text,
    }
}

/// What an expiry field shows after an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiryEdit {
    /// `MM/YY`, or the beginning of it.
    pub text: String,
    /// Where the caret goes in it.
    pub caret: usize,
    /// Whether there are a month and a year. [`check_expiry`](super::check_expiry) says whether they will do.
    pub is_complete: bool,
}

/// Formats an expiry as `MM/YY` while it is typed; see [`edit_card_number`] for the caret.
///
/// At the end of the field it is helpful: `5` becomes `05`, `1/` becomes `01`, and a pasted `1/2029` becomes `01/29`. In
/// the middle of the text no digit is added, because somebody is correcting it. There is never a slash at the end, so
/// that deleting a character always deletes a digit.
pub fn edit_expiry(typed: &str, caret: usize) -> ExpiryEdit {
    let at_end = caret >= typed.encode_utf16().count();
    let digits = match at_end {
        true => completed(typed),
        false => typed.chars().filter(char::is_ascii_digit).take(4).collect(),
    };
    let mut text = digits.clone();
    if digits.len() > 2 {
        text.insert(2, '/');
    }
    ExpiryEdit {
        caret: match at_end {
            true => text.len(),
            false => behind_digit(&text, digits_before(typed, caret)),
        },
        is_complete: digits.len() == 4,
        text,
    }
}

/// The digits of an expiry whose end was just typed or pasted.
fn completed(typed: &str) -> String {
    if let Ok(expiry) = Expiry::parse(typed)
        && (2000..2100).contains(&expiry.year())
    {
        return format!("{:02}{:02}", expiry.month(), expiry.year() % 100);
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).take(4).collect();
    let ends_in_separator = typed.trim_end().ends_with(['/', '-']);
    match digits.as_str() {
        "1" if ends_in_separator => "01".to_owned(),
        "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => format!("0{digits}"),
        _ => digits,
    }
}

/// How many digits there are before the caret.
fn digits_before(typed: &str, caret: usize) -> usize {
    let mut position = 0;
    let before = typed.chars().take_while(|character| {
        position += character.len_utf16();
        position <= caret
    });
    before.filter(char::is_ascii_digit).count()
}

/// The position behind the `count`-th digit of an ASCII text, or behind the last one.
fn behind_digit(text: &str, count: usize) -> usize {
    let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
    digits.take(count).last().map_or(0, |(position, _)| position + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(typed: &str, caret: usize) -> (String, usize) {
        let edit = edit_card_number(typed, caret);
        (edit.text.expose().to_owned(), edit.caret)
    }

    fn expiry(typed: &str, caret: usize) -> (String, usize) {
        let edit = edit_expiry(typed, caret);
        (edit.text, edit.caret)
    }

    fn digits(text: &str) -> String {
        text.chars().filter(char::is_ascii_digit).collect()
    }

    #[test]
    fn a_number_is_grouped_while_it_is_typed() {
        for (typed, caret, text, expected) in [
            ("", 0, "", 0),
            ("5", 1, "5", 1),
            ("5200", 4, "5200", 4),
            ("52000", 5, "5200 0", 6),
            ("5200 ", 5, "5200", 4),
            ("5200 10", 0, "5200 10", 0),
            // A digit is typed into the middle.
            ("52009 1234", 5, "5200 9123 4", 6),
            // The space is deleted: nothing changes but the caret.
            ("52001234", 4, "5200 1234", 4),
            // A digit is deleted before a space.
            ("520 1234", 3, "5201 234", 3),
            ("378282246310005", 15, "3782 822463 10005", 17),
            ("3782 8224 6", 10, "3782 82246", 9),
            // Pasted, with more digits than there are in the scheme's numbers.
            ("5200-0000-0000-1005-77", 22, "5200 0000 0000 1005", 19),
            ("no digits", 5, "", 0),
            // A caret beyond the end, and one behind a character of two units.
            ("5200", 99, "5200", 4),
            ("😀5200", 3, "5200", 1),
        ] {
            assert_eq!(number(typed, caret), (text.to_owned(), expected), "{typed} {caret}");
        }
    }

    #[test]
    fn a_number_says_when_it_is_complete_and_when_it_is_full() {
        let of = |typed: &str| {
            let edit = edit_card_number(typed, 0);
            (edit.scheme.definite(), edit.is_complete, edit.is_full)
        };
        assert_eq!(of("5200000000001005"), (Some(CardScheme::Mastercard), true, true));
        assert_eq!(of("5200000000001006"), (Some(CardScheme::Mastercard), false, true));
        assert_eq!(of("520000000000100"), (Some(CardScheme::Mastercard), false, false));
        assert_eq!(
            of("4456530000001005"),
            (Some(CardScheme::Visa), true, false),
            "there are Visa numbers of 19 digits"
        );
        assert_eq!(of(""), (None, false, false));
    }

    #[test]
    fn an_edit_prints_no_digits() {
        let printed = format!("{:?}", edit_card_number("5200000000001005", 3));
        assert!(!printed.contains("5200"), "{printed}");
    }

    #[test]
    fn an_expiry_is_formatted_while_it_is_typed() {
        for (typed, caret, text, expected) in [
            ("", 0, "", 0),
            ("0", 1, "0", 1),
            ("1", 1, "1", 1),
            ("5", 1, "05", 2),
            ("1/", 2, "01", 2),
            ("0/", 2, "0", 1),
            ("12", 2, "12", 2),
            ("12/", 3, "12", 2),
            ("123", 3, "12/3", 4),
            ("12/29", 5, "12/29", 5),
            ("12/299", 6, "12/29", 5),
            // Pasted.
            ("1/29", 4, "01/29", 5),
            ("12 / 2029", 9, "12/29", 5),
            ("122029", 6, "12/29", 5),
            ("12/1999", 7, "12/19", 5),
            // Corrected in the middle: no digit is added.
            ("1/29", 1, "12/9", 1),
            ("2/29", 0, "22/9", 0),
            ("112/9", 2, "11/29", 2),
            ("x", 1, "", 0),
        ] {
            assert_eq!(expiry(typed, caret), (text.to_owned(), expected), "{typed} {caret}");
        }
        assert!(edit_expiry("12/29", 5).is_complete && !edit_expiry("12/2", 4).is_complete);
    }

    proptest! {
        #[test]
        fn a_number_keeps_its_digits_and_the_caret_its_digit(typed in "[0-9 \\-a😀]{0,30}", caret in 0usize..35) {
            let edit = edit_card_number(&typed, caret);
            let text = edit.text.expose();
            let kept = digits(text);
            prop_assert!(digits(&typed).starts_with(&kept));
            prop_assert!(kept.len() == digits(&typed).len() || edit.is_full, "nothing is dropped but what does not fit");
            prop_assert!(edit.caret <= text.len());
            prop_assert_eq!(digits(&text[..edit.caret]).len(), digits_before(&typed, caret).min(kept.len()));
            prop_assert!(!text[..edit.caret].ends_with(' ') && !text.ends_with(' '));
            prop_assert_eq!(edit_card_number(text, edit.caret), edit.clone(), "formatting twice is formatting once");
        }

        #[test]
        fn typing_digit_by_digit_is_pasting(digits in "[0-9]{1,19}") {
            let mut field = edit_card_number("", 0);
            for digit in digits.chars() {
                let mut typed = field.text.expose().to_owned();
                typed.insert(field.caret, digit);
                field = edit_card_number(&typed, field.caret + 1);
                prop_assert_eq!(field.caret, field.text.len(), "the caret stays at the end");
            }
            prop_assert_eq!(field, edit_card_number(&digits, digits.len()));
        }

        #[test]
        fn deleting_always_ends(digits in "[0-9]{1,19}") {
            let mut field = edit_card_number(&digits, digits.len());
            for _ in 0..digits.len() {
                let mut typed = field.text.expose().to_owned();
                typed.pop();
                field = edit_card_number(&typed, typed.len());
            }
            prop_assert!(field.text.is_empty());
        }

        #[test]
        fn an_expiry_keeps_its_digits_in_the_middle(typed in "[0-9/ -]{1,10}", caret in 0usize..9) {
            prop_assume!(caret < typed.len());
            let edit = edit_expiry(&typed, caret);
            let all = digits(&typed);
            prop_assert_eq!(digits(&edit.text), all.chars().take(4).collect::<String>());
            prop_assert_eq!(digits(&edit.text[..edit.caret]).len(), digits_before(&typed, caret).min(4));
        }

        #[test]
        fn an_expiry_is_never_more_than_month_and_year(typed in "\\PC{0,12}", caret in 0usize..14) {
            let edit = edit_expiry(&typed, caret);
            prop_assert!(edit.text.len() <= 5 && edit.caret <= edit.text.len());
            prop_assert!(edit.text.is_empty() || !edit.text.ends_with('/'));
            prop_assert_eq!(edit.is_complete, edit.text.len() == 5);
        }

        #[test]
        fn a_typed_expiry_can_be_read(month in 1u8..=12, year in 0u16..100) {
            let mut field = edit_expiry("", 0);
            for digit in format!("{month:02}{year:02}").chars() {
                let typed = format!("{}{digit}", field.text);
                field = edit_expiry(&typed, typed.len());
            }
            prop_assert_eq!(Expiry::parse(&field.text), Expiry::new(month, year));
        }
    }
}
