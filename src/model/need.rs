//! What services need.

use super::{DatasetId, DomainId, LinkId, PoolId, ServiceId, StoreId};

/// A condition on the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// At least this many positions of the pool are filled by members that are up.
    AtLeast(u32, PoolId),
    /// Another service is up.
    Service(ServiceId),
    /// The dataset is whole and can be read, at this store where one is given.
    Data(DatasetId, Option<StoreId>),
    /// The domain is up, and so are those that it lies in.
    Domain(DomainId),
    /// The link is up.
    Link(LinkId),
    All(Vec<Need>),
    Any(Vec<Need>),
    /// At least this many of them hold.
    KOfN(u32, Vec<Need>),
}
