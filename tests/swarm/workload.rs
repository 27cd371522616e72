//! Random workloads: what they have or not is tossed for by coins of their own, so that the rest of a
//! scenario is as it would be without.

/// What a workload may have or not.
pub const WORKLOAD: [&str; 6] =
    ["workload", "daily curve", "queue", "lower level", "autoscaling", "least share served"];

/// What a lost request costs.
pub fn lost_transaction(features: &[&str]) -> &'static str {
    let has = features.contains(&"workload");
    if has { "lost_transaction: {\"chat\": \"0.05 USD\"}," } else { "" }
}

/// What a service serves: about what four members do.
pub fn workload(features: &[&str]) -> String {
    let has = |feature: &str| features.contains(&feature);
    if !has("workload") {
        return String::new();
    }
    let field = |feature: &str, field: &'static str| if has(feature) { field } else { "" };
    let demand = match has("daily curve") {
        true => "Diurnal(mean: \"36/s\", peak_to_mean: 1.6)",
        false => "\"36/s\"",
    };
    let queue = field("queue", ", overflow: Queue(patience: \"5min\")");
    let level = field(
        "lower level",
        ", degraded: [Level(name: \"small\", capacity: 1.4, satisfaction: 0.5)]",
    );
    let scale = field("autoscaling", ", autoscale: Autoscale(delay: \"20min\", target: 0.9)");
    let least = field("least share served", ", mbco: 0.7");
    let backups = field("backups", ", backup_load: 0.2");
    format!(
        ", workload: Serving(demand: {demand}, per_member: \"10/s\", balancing: \
         0.95{queue}{level}{scale}{least}{backups})"
    )
}
