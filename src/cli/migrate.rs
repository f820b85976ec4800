//! `archive migrate`

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::out::unwritable;
use crate::cli::print::PrintArgs;
use crate::cli::{Context, Exit};
use crate::error::Result;
use crate::output::screen;
use crate::store::Options;
use crate::store::migrate::copies::{self, Restored};
use crate::store::migrate::plan::{self, Plan};
use crate::store::migrate::{self, Upgrade};
use crate::store::read::Value;

/// Show or bring up to date the schema of the archive
///
/// `archive import` does this by itself; reading verbs never write, so for them an older archive is
/// upgraded here.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

const AFTER_HELP: &str = "\
Examples:
  archive migrate status             what the file has and what is pending; writes nothing
  archive migrate plan --on-copy     what an upgrade would do, tried on a copy
  archive migrate run                upgrade, after a back-up
  archive migrate backup copy.db     a copy of the archive, looked over
  archive migrate restore copy.db    put it back";

#[derive(Debug, Subcommand)]
enum Step {
    /// List the migrations that the file has and those it waits for
    #[command(after_help = "Examples:\n  archive migrate status --db town.db")]
    Status {
        #[command(flatten)]
        print: PrintArgs,
    },
    /// Tell what an upgrade would do, with the rows of each table
    #[command(after_help = "Examples:\n  archive migrate plan --on-copy")]
    Plan {
        /// Upgrade a copy beside the file, count its rows, and remove it
        #[arg(long)]
        on_copy: bool,
        #[command(flatten)]
        print: PrintArgs,
    },
    /// Copy the archive to a new file, also while others use it, and look whether the copy is sound
    #[command(after_help = "Examples:\n  archive migrate backup /media/stick/archive-2024.db")]
    Backup {
        /// The copy; nothing is overwritten
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Put a back-up in the place of the archive, which is kept beside it (FILE.before-restore)
    #[command(after_help = "Examples:\n  archive migrate restore archive.db.backup-v3")]
    Restore {
        /// The back-up; it stays as it is
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Bring the file to the newest schema
    #[command(after_help = "Examples:\n  archive migrate run --keep-backup")]
    Run {
        /// Leave the copy of the file as it was beside it
        #[arg(long)]
        keep_backup: bool,
    },
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    match &args.step {
        Step::Status { print } => status(print, context),
        Step::Plan { on_copy, print } => plan(*on_copy, print, context),
        Step::Backup { file } => backup(file, context),
        Step::Restore { file } => restore(file, context),
        Step::Run { keep_backup } => upgrade(*keep_backup, context),
    }
}

fn status(print: &PrintArgs, context: &mut Context) -> Result<Exit> {
    let steps = migrate::status_with(&context.db, &context.options())?;
    for (object, what) in plan::edits(&context.db, &context.options())? {
        context.note(&format!("{}: its schema was changed by hand: {object}: {what}", context.db.display()));
    }
    let names = ["version", "name", "state", "applied_on", "checksum"].map(str::to_owned);
    print.rows(context, "migrations", &names, "no migrations", |each| {
        steps.into_iter().try_for_each(|step| {
            let state = if step.applied_on.is_some() { "applied" } else { "pending" };
            each(&[
                Value::Integer(step.version.into()),
                Value::Text(step.name),
                Value::Text(state.to_owned()),
                step.applied_on.map_or(Value::Null, Value::Text),
                Value::Text(step.checksum),
            ])
        })
    })
}

fn plan(on_copy: bool, print: &PrintArgs, context: &mut Context) -> Result<Exit> {
    let Plan { pending, tables, edits } = plan::plan(&context.db, on_copy, &context.options())?;
    let steps: Vec<String> = pending.iter().map(|step| format!("V{} {}", step.version, step.name)).collect();
    let steps = if steps.is_empty() {
        "nothing to do".to_owned()
    } else {
        format!("would apply {}", steps.join(", "))
    };
    context.note(&format!("{}: {steps}", context.db.display()));
    for (object, what) in edits {
        context.note(&format!("{}: {object}: {what}", context.db.display()));
    }
    let names = ["table", "ground", "rows", "rows_after"].map(str::to_owned);
    print.rows(context, "plan", &names, "no tables", |each| {
        tables.into_iter().try_for_each(|table| {
            let count = |rows: Option<i64>| rows.map_or(Value::Null, Value::Integer);
            each(&[
                Value::Text(table.name),
                Value::Integer(table.ground.into()),
                count(table.rows),
                count(table.rows_after),
            ])
        })
    })
}

fn backup(file: &Path, context: &mut Context) -> Result<Exit> {
    copies::backup(&context.db, file, &context.options())?;
    say(context, &format!("{}: copied to {}, and the copy is sound", context.db.display(), file.display()))
}

fn restore(file: &Path, context: &mut Context) -> Result<Exit> {
    let Restored { kept, pending } = copies::restore(&context.db, file, &context.options())?;
    let mut line = format!("{}: is now {}", context.db.display(), file.display());
    if let Some(kept) = kept {
        line.push_str(&format!("; the file as it was: {}", context.beside(&kept).display()));
    }
    if pending > 0 {
        line.push_str("; it is of an older version, which `archive migrate run` brings up to date");
    }
    say(context, &line)
}

fn say(context: &mut Context, line: &str) -> Result<Exit> {
    writeln!(context.out, "{}", screen::safe(line)).map_err(unwritable)?;
    Ok(Exit::Done)
}

fn upgrade(keep_backup: bool, context: &mut Context) -> Result<Exit> {
    let options = Options { keep_backup, ..context.options() };
    let Upgrade { applied, backup } = migrate::run_with(&context.db, &options)?;
    let db = context.db.display();
    let mut lines = match &applied[..] {
        [] => format!("{db}: nothing to do"),
        steps => {
            let steps: Vec<String> = steps.iter().map(|version| format!("V{version}")).collect();
            format!("{db}: applied {}", steps.join(", "))
        }
    };
    if let Some(backup) = backup {
        lines.push_str(&format!("; the file as it was: {}", context.beside(&backup).display()));
    }
    say(context, &lines)
}
