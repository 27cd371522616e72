//! The reports: files, the terminal's table and plots, of results that are made up, and incidents of
//! a study from its scenario on.

mod behind;
mod drawing;
mod files;
mod incidents;
mod plots;
mod responding;
mod sample;
mod studied;
mod table;
mod trace;
