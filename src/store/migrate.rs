//! Schema versions: refinery in one transaction, with a lock, a back-up and checks around it.
//!
//! Left to itself refinery opens transactions of its own, at least two for a new file. Here it runs
//! inside one that is ours: `BEGIN IMMEDIATE` is the lock (it goes away with the process, as a lock file
//! would not), the history table, the steps, the views and the checks are one commit, and a kill at any
//! point leaves the file as it was before.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use refinery::{Migration, Runner};
use refinery_core::Migrate;
use refinery_core::traits::sync::{Query, Transaction as Statements};
use rusqlite::backup::Progress;
use rusqlite::{Connection, MAIN_DB, TransactionBehavior};

use super::audit::schema;
use super::history::{self, Found, State};
use super::{APPLICATION_ID, Options, index, views};
use crate::error::{Error, Kind, Result};

pub mod copies;
pub mod plan;

/// A file of `migrations/`: its name without ending, and its SQL.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// `V1__archive`.
    pub name: &'static str,
    /// The whole text; its checksum stands in every archive, so a released one never changes.
    pub sql: &'static str,
}

/// Every migration, oldest first.
pub const SCRIPTS: &[Script] = &[
    Script { name: "V1__archive", sql: include_str!("../../migrations/V1__archive.sql") },
    Script {
        name: "V2__doubts_out_of_scale",
        sql: include_str!("../../migrations/V2__doubts_out_of_scale.sql"),
    },
    Script { name: "V3__originals", sql: include_str!("../../migrations/V3__originals.sql") },
    Script { name: "V4__search", sql: include_str!("../../migrations/V4__search.sql") },
    Script { name: "V5__cheap_checks", sql: include_str!("../../migrations/V5__cheap_checks.sql") },
    Script {
        name: "V6__search_without_lengths",
        sql: include_str!("../../migrations/V6__search_without_lengths.sql"),
    },
    Script {
        name: "V7__search_in_larger_pieces",
        sql: include_str!("../../migrations/V7__search_in_larger_pieces.sql"),
    },
    Script {
        name: "V8__several_rows_at_a_time",
        sql: include_str!("../../migrations/V8__several_rows_at_a_time.sql"),
    },
];

/// One migration and whether the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Version number.
    pub version: i32,
    /// Name as in the file name.
    pub name: String,
    /// When it was applied (RFC 3339), `None` while pending.
    pub applied_on: Option<String>,
    /// Checksum of the SQL text, as refinery counts it.
    pub checksum: String,
}

/// Applied and pending migrations of a file; reads only.
///
/// # Errors
/// As [`super::Archive::open_read_only`], but an older file is none.
pub fn status(path: &Path) -> Result<Vec<Step>> {
    status_with(path, &Options::default())
}

/// As [`status`], with other than the usual options.
///
/// # Errors
/// As [`status`].
pub fn status_with(path: &Path, options: &Options) -> Result<Vec<Step>> {
    Ok(state_of(path, options)?.steps)
}

fn state_of(path: &Path, options: &Options) -> Result<State> {
    let examine = || match super::open_existing(&super::absolute(path)?, options)?.1 {
        Found::Ours(state) => Ok(state),
        Found::Nothing => Err(super::no_archive()),
    };
    examine().map_err(|error: Error| error.at(path))
}

/// What [`run`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// Versions applied, in order; empty where the file was current.
    pub applied: Vec<i32>,
    /// Where the back-up was left, if it was asked to be kept.
    pub backup: Option<PathBuf>,
}

/// Brings a file to the newest schema.
///
/// # Errors
/// As [`super::Archive::open_or_create`], and [`Kind::NoArchive`] where there is no file. After an
/// error the file is as it was before.
pub fn run(path: &Path) -> Result<Upgrade> {
    run_with(path, &Options::default())
}

/// As [`run`], with other than the usual options.
///
/// # Errors
/// As [`run`].
pub fn run_with(path: &Path, options: &Options) -> Result<Upgrade> {
    state_of(path, options)?;
    let upgrade = || {
        let place = super::absolute(path)?;
        let mut connection = super::connect(&place, options)?;
        bring_up(&mut connection, &place, options)
    };
    upgrade().map_err(|error: Error| error.at(path))
}

/// Makes or upgrades the schema behind an open connection, where it is not current.
pub(super) fn bring_up(connection: &mut Connection, path: &Path, options: &Options) -> Result<Upgrade> {
    if let Found::Ours(state) = history::examine(connection, options.scripts)?
        && state.views_current
    {
        return Ok(Upgrade { applied: Vec::new(), backup: None });
    }
    // Inside a transaction the pragma would do nothing, and rebuilding a parent table would empty its
    // children through ON DELETE CASCADE.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let done = locked(connection, path, options);
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    done
}

