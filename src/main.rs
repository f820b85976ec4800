//! The `archive` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    archive::cli::run(std::env::args_os().collect())
}
