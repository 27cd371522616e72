//! Everything that is known of a dataset; at most one row says what is not.

use super::{exposure, loss, recovery_point, restore_time};
use crate::analytic::formula;
use crate::analytic::outside;
use crate::analytic::prediction::Prediction;
use crate::measure::Metric;
use crate::model::{DatasetId, Model};

/// Nothing about what cannot be lost. What the formulas about copies cannot say is told once, by
/// the first assumption that is broken.
pub fn predict(model: &Model, id: DatasetId) -> Vec<Prediction> {
    if !exposure::can_be_lost(model, id) {
        return Vec::new();
    }
    let outside = outside::of_dataset(model, id);
    let undisturbed = || outside.clone();
    let backed_up = model.backups_of(id).next().is_some();
    let found = [
        undisturbed().and_then(|()| recovery_point::predict(model, id)),
        undisturbed().and_then(|()| restore_time::predict(model, id)),
        undisturbed().and_then(|()| loss::predict(model, id)),
    ];
    let [points, times, losses] = found;
    let mut refused =
        if backed_up { points.as_ref().err() } else { losses.as_ref().err() }.cloned();
    if backed_up && refused.is_none() {
        refused = times.as_ref().err().cloned();
    }
    let metric = match (backed_up, points.is_ok()) {
        (false, _) => Metric::ProbabilityOfLoss,
        (true, false) => Metric::Rpa,
        (true, true) => Metric::RestoreTime,
    };
    let (formula, source) = match metric {
        Metric::Rpa => (recovery_point::FORMULA, formula::recovery_point::SOURCE),
        Metric::RestoreTime => ("restore chain", formula::restore_chain::SOURCE),
        _ => ("copies on several sites", formula::sites::SOURCE),
    };
    let name = &model.datasets[id].name;
    let refused = refused
        .map(|reason| Prediction::not_applicable(metric.name(), name, formula, source, reason));
    let found = [points, times, losses].into_iter().flatten().flatten();
    found.chain(refused).collect()
}
