//! What a result may say, given what really happened. The rules are those of `docs/decisions.md`, section 1, read from
//! the outside: the books of the sandbox and of the proxies against the one result that the app got.

use std::time::Duration;

use checkout_core::result::{Charge, PaymentResult, ReasonKind};

use crate::customer::Visit;
use crate::flow::Flow;
use crate::proxy::Exchange;
use crate::shop::Ledger;
use crate::wire::Route;

/// What one case came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) charges: usize,
    pub(crate) doubles: usize,
    /// A class and what was seen, for each thing that is not as it should be.
    pub(crate) wrong: Vec<Wrong>,
    pub(crate) lost: usize,
    pub(crate) took: Duration,
    /// How much longer it took than without the fault, where that was measured.
    pub(crate) dearer: Option<Duration>,
    /// What else a reader wants to know.
    pub(crate) notes: Vec<String>,
}

/// A fault in a result, under the name of its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub(crate) class: &'static str,
    pub(crate) seen: String,
    /// Nothing untrue was said, but a checkout was lost that need not be.
    pub(crate) only_costs: bool,
}

/// Everything that is known of one attempt, apart from what the app was told.
pub(crate) struct Evidence<'a> {
    pub(crate) flow: Flow,
    pub(crate) intent: &'a str,
    pub(crate) ledger: &'a Ledger,
    /// What this attempt sent to the gateway.
    pub(crate) sent: &'a [Exchange],
    /// Whether others pay the same intent, too.
    pub(crate) others: bool,
}

/// What a case expects beyond the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Nothing: any true result will do.
    Truth,
    /// One of these codes.
    Codes(Vec<i32>),
    /// If the money was taken, the app must hear of it: one who asks the intent would have found out.
    ChargeIsFound,
}

impl Verdict {
    /// Judges one attempt.
    pub(crate) fn of(visit: &Visit, evidence: &Evidence, expected: &Expected) -> Verdict {
        let mut verdict = Verdict {
            charges: evidence.ledger.charges,
            doubles: evidence.ledger.charges.saturating_sub(1) + paid_again(evidence.sent),
            took: visit.took,
            ..Verdict::default()
        };
        for oddity in &visit.oddities {
            verdict.wrong("odd", oddity.clone());
        }
        let Some(result) = &visit.result else {
            verdict.lost = 1;
            return verdict;
        };
        verdict.judge_truth(result, evidence);
        verdict.judge_expectation(result, evidence, expected);
        verdict
    }

    pub(crate) fn wrong(&mut self, class: &'static str, seen: impl Into<String>) {
        self.wrong.push(Wrong {
            class,
            seen: seen.into(),
            only_costs: false,
        });
    }

    /// Notes what is true, and yet not good enough.
    pub(crate) fn costs(&mut self, class: &'static str, seen: impl Into<String>) {
        self.wrong.push(Wrong {
            class,
            seen: seen.into(),
            only_costs: true,
        });
    }

    /// Whether all that is wrong could be the fault of a slow machine.
    pub(crate) fn only_costs(&self) -> bool {
        let all_only_cost = self.wrong.iter().all(|wrong| wrong.only_costs);
        !self.wrong.is_empty() && all_only_cost && self.doubles == 0 && self.lost == 0
    }

    /// Takes up what another attempt of the same case came to.
    pub(crate) fn add(&mut self, other: Verdict) {
        self.charges = self.charges.max(other.charges);
        self.doubles = self.doubles.max(other.doubles);
        self.lost += other.lost;
        self.took = self.took.max(other.took);
        self.notes.extend(other.notes);
        self.wrong.extend(other.wrong);
    }

