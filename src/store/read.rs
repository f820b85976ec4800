//! Views out: rows of a view behind filters, read-only.

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Row, Statement};

use super::filter::{condition, refused_condition, select};
use super::nearest::or_nearest;
use super::views::{self, Described};
use crate::error::{Error, Kind, Result};
use crate::store::Archive;

pub use super::filter::{Filter, Sort, Years};

/// A canned view as its comment in `views.sql` describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Name for `archive query` (`goals`); the SQL view is `v_goals`.
    pub name: String,
    /// One line.
    pub title: String,
    /// What its rows are and how to read them.
    pub description: String,
    /// Columns in order, each with its meaning.
    pub columns: Vec<(String, String)>,
}

/// One cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Words.
    Text(String),
}

/// The views of this program, in the order of `views.sql`.
pub fn views() -> Vec<View> {
    views::described().into_iter().map(|described| described.view).collect()
}

impl View {
    /// The column of that name.
    ///
    /// # Errors
    /// [`Kind::Usage`] with the nearest name where there is none.
    pub fn column(&self, name: &str) -> Result<&str> {
        let names: Vec<&str> = self.columns.iter().map(|(column, _)| column.as_str()).collect();
        names.iter().find(|column| **column == name.trim()).copied().ok_or_else(|| {
            let near = or_nearest(name.trim(), &names);
            Error::new(Kind::Usage, format!("the view {} has no column “{name}”{near}", self.name))
                .hint(format!("its columns are {}", names.join(", ")))
        })
    }
}

/// The view of that name.
///
/// # Errors
/// [`Kind::Usage`] with the nearest name where there is none.
pub fn view(name: &str) -> Result<View> {
    find(name).map(|described| described.view)
}

/// The longest string that a condition may make on its way, in bytes; longer than any text.
const LONGEST: i32 = 256 << 20;

impl Archive {
    /// Calls `each` for every row of the view, in the order that the filter asks for or the view has.
    /// Errors of `each` end the walk.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where the view does not exist, lacks a column, or cannot be filtered
    /// in this way.
    pub fn query(
        &self,
        view: &str,
        filter: &Filter,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        let described = find(view)?;
        let condition = condition(&described.view, filter)?;
        let sql = select(&described, filter, condition.as_ref())?;
        let mut statement = self.prepared(&sql, &described.view, filter)?;
        if let Some(condition) = &condition {
            condition.bind(&mut statement).map_err(|error| self.failed(error))?;
        }
        if let Some(limit) = filter.limit {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            bind(&mut statement, ":limit", &limit.into()).map_err(|error| self.failed(error))?;
        }
        self.walk(&mut statement, &described.view, filter, each)
    }

    /// Prepares a statement that may hold a condition of the user.
    pub(super) fn prepared(&self, sql: &str, view: &View, filter: &Filter) -> Result<Statement<'_>> {
        if filter.condition.is_none() {
            return self.connection.prepare(sql).map_err(|error| self.failed(error));
        }
        self.connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST).map_err(|error| self.failed(error))?;
        let statement = self.connection.prepare(sql).map_err(|error| match &error {
            rusqlite::Error::SqlInputError { msg, .. } => refused_condition(msg, view),
            _ => self.failed(error),
        })?;
        if statement.readonly() { Ok(statement) } else { Err(refused_condition("it would write", view)) }
    }

    /// What SQLite says of a condition only when it meets a row, as that a number overflows.
    pub(super) fn failed_at_row(&self, error: rusqlite::Error, view: &View, filter: &Filter) -> Error {
        match &error {
            rusqlite::Error::SqliteFailure(failure, words)
                if filter.condition.is_some()
                    && matches!(
                        failure.code,
                        ErrorCode::Unknown
                            | ErrorCode::TooBig
                            | ErrorCode::OutOfMemory
                            | ErrorCode::TypeMismatch
                    ) =>
            {
                refused_condition(words.as_deref().unwrap_or("it cannot be worked out"), view)
            }
            _ => self.failed(error),
        }
    }

    fn walk(
        &self,
        statement: &mut Statement<'_>,
        view: &View,
        filter: &Filter,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        let width = statement.column_count();
        let mut cells: Vec<Value> = Vec::with_capacity(width);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| self.failed_at_row(error, view, filter))? {
            cells.clear();
            for index in 0..width {
                cells.push(cell(row, index).map_err(|error| self.failed(error))?);
            }
            each(&cells)?;
        }
        Ok(())
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> Error {
        Error::from(error).at(&self.path)
    }
}

pub(super) fn cell(row: &Row<'_>, index: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(index)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        // No view has a column of bytes; text that is no UTF-8 can only have been put in by hand.
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            Value::Text(String::from_utf8_lossy(bytes).into_owned())
        }
    })
}

/// Binds a value where the statement has a place for it; not every clause names every script.
pub(super) fn bind(
    statement: &mut Statement<'_>,
    name: &str,
    value: &rusqlite::types::Value,
) -> rusqlite::Result<()> {
    match statement.parameter_index(name)? {
        Some(index) => statement.raw_bind_parameter(index, value),
        None => Ok(()),
    }
}

fn find(name: &str) -> Result<Described> {
    let mut all = views::described();
    match all.iter().position(|described| described.view.name == name) {
        Some(index) => Ok(all.swap_remove(index)),
        None => Err(unknown(name, &all)),
    }
}

fn unknown(name: &str, all: &[Described]) -> Error {
    let names: Vec<&str> = all.iter().map(|described| described.view.name.as_str()).collect();
    Error::new(Kind::Usage, format!("there is no view “{name}”{}", or_nearest(name, &names)))
        .hint(format!("the views are {}", names.join(", ")))
}
