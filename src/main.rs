//! The `firedrill` command: see [`firedrill::cli`].

fn main() -> std::process::ExitCode {
    firedrill::cli::main()
}
