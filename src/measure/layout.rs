//! Which columns an outcome has, known from the model alone.

use super::Column;
use crate::quantity::Time;

/// The columns of every outcome of a model, in the order in which outcomes hold them.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// One value a replication.
    pub values: Vec<Column>,
    /// What is pooled over all that happened, and times to a first happening.
    pub pooled: Vec<Column>,
    /// Values over time, each at every one of `times`.
    pub series: Vec<Column>,
    pub times: Vec<Time>,
    /// Whether some failure can begin an incident that is told in a row of its own.
    pub incidents: bool,
}
