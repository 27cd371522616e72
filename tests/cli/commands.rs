//! check, analytic, verify, new, explain, catalog and the help.

use crate::place::{Place, TEN};

const COMMANDS: [&str; 8] =
    ["run", "check", "trace", "analytic", "verify", "new", "explain", "catalog"];

#[test]
fn help_tells_a_planner_what_there_is() {
    let place = Place::new();
    let help = place.run(&["--help"]).ends_with(0);
    help.prints(&COMMANDS);
    help.prints(&["how long are we down", "Exit status: 0 done", "`firedrill new`"]);
    for command in COMMANDS {
        let help = place.run(&[command, "--help"]).ends_with(0);
        help.prints(&["Usage: firedrill", command]);
        let longest = help.out.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{command}: {longest:?} columns");
        for inner in ["::", "Recorder", "Accumulator", "Outcome", "PathBuf", "Option<"] {
            assert!(!help.out.contains(inner), "{command} speaks of `{inner}`:\n{}", help.out);
        }
    }
}

#[test]
fn the_version_is_told() {
    let said = Place::new().run(&["--version"]).ends_with(0);
    assert_eq!(said.out, format!("firedrill {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let place = Place::new();
    place.run(&["fly"]).fails_with(2, &["unrecognized subcommand 'fly'"]);
    place.run(&["run", "--replications", "0"]).fails_with(2, &["--replications"]);
    place.run(&["run", "--threads", "0"]).fails_with(2, &["--threads"]);
    place.run(&["run", "--seed", "-1"]).fails_with(2, &["-1"]);
    place.run(&["run", "--formats", "docx"]).fails_with(2, &["docx", "csv"]);
    let both = ["run", "-n", "5", "--precision", "availability[all]=1%"];
    place.run(&both).fails_with(2, &["cannot be used with"]);
    place.run(&["run", "--max-replications", "5"]).fails_with(2, &["--precision"]);
}

#[test]
fn check_tells_its_notes_and_then_one_line() {
    let place = Place::with("ten.ron", TEN);
    let said = place.run(&["check", "ten.ron"]).ends_with(0);
    let (last, notes) = {
        let mut lines: Vec<_> = said.out.lines().collect();
        (lines.pop().expect("there is a line"), lines)
    };
    assert_eq!(
        last,
        "ten.ron: no problems; 1 pool, 10 members, 1 failure mode, 1 service, 1 objective, \
         64 replications of 1y"
    );
    assert!(notes.iter().all(|line| line.starts_with("note: ten.ron:")), "{notes:?}");
    let said = place.run(&["check", "gpu-pool", "--set", "pools.gpu.members=3000"]).ends_with(0);
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    said.prints(&[" 3,0", " members, "]);
    assert!(!place.path("results").exists(), "check writes nothing");
}

#[test]
fn analytic_tells_what_the_formulas_say_and_writes_it_where_asked() {
    let place = Place::new();
    let said = place.run(&["analytic", "machine-repair"]).ends_with(0);
    said.prints(&["machine repair", "availability[", "0.983466"]);
    assert!(!place.path("results").exists(), "analytic writes nothing unless asked");
    place.run(&["analytic", "paper", "--out", "here"]).ends_with(0).prints(&["analytic.csv"]);
    assert_eq!(place.names("here"), ["analytic.csv"]);
    assert!(place.read("here/analytic.csv").starts_with("quantity,"));
}

#[test]
fn verify_passes_on_the_exact_answers() {
    let place = Place::new();
    let said = place.run(&["verify", "--exact-only"]).ends_with(0);
    assert!(said.out.lines().count() >= 4, "{}", said.out);
    assert!(said.out.lines().all(|line| line.starts_with("pass  C")), "{}", said.out);
    let verbose = place.run(&["verify", "--exact-only", "--verbose"]).ends_with(0);
    assert!(verbose.out.lines().count() > said.out.lines().count());
}

#[test]
fn verify_holds_the_simulations_to_all_but_the_formulas_on_trial() {
    let said = Place::new().run(&["verify"]).ends_with(0);
    said.prints(&["pass  machine-repair, simulated", "pass  standby-pair", "pass  k-of-n"]);
    assert!(!said.out.contains("FAIL"), "{}", said.out);
}

#[test]
fn check_says_what_keeps_and_what_breaks_the_rule_of_copies() {
    let place = Place::new();
    let said = place.run(&["check", "paper"]).ends_with(0);
    said.prints(&[
        "dataset `data`: 3-2-1-1-0 is broken",
        "broken  three copies              on `disk` and `vault`",
        "broken  none unverified           no verification of `hourly`",
        "kept    no single domain          none takes them all",
    ]);
}

#[test]
fn a_new_scenario_checks_and_runs() {
    let place = Place::new();
    place.run(&["new"]).ends_with(0).prints(&["starter.ron", "firedrill check starter.ron"]);
    place.run(&["check", "starter.ron"]).ends_with(0).prints(&["no problems"]);
    let run = ["run", "starter.ron", "-n", "32", "--formats", "csv"];
    place.run(&run).ends_with(0).prints(&["results/starter: "]);
    place.run(&["new", "gpu-pool", "mine.ron"]).ends_with(0).prints(&["mine.ron"]);
    place.run(&["check", "mine.ron"]).ends_with(0);
}

#[test]
fn new_replaces_a_file_only_when_told_to() {
    let place = Place::with("starter.ron", "mine");
    place.run(&["new"]).fails_with(2, &["starter.ron is there already", "--force"]);
    assert_eq!(place.read("starter.ron"), "mine");
    place.run(&["new", "--force"]).ends_with(0);
    assert!(place.read("starter.ron").contains("Scenario("));
}

#[test]
fn new_lists_its_templates() {
    let place = Place::new();
    let said = place.run(&["new", "--list"]).ends_with(0);
    said.prints(&["starter", "paper", "gpu-pool", "machine-repair", "standby-pair", "k-of-n"]);
    place.run(&["new", "stater"]).fails_with(2, &["no template `stater`", "gpu-pool"]);
    place.run(&["new", "paper", "no/such/folder.ron"]).fails_with(3, &["no/such/folder.ron"]);
}

#[test]
fn explain_knows_metrics_fields_and_types() {
    let place = Place::new();
    let explain = |word| place.run(&["explain", word]).ends_with(0);
    explain("availability").prints(&["metric of a service", "was up"]);
    explain("availability[chat]").prints(&["metric of a service"]);
    explain("members").prints(&["Pool.members (field: count; default: required)"]);
    explain("Pool.members").prints(&["how many positions"]);
    explain("Weibull").prints(&["Weibull.shape", "Weibull.scale"]);
    explain("weibull").prints(&["Weibull.shape"]);
    explain("Store").prints(&["Store.write (field: data rate; default: unlimited)", "Store.built"]);
    place.run(&["explain"]).ends_with(0).prints(&["availability", "rta", "Pool.spares"]);
}

#[test]
fn explain_suggests_only_what_is_likely() {
    let place = Place::new();
    let near = place.run(&["explain", "avilability"]);
    near.fails_with(2, &["no metric or field `avilability`", "did you mean `availability`?"]);
    let far = place.run(&["explain", "law"]);
    far.fails_with(2, &["no metric or field `law`", "`firedrill explain` lists"]);
}

#[test]
fn catalog_lists_presets_and_tells_everything_of_one() {
    let place = Place::new();
    let all = place.run(&["catalog"]).ends_with(0);
    all.prints(&["time to failure\n", "detector\n", "AFR(0.0157)", "Backblaze", "unsure: "]);
    let one = place.run(&["catalog", "meta-rsc-1-node"]).ends_with(0);
    one.prints(&["6.50/1000d", "node of 8 GPUs", "Kokolis", "caveat  As jobs saw it"]);
    let explained = place.run(&["explain", "meta-rsc-1-node"]).ends_with(0);
    assert_eq!(explained.out, one.out);
    place.run(&["explain", "Preset"]).ends_with(0).prints(&["Preset(\"name\")", "catalog"]);
    let unknown = place.run(&["catalog", "meta-rsc-3-node"]);
    unknown.fails_with(2, &["there is no preset `meta-rsc-3-node`", "did you mean `meta-rsc-"]);
    place.run(&["catalog", "nothing like it"]).fails_with(2, &["`firedrill catalog` lists"]);
}

#[test]
fn check_and_run_list_the_presets_of_a_scenario() {
    let place = Place::with("ten.ron", TEN);
    let set = "failures.f.time_to_failure=Preset(\"backblaze-2024-disk\")";
    let told = "preset `backblaze-2024-disk` is `AFR(0.0157)` per disk; source: A. Klein";
    let said = place.run(&["check", "ten.ron", "--set", set]).ends_with(0);
    said.prints(&["note: --set:1:", told, "caveat: One operator's mix"]);
    let said = place.run(&["run", "ten.ron", "-n", "2", "--set", set]).ends_with(0);
    assert!(said.err.contains(&format!("note: {told}")), "{}", said.err);
}
