//! Tables, indexes and views as they stand, against those that the program makes.
//!
//! A file is merely old where its tables are those of an earlier version; it was changed by hand where they
//! are those of none. What a user adds (tables, views, indexes) is the user's; a trigger changes what is
//! written, and is told.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Finding, Part, Remedy};
use crate::error::Result;
use crate::store::migrate::{self, Script, is_ground};
use crate::store::views;

// The tables behind the search index are FTS5's own, which may differ from one version of SQLite to the next.
const OBJECTS: &str = "
    SELECT type, name, coalesce(sql, '') FROM sqlite_schema
    WHERE name NOT GLOB 'sqlite_*' AND name <> 'refinery_schema_history'
      AND name NOT IN ('search_data', 'search_idx', 'search_content', 'search_docsize', 'search_config')
    ORDER BY type, name";
const ABOUT: &str = "SELECT name, value FROM about";

type Objects = BTreeMap<(String, String), String>;

/// Objects by kind and name, with their SQL in a form in which spaces and quotes of names do not count.
fn objects(connection: &Connection) -> Result<Objects> {
    let mut statement = connection.prepare(OBJECTS)?;
    let rows = statement.query_map([], |row| {
        let sql: String = row.get(2)?;
        let plain = sql.replace('"', "").split_whitespace().collect::<Vec<&str>>().join(" ");
        Ok(((row.get(0)?, row.get(1)?), plain))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What these scripts make, in memory.
pub(super) fn made_by(scripts: &[Script]) -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    for script in scripts {
        connection.execute_batch(script.sql)?;
    }
    Ok(connection)
}

/// What somebody changed in the schema that these scripts make; objects as `table goals`, with what was done.
pub(in crate::store) fn changes(
    connection: &Connection,
    scripts: &[Script],
) -> Result<Vec<(String, &'static str)>> {
    let expected = objects(&made_by(scripts)?)?;
    let real = objects(connection)?;
    let mut changed = Vec::new();
    for ((kind, name), sql) in &expected {
        match real.get(&(kind.clone(), name.clone())) {
            None => changed.push((format!("{kind} {name}"), "it is gone")),
            Some(other) if other != sql => changed.push((format!("{kind} {name}"), "it was changed by hand")),
            Some(_) => {}
        }
    }
    for (kind, name) in real.keys().filter(|key| key.0 == "trigger" && !expected.contains_key(key)) {
        changed.push((format!("{kind} {name}"), "it was added, and changes what is written"));
    }
    Ok(changed)
}

pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let finding = |(object, what): (String, &str)| {
        let ground = object.strip_prefix("table ").is_some_and(is_ground);
        let remedy = if ground { Remedy::Restore } else { Remedy::Repair };
        Finding::new(Part::Schema, remedy, what).at(object)
    };
    Ok(changes(connection, migrate::SCRIPTS)?.into_iter().map(finding).collect())
}

/// The views and the rows of `about`, where they say that they are of this program.
pub(super) fn check_views(connection: &Connection) -> Result<Vec<Finding>> {
    if !views::are_current(connection)? {
        return Ok(Vec::new());
    }
    let made = made_by(migrate::SCRIPTS)?;
    let tables = objects(&made)?;
    views::create(&made, None)?;
    let real = objects(connection)?;
    let mut found = Vec::new();
    for (key, sql) in objects(&made)?.into_iter().filter(|(key, _)| !tables.contains_key(key)) {
        if real.get(&key) != Some(&sql) {
            let message = "it is not the one that this program makes";
            found.push(Finding::new(Part::Views, Remedy::Repair, message).at(format!("{} {}", key.0, key.1)));
        }
    }
    let real = about(connection)?;
    // Who made the file, and when, is told by the file alone.
    for (name, value) in about(&made)?.into_iter().filter(|(name, _)| !name.ends_with("_by")) {
        if real.get(&name) != Some(&value) {
            let message = "it is not what this program writes there";
            found.push(Finding::new(Part::Views, Remedy::Repair, message).at(format!("about {name}")));
        }
    }
    Ok(found)
}

fn about(connection: &Connection) -> Result<BTreeMap<String, String>> {
    let mut statement = connection.prepare(ABOUT)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
