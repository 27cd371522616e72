//! Failures as a trace tells them, once or over and over.

use super::cascade::Call;
use super::change::Root;
use super::episode;
use super::event::{Event, MemberNo};
use super::plan::{Class, ClassId};
use super::world::World;
use crate::model::{FailureId, Hits, Occurs, PoolId, Target, Trace, TracedStrike};
use crate::quantity::{Span, Time};

impl World<'_> {
    pub(super) fn start_traces(&mut self) {
        for failure in self.plan.model.failures.ids() {
            if matches!(self.plan.model.failures[failure].occurs, Occurs::Traced(_)) {
                self.schedule_row(failure, 0);
            }
        }
    }

    fn trace_of(&self, failure: FailureId) -> &Trace {
        match &self.plan.model.failures[failure].occurs {
            Occurs::Traced(trace) => trace,
            other => panic!("only traces have rows, not {other:?}"),
        }
    }

    fn schedule_row(&mut self, failure: FailureId, index: u32) {
        if let Some((at, _)) = row(self.trace_of(failure), index) {
            self.schedule(at, Event::Traced { failure, index });
        }
    }

    /// The next row of a trace has come; what is not exposed is not struck.
    pub(super) fn trace_strikes(&mut self, failure: FailureId, index: u32) {
        self.schedule_row(failure, index + 1);
        let (_, row) = row(self.trace_of(failure), index).expect("only rows are scheduled");
        let occurrence = episode::counted(episode::TRACE, index);
        let root = Root::natural(failure);
        let call = Call { failure, occurrence, root, lasts: row.lasts };
        let classes = &self.plan.causes.modes[failure].classes;
        let of_pool = |pool: PoolId| {
            let class = classes.iter().find(|&&class| self.plan.classes[class].pool == pool);
            *class.expect("a trace names only what its mode strikes")
        };
        let victim: Option<(ClassId, MemberNo)> = match row.target {
            Target::Any => {
                self.call(call, Hits::One);
                return;
            }
            Target::AnyOf(pool) => {
                let victims = self.plan.causes.modes[failure].victims;
                let member = self.member_in_service(pool, victims, occurrence);
                member.map(|member| (of_pool(pool), member))
            }
            Target::Member(pool, member) => Some((of_pool(pool), member)),
            Target::Place(place) => {
                let site = self.plan.sites().find(|(_, site)| site.is(failure, place));
                let (pool, _) = site.expect("a trace names only what its mode strikes");
                Some((of_pool(pool), 0))
            }
        };
        self.strike_and_cascade(victim.as_slice(), call);
    }

    /// How long a failure lasts of a mode that only its trace tells of, where no row does: as long
    /// as that of some row, chosen at random.
    pub(super) fn lasts_like_a_row(&self, class: &Class<'_>, episode: u64) -> Option<Span> {
        let Occurs::Traced(trace) = &class.mode.occurs else { return None };
        let draw = class.lasts.draw(self.replication, episode);
        let (row, _) = draw.choose(u32::try_from(trace.strikes.len()).expect("rows fit 32 bits"));
        trace.strikes.get(row as usize).and_then(|row| row.lasts)
    }
}

/// A row counted through all repetitions, and when it strikes.
fn row(trace: &Trace, index: u32) -> Option<(Time, TracedStrike)> {
    let rows = trace.strikes.len();
    let row = *trace.strikes.get((index as usize).checked_rem(rows)?)?;
    match (index as usize / rows, trace.repeats) {
        (0, _) => Some((row.at, row)),
        (_, None) => None,
        (turn, Some(repeats)) => Some((row.at + repeats * turn as f64, row)),
    }
}
