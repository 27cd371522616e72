//! Rates of data: `"80 GB/s"`, `"25 Gbit/s"`, `"200 GB/d"`.

use super::TextError;
use super::bytes::{factor, prefix_of_bits, unknown_unit, write_bytes};
use super::number::{Kind, Part, part};
use super::rate::per;
use crate::quantity::{Bytes, DataRate, Span};

const KIND: Kind = Kind {
    noun: "data rate",
    help: "write data over a time, such as `80 GB/s`, `25 Gbit/s` or `200 GB/d`",
};

/// Bits in a byte.
const BITS: f64 = 8.0;

/// What a written rate may be over: the first that makes it no longer than this, else the one that
/// makes it shortest.
const SHORT: usize = 12;
const TIMES: [(&str, f64); 3] = [("s", 1.0), ("h", 3600.0), ("d", 86_400.0)];

/// Reads a rate of data: an amount in bytes (`B` to `EB`, `KiB` to `EiB`) or bits (`bit` to `Ebit`,
/// `Kibit` to `Eibit`) over a time, whose number may be left out when it is 1.
///
/// # Errors
/// When the text is anything else, or the time is 0.
pub fn data_rate(text: &str) -> Result<DataRate, TextError> {
    let text = text.trim();
    let Some((amount, time)) = text.split_once('/') else {
        return Err(without_time(text));
    };
    let amount = amount.trim();
    let (part, rest) = part(amount, KIND)?;
    if !rest.is_empty() {
        let problem = format!("`{amount}` is more than one number with its unit");
        return Err(TextError::new(problem, KIND.help));
    }
    let unit = bytes_of(part.unit).ok_or_else(|| no_unit(&part, time.trim()))?;
    let seconds = per(time)?.seconds();
    let per_second = part.number * unit / seconds;
    if seconds > 0.0 && per_second.is_finite() {
        return Ok(DataRate::from_per_second(per_second));
    }
    if seconds > 0.0 {
        return Err(TextError::new(format!("`{text}` is too large"), "write a smaller rate"));
    }
    Err(TextError::new(format!("`{text}` is a rate over no time"), KIND.help))
}

/// How many bytes a unit of bytes or bits is.
fn bytes_of(unit: &str) -> Option<f64> {
    factor(unit).or_else(|| {
        let prefix = unit.strip_suffix("bit")?;
        factor(&format!("{prefix}B")).map(|bytes| bytes / BITS)
    })
}

fn without_time(text: &str) -> TextError {
    if text.is_empty() {
        return TextError::new("there is no data rate here", KIND.help);
    }
    let problem = format!("`{text}` has no `/`");
    let bits = text.strip_suffix("bps").or_else(|| text.strip_suffix("bit"));
    match (bits, text.strip_suffix("Bps")) {
        (Some(start), _) => TextError::new(problem, format!("write `{start}bit/s`")),
        (_, Some(start)) => TextError::new(problem, format!("write `{start}B/s`")),
        _ => TextError::new(problem, KIND.help),
    }
}

fn no_unit(part: &Part, time: &str) -> TextError {
    let Part { number_text: number, unit, .. } = part;
    if unit.is_empty() {
        let help = format!("write `{number} GB/{time}` or `{number} Gbit/{time}`");
        return TextError::new(format!("`{number}` has no unit"), help);
    }
    let Some(prefix) = prefix_of_bits(unit) else {
        let TextError { problem, help } = unknown_unit(part);
        let of_rate = help
            .replace(&format!("write `{number} "), "write the data as `")
            .replace(&format!("or `{number} "), "or `");
        return TextError::new(problem, of_rate);
    };
    let help = format!(
        "write `{number} {prefix}bit/{time}` for bits, `{number} {prefix}B/{time}` for bytes"
    );
    TextError::new(format!("`{unit}` may be bits or bytes"), help)
}

