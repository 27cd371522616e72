//! Repair pipelines, crews and parts.

use super::fields::{FieldDoc, field_table};
use super::hours::hours;
use super::law::law;
use super::names::{Named, Section, check_name, reference};
use super::problem::Finding;
use super::quantities::{count, flag, probability, text};
use super::reader::{Fields, Reading, later, list};
use super::tree::Node;
use crate::model::{Crew, Part, Repair, Stage};
use crate::quantity::Probability;

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Stage.name": "text" = "required", "what it is called, unique in its pipeline";
    "Stage.takes": "law of time" = "required", "how long the work takes, without waiting";
    "Stage.crew": "name of a crew" = "none", "who does it; left out: nobody is needed";
    "Stage.people": "name of an on-call team" = "none",
        "who is called to do it, in place of a crew: it begins when they acknowledge";
    "Stage.part": "name of a part" = "none",
        "what it uses up; the part is waited for first, then the crew";
    "Stage.remote": "true or false" = "false",
        "whether it goes on while the domain of what is repaired is down; else its crew waits";
    "Stage.fixes": "probability" = "0.0, in the last stage 1",
        "the probability that the repair ends with this stage; else the next follows";
    "Stage.sticks": "probability" = "1.0", "the probability that what was called fixed is fixed";
    "Crew.size": "count" = "required", "how many repairs it does at once, first come first served";
    "Crew.hours": "Hours(..)" = "at any time",
        "when it begins a stage; what is begun is finished";
    "Part.stock": "count" = "required", "how many lie on the shelf at the start";
    "Part.lead_time": "law of time" = "required",
        "from using one to its replacement lying on the shelf";
};

/// A repair pipeline, as far as it can be read.
pub(super) fn read(named: &Named<'_>, reading: &mut Reading) -> Option<Repair> {
    let example = "[Stage(name: \"swap\", takes: \"5h\")]";
    let items = list(named.value, "a list of stages", example, reading)?;
    if items.is_empty() {
        return reading.report(
            Finding::at(named.value.place, "this repair pipeline has no stages")
                .label("an empty list")
                .help(format!("give it a stage: `{example}`")),
        );
    }
    let mut names = Vec::new();
    let mut stages = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let last = index + 1 == items.len();
        stages.push(stage(item, last, &mut names, reading));
    }
    let stages: Option<Vec<Stage>> = stages.into_iter().collect();
    let stages = stages?;
    for pair in stages.windows(2) {
        if pair[0].fixes == Probability::SURE {
            let [before, after] = [&pair[0].name, &pair[1].name];
            let message = format!("stage `{before}` always fixes: `{after}` is never reached");
            reading.note(named.key, message);
        }
    }
    Some(Repair { name: named.name.clone(), stages })
}

fn stage(node: &Node, last: bool, names: &mut Vec<String>, reading: &mut Reading) -> Option<Stage> {
    let fields = Fields::of(node, "Stage", reading)?;
    let name = fields.required(reading, "name", |node, reading| {
        let name = text(node, reading)?;
        check_name(&name, node.place, reading);
        if names.contains(&name) {
            return reading.report(
                Finding::at(node.place, format!("a stage named `{name}` is there already"))
                    .label("the second of this name")
                    .help("give each stage of a pipeline its own name"),
            );
        }
        names.push(name.clone());
        Some(name)
    });
    let takes = fields.required(reading, "takes", law);
    let crew =
        fields.optional(reading, "crew", |node, reading| reference(Section::Crews, node, reading));
    let people = fields
        .optional(reading, "people", |node, reading| reference(Section::People, node, reading));
    check_one_kind(&fields, reading);
    let part =
        fields.optional(reading, "part", |node, reading| reference(Section::Parts, node, reading));
    let remote = fields.or(reading, "remote", false, flag);
    let fixes = fields.optional(reading, "fixes", probability);
    let sticks = fields.or(reading, "sticks", Probability::SURE, probability);
    if let Some(Some(fixes)) = fixes
        && last
        && fixes < Probability::SURE
    {
        let finding = Finding::at(fields.place_of("fixes"), "the last stage must fix")
            .label("below 1 in the last stage")
            .reason("no stage follows that could go on with the repair")
            .help("leave `fixes` out here, or add another stage");
        reading.findings.push(finding);
    }
    let otherwise = if last { Probability::SURE } else { Probability::NEVER };
    Some(Stage {
        name: name?,
        takes: takes?,
        crew: crew?,
        people: people?,
        part: part?,
        remote: remote?,
        fixes: fixes?.unwrap_or(otherwise),
        sticks: sticks?,
    })
}

/// Reports a stage that is done by a crew and by people on call.
fn check_one_kind(fields: &Fields<'_>, reading: &mut Reading) {
    if let (Some(crew), Some(people)) = (fields.get("crew"), fields.get("people")) {
        let finding =
            Finding::at(later(crew, people).place, "a stage has both `crew` and `people`")
                .label("the second of the two")
                .help("keep `crew` for those who wait for work, or `people` for those on call");
        reading.findings.push(finding);
    }
}

/// A crew, as far as it can be read.
pub(super) fn read_crew(named: &Named<'_>, reading: &mut Reading) -> Option<Crew> {
    let fields = Fields::of(named.value, "Crew", reading)?;
    let size = fields.required(reading, "size", |it, reading| count(it, reading, 1));
    let hours = fields.optional(reading, "hours", hours);
    Some(Crew { name: named.name.clone(), size: size?, hours: hours? })
}

/// A kind of part, as far as it can be read.
pub(super) fn read_part(named: &Named<'_>, reading: &mut Reading) -> Option<Part> {
    let fields = Fields::of(named.value, "Part", reading)?;
    let stock = fields.required(reading, "stock", |it, reading| count(it, reading, 0));
    let lead_time = fields.required(reading, "lead_time", law);
    Some(Part { name: named.name.clone(), stock: stock?, lead_time: lead_time? })
}
