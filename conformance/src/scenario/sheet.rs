//! How a sheet is opened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How a sheet is opened.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SheetGiven {
    /// What for.
    pub opens: Opens,
    /// The wallets of the device.
    pub wallets: Vec<String>,
    /// The customer's language, as a tag.
    pub language: String,
    /// How the layout runs, if not as the language does.
    pub right_to_left: Option<bool>,
    /// Texts of the app, by the name of those in whose place they are shown.
    pub texts: BTreeMap<String, String>,
}

impl Default for SheetGiven {
    fn default() -> Self {
        SheetGiven {
            opens: Opens::Checkout,
            wallets: Vec::new(),
            language: "en".to_owned(),
            right_to_left: None,
            texts: BTreeMap::new(),
        }
    }
}

/// What a sheet is opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// A checkout of the scenario's flow.
    #[default]
    Checkout,
    /// The customer's saved cards.
    SavedCards,
    /// The status of the intent, after the app was ended.
    Restored,
}
