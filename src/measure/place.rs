//! What is observed of what is up or down as a whole, such as domains and stores: how often and how
//! long it is down.

use super::integral::Integral;
use super::layout::Layout;
use super::outcome::Observed;
use super::{Column, Metric};
use crate::model::{Maintained, Model, Place};
use crate::quantity::Time;

/// The places that some failure or planned work takes down, itself or with a domain around it.
fn fallible(model: &Model) -> impl Iterator<Item = Place> + '_ {
    model.places().filter(|&place| goes_down(model, place))
}

fn goes_down(model: &Model, place: Place) -> bool {
    is_maintained(model, place) || fails(model, place)
}

fn is_maintained(model: &Model, place: Place) -> bool {
    model.maintenance.iter().any(|work| match &work.of {
        Maintained::Domains(domains) => {
            domains.iter().any(|&domain| model.is_in(place, Place::Domain(domain)))
        }
        Maintained::Pools(_) => false,
    })
}

fn fails(model: &Model, place: Place) -> bool {
    model.failures.iter().any(|failure| {
        let effect = &failure.effect;
        let takes_down = !effect.breach && !effect.corrupts && effect.leaves == 0.0;
        let struck = failure.strikes.places();
        takes_down && struck.iter().any(|&struck| model.is_in(place, struck))
    })
}

/// Adds the columns of the places that can go down.
pub fn add_columns(model: &Model, layout: &mut Layout) {
    for place in fallible(model) {
        for metric in [Metric::Downs, Metric::DownTime] {
            layout.values.push(Column { metric, subject: model.place_name(place) });
        }
    }
}

/// How often and how long one place is down.
#[derive(Clone, Copy, Debug, Default)]
struct PlaceLedger {
    down: Integral,
    downs: u64,
}

/// The ledgers of the places that can go down.
#[derive(Clone, Debug)]
pub struct PlaceLedgers {
    ledgers: Vec<PlaceLedger>,
    /// For each domain, store, link and key its ledger.
    domains: Vec<Option<u32>>,
    stores: Vec<Option<u32>>,
    links: Vec<Option<u32>>,
    keys: Vec<Option<u32>>,
    detectors: Vec<Option<u32>>,
    people: Vec<Option<u32>>,
    services: Vec<Option<u32>>,
    training: Vec<Option<u32>>,
}

impl PlaceLedgers {
    pub fn new(model: &Model) -> Self {
        let mut all = Self {
            ledgers: Vec::new(),
            domains: vec![None; model.domains.len()],
            stores: vec![None; model.stores.len()],
            links: vec![None; model.links.len()],
            keys: vec![None; model.keys.len()],
            detectors: vec![None; model.detectors.len()],
            people: vec![None; model.people.len()],
            services: vec![None; model.services.len()],
            training: vec![None; model.training.len()],
        };
        for place in fallible(model) {
            let at = all.ledgers.len() as u32;
            *all.place(place) = Some(at);
            all.ledgers.push(PlaceLedger::default());
        }
        all
    }

    fn place(&mut self, place: Place) -> &mut Option<u32> {
        match place {
            Place::Domain(id) => &mut self.domains[usize::from(id)],
            Place::Store(id) => &mut self.stores[usize::from(id)],
            Place::Link(id) => &mut self.links[usize::from(id)],
            Place::Key(id) => &mut self.keys[usize::from(id)],
            Place::Detector(id) => &mut self.detectors[usize::from(id)],
            Place::OnCall(id) => &mut self.people[usize::from(id)],
            Place::Service(id) => &mut self.services[usize::from(id)],
            Place::Training(id) => &mut self.training[usize::from(id)],
        }
    }

    pub fn restart(&mut self) {
        self.ledgers.fill(PlaceLedger::default());
    }

    pub fn begin(&mut self, now: Time) {
        for ledger in &mut self.ledgers {
            ledger.down.begin(now);
            ledger.downs = 0;
        }
    }

    pub fn turns(&mut self, now: Time, place: Place, up: bool) {
        let at = self.place(place).expect("only a place that something takes down goes down");
        let ledger = &mut self.ledgers[at as usize];
        ledger.down.set(now, f64::from(u8::from(!up)));
        ledger.downs += u64::from(!up);
    }

    pub fn values(&self, observed: &Observed, values: &mut Vec<Option<f64>>) {
        for ledger in &self.ledgers {
            values.extend([observed.count(ledger.downs), observed.hours(ledger.down)]);
        }
    }
}
