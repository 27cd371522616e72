//! Runs a scenario and says what is known of its metrics, at 99.9 % confidence.

use firedrill::engine::Plan;
use firedrill::estimate::{Chance, Clusters, Interval, Moments};
use firedrill::measure::{Column, Kind, Layout, Metric, Outcome, Recorder};
use firedrill::model::Model;
use firedrill::quantity::{Span, Time};
use firedrill::scenario::{self, NoFiles, Override, Source};
use firedrill::study::MAX_EVENTS;

/// What an interval here claims to hold the truth with.
pub const CONFIDENCE: f64 = 0.999;

/// A scenario of this folder under changes, as `--set` takes them.
pub fn model(text: &str, changes: &[&str]) -> Model {
    let source = Source { name: "simulated".to_owned(), text: text.to_owned() };
    let change = |text: &&str| Override::parse(text).expect("a change reads `path=value`");
    let changes: Vec<_> = changes.iter().map(change).collect();
    match scenario::load(&source, &changes, &NoFiles) {
        Ok(scenario) => scenario.model,
        Err(problems) => panic!("{problems}"),
    }
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub mean: f64,
    pub interval: Interval,
}

impl Known {
    pub fn of(mean: Option<f64>, interval: Interval) -> Self {
        Self { mean: mean.expect("something was observed"), interval }
    }

    /// `factor` times what is known; the factor is positive.
    pub fn times(self, factor: f64) -> Self {
        let times = |end: Option<f64>| end.map(|end| end * factor);
        let Interval { low, high } = self.interval;
        Self { mean: self.mean * factor, interval: Interval { low: times(low), high: times(high) } }
    }

    /// What is left of `whole`.
    pub fn rest_of(self, whole: f64) -> Self {
        let rest = |end: Option<f64>| end.map(|end| whole - end);
        let Interval { low, high } = self.interval;
        Self { mean: whole - self.mean, interval: Interval { low: rest(high), high: rest(low) } }
    }

    /// The hypothesis that `exact` is the truth is not rejected by an interval whose half-width is
    /// at most `share` of it.
    #[track_caller]
    pub fn assert_is(&self, exact: f64, share: f64, what: &str) {
        let half = self.interval.half_width().expect("the interval has two ends");
        let (mean, relative) = (self.mean, half / exact.abs());
        let z = (mean - exact) / half * 3.2905;
        assert!(
            self.interval.contains(exact),
            "{what}: {mean} +- {half}, which does not hold {exact} (z = {z:.2})"
        );
        assert!(relative <= share, "{what}: known within {relative} of {exact}, not {share}");
    }
}

/// Outages of one service over all replications.
#[derive(Clone, Debug, Default)]
struct Outages {
    down: Clusters,
    up: Clusters,
}

/// A column at one of the series times.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    moments: Moments,
    hits: Chance,
}

/// What came of the replications.
#[derive(Debug)]
pub struct Simulated {
    layout: Layout,
    replications: u64,
    window: Span,
    values: Vec<Moments>,
    outages: Vec<(String, Outages)>,
    series: Vec<Point>,
}

/// Runs replications of a scenario of this folder under changes.
pub fn simulate(text: &str, changes: &[&str], seed: u64, replications: u64) -> Simulated {
    simulate_each(text, changes, seed, replications, |_, _| {})
}

/// The same, each outcome shown to `see`.
pub fn simulate_each(
    text: &str,
    changes: &[&str],
    seed: u64,
    replications: u64,
    mut see: impl FnMut(&Layout, &Outcome),
) -> Simulated {
    let model = model(text, changes);
    let plan = Plan::new(&model, seed, MAX_EVENTS);
    let mut recorder = Recorder::new(&plan);
    let mut simulated = Simulated::new(&model, replications);
    for replication in 0..replications {
        let outcome = recorder.run(replication).expect("no replication serves too many events");
        see(&simulated.layout, &outcome);
        simulated.take_in(&outcome);
    }
    simulated
}

