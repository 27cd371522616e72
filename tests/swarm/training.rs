//! Training in random scenarios.

use super::generate::Maker;
use crate::laws::{hours, short_law};

impl Maker {
    /// A gang of a pool, and one of another where both are there.
    pub fn training(&mut self) -> String {
        if !self.has("training") {
            return String::new();
        }
        let (first, second) = (self.job("alpha", true), self.job("omega", false));
        format!("\"first\": {first}, \"second\": {second}")
    }

    fn job(&mut self, pool: &str, ends: bool) -> String {
        let work = match ends && self.dice.chance(0.5) {
            true => format!(", work: {}", hours(self.dice.between(20.0, 600.0))),
            false => String::new(),
        };
        let (selects, initialises) = (short_law(&mut self.dice), short_law(&mut self.dice));
        let elastic =
            self.with("elastic training", |_| "elastic: Elastic(at_least: 1)".to_string());
        let steady = self.with("uninterrupted restarts", |_| "uninterrupted: true".to_string());
        let mut tiers = Vec::new();
        for kept in ["Peers(groups_of: 2)", "Local", "Remote(store: \"vault\", keeps: 3)"] {
            if !self.dice.chance(0.6) || kept.starts_with("Remote") && !self.has("data") {
                continue;
            }
            let every = hours(self.dice.between(0.5, 20.0));
            let clock = self.dice.pick(&["Work", "Wall"]);
            let blocks = short_law(&mut self.dice);
            let moved = match kept.starts_with("Remote") && self.dice.chance(0.5) {
                true => "size: \"3 TB\"".to_string(),
                false => {
                    let saves = short_law(&mut self.dice);
                    format!("saves: {saves}, loads: {}", short_law(&mut self.dice))
                }
            };
            tiers.push(format!(
                "Checkpoint(name: \"tier {}\", kept: {kept}, every: {every}, clock: {clock}, \
                 blocks: {blocks}, {moved})",
                tiers.len()
            ));
        }
        format!(
            "Training(on: \"{pool}\"{work}, selects: {selects}, initialises: {initialises}, \
             checkpoints: [{}]{elastic}{steady})",
            tiers.join(", ")
        )
    }

    /// What strikes the training itself, loud and silent.
    pub fn training_strikes(&mut self) -> Vec<String> {
        if !self.has("training") || !self.has("training strikes") {
            return Vec::new();
        }
        let (crash, flip) = (self.life(150.0), self.life(200.0));
        let (seen, back) = (self.seen(), self.back());
        vec![
            format!(
                "\"crash of training\": Failure(strikes: Training(\"first\"), time_to_failure: \
                 {crash}{seen}{back})"
            ),
            format!(
                "\"flip\": Failure(strikes: Training(\"first\"), time_to_failure: {flip}, corrupts: \
                 true, detected_by: \"watch\")"
            ),
        ]
    }
}
