//! Every field of the language in one table: what `explain` prints, what the documentation is
//! tested against, and what an unknown field is compared with.

use std::sync::LazyLock;

/// One field of the scenario language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDoc {
    /// The type and the field: `Pool.members`; of two types of one name, the second one behind
    /// where it stands: `Failover.OnCall.people`.
    pub path: &'static str,
    /// What is written there, with its unit.
    pub type_: &'static str,
    /// As written, or `required`, or `none` where leaving it out means something else.
    pub default: &'static str,
    /// What it means.
    pub text: &'static str,
}

impl FieldDoc {
    /// The type that has the field: `Pool`.
    #[must_use]
    pub fn of(&self) -> &'static str {
        self.path.rsplit_once('.').map_or(self.path, |parts| parts.0)
    }

    /// The field's own name: `members`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |parts| parts.1)
    }
}

/// A section's part of the table: `"Pool.members": "count" = "required", "what it means";`.
macro_rules! field_table {
    ($($path:literal: $type_:literal = $default:literal, $text:literal;)*) => {
        &[$($crate::scenario::FieldDoc {
            path: $path,
            type_: $type_,
            default: $default,
            text: $text,
        }),*]
    };
}
pub(super) use field_table;

static ALL: LazyLock<Vec<FieldDoc>> = LazyLock::new(|| {
    [
        super::settings::FIELDS,
        super::root::FIELDS,
        super::domain::FIELDS,
        super::pool::FIELDS,
        super::failure::FIELDS,
        super::occurs::FIELDS,
        super::effect::FIELDS,
        super::strikes::FIELDS,
        super::trace::FIELDS,
        super::trigger::FIELDS,
        super::detector::FIELDS,
        super::repair::FIELDS,
        super::hours::FIELDS,
        super::people::FIELDS,
        super::predictor::FIELDS,
        super::maintenance::FIELDS,
        super::store::FIELDS,
        super::link::FIELDS,
        super::dataset::FIELDS,
        super::mirror::FIELDS,
        super::backup::FIELDS,
        super::service::FIELDS,
        super::placement::FIELDS,
        super::failover::FIELDS,
        super::drills::FIELDS,
        super::serving::FIELDS,
        super::demand::FIELDS,
        super::training::FIELDS,
        super::need::FIELDS,
        super::objective::FIELDS,
        super::costs::FIELDS,
        super::law::FIELDS,
    ]
    .concat()
});

/// Every field, type by type in the order of the documentation.
#[must_use]
pub fn fields() -> &'static [FieldDoc] {
    &ALL
}

/// The names of the fields of a type.
pub(super) fn names_of(type_: &str) -> Vec<&'static str> {
    fields().iter().filter(|field| field.of() == type_).map(FieldDoc::name).collect()
}
