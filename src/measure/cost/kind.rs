//! What money is spent on.

use crate::model::Costs;

/// A kind of cost. Each is kept on an account of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostKind {
    Members,
    Spares,
    Storage,
    Transfer,
    Repairs,
    Parts,
    People,
    Crews,
    Fixed,
    Licences,
    Planned,
    Outages,
    Incidents,
    DataLoss,
    Transactions,
}

impl CostKind {
    /// Every kind, in the order of their columns.
    pub const ALL: [Self; 15] = [
        Self::Members,
        Self::Spares,
        Self::Storage,
        Self::Transfer,
        Self::Repairs,
        Self::Parts,
        Self::People,
        Self::Crews,
        Self::Fixed,
        Self::Licences,
        Self::Planned,
        Self::Outages,
        Self::Incidents,
        Self::DataLoss,
        Self::Transactions,
    ];

    /// The kind's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Spares => "spares",
            Self::Storage => "storage",
            Self::Transfer => "transfer",
            Self::Repairs => "repairs",
            Self::Parts => "parts",
            Self::People => "people",
            Self::Crews => "crews",
            Self::Fixed => "fixed",
            Self::Licences => "licences",
            Self::Planned => "planned",
            Self::Outages => "outages",
            Self::Incidents => "incidents",
            Self::DataLoss => "data_loss",
            Self::Transactions => "transactions",
        }
    }

    /// Whether something of it has a price.
    pub(super) fn is_priced(self, costs: &Costs) -> bool {
        let is_empty = match self {
            Self::Members => costs.member_hour.is_empty(),
            Self::Spares => costs.spare_hour.is_empty(),
            Self::Storage => costs.stored.is_empty(),
            Self::Transfer => costs.transfer.is_empty(),
            Self::Repairs => costs.repair.is_empty(),
            Self::Parts => costs.part.is_empty(),
            Self::People => costs.people_hour.is_empty(),
            Self::Crews => costs.crew_hour.is_empty(),
            Self::Fixed => costs.fixed.is_empty(),
            Self::Licences => costs.licence.is_empty(),
            Self::Planned => costs.planned_hour.is_empty(),
            Self::Outages => costs.outage_hour.is_empty(),
            Self::Incidents => costs.incident.is_empty(),
            Self::DataLoss => costs.data_loss.is_empty(),
            Self::Transactions => costs.lost_transaction.is_empty(),
        };
        !is_empty
    }
}
