//! Scenarios are RON as the `ron` crate reads it, not only as our own reader does: other tools can
//! read and write them.

use firedrill::scenario::templates;
use ron::extensions::Extensions;
use serde::de::IgnoredAny;

/// Uses everything that the language has about domains and data.
const EVERYTHING: &str = include_str!("ron/everything.ron");
/// Uses everything that the language has about the response.
const RESPONSE: &str = include_str!("ron/response.ron");

#[test]
fn every_shipped_scenario_is_ron_to_the_ron_crate() {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let shipped = templates().iter().map(|template| (template.name, template.text));
    for (name, text) in shipped.chain([("everything", EVERYTHING), ("response", RESPONSE)]) {
        let read = options.from_str::<IgnoredAny>(text);
        assert!(read.is_ok(), "{name}: {}", read.expect_err("it was not read"));
    }
    assert!(options.from_str::<IgnoredAny>("Scenario(format: 1,, )").is_err(), "it can fail");
}
