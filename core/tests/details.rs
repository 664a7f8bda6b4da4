//! The customer's details: what an intent wants, what is wrong with what was typed, and one list with the card's errors.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use checkout_core::card::UtcDay;
use checkout_core::flow::Flow;
use checkout_core::input::{
    AddressInput, CustomerDetailsInput, DetailProblem, ShippingInput, countries, needs_postcode,
};
use checkout_core::input::{CardErrors, CardField, CardProblem, NewCard, NewCardInput};
use checkout_core::money::{Currency, Money};
use checkout_core::summary::{CollectionRequirements, PaymentSummary};
use proptest::prelude::*;

const EVERYTHING: CollectionRequirements = CollectionRequirements {
    email: true,
    billing_address: true,
    shipping_details: true,
};
const NOTHING: CollectionRequirements = CollectionRequirements {
    email: false,
    billing_address: false,
    shipping_details: false,
};
const FLOWS: [Flow; 3] = [Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal];

fn complete() -> CustomerDetailsInput {
    CustomerDetailsInput {
        email: Some("alex@example.test".into()),
        phone: Some("+44 20 7946 0000".into()),
        billing_address: Some(AddressInput::new("GB", "AB1 2CD")),
        shipping: Some(ShippingInput {
            name: Some("Alex Example".into()),
            address: AddressInput {
                lines: vec!["1 High Street".into()],
                city: Some("Hull".into()),
                ..AddressInput::new("gb", "HU1 1AA")
            },
        }),
        delivery_notes: Some("Ring twice.\nMind the dog.".into()),
        metadata: [("order".to_owned(), "17".to_owned())].into(),
    }
}

fn problems(errors: &CardErrors) -> Vec<(CardField, DetailProblem)> {
    let detail = |problem| match problem {
        CardProblem::Detail(field, problem) => (field, problem),
        other => panic!("{other:?}"),
    };
    errors.fields().iter().map(|error| detail(error.problem)).collect()
}

/// What is wrong at a virtual terminal that collects everything: the strictest form.
fn wrong(input: &CustomerDetailsInput) -> Vec<(CardField, DetailProblem)> {
    match input.validate(Flow::VirtualTerminal, EVERYTHING) {
        Ok(_) => Vec::new(),
        Err(errors) => problems(&errors),
    }
}

fn with(change: impl FnOnce(&mut CustomerDetailsInput)) -> CustomerDetailsInput {
    let mut input = complete();
    change(&mut input);
    input
}

fn billing(change: impl FnOnce(&mut AddressInput)) -> CustomerDetailsInput {
    with(|input| change(input.billing_address.as_mut().unwrap()))
}

fn shipping(change: impl FnOnce(&mut ShippingInput)) -> CustomerDetailsInput {
    with(|input| change(input.shipping.as_mut().unwrap()))
}

#[test]
fn what_is_complete_is_right_everywhere() {
    for flow in FLOWS {
        for collect in [EVERYTHING, NOTHING] {
            assert!(complete().validate(flow, collect).is_ok(), "{flow:?}");
        }
    }
}

#[test]
fn nothing_is_needed_where_nothing_is_collected() {
    for flow in FLOWS {
        let none = CustomerDetailsInput::default();
        assert!(none.validate(flow, NOTHING).is_ok(), "{flow:?}");
    }
}

/// D7-19, D7-20.
#[test]
fn what_is_collected_is_needed() {
    use CardField::*;
    use DetailProblem::Missing;
    let none = CustomerDetailsInput::default();
    let missing = |flow| problems(&none.validate(flow, EVERYTHING).unwrap_err());
    for flow in [Flow::Payment, Flow::SetupIntent] {
        assert_eq!(missing(flow), [(Email, Missing), (BillingCountry, Missing)], "{flow:?}");
    }
    let terminal = [Email, BillingCountry, ShippingName, ShippingCountry, ShippingAddress];
    assert_eq!(missing(Flow::VirtualTerminal), terminal.map(|field| (field, Missing)));
    let blank = CustomerDetailsInput {
        email: Some(" ".into()),
        phone: Some("".into()),
        billing_address: Some(AddressInput::new(" ", " ")),
        shipping: Some(ShippingInput::default()),
        delivery_notes: Some("".into()),
        ..CustomerDetailsInput::default()
    };
    assert_eq!(
        wrong(&blank),
        terminal.map(|field| (field, Missing)),
        "blank is not given"
    );
    assert!(blank.validate(Flow::Payment, NOTHING).is_ok());
}

