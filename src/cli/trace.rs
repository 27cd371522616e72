//! `firedrill trace`: one replication as a timeline.

use std::path::Path;

use super::args::{Trace as Args, Worst};
use super::source::{self, Loaded};
use super::{Answer, Failure, inject, say, tell};
use crate::quantity::{Span, Time, text};
use crate::report::{Folder, csv, plot, timeline};
use crate::study::{self, MAX_EVENTS, Settings, Stop, WorstIncident};

pub fn trace(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let asked = between(args, &loaded)?;
    let settings = settings(args, &loaded)?;
    let (replication, worst) = match args.worst {
        None => (args.replication, None),
        Some(kind) => match worst(&loaded, &settings, kind)? {
            None => return Ok(Answer::Done),
            Some(worst) => (worst.replication, Some(worst)),
        },
    };
    let told = study::told(&loaded.model, &settings, replication)?;
    let told_in_part = worst.filter(|_| args.from.is_none() && args.until.is_none());
    let (from, until) = told_in_part.map_or(asked, |worst| around(worst, asked));
    let ends_within = told.end > from && told.end < until;
    let drawn = if ends_within { told.end } else { until };
    let told = told.between(from, until);
    say(&timeline::text(&told, args.all))?;
    if told_in_part.is_some() {
        say("\naround the worst incident; --from and --until tell another time\n")?;
    }
    let usual = || Path::new("results").join(&loaded.name).join(format!("trace-{replication}"));
    let out = args.out.clone().unwrap_or_else(usual);
    let folder = Folder::open(&out)?;
    folder.write("trace.csv", &csv::timeline(&told))?;
    let title = if loaded.model.title.is_empty() { &loaded.name } else { &loaded.model.title };
    let run = format!("{}, replication {replication}, seed {}", loaded.file, settings.seed);
    let drawing = plot::trace(&told, (from, drawn), title, &run);
    drawing.write(&folder, plot::Format::Svg, &[])?;
    say(&format!("\n{}: trace.csv, trace.svg\n", out.display()))?;
    Ok(Answer::Done)
}

/// The time of an incident with as much before and after it, at least an hour, within limits.
fn around(worst: WorstIncident, (from, until): (Time, Time)) -> (Time, Time) {
    let room = (worst.back - worst.onset).max(Span::from_hours(1.0));
    let before = (worst.onset.since_start() - room).max(from.since_start()).after_start();
    let after = worst.back + room;
    (before, if after < until { after } else { until })
}

fn settings(args: &Args, loaded: &Loaded) -> Result<Settings, Failure> {
    let inject = args.inject.as_ref().map(|name| inject::failure(&loaded.model, name));
    Ok(Settings {
        seed: args.seed.unwrap_or(loaded.model.seed),
        stop: Stop::Replications(args.replications.unwrap_or(loaded.model.replications)),
        threads: args.threads,
        max_events: args.max_events.unwrap_or(MAX_EVENTS),
        inject: inject.transpose()?,
    })
}

/// The worst incident; `None` where there is none, which is told.
fn worst(
    loaded: &Loaded,
    settings: &Settings,
    kind: Worst,
) -> Result<Option<WorstIncident>, Failure> {
    let (kind, word) = match kind {
        Worst::Rta => (study::Worst::Rta, "no outage and no loss"),
        Worst::Rpa => (study::Worst::Rpa, "no recovery to an earlier point"),
    };
    let found = study::worst(&loaded.model, settings, kind)?;
    if found.is_none() {
        let number = settings.stop.most();
        tell(&format!("{word} in {number} replications: there is no worst one to tell"));
    }
    Ok(found)
}

/// From when to when the replication is told.
fn between(args: &Args, loaded: &Loaded) -> Result<(Time, Time), Failure> {
    let read = |name: &str, text: &Option<String>, otherwise: Time| match text {
        None => Ok(otherwise),
        Some(text) => text::span(text).map(|span| span.after_start()).map_err(|error| {
            Failure::Argument(format!("--{name} {text}: {}; {}", error.problem, error.help))
        }),
    };
    let from = read("from", &args.from, Time::START)?;
    let until = read("until", &args.until, loaded.model.horizon.after_start())?;
    if from < until {
        return Ok((from, until));
    }
    Err(Failure::Argument(
        "--from is not before --until and the horizon; tell a time that has a length".to_owned(),
    ))
}
