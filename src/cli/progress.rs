//! How far a study has come: on the terminal, and in the file that is written on the way.

use std::error::Error;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::signals;
use crate::measure::Outcome;
use crate::report::ReplicationsWriter;
use crate::study::Watch;

/// Shows progress and streams the replications out.
pub struct Progress {
    bar: ProgressBar,
    writer: Option<ReplicationsWriter>,
}

impl Progress {
    /// A bar on the terminal (and nothing on a pipe), rows into the writer where there is one.
    pub fn new(writer: Option<ReplicationsWriter>) -> Self {
        let style = ProgressStyle::with_template(
            "{bar:30} {human_pos} of {human_len} replications, {per_sec}, {eta} left",
        );
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self { bar: bar.with_style(style.expect("the template is well formed")), writer }
    }

    /// Takes the bar away and gives the writer back.
    pub fn finish(self) -> Option<ReplicationsWriter> {
        self.bar.finish_and_clear();
        self.writer
    }
}

impl Watch for Progress {
    fn outcomes(&mut self, outcomes: &[Outcome], needed: u64) -> Result<(), Box<dyn Error>> {
        if let Some(writer) = &mut self.writer {
            for outcome in outcomes {
                writer.write(outcome.replication, &outcome.values)?;
            }
        }
        self.bar.set_length(needed);
        self.bar.inc(outcomes.len() as u64);
        Ok(())
    }

    fn stops(&self) -> bool {
        signals::is_stopped()
    }
}
