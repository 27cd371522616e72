//! What is observed of predictors.

use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::Predictor;

/// Adds a predictor's columns.
pub fn add_columns(predictor: &Predictor, layout: &mut Layout) {
    for metric in [Metric::WarningsTrue, Metric::WarningsFalse] {
        layout.values.push(Column { metric, subject: predictor.name.clone() });
    }
}

/// The warnings of one predictor.
#[derive(Clone, Copy, Debug, Default)]
pub struct PredictorLedger {
    rightly: u64,
    wrongly: u64,
}

impl PredictorLedger {
    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        *self = Self::default();
    }

    pub fn warned(&mut self, rightly: bool) {
        self.rightly += u64::from(rightly);
        self.wrongly += u64::from(!rightly);
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        values.extend([self.rightly, self.wrongly].map(|count| observed.count(count)));
    }
}
