//! Random scenarios of everything that the language has.

use super::dice::Dice;
use super::domains;
use super::laws::{hours, law, probability, short_law, times};
use super::written::{Value, Written};

/// What the parts of a scenario can name.
struct Names {
    /// Pools with their members and whether some can be bad.
    pools: Vec<(String, usize, bool)>,
    detectors: Vec<String>,
    repairs: Vec<String>,
    crews: Vec<String>,
    parts: Vec<String>,
}

/// The scenario of this number.
pub fn scenario(case: u64) -> Written {
    let dice = &mut Dice::new(case + 1);
    let horizon = dice.between(100.0, 900.0);
    let mut names = names(dice);
    let pools = pools(dice, &mut names);
    let services = services(dice, &names);
    let failures = failures(dice, &names, horizon);
    let mut written = Written {
        fields: root(dice, horizon, &services),
        sections: vec![
            ("detectors", detectors(dice, &names, horizon)),
            ("failures", failures),
            ("repairs", repairs(dice, &names)),
            ("crews", crews(dice, &names)),
            ("parts", parts(dice, &names)),
            ("stores", ["disk", "vault"].map(|name| (name.into(), store(dice))).into()),
            ("datasets", vec![("documents".to_string(), dataset())]),
            ("backups", backups(dice)),
            ("pools", pools),
            ("services", services),
        ],
    };
    domains::add(&mut written, case, horizon);
    written
}

fn numbered(dice: &mut Dice, what: &str, least: usize, most: usize) -> Vec<String> {
    let count = least + dice.below(most - least + 1);
    (0..count).map(|number| format!("{what} {number}")).collect()
}

fn names(dice: &mut Dice) -> Names {
    Names {
        pools: Vec::new(),
        detectors: numbered(dice, "detector", 1, 3),
        repairs: numbered(dice, "repair", 1, 3),
        crews: numbered(dice, "crew", 1, 2),
        parts: numbered(dice, "part", 1, 2),
    }
}

fn root(dice: &mut Dice, horizon: f64, services: &[(String, Value)]) -> Vec<String> {
    let mut fields = vec!["format: 1".to_string(), format!("horizon: {}", hours(horizon))];
    if dice.chance(0.3) {
        fields.push(format!("warm_up: {}", hours(horizon * dice.between(0.0, 0.6))));
    }
    if dice.chance(0.2) {
        fields.push(format!("ends: FirstOutage(\"{}\")", dice.pick(services).0));
    }
    if dice.chance(0.5) {
        fields.push(format!("series: Every({})", hours(horizon / dice.between(1.0, 9.0))));
    }
    fields
}

fn pools(dice: &mut Dice, names: &mut Names) -> Vec<(String, Value)> {
    let named = numbered(dice, "pool", 1, 3);
    let mut entries = Vec::new();
    for name in named {
        let members = if dice.chance(0.2) { 1 } else { 1 + dice.below(12) };
        let mut fields = vec![format!("members: {members}")];
        if dice.chance(0.7) {
            fields.push(format!("spares: [{}]", spares(dice).join(", ")));
        }
        if dice.chance(0.3) {
            let switching = *dice.pick(&[0.0, 0.3, 0.8, 0.99]);
            fields
                .push(format!("switching: {switching}, retry: {}", hours(dice.between(3.0, 30.0))));
        }
        let bad = dice.chance(0.4);
        if bad {
            fields.push(format!("bad: {}", dice.pick(&[0.05, 0.4, 1.0])));
        }
        if dice.chance(0.3) {
            let within = hours(dice.between(10.0, 1000.0));
            let count = 1 + dice.below(4);
            fields.push(format!("retire: AfterFailures(count: {count}, within: {within})"));
        }
        names.pools.push((name.clone(), members, bad));
        entries.push((name, Value::call("Pool", fields)));
    }
    entries
}

