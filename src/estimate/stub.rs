#![allow(missing_docs)]
pub fn normal_quantile(p: f64) -> f64 {
    bisect(-40.0, 40.0, |x| 0.5 * libm::erfc(-x / 2f64.sqrt()) < p)
}
fn bisect(mut a: f64, mut b: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let m = a + (b - a) / 2.0;
        if below(m) { a = m } else { b = m }
    }
    a + (b - a) / 2.0
}
pub fn student_t_quantile(degrees: f64, p: f64) -> f64 {
    if p < 0.5 {
        return -student_t_quantile(degrees, 1.0 - p);
    }
    let x = beta_quantile(degrees / 2.0, 0.5, 2.0 * (1.0 - p));
    (degrees * (1.0 - x) / x).sqrt()
}
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    bisect(0.0, 1.0, |x| beta_lower(a, b, x) < p)
}
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_lower(b, a, 1.0 - x);
    }
    let front = libm::exp(
        a * libm::log(x) + b * libm::log1p(-x) + libm::lgamma(a + b)
            - libm::lgamma(a)
            - libm::lgamma(b),
    ) / a;
    let tiny = 1e-300;
    let (mut f, mut c, mut d) = (1.0f64, 1.0f64, 0.0f64);
    for i in 0..100_000 {
        let m = f64::from(i / 2);
        let num = if i == 0 {
            1.0
        } else if i % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        };
        d = 1.0 + num * d;
        if d.abs() < tiny {
            d = tiny
        }
        d = 1.0 / d;
        c = 1.0 + num / c;
        if c.abs() < tiny {
            c = tiny
        }
        f *= c * d;
        if (1.0 - c * d).abs() < 1e-15 {
            break;
        }
    }
    front * (f - 1.0)
}

pub fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    beta_lower(b, a, 1.0 - x)
}
pub fn beta_upper_quantile(a: f64, b: f64, q: f64) -> f64 {
    1.0 - beta_quantile(b, a, q)
}
