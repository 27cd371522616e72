//! `firedrill run`: simulate, print the table, write the files.

use std::collections::BTreeSet;
use std::path::Path;

use super::args::{Format, Run as Args};
use super::progress::Progress;
use super::source::{self, Loaded};
use super::{Answer, Failure, fonts, inject, say, screen, signals, tell};
use crate::measure::{IncidentRow, Layout};
use crate::report::plot::{self, FontBytes, Plot};
use crate::report::{Folder, Streams, csv, manifest, terminal};
use crate::study::{self, MAX_EVENTS, Results, Run, Settings, Stop, Target};

pub fn run(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let layout = Layout::new(&loaded.model);
    let settings = settings(args, &loaded, &layout)?;
    let out = args.out.clone().unwrap_or_else(|| Path::new("results").join(&loaded.name));
    let folder = Folder::open(&out)?;
    signals::listen_for_ctrl_c();
    for preset in &loaded.presets {
        tell(&format!("note: {}", preset.note()));
    }
    let writes_csv = args.formats.contains(&Format::Csv);
    let streams = || Streams::create(&folder, &layout, IncidentRow::names(&loaded.model));
    let streams = writes_csv.then(streams).transpose()?;
    let mut progress = Progress::new(streams);
    let results =
        study::run(&loaded.model, about(&loaded, args, &settings), &settings, &mut progress);
    let streams = progress.finish();
    let results = results?;
    if results.run.replications == 0 {
        tell("interrupted before the first replications were finished: nothing is written");
        return Ok(Answer::Interrupted);
    }
    let written = write(&results, streams, &folder, &args.formats)?;
    say(&terminal::table(&results, screen::width(), screen::colour()))?;
    say(&format!("\n{}: {}\n", out.display(), written.join(", ")))?;
    if let Stop::Precision { most, .. } = settings.stop
        && results.run.replications == most
    {
        tell(&format!(
            "note: stopped at --max-replications {most}, before the precision was seen to be \
             reached"
        ));
    }
    if results.run.interrupted {
        let done = results.run.replications;
        tell(&format!("interrupted: the files hold the first {done} replications"));
    }
    Ok(answer(&results, args.enforce))
}

fn settings(args: &Args, loaded: &Loaded, layout: &Layout) -> Result<Settings, Failure> {
    let parse = |text: &String| Target::parse(text, layout);
    let targets = args.precision.iter().map(parse).collect::<Result<Vec<_>, _>>()?;
    let stop = if targets.is_empty() {
        Stop::Replications(args.replications.unwrap_or(loaded.model.replications))
    } else {
        Stop::Precision { targets, most: args.max_replications }
    };
    Ok(Settings {
        seed: args.seed.unwrap_or(loaded.model.seed),
        stop,
        threads: args.threads,
        max_events: args.max_events.unwrap_or(MAX_EVENTS),
        inject: args
            .inject
            .as_deref()
            .map(|name| inject::failure(&loaded.model, name))
            .transpose()?,
    })
}

/// What is known of the run beforehand.
fn about(loaded: &Loaded, args: &Args, settings: &Settings) -> Run {
    Run {
        command: command(loaded, args, settings),
        digest: loaded.digest.clone(),
        ..Run::of_model(&loaded.name, &loaded.model, settings)
    }
}

/// The command that repeats the run, without what does not reach the results.
fn command(loaded: &Loaded, args: &Args, settings: &Settings) -> String {
    let mut command = format!("firedrill run {}{}", loaded.file, loaded.set_arguments());
    match &settings.stop {
        Stop::Replications(number) => command += &format!(" --replications {number}"),
        Stop::Precision { most, .. } => {
            for precision in &args.precision {
                command += &format!(" --precision '{precision}'");
            }
            command += &format!(" --max-replications {most}");
        }
    }
    if let Some(failure) = &args.inject {
        command += &format!(" --inject {}", source::quoted(failure));
    }
    command + &format!(" --seed {}", settings.seed)
}

/// Writes what was asked for and returns the names of the files.
fn write(
    results: &Results,
    streams: Option<Streams>,
    folder: &Folder,
    formats: &[Format],
) -> Result<Vec<String>, Failure> {
    let mut written = Vec::new();
    if let Some(streams) = streams {
        let streamed = streams.finish()?;
        let tables = csv::write(folder, results)?;
        written.extend(tables.into_iter().chain(streamed).map(str::to_owned));
    }
    written.push(manifest::write(folder, &results.run)?.to_owned());
    let plots =
        if formats.iter().any(|f| *f != Format::Csv) { plot::plots(results) } else { vec![] };
    let missing = plots.iter().flat_map(|plot| plot.undrawable(&[])).collect();
    let wanted = if formats.contains(&Format::Png) { missing } else { BTreeSet::new() };
    let fonts = fonts::find(&wanted);
    for plot in &plots {
        for (format, file) in [(Format::Svg, plot::Format::Svg), (Format::Png, plot::Format::Png)] {
            if formats.contains(&format) {
                let path = plot.write(folder, file, &fonts)?;
                written.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
    if formats.contains(&Format::Png) {
        tell_undrawable(&plots, &fonts);
    }
    Ok(written)
}

fn tell_undrawable(plots: &[Plot], fonts: &[FontBytes]) {
    let missing: BTreeSet<char> = plots.iter().flat_map(|plot| plot.undrawable(fonts)).collect();
    if !missing.is_empty() {
        let missing: String = missing.into_iter().collect();
        tell(&format!(
            "note: no font on this machine draws {missing} in the PNG files; the SVG files have \
             the text, or install a font that covers it, such as Noto Sans CJK"
        ));
    }
}

fn answer(results: &Results, enforce: bool) -> Answer {
    if results.run.interrupted {
        Answer::Interrupted
    } else if enforce && results.objectives.iter().any(|objective| objective.met != Some(true)) {
        Answer::No
    } else {
        Answer::Done
    }
}
