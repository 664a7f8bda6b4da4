//! Reading the list of a customer's saved cards.

use super::malformed;
use crate::card::{CardScheme, SavedCard};
use crate::flow::LoadFailure;
use crate::http::{Json, Object};

/// Reads the cards of the customer that was asked for.
pub(super) fn read(customer_id: &str, answer: &Object) -> Result<Vec<SavedCard>, LoadFailure> {
    if answer.text(&["customerId"]).is_some_and(|id| id != customer_id) {
        return Err(malformed("customerId")); // never show one customer the cards of another
    }
    let cards = answer.get("savedPaymentMethods").and_then(Json::as_list);
    let cards = cards.ok_or_else(|| malformed("savedPaymentMethods"))?;
    Ok(cards.iter().filter_map(saved_card).collect())
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
    use crate::card::{CardScheme, Expiry};

    fn cards(answer: &Value) -> Result<Vec<SavedCard>, LoadFailure> {
        read("cust_1", &Object::parse(answer.to_string().as_bytes()).unwrap())
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
    fn an_empty_list_is_a_list_and_none_is_malformed() {
        assert_eq!(cards(&json!({ "savedPaymentMethods": [] })).unwrap(), []);
        for odd in [
            json!({}),
            json!({ "savedPaymentMethods": null }),
            json!({ "savedPaymentMethods": {} }),
        ] {
            let what = "savedPaymentMethods".to_owned();
            assert_eq!(cards(&odd), Err(LoadFailure::Malformed { what }), "{odd}");
        }
    }

    #[test]
    fn the_cards_of_another_customer_are_not_shown() {
        let answer = json!({ "customerId": "cust_2", "savedPaymentMethods": [card("pm_1", "VISA")] });
        assert_eq!(
            cards(&answer),
            Err(LoadFailure::Malformed {
                what: "customerId".to_owned()
            })
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
