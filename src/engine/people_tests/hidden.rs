//! What is not seen while a detector is down or a domain is dark.

use super::staffed::{Staffed, minutes, stage};
use crate::model::{
    DetectorId, DomainId, FalseAlarms, Occurs, Place, PoolId, Recovery, RepairId, Store, StoreId,
    Strikes,
};
use crate::quantity::{Law, Probability};

/// `box` fails at 1:00, which `watch` sees 10 min later; its repair takes half an hour.
fn watched() -> (Staffed, DetectorId) {
    let mut staffed = Staffed::new(24.0);
    staffed.hall("hall");
    staffed.hall("office");
    let watch = staffed.detector("watch", 10.0);
    staffed.pipeline(vec![stage(30.0, None, None)]);
    let machine = staffed.machine("box");
    staffed.breaks("crash", machine, &[60.0]).detected_by = Some(watch);
    (staffed, watch)
}

#[test]
fn what_falls_due_while_a_detector_is_down_is_seen_when_it_is_up() {
    let (mut staffed, watch) = watched();
    staffed.place_fails("stuck", Place::Detector(watch), 65.0, 60.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:05 detector/watch: down",
        "1:05 detector/watch: stuck seen",
        "2:05 detector/watch: up",
        "2:05 box: in_repair",
        "2:35 box: active",
    ]);
}

#[test]
fn a_detector_that_is_up_again_in_time_delays_nothing() {
    let (mut staffed, watch) = watched();
    staffed.place_fails("stuck", Place::Detector(watch), 62.0, 6.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:02 detector/watch: down",
        "1:02 detector/watch: stuck seen",
        "1:08 detector/watch: up",
        "1:10 box: in_repair",
        "1:40 box: active",
    ]);
}

#[test]
fn a_detector_is_down_with_the_domain_that_it_stands_in() {
    let (mut staffed, watch) = watched();
    let office = DomainId::from(1);
    staffed.detectors[usize::from(watch)].within = Some(office);
    staffed.place_fails("power", Place::Domain(office), 65.0, 60.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:05 domain/office: down",
        "1:05 detector/watch: down",
        "1:05 domain/office: power seen",
        "2:05 domain/office: up",
        "2:05 detector/watch: up",
        "2:05 box: in_repair",
        "2:35 box: active",
    ]);
}

/// Two causes hold the detector down: it sees again when both are over.
#[test]
fn a_detector_is_up_when_nothing_holds_it_down() {
    let (mut staffed, watch) = watched();
    let office = DomainId::from(1);
    staffed.detectors[usize::from(watch)].within = Some(office);
    staffed.place_fails("power", Place::Domain(office), 65.0, 60.0);
    staffed.place_fails("stuck", Place::Detector(watch), 70.0, 80.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:05 domain/office: down",
        "1:05 detector/watch: down",
        "1:05 domain/office: power seen",
        "1:10 detector/watch: stuck seen",
        "2:05 domain/office: up",
        "2:30 detector/watch: up",
        "2:30 box: in_repair",
        "3:00 box: active",
    ]);
}

/// The hall goes dark at 1:05; that is known at 1:35, or, by the slow one, never before 2:05.
fn in_the_dark(seen_after: f64) -> Staffed {
    let (mut staffed, _) = watched();
    let breaker = staffed.detector("breaker alarm", seen_after);
    let hall = Place::Domain(DomainId::from(0));
    staffed.place_fails("breaker", hall, 65.0, 60.0).detected_by = Some(breaker);
    staffed
}

#[test]
fn a_failure_in_a_dark_domain_is_seen_when_the_darkness_is() {
    in_the_dark(30.0).expect(&[
        "1:00 box: undetected",
        "1:05 domain/hall: down",
        "1:35 domain/hall: breaker seen",
        "1:35 box: in_repair",
        "2:05 domain/hall: up",
        "2:05 box: active",
    ]);
}

#[test]
fn a_failure_in_a_dark_domain_is_seen_with_the_light_if_the_darkness_never_is() {
    in_the_dark(90.0).expect(&[
        "1:00 box: undetected",
        "1:05 domain/hall: down",
        "2:05 domain/hall: up",
        "2:05 box: in_repair",
        "2:35 box: active",
    ]);
}

#[test]
fn a_failure_that_is_over_before_it_can_be_seen_is_never_seen() {
    let mut staffed = in_the_dark(30.0);
    staffed.failures[0].recovery = Recovery::Lasts(Law::Fixed(minutes(20.0)));
    staffed.expect(&[
        "1:00 box: undetected",
        "1:05 domain/hall: down",
        "1:20 box: dark",
        "1:35 domain/hall: breaker seen",
        "2:05 domain/hall: up",
        "2:05 box: active",
    ]);
}

/// A store and a detector fail in the dark, with no detector of their own.
#[test]
fn what_stands_in_a_dark_domain_is_not_seen_to_fail_before_the_darkness_is() {
    let mut staffed = in_the_dark(30.0);
    let hall = DomainId::from(0);
    staffed.failures.remove(0);
    let store = Store { within: Some(hall), ..Store::named("shelf") };
    staffed.stores.push(store);
    let beside = staffed.detector("beside", 0.0);
    staffed.detectors[usize::from(beside)].within = Some(hall);
    staffed.place_fails("fault", Place::Store(StoreId::from(0)), 70.0, 120.0);
    staffed.place_fails("stuck", Place::Detector(beside), 75.0, 120.0);
    staffed.expect(&[
        "1:05 domain/hall: down",
        "1:05 store/shelf: down",
        "1:05 detector/beside: down",
        "1:05 box: dark",
        "1:35 domain/hall: breaker seen",
        "1:35 store/shelf: fault seen",
        "1:35 detector/beside: stuck seen",
        "2:05 domain/hall: up",
        "2:05 box: active",
        "3:10 store/shelf: up",
        "3:15 detector/beside: up",
    ]);
}

/// At 1:30 the detector is down, at 3:00 it is up.
#[test]
fn a_detector_that_is_down_raises_no_false_alarms() {
    let (mut staffed, watch) = watched();
    let occurs = Occurs::At([90.0, 180.0].map(|at| minutes(at).after_start()).to_vec());
    let false_alarms = FalseAlarms { occurs, repaired_by: RepairId::from(0) };
    staffed.detectors[usize::from(watch)].false_alarms = Some(false_alarms);
    staffed.failures[0].occurs = Occurs::At(Vec::new());
    staffed.place_fails("stuck", Place::Detector(watch), 65.0, 60.0);
    staffed.expect(&[
        "1:05 detector/watch: down",
        "1:05 detector/watch: stuck seen",
        "2:05 detector/watch: up",
        "3:00 box: taken in vain",
        "3:00 box: in_repair",
        "3:30 box: active",
    ]);
}

/// A detector that is always wrong the first time, by all but a sure chance, takes the wrong
/// member only once it is up.
#[test]
fn a_detector_that_is_down_takes_nobody_for_failed() {
    let (mut staffed, watch) = watched();
    staffed.pools[0].members = 2;
    staffed.failures[0].strikes = Strikes::One(PoolId::from(0));
    staffed.detectors[usize::from(watch)].misdiagnosed = Probability::new(1.0 - 1e-9);
    staffed.hours = 2.2;
    staffed.place_fails("stuck", Place::Detector(watch), 65.0, 60.0);
    staffed.expect(&[
        "1:00 box: undetected",
        "1:05 detector/watch: down",
        "1:05 detector/watch: stuck seen",
        "2:05 detector/watch: up",
        "2:05 box: taken in vain",
        "2:05 box: in_repair",
    ]);
}
