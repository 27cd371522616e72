//! Tests of the room as a whole; what a broken file says is in `tests/problems`.

use super::{Files, NoFiles, Override, Scenario, Source, fields, load, templates};
use crate::model::{FirstBackup, Need, Occurs, Recovery, Seeing, SpareKind, Starts, Strikes};
use crate::quantity::{Law, Probability, Span, Time};

pub(super) fn source(text: &str) -> Source {
    Source { name: "test.ron".to_string(), text: text.to_string() }
}

pub(super) fn read(text: &str) -> Scenario {
    load(&source(text), &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
}

pub(super) fn read_with(text: &str, overrides: &[&str]) -> Scenario {
    let overrides: Vec<Override> = overrides
        .iter()
        .map(|text| Override::parse(text).expect("an override has an `=`"))
        .collect();
    load(&source(text), &overrides, &NoFiles).unwrap_or_else(|problems| panic!("{problems}"))
}

const SMALL: &str = r#"Scenario(
    format: 1, horizon: "10h",
    pools: { "gpu": Pool(members: 8, spares: [Warm(count: 1), Cold(count: 2)]) },
    failures: {
        "node": Failure(strikes: Each(["gpu"]), time_to_failure: "5h", repaired_by: "bench"),
    },
    repairs: {
        "bench": [
            Stage(name: "reboot", takes: "15min", fixes: 0.5),
            Stage(name: "swap", takes: "5h"),
        ],
    },
    services: { "chat": Service(needs: AtLeast(7, "gpu")) },
)"#;

#[test]
fn every_template_is_read_without_problems() {
    for template in templates() {
        read(template.text);
    }
}

#[test]
fn the_notes_of_the_templates_are_few() {
    let notes = |name| -> Vec<String> {
        let scenario = read(super::template(name).expect("a template").text);
        scenario.notes.iter().map(ToString::to_string).collect()
    };
    assert!(notes("starter").is_empty(), "{:?}", notes("starter"));
    assert_eq!(
        notes("paper"),
        ["note: test.ron:20:9: failure `loss` has no `detected_by`: it is seen at once"]
    );
}

