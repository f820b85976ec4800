//! What is derived, made again from what is not.
//!
//! A torn tree cannot be mended in its place, for even to empty it SQLite has to walk it. So the ground is
//! copied into a new file, everything else is made there, and the whole is written over the old file in one
//! transaction. The old file's lock is held from the first page read to the last one written, so no other
//! process's work can fall between; a kill leaves the old file, or the new one.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::Progress;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, MAIN_DB, OpenFlags, Row};

use crate::error::{Error, Kind, Result};
use crate::store::history::{self, Found};
use crate::store::migrate::{self, GROUND_TABLES};
use crate::store::{self, Archive, Options};

/// A repair under way: nobody else reads or writes the archive until it is over.
#[derive(Debug)]
pub struct Rebuild {
    connection: Connection,
    path: PathBuf,
    made: PathBuf,
    backup: PathBuf,
    /// Indexes, views and triggers of the user.
    extras: Vec<(String, String)>,
}

const LOCK: &str = "PRAGMA main.locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA foreign_keys = OFF;
    PRAGMA ignore_check_constraints = ON";
const UNLOCK: &str = "PRAGMA main.locking_mode = NORMAL; SELECT count(*) FROM sqlite_schema";
const ATTACH: &str = "ATTACH ?1 AS made";
const COLUMNS: &str = "SELECT name FROM pragma_table_info(:table, :schema)";
// All but what SQLite makes by itself, and the views of this program or another version of it.
const OBJECTS: &str = "
    SELECT type, name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' AND NOT (type = 'view' AND name GLOB 'v_*')";
const KEPT_DOUBTS: &str = "kind = 'decoding'";

impl Rebuild {
    /// Locks the archive, leaves a copy of it beside it, and copies what cannot be derived into a new file.
    ///
    /// # Errors
    /// [`Kind::Busy`] where somebody holds the archive; [`Kind::Damaged`] where what cannot be derived is
    /// hurt itself; and where there is no room for the two files. Nothing is changed then.
    pub fn begin(path: &Path, options: &Options) -> Result<Rebuild> {
        let begun = || -> Result<Rebuild> {
            let place = store::absolute(path)?;
            let looked = store::identify(&place, options).map(|there| there.is_some());
            let connection = match looked {
                Ok(true) => connect(&place, options)?,
                Ok(false) => return Err(store::no_archive()),
                // A view that is hurt keeps SQLite from reading anything; the header says that the file is ours.
                Err(error) if error.kind() == Kind::Damaged && history::header_is_ours(&place) => {
                    connect(&place, options)?
                }
                Err(error) => return Err(error),
            };
            let Found::Ours(state) = history::examine(&connection, options.scripts)? else {
                return Err(store::no_archive());
            };
            if !state.pending.is_empty() {
                return Err(Error::new(Kind::Archive, "was made by an older version of this program")
                    .hint("run `archive migrate run` first"));
            }
            connection.execute_batch(LOCK)?;
            let version = state.steps.last().map_or(0, |step| step.version);
            let backup = migrate::free_name(&place, &format!(".backup-v{version}"));
            let made = migrate::free_name(&place, ".rebuilt");
            let mut rebuild = Rebuild { connection, path: place, made, backup, extras: Vec::new() };
            rebuild.copy(options).inspect_err(|_| {
                // Half a copy is of no use to anybody.
                let _ = fs::remove_file(&rebuild.backup);
            })?;
            Ok(rebuild)
        };
        begun().map_err(|error| error.at(path))
    }

    fn copy(&mut self, options: &Options) -> Result<()> {
        self.connection.backup(MAIN_DB, &self.backup, None::<fn(Progress)>)?;
        drop(Archive::open_or_create_with(&self.made, options)?);
        let mut tables: Vec<String> = GROUND_TABLES.iter().map(|(table, _)| (*table).to_owned()).collect();
        tables.extend(self.add_extras()?);
        let made = ToSqlOutput::Borrowed(ValueRef::Text(self.made.as_os_str().as_encoded_bytes()));
        self.connection.execute(ATTACH, [made])?;
        let whole = copy_rows(&self.connection, &tables);
        self.connection.execute_batch("DETACH made")?;
        whole.map_err(|error| {
            let message = format!(
                "what cannot be derived is hurt as well, so nothing was changed: it {}",
                error.message()
            );
            Error::new(error.kind(), message).hint(
                "take the archive back from a copy, or import the reports into a new file; \
                 `sqlite3 FILE .recover` can save what is left",
            )
        })
    }

    /// Tables of the user go into the new file at once, to be filled; what reads them, later.
    fn add_extras(&mut self) -> Result<Vec<String>> {
        let made = Connection::open(&self.made)?;
        let known: Vec<(String, String, String)> = objects(&made)?;
        let mut tables = Vec::new();
        for (kind, name, sql) in objects(&self.connection)? {
            // By its words as well, for its name may be what is hurt.
            if known.iter().any(|(_, other, words)| *other == name || *words == sql) {
                continue;
            }
            if kind != "table" {
                self.extras.push((name, sql));
            } else if sql.to_ascii_uppercase().starts_with("CREATE TABLE") {
                made.execute_batch(&sql).map_err(|error| not_made(&name, &error))?;
                tables.push(name);
            } else {
                let message =
                    format!("{name} in it is a virtual table of somebody's, which a repair would lose");
                return Err(Error::new(Kind::Archive, message).hint("drop that table first"));
            }
        }
        Ok(tables)
    }

