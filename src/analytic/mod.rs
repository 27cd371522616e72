//! Closed forms and Markov solutions of a model, the source paper's formulas first.

pub mod cases;
pub mod chain;
pub mod formula;
pub mod lump;
mod paper;
mod prediction;
mod times;
mod weights;

pub use prediction::{Against, FormulaCurve, Prediction};
