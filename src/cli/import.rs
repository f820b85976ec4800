//! `archive import`

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Instant;

use chrono::{SecondsFormat, Utc};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::out::unwritable;
use crate::cli::report::Report;
use crate::cli::{Context, Exit, interrupt, tell};
use crate::error::{Error, Kind, Result};
use crate::ingest::stage::{Stage, Stages};
use crate::ingest::{self, Clock, Event, Order};
use crate::lexicon::Lexicon;
use crate::read::{Limits, encoding};

/// Read reports into the archive
///
/// Reads plain text, Word, WPS, OpenDocument, RTF, PDF, OFD, HTML and Markdown, and the files inside
/// of zips. Makes the archive where there is none, and upgrades an older one. A report that is in the
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
    #[command(flatten)]
    limits: Bounds,
    /// Do not keep the original files in the archive
    #[arg(long)]
    no_originals: bool,
    /// How to print the summary
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// What the reading of one file may cost.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Limits for one file")]
pub(super) struct Bounds {
    /// Bytes that a document or an archive may unpack to in sum
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_unpacked)]
    max_unpacked: u64,
    /// Members of an archive, or parts of a document
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_members)]
    max_members: usize,
    /// Unpacked bytes for one packed byte
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_ratio)]
    max_ratio: u64,
    /// Archives inside archives
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_nested)]
    max_nested: usize,
    /// Pages of a document
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_pages)]
    max_pages: usize,
    /// Steps of a reader, a million of which take some hundredths of a second
    #[arg(long, value_name = "N", default_value_t = Limits::default().max_steps)]
    max_steps: u64,
}

impl Bounds {
    /// The limits that the readers know.
    pub(super) fn limits(self) -> Limits {
        let Bounds { max_unpacked, max_members, max_ratio, max_nested, max_pages, max_steps } = self;
        Limits { max_unpacked, max_members, max_ratio, max_nested, max_pages, max_steps, ..Limits::default() }
    }
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
    let bar = progress_bar(context.quiet);
    let order = Order {
        paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() },
        archive: context.db.clone(),
        encoding,
        jobs: args.jobs.map_or_else(cores, usize::from),
        max_bytes: args.max_bytes,
        limits: args.limits.limits(),
        counted: !bar.is_hidden(),
        originals: !args.no_originals,
        arguments: context.arguments.clone(),
    };
    let clock = Clock {
        now: &|| Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
        nanoseconds: &|| u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX),
    };
    let lexicon = Lexicon::builtin();
    let stop = Stop::on_signal();
    let mut archive = context.archive_to_write()?;
    let mut report = Report::default();
    let tally = ingest::run(&order, &lexicon, &mut archive, &clock, &mut |event| match event {
        Event::Found(files) => {
            bar.set_length(files as u64);
            stop.check()
        }
        Event::More(files) => {
            bar.inc_length(files as u64);
            stop.check()
        }
        Event::Done(verdict) => {
            bar.inc(1);
            match report.take(verdict) {
                Some(line) => bar.suspend(|| tell(&line)),
                None => bar.suspend(|| {
                    context.detail(&format!("{}: {}", verdict.path.display(), verdict.status.word()));
                }),
            }
            stop.check()
        }
        Event::Ended(stages) => {
            bar.suspend(|| by_stage(stages).iter().for_each(|line| context.detail(line)));
            Ok(())
        }
    });
    bar.finish_and_clear();
    if let (Err(_), Some(signal)) = (&tally, stop.signal()) {
        tell("stopped; what was read is in the archive, the same command reads the rest");
        return Ok(Exit::Stopped(signal));
    }
    let tally = tally?;
    let seconds = start.elapsed().as_secs_f64();
    let out = &mut context.out;
    if !context.quiet || args.format == Format::Json {
        let written = match args.format {
            Format::Text => report.text(out, &context.db, tally, seconds),
            Format::Json => report.json(out, &context.db, tally, seconds),
        };
        written.map_err(unwritable)?;
    }
    Ok(if tally.failed > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// A line for each stage: the seconds it took on all threads, and its share of their sum.
fn by_stage(stages: &Stages) -> Vec<String> {
    let seconds = |stage: &Stage| stages.of(*stage) as f64 / 1e9;
    let sum: f64 = Stage::ALL.iter().map(seconds).sum();
    let mut lines = vec![format!("{:10}{:>9}{:>8}", "stage", "seconds", "share")];
    for stage in Stage::ALL.iter().filter(|stage| stages.of(**stage) > 0) {
        let by = if stage.is_writing() { "writer" } else { "workers" };
        let (seconds, share) = (seconds(stage), 100.0 * seconds(stage) / sum);
        lines.push(format!("{:10}{seconds:9.2}{share:6.1} %  {by}", stage.word()));
    }
    lines
}

/// Whether a signal asks the run to end, which it does between two files.
struct Stop(Arc<AtomicI32>);

impl Stop {
    /// From here on the first signal only asks; one more ends at once.
    fn on_signal() -> Stop {
        let asked = Arc::new(AtomicI32::new(0));
        let seen = Arc::clone(&asked);
        interrupt::on_signal(move |signal| {
            if seen.swap(signal, Ordering::SeqCst) != 0 {
                interrupt::end(signal);
            }
            tell("stopping after the file at hand; once more ends at once, and costs the last few files");
        });
        Stop(asked)
    }

    /// The signal that asked.
    fn signal(&self) -> Option<i32> {
        Some(self.0.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
    }

    fn check(&self) -> Result<()> {
        match self.signal() {
            Some(_) => Err(Error::new(Kind::Archive, "stopped")),
            None => Ok(()),
        }
    }
}

/// Drawn only where a person watches.
pub(super) fn progress_bar(quiet: bool) -> ProgressBar {
    let target = if io::stderr().is_terminal() && !quiet {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {per_sec}, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(0), target);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
