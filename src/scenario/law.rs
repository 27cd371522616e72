//! Laws of time: a duration for what always takes as long, else a law with named parameters.

use super::fields::{FieldDoc, field_table};
use super::preset;
use super::problem::Finding;
use super::quantities::{number, positive_span, probability, rate, span, text, text_of};
use super::reader::{Fields, Reading, items, list, variant};
use super::tree::{Call, Kind, Node, Place};
use crate::catalog;
use crate::quantity::{
    Bathtub, Cv, Empirical, Gamma, Hyperexponential, Law, LawProblem, LogNormal, Shape, Sigma,
    Span, Triangular, Uniform, Weibull, Weight,
};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Exponential.mean": "duration" = "none",
        "the mean time; give this, `rate`, or `probability` and `within`";
    "Exponential.rate": "rate" = "none", "events per time, such as \"6.5/1000d\"";
    "Exponential.probability": "probability" = "none",
        "the probability of an event within the time `within`";
    "Exponential.within": "duration" = "none", "the time that `probability` is for";
    "Weibull.shape": "number from 0.01 to 1000" = "required",
        "below 1: failing early; 1: exponential; above 1: wearing out";
    "Weibull.mean": "duration" = "none", "the mean time; give this or `scale`";
    "Weibull.scale": "duration" = "none",
        "the time by which 63.2 % have happened; give this or `mean`";
    "LogNormal.mean": "duration" = "none", "the mean time; goes with `cv`";
    "LogNormal.cv": "number from 1e-6 to 1e6" = "none", "the standard deviation over the mean";
    "LogNormal.median": "duration" = "none",
        "the time by which half have happened; goes with `sigma`";
    "LogNormal.sigma": "number from 1e-6 to 10" = "none",
        "the standard deviation of the logarithm of the time";
    "Gamma.shape": "number from 0.01 to 10000" = "required", "1: exponential; larger: more regular";
    "Gamma.mean": "duration" = "required", "the mean time";
    "Uniform.from": "duration" = "required", "the shortest time";
    "Uniform.to": "duration" = "required", "the longest time";
    "Triangular.min": "duration" = "required", "the shortest time";
    "Triangular.mode": "duration" = "required", "the likeliest time";
    "Triangular.max": "duration" = "required", "the longest time";
    "Bathtub.infant": "Weibull(..)" = "required", "failures of the young, shape below 1";
    "Bathtub.useful": "Exponential(..)" = "required", "failures at any age";
    "Bathtub.wear_out": "Weibull(..)" = "required", "failures of the old, shape above 1";
};

const LAWS: &[&str] = &[
    "Fixed",
    "Exponential",
    "AFR",
    "Weibull",
    "LogNormal",
    "Gamma",
    "Uniform",
    "Triangular",
    "Hyperexponential",
    "Empirical",
    "Bathtub",
    preset::WORD,
];

/// Hours in the year that `AFR` is about.
const YEAR_HOURS: f64 = 8760.0;

/// A law of time, or a plain duration. A preset is one of how long something takes.
pub(super) fn law(node: &Node, reading: &mut Reading) -> Option<Law> {
    read(node, catalog::Kind::Duration, reading)
}

/// A law of time, its presets of this kind.
fn read(node: &Node, presets: catalog::Kind, reading: &mut Reading) -> Option<Law> {
    if matches!(node.kind, Kind::Text(_) | Kind::Number(_)) {
        return span(node, reading).map(Law::Fixed);
    }
    let what = "a duration or a law of time";
    let (name, call) = variant(node, what, LAWS, reading)?;
    match name {
        "Fixed" => {
            let [time] = items(call, node, "Fixed(\"5h\")", reading)?;
            span(time, reading).map(Law::Fixed)
        }
        "AFR" => {
            let [share] = items(call, node, "AFR(0.0157)", reading)?;
            let place = share.place;
            let share = probability(share, reading)?;
            let year = Span::from_hours(YEAR_HOURS);
            let help = "write the share that fails in a year, such as `AFR(0.0157)`";
            checked(Law::exponential_within(share, year), place, help, reading)
        }
        "Exponential" => exponential(call, node, reading),
        "Weibull" => weibull(call, node, reading).map(Law::Weibull),
        "LogNormal" => log_normal(call, node, reading).map(Law::LogNormal),
        "Gamma" => {
            let fields = Fields::of_call(call, node.place, "Gamma", reading)?;
            let shape = fields.required(reading, "shape", number);
            let mean = fields.required(reading, "mean", span);
            placed(Gamma::with_mean(Shape(shape?), mean?), &fields, reading).map(Law::Gamma)
        }
        "Uniform" => {
            let fields = Fields::of_call(call, node.place, "Uniform", reading)?;
            let from = fields.required(reading, "from", span);
            let to = fields.required(reading, "to", span);
            placed(Uniform::between(from?, to?), &fields, reading).map(Law::Uniform)
        }
        "Triangular" => {
            let fields = Fields::of_call(call, node.place, "Triangular", reading)?;
            let min = fields.required(reading, "min", span);
            let mode = fields.required(reading, "mode", span);
            let max = fields.required(reading, "max", span);
            placed(Triangular::new(min?, mode?, max?), &fields, reading).map(Law::Triangular)
        }
        "Hyperexponential" => hyperexponential(call, node, reading),
        "Empirical" => empirical(call, node, reading),
        preset::WORD => {
            let meant = preset::meant(call, node, presets, reading)?;
            read(&meant, presets, reading)
        }
        _ => bathtub(call, node, reading),
    }
}

