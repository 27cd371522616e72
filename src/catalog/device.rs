//! Parts and network devices: disks, memory, switches.

use super::{Entry, Kind};

const SCHROEDER_2007: &str = "B. Schroeder and G. A. Gibson, Disk failures in the real world: \
     What does an MTTF of 1,000,000 hours mean to you?, USENIX FAST 2007, abstract";
const PINHEIRO_2007: &str = "E. Pinheiro, W.-D. Weber and L. A. Barroso, Failure Trends in a \
     Large Disk Drive Population, USENIX FAST 2007, figure 2";
const SCHROEDER_2009: &str = "B. Schroeder, E. Pinheiro and W.-D. Weber, DRAM Errors in the Wild: \
     A Large-Scale Field Study, ACM SIGMETRICS 2009, abstract and section 3";
const GILL_2011: &str = "P. Gill, N. Jain and N. Nagappan, Understanding Network Failures in Data \
     Centers: Measurement, Analysis, and Implications, ACM SIGCOMM 2011, section 4";

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "backblaze-2024-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Failure of a hard disk in a storage cloud: the annualized failure rate of all \
               models.",
        written: "AFR(0.0157)",
        source: "A. Klein, Backblaze Drive Stats for 2024, Backblaze 2025, table of 2024 failure \
                 rates",
        data: "2024",
        caveat: "One operator's mix of about 300,000 disks, many of them old; single models range \
                 from 0.2 % to 11 %.",
        sure: true,
    },
    Entry {
        name: "backblaze-2025-q3-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Failure of a hard disk in a storage cloud: the annualized failure rate of one \
               quarter, all models.",
        written: "AFR(0.0155)",
        source: "Drive Stats Team, Backblaze Drive Stats for Q3 2025, Backblaze 2025, notes and \
                 observations",
        data: "July to September 2025",
        caveat: "One quarter: the one before had 1.36 %.",
        sure: true,
    },
    Entry {
        name: "backblaze-2022-ssd",
        kind: Kind::TimeToFailure,
        per: "SSD",
        text: "Failure of a solid-state drive that boots a storage server and takes its logs.",
        written: "AFR(0.0098)",
        source: "A. Klein, The SSD Edition: 2022 Drive Stats Review, Backblaze 2023, table of \
                 2022 failure rates",
        data: "2022",
        caveat: "Unsure: what was found in print says below 1 %. About 2,900 small consumer \
                 drives, 25 failures; not the flash of a data store.",
        sure: false,
    },
    Entry {
        name: "schroeder-2007-low-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Replacement of a disk in the field, lower end of what is common (2 to 4 % a year).",
        written: "AFR(0.02)",
        source: SCHROEDER_2007,
        data: "up to 2006",
        caveat: "Replacements, not failures that were confirmed; up to 13 % a year on some \
                 systems. The rate grew with age, so that a constant one is too high for new \
                 disks.",
        sure: true,
    },
    Entry {
        name: "schroeder-2007-high-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Replacement of a disk in the field, upper end of what is common (2 to 4 % a year).",
        written: "AFR(0.04)",
        source: SCHROEDER_2007,
        data: "up to 2006",
        caveat: "Replacements, not failures that were confirmed; up to 13 % a year on some \
                 systems. The rate grew with age, so that a constant one is too high for new \
                 disks.",
        sure: true,
    },
    Entry {
        name: "pinheiro-2007-first-year-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Failure of a consumer disk in a search engine's servers, in its first year.",
        written: "AFR(0.017)",
        source: PINHEIRO_2007,
        data: "disks in service from 2001 to 2006",
        caveat: "The least of all ages; ages differ in their mix of models too.",
        sure: true,
    },
    Entry {
        name: "pinheiro-2007-three-year-old-disk",
        kind: Kind::TimeToFailure,
        per: "disk",
        text: "Failure of a consumer disk in a search engine's servers, at three years of age.",
        written: "AFR(0.086)",
        source: PINHEIRO_2007,
        data: "disks in service from 2001 to 2006",
        caveat: "The most of all ages, much of it due to the models of that vintage.",
        sure: true,
    },
    Entry {
        name: "schroeder-2009-uncorrectable-machine",
        kind: Kind::TimeToFailure,
        per: "machine",
        text: "Uncorrectable memory error in a server: it is shut down, and the module replaced.",
        written: "AFR(0.013)",
        source: SCHROEDER_2009,
        data: "January 2006 to June 2008",
        caveat: "DDR1, DDR2 and FB-DIMM with codes of that time; some platforms had 2 to 4 % a \
                 year.",
        sure: true,
    },
    Entry {
        name: "schroeder-2009-correctable-dimm",
        kind: Kind::TimeToFailure,
        per: "DIMM",
        text: "First correctable error of a memory module.",
        written: "AFR(0.08)",
        source: SCHROEDER_2009,
        data: "January 2006 to June 2008",
        caveat: "The source says more than 8 % of modules a year. Errors come in bursts at few \
                 modules: the rate of errors is far higher than that of modules affected.",
        sure: true,
    },
    Entry {
        name: "gill-2011-tor-switch",
        kind: Kind::TimeToFailure,
        per: "switch",
        text: "Failure of a top-of-rack switch.",
        written: "AFR(0.05)",
        source: GILL_2011,
        data: "October 2009 to September 2010",
        caveat: "The source gives it as about 5 % of devices in a year; found in a summary of it.",
        sure: true,
    },
    Entry {
        name: "gill-2011-load-balancer",
        kind: Kind::TimeToFailure,
        per: "load balancer",
        text: "Failure of a load balancer, mostly by software and short.",
        written: "AFR(0.2)",
        source: GILL_2011,
        data: "October 2009 to September 2010",
        caveat: "One in five had a failure in the year, and those often had many: this rate is \
                 that of the first.",
        sure: true,
    },
];