/// D7-19.
#[test]
fn some_countries_need_a_postcode() {
    for (country, needed) in [
        ("GB", true),
        ("us", true),
        (" CA ", true),
        ("FR", false),
        ("IE", false),
        ("", false),
    ] {
        assert_eq!(needs_postcode(country), needed, "{country}");
    }
    for country in ["GB", "us", "Ca"] {
        let input = billing(|address| *address = AddressInput::new(country, " "));
        assert_eq!(
            wrong(&input),
            [(CardField::BillingPostcode, DetailProblem::Missing)],
            "{country}"
        );
        let input = shipping(|shipping| {
            shipping.address.country_code = Some(country.to_owned());
            shipping.address.postcode = None;
        });
        assert_eq!(
            wrong(&input),
            [(CardField::ShippingPostcode, DetailProblem::Missing)],
            "{country}"
        );
    }
    assert_eq!(wrong(&billing(|address| *address = AddressInput::new("FR", ""))), []);
    let input = billing(|address| *address = AddressInput::new("GB", ""));
    assert!(
        input.validate(Flow::Payment, NOTHING).is_ok(),
        "nobody asked for an address"
    );
}

/// D7-19, D6-14.
#[test]
fn what_is_collected_has_to_be_right_and_what_is_not_is_left_out_where_it_is_wrong() {
    use CardField::*;
    use DetailProblem::*;
    let long = "x".repeat(256);
    let table = [
        (
            with(|input| input.email = Some("alex@example".into())),
            Email,
            Malformed,
        ),
        (
            with(|input| input.email = Some(format!("{long}@example.test").into())),
            Email,
            TooLong,
        ),
        (with(|input| input.phone = Some("call me".into())), Phone, Malformed),
        (with(|input| input.phone = Some("1234".into())), Phone, Malformed),
        (
            with(|input| input.phone = Some("+1 (555) 010-9999 / 123456789".into())),
            Phone,
            Malformed,
        ),
        (
            with(|input| input.phone = Some("+44+20 7946 0000".into())),
            Phone,
            Malformed,
        ),
        (
            billing(|address| address.lines = vec!["1 High\nStreet".into()]),
            BillingAddress,
            ControlCharacters,
        ),
        (
            billing(|address| address.lines = vec!["x".into(); 5]),
            BillingAddress,
            TooLong,
        ),
        (
            billing(|address| address.city = Some(long.as_str().into())),
            BillingAddress,
            TooLong,
        ),
        (
            billing(|address| address.country_code = Some("UK".into())),
            BillingCountry,
            UnknownCountry,
        ),
        (
            billing(|address| address.country_code = Some("GBR".into())),
            BillingCountry,
            UnknownCountry,
        ),
        (
            billing(|address| address.country_code = Some("ß".into())),
            BillingCountry,
            UnknownCountry,
        ),
        (
            billing(|address| address.postcode = Some("9".repeat(51).into())),
            BillingPostcode,
            TooLong,
        ),
        (
            shipping(|shipping| shipping.name = Some("A\u{7}lex".into())),
            ShippingName,
            ControlCharacters,
        ),
        (
            shipping(|shipping| shipping.address.state = Some("x\u{0}y".into())),
            ShippingAddress,
            ControlCharacters,
        ),
        (
            shipping(|shipping| shipping.address.country_code = Some("ZZ".into())),
            ShippingCountry,
            UnknownCountry,
        ),
        (
            with(|input| input.delivery_notes = Some("x".repeat(121).into())),
            DeliveryNotes,
            TooLong,
        ),
        (
            with(|input| input.delivery_notes = Some("ring \u{1b}[2J".into())),
            DeliveryNotes,
            ControlCharacters,
        ),
    ];
    for (input, field, problem) in table {
        assert_eq!(wrong(&input), [(field, problem)], "{field:?} {problem:?}");
        let unasked = input.validate(Flow::VirtualTerminal, NOTHING);
        match field {
            // Typed at a terminal, whatever else it asks for.
            DeliveryNotes => assert_eq!(problems(&unasked.unwrap_err()), [(field, problem)], "{problem:?}"),
            _ => assert!(unasked.is_ok(), "{field:?} {problem:?}"),
        }
    }
    // A phone number goes with what is shipped, and only a terminal ships.
    let phone = with(|input| input.phone = Some("call me".into()));
    assert!(phone.validate(Flow::Payment, EVERYTHING).is_ok());
}

