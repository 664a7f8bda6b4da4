//! A sandbox with a customer in it, and the `checkout` binary to pay with.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

use checkout_sandbox::{Merchant, NewPaymentIntent, Sandbox, SandboxConfig, test_cards};
use serde_json::{Value, json};

pub(crate) const PAYS: &str = "5200000000001005";
pub(crate) const PAYS_CVV: &str = "020";
pub(crate) const CHALLENGED: &str = "5200000000001096";

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) merchant: Merchant,
    pub(crate) customer: String,
    pub(crate) customer_secret: String,
}

impl Shop {
    pub(crate) async fn open() -> Shop {
        Shop::with(SandboxConfig::default()).await
    }

    pub(crate) async fn with(config: SandboxConfig) -> Shop {
        let sandbox = Sandbox::start(config).await.unwrap();
        let merchant = sandbox.merchant();
        let customer = merchant.create_customer("Sam Test");
        let customer_secret = merchant.create_customer_secret(&customer).unwrap();
        forbid(&customer_secret);
        Shop {
            sandbox,
            merchant,
            customer,
            customer_secret,
        }
    }

    /// An intent over 12.50 GBP, linked to the customer.
    pub(crate) fn intent(&self) -> String {
        self.merchant
            .create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(&self.customer))
            .unwrap()
    }

    /// A setup intent, linked to the customer.
    pub(crate) fn setup_intent(&self) -> String {
        let request = json!({
            "reference": "later",
            "merchantInitiatedTransactionType": "NoShow",
            "terms": "20 GBP if you do not come.",
            "intendedAmount": { "value": 2000, "currencyCode": "GBP" },
            "customer": { "id": self.customer },
        });
        self.merchant.create_setup_intent(request).unwrap()
    }

    /// An intent over 12.50 GBP that the merchant keys in.
    pub(crate) fn terminal_intent(&self) -> NewPaymentIntent {
        NewPaymentIntent::gbp(1250).with("transactionSource", json!("MOTO"))
    }

    pub(crate) fn save_card(&self) -> String {
        self.merchant.save_card(&self.customer, PAYS, "12/29").unwrap()
    }

    /// `checkout COMMAND` with the options for this sandbox's API host.
    pub(crate) fn command(&self, command: &str) -> Checkout {
        checkout(&[command]).args(&["--api-url", &self.sandbox.url(), "--allow-insecure-loopback"])
    }

    /// `checkout pay --json` for an intent, on this sandbox.
    pub(crate) fn pay(&self, intent: &str) -> Checkout {
        self.command("pay").args(&[
            "--gateway-url",
            &self.sandbox.gateway_url(),
            "--payment-intent",
            intent,
            "--json",
        ])
    }

    /// `checkout pay --json` with the card that pays.
    pub(crate) fn pay_with_card(&self, intent: &str) -> Checkout {
        self.pay(intent)
            .args(&["--card", PAYS, "--expiry", "12/29", "--cvv", PAYS_CVV])
    }

    /// What was requested, such as `POST /api/payments/{secret}`.
    pub(crate) fn requests(&self) -> Vec<String> {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .map(|request| format!("{} {}", request.method, request.path))
            .collect()
    }

    /// The body of the last request of this path, with card data and secrets masked.
    pub(crate) fn body_of(&self, path: &str) -> Value {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .rfind(|request| request.path == path)
            .unwrap()
            .body
            .clone()
    }

    pub(crate) fn payments(&self) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.starts_with("POST /api/payments/"))
            .count()
    }
}

/// The binary, about to be run.
pub(crate) struct Checkout {
    command: Command,
    input: Vec<u8>,
}

/// `checkout ARGS`, verbose, without anything of this process' environment that it reads.
pub(crate) fn checkout(args: &[&str]) -> Checkout {
    let mut command = Command::new(env!("CARGO_BIN_EXE_checkout"));
    for variable in ["API_URL", "GATEWAY_URL", "CUSTOMER_SECRET", "CVV"] {
        command.env_remove(format!("CHECKOUT_{variable}"));
    }
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command.args(args).arg("--verbose");
    Checkout {
        command,
        input: Vec::new(),
    }
}

impl Checkout {
    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// What stands on standard input.
    pub(crate) fn input(mut self, input: &str) -> Self {
        self.input = input.as_bytes().to_vec();
        self
    }

    /// The command as it is, for a test that watches it run.
    #[cfg(unix)]
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    pub(crate) fn run(mut self) -> Ran {
        let command = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(&self.input).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

/// A run that has ended, and that has shown no secret.
pub(crate) struct Ran {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let ran = Ran {
            exit: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        keep_and_search(&format!("{}{}", ran.stdout, ran.stderr));
        ran
    }

    /// The one line of stdout, as JSON.
    pub(crate) fn result(&self) -> Value {
        assert_eq!(
            self.stdout.lines().count(),
            1,
            "stdout: {}\nstderr: {}",
            self.stdout,
            self.stderr
        );
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Code, charge and reason, such as `0 Charged AlreadyCompleted`.
    pub(crate) fn in_short(&self) -> String {
        let result = self.result();
        let exit = i32::from(result["code"] != 0);
        assert_eq!(self.exit, exit, "the exit status follows from the code");
        let reason = result["reason"].as_str().unwrap_or("-");
        format!("{} {} {reason}", result["code"], result["charge"].as_str().unwrap())
    }
}

/// `target`, wherever it is.
fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

static FORBIDDEN: LazyLock<Mutex<Vec<String>>> = LazyLock::new(|| {
    let cards = test_cards()
        .iter()
        .flat_map(|card| [card.number.to_owned(), card.cvv.to_owned()]);
    let forbidden: Vec<String> = cards.collect();
    forbidden.iter().for_each(|secret| record_forbidden(secret));
    Mutex::new(forbidden)
});

/// From now on no output may hold this secret.
pub(crate) fn forbid(secret: &str) {
    FORBIDDEN.lock().unwrap().push(secret.to_owned());
    record_forbidden(secret);
}

fn record_forbidden(secret: &str) {
    let reports = target().join("reports");
    fs::create_dir_all(&reports).unwrap();
    let file = reports.join("forbidden-strings-cli.txt");
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(format!("{secret}\n").as_bytes()).unwrap();
}

/// Keeps what a run printed, and fails if there is a secret in it.
pub(crate) fn keep_and_search(output: &str) {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let logs = target().join("test-logs");
    fs::create_dir_all(&logs).unwrap();
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    fs::write(logs.join(format!("cli-{}-{run}.log", std::process::id())), output).unwrap();
    for secret in FORBIDDEN.lock().unwrap().iter() {
        assert!(!shows(output, secret), "a run printed a secret or card data"); // which it was is not said here either
    }
}

/// A CVV is three digits that occur in any port: it counts only where it is a word of its own.
fn shows(output: &str, secret: &str) -> bool {
    match secret.len() {
        ..6 => output
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == secret),
        _ => output.contains(secret),
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    assert!(shows("the CVV (020) is", "020"));
    assert!(!shows("at port 40201", "020"));
    assert!(shows("pan=5200000000001005,", PAYS));
}
