//! Groups of pieces that are lost, wait and are made anew: the exact chain of a built store.
//!
//! Every group has as many pieces; more than `parity` of one gone at once is a loss, with which the
//! chain ends. A piece that is gone goes through stations in order, each exponential: detection,
//! repair stages, the rebuild. Where a station serves only so many at once, groups wait for each
//! other first come first served, so a state has, for each group with pieces gone, how many of them
//! are at work in each station and which places they have in its queue. Groups whose pieces are
//! placed alike are alike, so a state is the sorted list of them: 2 groups with one piece gone each
//! are one state whichever they are.

use super::chain::{Chain, ChainProblem, System, Transient, explore};
use crate::model::Sharing;

/// More states than this are not followed.
const MOST_STATES: usize = 20_000;

/// Like groups with exponential lives and stations.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    pub groups: u32,
    /// Pieces of a group.
    pub width: u32,
    /// How many of a group may be gone.
    pub parity: u32,
    /// Failures of a piece per hour.
    pub failures: f64,
    /// What a piece that is gone goes through, in order.
    pub stations: Vec<Station>,
    /// The probability that the last station loses the group's data when it ends with nothing to
    /// spare.
    pub unreadable: f64,
    /// More pieces than this are never gone at once (failures that lose nothing are left out then);
    /// `None`: as many as there are.
    pub most_gone: Option<u32>,
}

/// One step of a piece's way back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// Per hour, of one piece alone.
    pub rate: f64,
    pub sharing: Sharing,
    /// Whether what holds the piece can fail meanwhile, so that it begins anew.
    pub exposed: bool,
    /// Whether the piece that has been here longest is the one that is done, whichever was worked
    /// on: a repaired member takes over the piece that has waited longest.
    pub oldest_first: bool,
}

impl Station {
    /// Where each piece is done when its own work is, and nothing fails.
    #[must_use]
    pub const fn own(rate: f64, sharing: Sharing) -> Self {
        Self { rate, sharing, exposed: false, oldest_first: false }
    }
}

/// Where the pieces of a system are: of every group with pieces gone, sorted; or a loss.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Whole(Vec<Vec<Spot>>),
    Lost,
}

/// The pieces of a group in one station.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    at_work: u32,
    /// Places in the queue, ascending from 1.
    waiting: Vec<u32>,
}

impl Spot {
    fn pieces(&self) -> u32 {
        self.at_work + self.waiting.len() as u32
    }
}

fn gone(group: &[Spot]) -> u32 {
    group.iter().map(Spot::pieces).sum()
}

/// All groups with pieces gone, while a move changes them.
type Affected = Vec<Vec<Spot>>;
type Moves = Vec<(State, f64)>;

impl System for Groups {
    type State = State;

    fn start(&self) -> State {
        State::Whole(Vec::new())
    }

    fn moves(&self, state: &State, moves: &mut Moves) {
        let State::Whole(groups) = state else {
            return;
        };
        self.fail(groups, moves);
        for station in 0..self.stations.len() {
            for group in 0..groups.len() {
                self.finish(groups, group, station, moves);
                self.fail_again(groups, group, station, moves);
            }
        }
    }
}

impl Groups {
    /// A whole piece fails.
    fn fail(&self, groups: &Affected, moves: &mut Moves) {
        let all_gone: u32 = groups.iter().map(|group| gone(group)).sum();
        let full = self.most_gone.is_some_and(|most| all_gone >= most);
        for (number, group) in groups.iter().enumerate() {
            let gone = gone(group);
            let rate = f64::from(self.width - gone) * self.failures;
            if gone == self.parity {
                moves.push((State::Lost, rate));
            } else if !full && rate > 0.0 {
                let mut next = groups.clone();
                self.enter(&mut next, number, 0);
                moves.push((sorted(next), rate));
            }
        }
        let whole = self.groups - groups.len() as u32;
        let rate = f64::from(whole) * f64::from(self.width) * self.failures;
        if rate == 0.0 || full {
            return;
        }
        if self.parity == 0 {
            moves.push((State::Lost, rate));
            return;
        }
        let mut next = groups.clone();
        next.push(vec![Spot::default(); self.stations.len().max(1)]);
        self.enter(&mut next, groups.len(), 0);
        moves.push((sorted(next), rate));
    }