/// A law of the time until something happens, not always zero. A preset is one to failure.
pub(super) fn positive_law(node: &Node, reading: &mut Reading) -> Option<Law> {
    let law = read(node, catalog::Kind::TimeToFailure, reading)?;
    if law.mean() > Span::ZERO {
        return Some(law);
    }
    reading.report(
        Finding::at(node.place, "this time must not always be zero")
            .label("always zero")
            .reason("what happens again after no time would happen without end")
            .help("write a time above zero, such as `\"1s\"`"),
    )
}

/// The value, or the constructor's problem at the parameter it is about.
fn placed<T>(
    built: Result<T, LawProblem>,
    fields: &Fields<'_>,
    reading: &mut Reading,
) -> Option<T> {
    let LawProblem { parameter, problem } = match built {
        Ok(value) => return Some(value),
        Err(problem) => problem,
    };
    let type_ = fields.type_name();
    if !super::fields::names_of(type_).contains(&parameter) {
        return reading.report(Finding::at(fields.place, problem).label("not a law"));
    }
    reading.report(
        Finding::at(fields.place_of(parameter), problem)
            .label(format!("not a `{parameter}` that this law can have"))
            .help(format!("`firedrill explain {type_}.{parameter}` says what fits")),
    )
}

/// The value, or the constructor's problem at a place.
fn checked<T>(
    built: Result<T, LawProblem>,
    place: Place,
    help: &str,
    reading: &mut Reading,
) -> Option<T> {
    match built {
        Ok(value) => Some(value),
        Err(LawProblem { problem, .. }) => {
            reading.report(Finding::at(place, problem).label("not a law of time").help(help))
        }
    }
}

/// Reports that not exactly one way of giving a law was chosen.
fn ways<T>(fields: &Fields<'_>, ways: &str, reading: &mut Reading) -> Option<T> {
    if fields.has_misspelt() {
        return None;
    }
    let type_ = fields.type_name();
    reading.report(
        Finding::at(fields.place, format!("`{type_}` takes {ways}"))
            .label("not exactly one of these")
            .help(format!("give {ways}, and nothing else")),
    )
}

fn exponential(call: &Call, node: &Node, reading: &mut Reading) -> Option<Law> {
    let fields = Fields::of_call(call, node.place, "Exponential", reading)?;
    let mean = fields.optional(reading, "mean", positive_span);
    let rate = fields.optional(reading, "rate", rate);
    let share = fields.optional(reading, "probability", probability);
    let within = fields.optional(reading, "within", positive_span);
    let built = match (mean?, rate?, share?, within?) {
        (Some(mean), None, None, None) => Law::exponential(mean),
        (None, Some(rate), None, None) => Law::exponential_rate(rate),
        (None, None, Some(share), Some(within)) => Law::exponential_within(share, within),
        _ => {
            let choice = "`mean`, or `rate`, or `probability` and `within`";
            return ways(&fields, choice, reading);
        }
    };
    placed(built, &fields, reading)
}

fn weibull(call: &Call, node: &Node, reading: &mut Reading) -> Option<Weibull> {
    let fields = Fields::of_call(call, node.place, "Weibull", reading)?;
    let shape = fields.required(reading, "shape", number);
    let mean = fields.optional(reading, "mean", span);
    let scale = fields.optional(reading, "scale", span);
    let built = match (mean?, scale?) {
        (Some(mean), None) => Weibull::with_mean(Shape(shape?), mean),
        (None, Some(scale)) => Weibull::with_scale(Shape(shape?), scale),
        _ => return ways(&fields, "`shape`, and `mean` or `scale`", reading),
    };
    placed(built, &fields, reading)
}

