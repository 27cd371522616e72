use super::*;

#[test]
fn every_case_is_answered_in_every_way() {
    let mut failed = Vec::new();
    for case in all() {
        let result = check(&case);
        if !result.passed {
            failed.push(format!("{} {}: {result:?}", case.id, case.quantity));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_wrong_answer_does_not_pass() {
    let mut case = all().into_iter().find(|case| case.id == "C03-005").unwrap();
    case.digits = "16725.00002".to_string();
    let result = check(&case);
    assert!(!result.passed, "off by 1.2e-9: {result:?}");
    let exact = |expected| Exact { expected, tolerance: RELATIVE };
    assert!(!judge("zero", exact(0.0), 2e-12).passed);
    assert!(!judge("nothing", exact(1.0), f64::NAN).passed);
}

#[test]
fn ids_are_in_order_and_words_are_there() {
    let cases = all();
    assert!(cases.is_sorted_by(|a, b| a.id < b.id));
    let families = ["C01", "C02", "C03", "C04", "C08", "C09", "C10", "C13", "C14", "C15"];
    let sizes = families.map(|family| cases.iter().filter(|c| c.family() == family).count());
    assert_eq!(sizes, [11, 18, 40, 27, 18, 58, 24, 38, 7, 30]);
    assert!(cases.iter().all(|case| !case.words.is_empty() && !case.method.is_empty()));
}
