//! The empirical law: a time picked among data, each as likely. S(t) = share of data above t; the
//! residual life given an age is a pick among the data above it.

use std::fmt;
use std::sync::Arc;

use super::{LawProblem, Lifetime, parameter};
use crate::quantity::Span;

/// A law made of data.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    data: Arc<Data>,
}

#[derive(Debug, PartialEq)]
struct Data {
    /// In seconds, ascending.
    values: Vec<f64>,
    /// The cumulative hazard at each value, its own atom (and those of its equals) included.
    hazards: Vec<f64>,
    /// The sum of the values up to each, itself included.
    sums: Vec<f64>,
    mean: f64,
    std_dev: f64,
}

impl Empirical {
    /// Of these times, in any order.
    ///
    /// # Errors
    /// When there are none, all are 0, one is negative or not finite, or their sum is not finite.
    pub fn new(times: Vec<Span>) -> Result<Self, LawProblem> {
        let mut values = Vec::with_capacity(times.len());
        for time in times {
            values.push(parameter::not_negative("times", time)?.seconds());
        }
        values.sort_by(f64::total_cmp);
        let sums = running_sums(&values);
        let total = sums.last().copied().unwrap_or(0.0);
        if !(total > 0.0 && total < f64::INFINITY) {
            return Err(LawProblem {
                parameter: "times",
                problem: "there must be times with a sum that is positive and finite".into(),
            });
        }
        let mean = total / values.len() as f64;
        let data = Data {
            hazards: hazards(&values),
            std_dev: std_dev(&values, mean),
            values,
            sums,
            mean,
        };
        Ok(Self {
            data: Arc::new(data),
        })
    }

    /// The data, ascending.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Span> + '_ {
        self.data.values.iter().copied().map(Span::from_seconds)
    }

    /// How many of the values are at most `t`.
    fn dead(&self, t: f64) -> usize {
        self.data.values.partition_point(|value| *value <= t)
    }

    /// The value of this rank (the last one for a rank beyond).
    fn ranked(&self, rank: usize) -> f64 {
        self.data.values[rank.min(self.data.values.len() - 1)]
    }
}

fn running_sums(values: &[f64]) -> Vec<f64> {
    let add = |sum: &mut f64, value: &f64| {
        *sum += value;
        Some(*sum)
    };
    values.iter().scan(0.0, add).collect()
}

/// -ln of the share above each value; the share counts equal values as gone.
fn hazards(values: &[f64]) -> Vec<f64> {
    let above = |value: &f64| values.len() - values.partition_point(|other| other <= value);
    let whole = values.len() as f64;
    let hazard = |value| libm::log(whole / above(value) as f64);
    values.iter().map(hazard).collect()
}

/// Of the law, whose variance divides by the number of data.
fn std_dev(values: &[f64], mean: f64) -> f64 {
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / values.len() as f64).sqrt()
}

impl Lifetime for Empirical {
    fn mean(&self) -> f64 {
        self.data.mean
    }

    fn std_dev(&self) -> f64 {
        self.data.std_dev
    }

    fn survival(&self, t: f64) -> f64 {
        let all = self.data.values.len();
        (all - self.dead(t)) as f64 / all as f64
    }

    fn cdf(&self, t: f64) -> f64 {
        self.dead(t) as f64 / self.data.values.len() as f64
    }

    fn cumulative_hazard(&self, t: f64) -> f64 {
        match self.dead(t) {
            0 => 0.0,
            dead => self.data.hazards[dead - 1],
        }
    }

    fn inverse_hazard(&self, hazard: f64) -> f64 {
        self.ranked(self.data.hazards.partition_point(|h| *h < hazard))
    }

    fn sample(&self, uniform: f64) -> f64 {
        let all = self.data.values.len();
        let above = (uniform * all as f64).floor() as usize;
        self.ranked((all - above.min(all)).saturating_sub(1))
    }

    /// A pick among those that are left.
    fn fails_at_age(&self, age: f64, uniform: f64) -> f64 {
        let left = self.data.values.len() - self.dead(age);
        if left == 0 {
            return age;
        }
        let above = (uniform * left as f64).floor() as usize;
        self.ranked(self.dead(age) + left - 1 - above.min(left - 1))
    }

    /// A pick among the data, each weighted by its length.
    fn length_biased(&self, uniform: f64) -> f64 {
        let total = self.data.mean * self.data.values.len() as f64;
        let goal = (1.0 - uniform) * total;
        self.ranked(self.data.sums.partition_point(|sum| *sum < goal))
    }
}

impl fmt::Display for Empirical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = &self.data.values;
        write!(f, "Empirical({} times)", values.len())
    }
}
