//! Views out: rows of a view behind filters, read-only.

use rusqlite::types::ValueRef;
use rusqlite::{Row, Statement};

use super::views::{self, Described};
use crate::error::{Error, Kind, Result};
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
    /// Part of the indicator, or of its canonical name.
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
    views::described().into_iter().map(|described| described.view).collect()
}

/// A condition on a view. `view` is `*` for every view that has `column`.
struct Clause {
    option: &'static str,
    view: &'static str,
    column: &'static str,
    sql: &'static str,
}

const fn clause(option: &'static str, view: &'static str, column: &'static str, sql: &'static str) -> Clause {
    Clause { option, view, column, sql }
}

/// Every condition there is, whole; the first that fits a view holds. Each word is looked for as typed,
/// in Simplified and in Traditional script, because names are stored in Simplified and quotes as printed.
const CLAUSES: &[Clause] = &[
    clause("year", "projects", "id", "id IN (SELECT project_id FROM project_mentions WHERE year = :year)"),
    clause("year", "*", "year", "year = :year"),
    clause(
        "town",
        "*",
        "town",
        "(instr(town, :town) > 0 OR instr(town, :town_hans) > 0 OR instr(town, :town_hant) > 0)",
    ),
    clause("kind", "files", "status", "status = :kind"),
    clause("kind", "*", "kind", "kind = :kind"),
    clause(
        "indicator",
        "*",
        "indicator",
        "(instr(indicator, :indicator) > 0 OR instr(indicator, :indicator_hans) > 0
          OR instr(canonical_indicator, :indicator) > 0 OR instr(canonical_indicator, :indicator_hans) > 0)",
    ),
    clause("document_id", "documents", "id", "id = :document_id"),
    clause(
        "document_id",
        "projects",
        "id",
        "id IN (SELECT project_id FROM project_mentions WHERE document_id = :document_id)",
    ),
    clause("document_id", "*", "document_id", "document_id = :document_id"),
    clause(
        "document",
        "documents",
        "id",
        "id IN (SELECT id FROM documents
                WHERE instr(title, :document) > 0 OR instr(title, :document_hans) > 0
                   OR instr(title, :document_hant) > 0
                UNION SELECT document_id FROM sources WHERE instr(path, :document) > 0)",
    ),
    clause(
        "document",
        "projects",
        "id",
        "id IN (SELECT project_id FROM project_mentions WHERE document_id IN (
                SELECT id FROM documents
                WHERE instr(title, :document) > 0 OR instr(title, :document_hans) > 0
                   OR instr(title, :document_hant) > 0
                UNION SELECT document_id FROM sources WHERE instr(path, :document) > 0))",
    ),
    clause(
        "document",
        "*",
        "document_id",
        "document_id IN (SELECT id FROM documents
                WHERE instr(title, :document) > 0 OR instr(title, :document_hans) > 0
                   OR instr(title, :document_hant) > 0
                UNION SELECT document_id FROM sources WHERE instr(path, :document) > 0)",
    ),
    clause(
        "text",
        "documents",
        "id",
        "id IN (SELECT id FROM documents
                WHERE instr(text, :text) > 0 OR instr(text, :text_hans) > 0 OR instr(text, :text_hant) > 0)",
    ),
    clause(
        "text",
        "sections",
        "section",
        "(instr(section, :text) > 0 OR instr(section, :text_hans) > 0 OR instr(section, :text_hant) > 0)",
    ),
    clause(
        "text",
        "projects",
        "id",
        "(instr(name, :text) > 0 OR instr(name, :text_hans) > 0 OR id IN (
                SELECT project_id FROM project_mentions
                WHERE instr(text, :text) > 0 OR instr(text, :text_hans) > 0 OR instr(text, :text_hant) > 0))",
    ),
    clause(
        "text",
        "doubts",
        "message",
        "(instr(message, :text) > 0
          OR instr(text, :text) > 0 OR instr(text, :text_hans) > 0 OR instr(text, :text_hant) > 0)",
    ),
    clause("text", "files", "reason", "(instr(path, :text) > 0 OR instr(reason, :text) > 0)"),
    clause("text", "sources", "path", "instr(path, :text) > 0"),
    clause(
        "text",
        "*",
        "text",
        "(instr(text, :text) > 0 OR instr(text, :text_hans) > 0 OR instr(text, :text_hant) > 0)",
    ),
];

/// A filter's option, and the parameters that its clauses may name.
type Given = (&'static str, Vec<(&'static str, rusqlite::types::Value)>);

