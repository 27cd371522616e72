//! Whether the copies of a dataset keep the 3-2-1-1-0 rule: three copies on different stores, on
//! two media, one off site, one immutable or offline, and none unverified; and whether one
//! credential or one domain can take them all.
//!
//! Copies are the live dataset, its mirrors and what its backup jobs write. A site is an outermost
//! domain; a store that is in no domain (and is not built on members that are) lies nowhere known,
//! and nowhere known is not off site. Immutable are backups on a store that keeps them so for at
//! least their interval, so that there always is one; a mirror never is. Mirrors need no
//! verification: they are compared all the time. A credential takes what lies on a store that it
//! opens, but for offline stores and immutable backups; a domain takes every store within it.

use std::collections::BTreeSet;

use crate::model::{Backup, CredentialId, Dataset, DatasetId, DomainId, Model, StoreId};

/// How the copies of a dataset stand with the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRule {
    pub dataset: String,
    /// The five parts of the rule.
    pub parts: [Part; 5],
    /// Whether no credential, and no domain, can take all copies.
    pub reach: [Part; 2],
}

/// One thing that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    pub kept: bool,
    /// What keeps or breaks it, by name.
    pub why: String,
}

impl CopyRule {
    /// How the copies of a dataset stand with the rule.
    #[must_use]
    pub fn of(model: &Model, id: DatasetId) -> Self {
        let copies = Copies::of(model, id);
        Self {
            dataset: copies.dataset.name.clone(),
            parts: [
                copies.three(),
                copies.two_media(),
                copies.off_site(),
                copies.immutable_or_offline(),
                copies.unverified(),
            ],
            reach: [copies.one_credential(), copies.one_domain()],
        }
    }

    /// Whether every part of the rule is kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.parts.iter().all(|part| part.kept)
    }

    /// The parts of the rule, then what one thing alone can reach.
    pub fn all(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().chain(&self.reach)
    }
}

/// A store with a copy that is not the live dataset.
struct Copied<'m> {
    to: StoreId,
    /// The job; `None`: a mirror.
    backup: Option<&'m Backup>,
}

struct Copies<'m> {
    model: &'m Model,
    dataset: &'m Dataset,
    copied: Vec<Copied<'m>>,
    /// The live store and all others, each once.
    stores: BTreeSet<StoreId>,
}

impl<'m> Copies<'m> {
    fn of(model: &'m Model, id: DatasetId) -> Self {
        let dataset = &model.datasets[id];
        let mirrors = model.mirrors_of(id).map(|mirror| Copied { to: mirror.to, backup: None });
        let backups = model.backups_of(id);
        let backups = backups.map(|backup| Copied { to: backup.to, backup: Some(backup) });
        let copied: Vec<_> = mirrors.chain(backups).collect();
        let others = copied.iter().map(|copy| copy.to);
        let stores = std::iter::once(dataset.on).chain(others).collect();
        Self { model, dataset, copied, stores }
    }

    fn three(&self) -> Part {
        let kept = self.stores.len() >= 3;
        let stores = self.names(self.stores.iter().copied());
        part("three copies", kept, format!("on {stores}"))
    }

    fn two_media(&self) -> Part {
        let media: BTreeSet<&str> =
            self.stores.iter().map(|&store| self.model.stores[store].medium.as_str()).collect();
        let kept = media.len() >= 2;
        let media = list(media.into_iter().map(str::to_string));
        part("two media", kept, if kept { media } else { format!("all on {media}") })
    }

    fn off_site(&self) -> Part {
        let name = "one off site";
        let site = |store| self.domain(store).map(|domain| self.model.site(domain));
        let Some(live) = site(self.dataset.on) else {
            let store = &self.model.stores[self.dataset.on].name;
            return part(name, false, format!("`{store}`, where it lives, is in no domain"));
        };
        let elsewhere: BTreeSet<StoreId> = self.others().collect();
        let (known, nowhere): (Vec<_>, Vec<_>) =
            elsewhere.into_iter().partition(|&store| site(store).is_some());
        let away: Vec<_> = known.into_iter().filter(|&store| site(store) != Some(live)).collect();
        if let Some(&away) = away.first() {
            let at = site(away).expect("it is known where it is");
            let at = &self.model.domains[at].name;
            return part(name, true, format!("`{}` is in `{at}`", self.model.stores[away].name));
        }
        let mut why = format!("no copy is known to be outside `{}`", self.model.domains[live].name);
        if !nowhere.is_empty() {
            let verb = if nowhere.len() == 1 { "is" } else { "are" };
            why += &format!("; {} {verb} in no domain", self.names(nowhere));
        }
        part(name, false, why)
    }

