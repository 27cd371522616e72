//! Paths into a scenario: `pools.gpu.members`, `repairs.bench[swap].takes`, `pools."a.b".bad`.

use super::problem::Finding;
use super::tree::Place;

/// One step of a path, with its place in the override.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) text: String,
    pub(super) place: Place,
}

/// The steps of a path that starts `offset` bytes into the source number `source`.
pub(super) fn steps(path: &str, source: usize, offset: usize) -> Result<Vec<Step>, Finding> {
    let mut parser = Parser { path, source, offset, at: 0 };
    let mut steps = vec![parser.name()?];
    while let Some(next) = parser.rest().chars().next() {
        parser.at += next.len_utf8();
        steps.push(match next {
            '.' => parser.name()?,
            '[' => parser.index()?,
            _ => return Err(parser.expected("`.` or `[`", parser.at - next.len_utf8())),
        });
    }
    Ok(steps)
}

struct Parser<'p> {
    path: &'p str,
    source: usize,
    offset: usize,
    at: usize,
}

impl<'p> Parser<'p> {
    fn rest(&self) -> &'p str {
        &self.path[self.at..]
    }

    fn step(&self, text: &str, start: usize, end: usize) -> Step {
        Step {
            text: text.to_string(),
            place: Place {
                source: self.source,
                start: self.offset + start,
                end: self.offset + end,
            },
        }
    }

    /// A quoted name, or the text up to any of `stops`.
    fn until(&mut self, stops: &[char]) -> Result<Step, Finding> {
        let start = self.at;
        if let Some(quoted) = self.rest().strip_prefix('"') {
            let Some(length) = quoted.find('"') else {
                return Err(self.expected("a closing `\"`", self.path.len()));
            };
            self.at = start + length + 2;
            return Ok(self.step(&quoted[..length], start, self.at));
        }
        let length = self.rest().find(stops).unwrap_or(self.rest().len());
        self.at = start + length;
        if length == 0 {
            return Err(self.expected("a name", start));
        }
        Ok(self.step(self.path[start..self.at].trim(), start, self.at))
    }

    fn name(&mut self) -> Result<Step, Finding> {
        self.until(&['.', '['])
    }

    fn index(&mut self) -> Result<Step, Finding> {
        let step = self.until(&[']'])?;
        if !self.rest().starts_with(']') {
            return Err(self.expected("`]`", self.at));
        }
        self.at += 1;
        Ok(step)
    }

    fn expected(&self, what: &str, at: usize) -> Finding {
        let place = self.step("", at, (at + 1).min(self.path.len())).place;
        Finding::at(place, format!("expected {what} in the path of an override"))
            .label("here")
            .help("write `section.name.field`, `list[1]` or `list[name]`; quote a name with a dot")
    }
}
