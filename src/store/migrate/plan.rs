//! What an upgrade would do, told before it is done.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;

use super::{Step, copies, free_name, is_ground, run_with};
use crate::error::{Error, Result};
use crate::store::audit::schema;
use crate::store::history::Found;
use crate::store::{self, Options};

/// An upgrade that was not made, or only on a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The steps that the file lacks, oldest first.
    pub pending: Vec<Step>,
    /// Its tables, those of the search index left out.
    pub tables: Vec<Table>,
    /// What somebody changed in the schema by hand, for which it would be refused: objects as `table goals`, and
    /// what was done.
    pub edits: Vec<(String, &'static str)>,
}

/// How many rows a table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// It holds what cannot be derived.
    pub ground: bool,
    /// Rows now; `None` where the upgrade would make it.
    pub rows: Option<i64>,
    /// Rows in the copy that was upgraded, where one was; `None` where the upgrade would drop it.
    pub rows_after: Option<i64>,
}

const TABLES: &str = "
    SELECT name FROM sqlite_schema
    WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name <> 'search' AND name NOT GLOB 'search_*' ORDER BY name";

/// Says what [`super::run`] would do; with `on_copy` it is done to a copy beside the file, which is removed.
///
/// # Errors
/// As [`super::status`], and of the upgrade of the copy as [`super::run`].
pub fn plan(path: &Path, on_copy: bool, options: &Options) -> Result<Plan> {
    let made = || -> Result<Plan> {
        let place = store::absolute(path)?;
        let (connection, found) = store::open_existing(&place, options)?;
        let Found::Ours(state) = found else { return Err(store::no_archive()) };
        let applied = state.steps.len() - state.pending.len();
        let edits = schema::changes(&connection, &options.scripts[..applied])?;
        let before = counts(&connection)?;
        drop(connection);
        let after = if on_copy { upgraded(&place, options)? } else { BTreeMap::new() };
        let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let table = |name: &String| Table {
            ground: is_ground(name),
            rows: before.get(name).copied(),
            rows_after: after.get(name).copied(),
            name: name.clone(),
        };
        let tables = names.into_iter().map(table).collect();
        let pending = state.steps.into_iter().filter(|step| step.applied_on.is_none()).collect();
        Ok(Plan { pending, tables, edits })
    };
    made().map_err(|error: Error| error.at(path))
}

/// What somebody changed in the schema of the file by hand; objects as `table goals`, and what was done.
///
/// # Errors
/// As [`super::status`].
pub fn edits(path: &Path, options: &Options) -> Result<Vec<(String, &'static str)>> {
    let looked = || -> Result<Vec<(String, &'static str)>> {
        let (connection, found) = store::open_existing(&store::absolute(path)?, options)?;
        let Found::Ours(state) = found else { return Err(store::no_archive()) };
        schema::changes(&connection, &options.scripts[..state.steps.len() - state.pending.len()])
    };
    looked().map_err(|error: Error| error.at(path))
}

fn upgraded(place: &Path, options: &Options) -> Result<BTreeMap<String, i64>> {
    let copy = free_name(place, ".plan");
    copies::backup(place, &copy, options)?;
    let run = || -> Result<BTreeMap<String, i64>> {
        run_with(&copy, options)?;
        counts(&store::connect_read_only(&copy, options)?)
    };
    let after = run();
    let _ = std::fs::remove_file(&copy);
    after
}

fn counts(connection: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut statement = connection.prepare(TABLES)?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
        Ok((name, connection.query_row(&sql, [], |row| row.get(0))?))
    };
    names.into_iter().map(count).collect()
}
