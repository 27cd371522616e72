//! Changes in words that a person can follow.

use super::Entry;
use super::incident::{cause, scope};
use crate::engine::{
    BackupFault, Change, Disruption, Incident, MemberNo, MemberState, MoveStep, OutageStage, Root,
    RootCause, ServiceState, TrainingPhase, TrainingStep,
};
use crate::model::{Model, PoolId, ServiceId, TrainingId};
use crate::quantity::text::{write_bytes, write_span};
use crate::quantity::{Bytes, Span, Time};

/// What a change says, unless it says nothing that others do not.
pub(super) fn entry(model: &Model, now: Time, change: Change) -> Option<Entry> {
    let told = match change {
        Change::Moved { pool, member, from, to } => {
            return moved(model, now, (pool, member), (from, to));
        }
        Change::Failed { pool, member, failure, root, .. } => {
            let name = &model.failures[failure].name;
            let detail = format!("by {name}{}", set_off(model, root, failure.into()));
            Told::new(member_name(model, pool, member), "fails", detail)
        }
        Change::Struck { failure, scope: struck, root } => {
            let name = &model.failures[failure].name;
            let detail = format!("by {name}{}", set_off(model, root, failure.into()));
            Told::new(scope(model, struck), "is struck", detail)
        }
        Change::Seen { failure, scope: struck } => {
            let detail = model.failures[failure].name.clone();
            Told::new(scope(model, struck), "failure is detected", detail)
        }
        Change::Missed { pool } => Told::new(pool_name(model, pool), "a failure is missed", ""),
        Change::TakenInVain { pool } => {
            Told::new(pool_name(model, pool), "a member is taken in vain", "")
        }
        Change::SpareCalled { pool } => {
            Told::new(pool_name(model, pool), "a spare is called", "").routine()
        }
        Change::SwitchFailed { pool } => Told::new(pool_name(model, pool), "a switch fails", ""),
        Change::SparesExhausted { pool, exhausted: true } => {
            Told::new(pool_name(model, pool), "has no spare left", "")
        }
        Change::SparesExhausted { pool, .. } => {
            Told::new(pool_name(model, pool), "has all positions filled", "")
        }
        Change::Averted { pool } => Told::new(pool_name(model, pool), "a failure is averted", ""),
        Change::Warned { predictor, member, rightly } => {
            let subject = format!("predictor/{}", model.predictors[predictor].name);
            let of = member.map_or(String::new(), |(pool, member)| {
                format!("of {}", member_name(model, pool, member))
            });
            let event = if rightly { "warns rightly" } else { "warns for nothing" };
            Told::new(subject, event, of)
        }
        Change::MaintenanceDone { maintenance, since, well } => {
            let subject = format!("maintenance/{}", model.maintenance[maintenance].name);
            let event = if well { "is done on one" } else { "goes wrong" };
            Told::new(subject, event, format!("after {}", short(now - since)))
        }
        Change::MaintenanceSkipped { maintenance } => {
            let subject = format!("maintenance/{}", model.maintenance[maintenance].name);
            Told::new(subject, "skips a round", "the one before is under way")
        }
        Change::Alarm { people } => {
            Told::new(format!("people/{}", model.people[people].name), "are called", "")
        }
        Change::Acknowledged { people, since, finished: true } => {
            let detail = format!("after {}", short(now - since));
            Told::new(format!("people/{}", model.people[people].name), "acknowledge", detail)
        }
        Change::Acknowledged { people, .. } => {
            let subject = format!("people/{}", model.people[people].name);
            Told::new(subject, "are no longer needed", "")
        }
        Change::Escalated { people } => {
            let subject = format!("people/{}", model.people[people].name);
            Told::new(subject, "do not answer in time", "the alarm goes to the next level")
        }
        Change::Service { service, state } => {
            let event = match state {
                ServiceState::Full => "is up",
                ServiceState::Degraded => "is up, not in full",
                ServiceState::Planned => "is down as planned",
                ServiceState::Outage => "is down",
            };
            Told::new(format!("service/{}", model.services[service].name), event, "")
        }
        Change::Move { service, step } => steps(model, service, step),
        Change::Training { training, step } => trained(model, training, step),
        Change::Place { place, up } => {
            Told::new(model.place_name(place), if up { "is up" } else { "is down" }, "")
        }
        Change::BackupDone { backup, since, bytes } => {
            let subject = format!("backup/{}", model.backups[backup].name);
            let detail = format!("{} in {}", write_bytes(rounded(bytes)), short(now - since));
            Told::new(subject, "is done", detail).routine()
        }
        Change::BackupFailed { backup, fault } => {
            let subject = format!("backup/{}", model.backups[backup].name);
            Told::new(subject, "fails", fault_words(fault))
        }
        Change::BackupSkipped { backup } => {
            let subject = format!("backup/{}", model.backups[backup].name);
            Told::new(subject, "is skipped", "the one before is under way")
        }
        Change::UnsoundFound { backup } => {
            let subject = format!("backup/{}", model.backups[backup].name);
            Told::new(subject, "an unsound copy is found", "")
        }
        Change::Exposed { dataset } => {
            Told::new(format!("dataset/{}", model.datasets[dataset].name), "is exposed", "")
        }
        Change::RestoreFailed { dataset } => {
            Told::new(format!("dataset/{}", model.datasets[dataset].name), "a restore fails", "")
        }
        Change::StoreLost { store } => {
            Told::new(format!("store/{}", model.stores[store].name), "a group loses its data", "")
        }
        Change::Stretch { .. }
        | Change::Retired { .. }
        | Change::CrewBusy { .. }
        | Change::PeopleBusy { .. }
        | Change::Stored { .. }
        | Change::Incident { .. }
        | Change::Spent(_)
        | Change::Serving { .. }
        | Change::Dead { .. }
        | Change::BackupWorks { .. }
        | Change::Disruption { .. } => return None,
    };
    Some(told.at(now))
}

