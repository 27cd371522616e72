//! What the system is meant to achieve.

use super::{DatasetId, FailureId, ServiceId, TrainingId};
use crate::quantity::{Money, Probability, Span};

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
    /// The recovery point actual of a dataset: within this time in this share of its incidents; one
    /// without a copy to restore is not within any.
    RecoveryPoint { of: DatasetId, within: Span, share: Probability },
    /// The recovery time actual of a service: within this time in this share of its outages.
    RecoveryTime {
        of: ServiceId,
        within: Span,
        share: Probability,
        /// Only of those that these failures began; empty: of all.
        caused_by: Vec<FailureId>,
    },
    /// The probability that in the observed window some of a dataset is lost with no copy to
    /// restore it from.
    Loss { of: DatasetId, at_most: Probability },
    /// What the observed window costs in all.
    Cost {
        at_most: Money,
        /// `None`: the expected cost must stay within it. Otherwise that of this share of the
        /// replications must.
        share: Option<Probability>,
    },
    /// The share of the requests demanded of a service's workload that are served.
    Served {
        of: ServiceId,
        at_least: Probability,
        /// `None`: the expected share must reach it. Otherwise that of this share of the
        /// replications must.
        share: Option<Probability>,
    },
    /// The effective training time ratio of a training.
    Goodput {
        of: TrainingId,
        at_least: Probability,
        /// `None`: the expected ratio must reach it. Otherwise that of this share of the
        /// replications must.
        share: Option<Probability>,
    },
    /// The completion of a training: so long after the start, at most the horizon, in this share of
    /// the replications.
    Completion { of: TrainingId, within: Span, share: Probability },
}
