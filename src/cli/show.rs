//! `archive show`

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::out::unwritable;
use crate::cli::print::{Lang, language_of};
use crate::cli::{Context, Exit};
use crate::error::Result;

mod html;
mod json;
mod text;

/// Print one document with its outline, goals, outcomes and projects
///
/// As a page for a browser (--html) it shows the whole text with all that was found in it marked.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Number of the document, or words of its title or path that no other document has
    #[arg(value_name = "DOC")]
    document: String,
    /// How to print [default: what the ending of --output says, else text]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The same as --format html
    #[arg(long, conflicts_with = "format")]
    html: bool,
    /// Write to this file; .html and .json say the format
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The words of the page for a browser in Chinese or English [default: as the locale says]
    #[arg(long, value_enum, env = "ARCHIVE_LANG")]
    lang: Option<Lang>,
}

/// How to print a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for a person
    Text,
    /// One JSON object
    Json,
    /// A page for a browser
    Html,
}

const AFTER_HELP: &str = "\
Examples:
  archive show 3
  archive show 青石镇2023
  archive show 3 --format json
  archive show 3 --html --output report.html    to read it in a browser";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let format = args.format();
    let archive = context.archive()?;
    let rows = archive.document(&args.document)?;
    match &args.output {
        Some(path) => context.out.switch_to_file(path, &context.db)?,
        None if format == Format::Text => context.page(),
        None => {}
    }
    let out = &mut context.out;
    let written = match format {
        Format::Text => text::write(out, &rows),
        Format::Json => json::write(out, &rows),
        Format::Html => {
            let text = archive.document_text(rows.document.id)?;
            html::write(out, &rows, &text, language_of(args.lang))
        }
    };
    written.map_err(unwritable)?;
    Ok(Exit::Done)
}

impl Args {
    fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(|path| path.extension()?.to_str()).unwrap_or_default();
        let by_ending = match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" => Format::Html,
            "json" => Format::Json,
            _ => Format::Text,
        };
        if self.html { Format::Html } else { self.format.unwrap_or(by_ending) }
    }
}
