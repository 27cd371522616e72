//! A scenario in pieces, so that it can be written in any order.

use super::dice::Dice;

/// A call such as `Pool(members: 3)`, or a list.
#[derive(Clone, Debug)]
pub struct Value {
    before: String,
    pub fields: Vec<String>,
    after: &'static str,
    /// Whether the order of the fields means something.
    ordered: bool,
}

impl Value {
    pub fn call(name: &str, fields: Vec<String>) -> Self {
        Self { before: format!("{name}("), fields, after: ")", ordered: false }
    }

    pub fn list(items: Vec<String>) -> Self {
        Self { before: "[".to_string(), fields: items, after: "]", ordered: true }
    }

    fn text(&self) -> String {
        format!("{}{}{}", self.before, self.fields.join(", "), self.after)
    }
}

/// A scenario: fields of the root, and sections with their entries.
#[derive(Clone, Debug)]
pub struct Written {
    pub fields: Vec<String>,
    pub sections: Vec<(&'static str, Vec<(String, Value)>)>,
}

impl Written {
    pub fn section(&mut self, name: &str) -> &mut Vec<(String, Value)> {
        let section = self.sections.iter_mut().find(|(section, _)| *section == name);
        &mut section.expect("every section is written, if empty").1
    }

    pub fn text(&self) -> String {
        let mut parts = self.fields.clone();
        for (name, entries) in &self.sections {
            let entries = entries.iter();
            let lines = entries.map(|(name, value)| format!("    \"{name}\": {},\n", value.text()));
            parts.push(format!("{name}: {{\n{}}}", lines.collect::<String>()));
        }
        format!("Scenario(\n{}\n)\n", parts.join(",\n"))
    }

    /// The same scenario with sections, entries and fields in another order.
    pub fn shuffled(&self, dice: &mut Dice) -> Self {
        let mut other = self.clone();
        dice.shuffle(&mut other.fields);
        dice.shuffle(&mut other.sections);
        for (_, entries) in &mut other.sections {
            dice.shuffle(entries);
            for (_, value) in entries.iter_mut().filter(|(_, value)| !value.ordered) {
                dice.shuffle(&mut value.fields);
            }
        }
        other
    }
}
