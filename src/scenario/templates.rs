//! The scenarios that come with the program.

/// A scenario that a person can start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    pub name: &'static str,
    pub text: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
}

macro_rules! shipped {
    ($($name:literal, $file:literal, $about:literal;)*) => {
        &[$(Template {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $file)),
            about: $about,
        }),*]
    };
}

static TEMPLATES: &[Template] = shipped! {
    "starter", "templates/starter.ron", "every section of the language, explained line by line";
    "paper", "paper.ron", "the source paper's case: 100 members, 1 % fail within the first hour";
    "gpu-pool", "gpu-pool.ron", "2,048 GPU nodes with spares, heartbeats, reboot-then-swap repair";
    "machine-repair", "machine-repair.ron", "ten machines, eight needed, two repair crews";
    "standby-pair", "standby-pair.ron", "one active member and one standby, one repair crew";
    "k-of-n", "k-of-n.ron", "a mission of 100 members without repair, several thresholds";
    "backup-policies", "backup-policies.ron", "five ways of backing up 40 TB, side by side";
    "3-2-1-1-0", "3-2-1-1-0.ron", "copies that keep the rule beside copies that break it";
    "ransomware", "ransomware.ron", "a dwell of two weeks against four ways of keeping backups";
    "erasure-coded-store", "erasure-coded-store.ron", "ten groups of 6+2 beside mirrored pairs";
    "multi-site-store", "multi-site-store.ron", "one dataset at three sites, two ways between them";
    "backup-and-restore", "backup-and-restore.ron", "two regions: copies in the second";
    "pilot-light", "pilot-light.ron", "the same service: the second region follows with the data";
    "warm-standby", "warm-standby.ron", "the same service: the second region runs and waits";
    "active-active", "active-active.ron", "the same service: both regions serve";
    "region-outage", "region-outage.ron", "a region down for 14.5 h, seen from in and outside";
    "failover-pair", "failover-pair.ron", "what failing over costs beside the repairs";
    "ai-assisted", "ai-assisted.ron", "failures foreseen: what warnings must be worth";
    "cloud-platform", "cloud-platform.ron", "a coded object store, its copies, its control plane";
    "finance", "finance.ron", "trading that waits for a second centre or not, and the books";
    "healthcare", "healthcare.ron", "a hospital's records and images, held to ransom";
    "traffic", "traffic.ron", "signals at the edge, coordination and records in the cloud";
    "internet-service", "internet-service.ron", "a shop and a social network, in two regions";
    "llm-serving", "llm-serving.ron", "512 nodes against the requests of day and night";
    "serving-two-regions", "serving-two-regions.ron", "two regions that share the requests";
    "llm-training-16k", "llm-training-16k.ron", "pretraining on 2,048 nodes, where the time goes";
    "checkpoint-tiers", "checkpoint-tiers.ron", "seven ways of keeping checkpoints, side by side";
    "spare-planning", "spare-planning.ron", "a gang with 0, 2, 4 and 8 spares, and an elastic one";
    "five-steps-1", "five-steps-1.ron", "the paper's five steps, one by one: a resource pool";
    "five-steps-2", "five-steps-2.ron", "the paper's five steps: and data backup";
    "five-steps-3", "five-steps-3.ron", "the paper's five steps: and fault detection and recovery";
    "five-steps-4", "five-steps-4.ron", "the paper's five steps: and failover transfer";
    "five-steps-5", "five-steps-5.ron", "the paper's five steps: and monitoring and alarms";
};

/// Every template, the default one first.
#[must_use]
pub fn templates() -> &'static [Template] {
    TEMPLATES
}

/// The template of this name.
#[must_use]
pub fn template(name: &str) -> Option<&'static Template> {
    TEMPLATES.iter().find(|template| template.name == name)
}