/// D6-08.
#[test]
fn what_cannot_be_seen_is_no_text_and_spoils_none() {
    use CardField::*;
    use DetailProblem::Missing;
    for nothing in ["\u{200b}", "\u{3164}", "\u{2800}\u{a0}", "\u{200e}\u{200f}", "\u{fffd}"] {
        let input = shipping(|shipping| shipping.name = Some(nothing.into()));
        assert_eq!(wrong(&input), [(ShippingName, Missing)], "{nothing:?}");
        let input = shipping(|shipping| shipping.address.lines = vec![nothing.into()]);
        assert_eq!(wrong(&input), [(ShippingAddress, Missing)], "{nothing:?}");
        let input = billing(|address| address.postcode = Some(nothing.into()));
        assert_eq!(wrong(&input), [(BillingPostcode, Missing)], "{nothing:?}");
    }
    for phone in [
        "\u{202a}+44 20 7946 0958\u{202c}",
        "+44\u{a0}20\u{202f}7946\u{2011}0958",
        "＋４４（２０）７９４６０９５８",
        "٠٢٠٧٩٤٦٠٩٥٨",
    ] {
        assert_eq!(wrong(&with(|input| input.phone = Some(phone.into()))), [], "{phone}");
    }
    for email in [
        "\u{feff}alex@example.test",
        "alex@\u{200b}example.test",
        " alex\u{ad}@example.test\u{a0}",
    ] {
        assert_eq!(wrong(&with(|input| input.email = Some(email.into()))), [], "{email:?}");
    }
    let cut = with(|input| input.email = Some("ale\u{fffd}@example.test".into()));
    assert_eq!(
        wrong(&cut),
        [(Email, DetailProblem::Malformed)],
        "half a character is somebody else's address"
    );
    let country = billing(|address| *address = AddressInput::new("ｇｂ\u{200e}", "ＡＢ１\u{a0}２ＣＤ"));
    assert_eq!(wrong(&country), []);
}

#[test]
fn e_mail_addresses() {
    for good in [
        "a@b.co",
        " alex@example.test ",
        "alex.o'hara+tag@mail.example.co.uk",
        "ale\u{df}@example.test",
    ] {
        assert_eq!(wrong(&with(|input| input.email = Some(good.into()))), [], "{good}");
    }
    for bad in [
        "alex",
        "@example.test",
        "alex@",
        "alex@example",
        "alex@@example.test",
        "alex@example..test",
        ".alex@example.test",
        "al ex@example.test",
        "Alex <alex@example.test>",
        "alex@[127.0.0.1]",
        "alex@example.test,other@example.test",
    ] {
        let input = with(|input| input.email = Some(bad.into()));
        assert_eq!(wrong(&input), [(CardField::Email, DetailProblem::Malformed)], "{bad}");
    }
}

/// D7-21.
#[test]
fn metadata_leaves_our_own_names_alone() {
    for (name, value, problem) in [
        ("dojo-sdk-core-version", "rust-9.9.9", Some(DetailProblem::ReservedName)),
        ("DeliveryNotes", "x", Some(DetailProblem::ReservedName)),
        (" ", "x", Some(DetailProblem::Missing)),
        ("a\nb", "x", Some(DetailProblem::ControlCharacters)),
        (&"n".repeat(101), "x", Some(DetailProblem::TooLong)),
        ("note", &"v".repeat(501), Some(DetailProblem::TooLong)),
        ("note", "two\nlines", None),
        ("note", "\u{200b}\u{202a}as it is", None),
        ("note", "cut \u{fffd}", Some(DetailProblem::BrokenText)),
        ("cut \u{fffd}", "x", Some(DetailProblem::BrokenText)),
        ("empty", "", None),
    ] {
        let input = with(|input| input.metadata = [(name.to_owned(), value.to_owned())].into());
        let expected: Vec<_> = problem
            .map(|problem| (CardField::Metadata, problem))
            .into_iter()
            .collect();
        assert_eq!(wrong(&input), expected, "{name}");
    }
    let many = with(|input| input.metadata = (0..51).map(|i| (i.to_string(), String::new())).collect());
    assert_eq!(wrong(&many), [(CardField::Metadata, DetailProblem::TooLong)]);
}

/// D7-20.
#[test]
fn delivery_notes_are_the_virtual_terminals() {
    let too_long = with(|input| input.delivery_notes = Some("x".repeat(121).into()));
    assert!(
        too_long.validate(Flow::Payment, NOTHING).is_ok(),
        "they are not sent, so they are not judged"
    );
    let longest = with(|input| input.delivery_notes = Some("ä".repeat(120).into()));
    assert_eq!(wrong(&longest), []);
}

#[test]
fn the_countries_are_those_of_iso_3166() {
    let countries = countries();
    assert_eq!(countries.len(), 250, "249 of ISO 3166-1, and XK");
    assert!(countries.is_sorted());
    for code in ["GB", "US", "CA", "FR", "XK", "ZW"] {
        assert!(countries.contains(&code), "{code}");
    }
    for code in ["UK", "EU", "AN", "XX"] {
        assert!(!countries.contains(&code), "{code}");
    }
}

