//! Views out: rows of a view behind filters, read-only.

use crate::error::Result;
use crate::store::Archive;

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

/// Conditions that every view understands as far as it has the column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The row's year.
    pub year: Option<i32>,
    /// Part of the town's (county's, city's) name.
    pub town: Option<String>,
    /// The row's kind, exactly.
    pub kind: Option<String>,
    /// Part of the indicator.
    pub indicator: Option<String>,
    /// Document id, or part of its title or source path.
    pub document: Option<String>,
    /// Part of the row's words.
    pub text: Option<String>,
    /// At most so many rows.
    pub limit: Option<u64>,
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
    Vec::new()
}

impl Archive {
    /// Calls `each` for every row of the view, in the view's order. Errors of `each` end the walk.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where the view does not exist or has no column for a filter.
    pub fn query(
        &self,
        _view: &str,
        _filter: &Filter,
        _each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        Ok(())
    }
}
