//! Keeping what stands in a sentence from being pulled apart, or from pulling the sentence apart, where directions mix.

const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// How a text runs, whatever is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Amounts, dates and other things of digits.
    LeftToRight,
    /// A name, which may be of any script.
    OfItsOwn,
}

impl Direction {
    /// Writes `value` to `out`, in isolates if the layout or the value itself runs from right to left.
    ///
    /// A value's own controls that are not balanced would reach beyond it: they go, and balanced isolates stay.
    pub(super) fn isolate(self, value: &str, right_to_left: bool, out: &mut String) {
        let balanced = is_balanced(value);
        let own = value.chars().filter(|character| balanced || !is_control(*character));
        let is_needed = right_to_left || value.chars().any(runs_right_to_left);
        if !is_needed || (balanced && is_isolated(value)) {
            out.extend(own);
            return;
        }
        out.push(match self {
            Direction::LeftToRight => LEFT_TO_RIGHT_ISOLATE,
            Direction::OfItsOwn => FIRST_STRONG_ISOLATE,
        });
        out.extend(own);
        out.push(POP_ISOLATE);
    }
}

/// A text without controls in isolates of its own.
pub(super) fn isolated_left_to_right(text: &str) -> String {
    format!("{LEFT_TO_RIGHT_ISOLATE}{text}{POP_ISOLATE}")
}

/// Whether the whole of a text stands in one pair of isolates, and no other is in it.
fn is_isolated(text: &str) -> bool {
    let inner = text
        .strip_prefix([LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE])
        .and_then(|inner| inner.strip_suffix(POP_ISOLATE));
    inner.is_some_and(|inner| !inner.chars().any(is_control))
}

/// Whether a text has no controls of direction but isolates that are all closed, in order.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    for character in text.chars().filter(|character| is_control(*character)) {
        match character {
            LEFT_TO_RIGHT_ISOLATE | FIRST_STRONG_ISOLATE => depth += 1,
            POP_ISOLATE if depth > 0 => depth -= 1,
            _ => return false,
        }
    }
    depth == 0
}

/// Embeddings, overrides, isolates and marks.
fn is_control(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The blocks whose letters run from right to left.
fn runs_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8ff}'
            | '\u{200f}'
            | '\u{202b}'
            | '\u{202e}'
            | '\u{2067}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
