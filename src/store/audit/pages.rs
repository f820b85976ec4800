//! SQLite's own checks: pages and trees, indexes against tables, types, foreign keys.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::{Finding, Part, Remedy};
use crate::error::Result;
use crate::store::migrate::is_ground;

/// So many complaints of SQLite are listed; one torn page can give thousands.
const INTEGRITY: &str = "PRAGMA integrity_check(100)";
const FOREIGN_KEYS: &str = "PRAGMA foreign_key_check";
const JOURNAL_MODE: &str = "PRAGMA journal_mode";
const AT_ROOT: &str = "SELECT type, tbl_name FROM sqlite_schema WHERE rootpage = :root";

pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mode: String = connection.query_row(JOURNAL_MODE, [], |row| row.get(0))?;
    if mode == "wal" {
        let message = "somebody switched it to a write-ahead log, so what was written last may stand in a file \
                       beside it (-wal); the next import switches it back";
        found.push(Finding::new(Part::File, Remedy::Repair, message));
    }
    let mut statement = connection.prepare(INTEGRITY)?;
    let complaints = statement.query_map([], |row| row.get::<_, String>(0))?;
    // One row can hold several lines, and the pages of a torn tree are told one by one.
    for complaint in complaints {
        for line in complaint?.lines().filter(|line| *line != "ok" && !line.starts_with("***")) {
            let remedy = remedy(connection, line)?;
            found.push(Finding::new(Part::File, remedy, line.trim().to_owned()));
        }
    }
    let mut statement = connection.prepare(FOREIGN_KEYS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let remedy = if is_ground(&table) { Remedy::Restore } else { Remedy::Repair };
        let message = format!("it refers to a row of {parent} that is not there");
        let at = id.map_or(table.clone(), |id| format!("{table} {id}"));
        found.push(Finding::new(Part::Reference, remedy, message).at(at));
    }
    Ok(found)
}

/// Only what stands in a table of the ground cannot be made again.
fn remedy(connection: &Connection, complaint: &str) -> Result<Remedy> {
    let words: Vec<&str> = complaint.split([' ', '.', ':']).collect();
    if let ["Tree", root, ..] = words[..]
        && let Ok(root) = root.parse::<i64>()
    {
        let at = connection
            .query_row(AT_ROOT, named_params! { ":root": root }, |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        let ground = at.is_some_and(|(kind, table)| kind == "table" && is_ground(&table));
        return Ok(if ground { Remedy::Restore } else { Remedy::Repair });
    }
    let of_index = words.contains(&"index");
    let ground = words.iter().any(|word| is_ground(word));
    Ok(if ground && !of_index { Remedy::Restore } else { Remedy::Repair })
}
