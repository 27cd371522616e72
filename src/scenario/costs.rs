//! What things cost: prices in one currency, by what they are of.

use std::collections::BTreeMap;

use super::fields::{FieldDoc, field_table};
use super::names::{Section, check_name, rank};
use super::problem::Finding;
use super::quantities::text_of;
use super::reader::{Fields, Reading};
use super::serving::check_workload;
use super::tree::{Kind, Node};
use crate::model::{Costs, Pool, Service, ServiceId, StoreId};
use crate::quantity::text::{self, TextError};
use crate::quantity::{Hourly, HourlyPerByte, Money, PerByte};

pub(super) const FIELDS: &[FieldDoc] = field_table! {
    "Costs.currency": "text" = "required",
        "the code of the one currency that prices are in, such as \"USD\"";
    "Costs.member_hour": "map of pools to prices by the hour" = "{}",
        "each position of a pool, whatever the state of its member; of a retired one, no more";
    "Costs.spare_hour": "map of pools to prices by the hour" = "as `member_hour`",
        "each spare of a pool, until it is retired";
    "Costs.stored": "price of keeping data, or map of stores to them" = "{}",
        "what lies on stores: datasets and mirrors where the scenario puts them, and backups";
    "Costs.transfer": "map of links to prices of data" = "{}",
        "data that goes over a link: backups, restores, mirrors and what they catch up with";
    "Costs.repair": "map of repair pipelines to amounts of money" = "{}",
        "each repair that comes to its end, whether or not it sticks";
    "Costs.part": "map of parts to amounts of money" = "{}", "each part that a repair takes";
    "Costs.outage_hour": "map of services to prices by the hour" = "{}",
        "a service's being down otherwise than as planned";
    "Costs.planned_hour": "map of services to prices by the hour" = "{}",
        "a service's being down as planned";
    "Costs.incident": "map of services to amounts of money" = "{}",
        "each outage of a service, however short";
    "Costs.data_loss": "map of datasets to prices of data" = "{}",
        "data of a dataset that is lost for good, changes since the restored copy included";
    "Costs.lost_transaction": "map of services to amounts of money" = "{}",
        "each request of a service's workload that is lost (`transactions_lost`)";
    "Costs.people_hour": "map of on-call teams to prices by the hour" = "{}",
        "each of them that is busy with alarms";
    "Costs.crew_hour": "map of crews to prices by the hour" = "{}",
        "each of a crew that is at work";
    "Costs.fixed": "map of names to prices by the time" = "{}",
        "what is paid whatever happens, such as `\"site lease\": \"20000 USD/month\"`";
    "Costs.licence": "map of names to prices by the time" = "{}",
        "what is paid for the right to use things, whatever happens";
};

/// What has prices: the rows of the ids, where readable.
pub(super) struct Priced<'a> {
    pub(super) pools: &'a [Option<Pool>],
    pub(super) services: &'a [Option<Service>],
}

/// The prices.
pub(super) fn read(node: &Node, priced: &Priced<'_>, reading: &mut Reading) -> Option<Costs> {
    let fields = Fields::of(node, "Costs", reading)?;
    let currency = fields.required(reading, "currency", currency);
    let prices = Prices { fields: &fields, currency: currency.as_deref() };
    let member_hour = prices.map(reading, "member_hour", Section::Pools, Prices::hourly);
    let spare_hour = prices.map(reading, "spare_hour", Section::Pools, Prices::hourly);
    let stored = prices.stored(reading);
    let transfer = prices.map(reading, "transfer", Section::Links, Prices::per_byte);
    let repair = prices.map(reading, "repair", Section::Repairs, Prices::money);
    let part = prices.map(reading, "part", Section::Parts, Prices::money);
    let outage_hour = prices.map(reading, "outage_hour", Section::Services, Prices::hourly);
    let planned_hour = prices.map(reading, "planned_hour", Section::Services, Prices::hourly);
    let incident = prices.map(reading, "incident", Section::Services, Prices::money);
    let data_loss = prices.map(reading, "data_loss", Section::Datasets, Prices::per_byte);
    let lost_transaction = prices.of_workloads(reading, "lost_transaction", priced.services);
    let people_hour = prices.map(reading, "people_hour", Section::People, Prices::hourly);
    let crew_hour = prices.map(reading, "crew_hour", Section::Crews, Prices::hourly);
    let fixed = prices.named(reading, "fixed");
    let licence = prices.named(reading, "licence");
    let mut costs = Costs {
        member_hour: member_hour?,
        spare_hour: spare_hour?,
        stored: stored?,
        transfer: transfer?,
        repair: repair?,
        part: part?,
        outage_hour: outage_hour?,
        planned_hour: planned_hour?,
        incident: incident?,
        data_loss: data_loss?,
        lost_transaction: lost_transaction?,
        people_hour: people_hour?,
        crew_hour: crew_hour?,
        fixed: fixed?,
        licence: licence?,
        currency: currency?,
    };
    if costs == Costs::none(costs.currency.clone()) {
        return reading.report(
            Finding::at(fields.place, "nothing has a price in these costs")
                .label("a currency alone")
                .help("add prices, such as `member_hour: { \"gpu\": \"2.10 USD/h\" }`"),
        );
    }
    for (&pool, &price) in &costs.member_hour {
        let row = priced.pools[usize::from(pool)].as_ref();
        if row.is_some_and(|pool| pool.spare_count() > 0) {
            costs.spare_hour.entry(pool).or_insert(price);
        }
    }
    Some(costs)
}

