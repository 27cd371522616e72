//! The command line as clap reads it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum};

/// If this fails, how long are we down, how much do we lose?
///
/// Firedrill simulates disasters in large-model infrastructure: pools of machines with spares,
/// failures, detection, repair crews and parts, services, backups. A scenario file says what the
/// system is; Firedrill plays it out thousands of times and tells what comes of it, each number
/// with its 95 % interval and beside what theory says.
///
/// Without a command it runs the source paper's case study. Start a scenario of your own with
/// `firedrill new`.
#[derive(Debug, Parser)]
#[command(name = "firedrill", version, max_term_width = 100, after_help = AFTER)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER: &str = "Exit status: 0 done; 1 the answer is no (an objective is not met under \
--enforce, an exact case fails in verify); 2 a bad scenario or argument; 3 something could not be \
read or written; 130 interrupted.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate a scenario: a table on the screen, and CSV files and plots in a folder
    Run(Run),
    /// Read and check a scenario without running it
    Check(Check),
    /// Tell one replication as a timeline: on the screen, as a table and as a drawing
    Trace(Trace),
    /// Say what the formulas alone give for a scenario, without simulation
    Analytic(Analytic),
    /// Check this build against exact answers, and its simulations against theory
    Verify(Verify),
    /// Write a commented scenario to start from
    New(New),
    /// Explain a metric or a field of the scenario language
    Explain(Explain),
    /// List published failure data that a scenario can use by name
    Catalog(Catalog),
}

impl Command {
    /// What is done without a command: `firedrill run`, with its own defaults.
    pub fn default_run() -> Self {
        let run = Args::parse_from(["firedrill", "run"]);
        run.command.expect("a command has been given")
    }
}

/// Which scenario, and changes to it.
#[derive(Clone, Debug, clap::Args)]
pub struct Scenario {
    /// A scenario file, or the name of one that comes with Firedrill (such as `gpu-pool`); the
    /// source paper's case study where it is left out
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// Change a value of the scenario, such as `pools.gpu.members=512`; may be given many times
    #[arg(long = "set", value_name = "PATH=VALUE", action = ArgAction::Append)]
    pub set: Vec<String>,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Run {
    #[command(flatten)]
    pub scenario: Scenario,
    /// How many times to play the scenario out [default: as the scenario says]
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    #[arg(conflicts_with = "precision")]
    pub replications: Option<u64>,
    /// Go on until a metric is known this well, such as `availability[chat]=1%`: half of its 95 %
    /// interval over the mean, or over the lesser of x and 1 - x for fractions; may be given many
    /// times
    #[arg(long, value_name = "METRIC=P%", action = ArgAction::Append)]
    pub precision: Vec<String>,
    /// Where --precision gives up
    #[arg(long, value_name = "N", default_value_t = 1_000_000, requires = "precision")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    pub max_replications: u64,
    /// Have this failure strike once in every replication, at a random time
    #[arg(long, value_name = "FAILURE")]
    pub inject: Option<String>,
    /// The seed of all chance [default: as the scenario says]
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// How many threads; the results do not depend on it [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// The folder for the results [default: results/<scenario>]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// What to write
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_enum)]
    #[arg(default_values_t = Format::ALL)]
    pub formats: Vec<Format>,
    /// Exit with status 1 unless every objective is met
    #[arg(long)]
    pub enforce: bool,
    /// Give up when a replication serves more events than this [default: 1000000000]
    #[arg(long, value_name = "N")]
    pub max_events: Option<u64>,
}

/// A kind of file that a run can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Tables, for spreadsheets and programs
    Csv,
    /// Plots as scalable drawings
    Svg,
    /// Plots as pictures
    Png,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Svg, Self::Png];
}

#[derive(Clone, Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    pub scenario: Scenario,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Trace {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Which replication, from 0 on
    #[arg(long, short, value_name = "K", default_value_t = 0, conflicts_with = "worst")]
    pub replication: u64,
    /// Run all replications and tell the one with the longest recovery time (of services; of
    /// datasets where there are no services) or the recovery point farthest back, around that
    #[arg(long, value_name = "WHAT", value_enum)]
    pub worst: Option<Worst>,
    /// Among how many replications the worst is looked for [default: as the scenario says]
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    #[arg(requires = "worst")]
    pub replications: Option<u64>,
    /// Let this failure strike once, at a random time
    #[arg(long, value_name = "FAILURE")]
    pub inject: Option<String>,
    /// The seed of all chance [default: as the scenario says]
    #[arg(long, value_name = "SEED")]
    pub seed: Option<u64>,
    /// Tell it from this time on, such as `90d`
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Tell it until this time
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// Print what is routine too, and however much there is
    #[arg(long)]
    pub all: bool,
    /// The folder for the table and the drawing [default: results/<scenario>/trace-<K>]
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// How many threads look for the worst; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Give up when a replication serves more events than this [default: 1000000000]
    #[arg(long, value_name = "N")]
    pub max_events: Option<u64>,
}

/// What makes a replication the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Worst {
    /// The longest recovery time actual
    Rta,
    /// The recovery point actual that lies farthest back
    Rpa,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Analytic {
    #[command(flatten)]
    pub scenario: Scenario,
    /// Write the formulas as `analytic.csv` into this folder as well
    #[arg(long, short, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Verify {
    /// Print every exact case, not only those that fail
    #[arg(long, short)]
    pub verbose: bool,
    /// Check the exact answers only, and run no simulation
    #[arg(long)]
    pub exact_only: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub struct New {
    /// Which one to write; `--list` says what there is [default: starter]
    #[arg(value_name = "TEMPLATE")]
    pub template: Option<String>,
    /// The file to write [default: <TEMPLATE>.ron in this folder]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// List the templates
    #[arg(long)]
    pub list: bool,
    /// Replace a file that is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Explain {
    /// A metric (`availability`), a field (`Pool.members`, `members`), or a type (`Pool`); without
    /// it, everything that can be explained is listed
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Catalog {
    /// A preset, of which everything is told: what it is, its source, what to mind
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}
