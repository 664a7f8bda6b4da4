//! The readers of this module, for [`crate::fuzzing`].

use url::Url;

use super::{answer, region};
use crate::config::CheckoutConfig;
use crate::flow::GatewayAnswer;
use crate::http::Answer;

pub(crate) fn read(answer: &Answer, config: &CheckoutConfig) -> GatewayAnswer {
    answer::read(answer, config)
}

pub(crate) fn region_manifest(answer: &Answer, config: &CheckoutConfig) -> Option<Url> {
    region::gateway_in(answer, config)
}