fn currency(node: &Node, reading: &mut Reading) -> Option<String> {
    let Some(written) = text_of(node) else {
        return reading.mismatch(node, "a currency", "write its code in quotes: `\"USD\"`");
    };
    text::currency(written).map_or_else(|error| reading.report(finding(node, error)), Some)
}

/// An amount of money in the scenario's currency; without one, in any.
pub(super) fn money(node: &Node, currency: Option<&str>, reading: &mut Reading) -> Option<Money> {
    price(node, currency, ("an amount of money", ""), text::money, reading)
}

/// A quantity of money, with what it is called and what follows the currency in it.
fn price<P>(
    node: &Node,
    currency: Option<&str>,
    (what, per): (&str, &str),
    parse: fn(&str, Option<&str>) -> Result<P, TextError>,
    reading: &mut Reading,
) -> Option<P> {
    let unit = currency.unwrap_or("USD");
    match &node.kind {
        Kind::Text(written) => {
            parse(written, currency).map_or_else(|error| reading.report(finding(node, error)), Some)
        }
        Kind::Number(number) => reading.report(
            Finding::at(node.place, format!("{what} needs a currency"))
                .label("a number without a unit")
                .help(format!("write it with its unit, in quotes: `\"{number} {unit}{per}\"`")),
        ),
        _ => {
            let help = format!("write it with its unit, in quotes: `\"12.50 {unit}{per}\"`");
            reading.mismatch(node, what, &help)
        }
    }
}

fn finding(node: &Node, error: TextError) -> Finding {
    Finding::at(node.place, error.problem).label("not readable as money").help(error.help)
}

/// The fields that hold prices.
struct Prices<'f, 't> {
    fields: &'f Fields<'t>,
    /// `None` where it cannot be read, which has been reported.
    currency: Option<&'f str>,
}

impl Prices<'_, '_> {
    fn money(&self, node: &Node, reading: &mut Reading) -> Option<Money> {
        money(node, self.currency, reading)
    }

    fn hourly(&self, node: &Node, reading: &mut Reading) -> Option<Hourly> {
        price(node, self.currency, ("a price by the hour", "/h"), text::hourly, reading)
    }

    fn per_byte(&self, node: &Node, reading: &mut Reading) -> Option<PerByte> {
        price(node, self.currency, ("a price of data", "/GB"), text::per_byte, reading)
    }

    fn kept(&self, node: &Node, reading: &mut Reading) -> Option<HourlyPerByte> {
        let words = ("a price of keeping data", "/GB/month");
        price(node, self.currency, words, text::hourly_per_byte, reading)
    }

    /// A field with prices by the names of a section.
    fn map<Id: From<usize> + Ord, P>(
        &self,
        reading: &mut Reading,
        field: &str,
        section: Section,
        read: impl Fn(&Self, &Node, &mut Reading) -> Option<P>,
    ) -> Option<BTreeMap<Id, P>> {
        let find = |name: &str, node: &Node, reading: &mut Reading| {
            rank(section, name, node, reading).map(Id::from)
        };
        self.by_key(reading, field, find, read)
    }

    /// A field with amounts of money by the names of services that have a workload.
    fn of_workloads(
        &self,
        reading: &mut Reading,
        field: &str,
        services: &[Option<Service>],
    ) -> Option<BTreeMap<ServiceId, Money>> {
        let find = |name: &str, node: &Node, reading: &mut Reading| {
            let of = rank(Section::Services, name, node, reading).map(ServiceId::from)?;
            check_workload(services, of, node.place, reading).then_some(of)
        };
        self.by_key(reading, field, find, Self::money)
    }

