//! `manifest.json`: what was run, with nothing in it that differs between machines.

use serde::Serialize;

use super::{Folder, ReportError};
use crate::study::Run;

/// The manifest's fields, in the file's order.
#[derive(Serialize)]
struct Manifest<'a> {
    version: &'a str,
    command: &'a str,
    scenario: &'a str,
    digest: &'a str,
    seed: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    injected: Option<&'a str>,
    replications: u64,
    interrupted: bool,
    events: u64,
}

/// Writes `manifest.json` and returns its name.
///
/// # Errors
/// When it cannot be written.
pub fn write(folder: &Folder, run: &Run) -> Result<&'static str, ReportError> {
    let name = "manifest.json";
    folder.write(name, json(run).as_bytes())?;
    Ok(name)
}

/// The manifest as JSON, two spaces a level, with a line end at its end.
#[must_use]
pub fn json(run: &Run) -> String {
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION"),
        command: &run.command,
        scenario: &run.scenario,
        digest: &run.digest,
        seed: run.seed,
        injected: run.injected.as_deref(),
        replications: run.replications,
        interrupted: run.interrupted,
        events: run.events,
    };
    let json = serde_json::to_string_pretty(&manifest).expect("text and numbers are JSON");
    json + "\n"
}
