//! Amounts of data: `"1.5 TB"` (decimal), `"1 TiB"` (binary).

use super::TextError;
use super::number::{Kind, Part, part};
use crate::quantity::Bytes;

const KIND: Kind = Kind {
    noun: "amount of data",
    help: "write a number and a unit, such as `10 GB` or `1.5 TiB`",
};

const KIBI: f64 = 1024.0;

const DECIMAL: [(&str, f64); 7] =
    [("B", 1.0), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("PB", 1e15), ("EB", 1e18)];

const BINARY: [(&str, f64); 6] = [
    ("KiB", KIBI),
    ("MiB", KIBI * KIBI),
    ("GiB", KIBI * KIBI * KIBI),
    ("TiB", KIBI * KIBI * KIBI * KIBI),
    ("PiB", KIBI * KIBI * KIBI * KIBI * KIBI),
    ("EiB", KIBI * KIBI * KIBI * KIBI * KIBI * KIBI),
];

/// Reads an amount of data: one number with a unit from `B` to `EB` or `KiB` to `EiB`.
///
/// # Errors
/// When the text is anything else; bits are refused with help.
pub fn bytes(text: &str) -> Result<Bytes, TextError> {
    let text = text.trim();
    let (part, rest) = part(text, KIND)?;
    if !rest.is_empty() {
        let problem = format!("`{text}` is more than one number with its unit");
        return Err(TextError::new(problem, "write one, such as `1.5 TB`"));
    }
    let factor = factor(part.unit).ok_or_else(|| unknown_unit(&part))?;
    let amount = part.number * factor;
    if amount.is_finite() {
        return Ok(Bytes::new(amount));
    }
    let problem = format!("`{text}` is too large");
    Err(TextError::new(problem, "write a smaller amount"))
}

/// How many bytes a unit is.
pub(super) fn factor(unit: &str) -> Option<f64> {
    let mut units = DECIMAL.iter().chain(&BINARY);
    units.find(|(name, _)| *name == unit).map(|(_, factor)| *factor)
}

pub(super) fn unknown_unit(part: &Part) -> TextError {
    let Part { number, number_text, unit } = part;
    if unit.is_empty() {
        return TextError::new(
            format!("`{number_text}` has no unit"),
            format!("write `{number_text} B`, `{number_text} GB` or `{number_text} TB`"),
        );
    }
    if let Some(prefix) = prefix_of_bits(unit) {
        return TextError::new(
            format!("`{number_text} {unit}` counts bits"),
            format!("write bytes, of 8 bits each: `{} {prefix}B`", number / 8.0),
        );
    }
    let help = match unit.to_lowercase().as_str() {
        "kb" | "k" | "ki" => {
            format!("write `{number_text} kB` (1000 bytes) or `{number_text} KiB` (1024 bytes)")
        }
        "byte" | "bytes" => format!("write `{number_text} B`"),
        lower => meant(lower).map_or_else(
            || "the units are `B`, `kB`, `MB` .. `EB` and `KiB`, `MiB` .. `EiB`".into(),
            |name| format!("write `{number_text} {name}`"),
        ),
    };
    TextError::new(format!("`{unit}` is no unit of data"), help)
}

/// The prefix of a unit of bits as of one of bytes: `Gbit`, `Gb`, `bits`.
pub(super) fn prefix_of_bits(unit: &str) -> Option<&str> {
    let prefix = unit
        .strip_suffix("bits")
        .or_else(|| unit.strip_suffix("bit"))
        .or_else(|| unit.strip_suffix('b'))?;
    match prefix {
        "" | "k" | "M" | "G" | "T" | "P" | "E" => Some(prefix),
        "K" => Some("k"),
        "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" => Some(prefix),
        _ => None,
    }
}

/// The unit that a name in lower case stands for.
pub(super) fn meant(lower: &str) -> Option<&'static str> {
    let is_meant = |name: &&str| {
        let known = name.to_lowercase();
        known == lower || known.strip_suffix('b') == Some(lower)
    };
    let mut names = DECIMAL.iter().chain(&BINARY).map(|(name, _)| *name);
    names.find(is_meant)
}

/// Writes an amount of data so that it reads back as the same one: in the largest decimal unit that
/// it holds, such as `1.5 TB`, or in a binary one where that makes a shorter whole number.
#[must_use]
pub fn write_bytes(bytes: Bytes) -> String {
    let plain = format!("{} B", bytes.get());
    let reads_back = |text: &String| self::bytes(text).is_ok_and(|read| read == bytes);
    let decimal = largest(&DECIMAL, bytes).filter(reads_back);
    let binary = largest(&BINARY, bytes).filter(|text| !text.contains('.')).filter(reads_back);
    match (decimal, binary) {
        (Some(decimal), Some(binary)) if binary.len() < decimal.len() => binary,
        (Some(decimal), _) => decimal,
        (None, _) => plain,
    }
}

