//! Incidents of datasets: what is lost, since when, by what, and what becomes of it.
//!
//! A loss opens an incident, and while it is open every further one widens it. It waits for its
//! cause to be known, then for a restore, and is over when that is done or nothing is left to
//! restore from.

use super::change::{Change, Incident, MemberState, Root, Scope};
use super::event::{Event, MemberNo, Stamp};
use super::plan::ClassId;
use super::restore::{Attempt, Source};
use super::world::World;
use crate::model::{Dataset, DatasetId, Place, PoolId, StoreId};
use crate::quantity::{Bytes, Span, Time};

/// A dataset in one replication.
#[derive(Clone, Debug)]
pub(super) struct DatasetState {
    /// The store that it lies on now.
    pub on: StoreId,
    /// Incidents that have begun.
    pub begun: u64,
    /// The loss that is not over, if there is one.
    pub open: Option<Open>,
    /// Stretches of time over which what was there was worth nothing: copies of it are of no use.
    spoiled: Vec<(Time, Time)>,
}

/// A loss that is not over.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// What is told of it, its stages as they were until `since`.
    told: Incident,
    /// Its number among those of the dataset.
    pub number: u64,
    /// How much of the dataset is gone or useless.
    pub share: f64,
    /// Since when copies are spoiled too.
    spoiled: Option<Time>,
    causes: Vec<Cause>,
    /// Whether the data is missed by those who need it.
    shows: bool,
    pub stage: Stage,
    /// When the stage began.
    since: Time,
    pub stamp: Stamp,
    /// The store that it is to be restored to, where a failover says so.
    pub wanted: Option<StoreId>,
    /// Attempts at a restore that have begun.
    pub attempts: u32,
    /// The one under way.
    pub attempt: Option<Attempt>,
    /// Attempts that failed by chance, by what they read.
    pub failed: Vec<Source>,
}

/// What is being done about a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing: it is not known.
    Detecting,
    /// It is known, and no restore is under way.
    Waiting,
    /// A restore is being got ready.
    Starting,
    /// Its bytes are on their way.
    Carrying,
    /// The copies after the full one are put on top of it.
    Applying,
    Verifying,
}

/// What is behind a loss: a mode, and the member (or site) whose failing must be detected before
/// anything is done about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cause {
    pub class: ClassId,
    pub member: MemberNo,
}

pub(super) fn earlier(one: Time, other: Time) -> Time {
    if one < other { one } else { other }
}

impl DatasetState {
    pub fn new(dataset: &Dataset) -> Self {
        Self { on: dataset.on, begun: 0, open: None, spoiled: Vec::new() }
    }

    pub fn restart(&mut self, dataset: &Dataset) {
        self.on = dataset.on;
        self.begun = 0;
        self.open = None;
        self.spoiled.clear();
    }

    /// Whether a copy of this version is of what was worth nothing.
    pub fn is_spoiled(&self, version: Time) -> bool {
        let now = self.open.as_ref().and_then(|open| open.spoiled);
        now.is_some_and(|since| version >= since) || self.was_spoiled(version)
    }

    /// Whether it is known to be, from an incident that is over.
    pub fn was_spoiled(&self, version: Time) -> bool {
        let holds = |&(since, until): &(Time, Time)| (since..until).contains(&version);
        self.spoiled.iter().any(holds)
    }

    /// Whether a copy of this version is known to be of what was worth nothing.
    pub fn is_known_to_be_spoiled(&self, version: Time) -> bool {
        if self.is_missed() { self.is_spoiled(version) } else { self.was_spoiled(version) }
    }

    /// Whether a loss that shows is open.
    pub fn is_missed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.shows)
    }
}

impl Open {
    pub const fn onset(&self) -> Time {
        self.told.onset
    }

