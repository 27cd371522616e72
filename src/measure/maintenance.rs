//! What is observed of planned maintenance.

use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::{Due, Maintenance};

/// Adds the columns of planned maintenance: what goes wrong, and rounds, only where there are any.
pub fn add_columns(maintenance: &Maintenance, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: maintenance.name.clone() };
    layout.values.push(column(Metric::Maintained));
    if maintenance.goes_wrong.is_some() {
        layout.values.push(column(Metric::MaintenanceFailed));
    }
    if matches!(maintenance.due, Due::Every { .. }) {
        layout.values.push(column(Metric::RoundsSkipped));
    }
}

/// The work of one kind of maintenance.
#[derive(Clone, Copy, Debug)]
pub struct MaintenanceLedger {
    done: u64,
    /// `None`: nothing goes wrong.
    failed: Option<u64>,
    /// `None`: it is not done in rounds.
    skipped: Option<u64>,
}

impl MaintenanceLedger {
    pub fn new(maintenance: &Maintenance) -> Self {
        Self {
            done: 0,
            failed: maintenance.goes_wrong.is_some().then_some(0),
            skipped: matches!(maintenance.due, Due::Every { .. }).then_some(0),
        }
    }

    /// Forgets what went before: a replication, or its warm-up.
    pub fn begin(&mut self) {
        let (failed, skipped) = (self.failed.map(|_| 0), self.skipped.map(|_| 0));
        *self = Self { done: 0, failed, skipped };
    }

    pub fn done(&mut self, well: bool) {
        self.done += 1;
        if !well {
            *self.failed.as_mut().expect("only work that can go wrong does") += 1;
        }
    }

    pub fn skipped(&mut self) {
        *self.skipped.as_mut().expect("only maintenance in rounds skips one") += 1;
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        let counts = [Some(self.done), self.failed, self.skipped].into_iter().flatten();
        values.extend(counts.map(|count| observed.count(count)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::made::{hours, no_columns, observed};
    use crate::model::{FailureId, GoesWrong, Maintained, PoolId};
    use crate::quantity::{Law, Probability, Span};

    /// Rounds that can go wrong, rounds that cannot, and work at an age.
    fn works() -> [Maintenance; 3] {
        let rounds = Due::Every { first: hours(1.0), every: Span::from_hours(30.0) };
        let wrong =
            GoesWrong { probability: Probability::new(0.1), into: FailureId::from(0), stops: true };
        let work = |name: &str, due, goes_wrong| Maintenance {
            name: name.to_owned(),
            of: Maintained::Pools(vec![PoolId::from(0)]),
            due,
            hours: None,
            drains: Law::Fixed(Span::ZERO),
            takes: Law::Fixed(Span::from_hours(1.0)),
            crew: None,
            at_once: 1,
            renews: Vec::new(),
            goes_wrong,
        };
        let age = Due::AtAge(Span::from_hours(50.0));
        [
            work("firmware", rounds, Some(wrong)),
            work("check", rounds, None),
            work("swap", age, None),
        ]
    }

    fn values(ledger: &MaintenanceLedger, observed: &Observed) -> Vec<Option<f64>> {
        let mut values = Vec::new();
        ledger.values(observed, &mut values);
        values
    }

    #[test]
    fn columns_are_there_for_what_can_happen() {
        let columns = works().map(|work| {
            let mut layout = no_columns();
            add_columns(&work, &mut layout);
            assert!(layout.pooled.is_empty());
            let of_ledger = values(&MaintenanceLedger::new(&work), &observed());
            assert_eq!(of_ledger, vec![Some(0.0); layout.values.len()], "a value a column");
            layout.values.iter().map(ToString::to_string).collect::<Vec<_>>()
        });
        let wrong =
            ["maintained[firmware]", "maintenance_failed[firmware]", "rounds_skipped[firmware]"];
        assert_eq!(columns[0], wrong);
        assert_eq!(columns[1], ["maintained[check]", "rounds_skipped[check]"]);
        assert_eq!(columns[2], ["maintained[swap]"]);
    }

    /// Of six that are done two go wrong, one of them in the warm-up with a round that is skipped.
    #[test]
    fn what_goes_wrong_is_done_too_and_the_warm_up_is_forgotten() {
        let mut ledger = MaintenanceLedger::new(&works()[0]);
        ledger.begin();
        [true, false].into_iter().for_each(|well| ledger.done(well));
        ledger.skipped();
        ledger.begin();
        [true, true, false, true].into_iter().for_each(|well| ledger.done(well));
        (0..2).for_each(|_| ledger.skipped());
        assert_eq!(values(&ledger, &observed()), [Some(4.0), Some(1.0), Some(2.0)]);
        let early = Observed { end: hours(9.0), ..observed() };
        assert_eq!(values(&ledger, &early), [None; 3]);
    }

    #[test]
    fn skipped_rounds_of_work_that_never_goes_wrong_stand_in_their_own_column() {
        let [_, check, swap] = works();
        let mut ledger = MaintenanceLedger::new(&check);
        ledger.done(true);
        (0..3).for_each(|_| ledger.skipped());
        assert_eq!(values(&ledger, &observed()), [Some(1.0), Some(3.0)]);
        let mut ledger = MaintenanceLedger::new(&swap);
        (0..2).for_each(|_| ledger.done(true));
        assert_eq!(values(&ledger, &observed()), [Some(2.0)]);
    }
}
