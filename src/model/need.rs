//! Services and what they need.

use super::{PoolId, ServiceId};

/// What the business sees: up while what it needs holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    pub name: String,
    pub needs: Need,
}

/// A condition on the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// At least this many positions of the pool are filled by members that are up.
    AtLeast(u32, PoolId),
    /// Another service is up.
    Service(ServiceId),
    All(Vec<Need>),
    Any(Vec<Need>),
    /// At least this many of them hold.
    KOfN(u32, Vec<Need>),
}
