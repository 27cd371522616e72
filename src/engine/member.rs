//! Members of a pool: where each one is, at four bytes for those without a history.

use std::collections::VecDeque;

use super::change::{MemberState, Root};
use super::event::{MemberNo, Stamp};
use super::plan::ClassId;
use crate::model::{FailureId, Pool};
use crate::quantity::{Span, Time};

/// A member as it was at the start: in service if it began in a position, else standing by.
const FRESH: u32 = 0;
/// In service, never failed, no other history.
const IN_SERVICE: u32 = 1;
/// In service, failed before, no other history.
const IN_SERVICE_AGAIN: u32 = 2;
/// Codes from here on number a record.
const RECORDS: u32 = 3;

/// The members of one pool.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    positions: u32,
    /// The first member number after each kind of spare.
    kind_ends: Vec<u32>,
    codes: Vec<u32>,
    /// Members whose code is not `FRESH`.
    touched: Vec<MemberNo>,
    records: Vec<Record>,
    free: Vec<u32>,
    /// Failure times of members with records, `history_length` a record, where they matter.
    history: Vec<Time>,
    history_length: usize,
    /// Filled positions whose members are up.
    pub in_service: u32,
    /// Open positions that no spare is on its way to.
    pub open: u32,
    /// Positions whose switch failed, by the stamp of the next try, oldest first.
    pub retrying: VecDeque<Stamp>,
    /// Spares standing by, by kind, the longest idle first.
    pub idle: Vec<VecDeque<MemberNo>>,
    pub exhausted: bool,
    /// How fast they age and fail, over members that serve.
    pub factor: f64,
    /// Spares called so far.
    pub calls: u64,
    /// Members that are dead and still given requests of a workload, in order.
    pub dead: Vec<MemberNo>,
}

/// What is known of a member that is not simply in service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub state: MemberState,
    /// Which kind of spare it is while it stands by or is being activated.
    pub kind: u8,
    /// Whether a position is its own (up or not) or waits for it.
    pub holds_position: bool,
    pub failed_before: bool,
    pub bad: bool,
    /// Whether it is in repair without having failed.
    pub needless: bool,
    /// Whether the stage under way will end the pipeline.
    pub fixes: bool,
    /// Whether it is being drained, while it still serves.
    pub draining: bool,
    /// Whether its failure will be over by itself, at a time that is known.
    pub ends: bool,
    /// Whether a stage was broken off, to be gone on with.
    pub suspended: bool,
    /// Failures in its history, as far as they are kept.
    pub failures: u32,
    /// The class that struck it last.
    pub class: ClassId,
    /// What first set its failure going.
    pub root: Root,
    /// Why it is in repair.
    pub origin: u32,
    pub stage: u16,
    /// How often it has been looked at in vain since its failure.
    pub attempt: u32,
    /// The stamp that its pending events carry.
    pub stamp: Stamp,
    /// The number of its failure in the streams of its class.
    pub episode: u64,
    pub failed_at: Time,
    pub taken_at: Time,
    pub waiting_since: Time,
    /// When the stage under way will be done.
    pub done_at: Time,
    /// What is left of a stage that was broken off.
    pub left: Span,
}

impl Record {
    fn new(state: MemberState, kind: u8) -> Self {
        Self {
            state,
            kind,
            holds_position: matches!(state, MemberState::Active),
            failed_before: false,
            bad: false,
            needless: false,
            fixes: false,
            draining: false,
            ends: false,
            suspended: false,
            failures: 0,
            class: ClassId(0),
            root: Root::natural(FailureId::from(0)),
            origin: 0,
            stage: 0,
            attempt: 0,
            stamp: 0,
            episode: 0,
            failed_at: Time::START,
            taken_at: Time::START,
            waiting_since: Time::START,
            done_at: Time::START,
            left: Span::ZERO,
        }
    }
}

impl Members {
    /// The members of a pool at the start of a replication.
    pub fn new(pool: &Pool) -> Self {
        let mut end = pool.members;
        let kind_ends = pool
            .spares
            .iter()
            .map(|spares| {
                end += spares.count;
                end
            })
            .collect();
        let mut members = Self {
            positions: pool.members,
            kind_ends,
            codes: vec![FRESH; pool.size() as usize],
            history_length: pool.retirement.map_or(0, |retirement| retirement.failures as usize),
            idle: vec![VecDeque::new(); pool.spares.len()],
            ..Self::default()
        };
        members.restart();
        members
    }

    /// Puts every member back to where it was at the start, at the cost of those that moved.
    pub fn restart(&mut self) {
        for &member in &self.touched {
            self.codes[member as usize] = FRESH;
        }
        self.touched.clear();
        self.records.clear();
        self.free.clear();
        self.history.clear();
        self.in_service = self.positions;
        self.open = 0;
        self.retrying.clear();
        self.exhausted = false;
        self.factor = 1.0;
        self.calls = 0;
        self.dead.clear();
        let mut start = self.positions;
        for (idle, &end) in self.idle.iter_mut().zip(&self.kind_ends) {
            idle.clear();
            idle.extend(start..end);
            start = end;
        }
    }

