//! The field of a card number.

use zeroize::Zeroizing;

use super::caret::{before, behind_digit, digits_before, is_at_end};
use crate::card::{CardScheme, Pan, SchemeGuess, all_digits, group_digits};
use crate::secret::Secret;
use crate::text;

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
/// A number that was pasted with something around it, such as its expiry, is taken out of that, and the caret goes to
/// its end. At the end of the field no more digits are taken than the scheme's numbers have; with the caret inside,
/// somebody is correcting, and nothing is cut off.
///
/// ```
/// use checkout_core::input::edit_card_number;
///
/// let edit = edit_card_number("52000", 5);
/// assert_eq!((edit.text.expose(), edit.caret), ("5200 0", 6));
/// let pasted = edit_card_number("5200 0000 0000 1005 12/29 020", 0);
/// assert_eq!((pasted.text.expose(), pasted.caret), ("5200 0000 0000 1005", 19));
/// ```
pub fn edit_card_number(typed: &str, caret: usize) -> CardNumberEdit {
    let pasted = number_among_others(typed, caret);
    let digits = match &pasted {
        Some(number) => number.clone(),
        None => digits_that_fit(typed, caret),
    };
    let text = Secret::from(group_digits(&digits));
    let scheme = SchemeGuess::while_typing(&digits);
    CardNumberEdit {
        caret: match pasted {
            Some(_) => text.len(),
            None => behind_digit(text.expose(), digits_before(typed, caret)),
        },
        is_complete: Pan::parse(&digits).is_ok(),
        is_full: digits.len() >= longest(&scheme),
        scheme,
        text,
    }
}

fn digits_that_fit(typed: &str, caret: usize) -> Zeroizing<String> {
    let mut digits = all_digits(typed);
    let longest = longest(&SchemeGuess::while_typing(&digits));
    let fitting = match is_at_end(typed, caret) {
        true if is_one_key(typed, caret) => longest.max(digits.len().saturating_sub(1)),
        true => longest,
        false => LONGEST_OF_ALL,
    };
    digits.truncate(fitting.min(LONGEST_OF_ALL));
    digits
}

/// The most digits that any card number has.
const LONGEST_OF_ALL: usize = 19;

fn longest(scheme: &SchemeGuess) -> usize {
    scheme.definite().map_or(LONGEST_OF_ALL, CardScheme::max_length)
}

/// The card number in a text that holds more than one. `None` if there is no more than a number in it, or no number
/// stands out.
fn number_among_others(typed: &str, caret: usize) -> Option<Zeroizing<String>> {
    let plain = text::code(typed);
    let has_strangers = plain.chars().any(|character| !is_part(character));
    let too_many = all_digits(&plain).len() > LONGEST_OF_ALL;
    if !(has_strangers || too_many) || is_one_key(typed, caret) {
        return None;
    }
    let numbers = plain.split(|character| !is_part(character)).flat_map(runs_of_groups);
    let numbers: Vec<_> = numbers.collect();
    // The first of those that are alike.
    let best = numbers.into_iter().rev().max_by_key(|number| likeness(number))?;
    (likeness(&best) > NO_LIKENESS).then_some(best)
}

fn is_part(character: char) -> bool {
    character.is_ascii_digit() || character == '-' || character.is_whitespace()
}

/// Whether the text is what the field showed, and one more key before the caret.
fn is_one_key(typed: &str, caret: usize) -> bool {
    let before: Zeroizing<String> = Zeroizing::new(before(typed, caret).collect());
    let Some((last, _)) = before.char_indices().next_back() else {
        return false;
    };
    let (kept, after) = (before.split_at(last).0, typed.split_at(before.len()).1);
    let shown = Zeroizing::new([kept, after].concat());
    *shown == group_digits(&all_digits(&shown))
}

/// Every run of whole groups of digits that is as long as a card number.
fn runs_of_groups(text: &str) -> Vec<Zeroizing<String>> {
    let groups: Vec<&str> = text
        .split(|character: char| !character.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    let mut runs = Vec::new();
    for first in 0..groups.len() {
        let mut run = Zeroizing::new(String::with_capacity(text.len()));
        for group in groups.iter().skip(first) {
            run.push_str(group);
            if (12..=19).contains(&run.len()) {
                runs.push(run.clone());
            }
        }
    }
    runs
}

/// How much digits look like a card number: by their check digit, by their scheme, by the length that its numbers mostly
/// have. The longest one wins in the end.
type Likeness = (bool, bool, bool, usize);

const NO_LIKENESS: Likeness = (false, true, true, 0);

fn likeness(digits: &str) -> Likeness {
    let scheme = SchemeGuess::while_typing(digits).definite();
    let usual = match scheme {
        Some(CardScheme::Amex) => 15,
        Some(CardScheme::Diners) => 14,
        _ => 16,
    };
    (
        Pan::parse(digits).is_ok(),
        scheme.is_some(),
        digits.len() == usual,
        digits.len(),
    )
}