fn spares(dice: &mut Dice) -> Vec<String> {
    let mut kinds = dice.some(&["Hot", "Warm", "Cold"]);
    dice.shuffle(&mut kinds);
    let mut spares = Vec::new();
    for kind in kinds {
        let mut fields = vec![format!("count: {}", dice.below(4))];
        if kind != "Hot" && dice.chance(0.7) {
            fields.push(format!("activation: {}", short_law(dice)));
        }
        if kind == "Warm" && dice.chance(0.8) {
            fields.push(format!("dormancy: {}", dice.pick(&[0.0, 0.1, 0.5, 1.0])));
        }
        spares.push(format!("{kind}({})", fields.join(", ")));
    }
    spares
}

fn failures(dice: &mut Dice, names: &Names, horizon: f64) -> Vec<(String, Value)> {
    let named = numbered(dice, "failure", 1, 6);
    named.into_iter().map(|name| (name, failure(dice, names, horizon))).collect()
}

fn failure(dice: &mut Dice, names: &Names, horizon: f64) -> Value {
    let mut fields = vec![format!("strikes: {}", strikes(dice, names))];
    let fixed = dice.chance(0.2);
    if fixed {
        fields.push(format!("at: {}", times(dice, horizon)));
    } else {
        let mean = horizon * dice.between(0.1, 2.0);
        fields.push(format!("time_to_failure: {}", law(dice, mean)));
        if dice.chance(0.3) {
            fields.push("ages: Calendar".to_string());
        }
        match dice.below(4) {
            0 => fields.push("starts: Stationary".to_string()),
            1 => fields.push(format!("starts: Age(Uniform(from: \"0s\", to: {}))", hours(mean))),
            _ => {}
        }
    }
    if dice.chance(0.7) {
        fields.push(format!("detected_by: \"{}\"", dice.pick(&names.detectors)));
    }
    match dice.below(6) {
        0 => {}
        1 => fields.push(format!("lasts: {}", short_law(dice))),
        _ => {
            fields.push(format!("repaired_by: \"{}\"", dice.pick(&names.repairs)));
            match dice.below(4) {
                0 => fields.push("renews: All".to_string()),
                1 => fields.push("minimal_repair: true".to_string()),
                _ => {}
            }
        }
    }
    Value::call("Failure", fields)
}

fn strikes(dice: &mut Dice, names: &Names) -> String {
    let list = |pools: Vec<String>| format!("[\"{}\"]", pools.join("\", \""));
    let all: Vec<_> = names.pools.iter().map(|(name, _, _)| name.clone()).collect();
    let bad = names.pools.iter().filter(|(_, _, bad)| *bad);
    let bad: Vec<_> = bad.map(|(name, _, _)| name.clone()).collect();
    match dice.below(4) {
        0 => format!("One(\"{}\")", dice.pick(&all)),
        1 if !bad.is_empty() => format!("EachBad({})", list(dice.some(&bad))),
        _ => format!("Each({})", list(dice.some(&all))),
    }
}

fn detectors(dice: &mut Dice, names: &Names, horizon: f64) -> Vec<(String, Value)> {
    let named = names.detectors.iter();
    named.map(|name| (name.clone(), detector(dice, names, horizon))).collect()
}

fn detector(dice: &mut Dice, names: &Names, horizon: f64) -> Value {
    let mut fields = Vec::new();
    let kind = *dice.pick(&["Heartbeat", "Delay", "Immediate"]);
    match kind {
        "Heartbeat" => {
            fields.push(format!("period: {}", hours(dice.between(0.01, 3.0))));
            fields.push(format!("misses: {}", 1 + dice.below(3)));
            if dice.chance(0.5) {
                fields.push(format!("jitter: {}", hours(dice.between(0.0, 1.0))));
            }
        }
        "Delay" => fields.push(format!("takes: {}", short_law(dice))),
        _ => {}
    }
    if dice.chance(0.4) {
        fields.push(format!("coverage: {}", probability(dice)));
    }
    if dice.chance(0.4) {
        fields.push(format!("backstop: {}", law(dice, horizon * 0.05)));
    }
    if dice.chance(0.4) {
        let when = if dice.chance(0.5) {
            format!("at: {}", times(dice, horizon))
        } else {
            format!("every: {}", law(dice, horizon * 0.1))
        };
        let repair = dice.pick(&names.repairs);
        fields.push(format!("false_alarms: FalseAlarms({when}, repaired_by: \"{repair}\")"));
    }
    if dice.chance(0.3) {
        fields.push(format!("misdiagnosed: {:.3}", dice.between(0.0, 0.45)));
        fields.push(format!("undiagnosed: {:.3}", dice.between(0.0, 0.45)));
    }
    Value::call(kind, fields)
}

