//! What a flow costs: the requests, in a form that reads the same every time.

use checkout_sandbox::{Answered, RecordedRequest};

/// Such as `    200  POST /api/payments/{secret}`.
pub(super) fn describe(request: &RecordedRequest) -> String {
    let outcome = match request.status {
        Answered::Status(status) => status.to_string(),
        Answered::Cut => "cut".to_owned(),
        Answered::Silent => "silent".to_owned(),
        Answered::Pending => "…".to_owned(),
    };
    format!(
        "    {outcome:>3}  {:<4} {}",
        request.method,
        path_template(&request.path)
    )
}

/// The path with ids replaced by what they identify.
fn path_template(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once('_') {
        Some(("pi" | "si", _)) => "{intent}",
        Some(("cust", _)) => "{customer}",
        Some(("pm", _)) => "{card}",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_show_in_a_path_template() {
        let path = "/customers/public/cust_sandbox_1/payment-methods/pm_sandbox_2";
        assert_eq!(
            path_template(path),
            "/customers/public/{customer}/payment-methods/{card}"
        );
        assert_eq!(
            path_template("/payment-intents/public/pi_sandbox_3"),
            "/payment-intents/public/{intent}"
        );
        assert_eq!(
            path_template("/setup-intents/public/si_sandbox_4"),
            "/setup-intents/public/{intent}"
        );
        assert_eq!(path_template("/api/payments/{secret}"), "/api/payments/{secret}");
    }
}
