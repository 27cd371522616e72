//! todo

pub mod fonts;
