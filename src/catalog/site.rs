//! Sites and regions as a whole.

use super::{Entry, Kind};

const UPTIME_2025: &str = "Uptime Institute, Annual Outage Analysis 2025 (7th), key findings";

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "uptime-2024-outage-operator",
        kind: Kind::TimeToFailure,
        per: "operator",
        text: "Outage of a data centre of an operator: 53 % had one within three years.",
        written: "Exponential(probability: 0.53, within: \"3y\")",
        source: UPTIME_2025,
        data: "2024 (survey)",
        caveat: "Unsure: a survey. Per operator, who may have many sites, of any severity; the \
                 publisher itself asks that such data be read sceptically.",
        sure: false,
    },
    Entry {
        name: "uptime-2024-outage-is-serious",
        kind: Kind::Probability,
        per: "outage of a site",
        text: "The share of outages that were serious or severe.",
        written: "0.09",
        source: UPTIME_2025,
        data: "2024 (survey)",
        caveat: "Unsure: a survey, in the publisher's own classes of severity.",
        sure: false,
    },
    Entry {
        name: "uptime-2024-outage-is-by-power",
        kind: Kind::Probability,
        per: "impactful outage of a site",
        text: "The share of the most recent impactful outages that power caused.",
        written: "0.54",
        source: UPTIME_2025,
        data: "2024 (survey)",
        caveat: "Unsure: a survey; of impactful outages only.",
        sure: false,
    },
    Entry {
        name: "aws-2025-10-20-region-outage",
        kind: Kind::Duration,
        per: "outage of the region",
        text: "The disruption of a whole cloud region (us-east-1) that began in its name service.",
        written: "\"14h 32min\"",
        source: "Amazon Web Services, Summary of the Amazon DynamoDB Service Disruption in the \
                 Northern Virginia (US-EAST-1) Region, 2025",
        data: "19 and 20 October 2025 (11:48 PM to 2:20 PM PDT)",
        caveat: "A single event, from first to last impact; the database itself was out for 2 h \
                 52 min of it, and services differed. One event says nothing of how often.",
        sure: true,
    },
];