    fn judge_truth(&mut self, result: &PaymentResult, evidence: &Evidence) {
        let (shown, ledger) = (shown(result), &evidence.ledger.status);
        let is_setup = evidence.flow == Flow::Setup;
        let done = evidence.ledger.charges > 0;
        let own = match evidence.others {
            true => evidence.sent.iter().any(Exchange::took_money),
            false => done,
        };
        let mut wrong = |class| self.wrong(class, format!("{shown}, the intent is {ledger}"));
        match (result.code(), result.charge) {
            (0, _) if !done => wrong("0 without a charge"), // D1-01
            (0, Charge::Charged) if is_setup => wrong("a setup that charged"),
            (0, Charge::NotCharged) if is_setup => {}
            (0, Charge::Charged) => {}
            (0, Charge::NotCharged | Charge::Unknown) => wrong("0 that does not say charged"),
            (_, Charge::Charged) => wrong("charged without a 0"),
            (_, Charge::NotCharged) if own => wrong("NotCharged, and charged"), // D1-05
            _ => {}
        }
        let reason = result.reason.as_ref().map(|reason| reason.kind);
        if result.code() != 0 && reason.is_none() {
            wrong("no reason"); // D1-08
        }
        if reason == Some(ReasonKind::AlreadyInProgress) && result.charge != Charge::Unknown {
            wrong("AlreadyInProgress that claims to know");
        }
        if reason == Some(ReasonKind::OutcomeUnknown) && result.charge != Charge::Unknown {
            wrong("OutcomeUnknown that claims to know"); // D4-03
        }
        if result.payment_intent_id != evidence.intent {
            wrong("another intent's result"); // D1-10
        }
    }

    fn judge_expectation(&mut self, result: &PaymentResult, evidence: &Evidence, expected: &Expected) {
        let class = match expected {
            _ if !self.wrong.is_empty() => return,
            Expected::Truth => return,
            Expected::Codes(codes) if codes.contains(&result.code()) => return,
            Expected::ChargeIsFound if evidence.ledger.charges == 0 || result.code() == 0 => return,
            _ if evidence.ledger.charges > 0 => "a charge that was not found",
            _ => "a checkout that one fault has cost",
        };
        self.costs(
            class,
            format!("{}, the intent is {}", shown(result), evidence.ledger.status),
        );
    }
}

/// How often an attempt sent a payment although one of its own had been carried out, or under a secret that it was given
/// after anybody's had been: the sandbox refuses both, and not every gateway need.
fn paid_again(sent: &[Exchange]) -> usize {
    const DUPLICATE: Option<i64> = Some(20);
    let money = sent.iter().filter(|exchange| exchange.route.moves_money());
    let after_own = money.skip_while(|exchange| !exchange.took_money()).skip(1).count();
    let duplicates = sent
        .iter()
        .filter(|exchange| exchange.codes.contains(&DUPLICATE))
        .count();
    after_own.max(duplicates)
}

/// How many payments were sent.
pub(crate) fn payments(sent: &[Exchange]) -> usize {
    sent.iter().filter(|exchange| exchange.route == Route::Pay).count()
}

/// A result in a few words.
pub(crate) fn shown(result: &PaymentResult) -> String {
    let reason = result
        .reason
        .as_ref()
        .map(|reason| format!(" {}", reason.kind))
        .unwrap_or_default();
    format!("{}{reason} {}", result.code(), result.charge)
}

#[cfg(test)]
mod tests {
    use checkout_core::result::Reason;
    use checkout_core::status::Status;

    use super::*;

    const INTENT: &str = "pi_1";

    fn result(status: Status, charge: Charge, reason: Option<ReasonKind>) -> PaymentResult {
        PaymentResult {
            status,
            charge,
            reason: reason.map(|kind| Reason { kind, detail: None }),
            gateway_code: None,
            payment_intent_id: INTENT.to_owned(),
        }
    }

    fn sent(codes: &[&[i64]]) -> Vec<Exchange> {
        let exchange = |(nth, codes): (usize, &&[i64])| Exchange {
            route: Route::Pay,
            nth,
            request_length: 0,
            answer_length: 0,
            codes: codes.iter().copied().map(Some).collect(),
        };
        codes.iter().enumerate().map(exchange).collect()
    }

    /// What is said against a result, where money was taken so often.
    fn against(result: PaymentResult, charges: usize, sent: &[Exchange], expected: &Expected) -> Verdict {
        let visit = Visit {
            result: Some(result),
            took: Duration::ZERO,
            oddities: Vec::new(),
        };
        let status = if charges > 0 { "Captured" } else { "Created" };
        let ledger = Ledger {
            status: status.to_owned(),
            charges,
        };
        let evidence = Evidence {
            flow: Flow::NewCard,
            intent: INTENT,
            ledger: &ledger,
            sent,
            others: false,
        };
        Verdict::of(&visit, &evidence, expected)
    }

    fn classes(verdict: &Verdict) -> Vec<&str> {
        verdict.wrong.iter().map(|wrong| wrong.class).collect()
    }

