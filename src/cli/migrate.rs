//! `archive migrate`

use std::io::Write;

use clap::Subcommand;

use crate::cli::out::unwritable;
use crate::cli::print::PrintArgs;
use crate::cli::{Context, Exit};
use crate::error::Result;
use crate::output::screen;
use crate::store::Options;
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
  archive migrate status       what the file has and what is pending; writes nothing
  archive migrate run          upgrade, after a back-up";

#[derive(Debug, Subcommand)]
enum Step {
    /// List the migrations that the file has and those it waits for
    #[command(after_help = "Examples:\n  archive migrate status --db town.db")]
    Status {
        #[command(flatten)]
        print: PrintArgs,
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
        Step::Run { keep_backup } => upgrade(*keep_backup, context),
    }
}

fn status(print: &PrintArgs, context: &mut Context) -> Result<Exit> {
    let steps = migrate::status(&context.db)?;
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

fn upgrade(keep_backup: bool, context: &mut Context) -> Result<Exit> {
    let options = Options { keep_backup, ..Options::default() };
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
        lines.push_str(&format!("; the file as it was: {}", backup.display()));
    }
    writeln!(context.out, "{}", screen::safe(&lines)).map_err(unwritable)?;
    Ok(Exit::Done)
}