    /// Goes on to a stage; the time of the one before is put to its own account.
    pub fn enter(&mut self, stage: Stage, now: Time) {
        let spent = now - std::mem::replace(&mut self.since, now);
        let account = match std::mem::replace(&mut self.stage, stage) {
            Stage::Detecting => &mut self.told.detecting,
            Stage::Waiting => &mut self.told.waiting,
            Stage::Starting | Stage::Carrying | Stage::Applying => &mut self.told.restoring,
            Stage::Verifying => &mut self.told.verifying,
        };
        *account += spent;
    }

    /// What there is at the end, restored to a version or, without one, not at all.
    fn take_stock(&mut self, dataset: &Dataset, version: Option<Time>) {
        let (onset, existed, gone) = (self.told.onset, self.told.existed.get(), self.share);
        let (lost, recovered) = match version {
            Some(version) => (
                gone * dataset.changed(version, onset).get(),
                (1.0 - gone) * existed + gone * dataset.unchanged(version, onset).get(),
            ),
            None => (gone * existed, (1.0 - gone) * existed),
        };
        self.told.version = version;
        self.told.lost = Bytes::new(lost);
        self.told.recovered = Bytes::new(recovered);
        self.told.beyond_recovery = version.is_none();
    }
}

impl World<'_> {
    /// A share of a dataset is gone: an incident opens, or the open one widens. `spoiled` says
    /// since when copies are spoiled too; `None`: they are not, and the loss shows at once.
    pub(super) fn data_is_lost(
        &mut self,
        dataset: DatasetId,
        share: f64,
        cause: Cause,
        spoiled: Option<Time>,
    ) {
        if share <= 0.0 {
            return;
        }
        let scope = self.scope_of(self.plan.classes[cause.class].pool);
        self.blame(self.root_of(cause), scope, Some(cause));
        let was_missed = self.datasets[usize::from(dataset)].is_missed();
        if self.datasets[usize::from(dataset)].open.is_some() {
            self.incident_widens(dataset, share, cause, spoiled);
        } else {
            self.incident_opens(dataset, share, cause, spoiled);
        }
        if self.datasets[usize::from(dataset)].is_missed() != was_missed {
            self.data_turns();
        }
        if !self.is_awaited(cause) {
            self.loss_is_known(dataset);
        }
    }

    fn incident_opens(
        &mut self,
        dataset: DatasetId,
        share: f64,
        cause: Cause,
        spoiled: Option<Time>,
    ) {
        let scope = self.scope_of(self.plan.classes[cause.class].pool);
        let told = self.new_incident(dataset, self.root_of(cause), scope, self.now);
        self.open_with(told, share, spoiled, vec![cause]);
    }

    /// An incident that nothing has been done about.
    pub(super) fn new_incident(
        &self,
        dataset: DatasetId,
        root: Root,
        scope: Scope,
        onset: Time,
    ) -> Incident {
        Incident {
            dataset,
            root,
            scope,
            onset,
            over: None,
            detecting: Span::ZERO,
            waiting: Span::ZERO,
            restoring: Span::ZERO,
            verifying: Span::ZERO,
            version: None,
            existed: self.plan.model.datasets[dataset].size_at(onset),
            recovered: Bytes::ZERO,
            lost: Bytes::ZERO,
            beyond_recovery: false,
        }
    }

    pub(super) fn open_with(
        &mut self,
        told: Incident,
        share: f64,
        spoiled: Option<Time>,
        causes: Vec<Cause>,
    ) {
        let now = self.now;
        let state = &mut self.datasets[usize::from(told.dataset)];
        let number = state.begun;
        state.begun += 1;
        state.open = Some(Open {
            told,
            number,
            share,
            spoiled,
            causes,
            shows: spoiled.is_none(),
            stage: Stage::Detecting,
            since: now,
            stamp: 0,
            wanted: None,
            attempts: 0,
            attempt: None,
            failed: Vec::new(),
        });
    }

    fn incident_widens(
        &mut self,
        dataset: DatasetId,
        share: f64,
        cause: Cause,
        spoiled: Option<Time>,
    ) {
        let open = self.open_incident(dataset);
        open.share = 1.0 - (1.0 - open.share) * (1.0 - share);
        open.shows |= spoiled.is_none();
        open.spoiled = match (open.spoiled, spoiled) {
            (Some(one), Some(other)) => Some(if other < one { other } else { one }),
            (one, other) => one.or(other),
        };
        if !open.causes.contains(&cause) {
            open.causes.push(cause);
        }
        match open.stage {
            Stage::Detecting => {}
            Stage::Waiting => self.restore_anew(dataset),
            _ => self.break_off_restore(dataset),
        }
    }

    /// The incident of a dataset that has one open.
    pub(super) fn open_incident(&mut self, dataset: DatasetId) -> &mut Open {
        let open = &mut self.datasets[usize::from(dataset)].open;
        open.as_mut().expect("an incident is open")
    }

    /// What first set a failing going.
    pub(super) fn root_of(&self, cause: Cause) -> Root {
        let class = &self.plan.classes[cause.class];
        let record = self.pools[usize::from(class.pool)].get(cause.member);
        let struck = record.filter(|record| record.class == cause.class);
        struck.map_or(Root::natural(class.failure), |record| record.root)
    }

    /// What is struck with a pool's member.
    pub(super) fn scope_of(&self, pool: PoolId) -> Scope {
        self.plan.site(pool).map_or(Scope::Members(pool), |site| site.scope)
    }

    /// Whether a failing has still to be detected.
    pub(super) fn is_awaited(&self, cause: Cause) -> bool {
        let members = &self.pools[usize::from(self.plan.classes[cause.class].pool)];
        members.get(cause.member).is_some_and(|record| {
            record.state == MemberState::Undetected && record.class == cause.class
        })
    }

    /// A failing has been detected.
    pub(super) fn cause_is_known(&mut self, pool: PoolId, member: MemberNo) {
        let plan = self.plan;
        if let Some(site) = plan.site(pool) {
            self.changes.push(Change::Seen { failure: site.failure, scope: site.scope });
        } else if self.datasets.is_empty() {
            return;
        }
        let record = self.pools[usize::from(pool)].get(member).expect("what failed has a record");
        let cause = Cause { class: record.class, member };
        self.losses_are_known(cause);
        match plan.site(pool).map(|site| site.scope) {
            None | Some(Scope::Members(_)) => {}
            Some(Scope::Place(Place::Domain(domain))) => {
                self.domain_is_missed(domain);
                self.look_after_restores();
            }
            Some(Scope::Place(Place::Training(id))) => {
                self.training_turned = true;
                if plan.classes[cause.class].mode.effect.corrupts {
                    self.corruption_is_found(id, cause);
                }
            }
            Some(Scope::Place(_)) if plan.classes[cause.class].mode.effect.breach => {
                self.site_is_well(cause);
            }
            Some(Scope::Place(_)) => self.look_after_restores(),
            Some(Scope::Data) if self.has_cost_data(cause) => {}
            Some(Scope::Data | Scope::Credential(_)) => self.site_is_well(cause),
        }
    }

    /// A failing has been detected, or is over before it was: what it cost is missed.
    pub(super) fn losses_are_known(&mut self, cause: Cause) {
        for dataset in self.plan.model.datasets.ids() {
            let open = self.datasets[usize::from(dataset)].open.as_ref();
            if open.is_some_and(|open| open.causes.contains(&cause)) {
                self.loss_is_known(dataset);
            }
        }
    }

    /// Whether some open incident is of this cause.
    fn has_cost_data(&self, cause: Cause) -> bool {
        let open = self.datasets.iter().filter_map(|state| state.open.as_ref());
        open.into_iter().any(|open| open.causes.contains(&cause))
    }

    pub(super) fn loss_is_known(&mut self, dataset: DatasetId) {
        let now = self.now;
        let open = self.open_incident(dataset);
        if open.stage != Stage::Detecting {
            return;
        }
        open.enter(Stage::Waiting, now);
        let Incident { root, scope, .. } = open.told;
        if !std::mem::replace(&mut open.shows, true) {
            self.blame(root, scope, None);
            self.data_turns();
        }
        self.restore_anew(dataset);
    }

    /// Some dataset is missed from now on, or no longer. Mirrors wait until all that happens at
    /// once has: others may be lost with it.
    pub(super) fn data_turns(&mut self) {
        self.judge = true;
        self.mirrors_turned = true;
        self.look_after_backups();
    }

    /// Whether a dataset is whole and can be read where it lies, or at this store if one is given:
    /// there a mirror of it will do.
    pub(super) fn data_is_there(&self, dataset: DatasetId, at: Option<StoreId>) -> bool {
        let state = &self.datasets[usize::from(dataset)];
        if state.is_missed() {
            return false;
        }
        match at {
            Some(at) if at != state.on => self.is_mirrored_at(dataset, at),
            _ => self.store_can_be_read(state.on),
        }
    }

    /// Whether a store is up and, where it is built on members, enough of them hold what they
    /// should.
    pub(super) fn store_can_be_read(&self, store: StoreId) -> bool {
        self.places.store_is_up(store) && self.pieces_can_be_read(store)
    }

    /// An incident is over: the dataset lies on a store, as it was at a version; or it is given up,
    /// and goes on with what is left.
    pub(super) fn incident_is_over(
        &mut self,
        dataset: DatasetId,
        restored: Option<(Time, StoreId)>,
    ) {
        let (plan, now) = (self.plan, self.now);
        let state = &mut self.datasets[usize::from(dataset)];
        let mut open = state.open.take().expect("only what is open ends");
        open.enter(Stage::Waiting, now);
        open.told.over = Some(now);
        open.take_stock(&plan.model.datasets[dataset], restored.map(|(version, _)| version));
        state.spoiled.extend(open.spoiled.map(|since| (since, now)));
        if let Some((_, store)) = restored {
            state.on = store;
        }
        self.tell_incident(open.told);
        self.data_turns();
        for cause in open.causes {
            self.loss_is_mended(cause);
        }
        if restored.is_none() {
            self.end_if_lost(dataset);
        }
    }

    pub(super) fn tell_incident(&mut self, told: Incident) {
        let incident = u32::try_from(self.incidents.len()).expect("incidents fit 32 bits");
        self.incidents.push(told);
        self.changes.push(Change::Incident { incident });
    }

    /// What struck the data itself is over with the incident, detected or not.
    fn loss_is_mended(&mut self, cause: Cause) {
        let pool = self.plan.classes[cause.class].pool;
        if self.plan.site(pool).is_some_and(|site| site.scope == Scope::Data) {
            self.site_is_well(cause);
        }
    }

    /// What struck a site without being repaired is over: it can strike again.
    pub(super) fn site_is_well(&mut self, cause: Cause) {
        let pool = self.plan.classes[cause.class].pool;
        self.renew_clock(cause.class, cause.member);
        self.back_to_service(pool, cause.member);
    }

    /// Tells the observers of incidents that are open when the replication ends.
    pub(super) fn tell_open_incidents(&mut self) {
        let now = self.now;
        for dataset in self.plan.model.datasets.ids() {
            let Some(mut open) = self.datasets[usize::from(dataset)].open.take() else { continue };
            let stage = open.stage;
            open.enter(stage, now);
            let left = (1.0 - open.share) * open.told.existed.get();
            open.told.recovered = Bytes::new(left);
            self.tell_incident(open.told);
        }
    }

    /// Schedules the next step of what is done about a loss.
    pub(super) fn schedule_restore(&mut self, dataset: DatasetId, at: Time) {
        let stamp = self.next_stamp();
        self.open_incident(dataset).stamp = stamp;
        self.schedule(at, Event::RestoreGoesOn { dataset, stamp });
    }
}
