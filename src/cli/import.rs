//! `archive import`

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{SecondsFormat, Utc};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::cli::out::unwritable;
use crate::cli::{Context, Exit, tell};
use crate::error::Result;
use crate::ingest::{self, Clock, Event, Order, Tally, Verdict};
use crate::lexicon::Lexicon;
use crate::read::{Limits, encoding};
use crate::store::Archive;
use crate::store::write::FileStatus;

/// Read reports into the archive
///
/// Makes the archive where there is none, and upgrades an older one. A report that is in the
/// archive already, under whatever name, adds no document, only the place where it was seen; the
/// same file again changes nothing. A file that cannot be read is reported with its reason, and the
/// rest goes in.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, folders with all that is below them, or - for standard input; without any, this folder
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read every file in this encoding instead of finding it (GB18030, Big5, UTF-16LE, ...)
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// Work on so many files at once [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Refuse files that are larger, in bytes
    #[arg(long, value_name = "N", default_value_t = MAX_BYTES)]
    max_bytes: u64,
    /// How to print the summary
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Larger than any text report by far, and small enough that a few at once fit into memory.
pub(super) const MAX_BYTES: u64 = 64 << 20;

const AFTER_HELP: &str = "\
Examples:
  archive import                              all of the current folder
  archive import reports/ --db town.db        a folder, into an archive of that name
  archive import old.txt --encoding big5      when the encoding found is wrong
  curl -s URL | archive import -              standard input

Hidden files and archives are left out of folders. Exit status 1 means that some file failed;
`archive query files` tells which and why.";

/// How to print a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A line for a person
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let encoding = args.encoding.as_deref().map(encoding::by_label).transpose()?;
    let start = Instant::now();
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let order = Order {
        paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() },
        archive: context.db.clone(),
        encoding,
        jobs: args.jobs.map_or_else(cores, usize::from),
        max_bytes: args.max_bytes,
        limits: Limits::default(),
        arguments: context.arguments.clone(),
    };
    let clock = Clock {
        now: &|| Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        milliseconds: &|| u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    let lexicon = Lexicon::builtin()?;
    let mut archive = Archive::open_or_create(&context.db)?;
    let bar = progress_bar();
    let mut failures = Vec::new();
    let tally = ingest::run(&order, &lexicon, &mut archive, &clock, &mut |event| match event {
        Event::Found(files) => bar.set_length(files as u64),
        Event::Done(verdict) => {
            bar.inc(1);
            if let Some(reason) = reason(verdict) {
                let path = verdict.path.display().to_string();
                bar.suspend(|| tell(&format!("{path}: {reason}")));
                if verdict.status == FileStatus::Failed {
                    failures.push(json!({"path": path, "reason": reason}));
                }
            }
        }
    });
    bar.finish_and_clear();
    let tally = tally?;
    let seconds = start.elapsed().as_secs_f64();
    summary(&mut context.out, args.format, &context.db, tally, &failures, seconds).map_err(unwritable)?;
    Ok(if tally.failed > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// Cause and hint on one line, where there is something to say.
fn reason(verdict: &Verdict) -> Option<String> {
    let error = verdict.trouble.as_ref()?;
    let cause = match verdict.status {
        FileStatus::Skipped => format!("left out: {}", error.message()),
        _ => error.message().to_owned(),
    };
    Some(match error.next_step() {
        Some(hint) => format!("{cause}; {hint}"),
        None => cause,
    })
}

/// Drawn only where a person watches.
fn progress_bar() -> ProgressBar {
    let target =
        if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(0), target);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn summary(
    out: &mut impl Write,
    format: Format,
    db: &Path,
    tally: Tally,
    failures: &[serde_json::Value],
    seconds: f64,
) -> io::Result<()> {
    let Tally { added, duplicate, known, failed, skipped } = tally;
    let db = db.display().to_string();
    match format {
        Format::Text => {
            let db = crate::output::screen::safe(&db);
            writeln!(
                out,
                "{db}: {added} added, {duplicate} duplicate, {known} known, {failed} failed, {skipped} skipped, {seconds:.2} seconds"
            )
        }
        Format::Json => {
            let seconds = (seconds * 1000.0).round() / 1000.0;
            let object = json!({
                "archive": db,
                "added": added,
                "duplicate": duplicate,
                "known": known,
                "failed": failed,
                "skipped": skipped,
                "seconds": seconds,
                "failures": failures,
            });
            writeln!(out, "{object}")
        }
    }
}
