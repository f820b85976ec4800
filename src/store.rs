//! The database: open, migrate, write, read. All SQL of the program is here and in `migrations/`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Kind, Result};

pub mod again;
pub mod audit;
mod check;
pub mod document;
mod edition;
mod expression;
mod fault;
mod filter;
mod history;
pub mod index;
mod insert;
pub mod migrate;
mod nearest;
pub mod original;
mod project;
pub mod read;
pub mod search;
pub mod seen;
mod several;
mod views;
pub mod write;

use history::Found;
use migrate::Script;

/// `PRAGMA application_id` of an archive: the letters `GZBG` (gōngzuò bàogào). It stands in the
/// file's header, so that no other SQLite file is taken for an archive.
pub const APPLICATION_ID: i32 = 0x475A_4247;

/// How long to wait for another process that holds the file.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How a file is opened; [`Options::default`] is what the program uses.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How long to wait for another process before [`Kind::Busy`].
    pub busy_timeout: Duration,
    /// The schema's history, oldest first.
    pub scripts: &'static [Script],
    /// Leave the back-up of an upgrade beside the file.
    pub keep_backup: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { busy_timeout: BUSY_TIMEOUT, scripts: migrate::SCRIPTS, keep_backup: false }
    }
}

/// An open archive file.
#[derive(Debug)]
pub struct Archive {
    connection: Connection,
    path: PathBuf,
    /// What the search index has not seen yet.
    pending: index::Pending,
    /// How far a batch that is open goes back when something in it is refused.
    undo: Undo,
}

/// What is taken back where a document of a batch is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Undo {
    /// That document.
    One,
    /// The whole batch.
    All,
    /// The whole batch, which was refused already.
    Spoiled,
}

impl Archive {
    fn new(connection: Connection, path: &Path) -> Archive {
        Archive { connection, path: path.to_path_buf(), pending: index::Pending::default(), undo: Undo::One }
    }

    /// Opens for writing; creates the file, or upgrades an older one after a back-up.
    ///
    /// # Errors
    /// [`Kind::NoArchive`] where the file is something else, [`Kind::Busy`] where another process
    /// does not let go, [`Kind::Archive`] where the file is newer than this program or damaged.
    pub fn open_or_create(path: &Path) -> Result<Archive> {
        Archive::open_or_create_with(path, &Options::default())
    }

    /// As [`Archive::open_or_create`], with other than the usual options.
    ///
    /// # Errors
    /// As [`Archive::open_or_create`].
    pub fn open_or_create_with(path: &Path, options: &Options) -> Result<Archive> {
        let place = absolute(path)?;
        let open = || {
            identify(&place, options)?;
            let mut connection = connect(&place, options)?;
            migrate::bring_up(&mut connection, &place, options)?;
            Ok(connection)
        };
        let connection = open().map_err(|error: Error| error.at(path))?;
        Ok(Archive::new(connection, path))
    }

    /// Opens read-only; never creates, never upgrades, never writes. An older schema is
    /// an error whose hint names `archive migrate run`.
    ///
    /// The one thing that is done to a file is what plain `sqlite3` does as well: where a writer was
    /// killed, SQLite first takes the half-written pages back.
    ///
    /// # Errors
    /// As [`Archive::open_or_create`], and [`Kind::NoArchive`] where there is no file.
    pub fn open_read_only(path: &Path) -> Result<Archive> {
        Archive::open_read_only_with(path, &Options::default())
    }

    /// As [`Archive::open_read_only`], with other than the usual options.
    ///
    /// # Errors
    /// As [`Archive::open_read_only`].
    pub fn open_read_only_with(path: &Path, options: &Options) -> Result<Archive> {
        let connection = open_current(path, options).map_err(|error| error.at(path))?;
        Ok(Archive::new(connection, path))
    }

    /// The file, as it was named when it was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn open_current(path: &Path, options: &Options) -> Result<Connection> {
    let (connection, found) = open_existing(&absolute(path)?, options)?;
    let Found::Ours(state) = found else { return Err(no_archive()) };
    if !state.pending.is_empty() {
        return Err(Error::new(Kind::Archive, "was made by an older version of this program")
            .hint(format!("run `archive migrate run --db {}`", path.display())));
    }
    if !state.views_current {
        // The views of this program stand before those of the file, for this connection only.
        views::create_temporary(&connection)?;
    }
    Ok(connection)
}

/// Opens a file that must be there, read-only, and says what it is.
fn open_existing(path: &Path, options: &Options) -> Result<(Connection, Found)> {
    match identify(path, options)? {
        Some(opened) => Ok(opened),
        None => Err(no_archive()),
    }
}

fn no_archive() -> Error {
    Error::new(Kind::NoArchive, "there is no archive here").hint("`archive import PATH…` makes one")
}

/// Looks at a file without touching it; `None` where there is nothing yet. A file of another kind is
/// an error, so nothing later on can alter it.
fn identify(path: &Path, options: &Options) -> Result<Option<(Connection, Found)>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::new(Kind::NoArchive, format!("cannot be opened: {error}"))),
        Ok(facts) if facts.is_dir() => {
            return Err(Error::new(Kind::NoArchive, "is not an archive but a folder")
                .hint("name the archive's file with `--db FILE`"));
        }
        // An empty file is what a creation leaves that was killed before its first commit.
        Ok(facts) if facts.len() == 0 => return Ok(None),
        Ok(_) => {}
    }
    let connection = connect_read_only(path, options)?;
    let found = history::examine(&connection, options.scripts)?;
    if matches!(found, Found::Nothing) {
        // SQLite takes a file of one byte for an empty one, and would write over it.
        let empty = fs::metadata(path).is_ok_and(|facts| facts.len() == 0);
        return if empty { Ok(None) } else { Err(history::foreign("is not an archive")) };
    }
    Ok(Some((connection, found)))
}

const COUNT_SCHEMA: &str = "SELECT count(*) FROM sqlite_schema";

fn connect_read_only(path: &Path, options: &Options) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(options.busy_timeout)?;
        connection.execute_batch(
            "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
        )?;
        connection.query_row(COUNT_SCHEMA, [], |_| Ok(()))?;
        plan_once(&connection)?;
        Ok(connection)
    };
    match open() {
        Err(error) if fault::is_cut_off(&error) && history::header_is_ours(path) => {
            take_back(path, options)?;
            Ok(open()?)
        }
        other => Ok(other?),
    }
}

/// Lets SQLite roll back what a killed writer left half done.
fn take_back(path: &Path, options: &Options) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy_timeout)?;
    Ok(connection.query_row(COUNT_SCHEMA, [], |_| Ok(()))?)
}

/// Opens for writing, with the settings that every writer of an archive has.
fn connect(path: &Path, options: &Options) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy_timeout)?;
    // EXTRA: also that a journal is gone reaches the disk, else a power cut could bring back what was before.
    // Room for the pages of a batch, so that it reaches the file in one go and readers wait only for that.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF; PRAGMA cache_size = -12288",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    plan_once(&connection)?;
    keep_to_one_file(&connection)?;
    Ok(connection)
}

/// A statement keeps its plan; otherwise SQLite makes it anew for each value that is bound to it.
fn plan_once(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())
}

/// Journal mode DELETE: after every command the one file is the whole archive, and copying it is safe.
/// Somebody may have switched it to WAL by hand.
fn keep_to_one_file(connection: &Connection) -> Result<()> {
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode != "delete" {
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    }
    Ok(())
}

/// A name such as `:memory:` would mean something else to SQLite; behind a folder it is a file.
fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path)
        .map_err(|error| Error::new(Kind::NoArchive, format!("is no file name: {error}")).at(path))
}
