//! How far a study has come: on the terminal, and in the files that are written on the way.

use std::error::Error;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::signals;
use crate::measure::Outcome;
use crate::report::Streams;
use crate::study::Watch;

/// Shows progress and streams out what comes of the replications.
pub struct Progress {
    bar: ProgressBar,
    streams: Option<Streams>,
}

impl Progress {
    /// A bar on the terminal (and nothing on a pipe), rows into the streams where there are
    /// any.
    pub fn new(streams: Option<Streams>) -> Self {
        let style = ProgressStyle::with_template(
            "{bar:30} {human_pos} of {human_len} replications, {per_sec}, {eta} left",
        );
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self { bar: bar.with_style(style.expect("the template is well formed")), streams }
    }

    /// Takes the bar away and gives the streams back.
    pub fn finish(self) -> Option<Streams> {
        self.bar.finish_and_clear();
        self.streams
    }
}

impl Watch for Progress {
    fn outcomes(&mut self, outcomes: &[Outcome], needed: u64) -> Result<(), Box<dyn Error>> {
        if let Some(streams) = &mut self.streams {
            for outcome in outcomes {
                streams.write(outcome)?;
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
