//! What things cost.

use std::collections::BTreeMap;

use super::{
    CrewId, DatasetId, LinkId, Model, OnCallId, PartId, PoolId, RepairId, ServiceId, StoreId,
};
use crate::quantity::{Hourly, HourlyPerByte, Money, PerByte};

/// Prices in one currency. What has none costs nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Costs {
    /// Its code: ASCII letters alone.
    pub currency: String,
    /// Each position of a pool, whatever the state of its member.
    pub member_hour: BTreeMap<PoolId, Hourly>,
    /// Each spare of a pool.
    pub spare_hour: BTreeMap<PoolId, Hourly>,
    /// Keeping data on a store.
    pub stored: BTreeMap<StoreId, HourlyPerByte>,
    /// Data that goes over a link.
    pub transfer: BTreeMap<LinkId, PerByte>,
    /// Each repair done by a pipeline.
    pub repair: BTreeMap<RepairId, Money>,
    /// Each part that a repair takes.
    pub part: BTreeMap<PartId, Money>,
    /// A service's being down otherwise than as planned.
    pub outage_hour: BTreeMap<ServiceId, Hourly>,
    /// A service's being down as planned.
    pub planned_hour: BTreeMap<ServiceId, Hourly>,
    /// Each outage of a service, however long.
    pub incident: BTreeMap<ServiceId, Money>,
    /// Data of a dataset that is lost for good.
    pub data_loss: BTreeMap<DatasetId, PerByte>,
    /// Each request of a service's workload that is lost.
    pub lost_transaction: BTreeMap<ServiceId, Money>,
    /// Somebody's being busy with alarms.
    pub people_hour: BTreeMap<OnCallId, Hourly>,
    /// Somebody of a crew's being at work.
    pub crew_hour: BTreeMap<CrewId, Hourly>,
    /// By what each is called.
    pub fixed: BTreeMap<String, Hourly>,
    /// By what each is called.
    pub licence: BTreeMap<String, Hourly>,
}

impl Costs {
    /// Nothing has a price.
    #[must_use]
    pub fn none(currency: String) -> Self {
        Self {
            currency,
            member_hour: BTreeMap::new(),
            spare_hour: BTreeMap::new(),
            stored: BTreeMap::new(),
            transfer: BTreeMap::new(),
            repair: BTreeMap::new(),
            part: BTreeMap::new(),
            outage_hour: BTreeMap::new(),
            planned_hour: BTreeMap::new(),
            incident: BTreeMap::new(),
            data_loss: BTreeMap::new(),
            lost_transaction: BTreeMap::new(),
            people_hour: BTreeMap::new(),
            crew_hour: BTreeMap::new(),
            fixed: BTreeMap::new(),
            licence: BTreeMap::new(),
        }
    }

    /// Whether disruptions cost anything by themselves. Lost requests are no part of that: of
    /// demand that is too high nothing is the cause.
    #[must_use]
    pub fn of_disruptions(&self) -> bool {
        !(self.outage_hour.is_empty() && self.incident.is_empty() && self.data_loss.is_empty())
    }
}

impl Model {
    /// The code of the currency that prices are in, where there are any.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.costs.as_ref().map(|costs| costs.currency.as_str())
    }
}
