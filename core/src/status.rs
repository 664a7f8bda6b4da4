//! The numeric status codes that a host app receives.

use std::fmt;

/// The outcome of a checkout as one of Dojo's published status codes.
///
/// The numbers and meanings are those of Dojo's Android, iOS and React Native SDKs, so that an app can switch over
/// without touching its result handling. No other number is ever returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 0: paid, or (setup intent) the card was saved.
    Successful,
    /// 3: 3-D Secure is needed. Part of the published list; this core resolves it and never returns it.
    Authorizing,
    /// 4: the issuer asks the merchant to call. Nothing was charged.
    Referred,
    /// 5: declined. Nothing was charged.
    Declined,
    /// 20: the gateway took the payment for a repetition of an earlier one.
    DuplicateTransaction,
    /// 30: failed; also an intent that was canceled, reversed or refunded.
    Failed,
    /// 40: too late, by the app's `must_complete_by` or by the intent's own expiry.
    Expired,
    /// 99: not executed yet, or (payment status) not completed yet.
    WaitingPreExecute,
    /// 400: the request or an argument was not valid.
    InvalidRequest,
    /// 401: the intent or the client session secret was refused.
    IssueWithAccessToken,
    /// 404: the gateway got no client session secret that it knows.
    NoAccessTokenSupplied,
    /// 500: the gateway had an internal error.
    InternalServerError,
    /// 7770: the SDK could not get to a result that the server vouches for.
    SdkInternalError,
    /// 7780: the user left before a payment was sent.
    UserClosedWithoutPaying,
}

impl Status {
    /// Every status, in the order of its number.
    pub const ALL: [Status; 14] = [
        Status::Successful,
        Status::Authorizing,
        Status::Referred,
        Status::Declined,
        Status::DuplicateTransaction,
        Status::Failed,
        Status::Expired,
        Status::WaitingPreExecute,
        Status::InvalidRequest,
        Status::IssueWithAccessToken,
        Status::NoAccessTokenSupplied,
        Status::InternalServerError,
        Status::SdkInternalError,
        Status::UserClosedWithoutPaying,
    ];

    /// The number that the host app gets.
    pub const fn code(self) -> i32 {
        match self {
            Status::Successful => 0,
            Status::Authorizing => 3,
            Status::Referred => 4,
            Status::Declined => 5,
            Status::DuplicateTransaction => 20,
            Status::Failed => 30,
            Status::Expired => 40,
            Status::WaitingPreExecute => 99,
            Status::InvalidRequest => 400,
            Status::IssueWithAccessToken => 401,
            Status::NoAccessTokenSupplied => 404,
            Status::InternalServerError => 500,
            Status::SdkInternalError => 7770,
            Status::UserClosedWithoutPaying => 7780,
        }
    }

    /// The status that a gateway's `statusCode` names, or `None` for a number the gateway is not known to send.
    ///
    /// 40, 7770 and 7780 are made on the device, so a gateway that sends one of them is not understood.
    pub fn from_gateway(code: i64) -> Option<Status> {
        let made_on_the_device = |status| {
            matches!(
                status,
                Status::Expired | Status::SdkInternalError | Status::UserClosedWithoutPaying
            )
        };
        Status::ALL
            .into_iter()
            .find(|status| i64::from(status.code()) == code && !made_on_the_device(*status))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?} ({})", self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_published_ones_in_order() {
        let codes: Vec<i32> = Status::ALL.iter().map(|status| status.code()).collect();
        assert_eq!(codes, [0, 3, 4, 5, 20, 30, 40, 99, 400, 401, 404, 500, 7770, 7780]);
    }

    /// Nothing but this notices a status that was not put into `ALL`.
    #[test]
    fn all_of_them_are_in_the_list() {
        for (place, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as usize, place, "{status} stands elsewhere in the enum");
        }
        assert_eq!(Status::UserClosedWithoutPaying as usize + 1, Status::ALL.len());
    }

    #[test]
    fn a_gateway_cannot_send_what_only_a_device_can_know() {
        for code in [40, 7770, 7780, 1, -1, 999, i64::MAX, i64::MIN] {
            assert_eq!(Status::from_gateway(code), None, "{code}");
        }
        for code in [0, 3, 4, 5, 20, 30, 99, 400, 401, 404, 500] {
            assert_eq!(
                Status::from_gateway(code).map(|status| i64::from(status.code())),
                Some(code)
            );
        }
    }
}