fn log_normal(call: &Call, node: &Node, reading: &mut Reading) -> Option<LogNormal> {
    let fields = Fields::of_call(call, node.place, "LogNormal", reading)?;
    let mean = fields.optional(reading, "mean", span);
    let cv = fields.optional(reading, "cv", number);
    let median = fields.optional(reading, "median", span);
    let sigma = fields.optional(reading, "sigma", number);
    let built = match (mean?, cv?, median?, sigma?) {
        (Some(mean), Some(cv), None, None) => LogNormal::with_mean(mean, Cv(cv)),
        (None, None, Some(median), Some(sigma)) => LogNormal::with_median(median, Sigma(sigma)),
        _ => return ways(&fields, "`mean` and `cv`, or `median` and `sigma`", reading),
    };
    placed(built, &fields, reading)
}

fn hyperexponential(call: &Call, node: &Node, reading: &mut Reading) -> Option<Law> {
    let example = "Hyperexponential([(0.9, \"1h\"), (0.1, \"10h\")])";
    let [phases] = items(call, node, example, reading)?;
    let place = phases.place;
    let phases = list(phases, "a list of weights and means", example, reading)?;
    let phases = super::reader::every(phases, reading, |phase, reading| {
        let Kind::Call(pair) = &phase.kind else {
            let help = format!("write `{example}`");
            return reading.mismatch(phase, "`(weight, mean)`", &help);
        };
        let [weight, mean] = items(pair, phase, "(0.9, \"1h\")", reading)?;
        let weight = number(weight, reading);
        let mean = span(mean, reading);
        Some((Weight(weight?), mean?))
    })?;
    let help = "let the weights sum to 1, and every mean be longer than zero";
    checked(Hyperexponential::new(phases), place, help, reading).map(Law::Hyperexponential)
}

fn bathtub(call: &Call, node: &Node, reading: &mut Reading) -> Option<Law> {
    let fields = Fields::of_call(call, node.place, "Bathtub", reading)?;
    let infant = fields.required(reading, "infant", just_weibull);
    let useful = fields.required(reading, "useful", |node, reading| {
        let (_, call) = variant(node, "`Exponential(..)`", &["Exponential"], reading)?;
        exponential(call, node, reading)
    });
    let wear_out = fields.required(reading, "wear_out", just_weibull);
    let built = Bathtub::new(infant?, useful?.mean(), wear_out?);
    placed(built, &fields, reading).map(|law| Law::Bathtub(Box::new(law)))
}

fn just_weibull(node: &Node, reading: &mut Reading) -> Option<Weibull> {
    let (_, call) = variant(node, "`Weibull(..)`", &["Weibull"], reading)?;
    weibull(call, node, reading)
}

/// Durations from a file: one a line with its unit, or plain hours below a line `hours`.
fn empirical(call: &Call, node: &Node, reading: &mut Reading) -> Option<Law> {
    let [file] = items(call, node, "Empirical(\"repairs.csv\")", reading)?;
    let name = text(file, reading)?;
    debug_assert!(text_of(file).is_some(), "a file is named by a text");
    let contents = match reading.files.read(&name) {
        Ok(contents) => contents,
        Err(reason) => {
            return reading.report(
                Finding::at(file.place, format!("cannot read `{name}`"))
                    .label("this file")
                    .reason(reason)
                    .help("write the path of a file, relative to the scenario's folder"),
            );
        }
    };
    let spans = match durations(&contents) {
        Ok(spans) => spans,
        Err((line, problem, help)) => {
            return reading.report(
                Finding::at(file.place, format!("line {line} of `{name}`: {problem}"))
                    .label("in this file")
                    .help(help),
            );
        }
    };
    reading.read.push((name, contents));
    let help = "write one duration a line into the file, not all of them zero";
    checked(Empirical::new(spans), file.place, help, reading).map(Law::Empirical)
}

/// The durations in a file, or the line of the first bad one, its problem and help.
fn durations(contents: &str) -> Result<Vec<Span>, (usize, String, String)> {
    let mut lines = contents
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .peekable();
    let in_hours = lines.next_if(|(_, line)| *line == "hours").is_some();
    lines
        .map(|(number, line)| {
            if in_hours {
                plain_hours(line).ok_or_else(|| {
                    let problem = format!("`{line}` is not a number of hours");
                    (number, problem, "write one number of hours a line".to_string())
                })
            } else {
                crate::quantity::text::span(line)
                    .map_err(|error| (number, error.problem, error.help))
            }
        })
        .collect()
}

fn plain_hours(line: &str) -> Option<Span> {
    let hours = line.parse::<f64>().ok()?;
    (hours >= 0.0 && hours.is_finite()).then(|| Span::from_hours(hours))
}