    #[test]
    fn the_truth_passes() {
        let paid = || result(Status::Successful, Charge::Charged, None);
        let declined = || result(Status::Declined, Charge::NotCharged, Some(ReasonKind::Declined));
        let unknown = || {
            result(
                Status::SdkInternalError,
                Charge::Unknown,
                Some(ReasonKind::OutcomeUnknown),
            )
        };
        for (told, charges) in [(paid(), 1), (declined(), 0), (unknown(), 0), (unknown(), 1)] {
            assert_eq!(
                classes(&against(told, charges, &[], &Expected::Truth)),
                Vec::<&str>::new()
            );
        }
    }

    #[test]
    fn each_untruth_is_seen() {
        use ReasonKind::{AlreadyInProgress, Declined, OutcomeUnknown};
        for (status, charge, reason, charges, class) in [
            (Status::Successful, Charge::Charged, None, 0, "0 without a charge"),
            (
                Status::Successful,
                Charge::Unknown,
                None,
                1,
                "0 that does not say charged",
            ),
            (
                Status::Declined,
                Charge::Charged,
                Some(Declined),
                1,
                "charged without a 0",
            ),
            (
                Status::Declined,
                Charge::NotCharged,
                Some(Declined),
                1,
                "NotCharged, and charged",
            ),
            (Status::Declined, Charge::NotCharged, None, 0, "no reason"),
            (
                Status::InvalidRequest,
                Charge::NotCharged,
                Some(AlreadyInProgress),
                0,
                "AlreadyInProgress that claims to know",
            ),
            (
                Status::SdkInternalError,
                Charge::NotCharged,
                Some(OutcomeUnknown),
                0,
                "OutcomeUnknown that claims to know",
            ),
        ] {
            let verdict = against(result(status, charge, reason), charges, &[], &Expected::Truth);
            assert_eq!(classes(&verdict), [class]);
            assert!(!verdict.only_costs(), "{class}");
        }
        let foreign = PaymentResult {
            payment_intent_id: "pi_2".to_owned(),
            ..result(Status::Successful, Charge::Charged, None)
        };
        assert_eq!(
            classes(&against(foreign, 1, &[], &Expected::Truth)),
            ["another intent's result"]
        );
    }

    #[test]
    fn a_result_that_does_not_come_is_lost() {
        let visit = Visit {
            result: None,
            took: Duration::ZERO,
            oddities: Vec::new(),
        };
        let ledger = Ledger {
            status: "Created".to_owned(),
            charges: 0,
        };
        let evidence = Evidence {
            flow: Flow::NewCard,
            intent: INTENT,
            ledger: &ledger,
            sent: &[],
            others: false,
        };
        assert_eq!(Verdict::of(&visit, &evidence, &Expected::Truth).lost, 1);
    }

    #[test]
    fn paying_again_after_a_payment_was_made_is_a_double_charge_even_where_the_gateway_refuses() {
        let doubles = |codes: &[&[i64]], charges| {
            let paid = result(Status::Successful, Charge::Charged, None);
            against(paid, charges, &sent(codes), &Expected::Truth).doubles
        };
        assert_eq!(doubles(&[&[0]], 1), 0);
        assert_eq!(doubles(&[&[0, 401]], 1), 0, "a proxy repeats: that is not ours");
        assert_eq!(doubles(&[&[], &[0]], 1), 0, "the first never came");
        assert_eq!(doubles(&[&[0], &[20]], 1), 1);
        assert_eq!(doubles(&[&[20]], 1), 1, "another device had paid");
        assert_eq!(doubles(&[&[0]], 2), 1);
    }

    #[test]
    fn what_is_true_can_still_cost_a_checkout() {
        let unknown = || {
            result(
                Status::SdkInternalError,
                Charge::Unknown,
                Some(ReasonKind::OutcomeUnknown),
            )
        };
        let lost = against(unknown(), 1, &sent(&[&[0]]), &Expected::ChargeIsFound);
        assert_eq!(classes(&lost), ["a charge that was not found"]);
        assert!(lost.only_costs());
        let failed = against(unknown(), 0, &[], &Expected::Codes(vec![0]));
        assert_eq!(classes(&failed), ["a checkout that one fault has cost"]);
        assert_eq!(
            classes(&against(unknown(), 0, &[], &Expected::ChargeIsFound)),
            Vec::<&str>::new()
        );
    }
}
