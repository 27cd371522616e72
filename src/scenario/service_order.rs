//! The order in which services need each other.

use super::problem::Finding;
use super::reader::Reading;
use super::tree::Place;
use crate::model::ServiceId;

/// Every service, each after those it needs; `None` when they go round in circles, reported.
pub(super) fn order(
    names: &[&str],
    links: &[Vec<(ServiceId, Place)>],
    reading: &mut Reading,
) -> Option<Vec<ServiceId>> {
    let mut walk = Walk {
        names,
        links,
        state: vec![State::Unseen; names.len()],
        path: Vec::new(),
        order: Vec::new(),
        cycles: Vec::new(),
    };
    for index in 0..names.len() {
        walk.visit(index);
    }
    let (order, cycles) = (walk.order, walk.cycles);
    if cycles.is_empty() {
        return Some(order.into_iter().map(ServiceId::from).collect());
    }
    reading.findings.extend(cycles);
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unseen,
    Open,
    Done,
}

struct Walk<'w> {
    names: &'w [&'w str],
    links: &'w [Vec<(ServiceId, Place)>],
    state: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
    cycles: Vec<Finding>,
}

impl Walk<'_> {
    /// Depth first, without recursion, since a chain of services may be long.
    fn visit(&mut self, start: usize) {
        let mut stack = vec![(start, 0)];
        while let Some((index, next)) = stack.pop() {
            if next == 0 {
                if self.state[index] != State::Unseen {
                    continue;
                }
                self.state[index] = State::Open;
                self.path.push(index);
            }
            let Some(&(needed, place)) = self.links[index].get(next) else {
                self.state[index] = State::Done;
                self.path.pop();
                self.order.push(index);
                continue;
            };
            stack.push((index, next + 1));
            let needed = usize::from(needed);
            match self.state[needed] {
                State::Unseen => stack.push((needed, 0)),
                State::Open => self.cycle(needed, place),
                State::Done => {}
            }
        }
    }

    fn cycle(&mut self, back_to: usize, place: Place) {
        let from = self.path.iter().position(|it| *it == back_to).unwrap_or(0);
        let names: Vec<String> = self.path[from..]
            .iter()
            .chain([&back_to])
            .map(|&index| format!("`{}`", self.names[index]))
            .collect();
        let finding = Finding::at(place, "services need each other in a circle")
            .label("closes the circle")
            .reason(names.join(" needs "))
            .help("take one of these needs out");
        self.cycles.push(finding);
    }
}