#[test]
fn what_is_left_out_has_its_default() {
    let model =
        read(r#"Scenario(format: 1, horizon: "1d", pools: { "gpu": Pool(members: 2) })"#).model;
    assert_eq!((model.replications, model.seed), (1000, 1));
    assert_eq!(model.warm_up, Span::ZERO);
    assert_eq!(model.series.len(), 101);
    assert_eq!(model.series[0], Time::START);
    assert_eq!(model.series[100], Time::from_hours(24.0));
    let pool = model.pools.iter().next().expect("one pool");
    assert_eq!(pool.switching, Probability::SURE);
    assert_eq!(pool.bad, Probability::NEVER);
    assert!(pool.spares.is_empty() && pool.retirement.is_none());
}

#[test]
fn the_starter_means_what_it_says() {
    let model = read(templates()[0].text).model;
    let gpu = &model.pools[model.pools.find("gpu").expect("a pool")];
    assert_eq!(gpu.spares[0].kind, SpareKind::Warm);
    assert_eq!(gpu.spares[1].dormancy, 0.0);
    let hang = &model.failures[model.failures.find("hang").expect("a failure")];
    assert!(matches!(hang.recovery, Recovery::Lasts(Law::Fixed(_))));
    assert_eq!(hang.starts, Starts::New);
    let node = &model.failures[model.failures.find("node").expect("a failure")];
    assert!(matches!(&node.strikes, Strikes::Each(pools) if pools.len() == 2));
    assert!(matches!(node.occurs, Occurs::Random(Law::Exponential { .. })));
    let watchdog = &model.detectors[model.detectors.find("watchdog").expect("a detector")];
    assert!(matches!(watchdog.seeing, Seeing::Delay(_)));
    let bench = &model.repairs[model.repairs.find("bench").expect("a pipeline")];
    assert_eq!(bench.stages[1].fixes, Probability::SURE);
    let nightly = &model.backups[model.backups.find("nightly").expect("a backup")];
    assert_eq!(nightly.first, FirstBackup::At(Time::from_hours(24.0)));
    let [chat, store] = ["chat", "store"].map(|it| model.services.find(it).expect("a service"));
    let place = |id| model.service_order.iter().position(|&it| it == id);
    assert!(place(store) < place(chat), "what is needed comes first");
}

#[test]
fn a_stage_before_the_last_does_not_fix_unless_it_says_so() {
    let text = SMALL.replace(", fixes: 0.5", "");
    let model = read(&text).model;
    let bench = model.repairs.iter().next().expect("one pipeline");
    let fixes: Vec<f64> = bench.stages.iter().map(|stage| stage.fixes.get()).collect();
    assert_eq!(fixes, [0.0, 1.0]);
}

#[test]
fn times_are_brought_into_order() {
    let text = SMALL.replace("time_to_failure: \"5h\"", "at: [\"5h\", \"1h\", \"3h\"]");
    let model = read(&text).model;
    let failure = model.failures.iter().next().expect("one failure");
    let hours = [1.0, 3.0, 5.0].map(Time::from_hours).to_vec();
    assert_eq!(failure.occurs, Occurs::At(hours));
}

#[test]
fn false_alarms_take_the_pipeline_of_their_failures() {
    let text = SMALL.replace(
        "repairs:",
        "detectors: { \"i\": Immediate(false_alarms: FalseAlarms(at: [\"1h\"])) },\n repairs:",
    );
    let text = text.replace("time_to_failure", "detected_by: \"i\", time_to_failure");
    let model = read(&text).model;
    let detector = model.detectors.iter().next().expect("one detector");
    let alarms = detector.false_alarms.as_ref().expect("false alarms");
    assert_eq!(Some(alarms.repaired_by), model.repairs.find("bench"));
}

#[test]
fn overrides_reach_everything() {
    let scenario = read_with(
        SMALL,
        &[
            "pools.gpu.members=12",
            "pools.gpu.spares[Cold].count=5",
            "pools.gpu.spares[1].activation=3min",
            "pools.gpu.switching=0.9",
            "pools.gpu.retry=1min",
            "failures.node.time_to_failure=Exponential(mean: \"7h\")",
            "failures.node.time_to_failure.mean=8h",
            "repairs.bench[swap].takes=2h",
            "repairs.bench[1].fixes=0.25",
            "services.chat.needs[1]=11",
            "crews.techs=Crew(size: 3)",
            "title=New title",
            "ends=FirstOutage(\"chat\")",
            "failures.node.renews=All",
            "services.\"chat\".needs=KOfN(1, [AtLeast(11, \"gpu\")])",
        ],
    );
    let model = scenario.model;
    let pool = model.pools.iter().next().expect("one pool");
    assert_eq!((pool.members, pool.spares[1].count), (12, 5));
    assert_eq!(pool.spares[0].activation.mean(), Span::from_seconds(180.0));
    let failure = model.failures.iter().next().expect("one failure");
    let Occurs::Random(law) = &failure.occurs else { panic!("at random times") };
    assert_eq!(law.mean(), Span::from_hours(8.0));
    assert!(failure.renews_all);
    let stages = &model.repairs.iter().next().expect("one pipeline").stages;
    assert_eq!(stages[0].fixes.get(), 0.25);
    assert_eq!(stages[1].takes.mean(), Span::from_hours(2.0));
    assert_eq!(model.crews.len(), 1);
    assert_eq!(model.title, "New title");
    let chat = model.services.iter().next().expect("one service");
    assert!(matches!(&chat.needs, Need::KOfN(1, needs) if needs.len() == 1));
}

#[test]
fn none_takes_a_field_out() {
    let scenario = read_with(SMALL, &["failures.node.repaired_by=None"]);
    let failure = scenario.model.failures.iter().next().expect("one failure");
    assert_eq!(failure.recovery, Recovery::None);
}

#[test]
fn the_canonical_text_ignores_comments_layout_and_order() {
    let a = r#"Scenario(format: 1, horizon: "1d",
        pools: { "a": Pool(members: 1_000, bad: 0.5), "b": Pool(members: 2) })"#;
    let b = r#"// a comment
    Scenario(pools: { "b": Pool(members: 2), /* another */ "a": Pool(bad: 0.5, members: 1000), },
        horizon: "1d", format: 1, title: None)"#;
    assert_eq!(read(a).canonical, read(b).canonical);
    let other = a.replace("0.5", "0.25");
    assert_ne!(read(a).canonical, read(&other).canonical);
}

#[test]
fn the_canonical_text_of_an_override_is_that_of_the_edited_file() {
    let edited = SMALL.replace("members: 8", "members: 9");
    let overridden = read_with(SMALL, &["pools.gpu.members=9"]);
    assert_eq!(overridden.canonical, read(&edited).canonical);
    assert_eq!(read(&overridden.canonical).model.pools, overridden.model.pools);
}