    /// A piece of a group is done with a station.
    fn finish(&self, groups: &Affected, group: usize, station: usize, moves: &mut Moves) {
        let rate = self.rate_of(groups, group, station);
        if rate == 0.0 {
            return;
        }
        let mut next = groups.clone();
        if self.stations[station].oldest_first {
            leave_queue(&mut next, station, 1);
        } else {
            next[group][station].at_work -= 1;
            call_next(&mut next, station);
        }
        let ends = station + 1 == self.stations.len();
        if !ends {
            self.enter(&mut next, group, station + 1);
        }
        let nothing_to_spare = ends && gone(&groups[group]) == self.parity;
        let lost = if nothing_to_spare { self.unreadable } else { 0.0 };
        for (state, share) in [(State::Lost, lost), (sorted(next), 1.0 - lost)] {
            if share > 0.0 {
                moves.push((state, share * rate));
            }
        }
    }

    /// What holds a piece that is being made anew fails, and it begins anew.
    fn fail_again(&self, groups: &Affected, group: usize, station: usize, moves: &mut Moves) {
        if !self.stations[station].exposed {
            return;
        }
        let spot = &groups[group][station];
        if spot.at_work > 0 {
            let mut next = groups.clone();
            next[group][station].at_work -= 1;
            call_next(&mut next, station);
            self.enter(&mut next, group, 0);
            moves.push((sorted(next), f64::from(spot.at_work) * self.failures));
        }
        for &place in &spot.waiting {
            let mut next = groups.clone();
            leave_queue(&mut next, station, place);
            self.enter(&mut next, group, 0);
            moves.push((sorted(next), self.failures));
        }
    }

    /// How often a piece of a group is done with a station, per hour.
    fn rate_of(&self, groups: &Affected, group: usize, station: usize) -> f64 {
        let Station { rate, sharing, oldest_first, .. } = self.stations[station];
        let spot = &groups[group][station];
        if oldest_first {
            let at_once = match sharing {
                Sharing::Parallel => in_queue(groups, station),
                Sharing::Shared => 1,
                Sharing::Queued(most) => most.min(in_queue(groups, station)),
            };
            return if spot.waiting.first() == Some(&1) { rate * f64::from(at_once) } else { 0.0 };
        }
        let slowed = match sharing {
            Sharing::Parallel | Sharing::Queued(_) => 1,
            Sharing::Shared => at_work(groups, station).max(1),
        };
        rate * f64::from(spot.at_work) / f64::from(slowed)
    }

    fn enter(&self, groups: &mut Affected, group: usize, station: usize) {
        let most = match self.stations.get(station) {
            Some(Station { oldest_first: true, .. }) => 0,
            Some(Station { sharing: Sharing::Queued(most), .. }) => *most,
            _ => u32::MAX,
        };
        if at_work(groups, station) < most {
            groups[group][station].at_work += 1;
        } else {
            let last = in_queue(groups, station);
            groups[group][station].waiting.push(last + 1);
        }
    }

    /// The probability of a loss within some hours.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn loss_within(&self, hours: f64) -> Result<f64, ChainProblem> {
        let (chain, whole) = self.chain()?;
        let lost: Vec<bool> = whole.iter().map(|whole| !whole).collect();
        let mut walk = Transient::new(&chain, Vec::new());
        walk.advance_to(hours)?;
        Ok(walk.probability_of(&lost))
    }

    /// The mean time to a loss in hours.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn mean_time(&self) -> Result<f64, ChainProblem> {
        let (chain, whole) = self.chain()?;
        chain.mean_time_until_outside(&whole)
    }

    /// The chain, and in which of its states nothing is lost.
    fn chain(&self) -> Result<(Chain, Vec<bool>), ChainProblem> {
        let (chain, states) = explore(self, MOST_STATES)?;
        Ok((chain, states.iter().map(|state| *state != State::Lost).collect()))
    }
}

fn at_work(groups: &Affected, station: usize) -> u32 {
    groups.iter().map(|group| group[station].at_work).sum()
}

fn in_queue(groups: &Affected, station: usize) -> u32 {
    groups.iter().map(|group| group[station].waiting.len() as u32).sum()
}

/// The first in a station's queue begins.
fn call_next(groups: &mut Affected, station: usize) {
    let first = groups.iter().position(|group| group[station].waiting.first() == Some(&1));
    if let Some(first) = first {
        leave_queue(groups, station, 1);
        groups[first][station].at_work += 1;
    }
}

fn leave_queue(groups: &mut Affected, station: usize, place: u32) {
    for group in groups {
        let waiting = &mut group[station].waiting;
        waiting.retain(|&other| other != place);
        for other in waiting.iter_mut().filter(|other| **other > place) {
            *other -= 1;
        }
    }
}

