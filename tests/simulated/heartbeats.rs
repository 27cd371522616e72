//! How long heartbeats take to miss what has failed.

use firedrill::engine::Plan;
use firedrill::measure::{Layout, Metric, Recorder};
use firedrill::study::MAX_EVENTS;

use super::harness::{model, place};

const HEARTBEATS: &str = include_str!("heartbeats.ron");

/// Seed 311, 10,000 failures. Hypothesis: with a period h and m misses, what fails at any time of a
/// period alike is detected after a time that is uniform from D - h to D, where D = m h. Bound: a
/// Kolmogorov-Smirnov distance of 1.9495 / sqrt(n), beyond which chance goes once in 1000 times.
#[test]
fn the_delay_of_a_heartbeat_is_uniform_over_its_last_period() {
    let model = model(HEARTBEATS, &[]);
    let plan = Plan::new(&model, 311, MAX_EVENTS);
    let column = place(&Layout::new(&model).pooled, Metric::DetectionTime, "box");
    let outcome = Recorder::new(&plan).run(0).expect("few events");
    let seen = outcome.observations.iter().filter(|it| usize::from(it.column) == column);
    let mut delays: Vec<f64> = seen
        .map(|it| {
            assert!(it.finished, "whatever fails is seen within the horizon");
            it.value
        })
        .collect();
    assert_eq!(delays.len(), 10_000, "every member fails once");
    delays.sort_by(f64::total_cmp);
    let (period, latest) = (0.1, 0.3);
    let n = delays.len() as f64;
    let mut distance: f64 = 0.0;
    for (rank, delay) in delays.iter().enumerate() {
        let share = (delay - (latest - period)) / period;
        assert!((-1e-6..=1.0 + 1e-6).contains(&share), "{delay} h is outside D - h to D");
        let (below, above) = (rank as f64 / n, (rank as f64 + 1.0) / n);
        distance = distance.max(share - below).max(above - share);
    }
    let bound = 1.9495 / n.sqrt();
    assert!(distance <= bound, "the distance is {distance}, more than {bound}");
}
