use super::*;

/// Value k of a series between 0 and 1e6, every ninth of them censored.
fn push(sample: &mut Sample, k: u64) {
    let value = match k * 7919 % 1009 {
        0..50 => 0.0,
        small @ 50..500 => small as f64 / 1e3,
        large => (large * large) as f64,
    };
    if k.is_multiple_of(9) { sample.push_censored(value) } else { sample.push(value) }
}

fn of(values: std::ops::Range<u64>, exact_limit: usize) -> Sample {
    let mut sample = Sample::new(exact_limit);
    values.for_each(|k| push(&mut sample, k));
    sample
}

#[test]
fn nothing_known_of_nothing() {
    let none = Sample::default().estimate();
    assert_eq!((none.n, none.mean, none.std_dev, none.min, none.max), (0, None, None, None, None));
    assert_eq!(none.interval, Interval::default());
    assert!(none.quantiles.iter().all(|q| q.value.is_none() && q.interval == Interval::default()));
}

#[test]
fn all_censored_is_unknown_and_not_zero() {
    let mut sample = Sample::default();
    (0..50).for_each(|_| sample.push_censored(8760.0));
    let estimate = sample.estimate();
    assert_eq!((estimate.n, estimate.censored, estimate.mean, estimate.max), (0, 50, None, None));
    assert!(estimate.quantiles.iter().all(|q| q.value.is_none()));
}

#[test]
fn the_limit_is_on_the_values_and_not_on_the_blocks() {
    assert!(of(0..100, 100).is_exact());
    assert!(!of(0..101, 100).is_exact());
    let mut halves = of(0..60, 100);
    halves.merge(&of(60..100, 100));
    assert!(halves.is_exact());
    halves.merge(&of(100..101, 100));
    assert!(!halves.is_exact());
}

#[test]
fn what_the_blocks_were_changes_nothing() {
    for exact_limit in [1_000, 200] {
        let whole = of(0..700, exact_limit);
        let [a, b, c] = [0..30, 30..480, 480..700].map(|block| of(block, exact_limit));
        let (mut left, mut right) = (a.clone(), b.clone());
        left.merge(&b);
        left.merge(&c);
        right.merge(&c);
        let mut nested = a;
        nested.merge(&right);
        for merged in [left, nested] {
            assert_eq!(merged.held, whole.held);
            let (merged, whole) = (merged.estimate(), whole.estimate());
            assert_eq!((merged.n, merged.censored), (whole.n, whole.censored));
            assert_eq!((merged.min, merged.max), (whole.min, whole.max));
            assert_eq!((merged.mean, merged.interval), (whole.mean, whole.interval));
            assert_eq!(merged.quantiles, whole.quantiles);
        }
    }
}

#[test]
fn bins_keep_quantiles_within_the_stated_error() {
    let (exact, binned) = (of(0..900, 1_000).estimate(), of(0..900, 10).estimate());
    assert!(exact.quantiles.iter().all(|q| q.exact) && binned.quantiles.iter().all(|q| !q.exact));
    for (exact, binned) in exact.quantiles.iter().zip(&binned.quantiles) {
        assert_eq!(exact.value.is_some(), binned.value.is_some());
        let (value, near) = (exact.value.unwrap_or(0.0), binned.value.unwrap_or(0.0));
        assert!((value - near).abs() <= RELATIVE_ERROR * value, "{value} and {near}");
        let (inner, outer) = (exact.interval, binned.interval);
        assert_eq!(
            (inner.low.is_some(), inner.high.is_some()),
            (outer.low.is_some(), outer.high.is_some())
        );
        if let (Some(inner), Some(outer)) = (inner.low, outer.low) {
            assert!(outer <= inner && outer >= inner * (1.0 - 2.1 * RELATIVE_ERROR));
        }
        if let (Some(inner), Some(outer)) = (inner.high, outer.high) {
            assert!(outer >= inner && outer <= inner * (1.0 + 2.1 * RELATIVE_ERROR));
        }
    }
    assert_eq!((exact.min, exact.std_dev.is_some()), (binned.min, binned.std_dev.is_some()));
}

#[test]
fn many_binned_values_do_not_shrink_an_interval_to_a_point() {
    let mut sample = Sample::new(1_000);
    (0..1_000_000_u64).for_each(|k| sample.push((k * 7_919 % 1_000_003) as f64));
    for quantile in sample.estimate().quantiles {
        assert!(quantile.interval.contains(quantile.p * 1_000_002.0), "{quantile:?}");
    }
}

#[test]
fn the_greatest_is_unknown_when_a_censored_one_was_longer() {
    let mut sample = Sample::default();
    [1.0, 2.0, 3.0].iter().for_each(|&value| sample.push(value));
    sample.push_censored(2.5);
    assert_eq!((sample.estimate().max, sample.estimate().mean), (Some(3.0), Some(2.25)));
    sample.push_censored(3.5);
    assert_eq!((sample.estimate().max, sample.estimate().mean), (None, None));
    assert_eq!(sample.estimate().min, Some(1.0));
}

#[test]
fn negative_values_and_zero_have_their_places() {
    for exact_limit in [100, 1] {
        let mut sample = Sample::new(exact_limit);
        [-0.0, 5.0, -3.0, 0.0, -7.0].iter().for_each(|&value| sample.push(value));
        let estimate = sample.estimate();
        assert_eq!(estimate.quantiles[4].value.map(f64::to_bits), Some(0.0_f64.to_bits()));
        assert_eq!(
            (estimate.min, estimate.max, estimate.mean),
            (Some(-7.0), Some(5.0), Some(-1.0))
        );
    }
}
