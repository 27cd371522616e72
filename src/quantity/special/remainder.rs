//! What is left of exponentials beyond their first terms, with full relative accuracy near 0.

/// e^x - 1 - x.
#[must_use]
pub fn exp_beyond_line(x: f64) -> f64 {
    if x.abs() > 1.0 { libm::expm1(x) - x } else { series(0.5 * x * x, |n| x / (n + 2.0)) }
}

/// sinh x - x.
#[must_use]
pub fn sinh_beyond_line(x: f64) -> f64 {
    if x.abs() > 1.0 {
        return libm::sinh(x) - x;
    }
    let square = x * x;
    let next = |n| square / ((2.0 * n + 2.0) * (2.0 * n + 3.0));
    series(square * x / 6.0, next)
}

/// The sum from a first term on, of which the n-th is the one before it times `factor(n)`.
fn series(first: f64, factor: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut n) = (first, first, 1.0);
    loop {
        term *= factor(n);
        sum += term;
        if term.abs() <= sum.abs() * super::EPSILON {
            return sum;
        }
        n += 1.0;
    }
}

#[cfg(test)]
mod tests {

    use super::super::assert_close;
    use super::*;

    /// x, e^x - 1 - x and sinh x - x, from 60 digits.
    const VALUES: [(f64, f64, f64); 9] = [
        (1e-10, 5.000000000166667e-21, 1.6666666666666669e-31),
        (0.001, 5.00166708341668e-07, 1.666666750000002e-10),
        (0.2, 0.021402758160169837, 0.001336002541093988),
        (0.99, 0.7012344723492623, 0.1698288906636083),
        (1.0, 0.7182818284590452, 0.17520119364380146),
        (1.01, 0.7356010150169165, 0.18069101772269658),
        (3.0, 16.085536923187668, 7.017874927409902),
        (50.0, 5.184705528587072e+21, 2.592352764293536e+21),
        (-0.5, 0.10653065971263342, -0.02109530549374736),
    ];

    #[test]
    fn values_are_right() {
        for (x, exp, sinh) in VALUES {
            assert_close(&format!("e^{x} - 1 - {x}"), exp_beyond_line(x), exp, 2e-15);
            assert_close(&format!("sinh {x} - {x}"), sinh_beyond_line(x), sinh, 2e-15);
        }
        assert_eq!([exp_beyond_line(0.0), sinh_beyond_line(0.0)], [0.0; 2]);
    }
}
