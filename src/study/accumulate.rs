//! Takes outcomes in, in order, in memory that does not grow with their number.

use super::causes::Causes;
use super::objective::{self, Tally};
use super::risks::Risks;
use super::{Histogram, MetricResult, Results, Run, SeriesPoint, Setback, compare};
use crate::analytic;
use crate::estimate::{CONFIDENCE, Chance, Estimate, Interval, Moments, Pooled, Sample};
use crate::measure::{Column, Kind, Layout, Metric, Outcome};
use crate::model::{Dataset, Ends, FailureId, Model};
use crate::quantity::{Span, Time};

/// Bars of a histogram for plots.
const BARS: usize = 40;

/// Points of a curve for plots.
const POINTS: usize = 400;

/// Everything that is kept of the outcomes so far.
#[derive(Debug)]
pub struct Accumulator<'m> {
    model: &'m Model,
    layout: &'m Layout,
    injected: Option<FailureId>,
    values: Vec<Value>,
    pooled: Vec<Pooled>,
    /// Times in the order of the layout, at each time its columns.
    series: Vec<OverTime>,
    /// One an objective, in the order of the model.
    tallies: Vec<Tally>,
    causes: Causes,
    risks: Risks,
    replications: u64,
    events: u64,
    /// Room for one replication's durations: finished and not, by column.
    durations: Vec<(Vec<f64>, Vec<f64>)>,
}

/// A column of one value a replication.
#[derive(Clone, Debug)]
enum Value {
    Number(Sample),
    Chance(Chance),
}

impl Value {
    fn new(metric: Metric) -> Self {
        match metric.definition().kind {
            Kind::Chance => Self::Chance(Chance::default()),
            _ => Self::Number(Sample::default()),
        }
    }

    fn push(&mut self, value: f64) {
        match self {
            Self::Number(sample) => sample.push(value),
            Self::Chance(chance) => chance.push(value > 0.5),
        }
    }

    fn estimate(&self) -> Estimate {
        match self {
            Self::Number(sample) => sample.estimate(),
            Self::Chance(chance) => chance.estimate(),
        }
    }
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
    /// Of runs into which this failure is injected, if any.
    pub fn injecting(self, injected: Option<FailureId>) -> Self {
        Self { injected, ..self }
    }

    /// What is injected.
    pub fn injected(&self) -> Option<FailureId> {
        self.injected
    }

    pub fn new(model: &'m Model, layout: &'m Layout) -> Self {
        let times = layout.times.iter();
        let series = times.flat_map(|_| layout.series.iter().map(|c| OverTime::new(c.metric)));
        let tallies = model.objectives.iter().map(|goal| Tally::new(model, layout, goal));
        Self {
            model,
            layout,
            injected: None,
            values: layout.values.iter().map(|column| Value::new(column.metric)).collect(),
            pooled: vec![Pooled::default(); layout.pooled.len()],
            series: series.collect(),
            tallies: tallies.collect(),
            causes: Causes::new(layout),
            risks: Risks::default(),
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
            self.causes.take_in(outcome);
            self.risks.take_in(outcome);
            for (point, value) in self.series.iter_mut().zip(&outcome.series) {
                if let Some(value) = value {
                    point.push(*value);
                }
            }
        }
    }

    fn take_in_values(&mut self, outcome: &Outcome) {
        for (held, value) in self.values.iter_mut().zip(&outcome.values) {
            if let Some(value) = value {
                held.push(*value);
            }
        }
        for (tally, objective) in self.tallies.iter_mut().zip(&self.model.objectives) {
            tally.take_in(objective, outcome);
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
            list.push(observation.value);
        }
        for (pooled, (finished, censored)) in self.pooled.iter_mut().zip(&self.durations) {
            pooled.push(finished, censored);
        }
    }

    /// The values of a column that has one number a replication.
    pub fn value(&self, column: &Column) -> Option<&Sample> {
        match self.held(column)? {
            Value::Number(sample) => Some(sample),
            Value::Chance(_) => None,
        }
    }