    /// The new file, to be filled with what can be derived.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn archive(&self) -> Result<Archive> {
        let archive = Archive::open_or_create(&self.made)?;
        // It need not outlive a power cut; what is written over the old file does.
        archive.connection.execute_batch("PRAGMA synchronous = OFF")?;
        Ok(archive)
    }

    /// Writes the new file over the old one, in one transaction; returns where the old one was copied to.
    ///
    /// # Errors
    /// Where that fails; the archive is as it was then.
    pub fn put_in_place(mut self) -> Result<PathBuf> {
        let mut place = || -> Result<()> {
            let made = Connection::open(&self.made)?;
            for (name, sql) in &self.extras {
                made.execute_batch(sql).map_err(|error| not_made(name, &error))?;
            }
            drop(made);
            self.connection.restore(MAIN_DB, &self.made, None::<fn(Progress)>)?;
            self.connection.execute_batch(UNLOCK)?;
            Ok(())
        };
        place().map_err(|error| error.at(&self.path))?;
        Ok(self.backup.clone())
    }
}

/// Opens for writing, also where some object of the schema cannot be read: it is as if that were not there.
fn connect(path: &Path, options: &Options) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy_timeout)?;
    connection.execute_batch(
        "PRAGMA writable_schema = ON; PRAGMA synchronous = EXTRA; PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF",
    )?;
    store::keep_to_one_file(&connection)?;
    Ok(connection)
}

impl Drop for Rebuild {
    fn drop(&mut self) {
        // Where that fails a file is left that nobody needs, and its name says so.
        let _ = fs::remove_file(&self.made);
    }
}

fn objects(connection: &Connection) -> Result<Vec<(String, String, String)>> {
    let mut statement = connection.prepare(OBJECTS)?;
    let words = |row: &Row<'_>, at| -> rusqlite::Result<String> {
        Ok(String::from_utf8_lossy(row.get_ref(at)?.as_bytes()?).into_owned())
    };
    let rows = statement.query_map([], |row| Ok((words(row, 0)?, words(row, 1)?, words(row, 2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What is none of ours could not be taken over; it may be somebody's, so it is not left out silently.
fn not_made(name: &str, error: &rusqlite::Error) -> Error {
    Error::new(Kind::Damaged, format!("has an entry {name} in its schema that cannot be made again: {error}"))
        .hint("if it is not yours, drop it; nothing was changed")
}

fn copy_rows(connection: &Connection, tables: &[String]) -> Result<()> {
    let transaction = connection.unchecked_transaction()?;
    for table in tables {
        copy_table(&transaction, table, "1")?;
    }
    copy_table(
        &transaction,
        "refinery_schema_history",
        "version NOT IN (SELECT version FROM made.refinery_schema_history)",
    )?;
    // What made the file is told by the file alone, and what cannot be decoded by the bytes alone. Where
    // these are hurt, the file can do without.
    for (table, rows) in [("about", "name = 'created_by'"), ("doubts", KEPT_DOUBTS)] {
        match copy_table(&transaction, table, rows) {
            Err(error) if error.kind() != Kind::Damaged => return Err(error),
            _ => {}
        }
    }
    Ok(transaction.commit()?)
}

/// Copies the rows of a table that a condition holds for.
fn copy_table(connection: &Connection, table: &str, condition: &str) -> Result<()> {
    let [old, new] = ["main", "made"].map(|schema| columns(connection, table, schema));
    let (old, new) = (old?, new?);
    // Of a table whose entry in the schema is hurt SQLite sees nothing, or something else.
    if let Some(column) = new.iter().find(|column| !old.contains(column)) {
        return Err(Error::new(Kind::Damaged, format!("shows no column {column} in its table {table}")));
    }
    if let Some(column) = old.iter().find(|column| !new.contains(column)) {
        let message =
            format!("has a column {column} of somebody's in its table {table}, which would be lost");
        return Err(Error::new(Kind::Archive, message));
    }
    let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let table = quoted(table);
    let columns: Vec<String> = old.iter().map(|column| quoted(column)).collect();
    let columns = columns.join(", ");
    // The table is walked itself: its indexes may be what is hurt.
    connection.execute_batch(&format!(
        "INSERT OR REPLACE INTO made.{table} ({columns}) SELECT {columns} FROM main.{table} NOT INDEXED WHERE {condition}"
    ))?;
    let count = |schema: &str| -> rusqlite::Result<i64> {
        let sql = format!("SELECT count(*) FROM {schema}.{table} NOT INDEXED WHERE {condition}");
        connection.query_row(&sql, [], |row| row.get(0))
    };
    if condition == "1" && count("main")? != count("made")? {
        return Err(Error::new(
            Kind::Damaged,
            format!("has rows of {table} that stand in each other's place"),
        ));
    }
    Ok(())
}

fn columns(connection: &Connection, table: &str, schema: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare(COLUMNS)?;
    let names = statement.query_map([(":table", table), (":schema", schema)].as_slice(), |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}
