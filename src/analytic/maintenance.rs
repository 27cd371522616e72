//! What renewal theory says about maintenance at an age: how often members are worked on as
//! planned, and how often they fail first.

use super::formula::age_replacement::{self, AgeReplacement};
use super::lump::modes_of;
use super::outside;
use super::prediction::Prediction;
use super::service::ends_early;
use super::warnings::hours_away;
use crate::measure::Metric;
use crate::model::{
    Due, Failure, Maintained, Maintenance, MaintenanceId, Model, Occurs, PoolId, Strikes,
};
use crate::quantity::{Law, Span};

const FORMULA: &str = "age replacement";
/// So many cycles of a member make the one that is cut short too little to be seen.
const CYCLES: f64 = 300.0;

/// One row for the planned ends of lives and one for the others, of all maintenance at an age.
pub(super) fn predict(model: &Model) -> Vec<Prediction> {
    let at_age = |(_, work): &(MaintenanceId, &Maintenance)| matches!(work.due, Due::AtAge(_));
    let works = model.maintenance.entries().filter(at_age);
    works.flat_map(|(_, work)| of(model, work)).collect()
}

fn of(model: &Model, work: &Maintenance) -> Vec<Prediction> {
    let source = age_replacement::SOURCE;
    let (pool, counts) = match counts(model, work) {
        Ok(found) => found,
        Err(reason) => {
            let row = Prediction::not_applicable(
                Metric::Maintained.name(),
                &work.name,
                FORMULA,
                source,
                reason,
            );
            return vec![row];
        }
    };
    let row = |metric: Metric, subject: &str, value| {
        Prediction::new(metric.name(), subject, FORMULA, source, value).of_metric(metric)
    };
    vec![
        row(Metric::Maintained, &work.name, counts[0]),
        row(Metric::Failures, &model.pools[pool].name, counts[1]),
    ]
}

/// How many lives end as planned in the observed time, and how many otherwise.
fn counts(model: &Model, work: &Maintenance) -> Result<(PoolId, [f64; 2]), String> {
    ends_early(model)?;
    let Due::AtAge(at_age) = work.due else { unreachable!("only maintenance at an age is asked") };
    let Maintained::Pools(pools) = &work.of else {
        unreachable!("only pools are maintained at an age")
    };
    let [pool] = pools[..] else {
        return Err("it is of several pools".to_string());
    };
    let (mode, life) = only_mode(model, work, pool)?;
    undisturbed(model, work, pool)?;
    let down_h = [work.takes.mean().hours(), hours_away(model, mode)?];
    let ends = AgeReplacement { life, at_age, down_h }.ends();
    let window = model.window().hours();
    if window < CYCLES * ends.cycle_h {
        return Err(format!(
            "in the long run only: the observed time is shorter than {CYCLES} cycles of {} h",
            ends.cycle_h.ceil()
        ));
    }
    let member_h = f64::from(model.pools[pool].members) * window;
    Ok((pool, [ends.planned * member_h, ends.unplanned * member_h]))
}

fn only_mode<'m>(
    model: &'m Model,
    work: &Maintenance,
    pool: PoolId,
) -> Result<(&'m Failure, &'m Law), String> {
    let modes: Vec<_> = modes_of(model, pool).collect();
    let [(id, mode)] = modes[..] else {
        let pool = &model.pools[pool].name;
        return Err(format!("pool `{pool}` has {} failure modes, not one", modes.len()));
    };
    let name = &mode.name;
    let (Strikes::Each(_), Occurs::Random(life)) = (&mode.strikes, &mode.occurs) else {
        return Err(format!("`{name}` does not strike each member by a law"));
    };
    if mode.beta.get() > 0.0 {
        return Err(format!("`{name}` takes members together"));
    }
    if mode.minimal_repair || mode.ages_by_calendar {
        return Err(format!("members are not as new after `{name}`"));
    }
    if !work.renews.contains(&id) {
        return Err(format!("it does not renew `{name}`"));
    }
    outside::drained(model, mode)?;
    Ok((mode, life))
}

