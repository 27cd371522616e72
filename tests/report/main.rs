//! The reports: files, the terminal's table and plots, of results that are made up.

mod plots;
mod sample;
