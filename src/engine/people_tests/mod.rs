//! Detectors that are down, people, and working hours, worked out by hand.

mod alarms;
mod hidden;
mod repairs;
mod staffed;