    fn immutable_or_offline(&self) -> Part {
        let name = "one immutable or offline";
        let safe = self.copied.iter().find_map(|copy| self.protection(copy));
        if let Some(safe) = safe {
            return part(name, true, safe);
        }
        let short = self.copied.iter().find_map(|copy| self.too_short(copy));
        let none = || "every copy can be changed".to_string();
        part(name, false, short.unwrap_or_else(none))
    }

    fn unverified(&self) -> Part {
        let backups = self.copied.iter().filter_map(|copy| copy.backup);
        let unverified = backups.filter(|backup| backup.verifies.is_none());
        let unverified: Vec<_> = unverified.map(|backup| quoted(&backup.name)).collect();
        let kept = unverified.is_empty();
        let why = match (kept, self.copied.iter().any(|copy| copy.backup.is_some())) {
            (false, _) => format!("no verification of {}", list(unverified)),
            (true, true) => "every backup job is verified".to_string(),
            (true, false) => "there is no backup job".to_string(),
        };
        part("none unverified", kept, why)
    }

    fn one_credential(&self) -> Part {
        let takes_all = |credential: &CredentialId| {
            self.opens(self.dataset.on, *credential)
                && self
                    .copied
                    .iter()
                    .all(|copy| self.opens(copy.to, *credential) && self.protection(copy).is_none())
        };
        let found = self.model.credentials.ids().find(takes_all);
        let why = found.map_or_else(
            || "none takes them all".to_string(),
            |id| format!("`{}` takes them all", self.model.credentials[id].name),
        );
        part("no single credential", found.is_none(), why)
    }

    /// The innermost domain that holds every copy is what breaks it.
    fn one_domain(&self) -> Part {
        let around = |store: &StoreId| {
            let domain = self.domain(*store);
            domain.map(|domain| self.model.outwards(domain).collect::<Vec<_>>())
        };
        let all: Option<Vec<_>> = self.stores.iter().map(around).collect();
        let found = all.and_then(|all| {
            let holds_all = |domain: &&DomainId| all.iter().all(|around| around.contains(domain));
            all[0].iter().find(holds_all).copied()
        });
        let why = found.map_or_else(
            || "none takes them all".to_string(),
            |id| format!("`{}` takes them all", self.model.domains[id].name),
        );
        part("no single domain", found.is_none(), why)
    }

    /// The innermost domain that a store as a whole lies in.
    fn domain(&self, store: StoreId) -> Option<DomainId> {
        let store = &self.model.stores[store];
        store.within.or_else(|| {
            let across = &self.model.pools[store.built.as_ref()?.pool].across;
            let (&first, rest) = across.split_first()?;
            let holds_all =
                |&outer: &DomainId| rest.iter().all(|&at| self.model.lies_in(at, outer));
            self.model.outwards(first).find(holds_all)
        })
    }

    fn opens(&self, store: StoreId, credential: CredentialId) -> bool {
        let store = &self.model.stores[store];
        store.credential == Some(credential) && !store.offline
    }

    /// Why a copy cannot be deleted by whoever has a credential.
    fn protection(&self, copy: &Copied<'_>) -> Option<String> {
        let store = &self.model.stores[copy.to];
        if store.offline {
            return Some(format!("`{}` is offline", store.name));
        }
        let backup = copy.backup?;
        let always = store.immutable_for.seconds() > 0.0 && store.immutable_for >= backup.every;
        always.then(|| format!("`{}` is immutable on `{}`", backup.name, store.name))
    }

    /// A backup that is immutable for less than its interval.
    fn too_short(&self, copy: &Copied<'_>) -> Option<String> {
        let (store, backup) = (&self.model.stores[copy.to], copy.backup?);
        let short = store.immutable_for.seconds() > 0.0 && store.immutable_for < backup.every;
        short.then(|| {
            format!("`{}` is immutable on `{}` for less than its interval", backup.name, store.name)
        })
    }

    fn others(&self) -> impl Iterator<Item = StoreId> + '_ {
        self.copied.iter().map(|copy| copy.to)
    }

    fn names(&self, stores: impl IntoIterator<Item = StoreId>) -> String {
        let names = stores.into_iter().map(|store| quoted(&self.model.stores[store].name));
        list(names)
    }
}

fn part(name: &'static str, kept: bool, why: String) -> Part {
    Part { name, kept, why }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<_> = items.into_iter().collect();
    let Some(last) = items.pop() else { return String::new() };
    if items.is_empty() { last } else { format!("{} and {last}", items.join(", ")) }
}

#[cfg(test)]
mod tests;
