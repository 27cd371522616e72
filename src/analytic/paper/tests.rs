use super::*;
use crate::analytic::cases::sketch::Sketch;
use crate::model::{Backup, Dataset, FirstBackup, Store, Table};
use crate::quantity::{Bytes, Law, Probability, Span};

/// The paper's case study: 100 members, p = 0.01 within an hour, 10 GB an hour.
fn paper() -> Model {
    let law = Law::exponential_within(Probability::new(0.01), Span::from_hours(1.0)).unwrap();
    let mut sketch = Sketch::of(100, law);
    sketch.horizon = Span::from_hours(100.0);
    sketch.series = [0.0, 0.5, 1.0, 2.0, 69.0, 100.0].map(Time::from_hours).to_vec();
    let mut model = sketch.model();
    model.stores = Table::new(["nodes", "vault"].map(Store::named).to_vec());
    let size = Bytes::new(10e9);
    model.datasets = Table::new(vec![Dataset::plain("d", 0.into(), size)]);
    model.backups =
        Table::new(vec![Backup::plain("hourly", 0.into(), 1.into(), Span::from_hours(1.0))]);
    model
}

fn at(model: &Model, formula: &str, hours: f64) -> Prediction {
    let found = predict(model)
        .into_iter()
        .find(|row| row.formula == formula && row.time == Some(Time::from_hours(hours)));
    found.unwrap_or_else(|| panic!("{formula} is compared at {hours} h"))
}

fn assert_value(prediction: &Prediction, expected: f64) {
    let value = *prediction.value.as_ref().unwrap();
    let close = (value - expected).abs() <= 1e-12 * expected.abs().max(1e-3);
    assert!(close, "{} says {value}, not {expected}", prediction.formula);
}

#[test]
fn p1_and_p2_are_the_survivor_fraction() {
    let model = paper();
    for formula in ["P1", "P2"] {
        assert_value(&at(&model, formula, 1.0), 0.99);
        assert_value(&at(&model, formula, 69.0), libm::pow(0.99, 69.0));
        let series = Metric::SurvivorFraction;
        let against = Against::Series(series, "pool".to_string(), Time::from_hours(1.0));
        assert_eq!(at(&model, formula, 1.0).against, against);
    }
    let late = at(&model, "P2", 69.0).note;
    assert!(late.contains("(1-p)^N = 7.6e-31 here"), "{late}");
    let note = at(&model, "P2", 1.0).note;
    assert!(note.contains("(1-p)^N = 0.366") && note.contains("63.4 %"), "{note}");
}

#[test]
fn the_system_is_a_series_of_members() {
    assert_value(&at(&paper(), "(1 - p)^N", 1.0), libm::pow(0.99, 100.0));
    let mistaken = at(&paper(), "P2 for the system", 1.0);
    assert_value(&mistaken, 0.99);
    assert!(mistaken.if_wrong.contains("one member's"));
}

#[test]
fn p3_holds_on_the_plotted_hour_and_not_at_69_hours() {
    let model = paper();
    assert_value(&at(&model, "P3", 1.0), 0.99);
    let half = at(&model, "P3", 0.5);
    assert_value(&half, 0.995);
    assert!(half.note.contains("1.3e-5"), "{}", half.note);
    let late = at(&model, "P3", 69.0);
    assert_value(&late, 0.31);
    assert!(late.if_wrong.contains("off by 0.190"), "{}", late.if_wrong);
    let end = at(&model, "P3", 100.0);
    assert!(end.if_wrong.contains("off by 0.366"), "{}", end.if_wrong);
    assert!(end.if_wrong.contains("uniform on 0..100 h"), "{}", end.if_wrong);
}

#[test]
fn p4_is_a_share_after_exactly_one_backup() {
    let model = paper();
    let one = at(&model, "P4", 1.0);
    assert_value(&one, 0.1e9);
    assert!(one.note.contains("the amount is 10 GB; 0.1 GB is its share"), "{}", one.note);
    let Against::Scaled { factor, .. } = one.against else {
        panic!("a member's share of the store");
    };
    assert_eq!(factor, 0.01);
    assert!(at(&model, "P4", 2.0).if_wrong.contains("here 2 were made"));
}

#[test]
fn p5_and_p7_smooth_the_staircase() {
    let model = paper();
    assert_value(&at(&model, "P5", 69.0), 690e9);
    assert_value(&at(&model, "P5", 0.5), 5e9);
    assert_value(&at(&model, "B0 + floor(t / T) Nb", 0.5), 0.0);
    assert_value(&at(&model, "B0 + floor(t / T) Nb", 69.0), 690e9);
    assert_value(&at(&model, "P7", 69.0), 6.9e9);
}

#[test]
fn p6_is_no_identity() {
    let model = paper();
    let sides = |hours| {
        let row = at(&model, "P6", hours);
        let Against::Fixed(left) = row.against else {
            panic!("an identity has two sides");
        };
        (left, row.value.unwrap())
    };
    assert_eq!(sides(1.0), (0.1e9, 0.1e9));
    assert_eq!(sides(2.0), (0.2e9, 0.1e9));
}

#[test]
fn p8_is_answered() {
    let rows = predict(&paper());
    let row = rows.iter().find(|row| row.formula == "P8").unwrap();
    assert_eq!((&row.value, &row.against), (&Ok(0.1), &Against::Fixed(0.01)));
    assert!(row.note.contains("10 GB over 100 members is 0.1 GB each"), "{}", row.note);
}

#[test]
fn what_the_formulas_assume_is_named() {
    let reason = |model: &Model, formula: &str| {
        let row = predict(model).into_iter().find(|row| row.formula == formula).unwrap();
        row.value.unwrap_err()
    };
    let mut model = paper();
    let mut job = model.backups.iter().next().unwrap().clone();
    job.every = Span::from_hours(6.0);
    job.first = FirstBackup::At(Time::from_hours(6.0));
    model.backups = Table::new(vec![job]);
    assert_eq!(
        reason(&model, "P5"),
        "`hourly` runs every 6h, the formula counts one backup an hour"
    );
    model.backups = Table::new(Vec::new());
    assert_eq!(reason(&model, "P8"), "there is not one backup job but 0");
    let mut repaired = Sketch::of(100, Law::exponential(Span::from_hours(99.0)).unwrap());
    repaired.repair = Some(Law::exponential(Span::from_hours(1.0)).unwrap());
    let model = repaired.model();
    assert_eq!(reason(&model, "P1"), "members that fail by `failure` come back");
    let fixed = Sketch::of(100, Law::fixed(Span::from_hours(99.0)).unwrap());
    assert!(reason(&fixed.model(), "P3").starts_with("the hazard is not constant"));
}

#[test]
fn every_formula_with_a_graph_is_drawn() {
    let curves = curves(&paper());
    let formulas: Vec<&str> = curves.iter().map(|curve| curve.formula.as_str()).collect();
    assert_eq!(formulas, ["P1", "P2", "P3", "P4", "P5", "P6", "P7"]);
    for curve in &curves {
        assert!(curve.points.len() > 200, "fine enough to be drawn");
        assert!(!curve.label.contains(&curve.formula), "a legend puts the name in front");
    }
}
