//! Who may call: the merchant's backend with its API key, an app with a customer secret or with nothing but an id.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};

use crate::app::App;
use crate::wire::ApiVersion;
use crate::wire::problem::Problem;

/// A call with the merchant's API key and the `Version` header that such calls need.
pub(crate) struct MerchantCall {
    pub(crate) version: ApiVersion,
}

impl FromRequestParts<Arc<App>> for MerchantCall {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let key = credential(&parts.headers).ok_or_else(|| {
            Problem::unauthorized(
                "The API key is missing: send `Authorization: Basic <key>`, the key as it is and not in base64.",
            )
        })?;
        if key != app.api_key {
            return Err(Problem::unauthorized("The API key is not this sandbox's."));
        }
        match version(&parts.headers)? {
            Some(version) => Ok(Self { version }),
            None => Err(Problem::field(
                "Version",
                "is a required header: a date such as 2022-04-07",
            )),
        }
    }
}

/// A call from an app. Both SDKs send `Version`; without one, theirs is assumed.
pub(crate) struct AppCall {
    pub(crate) version: ApiVersion,
}

impl FromRequestParts<Arc<App>> for AppCall {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, Problem> {
        Ok(Self {
            version: version(&parts.headers)?.unwrap_or(ApiVersion::MOBILE),
        })
    }
}

/// What follows `Basic ` in the `Authorization` header, if anything does.
pub(crate) fn credential(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credential) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("Basic") && !credential.is_empty()).then_some(credential)
}

fn version(headers: &HeaderMap) -> Result<Option<ApiVersion>, Problem> {
    let Some(value) = headers.get("version") else {
        return Ok(None);
    };
    let version = value.to_str().ok().and_then(ApiVersion::parse);
    version
        .map(Some)
        .ok_or_else(|| Problem::field("Version", "must be a date such as 2022-04-07"))
}

impl IntoParams for MerchantCall {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![version_header(Required::True)]
    }
}

impl IntoParams for AppCall {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![version_header(Required::False)]
    }
}

fn version_header(required: Required) -> Parameter {
    let date = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
    ParameterBuilder::new()
        .name("Version")
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some("The dated API version, such as 2022-04-07"))
        .schema(Some(date))
        .build()
}
