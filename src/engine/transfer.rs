//! Transfers: bytes on their way between stores, sharing bandwidth fairly (max-min).
//!
//! A transfer needs its source's reading, its target's writing and every link of its way, all at
//! one rate; rates change only when a transfer begins or ends or a bandwidth changes. A rebuild
//! that shares its store's speed is a transfer too, of seconds over a capacity of 1 of its own.

use super::change::BackupFault;
use super::event::{Event, Stamp};
use super::sharing::{Filling, Needs, Share};
use super::world::World;
use crate::model::{BackupId, DatasetId, LinkId, MirrorId, Model, Route, StoreId, TrainingId};
use crate::quantity::{DataRate, Span, Time};

/// Transfers end together that end within this share of the time since the start: far more than
/// rounding makes of it and far less than anything that matters.
const TOGETHER: f64 = 1e-12;

/// What a transfer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    Backup(BackupId),
    Restore(DatasetId),
    /// A mirror catching up.
    Resync(MirrorId),
    /// A checkpoint of a training's tier on its way from the members to the store.
    Save(TrainingId, u8),
    /// A checkpoint on its way from the store to the members.
    Load(TrainingId),
    /// A piece of a store made anew: shares the store's rebuild speed, not its bandwidth.
    Rebuild(StoreId, u32),
}

/// How a transfer began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// It is done already: nothing on its way limits it.
    Done,
    UnderWay,
    /// No way is up.
    NoWay,
}

#[derive(Clone, Debug)]
struct Transfer<'p> {
    errand: Errand,
    from: StoreId,
    to: StoreId,
    over: Option<&'p Route>,
    /// Which of the route's alternatives it goes over.
    way: usize,
    /// Bytes still to be moved; of a rebuild, seconds of it alone.
    left: f64,
    share: Share,
}

impl Transfer<'_> {
    /// The capacities that it needs, by their place in [`Transfers::capacities`].
    fn needs(&self, first_link: usize) -> impl Iterator<Item = usize> {
        let (from, to) = (3 * usize::from(self.from), 3 * usize::from(self.to));
        let (first, second, over) = match self.errand {
            Errand::Rebuild(..) => (from + 2, None, None),
            Errand::Save(..) => (to + 1, None, None),
            Errand::Load(_) => (from, None, None),
            Errand::Backup(_) | Errand::Restore(_) | Errand::Resync(_) => {
                (from, Some(to + 1), self.over)
            }
        };
        let links = over.map_or(&[][..], |route| &route.alternatives[self.way]);
        let links = links.iter().map(move |&link| first_link + usize::from(link));
        std::iter::once(first).chain(second).chain(links)
    }
}

/// All transfers under way.
#[derive(Clone, Debug)]
pub(super) struct Transfers<'p> {
    /// In the order in which they began.
    list: Vec<Transfer<'p>>,
    /// Up to when what is left of them is told.
    at: Time,
    /// Of the event that ends the next of them.
    stamp: Stamp,
    /// Errands that have ended and are still to be told; until then no rates are found.
    done: Vec<Errand>,
    cut: Vec<(Errand, BackupFault)>,
    telling: bool,
    /// Of each store reading, writing and rebuilding, then each link; infinite: unlimited.
    capacities: Vec<f64>,
    first_link: usize,
    needs: Needs,
    filling: Filling,
    shares: Vec<Share>,
}

