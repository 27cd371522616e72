//! What the system may tell the program while it works.

use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C stop a study after the blocks that are finished, instead of the program at once; a
/// second Ctrl-C ends the program.
pub fn listen_for_ctrl_c() {
    // Where no handler can be set, Ctrl-C ends the program at once, as it would anyway.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
}

/// Whether Ctrl-C has been pressed.
pub fn is_stopped() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// Makes a file that outgrows the system's limit an error of writing like any other, instead of
/// the program's sudden end with half a file left behind.
#[cfg(unix)]
pub fn outlive_large_files() {
    use std::sync::Arc;
    // The flag is of no interest: that there is a handler keeps the program alive.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// There is no such limit here.
#[cfg(not(unix))]
pub fn outlive_large_files() {}
