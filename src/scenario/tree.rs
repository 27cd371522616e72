//! The tree of a scenario: what was written, with the place of every part, and nothing judged.
//!
//! The file and each override are read into the same kind of tree, so that what comes from the
//! command line is checked, and complained about, like what stands in the file.

/// A stretch of text in one of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// 0 for the file, `i` for the `i`-th override.
    pub(super) source: usize,
    /// Bytes from the start of the source.
    pub(super) start: usize,
    /// Exclusive.
    pub(super) end: usize,
}

/// An identifier with its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) place: Place,
}

/// One value.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) kind: Kind,
}

/// What kind of value.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// `None`: the same as leaving the field out.
    Absent,
    Flag(bool),
    /// As written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// `Word`, `Word(..)` or `(..)`.
    Call(Call),
    /// A kind of value that nothing in a scenario takes, described.
    Foreign(&'static str),
    /// Not readable; already reported.
    Broken,
}

/// `key: value` in a map.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: Node,
    pub(super) value: Node,
}

/// `Word`, `Word(..)` or `(..)`.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) word: Option<Word>,
    pub(super) body: Body,
}

/// What stands in the parentheses.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// No parentheses.
    Bare,
    /// Values without names.
    Items(Vec<Node>),
    /// Values with names.
    Fields(Vec<Field>),
}

/// `name: value` in parentheses.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: Word,
    pub(super) value: Node,
}

impl Node {
    /// What it is, for a message: "a number".
    pub(super) fn describe(&self) -> String {
        match &self.kind {
            Kind::Absent => "`None`".to_string(),
            Kind::Flag(value) => format!("`{value}`"),
            Kind::Number(_) => "a number".to_string(),
            Kind::Text(_) => "text in quotes".to_string(),
            Kind::List(_) => "a list".to_string(),
            Kind::Map(_) => "a map".to_string(),
            Kind::Call(call) => call.describe(),
            Kind::Foreign(what) => (*what).to_string(),
            Kind::Broken => "something unreadable".to_string(),
        }
    }
}

impl Call {
    fn describe(&self) -> String {
        match (&self.word, &self.body) {
            (Some(word), Body::Bare) => format!("`{}`", word.text),
            (Some(word), _) => format!("`{}(..)`", word.text),
            (None, Body::Fields(_)) => "`(..)` without a name before it".to_string(),
            (None, _) => "`(..)`".to_string(),
        }
    }
}
