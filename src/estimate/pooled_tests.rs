use super::*;

/// Replication k with 0 to 4 observations between 1 and 24, some of them censored.
fn replication(k: u64) -> (Vec<f64>, Vec<f64>) {
    let values = (0..k * k % 5).map(|at| 1.0 + (k * 7 + at * 11) as f64 % 24.0);
    values.partition(|value| value % 6.0 != 1.0)
}

fn of(replications: std::ops::Range<u64>, exact_limit: usize) -> Pooled {
    let mut pooled = Pooled::new(exact_limit);
    for k in replications {
        let (finished, censored) = replication(k);
        pooled.push(&finished, &censored);
    }
    pooled
}

#[test]
fn nothing_known_of_nothing() {
    let mut pooled = Pooled::default();
    let none = pooled.estimate();
    assert_eq!((none.n, none.mean, none.max), (0, None, None));
    assert!(none.quantiles.iter().all(|q| q.value.is_none() && q.interval == Interval::default()));
    pooled.push(&[], &[]);
    assert_eq!((pooled.estimate(), pooled.replications()), (none, 1));
}

#[test]
fn one_replication_says_nothing_of_the_scatter() {
    let mut pooled = Pooled::default();
    pooled.push(&[1.0, 2.0, 3.0], &[]);
    (0..40).for_each(|_| pooled.push(&[], &[]));
    let estimate = pooled.estimate();
    assert_eq!((estimate.mean, estimate.interval), (Some(2.0), Interval::default()));
    assert!(estimate.quantiles.iter().all(|q| q.interval == Interval::default()));
}

#[test]
fn what_the_blocks_were_changes_nothing() {
    for exact_limit in [10_000, 100] {
        let whole = of(0..300, exact_limit);
        for cuts in [vec![1], vec![37, 64], vec![10, 11, 150, 299]] {
            let (mut from, mut parts) = (0, Pooled::new(exact_limit));
            for &to in cuts.iter().chain([&300]) {
                parts.merge(&of(from..to, exact_limit));
                from = to;
            }
            assert_eq!((parts.n(), parts.censored()), (whole.n(), whole.censored()));
            assert_eq!(parts.replications(), 300);
            let (parts, whole) = (parts.estimate(), whole.estimate());
            assert_eq!(parts.quantiles, whole.quantiles);
            assert_eq!(whole.quantiles[0].exact, exact_limit == 10_000);
            assert_eq!(parts.interval, whole.interval);
        }
    }
}

#[test]
fn censored_and_uncensored_ways_meet_where_nothing_is_censored() {
    // 30 replications are 30 groups, so that the two have to give the same.
    let mut pooled = Pooled::default();
    for k in 1..=30 {
        let (mut finished, censored) = replication(k);
        finished.extend(censored);
        finished.push(k as f64);
        pooled.push(&finished, &[]);
    }
    let (mean, ratio) = pooled.mean_with_interval(0.95);
    let linear = pooled.curve().mean_interval(0.95);
    assert!((mean.unwrap() - pooled.curve().mean().unwrap()).abs() < 1e-12);
    assert!((ratio.low.unwrap() - linear.low.unwrap()).abs() < 1e-10);
    assert!((ratio.high.unwrap() - linear.high.unwrap()).abs() < 1e-10);
}

#[test]
fn one_observation_a_replication_is_a_plain_sample() {
    let (mut pooled, mut sample) = (Pooled::default(), Sample::default());
    for k in 0..500 {
        let value = f64::from(k * k % 101);
        if k % 7 == 0 {
            pooled.push(&[], &[value])
        } else {
            pooled.push(&[value], &[])
        }
        if k % 7 == 0 { sample.push_censored(value) } else { sample.push(value) }
    }
    assert_eq!(pooled.estimate().quantiles, sample.estimate().quantiles);
    assert_eq!(pooled.estimate().interval, sample.estimate().interval);
}

#[test]
fn the_mean_alone_is_that_of_the_estimate() {
    let pooled = of(0..200, 10_000);
    let estimate = pooled.estimate();
    assert!(estimate.censored > 0 && estimate.mean.is_some());
    assert_eq!(pooled.mean_with_interval(0.95), (estimate.mean, estimate.interval));
}
