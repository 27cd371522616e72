//! Runs a scenario's text and holds what comes out against exact values at 99.9 %.

use std::error::Error;

use firedrill::estimate::{Chance, Estimate};
use firedrill::measure::{Metric, Outcome};
use firedrill::scenario::{NoFiles, Source, load};
use firedrill::study::{self, MAX_EVENTS, Results, Run, Settings, Stop, Watch};

/// The 99.9 % half-width over the 95 % one, for many values: the quotient of normal quantiles.
const WIDER: f64 = 3.2905 / 1.9600;

struct Nobody;

impl Watch for Nobody {
    fn outcomes(&mut self, _: &[Outcome], _: u64) -> Result<(), Box<dyn Error>> {
        Ok(())
    }

    fn stops(&self) -> bool {
        false
    }
}

/// What comes of a scenario.
pub struct Simulated(pub Results);

/// Runs a scenario's text.
pub fn run(text: &str, seed: u64, replications: u64) -> Simulated {
    let source = Source { name: "test".into(), text: text.into() };
    let model = load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model;
    let stop = Stop::Replications(replications);
    let settings = Settings { seed, stop, threads: None, max_events: MAX_EVENTS };
    let run = Run::of_model("test", &model, &settings);
    Simulated(study::run(&model, run, &settings, &mut Nobody).expect("the study runs"))
}

impl Simulated {
    pub fn estimate(&self, metric: Metric, subject: &str) -> &Estimate {
        let found = self.0.metrics.iter().find(|m| m.metric == metric && m.subject == subject);
        &found.unwrap_or_else(|| panic!("{}[{subject}] was measured", metric.name())).estimate
    }

    pub fn mean(&self, metric: Metric, subject: &str) -> f64 {
        self.estimate(metric, subject).mean.expect("something was observed")
    }

    /// Half of the 99.9 % interval of a mean.
    pub fn half_width(&self, metric: Metric, subject: &str) -> f64 {
        let estimate = self.estimate(metric, subject);
        let (low, high) = (estimate.interval.low, estimate.interval.high);
        let width = high.expect("bounded above") - low.expect("bounded below");
        assert!(estimate.n >= 100, "few values need Student's quantiles");
        width / 2.0 * WIDER
    }

    /// Holds a mean against its exact value, at 99.9 %.
    pub fn agrees(&self, metric: Metric, subject: &str, exact: f64) {
        let (mean, half) = (self.mean(metric, subject), self.half_width(metric, subject));
        assert!(
            (mean - exact).abs() <= half,
            "{}[{subject}] is {exact}, simulated {mean} ± {half} (99.9 %)",
            metric.name()
        );
    }

    /// The same, with half of the 95 % interval below `share` of `of`.
    pub fn agrees_within(&self, metric: Metric, subject: &str, exact: f64, share: f64, of: f64) {
        self.agrees(metric, subject, exact);
        let half = self.half_width(metric, subject) / WIDER;
        assert!(half <= share * of, "{}[{subject}] ± {half} is too wide", metric.name());
    }

    /// Holds a probability at a time against its exact value, at an exact 99.9 %.
    pub fn chance_agrees(&self, metric: Metric, subject: &str, hours: f64, exact: f64) {
        let n = self.0.run.replications;
        let point = self
            .0
            .series
            .iter()
            .find(|p| p.metric == metric && p.subject == subject && p.time.hours() == hours);
        let point = point.unwrap_or_else(|| panic!("{}[{subject}] at {hours} h", metric.name()));
        let interval = Chance::of((point.mean * n as f64).round() as u64, n).interval(0.999);
        assert!(
            interval.contains(exact),
            "{}[{subject}] at {hours} h is {exact}, simulated {} in {interval:?}",
            metric.name(),
            point.mean
        );
    }
}
