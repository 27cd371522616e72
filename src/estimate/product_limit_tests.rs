use super::*;

fn of(finished: &[f64], censored: &[f64]) -> ProductLimit {
    let row = |time, finished, censored| Row { time, group: 0, finished, censored };
    let finished = finished.iter().map(|&time| row(time, 1, 0));
    let censored = censored.iter().map(|&time| row(time, 0, 1));
    ProductLimit::new(finished.chain(censored).collect(), Dependence::Independent)
}

fn whole_numbers(to: u32) -> ProductLimit {
    of(&(1..=to).map(f64::from).collect::<Vec<_>>(), &[])
}

#[test]
fn the_example_of_kaplan_and_meier() {
    // The sample of eight in Kaplan and Meier (1958).
    let curve = of(&[0.8, 3.1, 5.4, 9.2], &[1.0, 2.7, 7.0, 12.1]);
    let survival: Vec<f64> = curve.points.iter().map(|point| point.survival).collect();
    for (found, published) in survival.iter().zip([7.0 / 8.0, 0.7, 0.525, 0.2625]) {
        assert!((found - published).abs() < 1e-12, "{survival:?}");
    }
    assert_eq!([0.1, 0.3, 0.5, 0.73].map(|p| curve.quantile(p)), [0.8, 3.1, 9.2, 9.2].map(Some));
    assert_eq!(curve.quantile(0.74), None);
    assert_eq!((curve.mean(), curve.std_dev()), (None, None));
    assert_eq!(curve.mean_interval(0.95), Interval::default());
}

#[test]
fn a_mean_under_censoring_by_hand() {
    // Survival 3/4 from 1, 3/8 from 3, 0 from 4; areas 1.875 and 0.375 right of 1 and 3.
    let curve = of(&[1.0, 3.0, 4.0], &[2.0]);
    assert_eq!(curve.mean(), Some(2.875));
    let greenwood = 1.875 * 1.875 / 12.0 + 0.375 * 0.375 / 2.0;
    let half = 4.302_652_729_911_275 * (greenwood * 1.5_f64).sqrt();
    assert!((curve.mean_interval(0.95).half_width().unwrap() - half).abs() < 1e-9);
}

#[test]
fn a_value_last_seen_when_another_ends_is_longer() {
    assert_eq!(of(&[1.0], &[1.0]).mean(), None);
    assert_eq!(of(&[1.0, 2.0], &[1.0]).mean(), Some(1.0 / 3.0 + 4.0 / 3.0));
}

#[test]
fn quantiles_invert_the_empirical_distribution() {
    let curve = whole_numbers(1_000);
    for k in 1..=999_u32 {
        assert_eq!(curve.quantile(f64::from(k) / 1_000.0), Some(f64::from(k)));
    }
    assert_eq!(curve.quantile(0.500_1), Some(501.0));
}

#[test]
fn order_statistics_as_tabulated() {
    // The median among n values, by the quantiles of the binomial law of n and 1/2.
    let ends = |n: u32| {
        let Interval { low, high } = whole_numbers(n).quantile_interval(0.5, 0.95);
        (low, high)
    };
    assert_eq!(ends(5), (None, None));
    assert_eq!(ends(6), (Some(1.0), Some(6.0)));
    assert_eq!(ends(10), (Some(2.0), Some(9.0)));
    assert_eq!(ends(20), (Some(6.0), Some(15.0)));
    assert_eq!(ends(100), (Some(40.0), Some(61.0)));
}

#[test]
fn a_sample_bounds_no_quantile_beyond_it() {
    let curve = whole_numbers(100);
    let Interval { low, high } = curve.quantile_interval(0.99, 0.95);
    assert!(low.is_some() && high.is_none());
    let Interval { low, high } = curve.quantile_interval(0.01, 0.95);
    assert!(low.is_none() && high.is_some());
}

#[test]
fn a_quantile_hidden_by_censoring_is_bounded_below() {
    let finished: Vec<f64> = (1..=50).map(f64::from).collect();
    let curve = of(&finished, &[60.0; 150]);
    assert_eq!(curve.quantile(0.5), None);
    let bounds = curve.quantile_interval(0.5, 0.95);
    assert_eq!(bounds, Interval { low: Some(50.0), high: None });
}

#[test]
fn without_censoring_a_value_counts_as_one() {
    let curve = whole_numbers(777);
    assert!(curve.points.iter().all(|point| (point.size - 777.0).abs() < 1e-6));
    assert!((curve.std_dev().unwrap() - (777.0_f64 * 778.0 / 12.0).sqrt()).abs() < 1e-8);
}

#[test]
fn like_clusters_count_as_one_value_each() {
    // 20 groups of 50 like values know no more than 20 values.
    let row = |k: usize| Row { time: k as f64, group: k, finished: 50, censored: 0 };
    let clustered =
        ProductLimit::new((0..20).map(row).collect(), Dependence::Within { groups: 20 });
    for point in &clustered.points[..19] {
        assert!((point.size - 19.0).abs() < 1e-9, "{}", point.size);
    }
}
