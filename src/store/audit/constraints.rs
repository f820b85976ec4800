//! Rows that break a CHECK of their table.
//!
//! SQLite forgets the CHECKs of a file that is open for reading only, and its integrity check with them,
//! so they are asked here, one statement for each table. That names the row as well.

use rusqlite::Connection;

use super::{Finding, Part, Remedy, noted, schema};
use crate::error::Result;
use crate::store::migrate::{self, is_ground};

const TABLES: &str =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL ORDER BY name";
/// So many rows of one table are told.
const MOST: usize = 100;

pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let made = schema::made_by(migrate::SCRIPTS)?;
    let mut tables = made.prepare(TABLES)?;
    let tables = tables.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut found = Vec::new();
    for table in tables {
        let (name, sql) = table?;
        let conditions = conditions(&sql);
        if !conditions.is_empty() {
            let remedy = if is_ground(&name) { Remedy::Restore } else { Remedy::Repair };
            found.extend(noted(Part::File, remedy, broken(connection, &name, &conditions, remedy))?);
        }
    }
    Ok(found)
}

/// The rows of a table that break one of its conditions, each with the first that it breaks.
fn broken(
    connection: &Connection,
    table: &str,
    conditions: &[String],
    remedy: Remedy,
) -> Result<Vec<Finding>> {
    // What is NULL breaks no CHECK.
    let cases: String = conditions
        .iter()
        .enumerate()
        .map(|(number, condition)| format!(" WHEN NOT ({condition}) THEN {number}"))
        .collect();
    let sql =
        format!("SELECT rowid, CASE{cases} END AS broken FROM {table} WHERE broken IS NOT NULL LIMIT {MOST}");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, condition): (i64, u16) = (row.get(0)?, row.get(1)?);
        let message = format!("it breaks the rule {}", conditions[usize::from(condition)]);
        found.push(Finding::new(Part::File, remedy, message).at(format!("{table} {id}")));
    }
    Ok(found)
}

/// What stands in the brackets of each CHECK of a `CREATE TABLE`, on one line.
fn conditions(sql: &str) -> Vec<String> {
    let bare: String = sql.lines().map(|line| format!("{} ", without_comment(line))).collect();
    let mut found = Vec::new();
    let mut rest = bare.as_str();
    while let Some(at) = rest.find("CHECK (") {
        rest = &rest[at + "CHECK (".len()..];
        let Some(end) = closing(rest) else { break };
        found.push(rest[..end].split_whitespace().collect::<Vec<&str>>().join(" "));
        rest = &rest[end..];
    }
    found
}

fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        quoted ^= c == '\'';
        if !quoted && line[at..].starts_with("--") {
            return &line[..at];
        }
    }
    line
}

/// Where the bracket is closed that was opened before `sql`, in bytes.
fn closing(sql: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0usize, false);
    for (at, c) in sql.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth == 0 => return Some(at),
            ')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{conditions, schema};
    use crate::error::Result;
    use crate::store::migrate;

    #[test]
    fn the_brackets_of_a_check_are_told_from_those_in_it_and_in_words() {
        let sql = "CREATE TABLE t (
            a TEXT CHECK (a <> ')'),  -- CHECK (never)
            b INTEGER CHECK (b IN (0, 1)), c TEXT DEFAULT '--' CHECK (length(c)
                = 2),
            CHECK (a <> b)) STRICT";
        assert_eq!(conditions(sql), ["a <> ')'", "b IN (0, 1)", "length(c) = 2", "a <> b"]);
        assert!(conditions("CREATE TABLE t (a TEXT)").is_empty());
    }

    #[test]
    fn every_check_of_the_schema_is_read() -> Result<()> {
        let made = schema::made_by(migrate::SCRIPTS)?;
        let all = "SELECT group_concat(sql, char(10)) FROM sqlite_schema WHERE type = 'table'";
        let sql: String = made.query_row(all, [], |row| row.get(0))?;
        let bare: String = sql.lines().map(super::without_comment).collect();
        assert_eq!(conditions(&sql).len(), bare.matches("CHECK").count());
        assert!(conditions(&sql).len() > 60);
        Ok(())
    }
}
