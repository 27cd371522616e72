//! Which columns the outcomes of a model have: what each kind of subject adds.

use super::layout::Layout;
use super::{cost, crew, data, maintenance, people, pool, predictor, service, serving, training};
use crate::model::Model;

impl Layout {
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut layout = Self {
            values: Vec::new(),
            pooled: Vec::new(),
            series: Vec::new(),
            times: model.series.clone(),
            incidents: false,
        };
        for id in model.pools.ids() {
            pool::add_columns(model, id, &mut layout);
        }
        for crew in model.crews.iter() {
            crew::add_columns(crew, &mut layout);
        }
        for people in model.people.iter() {
            people::add_columns(people, &mut layout);
        }
        for predictor in model.predictors.iter() {
            predictor::add_columns(predictor, &mut layout);
        }
        for maintenance in model.maintenance.iter() {
            maintenance::add_columns(maintenance, &mut layout);
        }
        for service in model.services.ids() {
            service::add_columns(model, service, &mut layout);
        }
        serving::add_columns(model, &mut layout);
        for training in model.training.ids() {
            training::add_columns(model, training, &mut layout);
        }
        data::add_columns(model, &mut layout);
        cost::add_columns(model, &mut layout);
        layout
    }
}