    /// A field with prices by names of their own.
    fn named(&self, reading: &mut Reading, field: &str) -> Option<BTreeMap<String, Hourly>> {
        let find = |name: &str, node: &Node, reading: &mut Reading| {
            let found = reading.findings.len();
            check_name(name, node.place, reading);
            (reading.findings.len() == found).then(|| name.to_owned())
        };
        self.by_key(reading, field, find, Self::hourly)
    }

    /// One price for all stores, or one for each that is named.
    fn stored(&self, reading: &mut Reading) -> Option<BTreeMap<StoreId, HourlyPerByte>> {
        match self.fields.get("stored") {
            Some(node) if !matches!(node.kind, Kind::Map(_)) => {
                let price = self.kept(node, reading)?;
                let stores = reading.names.of(Section::Stores).len();
                Some((0..stores).map(|at| (StoreId::from(at), price)).collect())
            }
            _ => self.map(reading, "stored", Section::Stores, Self::kept),
        }
    }

    fn by_key<Key: Ord, P>(
        &self,
        reading: &mut Reading,
        field: &str,
        find: impl Fn(&str, &Node, &mut Reading) -> Option<Key>,
        read: impl Fn(&Self, &Node, &mut Reading) -> Option<P>,
    ) -> Option<BTreeMap<Key, P>> {
        let Some(node) = self.fields.get(field) else { return Some(BTreeMap::new()) };
        let help = format!("write `{field}: {{ \"name\": \"..\" }}`");
        let Kind::Map(entries) = &node.kind else {
            return reading.mismatch(node, "a map of names to prices", &help);
        };
        let mut prices = BTreeMap::new();
        let mut sound = true;
        for entry in entries {
            let Some(name) = text_of(&entry.key) else {
                sound = false;
                let _: Option<()> = reading.mismatch(&entry.key, "a name in quotes", &help);
                continue;
            };
            let key = find(name, &entry.key, reading);
            let price = read(self, &entry.value, reading);
            let Some((key, price)) = key.zip(price) else {
                sound = false;
                continue;
            };
            if prices.insert(key, price).is_some() {
                sound = false;
                let finding = Finding::at(entry.key.place, format!("`{name}` has a price already"))
                    .label("the second of this name")
                    .help("keep one of the two");
                reading.findings.push(finding);
            }
        }
        sound.then_some(prices)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Costs, PoolId};
    use crate::quantity::Hourly;
    use crate::scenario::{NoFiles, Source, load};

    fn read(costs: &str) -> Costs {
        let text = format!(
            "Scenario(format: 1, horizon: \"1y\", costs: Costs(currency: \"EUR\", {costs}),
                      stores: {{ \"nvme\": Store(), \"vault\": Store() }},
                      pools: {{ \"bare\": Pool(members: 1),
                                \"gpu\": Pool(members: 2, spares: [Hot(count: 1)]) }})"
        );
        let source = Source { name: "costs.ron".to_owned(), text };
        let read = load(&source, &[], &NoFiles).unwrap_or_else(|problems| panic!("{problems}"));
        read.model.costs.expect("there are costs")
    }

    /// `bare` has no spares that could cost anything.
    #[test]
    fn spares_cost_as_members_do_unless_said_otherwise() {
        let [bare, gpu] = [0, 1].map(PoolId::from);
        let costs = read("member_hour: { \"gpu\": \"2 EUR/h\", \"bare\": \"1 EUR/h\" }");
        assert_eq!(costs.member_hour.get(&bare), Some(&Hourly::new(1.0)));
        assert_eq!(costs.spare_hour.get(&gpu), Some(&Hourly::new(2.0)));
        assert_eq!(costs.spare_hour.get(&bare), None);
        let free =
            read("member_hour: { \"gpu\": \"2 EUR/h\" }, spare_hour: { \"gpu\": \"0 EUR/h\" }");
        assert_eq!(free.spare_hour.get(&gpu), Some(&Hourly::new(0.0)));
    }

    #[test]
    fn one_price_of_keeping_data_is_that_of_every_store() {
        let all = read("stored: \"0.02 EUR/GB/month\"").stored;
        assert_eq!(all.len(), 2);
        let each = "stored: { \"nvme\": \"0.02 EUR/GB/month\", \"vault\": \"20 EUR/TB/month\" }";
        let each = read(each).stored;
        for (one, other) in all.keys().zip(each.keys()) {
            assert_eq!(one, other);
        }
        assert_eq!(read("stored: { \"vault\": \"1 EUR/GB/y\" }").stored.len(), 1);
    }
}
