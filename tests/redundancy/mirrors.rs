//! Mirrors of two whose repair or rebuild has any law, by transform.

use firedrill::model::Sharing;
use firedrill::quantity::Law;

use super::exact::{mirror_mttdl_h, rebuilt_mirror_mttdl_h};
use super::known::mean_time_to_loss;
use super::stored::{Stored, exponential, hours, lognormal, rebuild, weibull};

/// A life short enough that the laws can be told apart.
const MTTF_H: f64 = 100.0;

/// Laws of 24 h in the mean.
fn laws() -> [Law; 4] {
    [Law::Fixed(hours(24.0)), lognormal(24.0, 1.5), weibull(2.0, 24.0), exponential(24.0)]
}

/// Published mean times, with disks of 100,000 h too rare to be simulated, check the formula.
#[test]
fn the_transform_gives_the_published_mean_times() {
    let published =
        [208_458_334.333_333, 208_514_546.464_159, 208_465_165.365_615, 208_483_333.333_333];
    for (law, exact) in laws().iter().zip(published) {
        let found = mirror_mttdl_h(law, 100_000.0);
        assert!((found / exact - 1.0).abs() < 1e-6, "{law:?}: {found}, published {exact}");
    }
}

/// Seed 11, 25,000 losses each; hypothesis: the mean is that of the transform; 99.9 % intervals of
/// at most 2.5 %. The laws' means lie up to 7 % apart.
#[test]
fn mirrors_with_any_law_of_repair_last_as_the_transform_says() {
    for law in laws() {
        let model = Stored { repair: law.clone(), ..Stored::of(1, (1, 1), MTTF_H) }.model();
        let known = mean_time_to_loss(&model, 11, 25_000);
        known.assert_is(mirror_mttdl_h(&law, MTTF_H), 0.025, &format!("{law:?}"));
    }
}

/// The same with a new disk at once, which can fail while it is being filled. Seed 12.
#[test]
fn mirrors_with_any_law_of_rebuild_last_as_the_transform_says() {
    for law in laws() {
        let rebuild = Some(rebuild(law.clone(), Sharing::Parallel));
        let model = Stored { rebuild, ..Stored::of(1, (1, 1), MTTF_H) }.model();
        let known = mean_time_to_loss(&model, 12, 25_000);
        known.assert_is(rebuilt_mirror_mttdl_h(&law, MTTF_H), 0.025, &format!("{law:?}"));
    }
}
