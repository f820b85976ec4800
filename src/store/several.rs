//! Rows in, several to a statement.
//!
//! What a statement costs besides its rows (its start and end, the cursors that it opens on the table and on each
//! index) was a fifth of writing them. Eight rows share it. They are inserted OR FAIL: a statement
//! of several rows that could be taken back alone would copy each page before it changes it. What a refused
//! statement leaves goes with the document, or with the batch.

use rusqlite::{Connection, Statement, ToSql};

use crate::error::Result;

/// Rows of one statement.
const SEVERAL: usize = 8;

/// An INSERT of one row, and one of [`SEVERAL`]; made by [`inserts!`].
pub(super) struct Insert {
    pub one: &'static str,
    pub several: &'static str,
}

/// `inserts!("INSERT OR FAIL INTO table (columns) VALUES", "(?, ?)")`
macro_rules! inserts {
    ($into:literal, $row:literal) => {
        $crate::store::several::Insert {
            one: concat!($into, $row),
            several: concat!(
                $into, $row, ",", $row, ",", $row, ",", $row, ",", $row, ",", $row, ",", $row, ",", $row
            ),
        }
    };
}
pub(super) use inserts;

/// The parameters of a statement, filled row by row.
pub(super) struct Parameters<'a, 'c> {
    statement: &'a mut Statement<'c>,
    next: usize,
}

impl Parameters<'_, '_> {
    /// The next values, in the order of the columns.
    pub(super) fn put(&mut self, values: &[&dyn ToSql]) -> Result<()> {
        for value in values {
            self.statement.raw_bind_parameter(self.next, value)?;
            self.next += 1;
        }
        Ok(())
    }
}

/// Inserts a row for each of `rows`, in their order, so that their numbers follow each other; `put` gives its values.
pub(super) fn insert_all<T>(
    connection: &Connection,
    insert: &Insert,
    rows: &[T],
    put: impl Fn(&T, &mut Parameters<'_, '_>) -> Result<()>,
) -> Result<()> {
    let (full, rest) = rows.as_chunks::<SEVERAL>();
    execute(connection, insert.several, full.iter().map(<[T; SEVERAL]>::as_slice), &put)?;
    execute(connection, insert.one, rest.chunks(1), &put)
}

/// Executes a statement once for each group of rows, as many as it has places for.
fn execute<'t, T: 't>(
    connection: &Connection,
    sql: &str,
    groups: impl Iterator<Item = &'t [T]>,
    put: &impl Fn(&T, &mut Parameters<'_, '_>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(sql)?;
    for group in groups {
        let mut parameters = Parameters { statement: &mut statement, next: 1 };
        for row in group {
            put(row, &mut parameters)?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params};

    use super::{Insert, insert_all};

    const INSERT: Insert = inserts!("INSERT OR FAIL INTO t (a, b) VALUES", "(?, ?)");

    #[test]
    fn every_row_is_inserted_once_and_in_order() -> crate::error::Result<()> {
        for count in [0, 1, 7, 8, 9, 16, 23] {
            let connection = Connection::open_in_memory()?;
            connection.execute_batch("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)")?;
            let rows: Vec<i64> = (1..=count).collect();
            insert_all(&connection, &INSERT, &rows, |row, parameters| {
                parameters.put(params![row])?;
                parameters.put(params![format!("row {row}")])
            })?;
            let mut select = connection.prepare("SELECT id, a, b FROM t ORDER BY id")?;
            let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let found: Vec<(i64, i64, String)> = found.collect::<rusqlite::Result<_>>()?;
            let expected: Vec<_> = rows.iter().map(|&row| (row, row, format!("row {row}"))).collect();
            assert_eq!(found, expected);
        }
        Ok(())
    }
}
