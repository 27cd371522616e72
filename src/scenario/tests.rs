//! Tests of the room as a whole; what a broken file says is in `tests/problems`.
