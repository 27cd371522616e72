//! Backup jobs: how often, how, and what of it is kept.

use super::dataset::sometimes;
use super::fields::{FieldDoc, field_table};
use super::law::law;
use super::link::route;
use super::mirror::encryption;
use super::names::{Named, Section, reference};
use super::problem::Finding;
use super::quantities::{count, flag, number, positive_span, probability, span, text_of};
use super::reader::{Fields, Reading, bare, items, variant};
use super::tree::Node;
use crate::model::{
    Backup, DatasetId, FirstBackup, Keep, Partial, Retry, StoreId, Verification, Window,
};
use crate::quantity::text::write_span;
use crate::quantity::{Law, Probability, Span};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Backup.of": "name of a dataset" = "required", "what is copied";
    "Backup.to": "name of a store" = "required", "where the copies go";
    "Backup.over": "link, list of links or Any([..])" = "none",
        "the way there: a link, several one after the other, or alternatives in order of \
         preference";
    "Backup.every": "duration" = "required", "the time from one run to the next";
    "Backup.first": "time or Random" = "one interval",
        "when the first run begins: a time from the start, or a random time within the first \
         interval";
    "Backup.takes": "law of time" = "\"0s\"",
        "time that a run takes beside the moving of its bytes";
    "Backup.full_every": "count" = "1",
        "each so many runs one is a full copy, the first included";
    "Backup.between": "Incremental or Differential" = "none",
        "what the runs between copy: what changed since the last run, or since the last full one; \
         needed where `full_every` is above 1";
    "Backup.succeeds": "probability" = "1.0", "the probability that one attempt succeeds";
    "Backup.retry": "Retry(..)" = "none", "what follows a failed attempt; left out: the next run";
    "Backup.window": "Window(..)" = "none", "the hours of the day in which it may run";
    "Backup.keeps": "All, Days(n), Newest(n) or Gfs(..)" = "All",
        "which copies are kept, with what they build on";
    "Backup.encrypted": "true, false or Encryption(..)" = "false",
        "whether a breach of the store finds nothing that can be read";
    "Backup.lag": "duration" = "\"0s\"", "from the end of a run until its copy can be used";
    "Backup.sound": "probability" = "1.0", "that a finished copy can be restored";
    "Backup.verifies": "Verification(..)" = "none", "periodic checks of its copies";
    "Backup.seeded": "true or false" = "false",
        "whether a full, sound copy of the start is there from the start";
    "Retry.after": "duration" = "required", "from a failed attempt to the next";
    "Retry.tries": "count" = "required", "how many further attempts at most";
    "Window.opens": "duration below 24 h" = "required",
        "the hour of the day, counted from the start, from which runs may begin";
    "Window.closes": "duration below 24 h" = "required",
        "the hour at which a run under way is cut; earlier than `opens`: on the next day";
    "Gfs.daily": "count from 0" = "0", "of how many of the last days the newest copy is kept";
    "Gfs.weekly": "count from 0" = "0",
        "of how many of the last weeks (7 d) the newest copy is kept";
    "Gfs.monthly": "count from 0" = "0",
        "of how many of the last months (730 h) the newest copy is kept";
    "Gfs.yearly": "count from 0" = "0",
        "of how many of the last years (8760 h) the newest copy is kept";
    "Verification.every": "duration" = "required",
        "the time from one check of all copies to the next";
    "Verification.finds": "probability" = "1.0",
        "the probability that a check finds a copy that is not sound";
};

/// The hours of a day.
const DAY: Span = Span::from_hours(24.0);

/// A backup job, as far as it can be read.
pub(super) fn read(named: &Named<'_>, reading: &mut Reading) -> Option<Backup> {
    let fields = Fields::of(named.value, "Backup", reading)?;
    let of = fields.required(reading, "of", |node, reading| {
        reference::<DatasetId>(Section::Datasets, node, reading)
    });
    let to = fields.required(reading, "to", |node, reading| {
        reference::<StoreId>(Section::Stores, node, reading)
    });
    let over = fields.optional(reading, "over", route);
    let every = fields.required(reading, "every", positive_span);
    let first = fields.optional(reading, "first", first);
    let takes = fields.or(reading, "takes", Law::Fixed(Span::ZERO), law);
    let kinds = kinds(&fields, reading);
    let succeeds = fields.or(reading, "succeeds", Probability::SURE, |node, reading| {
        sometimes(node, "backup", reading)
    });
    let retry = fields.optional(reading, "retry", retry);
    let window = fields.optional(reading, "window", window);
    let keeps = fields.or(reading, "keeps", Keep::All, keeps);
    let encryption = fields.or(reading, "encrypted", None, encryption);
    let lag = fields.or(reading, "lag", Span::ZERO, span);
    let sound = fields.or(reading, "sound", Probability::SURE, probability);
    let verifies = fields.optional(reading, "verifies", verification);
    let seeded = fields.or(reading, "seeded", false, flag);
    let (every, kinds) = (every?, kinds?);
    Some(Backup {
        name: named.name.clone(),
        of: of?,
        to: to?,
        over: over?,
        every,
        first: first?.unwrap_or(FirstBackup::At(every.after_start())),
        takes: takes?,
        full_every: kinds.0,
        between: kinds.1,
        succeeds: succeeds?,
        retry: retry?,
        window: window?,
        keeps: keeps?,
        encryption: encryption?,
        lag: lag?,
        sound: sound?,
        verifies: verifies?,
        seeded: seeded?,
    })
}

