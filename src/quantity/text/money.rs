//! Money and prices: `"5000 USD"`, `"12.50 USD/h"`, `"0.05 USD/GB"`, `"0.02 USD/GB/month"`.

use super::TextError;
use super::bytes::{factor, meant};
use super::number::{Kind, part};
use super::rate::per;
use crate::quantity::{Hourly, HourlyPerByte, MONTH_H, Money, PerByte};

/// The most letters of a currency.
const LETTERS: usize = 8;

/// How each kind of price is written, with what stands for the number and the currency before it.
#[derive(Clone, Copy)]
struct Form {
    noun: &'static str,
    /// What follows the currency, such as `/GB/month`; other units may stand for these.
    example: &'static str,
}

const AMOUNT: Form = Form { noun: "amount of money", example: "" };
const HOURLY: Form = Form { noun: "price by the hour", example: "/h" };
const PER_BYTE: Form = Form { noun: "price of data", example: "/GB" };
const STORAGE: Form = Form { noun: "price of keeping data", example: "/GB/month" };

/// Reads a currency: letters alone, such as a code of ISO 4217.
///
/// # Errors
/// When the text is anything else.
pub fn currency(text: &str) -> Result<String, TextError> {
    let letters = !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphabetic());
    if letters && text.len() <= LETTERS {
        return Ok(text.to_owned());
    }
    let help = format!("write a code of at most {LETTERS} letters, such as `USD`");
    Err(TextError::new(format!("`{text}` is no currency"), help))
}

/// Reads an amount of money: `5000 USD`, `2e6 USD`.
///
/// # Errors
/// When the text is anything else, or in another currency where one is given.
pub fn money(text: &str, currency: Option<&str>) -> Result<Money, TextError> {
    let (amount, []) = read(text, currency, AMOUNT)?;
    Ok(Money::new(amount))
}

/// Reads a price by the time: `12.50 USD/h`, `20000 USD/month` (of 730 h).
///
/// # Errors
/// When the text is anything else, or in another currency where one is given.
pub fn hourly(text: &str, currency: Option<&str>) -> Result<Hourly, TextError> {
    let (amount, [time]) = read(text, currency, HOURLY)?;
    Ok(Hourly::new(amount / hours(time)?))
}

/// Reads a price by the amount of data: `0.05 USD/GB`.
///
/// # Errors
/// When the text is anything else, or in another currency where one is given.
pub fn per_byte(text: &str, currency: Option<&str>) -> Result<PerByte, TextError> {
    let (amount, [data]) = read(text, currency, PER_BYTE)?;
    Ok(PerByte::new(amount / bytes(data)?))
}

/// Reads a price of keeping data: `0.02 USD/GB/month` (of 730 h).
///
/// # Errors
/// When the text is anything else, or in another currency where one is given.
pub fn hourly_per_byte(text: &str, currency: Option<&str>) -> Result<HourlyPerByte, TextError> {
    let (amount, [data, time]) = read(text, currency, STORAGE)?;
    Ok(HourlyPerByte::new(amount / bytes(data)? / hours(time)?))
}

/// The amount and what stands after each `/`.
fn read<'t, const N: usize>(
    text: &'t str,
    currency: Option<&str>,
    form: Form,
) -> Result<(f64, [&'t str; N]), TextError> {
    let mut pieces = text.trim().split('/').map(str::trim);
    let first = pieces.next().unwrap_or("");
    let unit = currency.unwrap_or("USD");
    let example = form.example;
    let help = format!("write it as in `12.50 {unit}{example}`");
    let kind = Kind { noun: form.noun, help: "write it as in `12.50 USD`" };
    let (found, rest) = part(first, kind).map_err(|error| with_help(error, kind, &help))?;
    let (number, written, found_unit, rest) = match exponent(found.unit, rest) {
        None => (found.number, found.number_text.to_owned(), found.unit, rest),
        Some((digits, rest)) => {
            let written = format!("{}e{digits}", found.number_text);
            let number = written.replace('_', "").parse().unwrap_or(f64::INFINITY);
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (number, written, &rest[..end], rest[end..].trim_start())
        }
    };
    if !number.is_finite() {
        return Err(TextError::new(format!("`{written}` is too large"), "write a smaller one"));
    }
    if found_unit.is_empty() {
        let help = format!("write `{written} {unit}{example}`");
        return Err(TextError::new(format!("`{written}` has no currency"), help));
    }
    if !rest.is_empty() {
        let problem = format!("`{first}` is more than one number with its currency");
        return Err(TextError::new(problem, help));
    }
    if currency.is_some_and(|currency| currency != found_unit) {
        let help = format!("write `{written} {unit}{example}`; there is one currency");
        return Err(TextError::new(format!("`{found_unit}` is not the currency `{unit}`"), help));
    }
    let pieces: Vec<&str> = pieces.collect();
    let Ok(pieces) = pieces.try_into() else {
        let help = format!("write `{written} {unit}{example}`");
        return Err(TextError::new(format!("`{text}` is no {}", form.noun), help));
    };
    Ok((number, pieces))
}

/// The power of ten of a number such as `2e6`, of which `e` was taken for a unit; and what follows.
fn exponent<'t>(unit: &str, rest: &'t str) -> Option<(&'t str, &'t str)> {
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    let is_one = matches!(unit, "e" | "E") && end > 0;
    is_one.then(|| (&rest[..end], rest[end..].trim_start()))
}