struct OneFile(&'static str);

impl Files for OneFile {
    fn read(&self, relative: &str) -> Result<String, String> {
        assert_eq!(relative, "lives.csv");
        Ok(self.0.to_string())
    }
}

#[test]
fn the_contents_of_a_file_are_part_of_the_scenario() {
    let text =
        SMALL.replace("time_to_failure: \"5h\"", "time_to_failure: Empirical(\"lives.csv\")");
    let with = |file| load(&source(&text), &[], &OneFile(file)).expect("a sound scenario");
    let (a, b) = (with("1h\n2h\n"), with("hours\n1\n3\n"));
    let mean =
        |scenario: &Scenario| match &scenario.model.failures.iter().next().expect("one").occurs {
            Occurs::Traced(_) | Occurs::Triggered => panic!("neither a law nor times"),
            Occurs::Random(law) => law.mean(),
            Occurs::At(_) => panic!("at random times"),
        };
    assert_eq!((mean(&a), mean(&b)), (Span::from_hours(1.5), Span::from_hours(2.0)));
    assert_ne!(a.canonical, b.canonical);
}

#[test]
fn unused_things_are_noted() {
    let text = SMALL.replace(
        "services:",
        r#"crews: { "idle": Crew(size: 1) }, parts: { "bolt": Part(stock: 1, lead_time: "1d") },
        detectors: { "blind": Immediate }, services:"#,
    );
    let notes = read(&text).notes;
    let notes: Vec<&str> = notes.iter().map(|it| it.as_problem().message.as_str()).collect();
    let expected = [
        "failure `node` has no `detected_by`: it is seen at once",
        "crew `idle` is not used: no stage or maintenance needs it",
        "part `bolt` is not used: no stage uses it",
        "detector `blind` is not used: it sees nothing: no failure or failover is detected by it",
    ];
    assert_eq!(notes, expected);
}

/// A scenario with the given fields in one value of a type.
fn scenario_with(type_: &str, field: &str) -> String {
    let law = |law: &str| {
        format!("failures: {{ \"x\": Failure(strikes: Each([\"p\"]), time_to_failure: {law}) }}")
    };
    let placed = |field: &str| {
        let needs = "needs: AtLeast(1, \"p\")";
        let at = |name: &str| format!("Placement(name: \"{name}\", {needs})");
        let both = [at("a"), at("b")].join(", ");
        format!("services: {{ \"s\": Service(placements: [{both}], {field}) }}")
    };
    let body = match type_ {
        "Scenario" => field.to_string(),
        "Pool" => format!("pools: {{ \"q\": Pool({field}) }}"),
        "Hot" | "Warm" | "Cold" => {
            format!("pools: {{ \"q\": Pool(members: 1, spares: [{type_}({field})]) }}")
        }
        "AfterFailures" => {
            format!("pools: {{ \"q\": Pool(members: 1, retire: AfterFailures({field})) }}")
        }
        "Failure" => format!("failures: {{ \"x\": Failure({field}) }}"),
        "Heartbeat" | "Delay" | "Immediate" => {
            format!("detectors: {{ \"d\": {type_}({field}) }}")
        }
        "FalseAlarms" => {
            format!("detectors: {{ \"d\": Immediate(false_alarms: FalseAlarms({field})) }}")
        }
        "Stage" => format!("repairs: {{ \"r\": [Stage({field})] }}"),
        "Crew" => format!("crews: {{ \"c\": Crew({field}) }}"),
        "Part" => format!("parts: {{ \"c\": Part({field}) }}"),
        "Scrub" | "Audit" => format!("detectors: {{ \"d\": {type_}({field}) }}"),
        "Trace" => format!("failures: {{ \"x\": Failure(trace: Trace({field})) }}"),
        "Trigger" => format!("failures: {{ \"x\": Failure(triggers: [Trigger({field})]) }}"),
        "Hours" => format!("crews: {{ \"c\": Crew(hours: Hours({field})) }}"),
        "OnCall" => format!("people: {{ \"p\": OnCall({field}) }}"),
        "Predictor" => format!("predictors: {{ \"p\": Predictor({field}) }}"),
        "Drain" => format!("predictors: {{ \"p\": Predictor(then: [Drain({field})]) }}"),
        "Maintenance" => format!("maintenance: {{ \"m\": Maintenance({field}) }}"),
        "GoesWrong" => {
            format!("maintenance: {{ \"m\": Maintenance(goes_wrong: GoesWrong({field})) }}")
        }
        "Placement" => {
            let both = format!("Placement({field}), Placement({field})");
            format!("services: {{ \"s\": Service(placements: [{both}]) }}")
        }
        "All" => placed(&format!("serves: All({field})")),
        "Failover" => placed(&format!("failover: Failover({field})")),
        "Failover.OnCall" | "Runbook" => {
            let word = type_.rsplit('.').next().expect("a word");
            placed(&format!("failover: Failover(decided_by: {word}({field}))"))
        }
        "Manual" => placed(&format!("failover: Failover(failback: Manual({field}))")),
        "Drills" => placed(&format!("drills: Drills({field})")),
        "Serving" => placed(&format!("workload: Serving({field})")),
        "Diurnal" | "Csv" => placed(&format!("workload: Serving(demand: {type_}({field}))")),
        "Queue" => placed(&format!("workload: Serving(overflow: Queue({field}))")),
        "Level" => placed(&format!("workload: Serving(degraded: [Level({field})])")),
        "Autoscale" => placed(&format!("workload: Serving(autoscale: Autoscale({field}))")),
        "Shock" | "Several" => {
            format!("failures: {{ \"x\": Failure(strikes: {type_}({field})) }}")
        }
        "RecoveryTime" => format!("objectives: [RecoveryTime({field})]"),
        "Domain" => format!("domains: {{ \"d\": Domain({field}) }}"),
        "Store" => format!("stores: {{ \"s\": Store({field}) }}"),
        "Mirrored" | "Coded" => format!("stores: {{ \"s\": Store(built: {type_}({field})) }}"),
        "Rebuild" => {
            format!("stores: {{ \"s\": Store(built: Coded(rebuild: Rebuild({field}))) }}")
        }
        "Link" => format!("links: {{ \"l\": Link({field}) }}"),
        "Dataset" => format!("datasets: {{ \"d\": Dataset({field}) }}"),
        "Restore" => format!("datasets: {{ \"d\": Dataset(restore: Restore({field})) }}"),
        "Mirror" => format!("mirrors: {{ \"m\": Mirror({field}) }}"),
        "Encryption" => format!("mirrors: {{ \"m\": Mirror(encrypted: Encryption({field})) }}"),
        "Backup" => format!("backups: {{ \"b\": Backup({field}) }}"),
        "Retry" => format!("backups: {{ \"b\": Backup(retry: Retry({field})) }}"),
        "Window" => format!("backups: {{ \"b\": Backup(window: Window({field})) }}"),
        "Gfs" => format!("backups: {{ \"b\": Backup(keeps: Gfs({field})) }}"),
        "Verification" => format!("backups: {{ \"b\": Backup(verifies: Verification({field})) }}"),
        "Data" => format!("services: {{ \"s\": Service(needs: Data({field})) }}"),
        "RecoveryPoint" | "Loss" | "Cost" | "Served" | "Goodput" | "Completion" => {
            format!("objectives: [{type_}({field})]")
        }
        "Costs" => format!("costs: Costs({field})"),
        "Service" if field.starts_with("needs") || field.starts_with("placements") => {
            format!("services: {{ \"s\": Service({field}) }}")
        }
        "Service" => placed(field),
        "Training" => format!("training: {{ \"t\": Training({field}) }}"),
        "Elastic" => format!("training: {{ \"t\": Training(elastic: Elastic({field})) }}"),
        "Checkpoint" => {
            format!("training: {{ \"t\": Training(checkpoints: [Checkpoint({field})]) }}")
        }
        "Peers" | "Remote" => {
            let tier = format!("Checkpoint(kept: {type_}({field}))");
            format!("training: {{ \"t\": Training(checkpoints: [{tier}]) }}")
        }
        "Availability" => format!("objectives: [Availability({field})]"),
        other => law(&format!("{other}({field})")),
    };
    format!("Scenario({body})")
}

#[test]
fn every_field_of_the_table_is_read() {
    for field in fields() {
        let text = scenario_with(field.of(), &format!("{}: 'x'", field.name()));
        let problems = load(&source(&text), &[], &NoFiles).expect_err("a character is no value");
        let column = text.find("'x'").expect("it was put there") + 1;
        let at_value = problems.iter().any(|problem| problem.column == column);
        assert!(at_value, "{} is not read: {problems}", field.path);
    }
}
