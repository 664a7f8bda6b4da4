//! The one type that holds what must never be seen: card numbers, CVVs, customer secrets, client session secrets.

use std::fmt;

use serde::{Serialize, Serializer};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A text that is wiped from memory when it is dropped and that prints as `***`.
///
/// It has no serde implementation, so that deriving one on a type that holds a secret does not compile. Inside this
/// crate `InRequest` writes a secret into a request body, and nothing else can.
///
/// Comparison takes the same time wherever two secrets of equal length differ; the length itself is not hidden.
///
/// Two limits are worth knowing: a `&str` or a foreign string that a secret was copied *from* is its owner's to wipe,
/// and memory that the operating system has already swapped out is beyond reach.
///
/// ```
/// use checkout_core::secret::Secret;
///
/// let cvv = Secret::from("020");
/// assert_eq!(format!("{cvv} {cvv:?}"), "*** ***");
/// assert_eq!(cvv.expose(), "020");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Each call is a place to look at in a review: the result must end in a request and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the text has no characters.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<String> for Secret {
    /// Takes the string over, without a copy: its buffer is the one that gets wiped.
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    /// Copies the text. The original stays where it is.
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The one way from a [`Secret`] into JSON, for the types that are sent as a request body.
pub(crate) struct InRequest<'a>(pub(crate) &'a Secret);

impl Serialize for InRequest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_nothing_of_itself() {
        let secret = Secret::from("4111111111111111");
        assert_eq!(format!("{secret}"), "***");
        assert_eq!(format!("{secret:?}"), "***");
        assert_eq!(format!("{secret:#?}"), "***");
        assert_eq!(format!("{:?}", Some(&secret)), "Some(***)");
    }

    #[test]
    fn an_empty_secret_prints_the_same() {
        assert_eq!(format!("{:?}", Secret::from("")), "***");
        assert!(Secret::from("").is_empty());
    }

    #[test]
    fn equality_is_that_of_the_text() {
        assert_eq!(Secret::from("a1"), Secret::from(String::from("a1")));
        assert_ne!(Secret::from("a1"), Secret::from("a2"));
        assert_ne!(Secret::from("a1"), Secret::from("a"));
        assert_ne!(Secret::from("a1"), Secret::from("a1 "));
        assert_eq!(Secret::from("é").len(), 2);
    }

    #[test]
    fn a_clone_is_a_secret_of_its_own() {
        let original = Secret::from("cs_demo");
        let copy = original.clone();
        drop(original);
        assert_eq!(copy.expose(), "cs_demo");
    }

    #[test]
    fn only_the_request_wrapper_writes_it_out() {
        let secret = Secret::from("12\"3");
        assert_eq!(serde_json::to_string(&InRequest(&secret)).unwrap(), r#""12\"3""#);
    }
}
