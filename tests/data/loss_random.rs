//! What holds of every incident of random scenarios.

use firedrill::engine::{Change, Draw, Incident, Key, Plan, RootCause, Scope, ServiceState, World};
use firedrill::model::Model;
use firedrill::quantity::Time;

use super::story::{Story, model};

const MAX_EVENTS: u64 = 1_000_000;

/// Chance for one scenario.
struct Dice {
    key: Key,
    case: u64,
    draws: u64,
}

impl Dice {
    fn draw(&mut self) -> Draw {
        self.draws += 1;
        self.key.draw(self.case, self.draws)
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.draw().first() < probability
    }

    fn hours(&mut self, least: f64, most: f64) -> String {
        format!("\"{:.2}h\"", least + (most - least) * self.draw().first())
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.draw().choose(from.len() as u32).0 as usize]
    }

    /// The field, with some probability.
    fn maybe(&mut self, probability: f64, field: impl FnOnce(&mut Self) -> String) -> String {
        if self.chance(probability) { format!(", {}", field(self)) } else { String::new() }
    }
}

fn stores(dice: &mut Dice) -> String {
    let built = [
        "Mirrored(of: \"drives\", copies: 2)",
        "Coded(of: \"drives\", data: 2, parity: 1, rebuild: Rebuild(takes: \"6h\"))",
        "Coded(of: \"drives\", data: 4, parity: 2)",
    ];
    let mut text = String::new();
    for name in ["disks", "spare", "vault", "safe"] {
        let within = dice.pick(&["hall", "east", "west"]);
        let read = dice.maybe(0.5, |dice| format!("read: \"{}\"", dice.pick(&RATES)));
        let write = dice.maybe(0.5, |dice| format!("write: \"{}\"", dice.pick(&RATES)));
        let credential =
            dice.maybe(0.6, |dice| format!("credential: \"{}\"", dice.pick(&["admin", "other"])));
        let immutable =
            dice.maybe(0.3, |dice| format!("immutable_for: {}", dice.hours(1.0, 300.0)));
        let offline = dice.maybe(0.1, |_| "offline: true".to_string());
        let built = if name == "disks" && dice.chance(0.4) {
            format!(", built: {}", dice.pick(&built))
        } else {
            String::new()
        };
        text += &format!(
            "\"{name}\": Store(within: \"{within}\"{read}{write}{credential}{immutable}{offline}\
             {built}),\n"
        );
    }
    text
}

const RATES: [&str; 3] = ["20 MB/s", "200 MB/s", "2 GB/s"];
const PARTIALS: [&str; 2] = ["Incremental", "Differential"];
const DATASETS: [&str; 2] = ["documents", "mail"];

fn datasets(dice: &mut Dice) -> String {
    let mut text = String::new();
    for name in DATASETS {
        let on = dice.pick(&["disks", "vault"]);
        let (grows, more) = (10.0 * dice.draw().first(), 20.0 * dice.draw().first());
        let grows = if dice.chance(0.5) { grows } else { 0.0 };
        let changes = grows + if dice.chance(0.7) { more } else { 0.0 };
        let to = dice.maybe(0.5, |dice| format!("to: [\"{}\"]", dice.pick(&["spare", "safe"])));
        let increments = dice.maybe(0.5, |dice| format!("per_increment: {}", dice.hours(0.0, 1.0)));
        let verifies = dice.maybe(0.5, |dice| format!("verifies: {}", dice.hours(0.0, 9.0)));
        let succeeds = dice.maybe(0.5, |dice| {
            format!("succeeds: {}, tries: {}", dice.pick(&["0.3", "0.9"]), dice.pick(&["1", "3"]))
        });
        let starts = if dice.chance(0.5) { dice.hours(0.0, 20.0) } else { "\"0h\"".to_string() };
        let encrypted = dice.chance(0.5);
        text += &format!(
            "\"{name}\": Dataset(on: \"{on}\", size: \"{size} GB\", grows: \"{grows:.3} GB/h\", \
             changes: \"{changes:.3} GB/h\", encrypted: {encrypted}, restore: Restore(\
             starts: {starts}{to}{increments}{verifies}{succeeds})),\n",
            size = dice.pick(&["10", "1000", "5000"]),
        );
    }
    text
}

fn mirrors(dice: &mut Dice) -> String {
    let mut text = String::new();
    for (name, of) in [("live", "documents"), ("twin", "mail")] {
        if dice.chance(0.4) {
            let to = dice.pick(&["spare", "safe"]);
            let lag = dice.maybe(0.6, |dice| format!("lag: {}", dice.hours(0.0, 12.0)));
            let over = dice.maybe(0.5, |_| "over: \"wan\"".to_string());
            text += &format!("\"{name}\": Mirror(of: \"{of}\", to: \"{to}\"{lag}{over}),\n");
        }
    }
    text
}

