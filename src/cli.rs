//! The command line: parse, call once, print. One file for each verb.
//!
//! Only here: clap, the clock, the terminal, exit codes, and the words of errors on the screen.

use std::ffi::OsString;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::error::{Error, Kind, Result};
use crate::ingest;
use crate::output::screen;
use crate::store::{Archive, BUSY_TIMEOUT, Options};
use out::Out;

pub mod check;
pub mod completions;
pub mod explain;
mod file;
mod filter;
pub mod import;
mod interrupt;
pub mod man;
pub mod migrate;
pub mod original;
mod out;
mod page;
mod pager;
pub mod print;
pub mod query;
pub mod reextract;
mod report;
pub mod search;
pub mod show;

/// Local-government work reports, read into one SQLite file
///
/// Imports 政府工作报告 and their kin, and keeps every section, goal, outcome and named project as a
/// row that leads back to the words it came from.
#[derive(Debug, Parser)]
#[command(name = "archive", version, after_help = AFTER_HELP)]
struct Cli {
    /// The archive file
    #[arg(long, env = "ARCHIVE_DB", default_value = "archive.db", value_name = "FILE", global = true)]
    db: PathBuf,
    /// Say nothing but errors beside what was asked for
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: what became of each file, how many rows there were
    #[arg(long, short, global = true)]
    verbose: bool,
    /// Wait so many seconds for another program that holds the archive
    #[arg(long, value_name = "SECONDS", default_value_t = BUSY_TIMEOUT.as_secs(), global = true)]
    wait: u64,
    /// Do not leaf through long tables with a pager (ARCHIVE_PAGER, else PAGER, else less)
    #[arg(long, global = true)]
    no_pager: bool,
    #[command(subcommand)]
    verb: Verb,
}

const AFTER_HELP: &str = "\
Examples:
  archive import reports/              read a folder into archive.db
  archive query goals --year 2023      what was promised for 2023
  archive search 招商引资               where the reports speak of it
  archive explain report.txt           what is found in a text, and by which rule

Exit status: 0 all went well, 1 a file could not be read, or `archive check` found something, 2 wrong usage or no
usable archive, 130 Ctrl-C.";

#[derive(Debug, Subcommand)]
enum Verb {
    Import(import::Args),
    Query(query::Args),
    Search(search::Args),
    Show(show::Args),
    Explain(explain::Args),
    Original(original::Args),
    Reextract(reextract::Args),
    Check(check::Args),
    Migrate(migrate::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// What every verb gets.
struct Context {
    /// The archive file.
    db: PathBuf,
    /// The arguments as typed, without the program's name.
    arguments: Vec<String>,
    /// Where rows and pages go.
    out: Out,
    /// Only errors are told.
    quiet: bool,
    /// Details are told as well.
    verbose: bool,
    /// A pager is welcome.
    pager: bool,
    /// How long to wait for another process that holds the archive.
    wait: Duration,
}

impl Context {
    /// How the archive is opened.
    fn options(&self) -> Options {
        Options { busy_timeout: self.wait, ..Options::default() }
    }

    /// The archive, for reading.
    fn archive(&self) -> Result<Archive> {
        Archive::open_read_only_with(&self.db, &self.options())
    }

    /// The archive, for writing; made or upgraded where it has to be.
    fn archive_to_write(&self) -> Result<Archive> {
        Archive::open_or_create_with(&self.db, &self.options())
    }

    /// A file beside the archive, called as the user calls the archive.
    fn beside(&self, file: &Path) -> PathBuf {
        self.db.with_file_name(file.file_name().unwrap_or(file.as_os_str()))
    }

    /// What follows may be long: a terminal shows it through a pager.
    fn page(&mut self) {
        if self.pager {
            self.out.switch_to_pager();
        }
    }

    /// Tells what the person at the terminal may want to know.
    fn note(&self, line: &str) {
        if !self.quiet {
            tell(line);
        }
    }

    /// Tells what only a curious person wants to know.
    fn detail(&self, line: &str) {
        if self.verbose {
            tell(line);
        }
    }
}

/// How a verb ended that came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Done,
    /// The run is done, but some files failed.
    SomeFailed,
    /// The archive was looked over, and is not what it should be.
    Found,
    /// A signal of this number ended it; what was done stays.
    Stopped(i32),
}

/// Runs the program; `arguments` begin with its name.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        // A defect is reported as an error, with the file that it concerns, not as a stack.
        std::panic::set_hook(Box::new(|_| {}));
    }
    let typed = arguments.iter().skip(1).map(|one| one.to_string_lossy().into_owned()).collect();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help into a closed pipe is no failure either.
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2));
        }
    };
    let mut context = Context {
        db: cli.db,
        arguments: typed,
        out: Out::new(),
        quiet: cli.quiet,
        verbose: cli.verbose,
        pager: !cli.no_pager,
        wait: Duration::from_secs(cli.wait),
    };
    let done = catch_unwind(AssertUnwindSafe(|| dispatch(&cli.verb, &mut context)));
    let done = done.unwrap_or_else(|panic| Err(ingest::defect(&*panic)));
    let done = done.and_then(|exit| context.out.finish().map(|()| exit));
    match done {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::SomeFailed | Exit::Found) => ExitCode::from(1),
        Ok(Exit::Stopped(signal)) => ExitCode::from(interrupt::status(signal)),
        // The reader has seen enough.
        Err(_) if context.out.is_closed() => ExitCode::SUCCESS,
        Err(error) => {
            let code = exit_code(error.kind());
            let waited = context.wait.as_secs();
            // An unfinished file goes, and a pager is left first.
            drop(context);
            report(&error);
            if error.kind() == Kind::Busy {
                tell(&format!("waited {waited} seconds; --wait SECONDS waits longer"));
            }
            code
        }
    }
}

fn dispatch(verb: &Verb, context: &mut Context) -> Result<Exit> {
    match verb {
        Verb::Import(args) => import::run(args, context),
        Verb::Query(args) => query::run(args, context),
        Verb::Search(args) => search::run(args, context),
        Verb::Show(args) => show::run(args, context),
        Verb::Explain(args) => explain::run(args, context),
        Verb::Original(args) => original::run(args, context),
        Verb::Reextract(args) => reextract::run(args, context),
        Verb::Check(args) => check::run(args, context),
        Verb::Migrate(args) => migrate::run(args, context),
        Verb::Completions(args) => completions::run(args, context),
        Verb::Man(args) => man::run(args, context),
    }
}

fn exit_code(kind: Kind) -> ExitCode {
    match kind {
        Kind::Input => ExitCode::from(1),
        Kind::Usage | Kind::NoArchive | Kind::Busy | Kind::Damaged | Kind::Archive => ExitCode::from(2),
    }
}

fn report(error: &Error) {
    let hint = error.next_step().map(|hint| format!("hint: {hint}"));
    // A message of several lines lists things; only its line ends may reach the terminal.
    format!("archive: {error}").lines().chain(hint.as_deref()).for_each(tell);
}

/// One line for the person at the terminal; nothing can be done where even that cannot be written.
fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", screen::safe(line));
}