fn locked(connection: &mut Connection, path: &Path, options: &Options) -> Result<Upgrade> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Looked at again: while we waited for the lock another process may have done the work.
    let (pending, backup) = match history::examine(&transaction, options.scripts)? {
        Found::Nothing => (history::migrations(options.scripts)?, None),
        Found::Ours(state) if state.pending.is_empty() => (Vec::new(), None),
        Found::Ours(state) => {
            refuse_edited(&transaction, &state, options)?;
            let backup = back_up(path, &state, options)?;
            (state.pending, Some(backup))
        }
    };
    // A migration that commits by itself takes the savepoint away, and with it the way back.
    transaction.execute_batch("SAVEPOINT upgrade")?;
    let renewed = renew(&transaction, &pending, options);
    let whole = transaction.execute_batch("RELEASE upgrade").is_ok();
    let done = match renewed {
        Ok(()) if whole => transaction.commit().map_err(Error::from),
        renewed => {
            drop(transaction);
            renewed.and(Err(Error::new(Kind::Archive, "a migration ended the transaction")))
        }
    };
    let Some(backup) = backup else { return done.map(|()| upgraded(&pending, None)) };
    match done {
        Ok(()) if options.keep_backup => Ok(upgraded(&pending, Some(backup))),
        Ok(()) => {
            drop_backup(connection, &backup, options)?;
            Ok(upgraded(&pending, None))
        }
        Err(error) => {
            if !whole {
                restore(connection, &backup)?;
            }
            drop_backup(connection, &backup, options)?;
            Err(unchanged(&error))
        }
    }
}

/// A file that is merely old has the tables of an earlier version; one that somebody changed has those of
/// none, and no step was written for it.
fn refuse_edited(connection: &Connection, state: &State, options: &Options) -> Result<()> {
    let applied = state.steps.len() - state.pending.len();
    match schema::changes(connection, &options.scripts[..applied])?.first() {
        None => Ok(()),
        Some((object, what)) => Err(Error::new(
            Kind::Archive,
            format!("its schema was changed by hand, so it cannot be upgraded: {object}: {what}"),
        )
        .hint("`archive migrate plan` lists all changes; the file was left as it is")),
    }
}

fn upgraded(pending: &[Migration], backup: Option<PathBuf>) -> Upgrade {
    Upgrade { applied: pending.iter().map(Migration::version).collect(), backup }
}

fn unchanged(error: &Error) -> Error {
    Error::new(error.kind(), format!("could not be upgraded: {}", error.message()))
        .hint("the archive is as it was before; please report this")
}

/// The pending steps, the views, the search index and the checks; the caller commits or rolls back.
fn renew(transaction: &Connection, pending: &[Migration], options: &Options) -> Result<()> {
    let before = ground_counts(transaction)?;
    views::drop_all(transaction)?;
    if !pending.is_empty() {
        apply(transaction, options)?;
        verify(transaction, &before)?;
    }
    views::create(transaction, pending.last().map(Migration::version))?;
    index::bring_up(transaction)
}

/// refinery's view of our transaction: it adds its statements and opens none of its own.
struct InTransaction<'a> {
    connection: &'a Connection,
    applied: Vec<Migration>,
}

impl Statements for InTransaction<'_> {
    type Error = rusqlite::Error;

    fn execute<'q, T: Iterator<Item = &'q str>>(&mut self, queries: T) -> rusqlite::Result<usize> {
        let mut count = 0;
        for query in queries {
            self.connection.execute_batch(query)?;
            count += 1;
        }
        Ok(count)
    }
}

impl Query<Vec<Migration>> for InTransaction<'_> {
    /// The history, which was judged before: an applied step is one of ours, unchanged.
    fn query(&mut self, _query: &str) -> rusqlite::Result<Vec<Migration>> {
        Ok(self.applied.clone())
    }
}

impl Migrate for InTransaction<'_> {}

fn apply(transaction: &Connection, options: &Options) -> Result<()> {
    let migrations = history::migrations(options.scripts)?;
    let applied = match history::examine(transaction, options.scripts)? {
        Found::Nothing => Vec::new(),
        Found::Ours(state) => {
            let count = migrations.len() - state.pending.len();
            migrations.iter().take(count).cloned().collect()
        }
    };
    // In a new file refinery's table would be there before the mark that the file is ours.
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    let mut target = InTransaction { connection: transaction, applied };
    match Runner::new(&migrations).set_grouped(true).run(&mut target) {
        Ok(_) => Ok(()),
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            let message = cause.unwrap_or_else(|| error.to_string());
            Err(Error::new(Kind::Archive, format!("a migration failed: {message}")))
        }
    }
}

