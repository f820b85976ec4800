//! The `archive` program.

use std::process::ExitCode;

/// What reading a report makes are many small things; the system's allocator takes a tenth of an import longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    archive::cli::run(std::env::args_os().collect())
}
