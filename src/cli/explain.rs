//! `archive explain`

use std::io;
use std::path::PathBuf;

use crate::cli::import::{Format, MAX_BYTES};
use crate::cli::out::unwritable;
use crate::cli::{Context, Exit};
use crate::error::Result;
use crate::ingest;
use crate::lexicon::Lexicon;
use crate::read::{self, How, bytes, encoding};

mod json;
mod text;

/// Print what is found in a text and by which rule, without any archive
///
/// Shows the outline, every goal, outcome and project with the words it was read from and the rule
/// that read them, and every number that became neither goal nor outcome with the reason.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// A file, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    /// Read it in this encoding instead of finding it (GB18030, Big5, UTF-16LE, ...)
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// Refuse a file that is larger, in bytes
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: u64,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  archive explain reports/青石镇2023.txt
  printf '2023年工作计划\\n一、目标\\n一般公共预算收入增长6%%以上。\\n' | archive explain
  archive explain report.txt --format json";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let encoding = args.encoding.as_deref().map(encoding::by_label).transpose()?;
    let bytes = if args.file.as_os_str() == "-" {
        bytes::of_reader(io::stdin().lock(), args.max_bytes)
    } else {
        bytes::of_file(&args.file, args.max_bytes)
    };
    let name = args.file.to_string_lossy();
    let how = How { name: Some(&name), encoding, ..How::default() };
    let decoded = bytes.and_then(|bytes| read::decode_as(&bytes, &how)).map_err(|e| e.at(&args.file))?;
    let reading = ingest::reading(&decoded, &Lexicon::builtin());
    if args.format == Format::Text {
        context.page();
    }
    let out = &mut context.out;
    let written = match args.format {
        Format::Text => text::write(out, &decoded, &reading),
        Format::Json => json::write(out, &decoded, &reading),
    };
    written.map_err(unwritable)?;
    Ok(Exit::Done)
}
