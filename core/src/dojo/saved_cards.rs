//! Reading the list of a customer's saved cards.

use super::malformed;
use crate::card::{CardScheme, SavedCard, Today};
use crate::flow::LoadFailure;
use crate::http::{Json, Object};

/// Reads the cards of the customer that was asked for, as they are today.
pub(super) fn read(customer_id: &str, today: Today, answer: &Object) -> Result<Vec<SavedCard>, LoadFailure> {
    let is_another = |id: &Json| !matches!(id.as_text(), Some(id) if id.is_empty() || id == customer_id);
    if answer.get("customerId").is_some_and(is_another) {
        return Err(malformed("the answer names another customer")); // never show one customer the cards of another
    }
    let Some(cards) = answer.get("savedPaymentMethods") else {
        return Ok(vec![]);
    };
    let cards = cards.as_list().ok_or_else(|| malformed("savedPaymentMethods"))?;
    let cards = cards.iter().filter_map(saved_card);
    Ok(cards.map(|card| card.seen_today(today)).collect())
}

/// A card without an id can be neither paid with nor deleted. One that lacks anything else is still the customer's.
fn saved_card(card: &Json) -> Option<SavedCard> {
    let card = card.as_object()?;
    let detail = |key| card.text(&["cardDetails", key]).unwrap_or_default();
    let id = card.text(&["id"])?;
    let known_schemes = CardScheme::ALL.map(CardScheme::wire_name);
    Some(SavedCard::new(
        id,
        detail("scheme"),
        masked(detail("pan")),
        detail("expiryDate"),
        &known_schemes,
    ))
}

/// The server masks the number. Should it ever not, we do: a full number must not get into a list.
fn masked(pan: &str) -> String {
    const VISIBLE: usize = 12; // of the longest masked form: eight digits, asterisks, four digits
    let digits = pan.chars().filter(char::is_ascii_digit).count();
    if digits <= VISIBLE {
        return pan.to_owned();
    }
    let last_four = digits - 4;
    let mut seen = 0;
    let mask = |character: char| {
        if !character.is_ascii_digit() {
            return character;
        }
        seen += 1;
        if seen > last_four { character } else { '*' }
    };
    pan.chars().map(mask).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::card::{CardScheme, Expiry, UtcDay};

    fn cards(answer: &Value) -> Result<Vec<SavedCard>, LoadFailure> {
        let today = UtcDay::new(2026, 6, 15).unwrap().into();
        read("cust_1", today, &Object::parse(answer.to_string().as_bytes()).unwrap())
    }

    fn card(id: &str, scheme: &str) -> Value {
        json!({ "id": id, "cardDetails": { "pan": "52000000****1005", "expiryDate": "2029-12-31", "scheme": scheme } })
    }

    /// D2-15.
    #[test]
    fn cards_are_listed_in_order_and_those_of_a_known_scheme_are_payable() {
        let list = cards(
            &json!({ "customerId": "cust_1", "merchantId": "900001", "savedPaymentMethods":
            [card("pm_1", "MASTERCARD"), card("pm_2", "AMEX"), card("pm_3", "SOMETHING_NEW"), card("pm_4", "VISA")] }),
        );
        let list = list.unwrap();
        let seen: Vec<_> = list.iter().map(|card| (&*card.id, card.scheme, card.payable)).collect();
        assert_eq!(
            seen,
            [
                ("pm_1", Some(CardScheme::Mastercard), true),
                ("pm_2", Some(CardScheme::Amex), true),
                ("pm_3", None, false),
                ("pm_4", Some(CardScheme::Visa), true),
            ]
        );
        assert_eq!(list[0].masked_pan, "52000000****1005");
        assert_eq!(list[0].expiry, Expiry::new(12, 2029).ok());
        assert_eq!(list[2].scheme_name, "SOMETHING_NEW");
    }

    #[test]
    fn no_list_is_an_empty_one_and_anything_else_is_malformed() {
        for none in [
            json!({}),
            json!({ "savedPaymentMethods": [] }),
            json!({ "savedPaymentMethods": null }),
        ] {
            assert_eq!(cards(&none).unwrap(), [], "{none}");
        }
        for odd in [json!({}), json!(""), json!(0), json!(false)] {
            let what = "savedPaymentMethods".to_owned();
            let answer = json!({ "savedPaymentMethods": odd });
            assert_eq!(cards(&answer), Err(LoadFailure::Malformed { what }), "{odd}");
        }
    }

    #[test]
    fn the_cards_of_another_customer_are_not_shown() {
        for other in [json!("cust_2"), json!("CUST_1"), json!(1), json!({ "id": "cust_1" })] {
            for list in [json!([card("pm_1", "VISA")]), json!(null)] {
                let what = "the answer names another customer".to_owned();
                let answer = json!({ "customerId": other, "savedPaymentMethods": list });
                assert_eq!(cards(&answer), Err(LoadFailure::Malformed { what }), "{answer}");
            }
        }
        for ours in [json!("cust_1"), json!(""), json!(null)] {
            let answer = json!({ "customerId": ours, "savedPaymentMethods": [card("pm_1", "VISA")] });
            assert_eq!(cards(&answer).unwrap().len(), 1, "{answer}");
        }
    }

    /// D2-17.
    #[test]
    fn a_card_whose_month_is_over_is_listed_as_expired() {
        let expiries = ["2026-06-30", "2026-05-31", "05/26", "0001-01-01", "never"]
            .map(|expiry| json!({ "id": expiry, "cardDetails": { "scheme": "VISA", "expiryDate": expiry } }));
        let list = cards(&json!({ "savedPaymentMethods": expiries })).unwrap();
        let shown = |card: &SavedCard| card.expiry.map(|expiry| expiry.to_string());
        let seen: Vec<_> = list
            .iter()
            .map(|card| (shown(card), card.is_expired, card.payable))
            .collect();
        let may_26 = Some("05/26".to_owned());
        assert_eq!(
            seen,
            [
                (Some("06/26".to_owned()), false, true),
                (may_26.clone(), true, false),
                (may_26, true, false),
                (None, false, true),
                (None, false, true),
            ]
        );
    }

    #[test]
    fn only_a_card_without_an_id_is_left_out() {
        let answer = json!({ "savedPaymentMethods": [
            null, 1, {}, { "id": "" }, { "id": 1 }, { "cardDetails": {} }, { "id": "pm_1" },
            { "id": "pm_2", "cardDetails": { "pan": 1, "scheme": null, "expiryDate": [] } } ] });
        let list = cards(&answer).unwrap();
        let ids: Vec<_> = list.iter().map(|card| (&*card.id, card.payable)).collect();
        assert_eq!(ids, [("pm_1", false), ("pm_2", false)]);
    }

    #[test]
    fn a_number_that_the_server_did_not_mask_is_masked_here() {
        assert_eq!(masked("4111111111111111"), "************1111");
        assert_eq!(masked("4111 1111 1111 1111"), "**** **** **** 1111");
        for fine in ["52000000****1005", "****1005", "", "1005"] {
            assert_eq!(masked(fine), fine);
        }
    }
}
