//! Closed forms and Markov solutions of a model, the source paper's formulas first.

pub mod cases;
pub mod chain;
pub mod lump;
