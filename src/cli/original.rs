//! `archive original`

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::cli::out::unwritable;
use crate::cli::{Context, Exit, tell};
use crate::error::{Error, Kind, Result};

/// Write an original file of a document back, byte for byte
///
/// An import keeps each distinct file in the archive. Plain sqlite3 unpacks all of them: `sqlite3
/// archive.db -Ax`.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Number of the document, or words of its title or path that no other document has
    #[arg(value_name = "DOC")]
    document: String,
    /// Of several files of the document, the first whose path holds these words
    #[arg(long, value_name = "WORDS", default_value = "")]
    source: String,
    /// Where to write it, instead of standard output; a file that is there is not overwritten
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  archive original 3 -o report.docx
  archive original 青石镇2023 --source .pdf > report.pdf";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let archive = context.archive()?;
    let original = archive.original(archive.document_id(&args.document)?, &args.source)?;
    let Some(path) = &args.output else {
        if context.out.is_terminal() {
            // It would obey what stands in them.
            return Err(Error::new(Kind::Usage, "the bytes of a file are nothing for a terminal")
                .hint("write them to a file with --output FILE"));
        }
        context.out.write_all(&original.bytes).map_err(unwritable)?;
        return Ok(Exit::Done);
    };
    let written = fs::File::create_new(path).and_then(|mut file| file.write_all(&original.bytes));
    written.map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "there is a file of this name already".to_owned(),
            _ => format!("it cannot be written: {error}"),
        };
        Error::new(Kind::Usage, message).at(path)
    })?;
    tell(&format!("{}: {} bytes, from {}", path.display(), original.bytes.len(), original.path));
    Ok(Exit::Done)
}
