//! Detection: nothing reacts to a failure before its detector sees it.

use super::change::{Change, MemberState, Root, RootCause, Scope, Stretch};
use super::event::{Event, MemberNo, Stamp};
use super::plan::{ClassId, Plan};
use super::stream::{Draw, Key};
use super::world::World;
use crate::model::{Detector, DetectorId, Occurs, PoolId, Recovery, Seeing};
use crate::quantity::{Law, Probability, Span, Time};

/// What a look at a detected failure comes to.
enum Diagnosis {
    /// The failed member is taken.
    Right,
    /// Another member is taken in its place.
    Wrong,
    /// No member is taken.
    None,
}

impl World<'_> {
    /// Schedules the detection of a member that has failed, or has been looked at in vain.
    pub(super) fn look_for_failure(&mut self, pool: PoolId, member: MemberNo) {
        let record = self.pools[usize::from(pool)].record(member);
        let (class, attempt, stamp) = (record.class, record.attempt, record.stamp);
        let (episode, failed_at) = (record.episode, record.failed_at);
        let class = &self.plan.classes[class];
        let Some(detector) = class.detector else {
            // What dwells shows itself in time; nobody looks for it.
            if class.mode.effect.dwells.is_none() {
                self.detected_unless_hidden(pool, member);
            }
            return;
        };
        let key = class.detection.attempt(attempt);
        let replication = self.replication;
        let draw = || key.draw(replication, episode);
        let seen =
            detector.coverage == Probability::SURE || detector.coverage.holds_for(draw().first());
        let at = if seen {
            seen_at(detector, self.now, draw)
        } else {
            self.tell(pool, Change::Missed { pool });
            let Some(backstop) = &detector.backstop else { return };
            (failed_at + backstop.sample(draw().second())).max(self.now)
        };
        if at == self.now && attempt == 0 {
            return self.detected_unless_hidden(pool, member);
        }
        self.schedule(at, Event::Detected { pool, member, stamp });
    }

    /// A detection falls due, unless the failure is over by now.
    pub(super) fn detection_is_due(&mut self, pool: PoolId, member: MemberNo, stamp: Stamp) {
        let Some(record) = self.pools[usize::from(pool)].get(member) else {
            return;
        };
        if record.stamp == stamp && record.state == MemberState::Undetected {
            self.detected_unless_hidden(pool, member);
        }
    }

    /// A failure is detected, unless what would see it is down or it lies in the dark.
    fn detected_unless_hidden(&mut self, pool: PoolId, member: MemberNo) {
        if self.is_hidden(pool, member) {
            let stamp = self.pools[usize::from(pool)].record(member).stamp;
            self.hidden.push((pool, member, stamp));
        } else {
            self.detected(pool, member);
        }
    }

    /// Whether a failure cannot be seen now: its detector is down, or it lies in a domain that is
    /// down, which is not known. The latter holds for what needs no detector too: nobody tells a
    /// dead machine from one without power.
    fn is_hidden(&self, pool: PoolId, member: MemberNo) -> bool {
        let record = self.pools[usize::from(pool)].get(member).expect("what failed has a record");
        let mode = self.plan.classes[record.class].mode;
        if mode.detected_by.is_some_and(|detector| !self.places.detector_is_up(detector)) {
            return true;
        }
        if !self.places.some_are_dark() {
            return false;
        }
        let domain = match self.plan.site(pool).map(|site| site.scope) {
            None => self.plan.domain_of(pool, member),
            Some(Scope::Place(place)) => self.plan.model.stands_in(place),
            Some(_) => None,
        };
        let dark = domain.filter(|&domain| !self.places.domain_is_up(domain));
        dark.is_some_and(|domain| !self.darkness_is_known(domain))
    }

    /// Something is up again or known: what was due to be seen may be seen now.
    pub(super) fn look_at_what_was_hidden(&mut self) {
        for (pool, member, stamp) in std::mem::take(&mut self.hidden) {
            self.detection_is_due(pool, member, stamp);
        }
    }

    /// A failure is detected: its position opens, and what follows is up to its mode.
    fn detected(&mut self, pool: PoolId, member: MemberNo) {
        let record = self.pools[usize::from(pool)].record(member);
        let (class, attempt, episode) = (record.class, record.attempt, record.episode);
        let (since, root) = (record.failed_at, record.root);
        match self.diagnose(class, attempt, episode) {
            Diagnosis::Right => {}
            Diagnosis::Wrong => {
                let origin = self.plan.misdiagnosis_of(class);
                let key = self.plan.classes[class].victims.attempt(!attempt);
                if let Some(wrong) = self.member_in_service(pool, key, episode) {
                    self.take_in_vain(pool, wrong, origin, (episode, attempt), root);
                }
                return self.look_again(pool, member);
            }
            Diagnosis::None => return self.look_again(pool, member),
        }
        let stretch = Stretch::Detection;
        self.tell(pool, Change::Stretch { pool, stretch, since, finished: true });
        self.take_out(pool, member, class);
    }

    /// Takes a detected member out of its position and on to what its mode has in store.
    pub(super) fn take_out(&mut self, pool: PoolId, member: MemberNo, class: ClassId) {
        let (now, origin) = (self.now, Plan::origin_of(class));
        let recovery = &self.plan.classes[class].mode.recovery;
        let record = self.pools[usize::from(pool)].record(member);
        let held = std::mem::take(&mut record.holds_position);
        let ends = record.ends;
        record.taken_at = now;
        record.origin = origin;
        record.stage = 0;
        if self.is_due_to_retire(pool, member) {
            self.move_member(pool, member, MemberState::Retired);
            self.changes.push(Change::Retired { pool });
        } else {
            match recovery {
                Recovery::None if !ends => self.move_member(pool, member, MemberState::Lost),
                Recovery::None | Recovery::Lasts(_) | Recovery::Traced => {
                    self.move_member(pool, member, MemberState::Recovering);
                }
                Recovery::Repair(_) => self.enter_stage(pool, member),
                Recovery::Restore => self.move_member(pool, member, MemberState::Recovering),
            }
        }
        if held {
            self.open_position(pool);
        }
        self.cause_is_known(pool, member);
    }

    fn is_due_to_retire(&self, pool: PoolId, member: MemberNo) -> bool {
        let Some(retirement) = self.plan.pool(pool).retirement else {
            return false;
        };
        let oldest = self.pools[usize::from(pool)].oldest_kept_failure(member);
        oldest.is_some_and(|at| self.now - at <= retirement.window)
    }

    fn look_again(&mut self, pool: PoolId, member: MemberNo) {
        self.pools[usize::from(pool)].record(member).attempt += 1;
        self.look_for_failure(pool, member);
    }

    fn diagnose(&self, class: ClassId, attempt: u32, episode: u64) -> Diagnosis {
        let Some(detector) = self.plan.classes[class].detector else {
            return Diagnosis::Right;
        };
        let (wrong, none) = (detector.misdiagnosed.get(), detector.undiagnosed.get());
        if wrong + none == 0.0 {
            return Diagnosis::Right;
        }
        let key = self.plan.classes[class].diagnosis.attempt(attempt);
        let uniform = key.draw(self.replication, episode).first();
        if uniform < wrong {
            Diagnosis::Wrong
        } else if uniform < wrong + none {
            Diagnosis::None
        } else {
            Diagnosis::Right
        }
    }

    /// Takes a member that has not failed out of service and through a pipeline.
    ///
    /// The episode and attempt say which of the origin's draws its repair uses; the root is what
    /// set it going: the failure that it was taken for, or the detector's false alarm.
    fn take_in_vain(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        origin: u32,
        (episode, attempt): (u64, u32),
        root: Root,
    ) {
        if self.plan.origins[origin as usize].is_empty() {
            return;
        }
        let (now, stamp) = (self.now, self.next_stamp());
        let record = self.pools[usize::from(pool)].record(member);
        record.needless = true;
        let draining = std::mem::take(&mut record.draining);
        record.holds_position = false;
        record.stamp = stamp;
        record.episode = episode;
        record.attempt = attempt;
        record.taken_at = now;
        record.origin = origin;
        record.stage = 0;
        record.root = root;
        self.blame(root, Scope::Members(pool), None);
        self.changes.push(Change::TakenInVain { pool });
        self.enter_stage(pool, member);
        self.open_position(pool);
        if draining {
            self.drain_is_void(pool, member);
        }
    }

    /// Schedules a detector's false alarm number `index`.
    pub(super) fn schedule_false_alarm(&mut self, detector: DetectorId, index: u32) {
        let Some(alarm) = &self.plan.alarms[detector] else {
            return;
        };
        let at = match &alarm.alarms.occurs {
            Occurs::At(times) => match times.get(index as usize) {
                Some(&at) => at,
                None => return,
            },
            Occurs::Traced(_) | Occurs::Triggered => panic!("alarms come by a law or at times"),
            Occurs::Random(law) => {
                let draw = alarm.gaps.draw(self.replication, u64::from(index));
                self.now + law.sample(draw.first())
            }
        };
        self.schedule(at, Event::FalseAlarm { detector, index });
    }

    /// A detector takes a member in service for failed.
    pub(super) fn false_alarm(&mut self, detector: DetectorId, index: u32) {
        self.schedule_false_alarm(detector, index + 1);
        if !self.places.detector_is_up(detector) {
            return;
        }
        let plan = self.plan;
        let alarm = plan.alarms[detector].as_ref().expect("only detectors with alarms raise them");
        let number = u64::from(index);
        let draw = alarm.victims.draw(self.replication, number);
        let total = alarm.pools.iter().map(|&pool| plan.pool(pool).members).sum::<u32>();
        if total == 0 {
            return;
        }
        let mut place = draw.choose(total).0;
        let holds = |&&pool: &&PoolId| {
            let members = plan.pool(pool).members;
            let here = place < members;
            place = place.saturating_sub(members);
            here
        };
        let &pool = alarm.pools.iter().find(holds).expect("a place lies in some pool");
        if let Some(member) = self.member_in_service(pool, alarm.victims.attempt(!0), number) {
            let root = Root { cause: RootCause::FalseAlarm(detector), injected: false };
            self.take_in_vain(pool, member, alarm.origin, (number, 0), root);
        }
    }
}

