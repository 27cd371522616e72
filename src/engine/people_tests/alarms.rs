//! Alarms: who has them, and when.

use super::staffed::{Staffed, log, minutes, office, stage};
use crate::model::{Occurs, OnCallId, Place, PoolId};
use crate::quantity::{Law, Span};

/// `box` fails at 1:00 and needs half an hour of somebody called `sre`, who takes 5 min to
/// acknowledge.
fn one_machine(hours: f64) -> (Staffed, OnCallId) {
    let mut staffed = Staffed::new(hours);
    let sre = staffed.person("sre", 5.0);
    staffed.pipeline(vec![stage(30.0, Some(sre), None)]);
    let machine = staffed.machine("box");
    staffed.breaks("crash", machine, &[60.0]);
    (staffed, sre)
}

#[test]
fn somebody_acknowledges_and_is_busy_until_the_stage_is_done() {
    one_machine(24.0).0.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:35 sre: 0 busy",
        "1:35 box: active",
    ]);
}

#[test]
fn an_alarm_escalates_through_three_levels() {
    let (mut staffed, sre) = one_machine(24.0);
    staffed.people[usize::from(sre)].acknowledges = Law::Fixed(Span::from_hours(1.0));
    let lead = staffed.person("lead", 20.0);
    let head = staffed.person("head", 5.0);
    staffed.escalates(sre, 15.0, lead);
    staffed.escalates(lead, 10.0, head);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:15 sre: escalates",
        "1:15 sre: 0 busy",
        "1:15 lead: alarm",
        "1:15 lead: 1 busy",
        "1:25 lead: escalates",
        "1:25 lead: 0 busy",
        "1:25 head: alarm",
        "1:25 head: 1 busy",
        "1:30 head: acknowledges since 1:00",
        "1:30 box: in_repair",
        "2:00 head: 0 busy",
        "2:00 box: active",
    ]);
}

#[test]
fn who_acknowledges_just_in_time_keeps_the_alarm() {
    let (mut staffed, sre) = one_machine(24.0);
    let lead = staffed.person("lead", 0.0);
    staffed.escalates(sre, 5.0, lead);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:35 sre: 0 busy",
        "1:35 box: active",
    ]);
}

/// `rig` fails together with `box`, and is struck after it.
fn two_machines(hours: f64) -> (Staffed, OnCallId) {
    let (mut staffed, sre) = one_machine(hours);
    let rig = staffed.machine("rig");
    staffed.breaks("hang", rig, &[60.0]);
    (staffed, sre)
}

#[test]
fn one_person_turns_to_two_incidents_one_after_the_other() {
    two_machines(24.0).0.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:35 sre: 0 busy",
        "1:35 sre: 1 busy",
        "1:35 box: active",
        "1:40 sre: acknowledges since 1:00",
        "1:40 rig: in_repair",
        "2:10 sre: 0 busy",
        "2:10 rig: active",
    ]);
}

#[test]
fn an_alarm_that_nobody_is_free_for_escalates_from_the_queue() {
    let (mut staffed, sre) = two_machines(24.0);
    let lead = staffed.person("lead", 10.0);
    staffed.escalates(sre, 20.0, lead);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:20 sre: escalates",
        "1:20 lead: alarm",
        "1:20 lead: 1 busy",
        "1:30 lead: acknowledges since 1:00",
        "1:30 rig: in_repair",
        "1:35 sre: 0 busy",
        "1:35 box: active",
        "2:00 lead: 0 busy",
        "2:00 rig: active",
    ]);
}

#[test]
fn a_team_of_two_has_two_alarms_at_once() {
    let (mut staffed, sre) = two_machines(24.0);
    staffed.people[usize::from(sre)].size = 2;
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 2 busy",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:05 sre: acknowledges since 1:00",
        "1:05 rig: in_repair",
        "1:35 sre: 1 busy",
        "1:35 box: active",
        "1:35 sre: 0 busy",
        "1:35 rig: active",
    ]);
}

#[test]
fn out_of_hours_an_alarm_waits_until_they_begin() {
    let (mut staffed, sre) = one_machine(24.0);
    staffed.people[usize::from(sre)].hours = Some(office(9.0, 17.0, 5));
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "9:00 sre: 1 busy",
        "9:05 sre: acknowledges since 1:00",
        "9:05 box: in_repair",
        "9:35 sre: 0 busy",
        "9:35 box: active",
    ]);
}

/// Whoever is busy when the hours end finishes, but is given nothing further before Monday.
#[test]
fn an_alarm_that_waited_for_somebody_busy_waits_for_the_next_hours() {
    let (mut staffed, sre) = two_machines(200.0);
    staffed.people[usize::from(sre)].hours = Some(office(0.0, 1.25, 1));
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:35 sre: 0 busy",
        "1:35 box: active",
        "168:00 sre: 1 busy",
        "168:05 sre: acknowledges since 1:00",
        "168:05 rig: in_repair",
        "168:35 sre: 0 busy",
        "168:35 rig: active",
    ]);
}

