//! The probability that some of a dataset is lost for good, where it has no copies or one mirror,
//! and each store is lost as a whole and comes back.

use super::{built, exposure};
use crate::analytic::formula::sites::{self, Site, Sites};
use crate::analytic::prediction::Prediction;
use crate::analytic::service::ends_early;
use crate::measure::Metric;
use crate::model::{DatasetId, Ends, Model, Place, Recovery, Store, StoreId, Strikes};
use crate::quantity::Span;

const ALONE: &str = "no copies";
const ALONE_SOURCE: &str = "first event of independent Poisson streams";
const MIRRORED: &str = "copies on several sites";
/// Losses that show so late, as a share of the horizon, are not seen to be late.
const SOON: f64 = 1e-3;

/// The probability of a loss in the observed time.
///
/// # Errors
/// The assumption that the model breaks.
pub fn predict(model: &Model, id: DatasetId) -> Result<Vec<Prediction>, String> {
    if model.ends != Ends::Loss(id) {
        ends_early(model)?;
    }
    if model.warm_up > Span::ZERO {
        return Err("results count from a warm-up on, not from the start".to_string());
    }
    if let Some(backup) = model.backups_of(id).next() {
        return Err(format!("what `{}` still holds depends on when", backup.name));
    }
    let mirrored = model.mirrors_of(id).next().is_some();
    let (formula, source, value) = if mirrored {
        (MIRRORED, sites::SOURCE, of_mirrors(model, id)?)
    } else {
        (ALONE, ALONE_SOURCE, alone(model, id)?)
    };
    let metric = Metric::ProbabilityOfLoss;
    let name = &model.datasets[id].name;
    Ok(vec![Prediction::new(metric.name(), name, formula, source, value).of_metric(metric)])
}

/// Without copies the first event of any mode is a loss.
fn alone(model: &Model, id: DatasetId) -> Result<f64, String> {
    let dataset = &model.datasets[id];
    let horizon = model.horizon.hours();
    let opened = model.stores[dataset.on].credential.is_some();
    if opened && exposure::by_credential_or_member(model, dataset.on).is_some() {
        return Err("whoever has its store's credential can delete it".to_string());
    }
    let mut hazard = 0.0;
    let on_store = exposure::of_store(model, dataset.on);
    for reach in on_store.iter().chain(&exposure::of_data(model, id)) {
        if reach.mode.effect.destroys.get() == 0.0 {
            // A dark store stops nothing from striking it but itself.
            continue;
        }
        let name = &reach.mode.name;
        if reach.mode.effect.dwells.is_some() || reach.mode.detected_by.is_some() {
            return Err(format!("`{name}` shows only later"));
        }
        if reach.hours_down(model)? > SOON * horizon {
            return Err(format!("`{name}` shows only when its place is up again"));
        }
        hazard += reach.per_hour()? * horizon;
    }
    let kept = libm::exp(-hazard);
    let lost = -libm::expm1(-hazard);
    match model.stores[dataset.on].built {
        Some(_) => Ok(lost + kept * built::loss(model, dataset.on)?),
        None => Ok(lost),
    }
}

/// Live and on mirrors: lost when at one instant no store has it.
fn of_mirrors(model: &Model, id: DatasetId) -> Result<f64, String> {
    let dataset = &model.datasets[id];
    if let Some(reach) = exposure::of_data(model, id).first() {
        return Err(format!("`{}` spoils mirrors too", reach.mode.name));
    }
    let mut stores = vec![dataset.on];
    for mirror in model.mirrors_of(id) {
        let key = mirror.encryption.and_then(|encryption| encryption.key);
        if mirror.over.is_some() || key.is_some() {
            return Err(format!("mirror `{}` needs a way or a key", mirror.name));
        }
        stores.push(mirror.to);
    }
    let limited = |store: &StoreId| {
        let store = &model.stores[*store];
        store.read.is_some() || store.write.is_some()
    };
    if stores.iter().any(limited) {
        return Err("making a mirror anew takes as long as what it moves".to_string());
    }
    let restore = &dataset.restore;
    let takes = restore.starts.mean() + restore.verifies.mean();
    if takes > Span::ZERO || restore.succeeds.get() < 1.0 || !restore.to.is_empty() {
        return Err("restoring is not done at once, where the data lay".to_string());
    }
    if stores.len() > 2 {
        return Err("of several mirrors each is made anew from the live data alone".to_string());
    }
    let sites = stores.iter().enumerate().map(|(number, &store)| {
        if stores[..number].contains(&store) {
            return Err("two copies lie on one store".to_string());
        }
        site(model, store)
    });
    let sites = Sites(sites.collect::<Result<_, _>>()?);
    sites.lost_within(model.horizon.hours()).map_err(|problem| problem.to_string())
}

/// A store that one mode destroys whole, for an exponential time.
fn site(model: &Model, store: StoreId) -> Result<Site, String> {
    let name = &model.stores[store].name;
    if let Some(mode) = exposure::by_credential_or_member(model, store) {
        return Err(format!("`{}` reaches `{name}` by a credential or a member", mode.name));
    }
    let reaches = exposure::of_store(model, store);
    let [reach] = &reaches[..] else {
        return match reaches.len() {
            0 => Ok(Site { losses: 0.0, rebuilds: 0.0 }),
            several => Err(format!("{several} failure modes strike `{name}`")),
        };
    };
    let mode = &reach.mode.name;
    if reach.mode.effect.destroys.get() < 1.0 || reach.mode.detected_by.is_some() {
        return Err(format!("`{mode}` does not destroy all of `{name}` and show at once"));
    }
    let struck = match &reach.mode.strikes {
        Strikes::Places(places) => places,
        _ => unreachable!("a store is struck as a place"),
    };
    let shared = |place: &Place| match *place {
        Place::Domain(domain) => {
            let inside = |other: &Store| other.within.is_some_and(|at| model.lies_in(at, domain));
            model.stores.iter().filter(|other| inside(other)).count() > 1
        }
        _ => false,
    };
    if struck.iter().any(shared) {
        return Err(format!("`{mode}` strikes several stores at once"));
    }
    let rebuilds = match &reach.mode.recovery {
        Recovery::Lasts(law) => law.memoryless().map(|rate| rate.as_per_hour()),
        Recovery::None => Some(0.0),
        _ => None,
    };
    let rebuilds = rebuilds.ok_or_else(|| format!("`{mode}` does not last an exponential time"))?;
    Ok(Site { losses: reach.per_hour()?, rebuilds })
}
