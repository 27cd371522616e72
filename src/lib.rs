//! Firedrill: a discrete-event disaster simulator for large-model infrastructure.
//!
//! The crate is a library with a thin binary. Its modules are rooms in one line; a room imports
//! only from those listed before it, and a test reads the `use` lines to keep it so:
//! [`quantity`], [`model`], [`engine`], [`measure`], [`estimate`], [`analytic`], [`catalog`],
//! [`scenario`], [`study`], [`report`], [`cli`]. `docs/architecture.md` tells the way of the data.

pub mod analytic;
pub mod catalog;
pub mod cli;
pub mod engine;
pub mod estimate;
pub mod measure;
pub mod model;
pub mod quantity;
pub mod report;
pub mod scenario;
pub mod study;