fn sorted(mut groups: Affected) -> State {
    groups.retain(|group| gone(group) > 0);
    groups.sort_unstable();
    State::Whole(groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::formula::redundancy::{Alike, Group};

    fn group(sharing: Sharing) -> Groups {
        Groups {
            groups: 1,
            width: 6,
            parity: 2,
            failures: 1e-4,
            stations: vec![Station::own(0.05, sharing)],
            unreadable: 0.01,
            most_gone: None,
        }
    }

    #[test]
    fn one_group_is_the_closed_form_for_every_sharing() {
        for sharing in [Sharing::Parallel, Sharing::Shared, Sharing::Queued(1)] {
            let closed = Group {
                pieces: 6,
                to_spare: 2,
                failures: 1e-4,
                rebuilds: 0.05,
                sharing,
                unreadable: 0.01,
            };
            let ratio = group(sharing).mean_time().unwrap() / closed.mean_time();
            assert!((ratio - 1.0).abs() < 1e-13, "{sharing:?}: {ratio}");
        }
    }

    #[test]
    fn groups_that_do_not_share_are_independent() {
        let one = group(Sharing::Parallel);
        let many = Groups { groups: 4, ..one.clone() };
        let expected = Alike(4).any(one.loss_within(10_000.0).unwrap());
        let found = many.loss_within(10_000.0).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-11, "{found} is not {expected}");
    }

    /// Two mirrors of failure rate l, one crew of rate u, first come first served. Of one state two
    /// pieces are gone in different groups: a loss at 2 l, the first repaired at u.
    #[test]
    fn a_shared_crew_is_worked_by_hand() {
        let (l, u) = (1e-3, 0.05);
        let station = Station::own(u, Sharing::Queued(1));
        let mirrors = Groups {
            groups: 2,
            width: 2,
            parity: 1,
            failures: l,
            stations: vec![station],
            unreadable: 0.0,
            most_gone: None,
        };
        // From two gone: a = (1 + u b) / (2 l + u); from one: b = (1 + 2 l a + u c) / (3 l + u);
        // from none: c = 1 / (4 l) + b.
        let two = |b: f64| (1.0 + u * b) / (2.0 * l + u);
        let slope = 2.0 * l * (two(1.0) - two(0.0)) + u;
        let b = (1.0 + 2.0 * l * two(0.0) + u / (4.0 * l)) / (3.0 * l + u - slope);
        let found = mirrors.mean_time().unwrap();
        assert!((found / (1.0 / (4.0 * l) + b) - 1.0).abs() < 1e-12, "{found}");
    }

    /// Of one group it does not matter which piece is done; nor of mirrors, each with one gone.
    #[test]
    fn the_oldest_first_matters_only_between_codes_with_more_to_spare() {
        let with = |oldest_first, groups, parity| {
            let station = Station { oldest_first, ..Station::own(0.05, Sharing::Parallel) };
            let (failures, stations) = (0.01, vec![station]);
            let group = Groups { groups, parity, failures, stations, ..group(Sharing::Parallel) };
            group.mean_time().unwrap()
        };
        for (groups, parity) in [(1, 2), (2, 1)] {
            let ratio = with(true, groups, parity) / with(false, groups, parity);
            assert!((ratio - 1.0).abs() < 1e-12, "{groups} {parity}: {ratio}");
        }
        let ratio = with(true, 2, 2) / with(false, 2, 2);
        assert!((ratio - 1.0).abs() > 1e-3, "{ratio}");
    }

    #[test]
    fn what_fails_while_it_is_rebuilt_begins_anew() {
        let station = |rate, exposed| Station { exposed, ..Station::own(rate, Sharing::Parallel) };
        let mirror =
            |stations| Groups { width: 2, parity: 1, stations, ..group(Sharing::Parallel) };
        let (l, repair, rebuild) = (1e-4, 0.1, 0.05);
        let found = mirror(vec![station(repair, false), station(rebuild, true)]).mean_time();
        // From repair: r = (1 + repair b) / (repair + l); from rebuild:
        // b = (1 + l r + rebuild w (1 - 0.01)) / (2 l + rebuild); w = 1 / (2 l) + r.
        let (kept, mut r, mut w) = (0.99, 0.0, 0.0);
        for _ in 0..200_000 {
            let b = (1.0 + l * r + rebuild * kept * w) / (2.0 * l + rebuild);
            r = (1.0 + repair * b) / (repair + l);
            w = 1.0 / (2.0 * l) + r;
        }
        assert!((found.unwrap() / w - 1.0).abs() < 1e-9, "{w}");
    }
}
