//! P3: `R(t) = 1 - p t` with t in hours. Section 5.2, plotted there from 0 to 1 h.

use super::plain;
use super::shape::MemberShape;
use crate::analytic::Prediction;
use crate::measure::Metric;
use crate::quantity::Time;

pub(super) const SOURCE: &str = "paper, section 5.2 (plotted on 0..1 h)";
pub(super) const LABEL: &str = "1 - p t";

/// 1 - p t.
pub(in super::super) fn value(p: f64, time: Time) -> f64 {
    1.0 - p * time.hours()
}

pub(super) fn predict(members: &MemberShape<'_>, p: f64, times: &[Time]) -> Vec<Prediction> {
    let quantity = Metric::SurvivorFraction.name();
    let at = |&time: &Time| {
        let line = value(p, time);
        let off = (members.survival(time) - line).abs();
        Prediction::new(quantity, members.pool, "P3", SOURCE, line)
            .of_series(Metric::SurvivorFraction, time)
            .note(note(p, time))
            .if_wrong(if_wrong(p, time, off, line))
    };
    times.iter().map(at).collect()
}

fn note(p: f64, time: Time) -> String {
    if time.hours() > 1.0 {
        return "beyond the plotted hour this is an extrapolation".to_string();
    }
    // The gap (1 - p t) - (1-p)^t is widest where its derivative is 0.
    let hazard = -libm::log1p(-p);
    let widest = -libm::log(p / hazard) / hazard;
    let gap = (1.0 - p * widest) - libm::exp(-hazard * widest);
    format!("on the plotted hour within {gap:.1e} of (1-p)^t")
}

fn if_wrong(p: f64, time: Time, off: f64, line: f64) -> String {
    let (hours, off) = (time.hours(), plain(off));
    let negative = if line < 0.0 { ", and negative" } else { "" };
    format!(
        "with a constant hazard the survival is (1-p)^t: at {hours} h the line is off by {off}\
         {negative}; it is exact for lives uniform on 0..{} h",
        (1e9 / p).round() / 1e9
    )
}
