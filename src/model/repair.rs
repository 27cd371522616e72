//! Repair pipelines, and the crews and parts they need.

use super::{CrewId, Hours, OnCallId, PartId};
use crate::quantity::{Law, Probability};

/// Ordered stages, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub name: String,
    pub stages: Vec<Stage>,
}

/// One step of a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub name: String,
    pub takes: Law,
    /// Who does it; `None`: nobody is needed.
    pub crew: Option<CrewId>,
    /// Who is called to do it, in place of a crew: the stage begins when they acknowledge.
    pub people: Option<OnCallId>,
    /// What it uses up; the part is waited for first, then the crew.
    pub part: Option<PartId>,
    /// Whether its crew need not be on site: it goes on while the member's domain is down.
    pub remote: bool,
    /// The probability that the pipeline ends with this stage; 1 in the last.
    pub fixes: Probability,
    /// The probability that what was called fixed is fixed.
    pub sticks: Probability,
}

/// People who do one repair each at a time, first come first served.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    pub name: String,
    /// How many repairs at once. At least 1.
    pub size: u32,
    /// When they begin a stage; `None`: at any time. What is begun is finished.
    pub hours: Option<Hours>,
}

/// Parts on a shelf, reordered one for one on use.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub stock: u32,
    /// From using one to its replacement lying on the shelf.
    pub lead_time: Law,
}