/// The tables that hold what was found, not what was derived from it: an upgrade must not lose a row.
pub(super) const GROUND_TABLES: &[(&str, &str)] = &[
    ("documents", "SELECT count(*) FROM documents"),
    ("sources", "SELECT count(*) FROM sources"),
    ("imports", "SELECT count(*) FROM imports"),
    ("import_files", "SELECT count(*) FROM import_files"),
    ("sqlar", "SELECT count(*) FROM sqlar"),
];
/// The table holds what cannot be derived.
pub(super) fn is_ground(table: &str) -> bool {
    GROUND_TABLES.iter().any(|(ground, _)| *ground == table)
}

const TABLE_EXISTS: &str = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";

fn ground_counts(connection: &Connection) -> Result<BTreeMap<&'static str, i64>> {
    let mut counts = BTreeMap::new();
    for (table, count) in GROUND_TABLES {
        let exists: i64 = connection.query_row(TABLE_EXISTS, [table], |row| row.get(0))?;
        if exists == 1 {
            counts.insert(*table, connection.query_row(count, [], |row| row.get(0))?);
        }
    }
    Ok(counts)
}

fn verify(connection: &Connection, before: &BTreeMap<&'static str, i64>) -> Result<()> {
    let after = ground_counts(connection)?;
    for (table, count) in before {
        if after.get(table) != Some(count) {
            return Err(Error::new(Kind::Archive, format!("it would have lost rows of {table}")));
        }
    }
    sound(connection).map_err(|error| {
        Error::new(Kind::Archive, format!("the file would not be sound: it {}", error.message()))
    })
}

/// SQLite finds nothing wrong with a file.
fn sound(connection: &Connection) -> Result<()> {
    let mut dangling = connection.prepare("PRAGMA foreign_key_check")?;
    if dangling.exists([])? {
        return Err(Error::new(Kind::Damaged, "has rows that refer to nothing"));
    }
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(Error::new(Kind::Damaged, format!("is damaged: {sound}")));
    }
    Ok(())
}

/// A copy beside the file, page by page. Another connection reads it, because SQLite copies nothing
/// for the one that holds the write lock.
fn back_up(path: &Path, state: &State, options: &Options) -> Result<PathBuf> {
    let version = state.steps.iter().filter(|step| step.applied_on.is_some()).map(|step| step.version).max();
    let backup = free_name(path, &format!(".backup-v{}", version.unwrap_or(0)));
    match copy(path, &backup, options) {
        Ok(()) => Ok(backup),
        Err(error) => {
            // Half a copy is of no use to anybody.
            let _ = fs::remove_file(&backup);
            let message = format!("no back-up could be made before the upgrade: {}", error.message());
            Err(Error::new(error.kind(), message)
                .hint("nothing was changed; make room or look at the rights of the folder"))
        }
    }
}

fn copy(path: &Path, backup: &Path, options: &Options) -> Result<()> {
    let original = super::connect_read_only(path, options)?;
    original.backup(MAIN_DB, backup, None::<fn(Progress)>)?;
    let copied = super::connect_read_only(backup, options)?;
    if ground_counts(&original)? != ground_counts(&copied)? {
        return Err(Error::new(Kind::Archive, "the copy differs from the file"));
    }
    Ok(())
}

/// A name that nothing has yet; an earlier back-up is not overwritten.
pub(super) fn free_name(path: &Path, ending: &str) -> PathBuf {
    let named = |more: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!("{ending}{more}"));
        PathBuf::from(name)
    };
    let first = named("");
    if !first.exists() {
        return first;
    }
    (2u32..).map(|n| named(&format!("-{n}"))).find(|name| !name.exists()).unwrap_or(first)
}

/// For a migration that ended our transaction, so that no rollback can help.
fn restore(connection: &mut Connection, backup: &Path) -> Result<()> {
    connection.restore(MAIN_DB, backup, None::<fn(Progress)>).map_err(|error| {
        Error::new(
            Kind::Archive,
            format!("the upgrade failed, and the back-up could not be put back: {error}"),
        )
        .hint(format!("the back-up is {}", backup.display()))
    })
}

/// Removes the back-up once the file itself has been read again and is an archive.
fn drop_backup(connection: &Connection, backup: &Path, options: &Options) -> Result<()> {
    history::examine(connection, options.scripts)?;
    fs::remove_file(backup).map_err(|error| {
        Error::new(Kind::Archive, format!("the back-up {} could not be removed: {error}", backup.display()))
    })
}