fn repairs(dice: &mut Dice, names: &Names) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    for name in &names.repairs {
        let stages = 1 + dice.below(3);
        let stages = (1..=stages).map(|number| stage(dice, names, number, number == stages));
        entries.push((name.clone(), Value::list(stages.collect())));
    }
    entries
}

fn stage(dice: &mut Dice, names: &Names, number: usize, last: bool) -> String {
    let mean = dice.between(0.5, 20.0);
    let mut fields = vec![format!("name: \"{number}\""), format!("takes: {}", law(dice, mean))];
    if dice.chance(0.5) {
        fields.push(format!("crew: \"{}\"", dice.pick(&names.crews)));
    }
    if dice.chance(0.3) {
        fields.push(format!("part: \"{}\"", dice.pick(&names.parts)));
    }
    if !last && dice.chance(0.7) {
        fields.push(format!("fixes: {}", probability(dice)));
    }
    if dice.chance(0.4) {
        fields.push(format!("sticks: {}", probability(dice)));
    }
    format!("Stage({})", fields.join(", "))
}

fn crews(dice: &mut Dice, names: &Names) -> Vec<(String, Value)> {
    let crew = |dice: &mut Dice| Value::call("Crew", vec![format!("size: {}", 1 + dice.below(3))]);
    names.crews.iter().map(|name| (name.clone(), crew(dice))).collect()
}

fn parts(dice: &mut Dice, names: &Names) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    for name in &names.parts {
        let mean = dice.between(1.0, 50.0);
        let lead_time = format!("lead_time: {}", law(dice, mean));
        let stock = format!("stock: {}", dice.below(4));
        entries.push((name.clone(), Value::call("Part", vec![stock, lead_time])));
    }
    entries
}

fn store(dice: &mut Dice) -> Value {
    Value::call("Store", vec![format!("holds: \"{} GB\"", dice.below(9))])
}

fn dataset() -> Value {
    Value::call("Dataset", vec!["on: \"disk\"".to_string(), "size: \"10 GB\"".to_string()])
}

fn backups(dice: &mut Dice) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    for name in numbered(dice, "backup", 1, 2) {
        let mut fields = vec!["of: \"documents\"".to_string(), "to: \"vault\"".to_string()];
        fields.push(format!("every: {}", hours(dice.between(5.0, 50.0))));
        match dice.below(3) {
            0 => fields.push("first: Random".to_string()),
            1 => fields.push(format!("first: {}", hours(dice.between(0.0, 50.0)))),
            _ => {}
        }
        if dice.chance(0.5) {
            fields.push(format!("succeeds: {}", probability(dice).max(0.05)));
        }
        entries.push((name, Value::call("Backup", fields)));
    }
    entries
}

fn services(dice: &mut Dice, names: &Names) -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    for name in numbered(dice, "service", 1, 4) {
        let known: Vec<String> =
            entries.iter().map(|(name, _): &(String, _)| name.clone()).collect();
        let need = need(dice, names, &known, 2);
        entries.push((name, Value::call("Service", vec![format!("needs: {need}")])));
    }
    entries
}

fn need(dice: &mut Dice, names: &Names, services: &[String], depth: usize) -> String {
    if depth == 0 || dice.chance(0.4) {
        if !services.is_empty() && dice.chance(0.3) {
            return format!("Service(\"{}\")", dice.pick(services));
        }
        let (pool, members, _) = dice.pick(&names.pools).clone();
        return format!("AtLeast({}, \"{pool}\")", 1 + dice.below(members));
    }
    let count = 1 + dice.below(3);
    let needs: Vec<_> = (0..count).map(|_| need(dice, names, services, depth - 1)).collect();
    let needs = needs.join(", ");
    match dice.below(3) {
        0 => format!("All([{needs}])"),
        1 => format!("Any([{needs}])"),
        _ => format!("KOfN({}, [{needs}])", 1 + dice.below(count)),
    }
}
