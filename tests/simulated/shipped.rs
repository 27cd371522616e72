//! The scenarios that come with the program: no formula but the paper's own disagrees.

use firedrill::scenario::templates;
use firedrill::study::Verdict;

use super::harness::run;

#[test]
fn no_exact_formula_disagrees_with_a_shipped_scenario() {
    for (number, template) in templates().iter().enumerate() {
        let results = run(template.text, 200 + number as u64, 300).0;
        for row in &results.comparison {
            let papers =
                row.formula.starts_with('P') && row.formula[1..].starts_with(char::is_numeric);
            assert!(
                papers || row.verdict != Verdict::Disagrees,
                "{}: {} of {}[{}] says {:?}, simulated {:?}",
                template.name,
                row.formula,
                row.quantity,
                row.subject,
                row.analytic,
                row.simulated
            );
        }
    }
}
