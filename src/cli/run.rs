//! `firedrill run`: simulate, print the table, write the files.

use std::path::Path;

use super::args::{Format, Run as Args};
use super::progress::{self, Progress};
use super::source::{self, Loaded};
use super::{Answer, Failure, fonts, say, screen};
use crate::measure::Layout;
use crate::report::plot::{self, Plot};
use crate::report::{Folder, ReplicationsWriter, csv, manifest, terminal};
use crate::study::{self, MAX_EVENTS, Results, Run, Settings, Stop, Target};

/// The file that is streamed while the study runs.
const REPLICATIONS: &str = "replications.csv";

pub fn run(args: &Args) -> Result<Answer, Failure> {
    let loaded = source::load(&args.scenario)?;
    let layout = Layout::new(&loaded.model);
    let settings = settings(args, &loaded, &layout)?;
    let out = args.out.clone().unwrap_or_else(|| Path::new("results").join(&loaded.name));
    let folder = Folder::open(&out)?;
    let writes_csv = args.formats.contains(&Format::Csv);
    let writer = writes_csv
        .then(|| ReplicationsWriter::create(&folder.file(REPLICATIONS), &layout.values))
        .transpose()?;
    progress::listen_for_ctrl_c();
    let mut progress = Progress::new(writer);
    let results = study::run(&loaded.model, about(&loaded, args, &settings), &settings, &mut progress);
    let writer = progress.finish();
    let results = results?;
    if results.run.replications == 0 {
        eprintln!("interrupted before the first replications were finished: nothing is written");
        return Ok(Answer::Interrupted);
    }
    let written = write(&results, writer, &folder, &args.formats)?;
    say(&terminal::table(&results, screen::width(), screen::colour()))?;
    say(&format!("\n{}: {}\n", out.display(), written.join(", ")))?;
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
    })
}

/// What is known of the run beforehand.
fn about(loaded: &Loaded, args: &Args, settings: &Settings) -> Run {
    let mut command = format!("firedrill run {}{}", loaded.file, loaded.set_arguments());
    let asked = match &settings.stop {
        Stop::Replications(number) => {
            command += &format!(" --replications {number}");
            Some(*number)
        }
        Stop::Precision { most, .. } => {
            for precision in &args.precision {
                command += &format!(" --precision '{precision}'");
            }
            command += &format!(" --max-replications {most}");
            None
        }
    };
    command += &format!(" --seed {}", settings.seed);
    Run {
        scenario: loaded.name.clone(),
        title: loaded.model.title.clone(),
        command,
        digest: loaded.digest.clone(),
        seed: settings.seed,
        horizon: loaded.model.horizon,
        warm_up: loaded.model.warm_up,
        asked,
        replications: 0,
        interrupted: false,
        events: 0,
    }
}

/// Writes what was asked for and returns the names of the files.
fn write(
    results: &Results,
    writer: Option<ReplicationsWriter>,
    folder: &Folder,
    formats: &[Format],
) -> Result<Vec<String>, Failure> {
    let mut written = Vec::new();
    if let Some(writer) = writer {
        writer.finish()?;
        written.extend(csv::write(folder, results)?.into_iter().map(str::to_owned));
        written.push(REPLICATIONS.to_owned());
    }
    written.push(manifest::write(folder, &results.run)?.to_owned());
    let draws = formats.iter().any(|format| matches!(format, Format::Svg | Format::Png));
    let plots = if draws { plot::plots(results) } else { Vec::new() };
    if formats.contains(&Format::Svg) {
        for plot in &plots {
            let name = format!("{}.svg", plot.name());
            folder.write(&name, plot.svg().as_bytes())?;
            written.push(name);
        }
    }
    if formats.contains(&Format::Png) {
        written.extend(write_png(&plots, folder)?);
    }
    Ok(written)
}

fn write_png(plots: &[Plot], folder: &Folder) -> Result<Vec<String>, Failure> {
    let fonts = fonts::for_plots(plots);
    let mut written = Vec::new();
    for plot in plots {
        let name = format!("{}.png", plot.name());
        folder.write(&name, &plot.png(&fonts))?;
        let missing: String = plot.undrawable(&fonts).into_iter().collect();
        if !missing.is_empty() {
            eprintln!(
                "note: no font on this machine draws {missing} in {name}; the SVG has the text, or \
                 install a font that has it (such as Noto Sans CJK)"
            );
        }
        written.push(name);
    }
    Ok(written)
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
