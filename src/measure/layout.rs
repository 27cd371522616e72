//! Which columns an outcome has, known from the model alone.

use super::{Column, crew, data, pool, service};
use crate::model::Model;
use crate::quantity::Time;

/// The columns of every outcome of a model, in the order in which outcomes hold them.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// One value a replication.
    pub values: Vec<Column>,
    /// Durations pooled over all that happened, and times to a first happening.
    pub pooled: Vec<Column>,
    /// Values over time, each at every one of `times`.
    pub series: Vec<Column>,
    pub times: Vec<Time>,
}

impl Layout {
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut layout = Self {
            values: Vec::new(),
            pooled: Vec::new(),
            series: Vec::new(),
            times: model.series.clone(),
        };
        for id in model.pools.ids() {
            pool::add_columns(model, id, &mut layout);
        }
        for crew in model.crews.iter() {
            crew::add_columns(crew, &mut layout);
        }
        for service in model.services.iter() {
            service::add_columns(service, &mut layout);
        }
        for backup in model.backups.iter() {
            data::add_backup_columns(backup, &mut layout);
        }
        for store in model.stores.iter() {
            data::add_store_columns(store, &mut layout);
        }
        layout
    }
}
