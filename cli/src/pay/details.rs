//! The options that tell who the customer is and where the order goes.

use checkout_core::input::{AddressInput, CustomerDetailsInput, ShippingInput};
use checkout_core::secret::Secret;

/// They go with a new card: a saved card needs none, a wallet brings its own, and the sheet asks.
#[derive(clap::Args)]
#[command(next_help_heading = "Customer details (with --card; what the intent collects is needed)")]
#[group(id = "details", multiple = true, requires = "card", conflicts_with_all = ["saved_card", "google_pay", "apple_pay"])]
pub(super) struct DetailOptions {
    /// The e-mail address
    #[arg(long)]
    email: Option<Secret>,

    /// The phone number
    #[arg(long)]
    phone: Option<Secret>,

    /// A line of the billing address; up to four
    #[arg(long, value_name = "LINE")]
    billing_line: Vec<Secret>,

    /// The city of the billing address
    #[arg(long, value_name = "CITY")]
    billing_city: Option<Secret>,

    /// The state, province or county of the billing address
    #[arg(long, value_name = "STATE")]
    billing_state: Option<Secret>,

    /// The postcode of the billing address
    #[arg(long, value_name = "POSTCODE")]
    billing_postcode: Option<Secret>,

    /// The country of the billing address, ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE")]
    billing_country: Option<String>,

    /// Whom the order goes to
    #[arg(long, value_name = "NAME")]
    shipping_name: Option<Secret>,

    /// A line of the address that the order goes to; up to four
    #[arg(long, value_name = "LINE")]
    shipping_line: Vec<Secret>,

    /// The city that the order goes to
    #[arg(long, value_name = "CITY")]
    shipping_city: Option<Secret>,

    /// The state, province or county that the order goes to
    #[arg(long, value_name = "STATE")]
    shipping_state: Option<Secret>,

    /// The postcode that the order goes to
    #[arg(long, value_name = "POSTCODE")]
    shipping_postcode: Option<Secret>,

    /// The country that the order goes to, ISO 3166-1 alpha-2
    #[arg(long, value_name = "CODE")]
    shipping_country: Option<String>,

    /// Notes for the delivery (virtual terminal)
    #[arg(long, value_name = "TEXT")]
    pub(super) delivery_notes: Option<Secret>,

    /// Data of the app's own for the payment; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = name_and_value)]
    metadata: Vec<(String, String)>,
}

impl DetailOptions {
    pub(super) fn into_input(self) -> CustomerDetailsInput {
        let billing_address = AddressInput {
            lines: self.billing_line,
            city: self.billing_city,
            state: self.billing_state,
            postcode: self.billing_postcode,
            country_code: self.billing_country,
        };
        let shipping = ShippingInput {
            name: self.shipping_name,
            address: AddressInput {
                lines: self.shipping_line,
                city: self.shipping_city,
                state: self.shipping_state,
                postcode: self.shipping_postcode,
                country_code: self.shipping_country,
            },
        };
        CustomerDetailsInput {
            email: self.email,
            phone: self.phone,
            billing_address: (billing_address != AddressInput::default()).then_some(billing_address),
            shipping: (shipping != ShippingInput::default()).then_some(shipping),
            delivery_notes: self.delivery_notes,
            metadata: self.metadata.into_iter().collect(),
        }
    }
}

fn name_and_value(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text
        .split_once('=')
        .ok_or("a name and a value are needed, such as order=17")?;
    Ok((name.to_owned(), value.to_owned()))
}
