//! Random scenarios that switch whole features off and on. A scenario in which everything happens
//! at once hides what happens when some of it does not, so each feature is there or not by the
//! toss of a coin (swarm testing: Groce et al. 2012).

use crate::dice::Dice;
use crate::laws::{hours, law, short_law};
use crate::workload::{WORKLOAD, lost_transaction, workload};

/// What a scenario may have or not.
const FEATURES: [&str; 32] = [
    "domains",
    "spares",
    "repairs",
    "blind detectors",
    "false alarms",
    "people",
    "crew hours",
    "predictors",
    "maintenance",
    "domain maintenance",
    "shock",
    "beta",
    "triggers",
    "trace",
    "data",
    "backups",
    "mirror",
    "corruption",
    "placements",
    "active/active",
    "drills",
    "on-call decision",
    "runbook",
    "hang",
    "destruction",
    "detector failure",
    "warm-up",
    "service of a service",
    "training",
    "elastic training",
    "uninterrupted restarts",
    "training strikes",
];

/// The trace that scenarios name.
pub const TRACE: &str = "time,target,duration\n\
    5h,,2h\n12h,alpha,1h\n12h,alpha[2],30min\n31h,alpha[1],4h\n";

/// A scenario with its features.
pub struct Swarm {
    pub features: Vec<&'static str>,
    pub text: String,
}

impl Swarm {
    /// The scenario of this number.
    pub fn new(case: u64) -> Self {
        let mut dice = Dice::new(case + 1);
        let mut features: Vec<_> = FEATURES.into_iter().filter(|_| dice.chance(0.5)).collect();
        let mut coins = Dice::new(case + 1_000_001);
        features.extend(WORKLOAD.into_iter().filter(|_| coins.chance(0.5)));
        let mut maker = Maker { dice, features: features.clone(), horizon: 0.0 };
        maker.horizon = maker.dice.between(200.0, 1500.0);
        let text = maker.text();
        Self { features, text }
    }
}

pub struct Maker {
    pub dice: Dice,
    features: Vec<&'static str>,
    /// In hours.
    horizon: f64,
}

impl Maker {
    pub fn has(&self, feature: &str) -> bool {
        assert!(FEATURES.contains(&feature), "{feature} is a feature");
        self.features.contains(&feature)
    }

    /// A field, if a feature is there.
    pub fn with(&mut self, feature: &str, field: impl FnOnce(&mut Dice) -> String) -> String {
        if self.has(feature) { format!(", {}", field(&mut self.dice)) } else { String::new() }
    }

    fn text(&mut self) -> String {
        let warm_up = match self.has("warm-up") {
            true => format!("warm_up: {},", hours(self.dice.between(0.0, 0.4) * self.horizon)),
            false => String::new(),
        };
        let horizon = hours(self.horizon);
        let sections = [
            ("domains", self.domains()),
            ("pools", self.pools()),
            ("failures", self.failures()),
            ("detectors", self.detectors()),
            ("repairs", self.repairs()),
            ("crews", self.crews()),
            ("parts", "\"board\": Part(stock: 1, lead_time: \"3d\")".to_string()),
            ("people", self.people()),
            ("predictors", self.predictors()),
            ("maintenance", self.maintenance()),
            ("stores", self.stores()),
            ("links", "\"wan\": Link(bandwidth: \"1 GB/s\")".to_string()),
            ("datasets", self.datasets()),
            ("mirrors", self.mirrors()),
            ("backups", self.backups()),
            ("services", self.services()),
            ("training", self.training()),
        ];
        let costs = self.costs();
        let filled = sections.into_iter().filter(|(_, body)| !body.is_empty());
        let sections: String =
            filled.map(|(name, body)| format!("    {name}: {{ {body} }},\n")).collect();
        format!(
            "Scenario(format: 1, horizon: {horizon}, {warm_up}\n{sections}    objectives: [\n\
             RecoveryTime(of: \"chat\", within: \"2h\", caused_by: [\"wear\"]),\n\
             Availability(of: \"chat\", at_least: 0.9)],\n{costs}\n)\n"
        )
    }