    /// How often it happened, of a column of what happens in a replication or not.
    pub fn chance(&self, column: &Column) -> Option<Chance> {
        match self.held(column)? {
            Value::Chance(chance) => Some(*chance),
            Value::Number(_) => None,
        }
    }

    /// How often that happened of which a column has the nines, where every replication watched
    /// for it as long as it could happen.
    pub fn chance_of_nines(&self, column: &Column) -> Option<Chance> {
        let whole = match self.model.ends {
            Ends::Horizon => true,
            Ends::FirstOutage(_) | Ends::Completed(_) => false,
            Ends::Loss(dataset) => self.model.datasets[dataset].name == column.subject,
        };
        let loss = Column { metric: Metric::ProbabilityOfLoss, subject: column.subject.clone() };
        self.chance(&loss).filter(|_| whole)
    }

    fn held(&self, column: &Column) -> Option<&Value> {
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

    /// What is kept for each objective, in the order of the model.
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// What the outcomes make together.
    pub fn results(&self, run: Run) -> Results {
        let injected = run.injected.as_ref().and_then(|name| self.model.failures.find(name));
        Results {
            run,
            metrics: self.metrics(),
            series: self.series_points(),
            comparison: compare::with_formulas(self),
            objectives: objective::judge_all(self),
            curves: match self.injected {
                Some(_) => Vec::new(),
                None => analytic::curves(self.model),
            },
            histograms: self.histograms(),
            setbacks: self.setbacks(),
            causes: self.causes.shares(),
            risks: self.risks.rows(self.model, injected, self.replications),
        }
    }

    fn metrics(&self) -> Vec<MetricResult> {
        let values = self.layout.values.iter().zip(&self.values);
        let once = |c: &Column| !matches!(c.metric.definition().kind, Kind::FirstTime);
        let values = values.filter(|(column, _)| once(column));
        let pooled = self.layout.pooled.iter().zip(&self.pooled);
        let result = |column: &Column, estimate: Estimate| MetricResult {
            metric: column.metric,
            subject: column.subject.clone(),
            estimate,
        };
        let mut metrics: Vec<_> = values
            .map(|(column, sample)| result(column, sample.estimate()))
            .chain(pooled.map(|(column, pooled)| result(column, pooled.estimate())))
            .chain(self.nines())
            .collect();
        metrics.sort_by(|a, b| (a.metric, &a.subject).cmp(&(b.metric, &b.subject)));
        metrics
    }

    /// The nines of durability of each dataset.
    fn nines(&self) -> impl Iterator<Item = MetricResult> + '_ {
        let years = compare::years(self.model);
        self.model.datasets.iter().filter_map(move |dataset| {
            let (metric, subject) = (Metric::DurabilityNines, dataset.name.clone());
            let column = Column { metric, subject };
            let estimate = self.chance_of_nines(&column)?.estimate_nines(years);
            Some(MetricResult { metric, subject: column.subject, estimate })
        })
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

    fn setbacks(&self) -> Vec<Setback> {
        let setback = |dataset: &Dataset| {
            let column = |metric| Column { metric, subject: dataset.name.clone() };
            let points = self.pooled(&column(Metric::Rpa))?;
            let losses = self.value(&column(Metric::LossEvents))?.moments();
            let beyond = (losses.mean()? * losses.n() as f64).round() as u64;
            let incidents = points.n() + beyond;
            let share =
                |later: f64| (later * points.n() as f64 + beyond as f64) / incidents.max(1) as f64;
            let exceedance = points.exceedance(POINTS).into_iter();
            Some(Setback {
                subject: dataset.name.clone(),
                incidents,
                beyond,
                exceedance: exceedance
                    .map(|(hours, later)| (Span::from_hours(hours), share(later)))
                    .collect(),
            })
        };
        let setbacks = self.model.datasets.iter().filter_map(setback);
        setbacks.filter(|setback| setback.incidents > 0).collect()
    }
}
