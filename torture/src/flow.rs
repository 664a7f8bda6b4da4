//! The ways to pay.

/// Test cards of the sandbox.
pub(crate) mod card {
    pub(crate) const APPROVED: &str = "5200000000001005";
    pub(crate) const CHALLENGED: &str = "5200000000001096";
    pub(crate) const DECLINED: &str = "4456530000001013";
    pub(crate) const EXPIRY: &str = "12/29";
    pub(crate) const CVV: &str = "020";
    pub(crate) const CVV_OF_DECLINED: &str = "341";
}

/// One way through a checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flow {
    NewCard,
    SavedCard,
    ThreeDs,
    Setup,
    VirtualTerminal,
    GooglePayCryptogram,
    GooglePayPanOnly,
    ApplePay,
    /// A saved card is deleted, then a new one pays.
    Deletion,
    /// The session secret has to be refreshed before the payment.
    Refreshed,
    Declined,
}

impl Flow {
    pub(crate) const ALL: [Flow; 11] = [
        Flow::NewCard,
        Flow::SavedCard,
        Flow::ThreeDs,
        Flow::Setup,
        Flow::VirtualTerminal,
        Flow::GooglePayCryptogram,
        Flow::GooglePayPanOnly,
        Flow::ApplePay,
        Flow::Deletion,
        Flow::Refreshed,
        Flow::Declined,
    ];

    /// The name as it stands in the name of a case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Flow::NewCard => "new-card",
            Flow::SavedCard => "saved-card",
            Flow::ThreeDs => "three-ds",
            Flow::Setup => "setup",
            Flow::VirtualTerminal => "virtual-terminal",
            Flow::GooglePayCryptogram => "google-pay-cryptogram",
            Flow::GooglePayPanOnly => "google-pay-pan-only",
            Flow::ApplePay => "apple-pay",
            Flow::Deletion => "deletion",
            Flow::Refreshed => "refreshed",
            Flow::Declined => "declined",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Flow> {
        Flow::ALL.into_iter().find(|flow| flow.name() == name)
    }

    /// The code of a checkout that nothing disturbs.
    pub(crate) fn usual_code(self) -> i32 {
        if self == Flow::Declined { 5 } else { 0 }
    }

    /// Whether money is taken where everything goes well.
    pub(crate) fn charges(self) -> bool {
        !matches!(self, Flow::Setup | Flow::Declined)
    }
}
