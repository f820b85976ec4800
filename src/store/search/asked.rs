//! What a filter asks of documents, and what of passages.

use rusqlite::Statement;

use crate::error::Result;
use crate::store::filter::{Condition, Filter, condition};
use crate::store::read::{self, View};

/// A filter on passages, taken apart by what its conditions are about.
pub(super) struct Asked<'a> {
    /// The filter itself.
    pub filter: &'a Filter,
    /// The view whose columns its conditions may name.
    pub view: View,
    /// Of the year of documents, for which there is an index in the order of [`super::Order::Latest`].
    years: Option<Condition>,
    /// Of other columns of documents.
    documents: Option<Condition>,
    /// Of the passages themselves.
    passages: Option<Condition>,
}

impl<'a> Asked<'a> {
    /// Takes a filter apart.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where it does not fit passages.
    pub fn of(filter: &'a Filter) -> Result<Asked<'a>> {
        let mut of_passages = filter.clone();
        let of_years = Filter { year: of_passages.year.take(), ..Filter::default() };
        let of_documents = Filter {
            town: of_passages.town.take(),
            kind: of_passages.kind.take(),
            document: of_passages.document.take(),
            ..Filter::default()
        };
        let [documents, view] = [read::view("documents")?, read::view("passages")?];
        Ok(Asked {
            filter,
            years: condition(&documents, &of_years)?,
            documents: condition(&documents, &of_documents)?,
            passages: condition(&view, &of_passages)?,
            view,
        })
    }

    /// At most so many passages are wanted.
    pub fn most(&self) -> usize {
        self.filter.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
    }

    /// The rest of a statement on documents, behind its columns, where the filter asks something of them.
    pub fn of_documents(&self) -> Option<String> {
        // The table has the columns of the view; the plus keeps SQLite to the index of the years.
        let others = self.documents.as_ref();
        let others = others.map(|others| format!("+id IN (SELECT id FROM v_documents WHERE {})", others.sql));
        let years = self.years.as_ref().map(|years| years.sql.clone());
        let all: Vec<String> = years.into_iter().chain(others).collect();
        (!all.is_empty()).then(|| format!(" FROM documents WHERE {}", all.join(" AND ")))
    }

    /// What is asked of the passages of `v_passages`.
    pub fn of_passages(&self) -> Option<&str> {
        self.passages.as_ref().map(|passages| passages.sql.as_str())
    }

    /// Binds the values of the filter.
    pub fn bind(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        let conditions = [&self.years, &self.documents, &self.passages];
        conditions.into_iter().flatten().try_for_each(|condition| condition.bind(statement))
    }
}
