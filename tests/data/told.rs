//! What was worked out of an incident, and whether it came about.

use firedrill::engine::Incident;

pub const TB: f64 = 1e12;

/// What was worked out of an incident, in hours and bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    pub onset: f64,
    pub detecting: f64,
    pub waiting: f64,
    pub restoring: f64,
    pub verifying: f64,
    /// `None`: beyond recovery.
    pub version: Option<f64>,
    pub lost: f64,
    pub recovered: f64,
}

#[track_caller]
pub fn assert_told(incident: &Incident, told: Told) {
    let same = |found: f64, worked_out: f64, what: &str| {
        let close = (found - worked_out).abs() <= 1e-9 * worked_out.abs().max(1.0);
        assert!(close, "{what} is {found}, worked out {worked_out}: {incident:?}");
    };
    same(incident.onset.hours(), told.onset, "onset");
    same(incident.detecting.hours(), told.detecting, "detecting");
    same(incident.waiting.hours(), told.waiting, "waiting");
    same(incident.restoring.hours(), told.restoring, "restoring");
    same(incident.verifying.hours(), told.verifying, "verifying");
    assert_eq!(incident.version.map(|version| version.hours()), told.version, "{incident:?}");
    assert_eq!(incident.beyond_recovery, told.version.is_none(), "{incident:?}");
    let over = told.onset + told.detecting + told.waiting + told.restoring + told.verifying;
    same(incident.over.expect("it is over").hours(), over, "end");
    same(incident.lost.get(), told.lost, "lost");
    same(incident.recovered.get(), told.recovered, "recovered");
}
