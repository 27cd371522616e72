//! C13: how old the newest usable copy is when disaster strikes.

use super::sketch::exponential;
use super::{Answers, Ask, Case};
use crate::analytic::formula::recovery_point::{Schedule, Schedules};
use crate::analytic::formula::retention::Newest;
use crate::analytic::quadrature::Interval;

pub(super) fn answers(case: &Case) -> Answers {
    let schedule = Schedule {
        interval: case.parameter("interval_h"),
        delay: case.parameter("duration_h"),
        misses: case.params.get("p_backup_fails").copied().unwrap_or(0.0),
    };
    match case.name.as_str() {
        "backup_rpo_first_disaster" => {
            let rate = 1.0 / case.parameter("disaster_mean_h");
            vec![
                ("closed form", schedule.mean_at_first(rate)),
                ("quadrature", first_by_quadrature(schedule, rate)),
            ]
        }
        "backup_retention_corruption" => {
            let newest = Newest {
                interval: schedule.interval,
                duration: schedule.delay,
                keeps: case.count("keep"),
            };
            let mean = case.parameter("notice_mean_h");
            vec![
                ("closed form", newest.none_left(mean)),
                ("quadrature", newest.none_left_by(&exponential(mean))),
            ]
        }
        _ => age(case, schedule),
    }
}

fn age(case: &Case, schedule: Schedule) -> Answers {
    let alone = [schedule];
    let several = Schedules(&alone);
    let (closed, integrated) = match case.ask {
        Ask::Mean => (schedule.mean(), several.mean()),
        Ask::StdDev => (schedule.std_dev(), several.std_dev()),
        Ask::Quantile => {
            let share = case.parameter("share");
            (schedule.quantile(share), several.quantile(share))
        }
        Ask::Exceedance => {
            let hours = case.hours();
            (schedule.exceeds(hours), several.exceeds(hours))
        }
        other => unreachable!("no case of C13 asks for {other:?}"),
    };
    vec![("closed form", closed), ("several schedules", integrated)]
}

/// The mean age at the first disaster, copy by copy.
fn first_by_quadrature(schedule: Schedule, rate: f64) -> f64 {
    let Schedule { interval, delay, .. } = schedule;
    let mut mean = 0.0;
    for copy in 0..2000 {
        let start = f64::from(copy) * interval;
        let from = if copy == 0 { 0.0 } else { start + delay };
        let used = Interval { from, to: start + interval + delay };
        mean += used.integral(|time| (time - start) * rate * libm::exp(-rate * time));
    }
    mean
}
