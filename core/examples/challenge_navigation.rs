//! The rule for a challenge's page, for test hosts that are not written in Rust: a question a line, an answer a line.
//!
//! The arguments are the challenge's transaction and its step-up URL. A question is
//! `{"url": …, "main_frame": …, "cause": "gesture" | "redirect" | "script", "new_window": …, "depth": …}`.

use std::io::{BufRead, Error, Write, stdin, stdout};

use checkout_core::threeds::Challenge;
use checkout_core::web_challenge::{Navigation, NavigationCause, NavigationContext, navigation};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Question {
    url: String,
    main_frame: bool,
    cause: String,
    new_window: bool,
    depth: u32,
}

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let challenge = Challenge {
        transaction_id: arguments.next().unwrap_or_default(),
        payload: String::new(),
        step_up_url: arguments.next(),
    };
    for line in stdin().lock().lines() {
        let question: Question = serde_json::from_str(&line?)?;
        let context = NavigationContext {
            main_frame: question.main_frame,
            cause: match question.cause.as_str() {
                "gesture" => NavigationCause::Gesture,
                "redirect" => NavigationCause::Redirect,
                _ => NavigationCause::Script,
            },
            new_window: question.new_window,
            depth: question.depth,
        };
        let answer = match navigation(&question.url, context, &challenge) {
            Navigation::Open(link) => json!({ "answer": "open", "url": link.url, "fallback": link.fallback }),
            Navigation::Stay => json!({ "answer": "stay" }),
            Navigation::Ignore => json!({ "answer": "ignore" }),
            Navigation::Ended(outcome) => json!({ "answer": "ended", "action": outcome.action.wire_name() }),
        };
        writeln!(stdout(), "{answer}")?;
    }
    Ok(())
}
