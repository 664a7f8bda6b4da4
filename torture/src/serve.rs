//! A sandbox in a process of its own, so that what a client leaves behind can be told from what a server does.

use std::process::Stdio;

use anyhow::{Context, Result};
use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines, stdin};
use tokio::process::{Child, ChildStdin, ChildStdout};

use crate::process;

/// The other process, seen from here.
pub(crate) struct Served {
    pub(crate) url: String,
    pub(crate) intents: Vec<String>,
    _child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

/// The child's part: a sandbox with so many intents, which tells how many were paid when it is asked, and ends with its
/// parent.
pub(crate) async fn serve(count: usize) -> Result<()> {
    let sandbox = Sandbox::start(SandboxConfig::default()).await?;
    let merchant = sandbox.merchant();
    println!("{}", sandbox.url());
    let mut intents = Vec::with_capacity(count);
    for _ in 0..count {
        let intent = merchant.create_payment_intent(NewPaymentIntent::gbp(1250))?;
        println!("{intent}");
        intents.push(intent);
    }
    let mut asked = BufReader::new(stdin()).lines();
    while asked.next_line().await?.is_some() {
        let is_paid = |intent: &&String| merchant.payment_intent_status(intent).as_deref() == Some("Captured");
        println!("{}", intents.iter().filter(is_paid).count());
    }
    Ok(())
}

impl Served {
    pub(crate) async fn start(count: usize) -> Result<Served> {
        let mut child = process::child(["serve", &count.to_string()])?
            .stdin(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("the child's input")?;
        let mut lines = BufReader::new(child.stdout.take().context("the child's output")?).lines();
        let url = lines.next_line().await?.context("a URL")?;
        let mut intents = Vec::with_capacity(count);
        while intents.len() < count {
            intents.push(lines.next_line().await?.context("an intent")?);
        }
        Ok(Served {
            url,
            intents,
            _child: child,
            input,
            lines,
        })
    }

    /// How many of the intents are paid by now.
    pub(crate) async fn paid(&mut self) -> Result<usize> {
        self.input.write_all(b"?\n").await?;
        self.input.flush().await?;
        Ok(self.lines.next_line().await?.context("an answer")?.parse()?)
    }
}
