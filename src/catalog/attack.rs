//! Attacks on data, and restores.

use super::{Entry, Kind};

const SOPHOS_HIT: &str = "Sophos, The State of Ransomware 2024, attack rate (5,000 organisations)";
const SOPHOS_BACKUPS: &str = "Sophos, The impact of compromised backups on ransomware outcomes, \
     March 2024, learnings 1 and 2 (2,974 organisations that were hit)";
const SURVEY: &str = "Unsure: a survey commissioned by a vendor.";
const MEDIAN: &str = "A median, used as a fixed time since its spread is not published; real ones \
     spread widely. Write a `LogNormal` with this median and a `sigma` of your own.";

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "mandiant-2024-dwell",
        kind: Kind::Duration,
        per: "intrusion",
        text: "Time from an intrusion to its detection, all kinds: global median.",
        written: "\"11d\"",
        source: "Mandiant (Google Cloud), M-Trends 2025, global median dwell time",
        data: "2024",
        caveat: MEDIAN,
        sure: true,
    },
    Entry {
        name: "mandiant-2025-dwell",
        kind: Kind::Duration,
        per: "intrusion",
        text: "Time from an intrusion to its detection, all kinds: global median.",
        written: "\"14d\"",
        source: "Mandiant (Google Cloud), M-Trends 2026, global median dwell time",
        data: "2025",
        caveat: MEDIAN,
        sure: true,
    },
    Entry {
        name: "mandiant-2024-ransomware-dwell",
        kind: Kind::Duration,
        per: "intrusion with ransomware",
        text: "Time from an intrusion to its detection where ransomware was involved: median.",
        written: "\"6d\"",
        source: "Mandiant (Google Cloud), M-Trends 2025, dwell time of ransomware",
        data: "2024",
        caveat: "A median, used as a fixed time since its spread is not published; 29 days where \
                 the victims found it themselves.",
        sure: true,
    },
    Entry {
        name: "sophos-2024-ransomware-organisation",
        kind: Kind::TimeToFailure,
        per: "organisation",
        text: "An organisation is hit by ransomware: 59 % were within a year.",
        written: "AFR(0.59)",
        source: SOPHOS_HIT,
        data: "2023 (survey of early 2024)",
        caveat: "Unsure: a survey commissioned by a vendor; what counts as hit is for those who \
                 answer to say. Half of their computers were affected, on average.",
        sure: false,
    },
    Entry {
        name: "sophos-2024-backups-are-attacked",
        kind: Kind::Probability,
        per: "attack with ransomware",
        text: "That attackers try to compromise the backups too.",
        written: "0.94",
        source: SOPHOS_BACKUPS,
        data: "2023 (survey of early 2024)",
        caveat: SURVEY,
        sure: false,
    },
    Entry {
        name: "sophos-2024-attack-on-backups-succeeds",
        kind: Kind::Probability,
        per: "attempt on backups",
        text: "That an attempt to compromise the backups succeeds.",
        written: "0.57",
        source: SOPHOS_BACKUPS,
        data: "2023 (survey of early 2024)",
        caveat: "Unsure: a survey commissioned by a vendor; 30 to 79 % by industry.",
        sure: false,
    },
    Entry {
        name: "veeam-2021-recovery-fails",
        kind: Kind::Probability,
        per: "recovery from backups",
        text: "That a recovery fails, or comes later than was promised.",
        written: "0.58",
        source: "Veeam, Data Protection Report 2021 (more than 3,000 decision-makers)",
        data: "2020 (survey)",
        caveat: "Unsure: a vendor's survey, quoted both as the share of recoveries and of backups \
                 that fail; backups that ended with errors and promises missed are counted. \
                 Measure your own by drills.",
        sure: false,
    },
];
