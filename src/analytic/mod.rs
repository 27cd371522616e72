//! stub
use crate::measure::Metric;
use crate::model::Model;
use crate::quantity::Time;
pub struct Prediction {
    pub quantity: String,
    pub subject: String,
    pub time: Option<Time>,
    pub formula: String,
    pub source: String,
    pub value: Result<f64, String>,
    pub against: Against,
    pub tolerance: f64,
    pub note: String,
    pub if_wrong: String,
}
pub enum Against {
    Metric(Metric, String),
    Series(Metric, String, Time),
    Scaled(Box<Against>, f64),
    Fixed(f64),
    Nothing,
}
pub fn predict(_model: &Model) -> Vec<Prediction> {
    Vec::new()
}
pub struct FormulaCurve {
    pub metric: Metric,
    pub subject: String,
    pub formula: String,
    pub label: String,
    pub points: Vec<(Time, f64)>,
}
pub fn curves(_model: &Model) -> Vec<FormulaCurve> {
    Vec::new()
}
