//! Where members can be: the states that observers are told of.

/// The states of a member, as the ledger keeps them. A member is in exactly one at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberState {
    /// In a position and up.
    Active,
    /// Whole, in a domain that is down.
    Dark,
    /// A spare that is not called.
    Standby,
    /// A spare on its way into a position.
    Activating,
    /// Failed, and not yet detected.
    Undetected,
    AwaitingPart,
    AwaitingCrew,
    /// A stage of its repair waits for people who are called to acknowledge.
    AwaitingPeople,
    InRepair,
    /// Out of service for planned work.
    Maintained,
    /// Failed for a while, detected, and coming back by itself.
    Recovering,
    /// Failed, detected, and never coming back: nothing repairs it.
    Lost,
    /// Out of the pool for good, having failed too often.
    Retired,
}

impl MemberState {
    /// Every state.
    pub const ALL: [Self; 13] = [
        Self::Active,
        Self::Dark,
        Self::Standby,
        Self::Activating,
        Self::Undetected,
        Self::AwaitingPart,
        Self::AwaitingCrew,
        Self::AwaitingPeople,
        Self::InRepair,
        Self::Maintained,
        Self::Recovering,
        Self::Lost,
        Self::Retired,
    ];

    /// The state's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Dark => "dark",
            Self::Standby => "standby",
            Self::Activating => "activating",
            Self::Undetected => "undetected",
            Self::AwaitingPart => "awaiting_part",
            Self::AwaitingCrew => "awaiting_crew",
            Self::AwaitingPeople => "awaiting_people",
            Self::InRepair => "in_repair",
            Self::Maintained => "maintained",
            Self::Recovering => "recovering",
            Self::Lost => "lost",
            Self::Retired => "retired",
        }
    }
}
