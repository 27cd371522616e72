//! What formulas say about stores and the data on them.

mod built;
mod datasets;
mod exposure;
mod job;
mod loss;
mod recovery_point;
mod restore_time;

use super::prediction::Prediction;
use crate::model::Model;

/// What is known of every built store, then of every dataset that can be lost.
pub(super) fn predict(model: &Model) -> Vec<Prediction> {
    let stores = model.stores.ids().flat_map(|id| built::predict(model, id));
    let datasets = model.datasets.ids().flat_map(|id| datasets::predict(model, id));
    stores.chain(datasets).collect()
}

#[cfg(test)]
mod tests;
