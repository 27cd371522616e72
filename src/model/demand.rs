//! Demand over time: a step function, so that everything about it can be integrated exactly.

use crate::quantity::{Rate, Span, Time};

/// The length of a day.
const DAY: f64 = 86_400.0;
/// Steps of a diurnal curve.
const STEPS: usize = 96;

/// What is demanded over time: steps from the start on, each with its rate until the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    steps: Vec<Step>,
    /// After how many seconds it begins again; infinite: never.
    period: f64,
    /// What is demanded within a period; infinite where there is none.
    total: f64,
    peak: f64,
    diurnal: bool,
}

/// One step, from so many seconds into its period on.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    from: f64,
    /// Requests per second.
    rate: f64,
    /// Requests of its period before it.
    before: f64,
}

/// A step in some period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    period: u64,
    step: usize,
}

impl Demand {
    /// The same at all times.
    #[must_use]
    pub fn constant(rate: Rate) -> Self {
        Self::new(&[(Time::START, rate)], None)
    }

    /// A sine of 24 h about its mean, highest at `peak_at` of each day, when it is `peak_to_mean`
    /// (1 to 2) times the mean. It is a step function of 96 steps of 15 minutes, each with the
    /// curve's value at its middle; the average over a day is the mean exactly, since cosines at
    /// equal distances sum to 0.
    #[must_use]
    pub fn diurnal(mean: Rate, peak_to_mean: f64, peak_at: Span) -> Self {
        let length = DAY / STEPS as f64;
        let steps = (0..STEPS).map(|step| {
            let middle = (step as f64 + 0.5) * length;
            let angle = std::f64::consts::TAU * (middle - peak_at.seconds()) / DAY;
            let share = 1.0 + (peak_to_mean - 1.0) * libm::cos(angle);
            let from = Time::from_seconds(step as f64 * length);
            (from, Rate::per_second(mean.as_per_second() * share.max(0.0)))
        });
        let steps: Vec<_> = steps.collect();
        Self { diurnal: true, ..Self::new(&steps, Some(Span::from_seconds(DAY))) }
    }

    /// Steps from these times on, ascending from the start, which begin again after a period that
    /// is longer than the last of them is late.
    ///
    /// # Panics
    /// When there is none, the first is not at the start, or they are not in order.
    #[must_use]
    pub fn new(steps: &[(Time, Rate)], repeats: Option<Span>) -> Self {
        assert_eq!(steps.first().map(|step| step.0), Some(Time::START), "demand begins at once");
        assert!(steps.is_sorted_by(|a, b| a.0 < b.0), "steps are in order");
        let period = repeats.map_or(f64::INFINITY, Span::seconds);
        let ends = steps.iter().skip(1).map(|step| step.0.seconds()).chain([period]);
        let mut before = 0.0;
        let stepped = steps.iter().zip(ends).map(|(&(from, rate), end)| {
            let (from, rate) = (from.seconds(), rate.as_per_second());
            assert!(end > from, "a period ends after its last step begins");
            let step = Step { from, rate, before };
            before += rate * (end - from);
            step
        });
        let stepped: Vec<_> = stepped.collect();
        let peak = stepped.iter().map(|step| step.rate).fold(0.0, f64::max);
        Self { steps: stepped, period, total: before, peak, diurnal: false }
    }

    /// The highest rate, in requests per second.
    #[must_use]
    pub const fn peak(&self) -> f64 {
        self.peak
    }

