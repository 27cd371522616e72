//! The state of one replication, and the loop that serves its events.
//!
//! The behaviours (failures, detection, repair, spares, services, backups) are methods of
//! [`World`], a file each; they draw, schedule and change, and never see an observer.

use super::backup::BackupState;
use super::blame::Blame;
use super::built::BuiltState;
use super::cascade::Cascades;
use super::change::{Change, Disruption, Incident, MemberState, ServiceState};
use super::clock::ClassState;
use super::event::{Event, MemberNo, Stamp};
use super::incident::DatasetState;
use super::maintenance::Works;
use super::member::Members;
use super::mirror::MirrorState;
use super::people::People;
use super::place::Places;
use super::plan::{ClassId, Plan};
use super::queue::Queue;
use super::repair::{CrewState, PartState};
use super::service::ServiceRun;
use super::serving::Bears;
use super::training::{TrainingRun, runs};
use super::transfer::Transfers;
use crate::model::{Ends, PoolId, StoreId};
use crate::quantity::Time;

/// How often services are judged at one instant before it is clear that it would go on for ever.
const ROUNDS: u32 = 10_000;

/// The state of one replication. A copy of it goes on just as the original would.
#[derive(Clone, Debug)]
pub struct World<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) replication: u64,
    pub(super) now: Time,
    pub(super) horizon: Time,
    pub(super) queue: Queue,
    pub(super) changes: Vec<Change>,
    /// The last stamp given out.
    pub(super) stamp: Stamp,
    pub(super) pools: Vec<Members>,
    pub(super) classes: Vec<ClassState>,
    pub(super) crews: Vec<CrewState>,
    pub(super) parts: Vec<PartState>,
    pub(super) services: Vec<ServiceRun>,
    /// Disruptions of services that are over, or cut short by the end.
    pub(super) disruptions: Vec<Disruption>,
    /// Whether some service is down, or something is being done about where it runs.
    pub(super) services_unwell: bool,
    pub(super) training: Vec<TrainingRun>,
    /// Whether something may have changed for some training since they were last looked after.
    pub(super) training_turned: bool,
    /// What last took something down.
    pub(super) blamed: Vec<Blame>,
    /// Where in the changes those of the end of this instant begin.
    pub(super) instant_end: usize,
    pub(super) cascades: Cascades,
    pub(super) people: People,
    pub(super) works: Works,
    /// Whether some need may have changed since services were last judged.
    pub(super) judge: bool,
    pub(super) backups: Vec<BackupState>,
    pub(super) mirrors: Vec<MirrorState>,
    /// The store that each mirror is on now.
    pub(super) mirror_stores: Vec<StoreId>,
    pub(super) datasets: Vec<DatasetState>,
    pub(super) built: Vec<BuiltState>,
    /// Whether some built store can be read that could not be, or the other way round, since what
    /// depends on that was last looked after.
    pub(super) pieces_turned: bool,
    /// Whether mirrors may follow, or may no longer, since they were last looked after.
    pub(super) mirrors_turned: bool,
    pub(super) places: Places,
    /// Failures that are due to be seen and cannot be for now.
    pub(super) hidden: Vec<(PoolId, MemberNo, Stamp)>,
    pub(super) transfers: Transfers<'p>,
    /// Bytes a second over each link, as told last.
    pub(super) flows: Vec<f64>,
    /// Incidents of datasets that are over, or cut short by the end.
    pub(super) incidents: Vec<Incident>,
    /// How often a group of each store has lost its data.
    pub(super) groups_lost: Vec<u32>,
    pub(super) served: u64,
    pub(super) ended: bool,
}

/// How far a step came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// An event was served at this time; [`World::changes`] holds what it changed.
    Served(Time),
    /// The replication is over, observed until this time; [`World::changes`] holds what is
    /// unfinished.
    Ended(Time),
}

/// A replication that served more events than it may; its state is that before the next one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TooManyEvents {
    pub replication: u64,
    pub limit: u64,
    /// How far it came.
    pub at: Time,
}

