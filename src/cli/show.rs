//! `archive show`

use crate::cli::import::Format;
use crate::cli::out::unwritable;
use crate::cli::{Context, Exit};
use crate::error::Result;
use crate::store::Archive;

mod json;
mod text;

/// Print one document with its outline, goals, outcomes and projects
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Number of the document, or words of its title or path that no other document has
    #[arg(value_name = "DOC")]
    document: String,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  archive show 3
  archive show 青石镇2023
  archive show 3 --format json";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let rows = Archive::open_read_only(&context.db)?.document(&args.document)?;
    let out = &mut context.out;
    let written = match args.format {
        Format::Text => text::write(out, &rows),
        Format::Json => json::write(out, &rows),
    };
    written.map_err(unwritable)?;
    Ok(Exit::Done)
}
