//! A card that pays, and the 3-D Secure challenge that it may have to pass first.

use serde::{Deserialize, Serialize};

use super::cards::{CardScheme, Pan, TestCard};
use super::customer::Expiry;

/// A card about to pay, with what the issuer knows about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PresentedCard {
    pub(crate) pan: Pan,
    pub(crate) scheme: CardScheme,
    pub(crate) expiry: Expiry,
    pub(crate) cardholder: Option<String>,
    /// The id of the card on file it was taken from.
    pub(crate) saved_id: Option<String>,
    /// Save it to the intent's customer when it paid.
    pub(crate) save: bool,
}

/// A 3-D Secure challenge that waits for its outcome.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Challenge {
    /// The 3-D Secure transaction id, `md` on the wire.
    pub(crate) md: String,
    pub(crate) card: PresentedCard,
    #[serde(with = "super::cards::by_number")]
    pub(crate) script: &'static TestCard,
    /// What happened on the issuer's page, if it was opened.
    pub(crate) page: IssuerPage,
}

/// What the issuer knows of a challenge that was opened as a page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct IssuerPage {
    pub(super) wrong_codes: u8,
    pub(super) verdict: Option<Verdict>,
}

/// How the page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdict {
    /// The action code of 3-D Secure components: `SUCCESS`, `FAILURE`, `CANCEL` or `TIMEOUT`.
    pub(crate) outcome: String,
    /// The signed answer, which only an authenticated customer gets.
    pub(crate) pa_res: Option<String>,
}
