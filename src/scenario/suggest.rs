//! "Did you mean": the nearest of the names that exist.

/// How many names a help lists before it stops.
const LISTED: usize = 24;

/// The one of `names` that `written` most likely meant.
pub(super) fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let plain = plain(written);
    let allowed = 1 + plain.chars().count() / 4;
    names
        .map(|name| (distance(&plain, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn distance(written: &str, name: &str) -> usize {
    strsim::damerau_levenshtein(written, &plain(name))
}

/// Without what people vary: case, dashes, underscores and spaces.
fn plain(name: &str) -> String {
    name.chars().filter(|it| !matches!(it, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
}

/// "did you mean `x`?", or what there is: "the pools are `a`, `b`".
pub(super) fn help<'n>(
    written: &str,
    what: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<String> {
    if let Some(name) = nearest(written, names.clone()) {
        return Some(format!("did you mean `{name}`?"));
    }
    list(names).map(|list| format!("{what} {list}"))
}

/// "there are `a`, `b` and `c`", "there is only `a`".
pub(super) fn there_are(names: &[&str]) -> String {
    let list = list(names.iter().copied()).unwrap_or_default();
    match names {
        [_] => format!("there is only {list}"),
        _ => format!("there are {list}"),
    }
}

/// "`a`, `b` and `c`"; `None` when there are none.
pub(super) fn list<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        many if many.len() > LISTED => {
            let more = many.len() - LISTED;
            Some(format!("{} and {more} more", many[..LISTED].join(", ")))
        }
        [firsts @ .., last] => Some(format!("{} and {last}", firsts.join(", "))),
    }
}
