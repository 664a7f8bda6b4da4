//! Who and what appears in the search: intents, cards, what is typed, and how each search begins.

use std::time::{Duration, SystemTime};

use checkout_core::card::{SavedCard, Today};
use checkout_core::flow::{Flow, FlowParams, IntentFacts, IntentKind, IntentStatus, SecretFreshness, ServerTime};
use checkout_core::money::{Currency, Money};
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::status::Status;
use checkout_core::summary::{PaymentSummary, Wallet};
use checkout_sheet::model::{Kind, Opening};

pub(crate) const NOW: ServerTime = 1_000_000;
pub(crate) const EXPIRED_BY: ServerTime = NOW + 3_600;

/// The total that the intent has at first, and the one that it has after somebody changed the order.
pub(crate) const TOTAL: Money = Money::new(1250, Currency::GBP);
pub(crate) const OTHER_TOTAL: Money = Money::new(1500, Currency::GBP);

pub(crate) const GOOD_CARD: &str = "pm_good";
pub(crate) const ODD_CARD: &str = "pm_odd";

pub(crate) const NUMBER: &str = "4456530000001096";
pub(crate) const WRONG_NUMBER: &str = "4456530000001097";

/// How many different answers core and the network give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Answers {
    /// A payment is made or declined, and the total may change.
    Least,
    /// One of each kind that the sheet tells apart.
    Few,
    /// Every kind of result that core can give, in the first attempt; few in the others.
    Wide,
}

/// What a search is about. What it leaves out another one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// How many of the customer's cards are saved.
    pub(crate) cards: usize,
    pub(crate) has_wallets: bool,
    pub(crate) collects_everything: bool,
    /// Whether an earlier sheet left the intent in doubt.
    pub(crate) has_doubt: bool,
    pub(crate) has_deadline: bool,
    pub(crate) answers: Answers,
    /// Whether the customer types into the form.
    pub(crate) types: bool,
    /// Whether the customer mistypes, and goes on from fields.
    pub(crate) mistypes: bool,
    pub(crate) deletes: bool,
}

const PLAIN: Setting = Setting {
    name: "a guest",
    kind: Kind::Payment,
    cards: 0,
    has_wallets: false,
    collects_everything: false,
    has_doubt: false,
    has_deadline: false,
    answers: Answers::Few,
    types: true,
    mistypes: false,
    deletes: false,
};

/// The searches, the smallest first.
pub(crate) fn settings(is_short: bool) -> Vec<Setting> {
    let of = |name, kind| Setting { name, kind, ..PLAIN };
    let mut settings = vec![
        of("a status", Kind::Status),
        Setting {
            has_doubt: true,
            ..of("a status in doubt", Kind::Status)
        },
        Setting {
            has_doubt: true,
            ..of("a payment in doubt", Kind::Payment)
        },
        Setting {
            has_doubt: true,
            ..of("a setup in doubt", Kind::Setup)
        },
        Setting {
            deletes: true,
            ..of("saved cards", Kind::SavedCards)
        },
        PLAIN,
        of("a setup", Kind::Setup),
        Setting {
            has_wallets: true,
            types: false,
            has_deadline: true,
            ..of("wallets", Kind::Payment)
        },
        Setting {
            cards: 2,
            types: false,
            ..of("cards", Kind::Payment)
        },
    ];
    if is_short {
        return settings;
    }
    settings.extend([
        Setting {
            answers: Answers::Wide,
            mistypes: true,
            ..of("a terminal", Kind::VirtualTerminal)
        },
        Setting {
            collects_everything: true,
            mistypes: true,
            ..of("a terminal that asks for everything", Kind::VirtualTerminal)
        },
        Setting {
            answers: Answers::Wide,
            mistypes: true,
            has_deadline: true,
            ..of("a guest with every answer", Kind::Payment)
        },
        Setting {
            answers: Answers::Wide,
            has_deadline: true,
            ..of("a setup with every answer", Kind::Setup)
        },
        Setting {
            cards: 2,
            deletes: true,
            types: false,
            answers: Answers::Least,
            ..of("cards that are deleted", Kind::Payment)
        },
        Setting {
            cards: 1,
            deletes: true,
            types: false,
            answers: Answers::Least,
            ..of("the last card", Kind::Payment)
        },
        Setting {
            cards: 2,
            has_wallets: true,
            answers: Answers::Least,
            ..of("cards, wallets and the form", Kind::Payment)
        },
    ]);
    settings
}

