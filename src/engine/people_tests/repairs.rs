//! Repairs with people, in the dark and out of hours.

use super::staffed::{Staffed, office, stage};
use crate::model::{DomainId, Hours, Place};
use crate::quantity::Probability;

/// `box`, in `hall`, fails at 1:00 and needs half an hour of somebody who takes 5 min to
/// acknowledge; the hall is dark for so long.
fn in_a_hall(remote: bool, dark_at: f64, lasts: f64) -> Staffed {
    let mut staffed = Staffed::new(24.0);
    let hall = staffed.hall("hall");
    let sre = staffed.person("sre", 5.0);
    let mut work = stage(30.0, Some(sre), None);
    work.remote = remote;
    staffed.pipeline(vec![work]);
    let machine = staffed.machine("box");
    staffed.breaks("crash", machine, &[60.0]);
    staffed.place_fails("power", Place::Domain(hall), dark_at, lasts);
    staffed
}

#[test]
fn what_a_reset_does_not_fix_people_do() {
    let mut staffed = Staffed::new(24.0);
    let sre = staffed.person("sre", 5.0);
    let mut reset = stage(10.0, None, None);
    reset.fixes = Probability::NEVER;
    staffed.pipeline(vec![reset, stage(30.0, Some(sre), None)]);
    let machine = staffed.machine("box");
    staffed.breaks("crash", machine, &[60.0]);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: in_repair",
        "1:10 box: awaiting_people",
        "1:10 sre: alarm",
        "1:10 sre: 1 busy",
        "1:15 sre: acknowledges since 1:10",
        "1:15 box: in_repair",
        "1:45 sre: 0 busy",
        "1:45 box: active",
    ]);
}

#[test]
fn people_put_down_their_work_in_the_dark_and_are_called_again_with_the_light() {
    in_a_hall(false, 80.0, 40.0).expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:20 domain/hall: down",
        "1:20 sre: 0 busy",
        "1:20 box: awaiting_people",
        "1:20 domain/hall: power seen",
        "2:00 domain/hall: up",
        "2:00 sre: alarm",
        "2:00 sre: 1 busy",
        "2:05 sre: acknowledges since 2:00",
        "2:05 box: in_repair",
        "2:20 sre: 0 busy",
        "2:20 box: active",
    ]);
}

#[test]
fn people_who_work_from_afar_go_on_in_the_dark() {
    in_a_hall(true, 80.0, 40.0).expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:05 sre: acknowledges since 1:00",
        "1:05 box: in_repair",
        "1:20 domain/hall: down",
        "1:20 domain/hall: power seen",
        "1:35 sre: 0 busy",
        "1:35 box: dark",
        "2:00 domain/hall: up",
        "2:00 box: active",
    ]);
}

#[test]
fn people_who_find_no_light_are_called_again_with_it() {
    in_a_hall(false, 62.0, 58.0).expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_people",
        "1:00 sre: alarm",
        "1:00 sre: 1 busy",
        "1:02 domain/hall: down",
        "1:02 domain/hall: power seen",
        "1:05 sre: acknowledges since 1:00",
        "1:05 sre: 0 busy",
        "2:00 domain/hall: up",
        "2:00 sre: alarm",
        "2:00 sre: 1 busy",
        "2:05 sre: acknowledges since 2:00",
        "2:05 box: in_repair",
        "2:35 sre: 0 busy",
        "2:35 box: active",
    ]);
}

/// `box` fails at these minutes and needs 2 h of a crew of one.
fn with_a_crew(hours: Hours, at: &[f64]) -> Staffed {
    let mut staffed = Staffed::new(72.0);
    let techs = staffed.crew("techs", hours);
    staffed.hall("hall");
    staffed.pipeline(vec![stage(120.0, None, Some(techs))]);
    let machine = staffed.machine("box");
    staffed.breaks("crash", machine, at);
    staffed
}

#[test]
fn a_crew_begins_in_its_hours_and_finishes_what_it_has_begun() {
    with_a_crew(office(9.0, 10.0, 7), &[60.0, 1200.0]).expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_crew",
        "9:00 techs: 1 at work",
        "9:00 box: in_repair",
        "11:00 techs: 0 at work",
        "11:00 box: active",
        "20:00 box: undetected",
        "20:00 box: awaiting_crew",
        "33:00 techs: 1 at work",
        "33:00 box: in_repair",
        "35:00 techs: 0 at work",
        "35:00 box: active",
    ]);
}

/// The hall is dark 8:30-10:30: there is light again only after the hours of that day.
#[test]
fn a_crew_that_had_no_light_in_its_hours_comes_the_next_day() {
    let mut staffed = with_a_crew(office(9.0, 10.0, 7), &[60.0]);
    staffed.place_fails("power", Place::Domain(DomainId::from(0)), 510.0, 120.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_crew",
        "8:30 domain/hall: down",
        "8:30 domain/hall: power seen",
        "10:30 domain/hall: up",
        "33:00 techs: 1 at work",
        "33:00 box: in_repair",
        "35:00 techs: 0 at work",
        "35:00 box: active",
    ]);
}

/// `rig` fails at 9:00 sharp; its failure was scheduled before the crew's hours were.
#[test]
fn who_waited_for_the_hours_of_a_crew_comes_before_who_fails_as_they_begin() {
    let mut staffed = with_a_crew(office(9.0, 17.0, 7), &[60.0]);
    let rig = staffed.machine("rig");
    staffed.breaks("crack", rig, &[540.0]);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:00 box: awaiting_crew",
        "9:00 rig: undetected",
        "9:00 rig: awaiting_crew",
        "9:00 techs: 1 at work",
        "9:00 box: in_repair",
        "11:00 rig: in_repair",
        "11:00 box: active",
        "13:00 techs: 0 at work",
        "13:00 rig: active",
    ]);
}
