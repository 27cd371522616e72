//! The exact cases as a user of the crate meets them: `firedrill verify` runs the same.

use firedrill::analytic::cases;

#[test]
fn the_oracle_suite_passes_whole() {
    let cases = cases::all();
    assert_eq!(cases.len(), 271, "the families are embedded whole");
    for case in &cases {
        let result = cases::check(case);
        assert!(result.passed, "{} ({}): {result:?}", case.id, case.quantity);
        if result.expected == 0.0 {
            assert!(result.got.abs() <= 1e-12, "{}: {result:?}", case.id);
        } else {
            let error = result.relative_error.expect("relative to an answer that is not 0");
            // Of one answer only nine digits are known.
            let allowed = if case.id == "C09-058" { 1e-8 } else { 1e-9 };
            assert!(error <= allowed, "{}: {result:?}", case.id);
        }
    }
}

#[test]
fn the_paper_style_rules_are_among_the_cases_and_are_not_the_truth() {
    let value = |quantity: &str| {
        let cases = cases::all();
        let case = cases.iter().find(|case| case.quantity == quantity).expect("the case is there");
        cases::check(case).got
    };
    assert_eq!(value("naive_linear 1-lambda*t at 200 h"), -1.0);
    assert!((value("R(200 h)") - 0.135_335_283_236_613).abs() < 1e-14);
    assert_eq!(value("naive 1-n*p"), 0.0);
    assert!((value("P(at least 100 of 100 survive 1 h)") - 0.366_032_341_273_23).abs() < 1e-14);
}