impl Transfers<'_> {
    pub fn new(model: &Model) -> Self {
        let first_link = 3 * model.stores.len();
        let mut transfers = Self {
            list: Vec::new(),
            at: Time::START,
            stamp: 0,
            done: Vec::new(),
            cut: Vec::new(),
            telling: false,
            capacities: vec![1.0; first_link + model.links.len()],
            first_link,
            needs: Needs::default(),
            filling: Filling::default(),
            shares: Vec::new(),
        };
        transfers.restart(model);
        transfers
    }

    /// Forgets what was under way.
    pub fn restart(&mut self, model: &Model) {
        self.list.clear();
        self.at = Time::START;
        self.stamp = 0;
        self.find_capacities(model, |_| 1.0, |_| 1.0);
    }

    /// Finds capacities of which stores and links keep these shares.
    fn find_capacities(
        &mut self,
        model: &Model,
        of_store: impl Fn(usize) -> f64,
        of_link: impl Fn(usize) -> f64,
    ) {
        let capacity = |bandwidth: Option<DataRate>, share: f64| {
            bandwidth.map_or(f64::INFINITY, |rate| rate.per_second() * share)
        };
        for (index, store) in model.stores.iter().enumerate() {
            self.capacities[3 * index] = capacity(store.read, of_store(index));
            self.capacities[3 * index + 1] = capacity(store.write, of_store(index));
        }
        for (index, link) in model.links.iter().enumerate() {
            self.capacities[self.first_link + index] = capacity(link.bandwidth, of_link(index));
        }
    }

    fn is_limited(&self, transfer: &Transfer<'_>) -> bool {
        transfer.needs(self.first_link).any(|it| self.capacities[it].is_finite())
    }

    /// Moves all on until `now`.
    fn pass_time(&mut self, now: Time) {
        let passed = now - std::mem::replace(&mut self.at, now);
        for transfer in &mut self.list {
            transfer.left = transfer.share.left_after(transfer.left, passed);
        }
    }

    fn find_shares(&mut self) {
        self.needs.clear();
        for transfer in &self.list {
            let needs = transfer.needs(self.first_link);
            self.needs.push(needs.filter(|&it| self.capacities[it].is_finite()));
        }
        self.filling.fill(&self.capacities, &self.needs, &mut self.shares);
        for (transfer, share) in self.list.iter_mut().zip(&self.shares) {
            transfer.share = *share;
        }
    }

    /// What goes over a link, with how much of it a second.
    pub fn over(&self, link: LinkId) -> impl Iterator<Item = (Errand, f64)> {
        let goes = move |it: &&Transfer<'_>| {
            it.over.is_some_and(|route| route.alternatives[it.way].contains(&link))
        };
        self.list.iter().filter(goes).map(|it| (it.errand, it.share.rate()))
    }

    /// How long until the next one ends.
    fn until_next(&self) -> Option<Span> {
        let times = self.list.iter().map(|it| it.share.time_for(it.left));
        times.min_by(|a, b| a.seconds().total_cmp(&b.seconds()))
    }

    /// Takes out those that end within a time.
    fn take_done(&mut self, within: Span) {
        let done = &mut self.done;
        self.list.retain(|it| {
            let ends = it.share.time_for(it.left) <= within;
            if ends {
                done.push(it.errand);
            }
            !ends
        });
    }
}

impl<'p> World<'p> {
    /// Begins to move bytes from a store to another, over the first way that is up. When it is
    /// done its errand is told so; when its way is lost it goes on over the next that is up, or its
    /// errand is told that it is cut, as it is when one of the stores goes down.
    pub(super) fn begin_transfer(
        &mut self,
        errand: Errand,
        (from, to): (StoreId, StoreId),
        over: Option<&'p Route>,
        bytes: f64,
    ) -> Begun {
        let Some(way) = self.open_way(over) else {
            return Begun::NoWay;
        };
        let share = Share::FREE;
        let transfer = Transfer { errand, from, to, over, way, left: bytes, share };
        if bytes <= 0.0 || !self.transfers.is_limited(&transfer) {
            self.transfer_is_paid(errand, (over, way), bytes);
            return Begun::Done;
        }
        self.add_transfer(transfer);
        Begun::UnderWay
    }

    /// Begins a rebuild that takes so many seconds when alone and shares its store's speed.
    pub(super) fn begin_shared_rebuild(&mut self, store: StoreId, piece: u32, seconds: f64) {
        let errand = Errand::Rebuild(store, piece);
        let (over, share) = (None, Share::FREE);
        let (from, to, way, left) = (store, store, 0, seconds);
        self.add_transfer(Transfer { errand, from, to, over, way, left, share });
    }

    fn add_transfer(&mut self, transfer: Transfer<'p>) {
        self.transfers.pass_time(self.now);
        self.transfers.list.push(transfer);
        self.rates_change();
    }

    /// Forgets a transfer, if it is under way.
    pub(super) fn cancel_transfer(&mut self, errand: Errand) {
        self.transfers.done.retain(|&it| it != errand);
        self.transfers.cut.retain(|&(it, _)| it != errand);
        if self.transfers.list.iter().any(|it| it.errand == errand) {
            self.transfers.pass_time(self.now);
            self.transfers.list.retain(|it| it.errand != errand);
            self.rates_change();
        }
    }

    /// Whether data can go over a route now.
    pub(super) fn some_way_is_up(&self, over: Option<&Route>) -> bool {
        self.open_way(over).is_some()
    }

    /// The first alternative of a route with all its links up.
    pub(super) fn open_way(&self, over: Option<&Route>) -> Option<usize> {
        let is_open = |way: &Vec<LinkId>| way.iter().all(|&link| self.places.link_is_up(link));
        over.map_or(Some(0), |route| route.alternatives.iter().position(is_open))
    }

    /// The transfer that ends first is due, unless rates have changed since.
    pub(super) fn transfers_are_due(&mut self, stamp: Stamp) {
        if self.transfers.stamp == stamp {
            self.end_transfers();
        }
    }

    /// Ends every transfer that has nothing left to move.
    pub(super) fn end_transfers(&mut self) {
        if self.transfers.telling {
            return;
        }
        self.transfers.pass_time(self.now);
        self.transfers.take_done(Span::from_seconds(self.now.seconds() * TOGETHER));
        self.tell_errands();
    }