/// Takes a filter apart; `--document` with a number means exactly that document.
fn given(filter: &Filter) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    if let Some(year) = filter.year {
        given.push(("year", vec![(":year", year.into())]));
    }
    if let Some(town) = &filter.town {
        given.push(("town", in_scripts([":town", ":town_hans", ":town_hant"], town)));
    }
    if let Some(kind) = &filter.kind {
        given.push(("kind", vec![(":kind", kind.clone().into())]));
    }
    if let Some(words) = &filter.indicator {
        given.push(("indicator", in_scripts([":indicator", ":indicator_hans", ":indicator_hant"], words)));
    }
    if let Some(document) = &filter.document {
        given.push(match document.parse::<i64>() {
            Ok(id) => ("document_id", vec![(":document_id", id.into())]),
            Err(_) => ("document", in_scripts([":document", ":document_hans", ":document_hant"], document)),
        });
    }
    if let Some(words) = &filter.text {
        given.push(("text", in_scripts([":text", ":text_hans", ":text_hant"], words)));
    }
    given
}

fn in_scripts(names: [&'static str; 3], words: &str) -> Vec<(&'static str, rusqlite::types::Value)> {
    let forms = [words.to_owned(), hanconv::t2s(words), hanconv::s2t(words)];
    names.into_iter().zip(forms.map(rusqlite::types::Value::from)).collect()
}

impl Archive {
    /// Calls `each` for every row of the view, in the view's order. Errors of `each` end the walk.
    ///
    /// # Errors
    /// [`crate::error::Kind::Usage`] where the view does not exist or has no column for a filter.
    pub fn query(
        &self,
        view: &str,
        filter: &Filter,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        let described = find(view)?;
        let given = given(filter);
        let sql = select(&described, &given, filter.limit.is_some())?;
        let mut statement = self.connection.prepare(&sql).map_err(|error| self.failed(error))?;
        for (name, value) in given.iter().flat_map(|(_, parameters)| parameters) {
            bind(&mut statement, name, value).map_err(|error| self.failed(error))?;
        }
        if let Some(limit) = filter.limit {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            bind(&mut statement, ":limit", &limit.into()).map_err(|error| self.failed(error))?;
        }
        self.walk(&mut statement, each)
    }

    fn walk(
        &self,
        statement: &mut Statement<'_>,
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<()> {
        let width = statement.column_count();
        let mut cells: Vec<Value> = Vec::with_capacity(width);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| self.failed(error))? {
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
fn bind(statement: &mut Statement<'_>, name: &str, value: &rusqlite::types::Value) -> rusqlite::Result<()> {
    match statement.parameter_index(name)? {
        Some(index) => statement.raw_bind_parameter(index, value),
        None => Ok(()),
    }
}

/// Joins whole pieces: the view, its clauses, its order. Nothing that a user typed is among them.
fn select(described: &Described, given: &[Given], limited: bool) -> Result<String> {
    let mut sql = format!("SELECT * FROM v_{}", described.view.name);
    for (index, (option, _)) in given.iter().enumerate() {
        let clause = clause_for(&described.view, option)?;
        sql.push_str(if index == 0 { " WHERE " } else { " AND " });
        sql.push_str(clause.sql);
    }
    sql.push_str(" ORDER BY ");
    sql.push_str(&described.order);
    if limited {
        sql.push_str(" LIMIT :limit");
    }
    Ok(sql)
}

fn clause_for(view: &View, option: &str) -> Result<&'static Clause> {
    clause_of(view, option).ok_or_else(|| {
        let shown = if option == "document_id" { "document" } else { option };
        let able: Vec<String> = views()
            .into_iter()
            .filter(|view| clause_of(view, option).is_some())
            .map(|view| view.name)
            .collect();
        Error::new(Kind::Usage, format!("the view {} cannot be filtered by --{shown}", view.name))
            .hint(format!("views with --{shown}: {}", able.join(", ")))
    })
}

fn clause_of(view: &View, option: &str) -> Option<&'static Clause> {
    CLAUSES.iter().find(|clause| {
        clause.option == option
            && (clause.view == "*" || clause.view == view.name)
            && view.columns.iter().any(|(column, _)| column == clause.column)
    })
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
    let nearest = names.iter().min_by_key(|candidate| distance(name, candidate)).copied().unwrap_or_default();
    Error::new(Kind::Usage, format!("there is no view “{name}”; did you mean {nearest}?"))
        .hint(format!("views: {}", names.join(", ")))
}

/// How many letters to add, drop or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