impl Setting {
    pub(crate) fn opening(self) -> Opening {
        Opening {
            kind: self.kind,
            id: self.id().to_owned(),
            wallets: match self.has_wallets {
                true => vec![Wallet::GooglePay],
                false => Vec::new(),
            },
            home_country: None,
            doubt: self.doubt(),
        }
    }

    pub(crate) fn doubt(self) -> Option<PaymentResult> {
        self.has_doubt.then(doubt)
    }

    /// In one setting other checkouts of the process pay the intent, too.
    pub(crate) fn has_other_checkouts(self) -> bool {
        self.name == PLAIN.name
    }

    fn id(self) -> &'static str {
        match self.kind {
            Kind::SavedCards => "cust_1",
            _ => "pi_1",
        }
    }

    pub(crate) fn flow(self) -> Flow {
        match self.kind {
            Kind::Setup => Flow::SetupIntent,
            Kind::VirtualTerminal => Flow::VirtualTerminal,
            Kind::Payment | Kind::SavedCards | Kind::Status => Flow::Payment,
        }
    }

    pub(crate) fn params(self) -> FlowParams {
        FlowParams {
            flow: self.flow(),
            payment_intent_id: "pi_1".to_owned(),
            has_customer_secret: self.cards > 0,
            earlier_outcome_unknown: false,
            read_back_limit: Duration::ZERO,
        }
    }

    pub(crate) fn intent(self, status: IntentStatus, total: Money) -> IntentFacts {
        IntentFacts {
            status,
            kind: match self.flow() {
                Flow::Payment => IntentKind::CardPayment,
                Flow::SetupIntent => IntentKind::Setup,
                Flow::VirtualTerminal => IntentKind::VirtualTerminal,
            },
            secret: SecretFreshness {
                unused: true,
                expires_at: Some(NOW + 1_800),
            },
            summary: self.summary(total),
        }
    }

    fn summary(self, total: Money) -> PaymentSummary {
        let mut summary = PaymentSummary::new("pi_1", Some(total));
        summary.supported_schemes = vec!["VISA".to_owned()];
        if self.cards > 0 {
            summary.customer_id = Some("cust_1".to_owned());
        }
        if self.has_wallets {
            summary.wallets = vec![Wallet::GooglePay, Wallet::ApplePay];
        }
        if self.collects_everything {
            summary.collect.email = true;
            summary.collect.billing_address = true;
            summary.collect.shipping_details = true;
        }
        summary
    }
}

/// One that can be paid with, and one of a scheme that nobody knows.
pub(crate) fn saved_cards() -> Vec<SavedCard> {
    let supported = ["VISA"];
    vec![
        SavedCard::new(GOOD_CARD, "VISA", "44565300****1096", "2029-12-31", &supported),
        SavedCard::new(ODD_CARD, "FUTURECARD", "99995300****1096", "2029-12-31", &supported),
    ]
}

pub(crate) fn today() -> Today {
    Today::by(SystemTime::UNIX_EPOCH + Duration::from_secs(1_750_000_000))
}

pub(crate) fn result(status: Status, charge: Charge, kind: ReasonKind) -> PaymentResult {
    PaymentResult {
        status,
        charge,
        reason: Some(Reason { kind, detail: None }),
        gateway_code: None,
        payment_intent_id: "pi_1".to_owned(),
    }
}

/// What is known of an intent that another checkout of the process has left in doubt.
pub(crate) fn doubt() -> PaymentResult {
    result(Status::WaitingPreExecute, Charge::Unknown, ReasonKind::OutcomeUnknown)
}

pub(crate) fn paid() -> PaymentResult {
    result(Status::Successful, Charge::Charged, ReasonKind::ConfirmedByIntent)
}
