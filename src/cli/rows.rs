//! Rows of a view, held in memory: for the few of one document.

use std::path::Path;

use crate::error::{Error, Kind, Result};
use crate::output::words;
use crate::store::Archive;
use crate::store::read::{Filter, Value, View, views};

/// The view of that name.
///
/// # Errors
/// [`Kind::Usage`] where there is none, naming those there are.
pub(super) fn view(name: &str) -> Result<View> {
    let all = views();
    let names: Vec<&str> = all.iter().map(|view| view.name.as_str()).collect();
    let unknown = Error::new(Kind::Usage, format!("there is no view named {name}"))
        .hint(format!("the views are {}", names.join(", ")));
    all.iter().find(|view| view.name == name).cloned().ok_or(unknown)
}

/// Opens the archive for reading.
pub(super) fn open(db: &Path) -> Result<Archive> {
    Archive::open_read_only(db)
}

/// Rows with the names of their columns.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Rows {
    /// All rows of a view that pass the filter.
    pub(super) fn of(archive: &Archive, name: &str, filter: &Filter) -> Result<Rows> {
        let columns = view(name)?.columns.into_iter().map(|(column, _)| column).collect();
        let mut rows = Vec::new();
        archive.query(name, filter, &mut |row| {
            rows.push(row.to_vec());
            Ok(())
        })?;
        Ok(Rows { columns, rows })
    }

    /// Leaves out the rows that have another value in a column.
    pub(super) fn keep(&mut self, column: &str, value: &str) {
        let Some(at) = self.columns.iter().position(|name| name == column) else { return };
        self.rows.retain(|row| row.get(at).is_some_and(|one| words(one) == value));
    }

    /// Each row as a lookup by the name of a column; nothing for a column that is not there.
    pub(super) fn each(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|values| Row { columns: &self.columns, values })
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

impl<'a> Row<'a> {
    /// Names of the columns.
    pub(super) fn columns(&self) -> &'a [String] {
        self.columns
    }

    /// Values of the columns.
    pub(super) fn values(&self) -> &'a [Value] {
        self.values
    }

    /// The value of a column, `None` where it has none.
    pub(super) fn get(&self, column: &str) -> Option<String> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.values.get(at).filter(|value| **value != Value::Null).map(words)
    }

    /// The same as plain words, empty where there is none.
    pub(super) fn words(&self, column: &str) -> String {
        self.get(column).unwrap_or_default()
    }
}