fn largest(units: &[(&str, f64)], bytes: Bytes) -> Option<String> {
    let held = units.iter().rev().find(|(_, factor)| bytes.get() >= *factor);
    held.map(|(name, factor)| format!("{} {name}", bytes.get() / factor))
}

#[cfg(test)]
mod tests {

    use proptest::prelude::*;

    use super::super::assert_refused;
    use super::*;

    #[test]
    fn what_people_write_is_read() {
        let cases = [
            ("10 GB", 1e10),
            ("1.5TB", 1.5e12),
            ("1 TiB", 1_099_511_627_776.0),
            ("0 GB", 0.0),
            ("7 B", 7.0),
            ("64 KiB", 65_536.0),
            ("3 kB", 3000.0),
            ("1_000 MB", 1e9),
            ("2 EiB", 2_305_843_009_213_693_952.0),
            ("1 PB", 1e15),
        ];
        for (text, amount) in cases {
            assert_eq!(bytes(text), Ok(Bytes::new(amount)), "{text}");
        }
    }

    #[test]
    fn what_is_written_is_short() {
        let cases = [
            (0.0, "0 B"),
            (1.5e12, "1.5 TB"),
            (1e10, "10 GB"),
            (1e8, "100 MB"),
            (1_099_511_627_776.0, "1 TiB"),
            (1024.0, "1 KiB"),
            (65_536.0, "64 KiB"),
            (2000.0, "2 kB"),
            (0.5, "0.5 B"),
            (1e21, "1000 EB"),
        ];
        for (amount, text) in cases {
            assert_eq!(write_bytes(Bytes::new(amount)), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(amount in 0.0..1e19_f64, digits in 0..9_u32) {
            let round = f64::from(10_u32.pow(digits));
            for amount in [amount, amount.round(), (amount / 1e12 * round).round() / round * 1e12] {
                let written = write_bytes(Bytes::new(amount));
                prop_assert_eq!(bytes(&written), Ok(Bytes::new(amount)), "{}", written);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-0-9a-zA-Z_., µ/+]{0,12}|\\PC{0,8}") {
            if let Ok(bytes) = bytes(&text) {
                prop_assert!(bytes.get() >= 0.0 && bytes.get().is_finite());
            }
        }
    }

    #[test]
    fn bits_are_refused() {
        let cases = [
            ("25 Gbit", "25 Gbit", "3.125 GB"),
            ("8 Gb", "8 Gb", "1 GB"),
            ("8 bits", "8 bits", "1 B"),
            ("8b", "8 b", "1 B"),
            ("16 Kb", "16 Kb", "2 kB"),
            ("8 Mib", "8 Mib", "1 MiB"),
        ];
        for (text, shown, bytes_) in cases {
            let problem = format!("`{shown}` counts bits");
            let help = format!("write bytes, of 8 bits each: `{bytes_}`");
            assert_refused(bytes(text), (&problem, &help));
        }
    }

    #[test]
    fn other_names_of_units_are_known() {
        let kilo = "write `5 kB` (1000 bytes) or `5 KiB` (1024 bytes)";
        let cases = [
            ("5 KB", "KB", kilo),
            ("5k", "k", kilo),
            ("5 gb", "gb", "write `5 GB`"),
            ("5G", "G", "write `5 GB`"),
            ("5 gib", "gib", "write `5 GiB`"),
            ("5 Ti", "Ti", "write `5 TiB`"),
            ("5 bytes", "bytes", "write `5 B`"),
            ("5 GB/s", "GB/s", "the units are `B`, `kB`, `MB` .. `EB` and `KiB`, `MiB` .. `EiB`"),
        ];
        for (text, unit, help) in cases {
            assert_refused(bytes(text), (&format!("`{unit}` is no unit of data"), help));
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert_refused(bytes(""), ("there is no amount of data here", KIND.help));
        assert_refused(bytes("much"), ("`much` is no amount of data", KIND.help));
        assert_refused(bytes("nan GB"), ("`nan GB` is no finite number", KIND.help));
        let help = "write 0 or more";
        assert_refused(bytes("-1 GB"), ("`-1 GB` is negative", help));
        let help = "write `5 B`, `5 GB` or `5 TB`";
        assert_refused(bytes("5"), ("`5` has no unit", help));
        let help = "write one, such as `1.5 TB`";
        let problem = "`1 GB 5 MB` is more than one number with its unit";
        assert_refused(bytes("1 GB 5 MB"), (problem, help));
        let long = format!("{} EB", "9".repeat(305));
        let problem = format!("`{long}` is too large");
        assert_refused(bytes(&long), (&problem, "write a smaller amount"));
    }
}