    pub const fn positions(&self) -> u32 {
        self.positions
    }

    pub fn state(&self, member: MemberNo) -> MemberState {
        self.state_and_kind(member).0
    }

    /// A member's state, and the kind of spare that it is if it stands by or is being activated.
    pub fn state_and_kind(&self, member: MemberNo) -> (MemberState, u8) {
        match self.codes[member as usize] {
            FRESH if member >= self.positions => (MemberState::Standby, self.first_kind(member)),
            FRESH | IN_SERVICE | IN_SERVICE_AGAIN => (MemberState::Active, 0),
            code => {
                let record = &self.records[(code - RECORDS) as usize];
                (record.state, record.kind)
            }
        }
    }

    /// The kind of spare that a member which stands by, or is being activated, is.
    pub fn kind(&self, member: MemberNo) -> usize {
        usize::from(self.state_and_kind(member).1)
    }

    fn first_kind(&self, member: MemberNo) -> u8 {
        self.kind_ends.partition_point(|&end| end <= member) as u8
    }

    pub fn is_bad(&self, member: MemberNo) -> bool {
        self.get(member).is_some_and(|record| record.bad)
    }

    /// The record of a member, if it has one.
    pub fn get(&self, member: MemberNo) -> Option<&Record> {
        let code = self.codes[member as usize];
        (code >= RECORDS).then(|| &self.records[(code - RECORDS) as usize])
    }

    /// The record of a member that moved; made if there is none.
    #[inline]
    pub fn record(&mut self, member: MemberNo) -> &mut Record {
        let code = self.codes[member as usize];
        if code >= RECORDS {
            return &mut self.records[(code - RECORDS) as usize];
        }
        self.new_record(member, code)
    }

    #[inline(never)]
    fn new_record(&mut self, member: MemberNo, code: u32) -> &mut Record {
        let mut record = if code == FRESH && member >= self.positions {
            Record::new(MemberState::Standby, self.first_kind(member))
        } else {
            Record::new(MemberState::Active, 0)
        };
        record.failed_before = code == IN_SERVICE_AGAIN;
        if code == FRESH {
            self.touched.push(member);
        }
        let index = self.free.pop().unwrap_or(self.records.len() as u32);
        if (index as usize) < self.records.len() {
            self.records[index as usize] = record;
        } else {
            self.records.push(record);
            let length = self.records.len() * self.history_length;
            self.history.resize(length, Time::START);
        }
        self.codes[member as usize] = RECORDS + index;
        &mut self.records[index as usize]
    }

    /// Drops the record of a member in service that has nothing of its own to remember.
    pub fn forget_if_plain(&mut self, member: MemberNo) {
        let Some(record) = self.get(member) else {
            return;
        };
        debug_assert_eq!(record.state, MemberState::Active, "only a member in service is plain");
        if record.bad || record.draining || record.failures > 0 {
            return;
        }
        let plain = if record.failed_before { IN_SERVICE_AGAIN } else { IN_SERVICE };
        self.free.push(self.codes[member as usize] - RECORDS);
        self.codes[member as usize] = plain;
    }

    /// Notes a failure in a member's history, where the pool keeps one.
    pub fn note_failure(&mut self, member: MemberNo, at: Time) {
        if self.history_length == 0 {
            return;
        }
        let length = self.history_length;
        let record = self.record(member);
        let place = record.failures as usize % length;
        record.failures += 1;
        let index = (self.codes[member as usize] - RECORDS) as usize * length + place;
        self.history[index] = at;
    }

    /// When the failure happened that lies as far back as the pool's history reaches, the last
    /// one counted: `None` while there have been fewer.
    pub fn oldest_kept_failure(&self, member: MemberNo) -> Option<Time> {
        let record = self.get(member)?;
        let failures = record.failures as usize;
        if self.history_length == 0 || failures < self.history_length {
            return None;
        }
        let slot = (self.codes[member as usize] - RECORDS) as usize * self.history_length;
        Some(self.history[slot + failures % self.history_length])
    }

    /// What the members hold on the heap.
    pub fn heap_bytes(&self) -> usize {
        (self.codes.capacity() + self.touched.capacity() + self.free.capacity()) * size_of::<u32>()
            + self.records.capacity() * size_of::<Record>()
            + self.history.capacity() * size_of::<Time>()
    }

    /// Every member that is not as it was at the start and has a record.
    pub fn recorded(&self) -> impl Iterator<Item = (MemberNo, &Record)> {
        self.touched.iter().filter_map(|&member| Some((member, self.get(member)?)))
    }
}

const _: () = assert!(size_of::<Record>() <= 88, "records stay small");
