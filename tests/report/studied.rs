//! Studies from their scenario to the files that are streamed meanwhile.

use std::error::Error;
use std::fs;
use std::num::NonZeroUsize;

use firedrill::measure::{IncidentRow, Layout, Outcome};
use firedrill::report::{Folder, Streams};
use firedrill::scenario::{NoFiles, Source, load};
use firedrill::study::{self, MAX_EVENTS, Results, Run, Settings, Stop, Watch};
use tempfile::TempDir;

/// What a study came to.
pub struct Studied {
    pub layout: Layout,
    pub results: Results,
    pub outcomes: Vec<Outcome>,
    /// The text of `incidents.csv`.
    pub incidents: String,
}

/// Keeps the outcomes and streams them out.
struct Kept {
    streams: Option<Streams>,
    outcomes: Vec<Outcome>,
}

impl Watch for Kept {
    fn outcomes(&mut self, outcomes: &[Outcome], _: u64) -> Result<(), Box<dyn Error>> {
        let streams = self.streams.as_mut().expect("they are open");
        outcomes.iter().try_for_each(|outcome| streams.write(outcome))?;
        self.outcomes.extend_from_slice(outcomes);
        Ok(())
    }

    fn stops(&self) -> bool {
        false
    }
}

/// Runs a scenario as it says, on so many threads.
pub fn study(name: &str, text: &str, threads: usize) -> Studied {
    let source = Source { name: format!("{name}.ron"), text: text.to_string() };
    let model = load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}")).model;
    let settings = Settings {
        seed: model.seed,
        stop: Stop::Replications(model.replications),
        threads: NonZeroUsize::new(threads),
        max_events: MAX_EVENTS,
        inject: None,
    };
    let layout = Layout::new(&model);
    let folder = TempDir::new().unwrap();
    let target = Folder::open(folder.path()).unwrap();
    let streams = Streams::create(&target, &layout, IncidentRow::names(&model)).unwrap();
    let mut kept = Kept { streams: Some(streams), outcomes: Vec::new() };
    let run = Run::of_model(name, &model, &settings);
    let results = study::run(&model, run, &settings, &mut kept).unwrap();
    let written = kept.streams.take().expect("they are open").finish().unwrap();
    assert_eq!(written, ["replications.csv", "incidents.csv"]);
    let incidents = fs::read_to_string(target.file("incidents.csv")).unwrap();
    Studied { layout, results, outcomes: kept.outcomes, incidents }
}
