//! `--flow`.

use checkout_core::flow::Flow;
use clap::ValueEnum;

/// The kinds of checkout, as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FlowOption {
    /// A payment by card or wallet
    Payment,
    /// A card saved for later payments, nothing charged
    Setup,
    /// A card that the merchant keys in for a customer who is not there
    VirtualTerminal,
}

impl FlowOption {
    /// As it is typed.
    pub(crate) fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

impl From<FlowOption> for Flow {
    fn from(option: FlowOption) -> Flow {
        match option {
            FlowOption::Payment => Flow::Payment,
            FlowOption::Setup => Flow::SetupIntent,
            FlowOption::VirtualTerminal => Flow::VirtualTerminal,
        }
    }
}
