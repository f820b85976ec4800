//! What a file is, and how far its schema has come.
//!
//! refinery trusts the rows of its history: it panics on a date that somebody edited, and calls a newer
//! file one whose migration "is missing". So they are judged here first, in plain words.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use chrono::DateTime;
use refinery::Migration;
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::migrate::{Script, Step};
use super::{APPLICATION_ID, views};
use crate::error::{Error, Kind, Result};

/// What stands in a file.
pub(super) enum Found {
    /// Nothing yet.
    Nothing,
    /// An archive.
    Ours(State),
}

/// How far an archive has come, compared with this program.
pub(super) struct State {
    /// All steps of this program, with the date where the file has them.
    pub steps: Vec<Step>,
    /// The steps that the file lacks, oldest first.
    pub pending: Vec<Migration>,
    /// The file's views are those of this program.
    pub views_current: bool,
}

/// Looks at a file; reads only, and sees one moment of it also while another process writes.
pub(super) fn examine(connection: &Connection, scripts: &[Script]) -> Result<Found> {
    if !connection.is_autocommit() {
        return examine_now(connection, scripts);
    }
    let moment = connection.unchecked_transaction()?;
    let found = examine_now(&moment, scripts)?;
    moment.commit()?;
    Ok(found)
}

const COUNT_OBJECTS: &str = "SELECT count(*) FROM sqlite_schema";

fn examine_now(connection: &Connection, scripts: &[Script]) -> Result<Found> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let objects: i64 = connection.query_row(COUNT_OBJECTS, [], |row| row.get(0))?;
    if application == 0 && objects == 0 {
        return Ok(Found::Nothing);
    }
    if application != APPLICATION_ID {
        return Err(foreign("is not an archive but an SQLite file of another program"));
    }
    let migrations = migrations(scripts)?;
    let steps = judge(&applied(connection)?, &migrations)?;
    let pending: Vec<Migration> = migrations
        .into_iter()
        .zip(&steps)
        .filter_map(|(migration, step)| step.applied_on.is_none().then_some(migration))
        .collect();
    // The table with the views' digest is made by the first step.
    let views_current = pending.is_empty() && views::are_current(connection)?;
    Ok(Found::Ours(State { steps, pending, views_current }))
}

/// refinery's form of the scripts, oldest first.
pub(super) fn migrations(scripts: &[Script]) -> Result<Vec<Migration>> {
    scripts
        .iter()
        .map(|script| {
            Migration::unapplied(script.name, script.sql).map_err(|error| {
                Error::new(Kind::Archive, format!("migration {} cannot be used: {error}", script.name))
            })
        })
        .collect()
}

/// A row of the history as it stands, whatever somebody wrote into it.
struct Applied {
    version: Value,
    name: Value,
    applied_on: Value,
    checksum: Value,
}

const HISTORY_EXISTS: &str =
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'refinery_schema_history'";
const HISTORY: &str =
    "SELECT version, name, applied_on, checksum FROM refinery_schema_history ORDER BY version";

fn applied(connection: &Connection) -> Result<Vec<Applied>> {
    let exists: i64 = connection.query_row(HISTORY_EXISTS, [], |row| row.get(0))?;
    if exists == 0 {
        return Err(edited("it is gone"));
    }
    // A table of that name with other columns is an edit, too.
    let mut statement = connection.prepare(HISTORY).map_err(|_| edited("its columns were changed"))?;
    let read = |row: &Row<'_>| -> rusqlite::Result<Applied> {
        Ok(Applied {
            version: row.get(0)?,
            name: row.get(1)?,
            applied_on: row.get(2)?,
            checksum: row.get(3)?,
        })
    };
    let rows = statement.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows)
}

/// Compares the file's history with the program's; the answer has one entry for each migration.
fn judge(applied: &[Applied], migrations: &[Migration]) -> Result<Vec<Step>> {
    let newest = migrations.last().map_or(0, Migration::version);
    let mut steps: Vec<Step> = migrations.iter().map(pending_step).collect();
    let mut seen = BTreeSet::new();
    for row in applied {
        let Value::Integer(version) = row.version else {
            return Err(edited("a version in it is no number"));
        };
        if version > i64::from(newest) {
            return Err(newer(version, newest));
        }
        let Some(step) = steps.iter_mut().find(|step| i64::from(step.version) == version) else {
            return Err(edited(&format!("it names a version {version}, which never was")));
        };
        if !seen.insert(version) {
            return Err(edited(&format!("it names version {version} twice")));
        }
        step.applied_on = Some(date_of(row, step)?);
    }
    let first_pending = steps.iter().position(|step| step.applied_on.is_none()).unwrap_or(steps.len());
    if steps.iter().skip(first_pending).any(|step| step.applied_on.is_some()) {
        return Err(edited(&format!("version {} is missing from it", steps[first_pending].version)));
    }
    if first_pending == 0 {
        return Err(edited("it is empty"));
    }
    Ok(steps)
}

fn pending_step(migration: &Migration) -> Step {
    Step {
        version: migration.version(),
        name: migration.name().to_owned(),
        applied_on: None,
        checksum: migration.checksum().to_string(),
    }
}

/// The date of a history row that agrees with its step in everything else.
fn date_of(row: &Applied, step: &Step) -> Result<String> {
    if row.name != Value::Text(step.name.clone()) {
        return Err(edited(&format!("version {} has another name in it", step.version)));
    }
    if row.checksum != Value::Text(step.checksum.clone()) {
        return Err(edited(&format!("version {} was applied with other SQL", step.version)));
    }
    match &row.applied_on {
        Value::Text(date) if DateTime::parse_from_rfc3339(date).is_ok() => Ok(date.clone()),
        _ => Err(edited(&format!("the date of version {} cannot be read", step.version))),
    }
}

/// A file that is none of ours, and that nothing may touch.
pub(super) fn foreign(message: &str) -> Error {
    Error::new(Kind::NoArchive, message)
        .hint("name the archive's file with `--db FILE`; the file was left as it is")
}

fn newer(version: i64, newest: i32) -> Error {
    let message = format!(
        "was made by a newer version of this program (its schema is {version}, this program knows {newest})"
    );
    Error::new(Kind::Archive, message).hint("install a newer `archive`; the file was left as it is")
}

fn edited(what: &str) -> Error {
    let message =
        format!("its record of schema versions (refinery_schema_history) was changed by hand: {what}");
    Error::new(Kind::Archive, message)
        .hint("the file was left as it is; take it back from a copy, or import the reports into a new one")
}

/// The file's header alone says that it is an archive; for a file that cannot be opened before its
/// cut-off write is taken back, which must not be done to a file of another program.
pub(super) fn header_is_ours(path: &Path) -> bool {
    let mut id = [0; 4];
    File::open(path)
        .and_then(|mut file| {
            file.seek(SeekFrom::Start(68))?;
            file.read_exact(&mut id)
        })
        .is_ok_and(|()| i32::from_be_bytes(id) == APPLICATION_ID)
}
