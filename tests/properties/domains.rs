//! Domains, links and stores built on members, put into some of the random scenarios.

use super::dice::Dice;
use super::laws::{law, probability, short_law};
use super::written::{Value, Written};

/// Domains with the names of those that they are, one by one.
const DOMAINS: [(&str, &str, &[&str]); 4] = [
    ("site", "", &["site"]),
    ("hall", "within: \"site\", count: 2", &["hall[1]", "hall[2]"]),
    ("rack", "within: \"hall\", count: 2", &["rack[1]", "rack[2]", "rack[3]", "rack[4]"]),
    ("away", "", &["away"]),
];

/// Puts domains into two scenarios of five, by chance of its own, and leaves the rest as they are.
pub fn add(written: &mut Written, case: u64, horizon: f64) {
    let dice = &mut Dice::new(case + 1_000_003);
    for section in ["domains", "links"] {
        written.sections.push((section, Vec::new()));
    }
    if !dice.chance(0.4) {
        return;
    }
    for (name, fields, _) in DOMAINS {
        let fields = Some(fields.to_string()).filter(|fields| !fields.is_empty());
        let domain = Value::call("Domain", fields.into_iter().collect());
        written.section("domains").push((name.to_string(), domain));
    }
    written.section("links").push(("line".to_string(), Value::call("Link", Vec::new())));
    for (_, pool) in written.section("pools") {
        if dice.chance(0.8) {
            pool.fields.push(format!("across: {}", across(dice)));
        }
    }
    add_failures(dice, written, horizon);
    for (_, service) in written.section("services") {
        if dice.chance(0.5) {
            add_need(dice, service);
        }
    }
    add_stores(dice, written);
}

fn one_by_one() -> Vec<&'static str> {
    DOMAINS.iter().flat_map(|(_, _, names)| names.iter().copied()).collect()
}

/// Where members of a pool lie: in all domains of a name, in one, or in several.
fn across(dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => format!("\"{}\"", dice.pick(&DOMAINS).0),
        1 => format!("\"{}\"", dice.pick(&one_by_one())),
        _ => {
            let mut names = dice.some(&one_by_one());
            dice.shuffle(&mut names);
            format!("[\"{}\"]", names.join("\", \""))
        }
    }
}

fn add_failures(dice: &mut Dice, written: &mut Written, horizon: f64) {
    let names = |written: &mut Written, section| -> Vec<String> {
        written.section(section).iter().map(|(name, _)| name.clone()).collect()
    };
    let (detectors, repairs) = (names(written, "detectors"), names(written, "repairs"));
    for number in 1..=2 + dice.below(3) {
        let strikes = match dice.below(6) {
            0 => "Link(\"line\")".to_string(),
            1 => "Store(\"disk\")".to_string(),
            2 => format!("Domain(\"{}\")", dice.pick(&one_by_one())),
            _ => format!("Domain(\"{}\")", dice.pick(&DOMAINS).0),
        };
        let mean = horizon * dice.between(0.1, 1.0);
        let time_to_failure = format!("time_to_failure: {}", law(dice, mean));
        let mut fields = vec![format!("strikes: {strikes}"), time_to_failure];
        if !strikes.starts_with("Link") && dice.chance(0.4) {
            fields.push(format!("destroys: {}", probability(dice)));
        }
        if dice.chance(0.7) {
            fields.push(format!("detected_by: \"{}\"", dice.pick(&detectors)));
        }
        match dice.below(8) {
            0 => {}
            1 | 2 => fields.push(format!("repaired_by: \"{}\"", dice.pick(&repairs))),
            _ => {
                let lasts = horizon * dice.between(0.01, 0.1);
                let lasts = if dice.chance(0.5) { law(dice, lasts) } else { short_law(dice) };
                fields.push(format!("lasts: {lasts}"));
            }
        }
        let failure = Value::call("Failure", fields);
        written.section("failures").push((format!("outage {number}"), failure));
    }
}

fn add_need(dice: &mut Dice, service: &mut Value) {
    let need = service.fields[0].strip_prefix("needs: ").expect("a service has needs");
    let further = if dice.chance(0.7) {
        format!("Domain(\"{}\")", dice.pick(&one_by_one()))
    } else {
        "Link(\"line\")".to_string()
    };
    let both = if dice.chance(0.7) { "All" } else { "Any" };
    service.fields[0] = format!("needs: {both}([{need}, {further}])");
}

/// Builds a store with a dataset on each pool that can be cut into groups.
fn add_stores(dice: &mut Dice, written: &mut Written) {
    let members = |pool: &Value| {
        let field = pool.fields.iter().find_map(|field| field.strip_prefix("members: "));
        field.and_then(|text| text.parse::<usize>().ok()).expect("a pool has members")
    };
    let pools = written.section("pools").iter().map(|(name, pool)| (name.clone(), members(pool)));
    for (pool, members) in pools.collect::<Vec<_>>() {
        let widths: Vec<_> = (2..=members).filter(|width| members % width == 0).collect();
        if widths.is_empty() {
            continue;
        }
        let width = *dice.pick(&widths);
        let parity = 1 + dice.below(width - 1);
        let built = format!("data: {}, parity: {parity}", width - parity);
        let rebuild = rebuild(dice);
        let built = format!("built: Coded(of: \"{pool}\", {built}{rebuild})");
        let store = Value::call("Store", vec![built]);
        written.section("stores").push((format!("on {pool}"), store));
        let on = format!("on: \"on {pool}\"");
        let dataset = Value::call("Dataset", vec![on, "size: \"1 TB\"".to_string()]);
        written.section("datasets").push((format!("of {pool}"), dataset));
    }
}

fn rebuild(dice: &mut Dice) -> String {
    let sharing = match dice.below(3) {
        0 => "Parallel".to_string(),
        1 => "Shared".to_string(),
        _ => format!("Queued({})", 1 + dice.below(2)),
    };
    let work = match dice.below(4) {
        0 => return String::new(),
        1 => format!("bandwidth: \"{} GB/h\"", 20 + dice.below(500)),
        _ => {
            let mean = dice.between(0.5, 30.0);
            format!("takes: {}", law(dice, mean))
        }
    };
    let unreadable = if dice.chance(0.3) { ", unreadable: 0.2" } else { "" };
    format!(", rebuild: Rebuild({work}, sharing: {sharing}{unreadable})")
}
