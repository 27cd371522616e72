//! Takes outcomes in, in order, in memory that does not grow with their number.

use super::{Histogram, MetricResult, Results, Run, SeriesPoint, compare, objective};
use crate::analytic;
use crate::estimate::{CONFIDENCE, Chance, Estimate, Interval, Moments, Pooled, Sample};
use crate::measure::{Column, Kind, Layout, Metric, Outcome};
use crate::model::Model;
use crate::quantity::Time;

/// Bars of a histogram for plots.
const BARS: usize = 40;

/// Everything that is kept of the outcomes so far.
#[derive(Debug)]
pub struct Accumulator<'m> {
    model: &'m Model,
    layout: &'m Layout,
    values: Vec<Sample>,
    pooled: Vec<Pooled>,
    /// Times in the order of the layout, at each time its columns.
    series: Vec<OverTime>,
    /// One an objective: the replications that meet it.
    met: Vec<Chance>,
    replications: u64,
    events: u64,
    /// Room for one replication's durations: finished and not, by column.
    durations: Vec<(Vec<f64>, Vec<f64>)>,
}

/// A column at one time.
#[derive(Clone, Debug)]
pub enum OverTime {
    Mean(Moments),
    Chance(Chance),
}

impl OverTime {
    fn new(metric: Metric) -> Self {
        match metric.definition().kind {
            Kind::OverTimeChance => Self::Chance(Chance::default()),
            _ => Self::Mean(Moments::default()),
        }
    }

    fn push(&mut self, value: f64) {
        match self {
            Self::Mean(moments) => moments.push(value),
            Self::Chance(chance) => chance.push(value > 0.5),
        }
    }

    pub fn n(&self) -> u64 {
        match self {
            Self::Mean(moments) => moments.n(),
            Self::Chance(chance) => chance.n(),
        }
    }

    fn point(&self) -> Option<(f64, Interval)> {
        match self {
            Self::Mean(moments) => Some((moments.mean()?, moments.mean_interval(CONFIDENCE))),
            Self::Chance(chance) => Some((chance.share()?, chance.interval(CONFIDENCE))),
        }
    }
}

impl<'m> Accumulator<'m> {
    pub fn new(model: &'m Model, layout: &'m Layout) -> Self {
        let times = layout.times.iter();
        let series = times.flat_map(|_| layout.series.iter().map(|c| OverTime::new(c.metric)));
        Self {
            model,
            layout,
            values: vec![Sample::default(); layout.values.len()],
            pooled: vec![Pooled::default(); layout.pooled.len()],
            series: series.collect(),
            met: vec![Chance::default(); model.objectives.len()],
            replications: 0,
            events: 0,
            durations: vec![(Vec::new(), Vec::new()); layout.pooled.len()],
        }
    }

    pub const fn replications(&self) -> u64 {
        self.replications
    }

    pub const fn events(&self) -> u64 {
        self.events
    }

    pub const fn model(&self) -> &'m Model {
        self.model
    }

    /// Takes in the outcomes of the replications that come next.
    pub fn take_in(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            assert_eq!(outcome.replication, self.replications, "outcomes come in order");
            self.replications += 1;
            self.events += outcome.events;
            self.take_in_values(outcome);
            self.take_in_durations(outcome);
            for (point, value) in self.series.iter_mut().zip(&outcome.series) {
                if let Some(value) = value {
                    point.push(*value);
                }
            }
        }
    }

    fn take_in_values(&mut self, outcome: &Outcome) {
        for (sample, value) in self.values.iter_mut().zip(&outcome.values) {
            if let Some(value) = value {
                sample.push(*value);
            }
        }
        for (met, goal) in self.met.iter_mut().zip(&self.model.objectives) {
            let column = objective::column(self.model, goal);
            let place = self.layout.values.iter().position(|c| *c == column);
            let value = place.and_then(|place| outcome.values[place]);
            if let Some(value) = value {
                met.push(objective::is_met_by(goal, value));
            }
        }
    }

    fn take_in_durations(&mut self, outcome: &Outcome) {
        for (finished, censored) in &mut self.durations {
            finished.clear();
            censored.clear();
        }
        for observation in &outcome.observations {
            let (finished, censored) = &mut self.durations[usize::from(observation.column)];
            let list = if observation.finished { finished } else { censored };
            list.push(observation.hours);
        }
        for (pooled, (finished, censored)) in self.pooled.iter_mut().zip(&self.durations) {
            pooled.push(finished, censored);
        }
    }

    /// The values of a column that has one a replication.
    pub fn value(&self, column: &Column) -> Option<&Sample> {
        let place = self.layout.values.iter().position(|c| c == column)?;
        Some(&self.values[place])
    }

    /// The durations of a pooled column.
    pub fn pooled(&self, column: &Column) -> Option<&Pooled> {
        let place = self.layout.pooled.iter().position(|c| c == column)?;
        Some(&self.pooled[place])
    }

    /// A column at one of the series times, where every replication has a value there.
    pub fn at(&self, column: &Column, time: Time) -> Option<&OverTime> {
        let place = self.layout.series.iter().position(|c| c == column)?;
        let moment = self.layout.times.iter().position(|&t| t == time)?;
        let point = &self.series[moment * self.layout.series.len() + place];
        (point.n() == self.replications).then_some(point)
    }

    /// The replications that meet an objective, by its place in the model.
    pub fn met(&self, objective: usize) -> Chance {
        self.met[objective]
    }

    /// What the outcomes make together.
    pub fn results(&self, run: Run) -> Results {
        Results {
            run,
            metrics: self.metrics(),
            series: self.series_points(),
            comparison: compare::with_formulas(self),
            objectives: objective::judge_all(self),
            curves: analytic::curves(self.model),
            histograms: self.histograms(),
        }
    }

    fn metrics(&self) -> Vec<MetricResult> {
        let values = self.layout.values.iter().zip(&self.values);
        let values = values.filter(|(c, _)| c.metric.definition().kind == Kind::PerReplication);
        let pooled = self.layout.pooled.iter().zip(&self.pooled);
        let result = |column: &Column, estimate: Estimate| MetricResult {
            metric: column.metric,
            subject: column.subject.clone(),
            estimate,
        };
        let mut metrics: Vec<_> = values
            .map(|(column, sample)| result(column, sample.estimate()))
            .chain(pooled.map(|(column, pooled)| result(column, pooled.estimate())))
            .collect();
        metrics.sort_by(|a, b| (a.metric, &a.subject).cmp(&(b.metric, &b.subject)));
        metrics
    }

    fn series_points(&self) -> Vec<SeriesPoint> {
        let mut columns: Vec<_> = self.layout.series.iter().collect();
        columns.sort();
        let mut points = Vec::new();
        for column in columns {
            for &time in &self.layout.times {
                let point = self.at(column, time).and_then(OverTime::point);
                points.extend(point.map(|(mean, interval)| SeriesPoint {
                    time,
                    metric: column.metric,
                    subject: column.subject.clone(),
                    mean,
                    interval,
                }));
            }
        }
        points
    }

    fn histograms(&self) -> Vec<Histogram> {
        let pooled = self.layout.pooled.iter().zip(&self.pooled);
        let histogram = |(column, pooled): (&Column, &Pooled)| {
            let (bounds, counts) = pooled.histogram(BARS)?;
            Some(Histogram {
                metric: column.metric,
                subject: column.subject.clone(),
                bounds,
                counts,
                censored: pooled.censored(),
            })
        };
        pooled.filter_map(histogram).collect()
    }
}