mod in_a_card_form {
    use super::*;

    fn summary(collect: CollectionRequirements, customer: bool) -> PaymentSummary {
        let mut summary = PaymentSummary::new("pi_sandbox_1", Some(Money::new(1250, Currency::GBP)));
        summary.supported_schemes = vec!["MASTERCARD".to_owned()];
        summary.collect = collect;
        summary.customer_id = customer.then(|| "cust_1".to_owned());
        summary
    }

    fn check(input: NewCardInput, flow: Flow, summary: &PaymentSummary) -> Result<NewCard, CardErrors> {
        input.validate_for(flow, summary, UtcDay::new(2026, 6, 1).unwrap())
    }

    fn card() -> NewCardInput {
        NewCardInput::new("5200000000001005", "12/29", "020")
    }

    #[test]
    fn there_is_one_list_of_errors() {
        let details = billing(|address| address.postcode = None);
        let input = NewCardInput::new("5200000000001006", "12/29", "2").with_details(details);
        let errors = check(input, Flow::SetupIntent, &summary(EVERYTHING, true)).unwrap_err();
        let fields: Vec<CardField> = errors.fields().iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                CardField::Number,
                CardField::Cvv,
                CardField::BillingPostcode,
                CardField::Consent
            ]
        );
        assert_eq!(
            errors.to_string(),
            "the card number is mistyped: its check digit does not match; the security code has the wrong length; \
             the postcode of the billing address is missing; the customer's consent is missing"
        );
    }

    /// D7-18.
    #[test]
    fn a_setup_needs_consent_and_other_flows_do_not_know_it() {
        let summary = summary(NOTHING, true);
        for consent in [None, Some(false)] {
            let mut input = card();
            input.mit_consent = consent;
            let errors = check(input, Flow::SetupIntent, &summary).unwrap_err();
            assert_eq!(problems(&errors), [(CardField::Consent, DetailProblem::Missing)]);
        }
        let input = card().with_mit_consent(true).with_save(true);
        let setup = check(input.clone(), Flow::SetupIntent, &summary).unwrap();
        assert_eq!((setup.mit_consent(), setup.save()), (Some(true), None));
        for flow in [Flow::Payment, Flow::VirtualTerminal] {
            let payment = check(input.clone(), flow, &summary).unwrap();
            assert_eq!((payment.mit_consent(), payment.save()), (None, Some(true)), "{flow:?}");
        }
    }

    /// D7-22.
    #[test]
    fn without_a_customer_nothing_can_be_saved() {
        let input = card().with_save(true);
        assert_eq!(
            check(input, Flow::Payment, &summary(NOTHING, false)).unwrap().save(),
            None
        );
    }

    #[test]
    fn nothing_personal_is_printed() {
        let input = card().with_details(complete());
        let checked = check(input.clone(), Flow::VirtualTerminal, &summary(EVERYTHING, true)).unwrap();
        let printed = format!("{input:?} {checked:?}");
        for personal in ["alex", "7946", "AB1", "Alex", "High", "Hull", "HU1", "Ring"] {
            assert!(!printed.contains(personal), "{personal}: {printed}");
        }
    }
}

proptest! {
    #[test]
    fn nothing_typed_can_break_it(
        email in proptest::option::of("\\PC{0,40}"),
        phone in proptest::option::of("[+0-9 ()./x-]{0,24}"),
        lines in proptest::collection::vec("\\PC{0,10}", 0..6),
        postcode in proptest::option::of(any::<String>()),
        country in proptest::option::of("\\PC{0,3}"),
        metadata in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..4),
    ) {
        let address = AddressInput {
            lines: lines.into_iter().map(Into::into).collect(),
            postcode: postcode.map(Into::into),
            country_code: country,
            ..AddressInput::default()
        };
        let input = CustomerDetailsInput {
            email: email.map(Into::into),
            phone: phone.map(Into::into),
            billing_address: Some(address.clone()),
            shipping: Some(ShippingInput { name: None, address }),
            delivery_notes: None,
            metadata,
        };
        for flow in FLOWS {
            let (strict, lenient) = (input.validate(flow, EVERYTHING), input.validate(flow, NOTHING));
            prop_assert!(strict.is_err() || lenient.is_ok(), "collecting more never forgives more");
            if let Err(errors) = strict {
                let fields: Vec<_> = errors.fields().iter().map(|error| error.field).collect();
                let mut unique = fields.clone();
                unique.dedup();
                prop_assert_eq!(fields, unique, "one error a field");
            }
        }
    }
}
