//! How often a part lies on the shelf: one for one replenishment under Poisson demand.
//!
//! What is on order is Poisson with the mean demand within a lead time, by whatever law of lead
//! times (Palm 1938); a demand is met at once while less than the stock is on order:
//! `P(Poisson(l L) <= s - 1)`. Feeney and Sherbrooke (1966), The (s-1, s) inventory policy.

use super::poisson::Stream;

/// Where it comes from.
pub const SOURCE: &str = "Palm 1938; Feeney and Sherbrooke 1966: (s-1, s) stock";

/// A shelf whose parts are reordered one for one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shelf {
    pub stock: u32,
    /// The mean number of demands within a lead time.
    pub demand: f64,
}

impl Shelf {
    /// The probability that a demand finds a part on the shelf.
    #[must_use]
    pub fn fill_rate(self) -> f64 {
        self.stock.checked_sub(1).map_or(0.0, |other| Stream { mean: self.demand }.at_most(other))
    }

    /// The probability that it does not.
    #[must_use]
    pub fn stock_out(self) -> f64 {
        self.stock.checked_sub(1).map_or(1.0, |other| Stream { mean: self.demand }.more_than(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_parts_for_forty_failures_a_year() {
        let shelf = Shelf { stock: 8, demand: 40.0 * 14.0 / 365.0 };
        assert!((shelf.fill_rate() - 0.999_802_85).abs() < 5e-9, "{}", shelf.fill_rate());
        assert!((shelf.fill_rate() + shelf.stock_out() - 1.0).abs() < 1e-15);
        assert_eq!(Shelf { stock: 0, demand: 1.0 }.fill_rate(), 0.0);
    }
}
