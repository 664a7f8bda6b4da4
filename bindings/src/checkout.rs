//! The checkout client.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use checkout_core::config::{self, GatewayChoice, RegionManifests};
use checkout_core::{Checkout, PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sheet::Sheets;
use tokio::runtime::Runtime;

use crate::error::{CallError, ConfigError};
use crate::jvm;
use crate::result::PaymentResult;
use crate::runtime::{run, runtime};
use crate::session::NativeSession;
use crate::summary::{PaymentSummary, SavedCard};

/// How the SDK reaches Dojo. What is left out has the default of the core: Dojo's production hosts.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CheckoutConfig {
    /// The API host, with or without a trailing slash.
    #[uniffi(default)]
    pub api_url: Option<String>,
    /// The payment gateway. Without it Dojo's region manifests choose one.
    #[uniffi(default)]
    pub gateway_url: Option<String>,
    /// The region manifest in Google's cloud; not looked at with `gateway_url`.
    #[uniffi(default)]
    pub gcp_manifest_url: Option<String>,
    /// The region manifest in Amazon's cloud; not looked at with `gateway_url`.
    #[uniffi(default)]
    pub aws_manifest_url: Option<String>,
    /// The gateway when neither manifest can be used.
    #[uniffi(default)]
    pub fallback_gateway_url: Option<String>,
    /// The hosts that a region manifest may name; empty means any. Not looked at with `gateway_url`.
    #[uniffi(default)]
    pub allowed_gateway_hosts: Vec<String>,
    /// How long a connection may take, in milliseconds (10,000).
    #[uniffi(default)]
    pub connect_timeout_millis: Option<i64>,
    /// How long a request may take with all its retries, in milliseconds (25,000).
    #[uniffi(default)]
    pub request_timeout_millis: Option<i64>,
    /// How long to read an intent whose outcome is not known, in milliseconds (30,000).
    #[uniffi(default)]
    pub read_back_limit_millis: Option<i64>,
    /// Lets a loopback host be spoken to without TLS. For tests against a local sandbox.
    #[uniffi(default = false)]
    pub allow_insecure_loopback: bool,
    /// Root certificates (PEM) that are trusted besides the platform's, on Android in place of them. For tests.
    #[uniffi(default)]
    pub extra_root_certificates: Vec<String>,
    /// Public keys that hosts must show, in addition to valid certificates. Default: none, which is right for most apps: a
    /// pin that is forgotten stops payments.
    #[uniffi(default)]
    pub certificate_pins: Vec<HostPins>,
    /// Follows the SDK's name in the `User-Agent` header, such as `my-shop/2.1`. Visible ASCII.
    #[uniffi(default)]
    pub user_agent_suffix: Option<String>,
}

/// The public keys of one host. Once `valid_until` has passed they are ignored, and each checkout has a diagnostic that
/// says so.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct HostPins {
    /// The host, such as `api.dojo.tech`. A gateway that a region manifest names is pinned only if it is listed here.
    pub host: String,
    /// At least two pins, one of them for a key that is not in use yet. A pin is the SHA-256 of a certificate's
    /// SubjectPublicKeyInfo in base64, with or without `sha256/` before it; the certificate is the host's own or that of
    /// an authority that the host sends along.
    pub spki_sha256: Vec<String>,
    /// When the pins end: by then an update of the app should have brought others.
    pub valid_until: SystemTime,
}

impl From<HostPins> for config::HostPins {
    fn from(pins: HostPins) -> Self {
        config::HostPins {
            host: pins.host,
            spki_sha256: pins.spki_sha256,
            valid_until: pins.valid_until,
        }
    }
}

impl TryFrom<CheckoutConfig> for checkout_core::CheckoutConfig {
    type Error = ConfigError;

    fn try_from(config: CheckoutConfig) -> Result<Self, ConfigError> {
        let mut core = checkout_core::CheckoutConfig::default();
        if let Some(url) = config.api_url {
            core.api_url = url;
        }
        core.gateway = match config.gateway_url {
            Some(url) => GatewayChoice::Url(url),
            None => {
                let dojo = RegionManifests::default();
                GatewayChoice::RegionManifests(RegionManifests {
                    gcp_url: config.gcp_manifest_url.unwrap_or(dojo.gcp_url),
                    aws_url: config.aws_manifest_url.unwrap_or(dojo.aws_url),
                    fallback_url: config.fallback_gateway_url.unwrap_or(dojo.fallback_url),
                    allowed_hosts: config.allowed_gateway_hosts,
                })
            }
        };
        set_millis(
            &mut core.connect_timeout,
            "connect_timeout_millis",
            config.connect_timeout_millis,
        )?;
        set_millis(
            &mut core.request_timeout,
            "request_timeout_millis",
            config.request_timeout_millis,
        )?;
        set_millis(
            &mut core.read_back_limit,
            "read_back_limit_millis",
            config.read_back_limit_millis,
        )?;
        core.allow_insecure_loopback = config.allow_insecure_loopback;
        core.extra_root_certificates = config.extra_root_certificates;
        core.certificate_pins = config.certificate_pins.into_iter().map(Into::into).collect();
        core.user_agent_suffix = config.user_agent_suffix;
        Ok(core)
    }
}

