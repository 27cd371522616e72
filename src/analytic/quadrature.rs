//! Integrals over an interval, by Gauss and Legendre's rule on even panels.

use crate::quantity::GAUSS_LEGENDRE;

/// An interval of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub from: f64,
    pub to: f64,
}

/// A point at which a function is asked, and what its value there counts for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub at: f64,
    pub weight: f64,
}

impl Interval {
    /// Points of this interval with which polynomials up to degree 31 are integrated exactly.
    pub fn points(self) -> impl Iterator<Item = Point> {
        let (half, centre) = (0.5 * (self.to - self.from), 0.5 * (self.from + self.to));
        GAUSS_LEGENDRE.into_iter().flat_map(move |(node, weight)| {
            let point = |node: f64| Point { at: centre + half * node, weight: half * weight };
            [point(node), point(-node)]
        })
    }

    /// So many even parts of it.
    pub fn panels(self, count: u32) -> impl Iterator<Item = Self> {
        let end = move |panel: u32| {
            let share = f64::from(panel) / f64::from(count);
            self.from + share * (self.to - self.from)
        };
        (0..count).map(move |panel| Self { from: end(panel), to: end(panel + 1) })
    }

    /// The integral of a function over it; exact for polynomials up to degree 31.
    pub fn integral(self, of: impl Fn(f64) -> f64) -> f64 {
        self.points().map(|point| point.weight * of(point.at)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_are_integrated_exactly() {
        let found = Interval { from: 1.0, to: 3.0 }.integral(|x| x * x * x);
        assert!((found - 20.0).abs() < 1e-13, "{found}");
        let panels = Interval { from: 0.0, to: 30.0 }.panels(10);
        let found: f64 = panels.map(|panel| panel.integral(|x| libm::exp(-x))).sum();
        assert!((found - 1.0).abs() < 1e-12, "{found}");
    }
}
