//! One replication as text that a person can follow.

use crate::measure::{Entry, Timeline};
use crate::quantity::Time;
use crate::report::number::grouped;

/// The most entries that are printed; the table has all.
const MOST: usize = 400;

/// A timeline as text, each thing that happened on a line. What is routine is left out unless
/// `all` is set.
#[must_use]
pub fn text(timeline: &Timeline, all: bool) -> String {
    let shown: Vec<&Entry> = timeline.entries.iter().filter(|it| all || !it.routine).collect();
    let printed = if all { &shown[..] } else { &shown[..shown.len().min(MOST)] };
    let widest = |text: fn(&Entry) -> usize| printed.iter().map(|it| text(it)).max().unwrap_or(0);
    let subjects = widest(|entry| entry.subject.chars().count());
    let events = widest(|entry| entry.event.chars().count());
    let mut page = format!("replication {}\n\n", timeline.replication);
    for entry in printed {
        let line = format!(
            "{}  {:subjects$}  {:events$}  {}",
            clock(entry.at),
            entry.subject,
            entry.event,
            entry.detail
        );
        page.push_str(line.trim_end());
        page.push('\n');
    }
    if printed.is_empty() {
        page.push_str("nothing happens\n");
    }
    page.push_str(&format!("{}  the replication ends\n", clock(timeline.end)));
    let left = shown.len() - printed.len();
    if left > 0 {
        let entries = if left == 1 { "entry" } else { "entries" };
        let left = grouped(&left.to_string());
        page.push_str(&format!("\n{left} more {entries}: narrow it with --from and --until, "));
        page.push_str("print all with --all, or look into the table\n");
    }
    let routine = timeline.entries.len() - shown.len();
    if routine > 0 {
        let entries = if routine == 1 { "entry is" } else { "entries are" };
        let routine = grouped(&routine.to_string());
        page.push_str(&format!("\n{routine} routine {entries} not shown (--all prints them)\n"));
    }
    page
}

/// The day from 1 and the time of day, as a scenario that starts at midnight counts them.
fn clock(at: Time) -> String {
    let seconds = at.seconds();
    // Rounded down to the millisecond, so that no time is shown as later than it is.
    let thousandths = (seconds * 1000.0 + 1e-6).floor();
    let day = (thousandths / 86_400_000.0).floor();
    let left = thousandths - day * 86_400_000.0;
    let (hours, left) = ((left / 3_600_000.0).floor(), left % 3_600_000.0);
    let (minutes, left) = ((left / 60_000.0).floor(), left % 60_000.0);
    let (seconds, left) = ((left / 1000.0).floor(), left % 1000.0);
    format!("day {:>4} {hours:02}:{minutes:02}:{seconds:02}.{left:03}", day + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_counts_days_from_one() {
        assert_eq!(clock(Time::START), "day    1 00:00:00.000");
        let late = Time::from_seconds(86_400.0 * 364.0 + 3661.5);
        assert_eq!(clock(late), "day  365 01:01:01.500");
    }
}
