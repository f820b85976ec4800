//! `archive completions`

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::out::unwritable;
use crate::cli::{Cli, Context, Exit};
use crate::error::Result;

/// Print a script that completes commands in a shell
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const AFTER_HELP: &str = "\
Examples:
  archive completions bash > ~/.local/share/bash-completion/completions/archive
  archive completions zsh > ~/.zfunc/_archive        with ~/.zfunc in fpath
  archive completions fish > ~/.config/fish/completions/archive.fish";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    use std::io::Write;
    // The generator panics where it cannot write, as into a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "archive", &mut script);
    context.out.write_all(&script).map_err(unwritable)?;
    Ok(Exit::Done)
}