/// Writes a rate of data so that it reads back as the same one: `80 GB/s`, or over an hour or a day
/// where that is much shorter.
#[must_use]
pub fn write_data_rate(rate: DataRate) -> String {
    let over = |(unit, seconds): (&str, f64)| {
        let amount = rate.over(Span::from_seconds(seconds));
        format!("{}/{unit}", write_bytes(Bytes::new(amount.get())))
    };
    let reads_back = |text: &String| data_rate(text).is_ok_and(|read| read == rate);
    let written: Vec<String> = TIMES.into_iter().map(over).filter(reads_back).collect();
    let short = written.iter().find(|text| text.len() <= SHORT);
    let best = short.or_else(|| written.iter().min_by_key(|text| text.len()));
    best.cloned().unwrap_or_else(|| format!("{} B/s", rate.per_second()))
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use super::super::assert_refused;
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let cases = [
            ("80 GB/s", 8e10),
            ("25 Gbit/s", 3.125e9),
            ("200 GB/d", 2e11 / 86_400.0),
            ("1.5 TiB/h", 1.5 * 1_099_511_627_776.0 / 3600.0),
            (" 3 Kibit / 2s ", 192.0),
            ("8bit/s", 1.0),
            ("0 GB/d", 0.0),
            ("1_000 MB/10min", 1e9 / 600.0),
        ];
        for (text, per_second) in cases {
            assert_eq!(data_rate(text), Ok(DataRate::from_per_second(per_second)), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_short() {
        let day = 86_400.0;
        let cases = [
            (0.0, "0 B/s"),
            (8e10, "80 GB/s"),
            (3.125e9, "3.125 GB/s"),
            (2e11 / day, "200 GB/d"),
            (1e12 / 3600.0, "1 TB/h"),
            (1.0, "1 B/s"),
        ];
        for (per_second, text) in cases {
            assert_eq!(write_data_rate(DataRate::from_per_second(per_second)), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(amount in 0.0..1e15_f64) {
            for per_second in [amount, amount.round(), amount.round() / 86_400.0] {
                let rate = DataRate::from_per_second(per_second);
                let written = write_data_rate(rate);
                prop_assert_eq!(data_rate(&written), Ok(rate), "{}", written);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-0-9a-zA-Z_., µ/+]{0,12}|\\PC{0,8}") {
            if let Ok(rate) = data_rate(&text) {
                prop_assert!(rate.per_second() >= 0.0 && rate.per_second().is_finite());
            }
        }
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        let refused = |text, problem: &str, help: &str| {
            assert_refused(data_rate(text), (problem, help));
        };
        refused("", "there is no data rate here", KIND.help);
        refused("80 GB", "`80 GB` has no `/`", KIND.help);
        refused("25 Gbps", "`25 Gbps` has no `/`", "write `25 Gbit/s`");
        refused("25 MBps", "`25 MBps` has no `/`", "write `25 MB/s`");
        refused("25 Gbit", "`25 Gbit` has no `/`", "write `25 Gbit/s`");
        refused("5/s", "`5` has no unit", "write `5 GB/s` or `5 Gbit/s`");
        let help = "write `25 Gbit/s` for bits, `25 GB/s` for bytes";
        refused("25 Gb/s", "`Gb` may be bits or bytes", help);
        refused("5 gb/s", "`gb` is no unit of data", "write the data as `GB`");
        let help = "write the data as `kB` (1000 bytes) or `KiB` (1024 bytes)";
        refused("5 KB/s", "`KB` is no unit of data", help);
        refused("much/s", "`much` is no data rate", KIND.help);
        refused("-1 GB/s", "`-1 GB` is negative", "write 0 or more");
        refused("1 GB 2 MB/s", "`1 GB 2 MB` is more than one number with its unit", KIND.help);
        refused("1 GB/0s", "`1 GB/0s` is a rate over no time", KIND.help);
        let help = "write minutes as `1min`; months have no fixed length";
        refused("1 GB/m", "`1m` is ambiguous", help);
        let long = format!("{} EB/s", "9".repeat(305));
        refused(&long, &format!("`{long}` is too large"), "write a smaller rate");
    }
}
