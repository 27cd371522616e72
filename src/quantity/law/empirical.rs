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
        let data =
            Data { hazards: hazards(&values), std_dev: std_dev(&values, mean), values, sums, mean };
        Ok(Self { data: Arc::new(data) })
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

#[cfg(test)]
mod tests {

    use rand::RngExt;

    use super::super::Law;
    use super::super::check::{close, hours, stream};
    use super::*;

    fn law(values: &[f64]) -> Law {
        let times = values.iter().copied().map(hours).collect();
        Law::Empirical(Empirical::new(times).unwrap())
    }

    const DATA: [f64; 5] = [4.0, 1.0, 2.0, 2.0, 9.0];

    #[test]
    fn survival_is_right_continuous_at_its_atoms() {
        let law = law(&DATA);
        let expected = [(0.0, 1.0), (1.0, 0.8), (1.5, 0.8), (2.0, 0.4), (4.0, 0.2), (9.0, 0.0)];
        for (t, survival) in expected {
            close("survival", law.survival(hours(t)), survival, 1e-15);
            close("cdf", law.cdf(hours(t)), 1.0 - survival, 1e-15);
            let hazard = law.cumulative_hazard(hours(t));
            close("hazard", hazard, -libm::log(survival), 1e-15);
        }
    }

    #[test]
    fn inverse_hazards_are_the_first_to_reach() {
        let law = law(&DATA);
        for t in [1.0, 2.0, 4.0, 9.0] {
            let hazard = law.cumulative_hazard(hours(t));
            assert_eq!(law.inverse_hazard(hazard), hours(t));
            assert_eq!(law.inverse_hazard(hazard.next_down()), hours(t));
        }
        let more = law.cumulative_hazard(hours(2.0)).next_up();
        assert_eq!(law.inverse_hazard(more), hours(4.0));
        assert_eq!(law.inverse_hazard(0.0), hours(1.0));
        assert_eq!(law.inverse_hazard(f64::INFINITY), hours(9.0));
    }

    #[test]
    fn uniform_numbers_pick_every_value_as_often_as_it_is_there() {
        let law = law(&DATA);
        let picks = [0.1, 0.3, 0.5, 0.7, 0.9].map(|uniform| law.sample(uniform).hours());
        assert_eq!(picks.map(f64::round), [9.0, 4.0, 2.0, 2.0, 1.0]);
        assert_eq!(law.sample(1e-300), hours(9.0));
        assert_eq!(law.sample(1f64.next_down()), hours(1.0));
    }

    #[test]
    fn residual_lives_are_picks_among_what_is_left() {
        let law = law(&DATA);
        let at = |age, uniform| law.fails_at_age(hours(age), uniform);
        assert_eq!([at(1.0, 0.99), at(1.0, 0.3), at(1.0, 0.01)], [2.0, 4.0, 9.0].map(hours));
        assert_eq!([at(2.0, 0.6), at(2.0, 0.4)], [4.0, 9.0].map(hours));
        assert_eq!([at(9.0, 0.5), at(12.0, 0.5)], [9.0, 12.0].map(hours));
    }

    /// Hypothesis: budgets exp(-H) and picks give one law; 20,000 pairs, seed 81, share of each
    /// value within 4.5 standard errors of its own.
    #[test]
    fn hazard_budgets_pick_with_the_same_chances() {
        const N: u32 = 20_000;
        let law = law(&DATA);
        let mut numbers = stream(81);
        let age = hours(1.5);
        let mut counts = [0_u32; 3];
        for _ in 0..N {
            let budget = law.cumulative_hazard(age) - libm::log(1.0 - numbers.random::<f64>());
            let end = law.inverse_hazard(budget);
            let index = [2.0, 4.0, 9.0].iter().position(|t| hours(*t) == end);
            counts[index.expect("a budget ends at data beyond the age")] += 1;
        }
        for (count, share) in counts.iter().zip([0.5, 0.25, 0.25_f64]) {
            let error = (share * (1.0 - share) / f64::from(N)).sqrt();
            let z = (f64::from(*count) / f64::from(N) - share) / error;
            assert!(z.abs() < 4.5, "{counts:?}: z = {z}");
        }
    }

    #[test]
    fn length_biased_picks_weigh_by_length() {
        let law = law(&DATA);
        let at = |share_below: f64| law.length_biased(1.0 - share_below).hours().round();
        // Of a total of 18 hours, 1 lies in the life of 1 hour, 4 in those of 2.
        let shares = [0.5, 1.5, 4.9, 5.1, 8.9, 9.1, 17.9].map(|lived| at(lived / 18.0));
        assert_eq!(shares, [1.0, 2.0, 2.0, 4.0, 4.0, 9.0, 9.0]);
    }

    #[test]
    fn moments_are_those_of_the_data() {
        let law = law(&DATA);
        close("mean", law.mean().hours(), 3.6, 1e-15);
        let variance = (0.16 + 6.76 + 2.56 * 2.0 + 29.16) / 5.0_f64;
        close("std_dev", law.std_dev().hours(), variance.sqrt(), 1e-15);
        assert_eq!(law.to_string(), "Empirical(5 times)");
        assert_eq!(law.memoryless(), None);
    }

    #[test]
    fn what_makes_no_law_is_refused() {
        for bad in [vec![], vec![Span::ZERO], vec![hours(1e300), hours(1e305)]] {
            let problem = Empirical::new(bad).unwrap_err();
            assert_eq!(problem.parameter, "times");
        }
        let problem = Empirical::new(vec![hours(1.0), hours(-1.0)]).unwrap_err();
        let expected = "this time must be 0 or more and finite, not -3600 s";
        assert_eq!(problem.problem, expected);
    }
}
