//! What can be wrong with a configuration.

use super::PinProblem;

/// What is wrong with a configuration, and what to do about it. Nothing has been sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A URL that cannot be used.
    #[error("`{setting}` is not a usable URL: {problem}. Give one like https://api.dojo.tech")]
    BadUrl {
        /// The setting.
        setting: &'static str,
        /// What is wrong with it.
        problem: UrlProblem,
    },
    /// An `http://` URL.
    #[error(
        "`{setting}` is not https. Only a loopback host may be spoken to without TLS, and only with \
         `allow_insecure_loopback`"
    )]
    InsecureUrl {
        /// The setting.
        setting: &'static str,
    },
    /// A timeout of nothing at all, or of more than an hour.
    #[error("`{setting}` must be more than zero and at most an hour")]
    BadTimeout {
        /// The setting.
        setting: &'static str,
    },
    /// An extra root certificate that cannot be read.
    #[error("extra root certificate {position} is not a usable certificate in PEM form: {problem}")]
    BadCertificate {
        /// Which one, counted from 1.
        position: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// Pins that cannot be used.
    #[error("the certificate pins number {position} cannot be used: {problem}")]
    BadPins {
        /// Which ones, counted from 1.
        position: usize,
        /// What is wrong with them.
        problem: PinProblem,
    },
    /// A user agent suffix that cannot stand in a header.
    #[error("`user_agent_suffix` must be visible ASCII")]
    BadUserAgentSuffix,
    /// The system's certificates cannot be used, so no server could be verified.
    #[error(
        "TLS is not available: {problem}. Install the system's CA certificates (on Debian the package \
         ca-certificates), or give extra root certificates"
    )]
    TlsUnavailable {
        /// What the TLS library says.
        problem: String,
    },
    /// There is no tokio runtime to send requests on.
    #[error("there is no tokio runtime here. Create the checkout inside one whose I/O and time drivers are enabled")]
    NoRuntime,
    /// The HTTP client could not be made for another reason.
    #[error("the HTTP client could not be made: {problem}")]
    Client {
        /// What the HTTP library says.
        problem: String,
    },
}

/// What is wrong with a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlProblem {
    /// It is no absolute URL.
    #[error("it cannot be read")]
    Unreadable,
    /// It is neither https nor http.
    #[error("its scheme is not https")]
    Scheme,
    /// It holds a user name or a password.
    #[error("it has a user name or a password in it")]
    UserInfo,
    /// It has a query.
    #[error("it has a query")]
    Query,
    /// It has a fragment.
    #[error("it has a fragment")]
    Fragment,
}
