//! The product-limit estimate of a distribution of which some values are only known to be longer
//! than what was seen of them (Kaplan and Meier 1958), with its mean and quantiles.
//!
//! Without censoring it is the empirical distribution, and everything here becomes the textbook's:
//! the mean, type-1 quantiles (the inverse of the empirical distribution: the smallest value that
//! a share p of the sample does not exceed), and order statistics around them.
//!
//! Interval of a quantile: all times t at which "a share p is finished by t" is not rejected,
//! as Brookmeyer and Crowley (1982) have it. The test at t is binomial with the effective number
//! of values that gives the estimate at t its variance (for censored data: Dorey and Korn 1987;
//! for clusters: Korn and Graubard 1998, with Student's t for the few groups the variance comes
//! from). It was preferred to a log-log transform because it is exactly the interval of order
//! statistics when nothing is censored, and has no end where the sample bounds none.

use super::clusters::effective_number;
use super::{Interval, tail};
use crate::quantity::special;

/// How many values ended, or were last seen, at one time in one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub time: f64,
    pub group: usize,
    pub finished: u64,
    pub censored: u64,
}

/// What the values of a sample have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dependence {
    /// Nothing: variances are Greenwood's (1926).
    Independent,
    /// Those of one of so many groups may depend on each other, and the variance is that of the
    /// groups' linearised contributions (Williams 1995, applied to groups of clusters).
    Within { groups: usize },
}

/// The estimate just after each time at which something finished.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    time: f64,
    /// The share that lasts longer.
    survival: f64,
    /// The share that finishes at this time.
    mass: f64,
    /// Values still seen just before, and how many of them finish.
    at_risk: f64,
    finished: f64,
    /// How many independent values would know as much of `survival`.
    size: f64,
}

/// A distribution as far as the sample shows it.
#[derive(Debug)]
pub(super) struct ProductLimit {
    rows: Vec<Row>,
    dependence: Dependence,
    points: Vec<Point>,
}

/// Rounding in a product of many factors is far below this.
const ROUNDING: f64 = 1e-11;

impl ProductLimit {
    /// Of `rows` in any order.
    pub fn new(mut rows: Vec<Row>, dependence: Dependence) -> Self {
        rows.sort_unstable_by(|a, b| a.time.total_cmp(&b.time).then(a.group.cmp(&b.group)));
        let points = points(&rows);
        let mut estimate = Self { rows, dependence, points };
        estimate.discount();
        estimate
    }

    /// The mean, where the estimate reaches 0: what is beyond the last finished value is unknown
    /// otherwise, and so is the mean.
    pub fn mean(&self) -> Option<f64> {
        self.ends().then(|| self.points.iter().map(|point| point.mass * point.time).sum())
    }

    /// The standard deviation, under the same condition (scaled by n / (n - 1)).
    pub fn std_dev(&self) -> Option<f64> {
        let mean = self.mean()?;
        let n = self.finished();
        let square = |point: &Point| point.mass * (point.time - mean) * (point.time - mean);
        let variance: f64 = self.points.iter().map(square).sum();
        (n > 1.0).then(|| (variance * n / (n - 1.0)).sqrt())
    }

    /// Student's interval of the mean: by Greenwood's variance with one degree less than finished
    /// values (Kaplan and Meier 1958), or by the scatter of the groups' contributions with
    /// one less than their effective number.
    pub fn mean_interval(&self, confidence: f64) -> Interval {
        let (Some(mean), Some(sources)) = (self.mean(), self.sources()) else {
            return Interval::default();
        };
        let variance = match self.dependence {
            Dependence::Independent => self.greenwood_of_mean(),
            Dependence::Within { groups } => self.scatter_of_mean(groups),
        };
        let t = special::student_t_quantile(sources - 1.0, 1.0 - tail(confidence));
        Interval::around(mean, t * (variance * sources / (sources - 1.0)).sqrt())
    }

