//! Many replications: what they make together, and how far to go.

mod results;

pub use results::{
    Comparison, Curve, Histogram, MetricResult, ObjectiveResult, Results, Run, SeriesPoint, Verdict,
};