impl<'p> World<'p> {
    /// Memory for replications of a plan; [`World::restart`] begins one.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>) -> Self {
        let model = plan.model;
        Self {
            plan,
            replication: 0,
            now: Time::START,
            horizon: model.horizon.after_start(),
            queue: Queue::default(),
            changes: Vec::new(),
            stamp: 0,
            pools: plan.pools.ids().map(|pool| Members::new(plan.pool(pool))).collect(),
            classes: plan
                .classes
                .iter()
                .map(|class| ClassState::new(class, plan.pools[class.pool].size))
                .collect(),
            crews: vec![CrewState::default(); model.crews.len()],
            parts: model.parts.iter().map(PartState::new).collect(),
            services: model.services.iter().map(ServiceRun::new).collect(),
            disruptions: Vec::new(),
            services_unwell: false,
            training: runs(model),
            training_turned: false,
            blamed: Vec::new(),
            instant_end: 0,
            cascades: Cascades::new(model),
            people: People::new(model),
            works: Works::new(model),
            judge: false,
            backups: vec![BackupState::default(); model.backups.len()],
            mirrors: vec![MirrorState::default(); model.mirrors.len()],
            mirror_stores: model.mirrors.iter().map(|mirror| mirror.to).collect(),
            datasets: model.datasets.iter().map(DatasetState::new).collect(),
            built: model.stores.iter().map(|store| BuiltState::new(model, store)).collect(),
            pieces_turned: false,
            mirrors_turned: false,
            places: Places::new(model),
            hidden: Vec::new(),
            transfers: Transfers::new(model),
            flows: vec![0.0; model.links.len()],
            incidents: Vec::new(),
            groups_lost: vec![0; model.stores.len()],
            served: 0,
            ended: false,
        }
    }

    /// Begins a replication. What is up and down at the start is in [`World::changes`].
    pub fn restart(&mut self, replication: u64) {
        let model = self.plan.model;
        self.replication = replication;
        self.now = Time::START;
        self.queue.clear();
        self.changes.clear();
        self.stamp = 0;
        self.pools.iter_mut().for_each(Members::restart);
        self.classes.iter_mut().for_each(ClassState::restart);
        self.crews.iter_mut().for_each(CrewState::restart);
        for (state, part) in self.parts.iter_mut().zip(model.parts.iter()) {
            state.restart(part);
        }
        self.services.iter_mut().for_each(ServiceRun::restart);
        self.disruptions.clear();
        self.services_unwell = false;
        self.training.iter_mut().for_each(TrainingRun::restart);
        self.training_turned = false;
        self.blamed.clear();
        self.cascades.restart();
        self.people.restart();
        self.works.restart();
        self.backups.iter_mut().for_each(BackupState::restart);
        self.mirrors.iter_mut().for_each(MirrorState::restart);
        for (store, mirror) in self.mirror_stores.iter_mut().zip(model.mirrors.iter()) {
            *store = mirror.to;
        }
        for (state, dataset) in self.datasets.iter_mut().zip(model.datasets.iter()) {
            state.restart(dataset);
        }
        self.built.iter_mut().for_each(BuiltState::restart);
        self.pieces_turned = false;
        self.mirrors_turned = false;
        self.places.restart();
        self.hidden.clear();
        self.transfers.restart(model);
        self.flows.fill(0.0);
        self.incidents.clear();
        self.groups_lost.fill(0);
        self.served = 0;
        self.ended = false;
        for pool in model.pools.ids() {
            self.mark_bad_members(pool);
        }
        for class in self.plan.classes.ids() {
            self.start_class(class);
        }
        for detector in model.detectors.ids() {
            self.schedule_false_alarm(detector, 0);
        }
        for backup in model.backups.ids() {
            self.start_backups(backup);
        }
        self.start_common_causes();
        self.start_predictors();
        self.start_maintenance();
        self.start_services();
        self.start_training();
        self.judge = true;
        self.instant_ends();
        self.flows_are_told();
    }

    /// Serves the next event, or ends the replication.
    ///
    /// # Errors
    /// When the plan's limit of events is reached.
    pub fn step(&mut self) -> Result<Step, TooManyEvents> {
        self.changes.clear();
        let next = if self.ended { None } else { self.queue.pop() };
        let Some((at, event)) = next else {
            return Ok(self.end());
        };
        assert!(at >= self.now, "time never runs backwards");
        if self.served == self.plan.max_events {
            let limit = self.plan.max_events;
            return Err(TooManyEvents { replication: self.replication, limit, at: self.now });
        }
        self.served += 1;
        self.now = at;
        self.serve(event);
        if std::mem::take(&mut self.pieces_turned) {
            self.look_after_data();
        }
        if std::mem::take(&mut self.mirrors_turned) {
            self.look_after_mirrors();
        }
        if self.training_turned {
            self.look_after_training();
        }
        if (self.judge || self.services_unwell) && self.queue.next_time() != Some(at) {
            self.instant_ends();
        }
        self.flows_are_told();
        Ok(Step::Served(at))
    }

    /// All that happens at this instant has happened: services are judged, and what is done about
    /// them at once may make others of them, or mirrors, turn.
    fn instant_ends(&mut self) {
        self.instant_end = self.changes.len();
        self.settle_services();
        if let Ends::FirstOutage(service) = self.plan.model.ends {
            let down = Change::Service { service, state: ServiceState::Outage };
            self.ended |= self.changes[self.instant_end..].contains(&down);
        }
    }

    fn settle_services(&mut self) {
        for round in 0.. {
            assert!(round < ROUNDS, "an instant comes to an end");
            if self.judge {
                self.judge_services();
            }
            if self.services_unwell {
                self.look_after_outages();
            }
            if std::mem::take(&mut self.mirrors_turned) {
                self.look_after_mirrors();
            } else if !self.judge {
                return;
            }
        }
    }

    /// What the last step changed, in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Events served in this replication.
    #[must_use]
    pub const fn served(&self) -> u64 {
        self.served
    }

    /// Bytes on the heap that grow with the pools or with what happens in them.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.pools.iter().map(Members::heap_bytes).sum::<usize>()
            + self.classes.iter().map(ClassState::heap_bytes).sum::<usize>()
            + self.built.iter().map(BuiltState::heap_bytes).sum::<usize>()
            + self.queue.heap_bytes()
    }

    fn end(&mut self) -> Step {
        if !self.ended {
            self.now = self.horizon;
        }
        self.tell_what_is_unfinished();
        self.tell_open_alarms();
        self.tell_open_incidents();
        self.tell_open_disruptions();
        Step::Ended(self.now)
    }

    fn serve(&mut self, event: Event) {
        match event {
            Event::SharedClock { class, stamp } => self.shared_clock_fires(class, stamp),
            Event::OwnClock { class, member, stamp } => {
                self.own_clock_fires(class, member, stamp);
            }
            Event::PoolClock { class } => self.pool_clock_fires(class),
            Event::FixedTime { class, index } => self.fixed_time_comes(class, index),
            Event::Detected { pool, member, stamp } => self.detection_is_due(pool, member, stamp),
            Event::Over { pool, member, stamp } => self.failure_is_over(pool, member, stamp),
            Event::StageDone { pool, member, stamp } => self.stage_is_done(pool, member, stamp),
            Event::PartArrives { part } => self.part_arrives(part),
            Event::Activated { pool, member, stamp } => self.spare_is_ready(pool, member, stamp),
            Event::SwitchAgain { pool, stamp } => self.switch_again(pool, stamp),
            Event::FalseAlarm { detector, index } => self.false_alarm(detector, index),
            Event::BackupDue { backup } => self.backup_is_due(backup),
            Event::BackupGoesOn { backup, stamp } => self.backup_goes_on(backup, stamp),
            Event::WindowCloses { backup, stamp } => self.window_closes(backup, stamp),
            Event::Verification { backup } => self.copies_are_verified(backup),
            Event::Expiry { backup } => self.copies_expire(backup),
            Event::Transferred { stamp } => self.transfers_are_due(stamp),
            Event::DwellEnds { class, stamp } => self.dwell_ends(class, stamp),
            Event::RestoreGoesOn { dataset, stamp } => self.restore_goes_on(dataset, stamp),
            Event::Rebuilt { store, piece, stamp } => self.piece_is_rebuilt(store, piece, stamp),
            Event::Shock { shock, index } => self.shock_comes(shock, index),
            Event::Triggered { cascade } => self.cascade_strikes(cascade),
            Event::Traced { failure, index } => self.trace_strikes(failure, index),
            Event::Injected => self.injection_strikes(),
            Event::AlarmGoesOn { alarm, stamp } => self.alarm_goes_on(alarm, stamp),
            Event::PeopleBegin { people } => self.people_begin(people),
            Event::CrewBegins { crew } => self.crew_begins(crew),
            Event::Warning { class, member, stamp } => self.warning_is_due(class, member, stamp),
            Event::FalseWarning { predictor, class, index } => {
                self.false_warning(predictor, class, index);
            }
            Event::Drained { pool, member, stamp } => self.member_is_drained(pool, member, stamp),
            Event::MaintenanceDue { maintenance } => self.maintenance_is_due(maintenance),
            Event::MaintenanceAge { class, member, stamp } => {
                self.maintenance_age_comes(class, member, stamp);
            }
            Event::MaintenanceGoesOn { maintenance } => self.maintenance_goes_on(maintenance),
            Event::MaintenanceStep { job, stamp } => self.maintenance_steps(job, stamp),
            Event::ServiceGoesOn { service, stamp } => self.service_goes_on(service, stamp),
            Event::Healthy { service, stamp } => self.placement_is_healthy(service, stamp),
            Event::TrainingGoesOn { training, stamp } => self.training_goes_on(training, stamp),
            Event::CheckpointSaved { training, tier, stamp } => {
                self.checkpoint_is_due(training, tier, stamp);
            }
            Event::Drill { service, index } => self.drill_is_due(service, index),
            Event::DemandTurns { service, stamp } => self.demand_turns(service, stamp),
        }
    }

    /// Schedules an event, unless it lies beyond the horizon.
    pub(super) fn schedule(&mut self, at: Time, event: Event) {
        if at <= self.horizon {
            self.queue.push(at, event);
        }
    }

    /// Tells the observers of a change in a pool, if it is one of the model's and no site.
    pub(super) fn tell(&mut self, pool: PoolId, change: Change) {
        if self.plan.pools[pool].site.is_none() {
            self.changes.push(change);
        }
    }

    pub(super) fn next_stamp(&mut self) -> Stamp {
        self.stamp += 1;
        self.stamp
    }

    /// Moves a member to another state: the one place where states change.
    pub(super) fn move_member(&mut self, pool: PoolId, member: MemberNo, to: MemberState) {
        self.move_member_as(pool, member, to, None);
    }

    /// Moves a member, to stand by as a spare of a kind where one is given.
    pub(super) fn move_member_as(
        &mut self,
        pool: PoolId,
        member: MemberNo,
        to: MemberState,
        kind: Option<usize>,
    ) {
        let plan = self.plan;
        let members = &mut self.pools[usize::from(pool)];
        let record = members.record(member);
        let from = std::mem::replace(&mut record.state, to);
        let old_kind = record.kind;
        if let Some(kind) = kind {
            record.kind = kind as u8;
        }
        let (new_kind, bad) = (record.kind, record.bad);
        if from == to {
            return;
        }
        let pool_plan = &plan.pools[pool];
        let factor = members.factor;
        if from == MemberState::Active {
            self.judge |= pool_plan.is_threshold(members.in_service);
            members.in_service -= 1;
        } else if to == MemberState::Active {
            members.in_service += 1;
            self.judge |= pool_plan.is_threshold(members.in_service);
        }
        if pool_plan.site.is_some() {
            self.site_moves(pool, from, to);
        } else {
            self.changes.push(Change::Moved { pool, member, from, to });
        }
        if pool_plan.bears != Bears::Not {
            self.serving_member_moves(pool, member, (from, to));
        }
        let old = factor * pool_plan.exposure(from, old_kind);
        let new = factor * pool_plan.exposure(to, new_kind);
        if old != new {
            for exposed in pool_plan.exposed.iter().filter(|exposed| !exposed.bad_only || bad) {
                if exposed.shared {
                    self.shared_exposure_changes(exposed.class, member, old, new);
                } else {
                    self.run_clock(exposed.class, member, new);
                }
            }
        }
        if to == MemberState::Active {
            self.pools[usize::from(pool)].forget_if_plain(member);
        }
        if !pool_plan.gangs.is_empty() {
            self.gang_moves(pool, member, from, to);
        }
        if !pool_plan.built.is_empty() {
            self.holder_moves(pool, member, (from, old_kind), (to, new_kind));
        }
    }

    /// An incident of a dataset, as a change names it.
    #[must_use]
    pub fn incident(&self, incident: u32) -> &Incident {
        &self.incidents[incident as usize]
    }

    /// A disruption of a service, as a change names it.
    #[must_use]
    pub fn disruption(&self, disruption: u32) -> &Disruption {
        &self.disruptions[disruption as usize]
    }

    /// Ends the replication when what it ends by has happened.
    pub(super) fn end_if_lost(&mut self, dataset: crate::model::DatasetId) {
        if self.plan.model.ends == Ends::Loss(dataset) {
            self.ended = true;
        }
    }

    /// How exposed a member is to a class now: 1 in service, its dormancy standing by, else 0.
    pub(super) fn exposure(&self, id: ClassId, member: MemberNo) -> f64 {
        let class = &self.plan.classes[id];
        let members = &self.pools[usize::from(class.pool)];
        if class.bad_only && !members.is_bad(member) {
            return 0.0;
        }
        let (state, kind) = members.state_and_kind(member);
        members.factor * self.plan.pools[class.pool].exposure(state, kind)
    }
}
