//! What a presenter of the challenge itself says to the customer.

/// The texts around the issuer's page, in English unless the app gives its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeTexts {
    /// Names the button that closes the challenge, for those who hear it.
    pub close: String,
    /// No app opens the link that was tapped.
    pub no_app: String,
    /// The page wants to save a file.
    pub no_download: String,
    /// The page wants a file from the customer.
    pub no_upload: String,
    /// Asks whether to leave the challenge.
    pub leave_question: String,
    /// Leaves.
    pub leave: String,
    /// Does not leave.
    pub go_on: String,
    /// Answers a dialog of the page with yes.
    pub ok: String,
    /// Answers a dialog of the page with no.
    pub cancel: String,
}

impl Default for ChallengeTexts {
    fn default() -> Self {
        ChallengeTexts {
            close: "Close".to_owned(),
            no_app: "No app on this device opens that link. You can go on here.".to_owned(),
            no_download: "Files cannot be saved from here.".to_owned(),
            no_upload: "Files cannot be chosen here.".to_owned(),
            leave_question: "Leave your bank's check? The payment may then not go through.".to_owned(),
            leave: "Leave".to_owned(),
            go_on: "Go on".to_owned(),
            ok: "OK".to_owned(),
            cancel: "Cancel".to_owned(),
        }
    }
}
