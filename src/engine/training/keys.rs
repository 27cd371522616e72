//! What is worked out of a training before it runs.

use super::super::keys::identity;
use super::super::site::Site;
use super::super::stream::Key;
use crate::model::{Kept, Model, Place, PoolId, Training, TrainingId};

/// A training with its streams and what strikes it.
#[derive(Debug)]
pub(in super::super) struct TrainingPlan {
    /// A number that its checkpoints' own draws are found by among those for all copies.
    pub identity: u64,
    /// Numbered by restarts.
    pub selects: Key,
    /// Numbered by the times that the gang was brought up.
    pub initialises: Key,
    pub tiers: Vec<TierKeys>,
    /// The sites that take it down while they hold.
    pub crashes: Vec<PoolId>,
    /// Whether it matters who sits beside whom.
    pub has_peers: bool,
}

/// The streams of a tier of checkpoints, numbered by those begun, or loaded.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct TierKeys {
    pub blocks: Key,
    pub saves: Key,
    pub loads: Key,
}

impl TrainingPlan {
    pub fn new(model: &Model, sites: &[Site], seed: u64, id: TrainingId) -> Self {
        let training: &Training = &model.training[id];
        let key = |purpose| Key::new(seed, &[&training.name], purpose);
        let tiers = training.checkpoints.iter().map(|tier| {
            let key = |purpose| Key::new(seed, &[&training.name, &tier.name], purpose);
            TierKeys {
                blocks: key("checkpoint blocks"),
                saves: key("checkpoint saves"),
                loads: key("checkpoint loads"),
            }
        });
        let of_pool = |(index, site): (usize, &Site)| {
            let crashes = site.is(site.failure, Place::Training(id))
                && !model.failures[site.failure].effect.corrupts;
            crashes.then(|| PoolId::from(model.pools.len() + index))
        };
        Self {
            identity: identity(seed, &training.name, "checkpoints"),
            selects: key("host selection"),
            initialises: key("initialisation"),
            tiers: tiers.collect(),
            crashes: sites.iter().enumerate().filter_map(of_pool).collect(),
            has_peers: training.checkpoints.iter().any(|it| matches!(it.kept, Kept::Peers(_))),
        }
    }
}