fn backups(dice: &mut Dice) -> String {
    let mut text = String::new();
    for name in ["daily", "hourly", "seldom"] {
        if dice.chance(0.2) {
            continue;
        }
        let (of, to) = (dice.pick(&DATASETS), dice.pick(&["vault", "safe", "spare", "disks"]));
        let every = dice.hours(2.0, 100.0);
        let fields = [
            dice.maybe(0.5, |_| "first: Random".to_string()),
            dice.maybe(0.5, |_| "over: \"wan\"".to_string()),
            dice.maybe(0.5, |dice| format!("takes: {}", dice.hours(0.0, 10.0))),
            dice.maybe(0.6, |dice| {
                let (every, partial) = (dice.pick(&["3", "7"]), dice.pick(&PARTIALS));
                format!("full_every: {every}, between: {partial}")
            }),
            dice.maybe(0.5, |dice| format!("lag: {}", dice.hours(0.0, 10.0))),
            dice.maybe(0.5, |dice| format!("sound: {}", dice.pick(&["0.6", "0.95"]))),
            dice.maybe(0.3, |dice| {
                format!("verifies: Verification(every: {})", dice.hours(9.0, 99.0))
            }),
            dice.maybe(0.3, |_| "encrypted: Encryption(throughput: 0.7, key: \"kms\")".to_string()),
            dice.maybe(0.5, |dice| format!("keeps: {}", dice.pick(&["Newest(5)", "Days(6)"]))),
            dice.maybe(0.3, |_| "seeded: true".to_string()),
        ]
        .concat();
        text +=
            &format!("\"{name}\": Backup(of: \"{of}\", to: \"{to}\", every: {every}{fields}),\n");
    }
    text
}

fn failures(dice: &mut Dice) -> String {
    let mut text = String::new();
    let seen = |dice: &mut Dice| {
        dice.maybe(0.7, |dice| format!("detected_by: \"{}\"", dice.pick(&["watch", "scrub"])))
    };
    let life = |dice: &mut Dice| {
        let mean = dice.hours(60.0, 900.0);
        dice.pick(&["Exponential(mean: M)", "Weibull(shape: 1.5, mean: M)"]).replace('M', &mean)
    };
    for (name, strikes) in [
        ("crash", "Store(\"disks\")"),
        ("loss", "Store(\"vault\")"),
        ("fire", "Domain(\"hall\")"),
        ("flood", "Domain(\"east\")"),
    ] {
        if dice.chance(0.5) {
            let destroys = dice.pick(&["0", "0.4", "1"]);
            let lasts = dice.hours(0.0, 60.0);
            let (life, seen) = (life(dice), seen(dice));
            text += &format!(
                "\"{name}\": Failure(strikes: {strikes}, time_to_failure: {life}, \
                 destroys: {destroys}, lasts: {lasts}{seen}),\n"
            );
        }
    }
    for (name, strikes) in [("cut", "Link(\"wan\")"), ("forgotten", "Key(\"kms\")")] {
        let (life, lasts) = (life(dice), dice.hours(0.0, 60.0));
        text += &format!(
            "\"{name}\": Failure(strikes: {strikes}, time_to_failure: {life}, lasts: {lasts}),\n"
        );
    }
    for (name, of) in [("rot", "documents"), ("ransom", "mail"), ("slip", "mail")] {
        if dice.chance(0.6) {
            let destroys = dice.pick(&["0.1", "1"]);
            let dwells = dice.maybe(0.5, |dice| format!("dwells: {}", dice.hours(0.0, 200.0)));
            let abuses = dice.maybe(0.3, |_| "abuses: \"admin\"".to_string());
            let (life, seen) = (life(dice), seen(dice));
            text += &format!(
                "\"{name}\": Failure(strikes: Dataset(\"{of}\"), time_to_failure: {life}, \
                 destroys: {destroys}{dwells}{abuses}{seen}),\n"
            );
        }
    }
    let dwells = dice.maybe(0.5, |dice| format!("dwells: {}", dice.hours(0.0, 200.0)));
    let (life_of_thief, seen_of_thief) = (life(dice), seen(dice));
    text += &format!(
        "\"thief\": Failure(strikes: Credential(\"admin\"), \
         time_to_failure: {life_of_thief}{dwells}{seen_of_thief}),\n"
    );
    let (life, seen) = (life(dice), seen(dice));
    text += &format!(
        "\"wear\": Failure(strikes: Each([\"drives\"]), time_to_failure: {life}, \
         repaired_by: \"swap\"{seen}),\n"
    );
    text
}