    /// Whether it is the same at all times.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.steps.iter().all(|step| step.rate == self.peak)
    }

    /// The period of a diurnal curve or a repeated table, in seconds.
    #[must_use]
    pub fn period(&self) -> Option<Span> {
        self.period.is_finite().then(|| Span::from_seconds(self.period))
    }

    /// Each rate of a period with the share of the period that it has; of what does not repeat
    /// the last step counts alone.
    pub fn shares(&self) -> impl Iterator<Item = (f64, f64)> {
        let ends = self.steps.iter().skip(1).map(|step| step.from).chain([self.period]);
        let once = self.period.is_infinite();
        let last = self.steps.len() - 1;
        self.steps.iter().zip(ends).enumerate().filter_map(move |(number, (step, end))| {
            let share = match once {
                false => (end - step.from) / self.period,
                true if number == last => 1.0,
                true => return None,
            };
            Some((step.rate, share))
        })
    }

    /// The step that holds at `seconds`, were all of the demand late by `late` seconds; before
    /// that its first one.
    #[must_use]
    pub fn at(&self, seconds: f64, late: f64) -> At {
        let since = (seconds - late).max(0.0);
        let period = if self.period.is_finite() { libm::floor(since / self.period) } else { 0.0 };
        let within = if period > 0.0 { since - period * self.period } else { since };
        let after = self.steps.partition_point(|step| step.from <= within);
        let mut at = At { period: period as u64, step: after.saturating_sub(1) };
        // The bounds of steps decide, as `end` gives them, and not a quotient that was rounded.
        while self.end(at, late) <= seconds {
            at = self.next(at);
        }
        while at != At::default() && self.start(at) + late > seconds {
            at = self.before(at);
        }
        at
    }

    /// The rate of a step, in requests per second.
    #[must_use]
    pub fn rate(&self, at: At) -> f64 {
        self.steps[at.step].rate
    }

    /// When a step begins, in seconds.
    fn start(&self, at: At) -> f64 {
        if at.period == 0 {
            return self.steps[at.step].from;
        }
        at.period as f64 * self.period + self.steps[at.step].from
    }

    /// When a step ends, in seconds, were all late by `late`; infinite: never.
    #[must_use]
    pub fn end(&self, at: At, late: f64) -> f64 {
        if at.step + 1 == self.steps.len() && self.period.is_infinite() {
            return f64::INFINITY;
        }
        self.start(self.next(at)) + late
    }

    /// The step after one.
    #[must_use]
    pub fn next(&self, at: At) -> At {
        if at.step + 1 < self.steps.len() {
            At { step: at.step + 1, ..at }
        } else {
            At { period: at.period + 1, step: 0 }
        }
    }

    fn before(&self, at: At) -> At {
        match at.step.checked_sub(1) {
            Some(step) => At { step, ..at },
            None => At { period: at.period - 1, step: self.steps.len() - 1 },
        }
    }

    /// Requests from the start until `seconds`, which lies in this step.
    #[must_use]
    pub fn total(&self, at: At, seconds: f64) -> f64 {
        let step = self.steps[at.step];
        let periods = if at.period == 0 { 0.0 } else { at.period as f64 * self.total };
        periods + step.before + step.rate * (seconds - self.start(at))
    }

    /// Whether it is a diurnal curve.
    #[must_use]
    pub const fn is_diurnal(&self) -> bool {
        self.diurnal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_second(rate: f64) -> Rate {
        Rate::per_second(rate)
    }

    #[test]
    fn a_day_of_a_diurnal_curve_averages_to_its_mean() {
        for (ratio, peak_at) in [(1.4, 14.0), (2.0, 0.1), (1.05, 23.9)] {
            let peak_at = Span::from_hours(peak_at);
            let demand = Demand::diurnal(per_second(40_000.0), ratio, peak_at);
            let mean = demand.total / DAY;
            assert!((mean / 40_000.0 - 1.0).abs() < 1e-12, "{mean}");
            let weighed: f64 = demand.shares().map(|(rate, share)| rate * share).sum();
            assert!((weighed / 40_000.0 - 1.0).abs() < 1e-12, "{weighed}");
            assert!((demand.peak() / (40_000.0 * ratio) - 1.0).abs() < 2e-3, "{}", demand.peak());
            let at_peak = demand.rate(demand.at(3.0 * DAY + peak_at.seconds(), 0.0));
            assert!((at_peak / demand.peak() - 1.0).abs() < 2e-3, "{at_peak}");
        }
    }

    #[test]
    fn steps_hold_from_their_time_on_and_begin_again() {
        let hour = Time::from_hours;
        let steps = [(hour(0.0), per_second(1.0)), (hour(1.0), per_second(3.0))];
        let demand = Demand::new(&steps, Some(Span::from_hours(1.5)));
        for (time, rate) in [(0.0, 1.0), (1.0, 3.0), (1.49, 3.0), (1.5, 1.0), (2.5, 3.0)] {
            assert_eq!(demand.rate(demand.at(time * 3600.0, 0.0)), rate, "at {time} h");
        }
        let at = demand.at(9000.0, 0.0);
        assert_eq!(demand.total(at, 9000.0), 3600.0 + 1800.0 * 3.0 + 3600.0);
        assert_eq!(demand.end(at, 0.0), 10_800.0);
        // Late by an hour, its first step holds for one hour more.
        assert_eq!(demand.rate(demand.at(7199.0, 3600.0)), 1.0);
        assert_eq!(demand.rate(demand.at(7200.0, 3600.0)), 3.0);
        let once = Demand::new(&steps, None);
        assert_eq!(once.rate(once.at(1e9, 0.0)), 3.0);
        assert_eq!(once.end(once.at(1e9, 0.0), 0.0), f64::INFINITY);
    }

    #[test]
    fn every_step_ends_where_the_next_begins_whatever_is_rounded() {
        let demand = Demand::diurnal(per_second(7.0), 1.3, Span::from_hours(14.0));
        let mut at = At::default();
        for _ in 0..100_000 {
            let (end, late) = (demand.end(at, 0.0), demand.end(at, 0.3));
            at = demand.next(at);
            assert_eq!(demand.at(end, 0.0), at);
            assert_eq!(demand.at(late, 0.3), at);
        }
    }
}