/// An entry without its time.
struct Told {
    subject: String,
    event: &'static str,
    detail: String,
    routine: bool,
}

impl Told {
    fn new(subject: String, event: &'static str, detail: impl Into<String>) -> Self {
        Self { subject, event, detail: detail.into(), routine: false }
    }

    fn routine(self) -> Self {
        Self { routine: true, ..self }
    }

    fn at(self, at: Time) -> Entry {
        let Self { subject, event, detail, routine } = self;
        Entry { at, subject, event, detail, routine }
    }
}

fn pool_name(model: &Model, pool: PoolId) -> String {
    format!("pool/{}", model.pools[pool].name)
}

/// A member, counted from 1 as in a scenario.
fn member_name(model: &Model, pool: PoolId, member: MemberNo) -> String {
    format!("pool/{}[{}]", model.pools[pool].name, member + 1)
}

/// What set a failure off, where that is another thing.
fn set_off(model: &Model, root: Root, failure: usize) -> String {
    let own = matches!(root.cause, RootCause::Failure(id) if usize::from(id) == failure);
    match (own, root.injected) {
        (true, true) => ", injected".to_owned(),
        (true, false) => String::new(),
        (false, _) => format!(", set off by {}", cause(model, root.cause)),
    }
}

fn moved(
    model: &Model,
    now: Time,
    (pool, member): (PoolId, MemberNo),
    (from, to): (MemberState, MemberState),
) -> Option<Entry> {
    let event = match to {
        // Its failing says so.
        MemberState::Undetected => return None,
        MemberState::Active => match from {
            MemberState::Standby | MemberState::Activating => "takes a position",
            MemberState::Dark => "is lit again",
            _ => "is back",
        },
        MemberState::Dark => "is in the dark",
        MemberState::Standby => "stands by",
        MemberState::Activating => "is being activated",
        MemberState::AwaitingPart => "waits for a part",
        MemberState::AwaitingCrew => "waits for a crew",
        MemberState::AwaitingPeople => "waits for people",
        MemberState::InRepair => "is in repair",
        MemberState::Maintained => "is worked on as planned",
        MemberState::Recovering => "recovers by itself",
        MemberState::Lost => "is lost for good",
        MemberState::Retired => "is retired",
    };
    let detail = if from == MemberState::Undetected { "its failure is detected" } else { "" };
    Some(Told::new(member_name(model, pool, member), event, detail).at(now))
}

fn steps(model: &Model, service: ServiceId, step: MoveStep) -> Told {
    let run = &model.services[service];
    let subject = format!("service/{}", run.name);
    let to = |at: u8| format!("to {}", run.placements[usize::from(at)].name);
    let of = |at: u8| format!("of {}", run.placements[usize::from(at)].name);
    match step {
        MoveStep::Seen => Told::new(subject, "outage is detected", ""),
        MoveStep::Decided => Told::new(subject, "failover is decided", ""),
        MoveStep::Bringing(at) => Told::new(subject, "brings its data", to(at)),
        MoveStep::Activating(at) => Told::new(subject, "activates a placement", to(at)),
        MoveStep::Failed(at) => Told::new(subject, "failover fails", to(at)),
        MoveStep::ByHand(at) => Told::new(subject, "is brought up by hand", to(at)),
        MoveStep::Done(at) => Told::new(subject, "failover is done", to(at)),
        MoveStep::CalledOff => Told::new(subject, "failover is called off", ""),
        MoveStep::BackBegins(at) => Told::new(subject, "failback begins", to(at)),
        MoveStep::BackDone(at) => Told::new(subject, "failback is done", to(at)),
        MoveStep::DrillBegins(at) => Told::new(subject, "drill begins", to(at)),
        MoveStep::DrillDone(at) => Told::new(subject, "drill has moved it", to(at)),
        MoveStep::DrillFailed(at) => Told::new(subject, "drill fails", to(at)),
        MoveStep::DrillSkipped => Told::new(subject, "skips a drill", ""),
        MoveStep::WarnedBegins(at) => Told::new(subject, "switchover begins", to(at)),
        MoveStep::WarnedDone(at) => Told::new(subject, "switchover is done", to(at)),
        MoveStep::TrafficLeaves(at) => Told::new(subject, "traffic moves away", of(at)),
        MoveStep::TrafficReturns(at) => Told::new(subject, "traffic returns", of(at)),
    }
}

