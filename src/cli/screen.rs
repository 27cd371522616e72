//! The screen: what is printed, how wide it is, whether it has colours.

use std::io::{self, IsTerminal, Write};

use super::Failure;

/// Columns where the output is no terminal.
const PLAIN_WIDTH: usize = 120;

/// Prints text as it is.
///
/// # Errors
/// When the output is closed or cannot be written.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::NoReader),
        Err(error) => Err(Failure::Io(format!("cannot write to the standard output: {error}"))),
    }
}

/// Tells the user something beside the output. Where nobody can be told, nothing can be done.
pub fn tell(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// How many columns the output has.
pub fn width() -> usize {
    if !io::stdout().is_terminal() {
        return PLAIN_WIDTH;
    }
    terminal_size::terminal_size().map_or(PLAIN_WIDTH, |(width, _)| usize::from(width.0))
}

/// Whether the output takes colours: it is a terminal, and `NO_COLOR` is not set.
pub fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
