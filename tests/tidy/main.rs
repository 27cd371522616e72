//! The repository keeps its own rules: its files are read, as far as the compiler and clippy (see
//! `clippy.toml` and the lints of `Cargo.toml`) cannot see a rule.

mod files;
mod form;
mod rooms;
mod words;
