//! What a service serves: requests that members of pools answer.

use super::{Demand, PoolId};
use crate::quantity::{Rate, Span};

/// A serving workload.
#[derive(Clone, Debug, PartialEq)]
pub struct Serving {
    pub demand: Demand,
    /// What one member serves in full quality. Positive.
    pub per_member: Rate,
    /// For each placement, in order, the pools whose members serve; without placements one list.
    pub of: Vec<Vec<PoolId>>,
    /// The share of what the members could serve that load balancing lets them, above 0 to 1.
    pub balancing: f64,
    pub overflow: Overflow,
    /// Levels of lower quality, in the order in which they are tried, each carrying more.
    pub levels: Vec<Level>,
    /// The least share of demand that must be served for the service to be up; `None`: its needs
    /// alone decide.
    pub mbco: Option<f64>,
    /// The share of capacity that a running backup of a dataset that it needs takes, below 1.
    pub backup_load: f64,
    pub autoscale: Option<Autoscale>,
}

/// What becomes of requests that cannot be served at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Overflow {
    Drop,
    /// They wait, first come first served, and leave after this long; it may be for ever.
    Queue {
        patience: Span,
    },
}

/// A level of lower quality.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    pub name: String,
    /// What a member serves at it over what it serves in full quality. Above 1.
    pub capacity: f64,
    /// What a request served at it is worth, over one served in full quality, 0 to 1.
    pub satisfaction: f64,
}

/// Members beyond what demand needs stand idle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autoscale {
    /// How late capacity follows demand.
    pub delay: Span,
    /// The share of capacity that demand is to use, above 0 to 1.
    pub target: f64,
}

impl Serving {
    /// What so many members up serve in full quality, in requests per second, while so many
    /// backups load them.
    #[must_use]
    pub fn capacity(&self, up: u32, backups: u32) -> f64 {
        let left = (1.0 - self.backup_load * f64::from(backups)).max(0.0);
        self.per_member.as_per_second() * self.balancing * f64::from(up) * left
    }

    /// The capacity that autoscaling keeps for a rate of demand, both in requests per second.
    #[must_use]
    pub fn scaled(&self, demand: f64) -> f64 {
        self.autoscale.map_or(f64::INFINITY, |scale| demand / scale.target)
    }

    /// How late capacity follows demand, in seconds.
    #[must_use]
    pub fn late(&self) -> f64 {
        self.autoscale.map_or(0.0, |scale| scale.delay.seconds())
    }

    /// The most that a level carries over full quality.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.levels.iter().map(|level| level.capacity).fold(1.0, f64::max)
    }
}
