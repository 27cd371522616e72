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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::made::{hours, no_columns, observed};
    use crate::quantity::{Law, Probability, Span};

    fn values(ledger: &PredictorLedger, observed: &Observed) -> Vec<Option<f64>> {
        let mut values = Vec::new();
        ledger.values(observed, &mut values);
        values
    }

    /// The warnings of a warm-up, of which one was right, then five with two.
    fn warned() -> PredictorLedger {
        let mut ledger = PredictorLedger::default();
        [true, false, false, false].into_iter().for_each(|rightly| ledger.warned(rightly));
        ledger.begin();
        [false, true, false, true, false].into_iter().for_each(|rightly| ledger.warned(rightly));
        ledger
    }

    #[test]
    fn true_and_false_warnings_are_counted_apart_from_the_warm_up_on() {
        let predictor = Predictor {
            name: "smart".to_owned(),
            watches: Vec::new(),
            recall: Probability::SURE,
            precision: Probability::new(0.4),
            lead: Law::Fixed(Span::ZERO),
            actions: Vec::new(),
        };
        let mut layout = no_columns();
        add_columns(&predictor, &mut layout);
        let names: Vec<_> = layout.values.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["warnings_true[smart]", "warnings_false[smart]"]);
        assert!(layout.pooled.is_empty());
        assert_eq!(values(&warned(), &observed()), [Some(2.0), Some(3.0)]);
    }

    #[test]
    fn warnings_of_what_ends_before_the_warm_up_are_unknown() {
        let early = Observed { end: hours(9.0), ..observed() };
        assert_eq!(values(&warned(), &early), [None, None]);
        let at_once = Observed { end: hours(10.0), ..observed() };
        assert_eq!(values(&PredictorLedger::default(), &at_once), [Some(0.0); 2]);
    }
}
