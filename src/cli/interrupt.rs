//! Ctrl-C, and a request to end.

#[cfg(unix)]
use signal_hook::consts::{SIGINT, SIGTERM};

/// The number of the signal that Ctrl-C sends.
pub(super) const CTRL_C: i32 = 2;

/// Calls `act` with the number of each such signal, from a thread of its own, instead of ending at
/// once. Where the system has no signals, or none to spare, the program ends as it would have.
#[cfg(unix)]
pub(super) fn on_signal(mut act: impl FnMut(i32) + Send + 'static) {
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) {
        std::thread::spawn(move || signals.forever().for_each(&mut act));
    }
}

#[cfg(not(unix))]
pub(super) fn on_signal(_act: impl FnMut(i32) + Send + 'static) {}

/// The exit status of a program that a signal ended, as shells have it.
pub(super) fn status(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
}

/// Ends at once.
pub(super) fn end(signal: i32) -> ! {
    std::process::exit(i32::from(status(signal)))
}
