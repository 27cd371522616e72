//! Scenarios are RON as the `ron` crate reads it, not only as our own reader does: other tools can
//! read and write them.

use firedrill::scenario::templates;
use ron::extensions::Extensions;
use serde::de::IgnoredAny;

#[test]
fn every_shipped_scenario_is_ron_to_the_ron_crate() {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    for template in templates() {
        let read = options.from_str::<IgnoredAny>(template.text);
        assert!(read.is_ok(), "{}: {}", template.name, read.expect_err("it was not read"));
    }
    assert!(options.from_str::<IgnoredAny>("Scenario(format: 1,, )").is_err(), "it can fail");
}
