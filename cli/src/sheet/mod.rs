//! The checkout sheet on a terminal: its screens printed, its fields and buttons answered by typing. It decides nothing: what
//! is offered, said and refused is the sheet's.

mod countries;
mod draw;
mod field;
mod keyboard;
mod language;
mod line;
mod page;
mod parts;
mod visit;

pub(crate) use draw::draw;
pub(crate) use field::echo;
pub(crate) use language::Language;
pub(crate) use line::Echo;
pub(crate) use page::{Does, Page};
pub(crate) use visit::{Answer, Typed, Visitor, visit};

use checkout_core::Checkout;
use checkout_sheet::Sheets;
use checkout_sheet::params::{SheetParams, SheetResult};

use self::keyboard::Keyboard;
use crate::customer::ThreeDs;
use crate::progress::Progress;

/// Opens a sheet for the person at the terminal. `three_ds`: how challenges end, where that is settled beforehand.
pub(crate) async fn show(
    checkout: Checkout,
    params: SheetParams,
    three_ds: Option<ThreeDs>,
    progress: Progress,
) -> SheetResult {
    let sheet = Sheets::new(checkout).open(params);
    visit(&sheet, &mut Keyboard::new(progress), three_ds).await
}