fn trained(model: &Model, id: TrainingId, step: TrainingStep) -> Told {
    let training = &model.training[id];
    let subject = format!("training/{}", training.name);
    let phase = |event| Told::new(subject.clone(), event, "");
    match step {
        TrainingStep::Turns { phase: TrainingPhase::Running, speed } => {
            let slow =
                if speed < 1.0 { format!("at {speed:.3} of its speed") } else { String::new() };
            Told::new(subject, "runs", slow).routine()
        }
        TrainingStep::Turns { phase: TrainingPhase::Checkpointing, .. } => {
            phase("stands still for a checkpoint").routine()
        }
        TrainingStep::Turns { phase: it, .. } => phase(match it {
            TrainingPhase::Running | TrainingPhase::Checkpointing => "goes on",
            TrainingPhase::Detecting => "is broken off, unknown",
            TrainingPhase::Selecting => "selects hosts",
            TrainingPhase::Stalled => "stalls",
            TrainingPhase::Loading => "loads a checkpoint",
            TrainingPhase::Initialising => "is initialised",
            TrainingPhase::Done => "is complete",
        }),
        TrainingStep::Interrupted { root } => {
            Told::new(subject, "is interrupted", format!("by {}", cause(model, root.cause)))
        }
        TrainingStep::Saved { tier } => {
            let tier = &training.checkpoints[usize::from(tier)].name;
            Told::new(subject, "a checkpoint is saved", tier.as_str()).routine()
        }
        TrainingStep::Lost { work, .. } => {
            Told::new(subject, "goes back", format!("{} of work lost", short(work)))
        }
    }
}

/// An incident of a dataset: what began it, and how it ended.
pub(super) fn incident(model: &Model, told: &Incident, entries: &mut Vec<Entry>) {
    let dataset = &model.datasets[told.dataset];
    let subject = || format!("dataset/{}", dataset.name);
    let struck = scope(model, told.scope);
    let began = format!("by {}, at {struck}", cause(model, told.root.cause));
    entries.push(Told::new(subject(), "loses data", began).at(told.onset));
    let Some(over) = told.over else { return };
    let lost = write_bytes(rounded(told.lost));
    let end = match told.version {
        Some(version) => {
            let point = short(told.onset - version);
            Told::new(subject(), "is restored", format!("RPA {point}, {lost} lost for good"))
        }
        None => Told::new(subject(), "is beyond recovery", format!("{lost} lost for good")),
    };
    entries.push(end.at(over));
}

/// A disruption of a service: what began it, and how it ended.
pub(super) fn disruption(model: &Model, told: &Disruption, entries: &mut Vec<Entry>) {
    let subject = || format!("service/{}", model.services[told.service].name);
    let struck = told.scope.map_or(String::new(), |at| format!(", at {}", scope(model, at)));
    let began = format!("by {}{struck}", cause(model, told.root.cause));
    entries.push(Told::new(subject(), "is disrupted", began).at(told.onset));
    let Some(up) = told.up else { return };
    let spent = OutageStage::ALL.into_iter().zip(told.stages);
    let spent = spent.filter(|(_, span)| *span > Span::ZERO);
    let stages: Vec<_> =
        spent.map(|(stage, it)| format!("{} {}", stage.name(), short(it))).collect();
    let mut detail = format!("RTA {}: {}", short(up - told.onset), stages.join(", "));
    if let Some(version) = told.version {
        detail += &format!("; RPA {}", short(told.onset - version));
    }
    entries.push(Told::new(subject(), "has recovered", detail).at(up));
    if let Some(full) = told.full.filter(|&full| full > up) {
        let detail = format!("{} after the onset", short(full - told.onset));
        entries.push(Told::new(subject(), "is whole again", detail).at(full));
    }
}

const fn fault_words(fault: BackupFault) -> &'static str {
    match fault {
        BackupFault::Source => "what it reads is down",
        BackupFault::Target => "its store is down",
        BackupFault::Route => "no way is up",
        BackupFault::Full => "its store is full",
        BackupFault::Window => "its window closes",
        BackupFault::Chance => "by chance",
    }
}

/// A span to three digits or the second, as people say it.
fn short(span: Span) -> String {
    let seconds = span.seconds();
    let grain = match seconds {
        below if below < 1.0 => 0.001,
        below if below < 60.0 => 0.1,
        below if below < 86_400.0 => 1.0,
        _ => 60.0,
    };
    write_span(Span::from_seconds((seconds / grain).round() * grain))
}

/// Bytes to four digits.
fn rounded(bytes: Bytes) -> Bytes {
    let size = bytes.get();
    if size <= 0.0 {
        return bytes;
    }
    let mut unit = 1.0;
    while size / unit >= 10_000.0 {
        unit *= 10.0;
    }
    Bytes::new((size / unit).round() * unit)
}
