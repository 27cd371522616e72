//! Large clusters for training: their nodes, and what interrupted one run.

use super::{Entry, Kind};

const KOKOLIS_2024: &str = "A. Kokolis et al., Revisiting Reliability in Large-Scale Machine \
     Learning Research Clusters, 2024 (arXiv:2410.21680; IEEE HPCA 2025), failure rates of nodes";
const LLAMA_3: &str = "Llama Team, The Llama 3 Herd of Models, 2024 (arXiv:2407.21783), section \
     3.3.4, table 5";
const DEAN_2008: &str = "J. Dean at Google I/O, May 2008 (his slides of LADIS 2009 repeat it): \
     the first year of a new cluster";
const ROUGH: &str = "Unsure: one operator's round numbers from a talk, for hardware of 2008.";

/// How often the run of 16,384 GPUs was interrupted by one cause, over its 884,736 GPU-days.
macro_rules! cause {
    ($cause:literal, $count:literal, $text:literal, $caveat:literal) => {
        Entry {
            name: concat!("llama-3-", $cause, "-gpu"),
            kind: Kind::TimeToFailure,
            per: "GPU",
            text: $text,
            written: concat!("Exponential(rate: \"", $count, "/884736d\")"),
            source: LLAMA_3,
            data: "54 days, published July 2024",
            caveat: concat!(
                $count,
                " of 419 unexpected interruptions in 54 days on 16,384 GPUs, shared out per GPU (a \
                 node of 8 has 8 times the rate); only what stopped the run was counted. ",
                $caveat
            ),
            sure: true,
        }
    };
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "meta-rsc-1-node",
        kind: Kind::TimeToFailure,
        per: "node of 8 GPUs",
        text: "Failure of a node of a research cluster of 16,000 A100 GPUs.",
        written: "Exponential(rate: \"6.50/1000d\")",
        source: KOKOLIS_2024,
        data: "11 months, published October 2024",
        caveat: "As jobs saw it. It fits jobs on many thousand GPUs; those on 1,024 failed every \
                 7.9 h, where it alone gives 28.8 h.",
        sure: true,
    },
    Entry {
        name: "meta-rsc-2-node",
        kind: Kind::TimeToFailure,
        per: "node of 8 GPUs",
        text: "Failure of a node of a research cluster of 8,000 A100 GPUs, for vision.",
        written: "Exponential(rate: \"2.34/1000d\")",
        source: KOKOLIS_2024,
        data: "11 months, published October 2024",
        caveat: "As jobs saw it; a smaller cluster with other work than RSC-1.",
        sure: true,
    },
    Entry {
        name: "llama-3-interruption-run",
        kind: Kind::TimeToFailure,
        per: "run of 16,384 GPUs",
        text: "Unexpected interruption of a whole training run on 16,384 H100 GPUs.",
        written: "Exponential(rate: \"419/54d\")",
        source: LLAMA_3,
        data: "54 days, published July 2024",
        caveat: "The rate of the whole run, whatever the cause; planned interruptions (47) are \
                 not counted.",
        sure: true,
    },
    Entry {
        name: "llama-3-interruption-gpu",
        kind: Kind::TimeToFailure,
        per: "GPU",
        text: "Unexpected interruption of a training run on 16,384 H100 GPUs, of any cause.",
        written: "Exponential(rate: \"419/884736d\")",
        source: LLAMA_3,
        data: "54 days, published July 2024",
        caveat: "All 419 unexpected interruptions shared out per GPU, those by software, network \
                 and hosts too; a node of 8 has 8 times the rate.",
        sure: true,
    },
    cause!(
        "faulty-gpu",
        148,
        "Interruption by a faulty GPU, NVLink included.",
        "The table prints 30.1 % beside it, but 148 of 419 are 35.3 %; the causes sum to 419 with \
         148."
    ),
    cause!("hbm3", 72, "Interruption by the memory of a GPU (HBM3).", "17.2 % in the table."),
    cause!(
        "software-bug",
        54,
        "Interruption by a bug in software.",
        "Bugs need not grow with the number of GPUs. 12.9 % in the table."
    ),
    cause!(
        "network",
        35,
        "Interruption by a network switch or cable.",
        "It depends on the network's layout. 8.4 % in the table."
    ),
    cause!(
        "host-maintenance",
        32,
        "Interruption by unplanned maintenance of a host.",
        "7.6 % in the table."
    ),
    cause!("sram", 19, "Interruption by the SRAM of a GPU.", "4.5 % in the table."),
    cause!(
        "system-processor",
        17,
        "Interruption by the system processor of a GPU.",
        "4.1 % in the table."
    ),
    cause!("nic", 7, "Interruption by a network interface card.", "1.7 % in the table."),
    cause!(
        "nccl-watchdog",
        7,
        "Interruption by a timeout of the NCCL watchdog.",
        "1.7 % in the table."
    ),
    cause!(
        "silent-corruption",
        6,
        "Interruption by data that was silently corrupted.",
        "Only what was noticed. 1.4 % in the table."
    ),
    cause!(
        "thermal",
        6,
        "Interruption by the thermal interface or a sensor of a GPU.",
        "1.4 % in the table."
    ),
    cause!("ssd", 3, "Interruption by a solid-state drive.", "So few say little."),
    cause!("power-supply", 3, "Interruption by a power supply.", "So few say little."),
    cause!("server-chassis", 2, "Interruption by a server's chassis.", "So few say little."),
    cause!("io-board", 2, "Interruption by an I/O expansion board.", "So few say little."),
    cause!("dependency", 2, "Interruption by a dependency.", "So few say little."),
    cause!("cpu", 2, "Interruption by a CPU.", "So few say little."),
    cause!("system-memory", 2, "Interruption by a host's memory.", "So few say little."),
    Entry {
        name: "dean-2008-machine",
        kind: Kind::TimeToFailure,
        per: "machine",
        text: "Failure of a single machine in a new cluster of 1,800.",
        written: "Exponential(rate: \"1000/1800y\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: ROUGH,
        sure: false,
    },
    Entry {
        name: "dean-2008-rack-failure-cluster",
        kind: Kind::TimeToFailure,
        per: "cluster of 1,800 machines",
        text: "Failure of some rack in a new cluster: 40 to 80 machines vanish at once.",
        written: "Exponential(rate: \"20/y\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: "Unsure: one operator's round numbers from a talk, for hardware of 2008; about 45 \
                 racks of 40 machines.",
        sure: false,
    },
    Entry {
        name: "dean-2008-pdu-failure-cluster",
        kind: Kind::TimeToFailure,
        per: "cluster of 1,800 machines",
        text: "Failure of a power distribution unit: 500 to 1,000 machines vanish at once.",
        written: "Exponential(rate: \"1/y\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: ROUGH,
        sure: false,
    },
    Entry {
        name: "dean-2008-overheating-cluster",
        kind: Kind::TimeToFailure,
        per: "cluster of 1,800 machines",
        text: "Overheating that takes most machines down within 5 minutes.",
        written: "Exponential(rate: \"0.5/y\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: ROUGH,
        sure: false,
    },
    Entry {
        name: "dean-2008-rack-outage",
        kind: Kind::Duration,
        per: "failure of a rack",
        text: "Time until a failed rack is back.",
        written: "Uniform(from: \"1h\", to: \"6h\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: "Unsure: the source gives 1 to 6 hours and no law; uniform is assumed.",
        sure: false,
    },
    Entry {
        name: "dean-2008-pdu-outage",
        kind: Kind::Duration,
        per: "failure of a power distribution unit",
        text: "Time until the machines behind a failed power distribution unit are back.",
        written: "\"6h\"",
        source: DEAN_2008,
        data: "before 2008",
        caveat: ROUGH,
        sure: false,
    },
    Entry {
        name: "dean-2008-overheating-outage",
        kind: Kind::Duration,
        per: "overheating",
        text: "Time until a cluster that overheated is back.",
        written: "Uniform(from: \"1d\", to: \"2d\")",
        source: DEAN_2008,
        data: "before 2008",
        caveat: "Unsure: the source gives 1 to 2 days and no law; uniform is assumed.",
        sure: false,
    },
    Entry {
        name: "schroeder-2006-repair",
        kind: Kind::Duration,
        per: "failure of a node",
        text: "Time to repair a node of a supercomputer, over all causes.",
        written: "LogNormal(median: \"54min\", sigma: 1.94)",
        source: "B. Schroeder and G. A. Gibson, A large-scale study of failures in \
                 high-performance computing systems, IEEE DSN 2006, table 2",
        data: "1996 to 2005",
        caveat: "Unsure: the table could not be found again. Median 54 min and mean 355 min over \
                 23,000 failures at one site, and lognormal by the source; sigma follows from the \
                 two. Means range from under an hour to over a day by system.",
        sure: false,
    },
];
