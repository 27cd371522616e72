//! Points in time of rows, in words.

use crate::report::number::length;
use crate::study::Comparison;

/// So many times in a row are said by their ends.
const RUN: usize = 3;

/// The times of some of a group's rows: `1 h, 2 h`, `10 h .. 100 h` where they are a run of the
/// group's times, and how many they are where that is not seen.
pub(super) fn times_of(group: &[&Comparison], rows: &[&Comparison]) -> String {
    let text = |row: &Comparison| row.time.map_or_else(String::new, |time| length(time.hours()));
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut last = None;
    for row in rows {
        let place = group.iter().position(|other| std::ptr::eq(*other, *row));
        let follows = last.zip(place).is_some_and(|(last, place)| last + 1 == place);
        match runs.last_mut() {
            Some(run) if follows => run.push(text(row)),
            _ => runs.push(vec![text(row)]),
        }
        last = place;
    }
    if let ([run], true) = (runs.as_slice(), rows.len() == group.len() && rows.len() > RUN) {
        return format!("{} times ({} .. {})", rows.len(), run[0], run[run.len() - 1]);
    }
    let said = runs.iter().map(|run| match run.as_slice() {
        [first, .., last] if run.len() > RUN => format!("{first} .. {last}"),
        _ => run.join(", "),
    });
    said.collect::<Vec<_>>().join(", ")
}
