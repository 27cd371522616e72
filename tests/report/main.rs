//! The reports: files, the terminal's table and plots, of results that are made up.

mod files;
mod plots;
mod sample;
mod table;
