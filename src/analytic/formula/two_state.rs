//! One member that is up and down for exponential times.
//!
//! `A(t) = (m + l e^(-(l+m) t)) / (l+m)`, and its average over `[0, T]`. Barlow and Proschan
//! (1975), section 7.2.

/// Where it comes from.
pub const SOURCE: &str = "Barlow and Proschan 1975, 7.2: two-state availability";

/// The rates of a member that starts up.
#[derive(Clone, Copy, Debug)]
pub struct TwoState {
    /// Per hour up.
    pub failures: f64,
    /// Per hour down.
    pub repairs: f64,
}

impl TwoState {
    /// The probability of being up at a time in hours.
    #[must_use]
    pub fn availability_at(self, hours: f64) -> f64 {
        let total = self.failures + self.repairs;
        (self.repairs + self.failures * libm::exp(-total * hours)) / total
    }

    /// The mean hours up until a time in hours.
    #[must_use]
    pub fn uptime(self, hours: f64) -> f64 {
        let total = self.failures + self.repairs;
        let settling = -libm::expm1(-total * hours) / total;
        (self.repairs * hours + self.failures * settling) / total
    }
}
