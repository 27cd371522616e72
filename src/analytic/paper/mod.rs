//! The source paper's formulas P1 to P8, one a file, each with what setting it beside a run shows.
//!
//! They are about N members that fail with probability p within an hour and are not repaired
//! (section 4.1), and a backup of Nb bytes every hour beside B0 bytes from before. A model of
//! another shape gets the assumption named that it breaks.

mod p1_survivors;
mod p2_one_minus_p;
mod p3_straight_line;
mod p4_one_backup;
mod p5_all_backups;
mod p6_identity;
mod p7_plotted_line;
mod p8_ten_percent;
mod shape;

use super::prediction::{Against, FormulaCurve, Prediction};
use super::times;
use crate::measure::{Metric, Unit};
use crate::model::{Model, PoolId};
use crate::quantity::Time;
pub(super) use p3_straight_line::value as straight_line;
use shape::BackupShape;
pub(super) use shape::MemberShape;

/// What the paper's formulas say about a model, in the order of their numbers.
pub(super) fn predict(model: &Model) -> Vec<Prediction> {
    let mut predictions = Vec::new();
    for pool in model.pools.ids() {
        predictions.extend(member_formulas(model, pool));
    }
    predictions.extend(backup_formulas(model));
    predictions
}

/// The paper's formulas over time.
pub(super) fn curves(model: &Model) -> Vec<FormulaCurve> {
    let mut curves = Vec::new();
    for pool in model.pools.ids() {
        if let Ok(members) = MemberShape::of(model, pool) {
            let curve = |formula: &str, label: &str, value: &dyn Fn(Time) -> f64| {
                let metric = Metric::SurvivorFraction;
                draw(model, (metric, members.pool), (formula, label), value)
            };
            curves.push(curve("P1", p1_survivors::LABEL, &|t| members.survival(t)));
            curves.push(curve("P2", p2_one_minus_p::LABEL, &|t| members.survival(t)));
            if let Ok(p) = members.hourly() {
                curves
                    .push(curve("P3", p3_straight_line::LABEL, &|t| p3_straight_line::value(p, t)));
            }
        }
    }
    let Ok(backup) = BackupShape::of(model) else {
        return curves;
    };
    let curve = |formula: &str, label: &str, value: &dyn Fn(Time) -> f64| {
        let metric = Metric::StoredBytesAt;
        draw(model, (metric, backup.store), (formula, label), value)
    };
    let share_of = |curve| FormulaCurve { divided_by: Some(backup.members), ..curve };
    curves.push(share_of(curve("P4", p4_one_backup::LABEL, &|_| backup.after_one())));
    if backup.hourly().is_ok() {
        curves.push(curve("P5", p5_all_backups::LABEL, &|t| backup.in_all(t)));
        let share = |t| backup.in_all(t) / backup.members;
        curves.push(share_of(curve("P6", p6_identity::LABEL, &share)));
        curves.push(share_of(curve("P7", p7_plotted_line::LABEL, &|t| backup.line(t))));
    }
    curves
}

fn draw(
    model: &Model,
    (metric, subject): (Metric, &str),
    (formula, label): (&str, &str),
    value: &dyn Fn(Time) -> f64,
) -> FormulaCurve {
    let times = times::drawn_from_the_first_hour(model);
    FormulaCurve {
        metric,
        subject: subject.to_string(),
        formula: formula.to_string(),
        label: label.to_string(),
        divided_by: None,
        points: times.into_iter().map(|time| (time, value(time))).collect(),
    }
}

fn member_formulas(model: &Model, pool: PoolId) -> Vec<Prediction> {
    let name = &model.pools[pool].name;
    let quantity = Metric::SurvivorFraction.name();
    let refused = |formula: &str, source: &str, reason: &String| {
        Prediction::not_applicable(quantity, name, formula, source, reason.clone())
    };
    let members = match MemberShape::of(model, pool) {
        Ok(members) => members,
        Err(reason) => {
            return vec![
                refused("P1", p1_survivors::SOURCE, &reason),
                refused("P2", p2_one_minus_p::SOURCE, &reason),
                refused("P3", p3_straight_line::SOURCE, &reason),
            ];
        }
    };
    let times = times::compared(model);
    let mut predictions = p1_survivors::predict(&members, &times);
    predictions.extend(p2_one_minus_p::predict(&members, &times));
    match members.hourly() {
        Ok(p) => predictions.extend(p3_straight_line::predict(&members, p, &times)),
        Err(reason) => predictions.push(refused("P3", p3_straight_line::SOURCE, &reason)),
    }
    predictions
}

fn backup_formulas(model: &Model) -> Vec<Prediction> {
    let quantity = Metric::StoredBytesAt.name();
    let refused = |formula: &str, source: &str, reason: &String| {
        Prediction::not_applicable(quantity, "backups", formula, source, reason.clone())
    };
    let all = [
        ("P4", p4_one_backup::SOURCE),
        ("P5", p5_all_backups::SOURCE),
        ("P6", p6_identity::SOURCE),
        ("P7", p7_plotted_line::SOURCE),
        ("P8", p8_ten_percent::SOURCE),
    ];
    let backup = match BackupShape::of(model) {
        Ok(backup) => backup,
        Err(reason) => {
            let rows = all.iter();
            return rows.map(|(formula, source)| refused(formula, source, &reason)).collect();
        }
    };
    let times = times::compared(model);
    let mut predictions = p4_one_backup::predict(&backup, &times);
    match backup.hourly() {
        Ok(()) => {
            predictions.extend(p5_all_backups::predict(&backup, &times));
            predictions.extend(p6_identity::predict(&backup, &times));
            predictions.extend(p7_plotted_line::predict(&backup, &times));
        }
        Err(reason) => {
            for (formula, source) in &all[1..4] {
                predictions.push(refused(formula, source, &reason));
            }
        }
    }
    predictions.push(p8_ten_percent::predict(&backup));
    predictions
}

/// A number with a few digits that mean something, however small it is.
fn plain(number: f64) -> String {
    if number == 0.0 || number >= 0.01 { format!("{number:.3}") } else { format!("{number:.1e}") }
}

/// An amount of data in the paper's unit.
fn gigabytes(bytes: f64) -> String {
    format!("{} GB", bytes.round() / 1e9)
}

/// A number of bytes over the members, held against the store's content over them.
fn per_member(
    backup: &BackupShape<'_>,
    (formula, source): (&str, &str),
    time: Time,
    value: f64,
) -> Prediction {
    let quantity = "stored_bytes_at per member";
    Prediction {
        unit: Unit::Bytes,
        time: Some(time),
        against: Against::Scaled {
            metric: Metric::StoredBytesAt,
            subject: backup.store.to_string(),
            time: Some(time),
            factor: 1.0 / backup.members,
        },
        ..Prediction::new(quantity, backup.store, formula, source, value)
    }
}

#[cfg(test)]
mod tests;