fn set_millis(setting: &mut Duration, name: &str, millis: Option<i64>) -> Result<(), ConfigError> {
    if let Some(millis) = millis {
        let negative = |_| ConfigError::BadTimeout {
            reason: format!("`{name}` must not be negative"),
        };
        *setting = Duration::from_millis(u64::try_from(millis).map_err(negative)?);
    }
    Ok(())
}

/// The core's side of the checkout client. Apps use the SDK's `Checkout`.
#[derive(uniffi::Object)]
pub struct NativeCheckout {
    checkout: Checkout,
    pub(crate) sheets: Sheets,
    runtime: &'static Runtime,
}

#[uniffi::export]
impl NativeCheckout {
    /// A client of the hosts in `config`.
    #[uniffi::constructor]
    pub fn new(config: CheckoutConfig) -> Result<Arc<Self>, ConfigError> {
        jvm::require_initialized()?;
        let runtime = runtime()?;
        let config = config.try_into()?;
        let _inside = runtime.enter();
        let checkout = Checkout::new(config)?;
        Ok(Arc::new(NativeCheckout {
            sheets: Sheets::new(checkout.clone()),
            checkout,
            runtime,
        }))
    }

    /// Starts the checkout of an intent. What cannot begin is a session that is finished, with code 400.
    ///
    /// `must_complete_by_millis`: milliseconds since the Unix epoch, after which no payment is sent.
    pub fn start_payment(
        &self,
        payment_intent_id: String,
        customer_secret: Option<String>,
        must_complete_by_millis: Option<i64>,
    ) -> Arc<NativeSession> {
        let mut params = PaymentParams::new(payment_intent_id);
        params.customer_secret = customer_secret.map(Into::into);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        Arc::new(self.checkout.start_payment(params).into())
    }

    /// Starts the setup of a card: it is saved for payments that the merchant starts later. See `start_payment`.
    pub fn start_setup(&self, setup_intent_id: String, must_complete_by_millis: Option<i64>) -> Arc<NativeSession> {
        let mut params = SetupParams::new(setup_intent_id);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        Arc::new(self.checkout.start_setup(params).into())
    }

    /// Starts a payment that the merchant keys in: no device data, no 3-D Secure. See `start_payment`.
    pub fn start_virtual_terminal(
        &self,
        payment_intent_id: String,
        must_complete_by_millis: Option<i64>,
    ) -> Arc<NativeSession> {
        let mut params = VirtualTerminalParams::new(payment_intent_id);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        Arc::new(self.checkout.start_virtual_terminal(params).into())
    }

    /// The newest session of an intent: a running one, or one of the last that have finished.
    pub fn session(&self, payment_intent_id: String) -> Option<Arc<NativeSession>> {
        self.checkout
            .session(&payment_intent_id)
            .map(|session| Arc::new(session.into()))
    }

    /// Reads an intent without starting a checkout. Its saved cards are not fetched.
    pub async fn payment_intent(&self, payment_intent_id: String) -> Result<PaymentSummary, CallError> {
        let checkout = self.checkout.clone();
        let call = async move { checkout.payment_intent(&payment_intent_id).await };
        Ok(run(self.runtime, call).await?.into())
    }

    /// Reads a setup intent. Its total is what is intended, if it says.
    pub async fn setup_intent(&self, setup_intent_id: String) -> Result<PaymentSummary, CallError> {
        let checkout = self.checkout.clone();
        let call = async move { checkout.setup_intent(&setup_intent_id).await };
        Ok(run(self.runtime, call).await?.into())
    }

    /// Lists the saved cards of a customer.
    pub async fn saved_cards(&self, customer_id: String, customer_secret: String) -> Result<Vec<SavedCard>, CallError> {
        let checkout = self.checkout.clone();
        let call = async move { checkout.saved_cards(&customer_id, customer_secret).await };
        Ok(run(self.runtime, call)
            .await?
            .into_iter()
            .map(SavedCard::from)
            .collect())
    }

    /// Deletes a saved card of a customer. After an error that says `Network` or `Server` it may be gone all the same.
    pub async fn delete_saved_card(
        &self,
        customer_id: String,
        payment_method_id: String,
        customer_secret: String,
    ) -> Result<(), CallError> {
        let checkout = self.checkout.clone();
        let call = async move {
            checkout
                .delete_saved_card(&customer_id, &payment_method_id, customer_secret)
                .await
        };
        Ok(run(self.runtime, call).await?)
    }

    /// Asks what has come of a setup intent.
    pub async fn setup_status(&self, setup_intent_id: String) -> PaymentResult {
        let checkout = self.checkout.clone();
        run(
            self.runtime,
            async move { checkout.setup_status(&setup_intent_id).await },
        )
        .await
        .into()
    }

    /// Asks what has come of an intent: for an app that was ended in the middle of a payment.
    pub async fn payment_status(&self, payment_intent_id: String) -> PaymentResult {
        let checkout = self.checkout.clone();
        run(self.runtime, async move {
            checkout.payment_status(&payment_intent_id).await
        })
        .await
        .into()
    }
}

/// A time before 1970 is long past, whatever it is.
pub(crate) fn point_in_time(millis: i64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// How many checkouts this process holds in memory. For tests that look for leaks.
#[uniffi::export]
pub fn live_sessions() -> i64 {
    i64::try_from(checkout_core::live_sessions()).unwrap_or(i64::MAX)
}

/// The version of the core, such as `0.1.0`.
#[uniffi::export]
pub fn core_version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
