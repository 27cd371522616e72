//! What is told of a training.

use super::super::change::Root;
use crate::quantity::Span;

/// What a training does. It is in exactly one phase at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrainingPhase {
    /// It gets on with its work.
    Running,
    /// It stands still for a checkpoint.
    Checkpointing,
    /// Interrupted, by something that has not been detected.
    Detecting,
    /// Hosts are chosen for the gang.
    Selecting,
    /// It waits: for members, for what failed of itself, or for a store.
    Stalled,
    /// It reads a checkpoint.
    Loading,
    /// The gang is brought up.
    Initialising,
    /// Its work is done and saved.
    Done,
}

impl TrainingPhase {
    /// Every phase.
    pub const ALL: [Self; 8] = [
        Self::Running,
        Self::Checkpointing,
        Self::Detecting,
        Self::Selecting,
        Self::Stalled,
        Self::Loading,
        Self::Initialising,
        Self::Done,
    ];

    /// The phase's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Checkpointing => "checkpointing",
            Self::Detecting => "detecting",
            Self::Selecting => "selecting",
            Self::Stalled => "stalled",
            Self::Loading => "loading",
            Self::Initialising => "initialising",
            Self::Done => "done",
        }
    }
}

/// What happens to a training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrainingStep {
    /// It goes over to a phase; where it runs, as fast as this share of its full speed.
    Turns { phase: TrainingPhase, speed: f64 },
    /// It is interrupted, while it was not being restarted, and turns to `Detecting`.
    Interrupted { root: Root },
    /// A checkpoint of this tier can be used from now on.
    Saved { tier: u8 },
    /// It goes back to a checkpoint: so much of the time that it ran, and of its work, was in vain.
    Lost { run: Span, work: Span },
}
