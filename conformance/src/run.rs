//! A scenario on its way.

use anyhow::{Context, Result};

use crate::arrange::Arranged;
use crate::judge::{self, Verdict};
use crate::observed::Observed;
use crate::plan::Plan;
use crate::scenario::{Action, Scenario};

/// A scenario whose world is set up, in a sandbox of its own. Two runs share nothing.
pub struct ScenarioRun {
    scenario: Scenario,
    world: Arranged,
}

impl ScenarioRun {
    /// Sets the world up.
    ///
    /// # Errors
    /// The scenario asks for something that cannot be.
    pub async fn start(scenario: &Scenario) -> Result<Self> {
        let world = Arranged::of(scenario)
            .await
            .with_context(|| format!("scenario {}", scenario.name))?;
        Ok(ScenarioRun {
            scenario: scenario.clone(),
            world,
        })
    }

    /// What the runner needs.
    pub fn plan(&self) -> &Plan {
        &self.world.plan
    }

    /// Changes the world, as the step of this number says.
    ///
    /// # Errors
    /// It is not a step of that kind, or the change is not possible.
    pub async fn change_world(&self, step: usize) -> Result<()> {
        match self.scenario.host.get(step).map(|step| &step.action) {
            Some(Action::World(change)) => self.world.change(change).await,
            _ => anyhow::bail!("step {step} does not change the world"),
        }
    }

    /// Judges what was seen, and ends the sandbox.
    pub async fn finish(self, observed: &Observed) -> Verdict {
        let verdict = judge::judge(&self.scenario, &self.world, observed);
        self.world.sandbox.shutdown().await;
        verdict
    }
}
