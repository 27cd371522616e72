//! Tables with typed ids: an id of one table does not fit another.

use std::marker::PhantomData;
use std::ops::Index;

/// What has a name that identifies it within its table.
pub trait Named {
    fn name(&self) -> &str;
}

/// A list whose rows are found by their own kind of id.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<Id, Row> {
    rows: Vec<Row>,
    id: PhantomData<Id>,
}

impl<Id: From<usize> + Into<usize>, Row> Table<Id, Row> {
    /// The table of these rows, in this order.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        Self { rows, id: PhantomData }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Every row, in order of id.
    pub fn iter(&self) -> std::slice::Iter<'_, Row> {
        self.rows.iter()
    }

    /// Every id, ascending.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Id> + use<Id, Row> {
        (0..self.rows.len()).map(Id::from)
    }

    /// Every id with its row.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (Id, &Row)> {
        self.rows.iter().enumerate().map(|(index, row)| (Id::from(index), row))
    }
}

impl<Id: From<usize> + Into<usize>, Row: Named> Table<Id, Row> {
    /// The id of the row of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Id> {
        self.rows.iter().position(|row| row.name() == name).map(Id::from)
    }
}

impl<Id: Into<usize>, Row> Index<Id> for Table<Id, Row> {
    type Output = Row;
    fn index(&self, id: Id) -> &Row {
        &self.rows[id.into()]
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(u16);

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(u16::try_from(index).expect("a table has at most 65,536 rows"))
            }
        }

        impl From<$name> for usize {
            fn from(id: $name) -> Self {
                Self::from(id.0)
            }
        }
    )*};
}

ids! {
    /// A pool of the model.
    PoolId,
    /// A failure mode of the model.
    FailureId,
    /// A detector of the model.
    DetectorId,
    /// A repair pipeline of the model.
    RepairId,
    /// A crew of the model.
    CrewId,
    /// A kind of part of the model.
    PartId,
    /// A store of the model.
    StoreId,
    /// A dataset of the model.
    DatasetId,
    /// A backup job of the model.
    BackupId,
    /// A mirror of the model.
    MirrorId,
    /// A domain of the model.
    DomainId,
    /// A link of the model.
    LinkId,
    /// A credential of the model.
    CredentialId,
    /// An encryption key of the model.
    KeyId,
    /// A service of the model.
    ServiceId,
    /// People on call of the model.
    OnCallId,
    /// A predictor of the model.
    PredictorId,
    /// Planned maintenance of the model.
    MaintenanceId,
    /// Training of the model.
    TrainingId,
}

macro_rules! named {
    ($($row:ty),* $(,)?) => {$(
        impl Named for $row {
            fn name(&self) -> &str {
                &self.name
            }
        }
    )*};
}

named! {
    super::Pool, super::Failure, super::Detector, super::Repair, super::Crew, super::Part,
    super::Store, super::Dataset, super::Backup, super::Mirror, super::Domain, super::Link,
    super::Credential, super::EncryptionKey, super::Service, super::OnCall, super::Predictor,
    super::Maintenance, super::Training,
}