    fn costs(&self) -> String {
        let data = if self.has("data") { "data_loss: { \"docs\": \"3 USD/GB\" }," } else { "" };
        let people = if self.has("people") { "people_hour: {\"sre\": \"90 USD/h\"}," } else { "" };
        let lost = lost_transaction(&self.features);
        format!(
            "costs: Costs(currency: \"USD\", {data} {people} {lost} crew_hour: {{\"techs\": \"60 USD/h\"}},
             member_hour: {{\"alpha\": \"2 USD/h\", \"omega\": \"2 USD/h\"}}, stored: \"1 USD/GB/y\",
             transfer: {{\"wan\": \"0.05 USD/GB\"}}, repair: {{\"bench\": \"7 USD\"}},
             part: {{\"board\": \"40 USD\"}}, outage_hour: {{\"chat\": \"1000 USD/h\"}},
             planned_hour: {{\"chat\": \"100 USD/h\"}}, incident: {{\"chat\": \"10 USD\"}},
             fixed: {{\"lease\": \"7300 USD/month\"}})"
        )
    }

    fn domains(&mut self) -> String {
        if self.has("domains") {
            "\"east\": Domain(), \"west\": Domain(), \"hall\": Domain(within: \"east\", count: 2)"
                .to_string()
        } else {
            String::new()
        }
    }

    fn pools(&mut self) -> String {
        let pool = |maker: &mut Self, name: &str, domain: &str| {
            let members = 2 * (1 + maker.dice.below(4));
            let across = maker.with("domains", |_| format!("across: \"{domain}\""));
            let spares = maker.with("spares", |dice| {
                let activation = short_law(dice);
                format!(
                    "spares: [Hot(count: 1), Warm(count: 1, activation: {activation}, \
                     dormancy: 0.3)], switching: {}, retry: \"7min\"",
                    dice.pick(&["1.0", "0.7"])
                )
            });
            format!("\"{name}\": Pool(members: {members}{across}{spares})")
        };
        let alpha = pool(self, "alpha", "hall");
        format!("{alpha}, {}", pool(self, "omega", "west"))
    }

    pub fn life(&mut self, mean: f64) -> String {
        let scale = self.dice.between(0.4, 2.5);
        law(&mut self.dice, mean * scale)
    }

    /// How a failure is seen.
    pub fn seen(&mut self) -> String {
        match self.dice.below(3) {
            0 => String::new(),
            1 => ", detected_by: \"watch\"".to_string(),
            _ => ", detected_by: \"beat\"".to_string(),
        }
    }

    /// How what is struck comes back.
    pub fn back(&mut self) -> String {
        if self.has("repairs") {
            return ", repaired_by: \"bench\"".to_string();
        }
        let lasts = short_law(&mut self.dice);
        format!(", lasts: {lasts}")
    }

    fn failures(&mut self) -> String {
        let mut all = Vec::new();
        let triggers = self.with("triggers", |dice| {
            let hits = dice.pick(&["One", "All"]);
            let after = short_law(dice);
            format!(
                "triggers: [Trigger(failure: \"overload\", probability: 0.6, after: {after}, \
                 hits: {hits})]"
            )
        });
        let (seen, back) = (self.seen(), self.back());
        let (life, beta) = if self.has("beta") {
            (format!("Exponential(mean: {})", hours(self.dice.between(50.0, 600.0))), ", beta: 0.2")
        } else {
            (self.life(200.0), "")
        };
        all.push(format!(
            "\"wear\": Failure(strikes: Each([\"alpha\", \"omega\"]), time_to_failure: \
             {life}{beta}{seen}{back}{triggers})"
        ));
        if self.has("triggers") {
            let (seen, back) = (self.seen(), self.back());
            all.push(format!(
                "\"overload\": Failure(strikes: Each([\"alpha\"]){seen}{back}, triggers: \
                 [Trigger(failure: \"wear\", probability: 0.3, after: \"1h\")])"
            ));
        }
        if self.has("shock") {
            let (life, seen, back) = (self.life(150.0), self.seen(), self.back());
            all.push(format!(
                "\"shock\": Failure(strikes: Shock(each: 0.4, of: Each([\"alpha\", \"omega\"])), \
                 time_to_failure: {life}{seen}{back})"
            ));
        }
        if self.has("trace") {
            let seen = self.seen();
            all.push(format!(
                "\"seen before\": Failure(strikes: Each([\"alpha\"]), trace: Trace(file: \
                 \"trace.csv\", repeats: \"40h\"){seen})"
            ));
        }
        if self.has("domains") {
            let (life, seen) = (self.life(300.0), self.seen());
            let lasts = short_law(&mut self.dice);
            let destroys = self.with("destruction", |_| "destroys: 0.5".to_string());
            all.push(format!(
                "\"power\": Failure(strikes: Domain(\"east\"), time_to_failure: {life}, lasts: \
                 {lasts}{seen}{destroys})"
            ));
        }
        if self.has("hang") {
            let (life, seen, back) = (self.life(250.0), self.seen(), self.back());
            all.push(format!(
                "\"hang\": Failure(strikes: Service(\"chat\"), time_to_failure: \
                 {life}{seen}{back})"
            ));
        }
        if self.has("detector failure") {
            for (name, of) in [("deaf", "Detector(\"watch\")"), ("no signal", "OnCall(\"sre\")")] {
                if name == "deaf" || self.has("people") {
                    let life = self.life(100.0);
                    let lasts = short_law(&mut self.dice);
                    all.push(format!(
                        "\"{name}\": Failure(strikes: {of}, time_to_failure: {life}, lasts: \
                         {lasts})"
                    ));
                }
            }
        }
        if self.has("data") {
            let (life, seen) = (self.life(500.0), self.seen());
            let lasts = short_law(&mut self.dice);
            all.push(format!(
                "\"crash\": Failure(strikes: Store(\"live\"), time_to_failure: {life}, lasts: \
                 {lasts}, destroys: {}{seen})",
                self.dice.pick(&["0.0", "1.0"])
            ));
        }
        if self.has("data") && self.has("corruption") {
            let (life, seen) = (self.life(500.0), self.seen());
            let dwells = if self.dice.chance(0.5) { ", dwells: \"30h\"" } else { "" };
            all.push(format!(
                "\"rot\": Failure(strikes: Dataset(\"docs\"), time_to_failure: \
                 {life}{dwells}{seen})"
            ));
        }
        if self.has("maintenance") {
            let back = self.back();
            all.push(format!("\"bad\": Failure(strikes: Each([\"alpha\", \"omega\"]){back})"));
        }
        all.extend(self.training_strikes());
        all.join(",\n")
    }

    fn detectors(&mut self) -> String {
        let within = self.with("domains", |_| "within: \"west\"".to_string());
        let blind = self.with("blind detectors", |dice| {
            let backstop = short_law(dice);
            format!("coverage: 0.7, backstop: {backstop}, misdiagnosed: 0.2")
        });
        let alarms = match (self.has("false alarms"), self.has("repairs")) {
            (true, true) => {
                let every = self.life(200.0);
                format!(", false_alarms: FalseAlarms(every: {every}, repaired_by: \"bench\")")
            }
            _ => String::new(),
        };
        let takes = short_law(&mut self.dice);
        format!(
            "\"watch\": Delay(takes: {takes}{within}{blind}), \
             \"beat\": Heartbeat(period: \"10min\", misses: 3{alarms}), \
             \"probe\": Heartbeat(period: \"1min\", misses: 2)"
        )
    }

    fn repairs(&mut self) -> String {
        let by_people = self.with("people", |_| "people: \"sre\"".to_string());
        let crew = if by_people.is_empty() { ", crew: \"techs\"" } else { "" };
        let (first, second) = (short_law(&mut self.dice), short_law(&mut self.dice));
        format!(
            "\"bench\": [Stage(name: \"look\", takes: {first}, fixes: 0.5{by_people}{crew}), \
             Stage(name: \"swap\", takes: {second}, crew: \"techs\", part: \"board\")]"
        )
    }

    fn crews(&mut self) -> String {
        let working = self.with("crew hours", |_| {
            "hours: Hours(from: \"8h\", until: \"18h\", days: 5)".to_string()
        });
        format!("\"techs\": Crew(size: 1{working})")
    }

    fn people(&mut self) -> String {
        if !self.has("people") {
            return String::new();
        }
        let (first, second) = (short_law(&mut self.dice), short_law(&mut self.dice));
        let working =
            self.with("crew hours", |_| "hours: Hours(from: \"22h\", until: \"7h\")".to_string());
        format!(
            "\"sre\": OnCall(acknowledges: {first}, escalates_after: \"40min\", escalates_to: \
             \"lead\"{working}), \"lead\": OnCall(size: 2, acknowledges: {second})"
        )
    }

    fn predictors(&mut self) -> String {
        if !self.has("predictors") {
            return String::new();
        }
        let mut then = Vec::new();
        if self.has("repairs") {
            let takes = short_law(&mut self.dice);
            then.push(format!("Drain(takes: {takes}, repaired_by: \"bench\")"));
        }
        if self.has("data") && self.has("backups") {
            then.push("Backup(\"nightly\")".to_string());
        }
        if self.has("placements") && !self.has("active/active") || then.is_empty() {
            if !self.has("placements") || self.has("active/active") {
                return String::new();
            }
            then.push("Switchover(\"chat\")".to_string());
        }
        let lead = short_law(&mut self.dice);
        format!(
            "\"smart\": Predictor(watches: [\"wear\"], recall: 0.6, precision: 0.5, lead: {lead}, \
             then: [{}])",
            then.join(", ")
        )
    }

    fn maintenance(&mut self) -> String {
        let mut all = Vec::new();
        if self.has("maintenance") {
            let drains = short_law(&mut self.dice);
            let takes = short_law(&mut self.dice);
            let aged = !self.has("beta") && self.dice.chance(0.5);
            let due = if aged { "at_age: \"80h\"" } else { "every: \"60h\"" };
            let stops = if !aged && self.dice.chance(0.5) { ", stops: true" } else { "" };
            let working = self
                .with("crew hours", |_| "hours: Hours(from: \"1h\", until: \"5h\")".to_string());
            all.push(format!(
                "\"firmware\": Maintenance(of: [\"alpha\", \"omega\"], {due}, drains: {drains}, \
                 takes: {takes}, crew: \"techs\", at_once: {}, renews: [\"wear\"], goes_wrong: \
                 GoesWrong(probability: 0.2, into: \"bad\"{stops}){working})",
                1 + self.dice.below(2),
            ));
        }
        if self.has("domain maintenance") && self.has("domains") {
            let takes = short_law(&mut self.dice);
            all.push(format!(
                "\"rewiring\": Maintenance(of: Domain(\"hall\"), every: \"110h\", takes: {takes})"
            ));
        }
        all.join(", ")
    }

    fn stores(&mut self) -> String {
        if !self.has("data") {
            return String::new();
        }
        let store = |maker: &mut Self, name: &str, domain: &str| {
            let within = maker.with("domains", |_| format!("within: \"{domain}\""));
            format!("\"{name}\": Store(read: \"2 GB/s\", write: \"2 GB/s\"{within})")
        };
        let live = store(self, "live", "east");
        let copy = store(self, "copy", "west");
        format!("{live}, {copy}, {}", store(self, "vault", "west"))
    }

    fn datasets(&mut self) -> String {
        if !self.has("data") {
            return String::new();
        }
        "\"docs\": Dataset(on: \"live\", size: \"2 TB\", grows: \"5 GB/h\", restore: \
         Restore(to: [\"copy\"], starts: \"10min\", verifies: \"5min\"))"
            .to_string()
    }

    fn mirrors(&mut self) -> String {
        if !self.has("data") || !self.has("mirror") {
            return String::new();
        }
        let lag = if self.dice.chance(0.7) { ", lag: \"20min\"" } else { "" };
        format!("\"sync\": Mirror(of: \"docs\", to: \"copy\", over: \"wan\"{lag})")
    }

    fn backups(&mut self) -> String {
        if !self.has("data") || !self.has("backups") {
            return String::new();
        }
        "\"nightly\": Backup(of: \"docs\", to: \"vault\", over: \"wan\", every: \"24h\", \
         full_every: 3, between: Incremental, keeps: Newest(6), sound: 0.9)"
            .to_string()
    }

    fn services(&mut self) -> String {
        let mut all = vec![if self.has("placements") {
            self.placed()
        } else {
            let data = if self.has("data") { ", Data(\"docs\")" } else { "" };
            let workload = workload(&self.features);
            format!("\"chat\": Service(needs: All([AtLeast(2, \"alpha\"){data}]){workload})")
        }];
        if self.has("service of a service") {
            all.push(
                "\"front\": Service(needs: All([Service(\"chat\"), AtLeast(1, \"omega\")]))"
                    .to_string(),
            );
        }
        all.join(",\n")
    }

    fn placed(&mut self) -> String {
        let workload = workload(&self.features);
        let both = self.has("active/active");
        let copied = self.has("data") && !both;
        let promoted = copied && self.has("mirror");
        let restored = copied && !promoted && self.has("backups");
        let here = if copied { ", Data(of: \"docs\", at: \"live\")" } else { "" };
        let there = if copied { ", Data(of: \"docs\", at: \"copy\")" } else { "" };
        let data = match (promoted, restored) {
            (true, _) => ", data: Promote(\"sync\")",
            (_, true) => ", data: Restore(\"docs\")",
            _ => "",
        };
        let people = self.has("people");
        let decided = if people && self.has("runbook") {
            "Runbook(takes: \"5min\", succeeds: 0.5, people: \"sre\", decides: \"10min\")"
        } else if people && self.has("on-call decision") {
            "OnCall(people: \"sre\", decides: \"10min\")"
        } else {
            "Automatic(\"2min\")"
        };
        let serves = match (both, self.dice.chance(0.5)) {
            (true, true) => ", serves: All(at_least: 1, mbco: 0.8)",
            (true, false) => ", serves: All(at_least: 1)",
            _ => "",
        };
        let drills = if both {
            String::new()
        } else {
            self.with("drills", |_| "drills: Drills(every: \"97h\", stays: \"3h\")".to_string())
        };
        let seen = if self.dice.chance(0.5) { "detected_by: \"probe\", " } else { "" };
        let back = match self.dice.below(3) {
            0 => "Never",
            1 if people => "Manual(people: \"sre\", healthy: \"1h\")",
            _ => "AfterHealthy(\"5h\")",
        };
        let again = if self.dice.chance(0.5) { "manual: \"3h\"" } else { "retry: \"30min\"" };
        let activation = short_law(&mut self.dice);
        let verifies = short_law(&mut self.dice);
        let idle = match both || self.has("service of a service") {
            true => "",
            false => ", dormancy: 0.25",
        };
        let (failing, planned) = match both {
            true => (String::new(), ""),
            false => (
                format!(", verifies: {verifies}, succeeds: 0.8, {again}"),
                ", switchover: \"4min\"",
            ),
        };
        format!(
            "\"chat\": Service(placements: [\
             Placement(name: \"here\", needs: All([AtLeast(2, \"alpha\"){here}])), \
             Placement(name: \"there\", needs: All([AtLeast(2, \"omega\"){there}]){idle})]{serves}, \
             failover: Failover({seen}decided_by: {decided}{data}, activation: \
             {activation}{failing}, failback: {back}{planned}){drills}{workload})"
        )
    }
}