#[test]
fn while_people_cannot_be_reached_alarms_wait_or_escalate() {
    let (mut staffed, sre) = two_machines(24.0);
    staffed.place_fails("no signal", Place::OnCall(sre), 50.0, 40.0);
    staffed.expect(&[
        "0:50 on_call/sre: down",
        "0:50 on_call/sre: no signal seen",
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "1:30 on_call/sre: up",
        "1:30 sre: 1 busy",
        "1:35 sre: acknowledges since 1:00",
        "1:35 box: in_repair",
        "2:05 sre: 0 busy",
        "2:05 sre: 1 busy",
        "2:05 box: active",
        "2:10 sre: acknowledges since 1:00",
        "2:10 rig: in_repair",
        "2:40 sre: 0 busy",
        "2:40 rig: active",
    ]);

    let (mut staffed, sre) = one_machine(24.0);
    staffed.place_fails("no signal", Place::OnCall(sre), 50.0, 40.0);
    let lead = staffed.person("lead", 0.0);
    staffed.escalates(sre, 20.0, lead);
    staffed.expect(&[
        "0:50 on_call/sre: down",
        "0:50 on_call/sre: no signal seen",
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:20 sre: escalates",
        "1:20 lead: alarm",
        "1:20 lead: 1 busy",
        "1:20 lead: acknowledges since 1:00",
        "1:20 box: in_repair",
        "1:30 on_call/sre: up",
        "1:50 lead: 0 busy",
        "1:50 box: active",
    ]);
}

/// Who has been given an alarm keeps it, whatever becomes of reach and hours.
#[test]
fn who_has_an_alarm_is_no_longer_out_of_reach() {
    let (mut staffed, sre) = one_machine(24.0);
    staffed.people[usize::from(sre)].hours = Some(office(0.0, 1.05, 7));
    staffed.place_fails("no signal", Place::OnCall(sre), 62.0, 120.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:02 on_call/sre: down",
        "1:02 on_call/sre: no signal seen",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:35 sre: 0 busy",
        "1:35 box: active",
        "3:02 on_call/sre: up",
    ]);
}

#[test]
fn reach_that_comes_back_out_of_hours_helps_when_they_begin() {
    let (mut staffed, sre) = one_machine(48.0);
    staffed.people[usize::from(sre)].hours = Some(office(0.0, 1.25, 7));
    staffed.place_fails("no signal", Place::OnCall(sre), 50.0, 40.0);
    staffed.expect(&[
        "0:50 on_call/sre: down",
        "0:50 on_call/sre: no signal seen",
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:30 on_call/sre: up",
        "24:00 sre: 1 busy",
        "24:05 sre: acknowledges since 1:00",
        "24:05 box: in_repair",
        "24:35 sre: 0 busy",
        "24:35 box: active",
    ]);
}

#[test]
fn what_is_open_at_the_end_is_told() {
    two_machines(1.05).0.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:00 rig: undetected",
        "1:00 rig: awaiting_people",
        "1:00 sre: alarm",
        "end sre: never acknowledged since 1:00",
        "end sre: never acknowledged since 1:00",
    ]);
}

/// The acknowledgements of a machine's repairs, by when they come.
fn acknowledged(log: &[String], machine: &str) -> Vec<String> {
    let ends = format!("{machine}: in_repair");
    log.iter().filter(|line| line.ends_with(&ends)).cloned().collect()
}

/// Seeds 1 to 20: how long somebody takes does not depend on what else people are called for, and
/// two modes of one pool take draws of their own. Exact, not a matter of chance.
#[test]
fn acknowledgements_are_drawn_for_what_people_are_called_for() {
    let model = |rig_too: bool, at: &[f64], hang_at: &[f64]| {
        let (mut staffed, sre) = one_machine(48.0);
        let team = &mut staffed.people[usize::from(sre)];
        (team.size, team.acknowledges) = (9, Law::exponential(Span::from_hours(2.0)).unwrap());
        let times = at.iter().map(|&at| minutes(at).after_start());
        staffed.failures[0].occurs = Occurs::At(times.collect());
        staffed.breaks("hang", PoolId::from(0), hang_at);
        if rig_too {
            let rig = staffed.machine("rig");
            staffed.breaks("crack", rig, &[10.0, 30.0]);
        }
        staffed.model()
    };
    for seed in 1..=20 {
        let alone = log(&model(false, &[60.0], &[]), seed, 3);
        let beside = log(&model(true, &[60.0], &[]), seed, 3);
        assert_eq!(acknowledged(&alone, "box"), acknowledged(&beside, "box"));
        assert_eq!(acknowledged(&alone, "box").len(), 1, "it is acknowledged in two days");
        let other = log(&model(false, &[], &[60.0]), seed, 3);
        assert_ne!(acknowledged(&alone, "box"), acknowledged(&other, "box"), "seed {seed}");
    }
}
