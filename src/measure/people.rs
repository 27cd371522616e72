//! What is observed of people on call.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::{Observation, Observed};
use super::{Column, Metric};
use crate::model::OnCall;
use crate::quantity::Time;

/// Adds the columns of people on call; escalations only where an alarm can go on from them.
pub fn add_columns(people: &OnCall, layout: &mut Layout) {
    let column = |metric| Column { metric, subject: people.name.clone() };
    layout.values.push(column(Metric::Alarms));
    if people.escalates.is_some() {
        layout.values.push(column(Metric::Escalations));
    }
    layout.values.push(column(Metric::PeopleUtilisation));
    layout.pooled.push(column(Metric::AcknowledgeTime));
}

/// The alarms of one level of people, and how many of them are busy over time.
#[derive(Clone, Copy, Debug)]
pub struct PeopleLedger {
    size: f64,
    alarms: u64,
    /// `None`: no alarm goes on from them.
    escalations: Option<u64>,
    busy: Integral,
    first_pooled: u16,
}

impl PeopleLedger {
    /// How many pooled columns people have.
    pub const POOLED: usize = 1;

    /// The ledger of people whose pooled column is `first_pooled`.
    pub fn new(people: &OnCall, first_pooled: u16) -> Self {
        Self {
            size: f64::from(people.size),
            alarms: 0,
            escalations: people.escalates.is_some().then_some(0),
            busy: Integral::default(),
            first_pooled,
        }
    }

    pub fn restart(&mut self) {
        self.busy = Integral::default();
        self.begin(Time::START);
    }

    /// Observation begins: what went before does not count.
    pub fn begin(&mut self, now: Time) {
        self.busy.begin(now);
        self.alarms = 0;
        self.escalations = self.escalations.map(|_| 0);
    }

    pub fn alarm(&mut self) {
        self.alarms += 1;
    }

    pub fn escalated(&mut self) {
        let count = self.escalations.as_mut().expect("alarms go on only where there is a level");
        *count += 1;
    }

    pub fn busy(&mut self, now: Time, busy: u32) {
        self.busy.set(now, f64::from(busy));
    }

    /// An alarm first raised `since` was acknowledged, or is no longer needed.
    pub fn acknowledged(&self, now: Time, since: Time, finished: bool) -> Observation {
        Observation { column: self.first_pooled, value: (now - since).hours(), finished }
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        values.push(observed.count(self.alarms));
        values.extend(self.escalations.map(|count| observed.count(count)));
        values.push(observed.average(self.busy).map(|busy| busy / self.size));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::made::{hours, no_columns, observed};
    use crate::model::{Escalation, OnCallId};
    use crate::quantity::{Law, Span};

    /// Two people whose alarms go on to others, and one whose alarms do not.
    fn levels() -> [OnCall; 2] {
        let people = |name: &str, size, escalates| OnCall {
            name: name.to_owned(),
            size,
            acknowledges: Law::Fixed(Span::from_hours(1.0)),
            escalates,
            hours: None,
        };
        let after = Span::from_hours(2.0);
        let escalates = Some(Escalation { after, to: OnCallId::from(1) });
        [people("sre", 2, escalates), people("lead", 1, None)]
    }

    fn values(ledger: &PeopleLedger, observed: &Observed) -> Vec<Option<f64>> {
        let mut values = Vec::new();
        ledger.values(observed, &mut values);
        values
    }

    /// One is busy since before the warm-up; both are from 30 h to 40 h.
    fn a_day_of(people: &OnCall) -> PeopleLedger {
        let mut ledger = PeopleLedger::new(people, 7);
        ledger.restart();
        ledger.alarm();
        ledger.busy(hours(5.0), 1);
        ledger.begin(hours(10.0));
        let busy = [(14.0, 0), (20.0, 1), (30.0, 2), (40.0, 1), (65.0, 0), (100.0, 1)];
        for (at, busy) in busy {
            ledger.busy(hours(at), busy);
        }
        (0..3).for_each(|_| ledger.alarm());
        ledger
    }

    #[test]
    fn escalations_are_told_of_people_whose_alarms_can_go_on() {
        let columns = levels().map(|people| {
            let mut layout = no_columns();
            add_columns(&people, &mut layout);
            assert_eq!(layout.pooled.len(), PeopleLedger::POOLED);
            let of_ledger = values(&PeopleLedger::new(&people, 0), &observed());
            assert_eq!(layout.values.len(), of_ledger.len(), "a value a column");
            let all = layout.values.iter().chain(&layout.pooled);
            all.map(ToString::to_string).collect::<Vec<_>>()
        });
        let first =
            ["alarms[sre]", "escalations[sre]", "people_utilisation[sre]", "acknowledge_time[sre]"];
        assert_eq!(columns[0], first);
        let last = ["alarms[lead]", "people_utilisation[lead]", "acknowledge_time[lead]"];
        assert_eq!(columns[1], last);
    }

    /// Busy are 4 h of one before 14 h, then 10 h of one, 10 h of two, 25 h of one, and the last
    /// 10 h of one: 69 h of the 200 h of two people.
    #[test]
    fn people_are_busy_by_the_hour_and_alarms_count_from_the_warm_up() {
        let mut ledger = a_day_of(&levels()[0]);
        ledger.escalated();
        assert_eq!(values(&ledger, &observed()), [Some(3.0), Some(1.0), Some(69.0 / 200.0)]);
        let end = Observed { end: hours(60.0), ..observed() };
        let mut half = PeopleLedger::new(&levels()[1], 0);
        half.begin(hours(10.0));
        half.busy(hours(35.0), 1);
        assert_eq!(values(&half, &end), [Some(0.0), Some(0.5)], "of 50 h, the last 25");
    }

    #[test]
    fn the_next_replication_begins_with_nobody_busy() {
        let mut ledger = a_day_of(&levels()[0]);
        ledger.escalated();
        ledger.restart();
        ledger.begin(hours(10.0));
        assert_eq!(values(&ledger, &observed()), [Some(0.0); 3]);
    }

    #[test]
    fn what_ends_before_the_warm_up_was_not_observed() {
        let ledger = a_day_of(&levels()[0]);
        let early = Observed { end: hours(9.0), ..observed() };
        assert_eq!(values(&ledger, &early), [None; 3]);
    }

    #[test]
    fn an_acknowledgement_takes_since_its_alarm_was_first_raised() {
        let ledger = a_day_of(&levels()[1]);
        let seen = ledger.acknowledged(hours(33.5), hours(31.0), true);
        assert_eq!(seen, Observation { column: 7, value: 2.5, finished: true });
        let cut = ledger.acknowledged(hours(110.0), hours(109.0), false);
        assert_eq!(cut, Observation { column: 7, value: 1.0, finished: false });
    }
}