fn scenario(case: u64, seed: u64) -> String {
    let dice = &mut Dice { key: Key::new(seed, &["scenario"], "dice"), case, draws: 0 };
    let across = dice.maybe(0.5, |dice| format!("across: \"{}\"", dice.pick(&["hall", "west"])));
    let coverage = dice.pick(&["1", "0.8"]);
    format!(
        "Scenario(format: 1, horizon: {horizon},
        domains: {{ \"east\": Domain(), \"hall\": Domain(within: \"east\"), \"west\": Domain() }},
        pools: {{ \"drives\": Pool(members: 12{across}) }},
        repairs: {{ \"swap\": [Stage(name: \"swap\", takes: \"30h\")] }},
        detectors: {{
            \"watch\": Delay(takes: {delay}, coverage: {coverage}, backstop: \"200h\"),
            \"scrub\": Scrub(every: \"40h\", takes: \"10h\", finds: 0.7),
        }},
        links: {{ \"wan\": Link(between: [\"east\", \"west\"], bandwidth: \"100 MB/s\") }},
        stores: {{ {} }}, datasets: {{ {} }}, mirrors: {{ {} }}, backups: {{ {} }},
        failures: {{ {} }},
        services: {{ \"app\": Service(needs: All([Data(\"documents\"), Data(\"mail\")])) }})",
        stores(dice),
        datasets(dice),
        mirrors(dice),
        backups(dice),
        failures(dice),
        horizon = dice.hours(300.0, 1500.0),
        delay = dice.hours(0.0, 50.0),
    )
}

/// How often things came about, so that nothing holds for want of a case.
#[derive(Debug, Default)]
struct Seen {
    restored: u32,
    partly_lost: u32,
    beyond_recovery: u32,
    open: u32,
    failed_attempts: usize,
    waited: u32,
}

impl Seen {
    fn note(&mut self, incident: &Incident) {
        self.restored += u32::from(incident.version.is_some());
        self.partly_lost += u32::from(incident.lost.get() > 0.0 && incident.version.is_some());
        self.beyond_recovery += u32::from(incident.beyond_recovery);
        self.open += u32::from(incident.over.is_none());
        self.waited += u32::from(incident.waiting.hours() > 0.0);
    }
}

/// Relatively close, or within a nanosecond or a byte where numbers are near 0.
fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

fn check_incident(model: &Model, incident: &Incident, end: Time) {
    let dataset = &model.datasets[incident.dataset];
    let stages = incident.detecting + incident.waiting + incident.restoring + incident.verifying;
    let until = incident.over.unwrap_or(end);
    assert!(is_close(stages.seconds(), (until - incident.onset).seconds()), "{incident:?}");
    let existed = incident.existed.get();
    assert_eq!(existed, dataset.size_at(incident.onset).get());
    assert!(incident.version.is_none_or(|version| version <= incident.onset), "{incident:?}");
    let clean = |version| incident.scope != Scope::Data || version < incident.onset;
    assert!(incident.version.is_none_or(clean), "{incident:?}");
    if incident.over.is_none() {
        assert!(incident.version.is_none() && !incident.beyond_recovery, "{incident:?}");
        return;
    }
    let (lost, recovered) = (incident.lost.get(), incident.recovered.get());
    assert!(lost >= 0.0 && recovered >= 0.0, "{incident:?}");
    assert!(is_close(lost + recovered, existed), "{incident:?}");
    assert_eq!(incident.beyond_recovery, incident.version.is_none());
    if let Some(version) = incident.version {
        let changed = dataset.changed(version, incident.onset).get();
        assert!(lost <= changed * (1.0 + 1e-9), "{incident:?}");
    }
}

/// Times at which a service that needs all data is down, in seconds.
fn outages(story: &Story, end: Time) -> Vec<(f64, f64)> {
    let mut outages: Vec<(f64, f64)> = Vec::new();
    for &(at, change) in &story.changes {
        match change {
            Change::Service { state: ServiceState::Outage, .. } => {
                outages.push((at.seconds(), end.seconds()))
            }
            Change::Service { .. } => {
                outages.last_mut().expect("it went down").1 = at.seconds();
            }
            _ => {}
        }
    }
    outages
}

/// From its being known on data is missed, and so is what needs it.
fn check_service(story: &Story, end: Time) {
    let outages = outages(story, end);
    for incident in &story.incidents {
        let known = (incident.onset + incident.detecting).seconds();
        let over = incident.over.unwrap_or(end).seconds();
        // An instant is no outage, and stages are sums, to a microsecond.
        let (known, over) = (known + 1e-6, over - 1e-6);
        let misses = |&(down, up): &(f64, f64)| down <= known && over <= up;
        assert!(known >= over || outages.iter().any(misses), "{incident:?} {outages:?}");
    }
}

fn check_story(model: &Model, story: &Story) {
    let end = story.end.expect("it ended");
    check_service(story, end);
    for incident in &story.incidents {
        check_incident(model, incident, end);
    }
    let told = story.changes.iter().filter(|it| matches!(it.1, Change::Incident { .. }));
    for ((at, _), incident) in told.zip(&story.incidents) {
        assert_eq!(*at, incident.over.unwrap_or(end), "told when it is over");
    }
    for dataset in model.datasets.ids() {
        let of = |incident: &&Incident| incident.dataset == dataset;
        let own: Vec<_> = story.incidents.iter().filter(of).collect();
        for pair in own.windows(2) {
            assert!(pair[0].over.is_some_and(|over| over <= pair[1].onset), "{pair:?}");
        }
        for &(at, change) in &story.changes {
            if change == (Change::RestoreFailed { dataset }) {
                let within = |it: &&Incident| it.onset <= at && it.over.is_none_or(|o| at <= o);
                assert!(own.iter().any(within), "attempts fail within incidents");
            }
        }
    }
}

/// 400 random scenarios of seed 21, three replications each, the first run twice: stages sum to
/// the time from onset to end, lost and recovered bytes to what existed (1e-9 of it), nothing is
/// restored to after its loss, incidents of a dataset do not overlap, and a world that is used
/// again tells the same.
#[test]
fn incidents_of_random_scenarios_add_up() {
    let mut seen = Seen::default();
    for case in 0..400 {
        let model = model(&scenario(case, 21));
        let plan = Plan::new(&model, case, MAX_EVENTS);
        let mut world = World::new(&plan);
        let first = Story::run(&mut world, 0);
        for replication in [1, 2, 0] {
            let story = Story::run(&mut world, replication);
            check_story(&model, &story);
            story.incidents.iter().for_each(|incident| seen.note(incident));
            seen.failed_attempts += story.restore_failures().len();
            if replication == 0 {
                assert_eq!(story.changes, first.changes, "case {case}");
                assert_eq!(story.incidents, first.incidents, "case {case}");
            }
        }
    }
    let Seen { restored, partly_lost, beyond_recovery, open, failed_attempts, waited } = seen;
    let counts = [restored, partly_lost, beyond_recovery, open, waited];
    assert!(counts.iter().all(|&count| count > 100) && failed_attempts > 100, "{seen:?}");
}

/// A dataset that shares nothing with the others.
const FURTHER: [(&str, &str); 4] = [
    ("stores", r#""alone": Store()"#),
    ("datasets", r#""archive": Dataset(on: "alone", size: "1 TB")"#),
    ("backups", r#""archive": Backup(of: "archive", to: "alone", every: "9h")"#),
    (
        "failures",
        r#""archived": Failure(strikes: Dataset("archive"),
                             time_to_failure: Exponential(mean: "99h"))"#,
    ),
];

/// 100 random scenarios of seed 22, with and without a further dataset on its own store that is
/// backed up there: the incidents of the others are the same to the last bit.
#[test]
fn a_further_dataset_leaves_the_chance_of_the_others_alone() {
    let mut incidents = 0;
    for case in 0..100 {
        let text = scenario(case, 22);
        let mut further = text.clone();
        for (section, entry) in FURTHER {
            let section = format!("{section}: {{");
            further = further.replace(&section, &format!("{section} {entry},"));
        }
        let [plain, further] = [text, further].map(|text| {
            let model = model(&text);
            let plan = Plan::new(&model, case, MAX_EVENTS);
            let story = Story::run(&mut World::new(&plan), 0);
            let named = |incident: &Incident| {
                let name = model.datasets[incident.dataset].name.clone();
                let RootCause::Failure(cause) = incident.root.cause else {
                    panic!("only failures lose data")
                };
                let cause = model.failures[cause].name.clone();
                (name, cause, incident.onset, incident.over, incident.version, incident.lost)
            };
            story.incidents.iter().map(named).collect::<Vec<_>>()
        });
        let others: Vec<_> = further.iter().filter(|it| it.0 != "archive").cloned().collect();
        assert!(case > 0 || others.len() < further.len(), "the further dataset has incidents");
        assert_eq!(others, plain, "case {case}");
        incidents += plain.len();
    }
    assert!(incidents > 200, "{incidents}");
}
