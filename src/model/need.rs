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

impl Need {
    /// Whether it holds, where that is known of every condition that joins no others.
    pub fn holds_if(&self, holds: &impl Fn(&Self) -> bool) -> bool {
        match self {
            Self::All(needs) => needs.iter().all(|need| need.holds_if(holds)),
            Self::Any(needs) => needs.iter().any(|need| need.holds_if(holds)),
            Self::KOfN(count, needs) => {
                needs.iter().filter(|need| need.holds_if(holds)).count() >= *count as usize
            }
            leaf => holds(leaf),
        }
    }

    /// Every condition in it that joins no others, in order.
    pub fn leaves(&self) -> impl Iterator<Item = &Self> {
        let mut left = vec![self];
        std::iter::from_fn(move || {
            loop {
                match left.pop()? {
                    Self::All(needs) | Self::Any(needs) | Self::KOfN(_, needs) => {
                        left.extend(needs.iter().rev());
                    }
                    leaf => return Some(leaf),
                }
            }
        })
    }
}
