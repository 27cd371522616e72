//! Copies on several sites: the data is lost when no site has its copy.
//!
//! Site i loses its copy at a rate l_i and has it again, made from another site's, after an
//! exponential time of rate u_i: a chain on the sets of sites that have none. For two alike
//! `MTTDL = (3 l + u) / (2 l^2)`; without rebuilding, `P(loss by t) = prod (1 - e^(-l_i t))`.
//! Trivedi (2002), Probability and statistics, chapter 8: parallel systems with repair.

use crate::analytic::chain::{ChainProblem, System, Transient, explore};

/// Where it comes from.
pub const SOURCE: &str = "Trivedi 2002, ch. 8: parallel components with repair, exact chain";

/// A site with a copy. Rates per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    pub losses: f64,
    /// 0: what is lost stays lost.
    pub rebuilds: f64,
}

/// Sites of which one copy is enough; at most 12.
#[derive(Clone, Debug, PartialEq)]
pub struct Sites(pub Vec<Site>);

impl System for Sites {
    /// One bit a site: its copy is gone.
    type State = u32;

    fn start(&self) -> u32 {
        0
    }

    fn moves(&self, gone: &u32, moves: &mut Vec<(u32, f64)>) {
        if *gone == self.all() {
            return;
        }
        for (number, site) in self.0.iter().enumerate() {
            let rate = if gone >> number & 1 == 0 { site.losses } else { site.rebuilds };
            if rate > 0.0 {
                moves.push((gone ^ 1 << number, rate));
            }
        }
    }
}

impl Sites {
    /// The probability that no site has a copy at some instant within some hours.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn lost_within(&self, hours: f64) -> Result<f64, ChainProblem> {
        let (chain, states) = explore(self, 4096)?;
        let mut walk = Transient::new(&chain, Vec::new());
        walk.advance_to(hours)?;
        let lost: Vec<bool> = states.iter().map(|&gone| gone == self.all()).collect();
        Ok(walk.probability_of(&lost))
    }

    /// The mean time in hours until no site has a copy.
    ///
    /// # Errors
    /// When the chain is too large.
    pub fn mean_time(&self) -> Result<f64, ChainProblem> {
        let (chain, states) = explore(self, 4096)?;
        let kept: Vec<bool> = states.iter().map(|&gone| gone != self.all()).collect();
        chain.mean_time_until_outside(&kept)
    }

    fn all(&self) -> u32 {
        (1 << self.0.len()) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_alike_follow_the_closed_form() {
        let (losses, rebuilds) = (1e-5, 0.01);
        let sites = Sites(vec![Site { losses, rebuilds }; 2]);
        let expected = (3.0 * losses + rebuilds) / (2.0 * losses * losses);
        let found = sites.mean_time().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-14, "{found} is not {expected}");
    }

    #[test]
    fn without_rebuilding_each_goes_its_own_way() {
        let site = |losses| Site { losses, rebuilds: 0.0 };
        let sites = Sites(vec![site(1e-7), site(2e-6), site(1e-5)]);
        let gone = |losses: f64| -libm::expm1(-losses * 1000.0);
        let expected = gone(1e-7) * gone(2e-6) * gone(1e-5);
        let found = sites.lost_within(1000.0).unwrap();
        assert!((found / expected - 1.0).abs() < 1e-11, "{found} is not {expected}");
    }
}
