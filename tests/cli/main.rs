//! The built program, driven as a stranger would drive it: what it prints, what it writes, and the
//! exit status it leaves.

mod bad_input;
mod commands;
mod interrupts;
mod place;
mod runs;
mod trace;