fn first(node: &Node, reading: &mut Reading) -> Option<FirstBackup> {
    if text_of(node).is_some() {
        return span(node, reading).map(|span| FirstBackup::At(span.after_start()));
    }
    let (_, call) = variant(node, "a time or `Random`", &["Random"], reading)?;
    bare(call, node, reading)?;
    Some(FirstBackup::RandomPhase)
}

/// How often a run is a full one, and what the others are.
fn kinds(fields: &Fields<'_>, reading: &mut Reading) -> Option<(u32, Partial)> {
    let full_every = fields.or(reading, "full_every", 1, |it, reading| count(it, reading, 1));
    let between = fields.optional(reading, "between", |node, reading| {
        let kinds = ["Incremental", "Differential"];
        let (word, call) = variant(node, "a kind of backup", &kinds, reading)?;
        bare(call, node, reading)?;
        Some(if word == kinds[0] { Partial::Incremental } else { Partial::Differential })
    });
    let full_every = full_every?;
    if let Some(node) = fields.get("between")
        && fields.lacks("full_every")
    {
        return reading.report(
            Finding::at(node.place, "every run is a full copy, none is between")
                .label("`between` has no meaning here")
                .help("add `full_every: 7`, or leave `between` out"),
        );
    }
    if full_every > 1 && fields.lacks("between") {
        return reading.report(
            Finding::at(
                fields.place_of("full_every"),
                "this backup does not say what the runs between full copies are",
            )
            .label("above 1")
            .help("add `between: Incremental` or `between: Differential`"),
        );
    }
    Some((full_every, between?.unwrap_or(Partial::Incremental)))
}

fn retry(node: &Node, reading: &mut Reading) -> Option<Retry> {
    let fields = Fields::of(node, "Retry", reading)?;
    let after = fields.required(reading, "after", positive_span);
    let tries = fields.required(reading, "tries", |it, reading| count(it, reading, 1));
    Some(Retry { after: after?, tries: tries? })
}

fn window(node: &Node, reading: &mut Reading) -> Option<Window> {
    let fields = Fields::of(node, "Window", reading)?;
    let opens = fields.required(reading, "opens", hour);
    let closes = fields.required(reading, "closes", hour);
    let window = Window { opens: opens?, closes: closes? };
    if window.opens != window.closes {
        return Some(window);
    }
    reading.report(
        Finding::at(fields.place_of("closes"), "this window is never open")
            .label("closes when it opens")
            .help("let it close at another hour, or leave `window` out for a whole day"),
    )
}

/// An hour of the day, counted from midnight.
pub(super) fn hour(node: &Node, reading: &mut Reading) -> Option<Span> {
    let hour = span(node, reading)?;
    if hour < DAY {
        return Some(hour);
    }
    let within = Span::from_seconds(hour.seconds() % DAY.seconds());
    reading.report(
        Finding::at(node.place, "the hours of a day end before 24 h")
            .label("not below 24 h")
            .help(format!("write `\"{}\"`", write_span(within))),
    )
}

fn keeps(node: &Node, reading: &mut Reading) -> Option<Keep> {
    let kinds = ["All", "Days", "Newest", "Gfs"];
    let (word, call) = variant(node, "a rule of what is kept", &kinds, reading)?;
    match word {
        "All" => bare(call, node, reading).map(|()| Keep::All),
        "Days" => {
            let [days] = items(call, node, "Days(35)", reading)?;
            days_kept(days, reading).map(Keep::For)
        }
        "Newest" => {
            let [newest] = items(call, node, "Newest(14)", reading)?;
            count(newest, reading, 1).map(Keep::Newest)
        }
        _ => gfs(&Fields::of_call(call, node.place, word, reading)?, reading),
    }
}

fn days_kept(node: &Node, reading: &mut Reading) -> Option<Span> {
    if text_of(node).is_some() {
        let help = "write how many days, without quotes: `Days(35)`";
        return reading.mismatch(node, "a number of days", help);
    }
    let days = number(node, reading)?;
    if days > 0.0 && (DAY * days).seconds().is_finite() {
        return Some(DAY * days);
    }
    reading.report(
        Finding::at(node.place, "copies are kept for some time")
            .label("not above 0 days")
            .help("write a number of days above 0, such as `Days(35)`"),
    )
}

fn gfs(fields: &Fields<'_>, reading: &mut Reading) -> Option<Keep> {
    let [daily, weekly, monthly, yearly] = ["daily", "weekly", "monthly", "yearly"]
        .map(|name| fields.or(reading, name, 0, |it, reading| count(it, reading, 0)));
    let keep = Keep::Gfs { daily: daily?, weekly: weekly?, monthly: monthly?, yearly: yearly? };
    if keep != (Keep::Gfs { daily: 0, weekly: 0, monthly: 0, yearly: 0 }) || fields.has_misspelt() {
        return Some(keep);
    }
    reading.report(
        Finding::at(fields.place, "this rule keeps no copy")
            .label("nothing above 0")
            .help("write such as `Gfs(daily: 7, weekly: 4, monthly: 12)`"),
    )
}

fn verification(node: &Node, reading: &mut Reading) -> Option<Verification> {
    let fields = Fields::of(node, "Verification", reading)?;
    let every = fields.required(reading, "every", positive_span);
    let finds = fields.or(reading, "finds", Probability::SURE, probability);
    Some(Verification { every: every?, finds: finds? })
}