impl World<'_> {
    /// When a detector of its own sees what fails now, by the draw of this number; `None`: never.
    pub(super) fn detector_sees_at(
        &self,
        detector: DetectorId,
        key: Key,
        number: u64,
    ) -> Option<Time> {
        let detector = &self.plan.model.detectors[detector];
        let draw = || key.draw(self.replication, number);
        let sure = detector.coverage == Probability::SURE;
        if sure || detector.coverage.holds_for(draw().first()) {
            return Some(seen_at(detector, self.now, draw));
        }
        detector.backstop.as_ref().map(|law| self.now + law.sample(draw().second()))
    }
}

/// When a detector sees something that fails now.
fn seen_at(detector: &Detector, now: Time, draw: impl Fn() -> Draw) -> Time {
    match &detector.seeing {
        Seeing::Immediate => now,
        Seeing::Delay(Law::Fixed(delay)) => now + *delay,
        Seeing::Delay(law) => now + law.sample(draw().second()),
        Seeing::Scrub { every, takes, finds } => {
            let draw = draw();
            let (spot, tries) = (*takes * draw.second(), finds.get());
            let turns = libm::floor((now.since_start() - spot) / *every) + 1.0;
            let missed = if tries < 1.0 {
                let uniform = draw.first();
                libm::floor(libm::log(uniform) / libm::log1p(-tries))
            } else {
                0.0
            };
            (*every * (turns + missed) + spot).after_start().max(now)
        }
        Seeing::Heartbeat { period, misses, jitter } => {
            let sent = libm::floor(now.since_start() / *period);
            let due = *period * (sent + f64::from(*misses));
            let late = if *jitter > Span::ZERO { *jitter * draw().second() } else { Span::ZERO };
            (due.after_start() + late).max(now)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Detector;

    fn heartbeat(jitter: Span) -> Detector {
        Detector {
            name: "heartbeat".into(),
            seeing: Seeing::Heartbeat { period: Span::from_seconds(10.0), misses: 3, jitter },
            within: None,
            coverage: Probability::SURE,
            backstop: None,
            false_alarms: None,
            misdiagnosed: Probability::NEVER,
            undiagnosed: Probability::NEVER,
        }
    }

    #[test]
    fn a_heartbeat_sees_what_failed_by_where_in_the_period_it_fell() {
        let draw = || Key::new(1, &["test"], "heartbeat").draw(0, 0);
        for (failed, seen) in [(0.0, 30.0), (1.0, 30.0), (9.5, 30.0), (10.0, 40.0), (25.0, 50.0)] {
            let at = seen_at(&heartbeat(Span::ZERO), Time::from_seconds(failed), draw);
            assert_eq!(at, Time::from_seconds(seen));
        }
        let late = seen_at(&heartbeat(Span::from_seconds(4.0)), Time::START, draw);
        assert!(late > Time::from_seconds(30.0) && late < Time::from_seconds(34.0));
    }
}
