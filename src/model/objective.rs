//! What the system is meant to achieve.

use super::ServiceId;
use crate::quantity::Probability;

/// A promise about the system, judged with its uncertainty.
#[derive(Clone, Debug, PartialEq)]
pub enum Objective {
    /// The interval availability of a service over the observed window.
    Availability {
        of: ServiceId,
        at_least: Probability,
        /// `None`: the expected availability must reach it. Otherwise this share of the
        /// replications must.
        share: Option<Probability>,
    },
}