    /// The smallest finished value at which a share `p` or more is finished.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let reached = 1.0 - p + ROUNDING;
        let first = self.points.partition_point(|point| point.survival > reached);
        self.points.get(first).map(|point| point.time)
    }

    /// See the module: no end where the sample bounds none.
    pub fn quantile_interval(&self, p: f64, confidence: f64) -> Interval {
        let (tail, points) = (tail(confidence), &self.points);
        let (Some(first), Some(worth)) = (points.first(), self.worth(confidence)) else {
            return Interval::default();
        };
        let size = |point: &Point| point.size * worth;
        let hits = |point: &Point| (1.0 - point.survival) * size(point);
        let too_few = |point: &Point| at_most(hits(point), size(point), p) <= tail;
        let too_many = |point: &Point| at_least(hits(point), size(point), p) <= tail;
        let low = if at_most(0.0, size(first), p) > tail {
            None
        } else {
            let first = points.partition_point(too_few);
            Some(points[first.min(points.len() - 1)].time)
        };
        let high = points.partition_point(|point| !too_many(point));
        Interval { low, high: points.get(high).map(|point| point.time) }
    }

    /// Each finished value with the share that lasts longer, ascending; every so many of them, and
    /// the last, where there are more than `most`.
    pub fn steps(&self, most: usize) -> Vec<(f64, f64)> {
        let step = self.points.len().div_ceil(most.max(1)).max(1);
        let last = self.points.len().saturating_sub(1);
        let kept = self.points.iter().enumerate();
        let kept = kept.filter(|(at, _)| (at + 1).is_multiple_of(step) || *at == last);
        kept.map(|(_, point)| (point.time, point.survival)).collect()
    }

    /// Whether nothing outlasts the last finished value.
    pub fn ends(&self) -> bool {
        self.points.last().is_some_and(|point| point.survival == 0.0)
    }

    /// How many independent parts the variance is taken from, if there are two or more: finished
    /// values, or groups of like size that are worth as much as those there are.
    fn sources(&self) -> Option<f64> {
        let Dependence::Within { groups } = self.dependence else {
            return Some(self.finished()).filter(|&finished| finished >= 2.0);
        };
        let sizes = self.group_sizes(groups);
        let squares = sizes.iter().map(|size| size * size).sum();
        effective_number(sizes.iter().sum(), squares)
    }

    fn group_sizes(&self, groups: usize) -> Vec<f64> {
        let mut sizes = vec![0.0; groups];
        for row in &self.rows {
            sizes[row.group] += (row.finished + row.censored) as f64;
        }
        sizes
    }

    /// The share of a size that is left because its variance comes from few parts, if it does.
    fn worth(&self, confidence: f64) -> Option<f64> {
        if self.dependence == Dependence::Independent {
            return Some(1.0);
        }
        let (sources, p) = (self.sources()?, 1.0 - tail(confidence));
        let ratio = special::normal_quantile(p) / special::student_t_quantile(sources - 1.0, p);
        Some(ratio * ratio)
    }

    /// For each point, the area under the estimate to its right.
    fn areas(&self) -> Vec<f64> {
        let mut areas = vec![0.0; self.points.len()];
        for (at, pair) in self.points.windows(2).enumerate().rev() {
            areas[at] = areas[at + 1] + pair[0].survival * (pair[1].time - pair[0].time);
        }
        areas
    }

    /// The variance of the mean of independent values, after Kaplan and Meier (1958).
    fn greenwood_of_mean(&self) -> f64 {
        let term = |(point, area): (&Point, f64)| match point.at_risk - point.finished {
            0.0 => 0.0,
            left => area * area * point.finished / (point.at_risk * left),
        };
        self.points.iter().zip(self.areas()).map(term).sum()
    }

    /// The sum of squares of what each group adds to the error of the mean.
    fn scatter_of_mean(&self, groups: usize) -> f64 {
        let (areas, mut sums) = (self.areas(), vec![0.0; groups]);
        self.walk(groups, |at, residuals| {
            for (sum, residual) in sums.iter_mut().zip(residuals) {
                *sum += areas[at] * residual;
            }
        });
        sums.iter().map(|sum| sum * sum).sum()
    }

    /// Lowers each point's size to what the groups' scatter leaves of it.
    fn discount(&mut self) {
        let (Dependence::Within { groups }, Some(sources)) = (self.dependence, self.sources())
        else {
            return;
        };
        let (mut sums, mut sizes) = (vec![0.0; groups], Vec::with_capacity(self.points.len()));
        self.walk(groups, |at, residuals| {
            let point = &self.points[at];
            let mut scatter = 0.0;
            for (sum, residual) in sums.iter_mut().zip(residuals) {
                *sum += residual;
                scatter += *sum * *sum;
            }
            let variance = scatter * sources / (sources - 1.0);
            let size = (1.0 - point.survival) / (point.survival * variance);
            let last = sizes.last().copied().unwrap_or(point.size);
            sizes.push(if point.survival > 0.0 { size.min(point.size) } else { last });
        });
        for (point, size) in self.points.iter_mut().zip(sizes) {
            point.size = size;
        }
    }

    /// Visits each point with each group's part in the error of the logarithm of the factor by
    /// which survival falls there.
    fn walk(&self, groups: usize, mut visit: impl FnMut(usize, &[f64])) {
        let mut at_risk = self.group_sizes(groups);
        let (mut residuals, mut points) = (vec![0.0; groups], self.points.iter().enumerate());
        for rows in self.rows.chunk_by(|a, b| a.time == b.time) {
            if rows.iter().any(|row| row.finished > 0) {
                let (at, point) = points.next().expect("a point where something finishes");
                point.residuals(rows, &at_risk, &mut residuals);
                visit(at, &residuals);
            }
            for row in rows {
                at_risk[row.group] -= (row.finished + row.censored) as f64;
            }
        }
    }

    fn finished(&self) -> f64 {
        self.points.iter().map(|point| point.finished).sum()
    }
}