impl Simulated {
    fn new(model: &Model, replications: u64) -> Self {
        let layout = Layout::new(model);
        let services = model.services.iter().map(|service| service.name.clone());
        Self {
            replications,
            window: model.window(),
            values: vec![Moments::default(); layout.values.len()],
            outages: services.map(|name| (name, Outages::default())).collect(),
            series: vec![Point::default(); layout.series.len() * layout.times.len()],
            layout,
        }
    }

    fn take_in(&mut self, outcome: &Outcome) {
        for (moments, value) in self.values.iter_mut().zip(&outcome.values) {
            value.iter().for_each(|&value| moments.push(value));
        }
        for (service, outages) in &mut self.outages {
            let value = |metric| {
                let place = place(&self.layout.values, metric, service);
                outcome.values[place].expect("a service is observed")
            };
            let (count, down) = (value(Metric::Outages), value(Metric::OutageTime));
            outages.down.push(down, count as u64);
            outages.up.push(self.window.hours() - down, count as u64);
        }
        let columns = self.layout.series.iter().cycle();
        for ((point, value), column) in self.series.iter_mut().zip(&outcome.series).zip(columns) {
            let Some(value) = *value else { continue };
            match column.metric.definition().kind {
                Kind::OverTimeChance => point.hits.push(value > 0.5),
                _ => point.moments.push(value),
            }
        }
    }

    /// A metric that has one value in every replication.
    pub fn moments(&self, metric: Metric, subject: &str) -> Moments {
        let moments = self.values[place(&self.layout.values, metric, subject)];
        assert_eq!(moments.n(), self.replications, "every replication has {metric:?}");
        moments
    }

    /// The mean of a metric that has one value in every replication.
    pub fn mean(&self, metric: Metric, subject: &str) -> Known {
        let moments = self.moments(metric, subject);
        Known::of(moments.mean(), moments.mean_interval(CONFIDENCE))
    }

    /// The same for each observed hour.
    pub fn per_hour(&self, metric: Metric, subject: &str) -> Known {
        self.mean(metric, subject).times(1.0 / self.window.hours())
    }

    /// Hours down for each outage.
    pub fn mean_outage(&self, service: &str) -> Known {
        let down = &self.outages_of(service).down;
        Known::of(down.mean(), down.mean_interval(CONFIDENCE))
    }

    /// Hours up for each outage.
    pub fn mean_time_up(&self, service: &str) -> Known {
        let up = &self.outages_of(service).up;
        assert_eq!(up.filled(), self.replications, "every replication has an outage");
        Known::of(up.mean(), up.mean_interval(CONFIDENCE))
    }

    /// A metric at one of the series times, known in every replication.
    pub fn at(&self, metric: Metric, subject: &str, hours: f64) -> Known {
        let place = place(&self.layout.series, metric, subject);
        let time = Time::from_hours(hours);
        let moment = self.layout.times.iter().position(|&at| at == time);
        let moment = moment.expect("the scenario's series has this time");
        let Point { moments, hits } = self.series[moment * self.layout.series.len() + place];
        assert_eq!(hits.n() + moments.n(), self.replications, "every replication has a value");
        if hits.n() > 0 {
            Known::of(hits.share(), hits.interval(CONFIDENCE))
        } else {
            Known::of(moments.mean(), moments.mean_interval(CONFIDENCE))
        }
    }

    fn outages_of(&self, service: &str) -> &Outages {
        let found = self.outages.iter().find(|(name, _)| name == service);
        &found.expect("the scenario has this service").1
    }
}

/// Where a column lies.
pub fn place(columns: &[Column], metric: Metric, subject: &str) -> usize {
    let found = columns.iter().position(|c| c.metric == metric && c.subject == subject);
    found.unwrap_or_else(|| panic!("there is no {metric:?} of `{subject}`"))
}
