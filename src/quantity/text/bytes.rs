//! Amounts of data: `"1.5 TB"` (decimal), `"1 TiB"` (binary).

use super::TextError;
use super::number::{Kind, Part, part};
use crate::quantity::Bytes;

const KIND: Kind = Kind {
    noun: "amount of data",
    help: "write a number and a unit, such as `10 GB` or `1.5 TiB`",
};

const KIBI: f64 = 1024.0;

const DECIMAL: [(&str, f64); 7] = [
    ("B", 1.0),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
    ("EB", 1e18),
];

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
    let mut units = DECIMAL.iter().chain(&BINARY);
    let known = units.find(|(name, _)| *name == part.unit);
    let (_, factor) = known.ok_or_else(|| unknown_unit(&part))?;
    let amount = part.number * factor;
    if amount.is_finite() {
        return Ok(Bytes::new(amount));
    }
    let problem = format!("`{text}` is too large");
    Err(TextError::new(problem, "write a smaller amount"))
}

fn unknown_unit(part: &Part) -> TextError {
    let Part {
        number,
        number_text,
        unit,
    } = part;
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
fn prefix_of_bits(unit: &str) -> Option<&str> {
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
fn meant(lower: &str) -> Option<&'static str> {
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
    let binary = largest(&BINARY, bytes)
        .filter(|text| !text.contains('.'))
        .filter(reads_back);
    match (decimal, binary) {
        (Some(decimal), Some(binary)) if binary.len() < decimal.len() => binary,
        (Some(decimal), _) => decimal,
        (None, _) => plain,
    }
}

fn largest(units: &[(&str, f64)], bytes: Bytes) -> Option<String> {
    let held = units
        .iter()
        .rev()
        .find(|(_, factor)| bytes.get() >= *factor);
    held.map(|(name, factor)| format!("{} {name}", bytes.get() / factor))
}