/// Work begins at its age, and does nothing else.
fn undisturbed(model: &Model, work: &Maintenance, id: PoolId) -> Result<(), String> {
    outside::of_members(model, id)?;
    outside::always_active(model, id)?;
    let pool = &model.pools[id];
    if pool.spare_count() > 0 || pool.retirement.is_some() {
        return Err(format!("pool `{}` has spares, or members that retire", pool.name));
    }
    if work.hours.is_some() || work.crew.is_some() || work.at_once < pool.members {
        return Err("work waits for hours, a crew or its turn".to_string());
    }
    if work.drains.mean() > Span::ZERO || work.goes_wrong.is_some() {
        return Err("members are drained first, or the work can go wrong".to_string());
    }
    let others = |other: &&Maintenance| {
        other.name != work.name && matches!(&other.of, Maintained::Pools(it) if it.contains(&id))
    };
    match model.maintenance.iter().find(others) {
        Some(other) => Err(format!("`{}` takes members of `{}` too", other.name, pool.name)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytic::cases::sketch::{Sketch, exponential};
    use crate::model::Table;
    use crate::quantity::{Shape, Weibull};

    /// Ten members that wear out, worked on at the best age for an hour, failed for ten.
    fn model() -> Model {
        let scale = Span::from_hours(1000.0);
        let life = Law::Weibull(Weibull::with_scale(Shape(2.5), scale).expect("a proper law"));
        let sketch = Sketch {
            repair: Some(exponential(10.0)),
            horizon: Span::from_hours(200_000.0),
            ..Sketch::of(10, life)
        };
        let mut model = sketch.model();
        model.maintenance = Table::new(vec![Maintenance {
            name: "overhaul".to_string(),
            of: Maintained::Pools(vec![0.into()]),
            due: Due::AtAge(Span::from_hours(354.5744)),
            hours: None,
            drains: Law::Fixed(Span::ZERO),
            takes: Law::Fixed(Span::from_hours(1.0)),
            crew: None,
            at_once: 10,
            renews: vec![0.into()],
            goes_wrong: None,
        }]);
        model
    }

    fn changed(change: impl FnOnce(&mut Maintenance)) -> Model {
        let mut model = model();
        let mut work = model.maintenance.iter().next().expect("there is work").clone();
        change(&mut work);
        model.maintenance = Table::new(vec![work]);
        model
    }

    #[test]
    fn lives_end_as_renewal_theory_says() {
        let rows = predict(&model());
        let value = |row: usize| *rows[row].value.as_ref().expect("it applies");
        assert_eq!(
            (rows[0].quantity.as_str(), rows[1].quantity.as_str()),
            ("maintained", "failures")
        );
        // F(354.5744 h) = 1 - e^-(0.3545744^2.5) = 0.072109; of those that end, so many failed.
        let failed = -libm::expm1(-libm::pow(0.354_574_4, 2.5));
        assert!((value(1) / (value(0) + value(1)) / failed - 1.0).abs() < 1e-12);
        // The cycle is the mean life up to then, and 1 h or 10 h.
        let up = (1.0 + 9.0 * failed) / 0.004_750_55;
        let cycle = 10.0 * 200_000.0 / (value(0) + value(1));
        let away = (1.0 - failed) + 10.0 * failed;
        assert!((cycle / (up + away) - 1.0).abs() < 1e-5, "{cycle}");
    }

    #[test]
    fn what_holds_work_up_is_named() {
        let reason = |model: &Model| predict(model)[0].value.clone().expect_err("it is broken");
        let fewer = changed(|work| work.at_once = 1);
        assert_eq!(reason(&fewer), "work waits for hours, a crew or its turn");
        assert_eq!(reason(&changed(|work| work.renews.clear())), "it does not renew `failure`");
        let mut short = model();
        short.horizon = Span::from_hours(8760.0);
        assert!(reason(&short).starts_with("in the long run only"), "{}", reason(&short));
        let mut struck = model();
        let mut mode = struck.failures.iter().next().expect("there is one").clone();
        mode.minimal_repair = true;
        struck.failures = Table::new(vec![mode]);
        assert_eq!(reason(&struck), "members are not as new after `failure`");
    }
}
