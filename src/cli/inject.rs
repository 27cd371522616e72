//! `--inject FAILURE`: which failure is meant, and whether it can strike anything.

use super::{Failure, nearest};
use crate::model::{FailureId, Model, PoolId, Strikes};
use crate::quantity::Probability;

/// The failure of this name.
pub fn failure(model: &Model, name: &str) -> Result<FailureId, Failure> {
    let Some(failure) = model.failures.find(name) else {
        return Err(Failure::Argument(unknown(model, name)));
    };
    match in_vain(model, &model.failures[failure].strikes) {
        Some(why) => Err(Failure::Argument(format!("cannot inject `{name}`: {why}"))),
        None => Ok(failure),
    }
}

fn unknown(model: &Model, name: &str) -> String {
    let names: Vec<_> = model.failures.iter().map(|mode| mode.name.as_str()).collect();
    let help = if names.is_empty() {
        "it has none, and nothing to inject".to_owned()
    } else {
        nearest(name, names.iter().copied()).map_or_else(
            || format!("the failures are {}", names.join(", ")),
            |near| format!("did you mean `{near}`?"),
        )
    };
    format!("the scenario has no failure `{name}`; {help}")
}

/// Why a mode can strike nothing, if that is so, and what to do.
fn in_vain(model: &Model, strikes: &Strikes) -> Option<&'static str> {
    let never_bad = |&pool: &PoolId| model.pools[pool].bad == Probability::NEVER;
    match strikes {
        Strikes::Shock { each, .. } if *each == Probability::NEVER => {
            Some("it hits each with probability 0; give `each` a probability above 0")
        }
        Strikes::EachBad(pools) if pools.iter().all(never_bad) => {
            Some("it strikes bad members, and none is bad; give the pool `bad` above 0")
        }
        _ => None,
    }
}