    /// Tells errands what has become of their transfers, then finds the new rates.
    fn tell_errands(&mut self) {
        self.transfers.telling = true;
        while !self.transfers.cut.is_empty() {
            let (errand, fault) = self.transfers.cut.remove(0);
            self.errand_is_cut(errand, fault);
        }
        while !self.transfers.done.is_empty() {
            match self.transfers.done.remove(0) {
                Errand::Backup(backup) => self.backup_is_carried(backup),
                Errand::Restore(dataset) => self.restore_is_carried(dataset),
                Errand::Resync(mirror) => self.mirror_is_level(mirror),
                Errand::Save(training, tier) => self.checkpoint_is_saved(training, tier),
                Errand::Load(training) => self.is_loaded(training),
                Errand::Rebuild(store, piece) => self.piece_is_carried(store, piece),
            }
        }
        self.transfers.telling = false;
        self.rates_change();
    }

    fn errand_is_cut(&mut self, errand: Errand, fault: BackupFault) {
        match errand {
            Errand::Backup(backup) => self.backup_is_cut(backup, fault),
            Errand::Restore(dataset) => self.restore_is_cut(dataset),
            Errand::Resync(mirror) => self.mirror_is_cut(mirror),
            // Every training is looked after when a store turns.
            Errand::Save(..) | Errand::Load(_) => self.training_turned = true,
            Errand::Rebuild(..) => panic!("rebuilds go over no way and between no stores"),
        }
    }

    /// Finds rates anew and schedules the end of the transfer that ends first.
    fn rates_change(&mut self) {
        if self.transfers.telling {
            return;
        }
        self.transfers.find_shares();
        self.transfers.stamp = self.next_stamp();
        if let Some(left) = self.transfers.until_next() {
            let stamp = self.transfers.stamp;
            self.schedule(self.now + left, Event::Transferred { stamp });
        }
    }

    /// Links or stores went up or down or changed their speed.
    pub(super) fn bandwidth_changes(&mut self) {
        let plan = self.plan;
        let shares = (&self.places.store_shares, &self.places.link_shares);
        self.transfers.find_capacities(plan.model, |it| shares.0[it], |it| shares.1[it]);
        if !self.transfers.list.is_empty() {
            self.find_ways();
        }
        self.look_after_backups();
    }

    /// Lets transfers whose way is lost go over another, and cuts those that cannot go on.
    fn find_ways(&mut self) {
        self.transfers.pass_time(self.now);
        let mut list = std::mem::take(&mut self.transfers.list);
        list.retain_mut(|transfer| {
            let fault = self.finds_its_way(transfer).err();
            self.transfers.cut.extend(fault.map(|fault| (transfer.errand, fault)));
            fault.is_none()
        });
        self.transfers.list = list;
        self.tell_errands();
    }

    /// Whether a transfer can go on, over another way if need be.
    fn finds_its_way(&self, transfer: &mut Transfer<'p>) -> Result<(), BackupFault> {
        if let Errand::Rebuild(..) = transfer.errand {
            return Ok(());
        }
        if !self.store_can_be_read(transfer.from) {
            return Err(BackupFault::Source);
        }
        if !self.store_can_be_read(transfer.to) {
            return Err(BackupFault::Target);
        }
        let Some(route) = transfer.over else { return Ok(()) };
        let is_up = |&link: &LinkId| self.places.link_is_up(link);
        if !route.alternatives[transfer.way].iter().all(is_up) {
            transfer.way = self.open_way(Some(route)).ok_or(BackupFault::Route)?;
        }
        Ok(())
    }
}

#[cfg(test)]
impl Transfers<'_> {
    pub fn under_way(&self) -> usize {
        self.list.len()
    }

    pub fn move_on(&mut self, until: Time) {
        self.pass_time(until);
    }

    /// In how many hours transfers end at the present rates, of those that end within so many.
    pub fn ends_within(&self, hours: f64) -> Vec<f64> {
        let ends = self.list.iter().map(|it| it.share.time_for(it.left).hours());
        ends.filter(|&end| end <= hours).collect()
    }
}

/// That no capacity is exceeded and each transfer has one that is used up and where none has more.
#[cfg(test)]
pub(super) fn check_fairness(world: &World<'_>) {
    let transfers = &world.transfers;
    let needs = |it: &Transfer<'_>| it.needs(transfers.first_link).collect::<Vec<_>>();
    let rates = |capacity: usize| {
        let with = transfers.list.iter().filter(move |it| needs(it).contains(&capacity));
        with.map(|it| it.share.rate())
    };
    let used: Vec<f64> = (0..transfers.capacities.len()).map(|it| rates(it).sum()).collect();
    for (used, capacity) in used.iter().zip(&transfers.capacities) {
        assert!(*used <= capacity * (1.0 + 1e-12), "{used} of {capacity}");
    }
    for transfer in &transfers.list {
        let is_bottleneck = |&capacity: &usize| {
            used[capacity] >= transfers.capacities[capacity] * (1.0 - 1e-12)
                && rates(capacity).all(|rate| rate <= transfer.share.rate() * (1.0 + 1e-12))
        };
        assert!(needs(transfer).iter().any(is_bottleneck), "nothing limits {transfer:?}");
    }
}