/// An error whose help, if it is the general one, names the currency and the form.
fn with_help(error: TextError, kind: Kind, help: &str) -> TextError {
    let general = error.help == kind.help;
    TextError { help: if general { help.to_owned() } else { error.help }, ..error }
}

/// The hours in a time whose number may be left out when it is 1; a month is one here.
fn hours(time: &str) -> Result<f64, TextError> {
    if matches!(time, "month" | "1month" | "1 month") {
        return Ok(MONTH_H);
    }
    if matches!(time, "mo" | "mon" | "months") {
        return Err(TextError::new(format!("`{time}` is no unit of time"), "write `/month`"));
    }
    let hours = per(time)?.hours();
    if hours > 0.0 {
        return Ok(hours);
    }
    Err(TextError::new("this is a price over no time", "write a time such as `/h` or `/month`"))
}

/// The bytes in a unit of data.
fn bytes(unit: &str) -> Result<f64, TextError> {
    factor(unit).ok_or_else(|| {
        let help = meant(&unit.to_lowercase()).map_or_else(
            || "the units are `B`, `kB`, `MB` .. `EB` and `KiB`, `MiB` .. `EiB`".to_owned(),
            |name| format!("write the data as `{name}`"),
        );
        TextError::new(format!("`{unit}` is no unit of data"), help)
    })
}

#[cfg(test)]
mod tests {
    use super::super::assert_refused;
    use super::*;
    use crate::quantity::{Bytes, Span};

    const USD: Option<&str> = Some("USD");

    #[test]
    fn what_people_write_is_read() {
        let cases = [
            ("5000 USD", 5000.0),
            ("0.001 USD", 0.001),
            ("250_000 USD", 250_000.0),
            ("2e6 USD", 2e6),
            ("1.5e3USD", 1500.0),
            (" 0 USD ", 0.0),
        ];
        for (text, amount) in cases {
            assert_eq!(money(text, USD), Ok(Money::new(amount)), "{text}");
        }
        assert_eq!(hourly("12.50 USD/h", USD), Ok(Hourly::new(12.5)));
        assert_eq!(hourly("7300 USD / month", USD), Ok(Hourly::new(10.0)));
        assert_eq!(hourly("48 USD/2d", USD), Ok(Hourly::new(1.0)));
        assert_eq!(per_byte("0.05 USD/GB", USD), Ok(PerByte::new(0.05 / 1e9)));
        let kept = hourly_per_byte("0.02 USD/GB/month", USD).expect("a price of keeping data");
        let month = kept.of(Bytes::new(1e12), Span::from_hours(730.0)).amount();
        assert!((month - 20.0).abs() < 1e-12, "{month}");
        assert_eq!(money("3 EUR", None), Ok(Money::new(3.0)));
        assert_eq!(currency("USD"), Ok("USD".to_owned()));
    }

    #[test]
    fn what_is_no_money_is_refused() {
        let refused = |text, problem: &str, help: &str| {
            assert_refused(money(text, USD), (problem, help));
        };
        let form = "write it as in `12.50 USD`";
        refused("", "there is no amount of money here", form);
        refused("much", "`much` is no amount of money", form);
        refused("-5 USD", "`-5 USD` is negative", "write 0 or more");
        refused("5000", "`5000` has no currency", "write `5000 USD`");
        let help = "write `5000 USD`; there is one currency";
        refused("5000 EUR", "`EUR` is not the currency `USD`", help);
        refused("5 USD 6", "`5 USD 6` is more than one number with its currency", form);
        refused("5 USD/h", "`5 USD/h` is no amount of money", "write `5 USD`");
        refused("1e999 USD", "`1e999` is too large", "write a smaller one");
        let help = "write a code of at most 8 letters, such as `USD`";
        assert_refused(currency("US$"), ("`US$` is no currency", help));
    }

    #[test]
    fn what_is_no_price_is_refused() {
        let help = "write `5000 USD/h`";
        assert_refused(hourly("5000 USD", USD), ("`5000 USD` is no price by the hour", help));
        let help = "write `2 USD/GB`";
        assert_refused(per_byte("2 USD/GB/h", USD), ("`2 USD/GB/h` is no price of data", help));
        let units = "the units are `B`, `kB`, `MB` .. `EB` and `KiB`, `MiB` .. `EiB`";
        assert_refused(per_byte("2 USD/h", USD), ("`h` is no unit of data", units));
        assert_refused(hourly("2 USD/mo", USD), ("`mo` is no unit of time", "write `/month`"));
        let problem = "`gb` is no unit of data";
        assert_refused(per_byte("2 USD/gb", USD), (problem, "write the data as `GB`"));
        let help = "write a time such as `/h` or `/month`";
        assert_refused(hourly("2 USD/0h", USD), ("this is a price over no time", help));
        let help = "write `2 USD/GB/month`";
        let problem = "`2 USD/GB` is no price of keeping data";
        assert_refused(hourly_per_byte("2 USD/GB", USD), (problem, help));
    }
}