impl Point {
    /// By how much more finishes in each group than its values at risk lead to expect, as a share
    /// of those left of all; nothing where none is left and survival is 0 whatever the group.
    fn residuals(&self, rows: &[Row], at_risk: &[f64], residuals: &mut [f64]) {
        let left = self.at_risk - self.finished;
        if left == 0.0 {
            return residuals.fill(0.0);
        }
        let hazard = self.finished / self.at_risk;
        for (residual, at_risk) in residuals.iter_mut().zip(at_risk) {
            *residual = -at_risk * hazard / left;
        }
        for row in rows {
            residuals[row.group] += row.finished as f64 / left;
        }
    }
}

/// The estimate of independent values, by `rows` in order of time. What ends at the time at which
/// another is last seen, ends before it.
fn points(rows: &[Row]) -> Vec<Point> {
    let count = |rows: &[Row], of: fn(&Row) -> u64| rows.iter().map(of).sum::<u64>();
    let mut at_risk = count(rows, |row| row.finished + row.censored);
    // Between censorings survival is a ratio of counts, so that nothing is lost by rounding.
    let (mut base, mut base_at_risk, mut greenwood) = (1.0, at_risk, 0.0);
    let (mut survival, mut size, mut points) = (1.0, at_risk as f64, Vec::new());
    for rows in rows.chunk_by(|a, b| a.time == b.time) {
        let (finished, censored) = (count(rows, |r| r.finished), count(rows, |r| r.censored));
        if finished > 0 {
            let before = survival;
            let left = at_risk - finished;
            survival = base * left as f64 / base_at_risk as f64;
            if left > 0 {
                greenwood += finished as f64 / (at_risk as f64 * left as f64);
                size = (1.0 - survival) / (survival * greenwood);
            }
            let (at_risk, finished) = (at_risk as f64, finished as f64);
            let mass = before - survival;
            points.push(Point { time: rows[0].time, survival, mass, at_risk, finished, size });
        }
        at_risk -= finished + censored;
        if censored > 0 {
            (base, base_at_risk) = (survival, at_risk);
        }
    }
    points
}

/// P(X <= hits) of a binomial of `size` trials, neither of which need be whole.
fn at_most(hits: f64, size: f64, p: f64) -> f64 {
    if hits >= size { 1.0 } else { special::beta_upper(hits + 1.0, size - hits, p) }
}

/// P(X >= hits) of the same.
fn at_least(hits: f64, size: f64, p: f64) -> f64 {
    if hits <= 0.0 { 1.0 } else { special::beta_lower(hits, size - hits + 1.0, p) }
}

#[cfg(test)]
#[path = "product_limit_tests.rs"]
mod tests;
