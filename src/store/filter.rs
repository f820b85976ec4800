//! Filters: which rows of a view, in which order, and which columns of them.

use rusqlite::Statement;

use super::nearest::{nearest, or_nearest};
use super::read::{self, View, views};
use super::views::Described;
use super::write::FileStatus;
use crate::error::{Error, Kind, Result};
use crate::fact::{DocumentKind, DoubtKind, GoalKind, Part, ProjectKind};

/// The years from one to another, both included; an end that is not given is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first year.
    pub from: Option<i32>,
    /// The last year.
    pub to: Option<i32>,
}

impl Years {
    /// Reads `2023`, `2020..2023`, `2020..` or `..2023`.
    ///
    /// # Errors
    /// [`Kind::Usage`] where it is none of these, or runs backwards.
    pub fn parse(typed: &str) -> Result<Years> {
        let unread = || {
            Error::new(Kind::Usage, format!("“{typed}” is no year and no range of years"))
                .hint("write 2023, 2020..2023, 2020.. or ..2023")
        };
        let year = |typed: &str| match typed.trim() {
            "" => Ok(None),
            year => year.parse::<i32>().map(Some).map_err(|_| unread()),
        };
        let years = match typed.split_once("..") {
            Some((from, to)) => Years { from: year(from)?, to: year(to)? },
            None => Years { from: year(typed)?, to: year(typed)? },
        };
        match years {
            Years { from: None, to: None } => Err(unread()),
            Years { from: Some(from), to: Some(to) } if from > to => {
                Err(Error::new(Kind::Usage, format!("the years {from}..{to} run backwards"))
                    .hint(format!("write {to}..{from}")))
            }
            years => Ok(years),
        }
    }
}

impl From<i32> for Years {
    /// One year.
    fn from(year: i32) -> Years {
        Years { from: Some(year), to: Some(year) }
    }
}

/// What rows are sorted by; rows without a value come last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// A column of the view.
    pub column: String,
    /// The greatest first.
    pub descending: bool,
}

impl Sort {
    /// Reads `column`, or `-column` for the greatest first.
    pub fn parse(typed: &str) -> Sort {
        let column = typed.trim();
        match column.strip_prefix('-') {
            Some(column) => Sort { column: column.to_owned(), descending: true },
            None => Sort { column: column.to_owned(), descending: false },
        }
    }
}

/// Conditions that every view understands as far as it has the column, the order, and the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The row's year.
    pub year: Option<Years>,
    /// Part of the town's (county's, city's) name.
    pub town: Option<String>,
    /// The row's kind, exactly.
    pub kind: Option<String>,
    /// The part of the report, exactly.
    pub part: Option<String>,
    /// Only rows whose number the text hides.
    pub masked: bool,
    /// Part of the indicator, or of its canonical name.
    pub indicator: Option<String>,
    /// Document id, or part of its title or source path.
    pub document: Option<String>,
    /// Part of the row's words.
    pub text: Option<String>,
    /// A condition in SQL on the columns of the view.
    pub condition: Option<String>,
    /// What to sort by, before the view's own order.
    pub sort: Vec<Sort>,
    /// The columns to give, in this order; all where empty.
    pub columns: Vec<String>,
    /// At most so many rows.
    pub limit: Option<u64>,
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

/// The words of an option stand in a column: as typed, in Simplified or in Traditional script, because
/// names are stored in Simplified and quotes as printed.
macro_rules! says {
    ($option:literal in $($column:literal),+) => {
        concat!("(", says!(@each $option, $($column),+), ")")
    };
    (@each $option:literal, $column:literal $(, $more:literal)+) => {
        concat!(says!(@each $option, $column), " OR ", says!(@each $option $(, $more)+))
    };
    (@each $option:literal, $column:literal) => {
        concat!(
            "instr(", $column, ", :", $option, ") > 0 OR instr(", $column, ", :", $option, "_hans) > 0 OR instr(",
            $column, ", :", $option, "_hant) > 0"
        )
    };
}

/// The documents with these words in their title or in a path of theirs.
macro_rules! documents {
    () => {
        concat!(
            "SELECT id FROM documents WHERE ",
            says!("document" in "title"),
            " UNION SELECT document_id FROM sources WHERE instr(path, :document) > 0"
        )
    };
}

/// The projects that have mentions of a kind.
macro_rules! mentioned {
    ($where:expr) => {
        concat!("id IN (SELECT project_id FROM project_mentions WHERE ", $where, ")")
    };
}

const IS_DOCUMENT: &str = concat!("id IN (", documents!(), ")");
const OF_DOCUMENT: &str = concat!("document_id IN (", documents!(), ")");
const PROJECT_OF_DOCUMENT: &str = mentioned!(concat!("document_id IN (", documents!(), ")"));
const PROJECT_OF_DOCUMENT_ID: &str = mentioned!("document_id = :document_id");
const PROJECT_WITH_TEXT: &str =
    concat!("(", says!("text" in "name"), " OR ", mentioned!(says!("text" in "text")), ")");

/// Every condition there is, whole; the first that fits a view holds.
const CLAUSES: &[Clause] = &[
    // One year by itself, for which there are indexes in the order of the rows.
    clause("year", "projects", "id", mentioned!("year = :year")),
    clause("year", "*", "year", "year = :year"),
    clause("years", "projects", "id", mentioned!("year BETWEEN :year_from AND :year_to")),
    clause("years", "*", "year", "year BETWEEN :year_from AND :year_to"),
    clause("town", "*", "town", says!("town" in "town")),
    clause("kind", "files", "status", "status = :kind"),
    clause("kind", "promises", "verdict", "verdict = :kind"),
    clause("kind", "*", "kind", "kind = :kind"),
    clause("part", "*", "part", "part = :part"),
    clause("masked", "*", "masked", "masked = 1"),
    clause("indicator", "*", "canonical_indicator", says!("indicator" in "indicator", "canonical_indicator")),
    clause("indicator", "*", "indicator", says!("indicator" in "indicator")),
    clause("document_id", "documents", "id", "id = :document_id"),
    clause("document_id", "coverage", "id", "id = :document_id"),
    clause("document_id", "projects", "id", PROJECT_OF_DOCUMENT_ID),
    clause("document_id", "carried", "id", PROJECT_OF_DOCUMENT_ID),
    clause("document_id", "*", "document_id", "document_id = :document_id"),
    clause("document", "documents", "id", IS_DOCUMENT),
    clause("document", "coverage", "id", IS_DOCUMENT),
    clause("document", "projects", "id", PROJECT_OF_DOCUMENT),
    clause("document", "carried", "id", PROJECT_OF_DOCUMENT),
    clause("document", "*", "document_id", OF_DOCUMENT),
    // The view leaves the whole text out.
    clause(
        "text",
        "documents",
        "id",
        concat!("id IN (SELECT id FROM documents WHERE ", says!("text" in "text"), ")"),
    ),
    clause("text", "sections", "section", says!("text" in "section")),
    clause("text", "projects", "id", PROJECT_WITH_TEXT),
    clause("text", "carried", "id", PROJECT_WITH_TEXT),
    clause("text", "timeline", "name", says!("text" in "name", "text")),
    clause("text", "ledger", "task", says!("text" in "task")),
    clause("text", "doubts", "message", says!("text" in "message", "text")),
    clause("text", "files", "reason", "(instr(path, :text) > 0 OR instr(reason, :text) > 0)"),
    clause("text", "sources", "path", "instr(path, :text) > 0"),
    clause("text", "*", "text", says!("text" in "text")),
];

/// A value for a place of a statement.
pub(super) type Parameter = (&'static str, rusqlite::types::Value);

/// What stands behind WHERE.
pub(super) struct Condition {
    pub sql: String,
    parameters: Vec<Parameter>,
}

impl Condition {
    /// Binds the values of the filter.
    pub fn bind(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        self.parameters.iter().try_for_each(|(name, value)| read::bind(statement, name, value))
    }
}

/// A filter's option, and the parameters that its clauses may name.
type Given = (&'static str, Vec<Parameter>);

/// Takes a filter apart; `--document` with a number means exactly that document.
fn given(filter: &Filter) -> Vec<Given> {
    let mut given: Vec<Given> = Vec::new();
    match filter.year {
        Some(Years { from: Some(from), to: Some(to) }) if from == to => {
            given.push(("year", vec![(":year", from.into())]));
        }
        Some(Years { from, to }) => {
            let (from, to) = (from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX));
            given.push(("years", vec![(":year_from", from.into()), (":year_to", to.into())]));
        }
        None => {}
    }
    if let Some(town) = &filter.town {
        given.push(("town", in_scripts([":town", ":town_hans", ":town_hant"], town)));
    }
    if let Some(kind) = &filter.kind {
        given.push(("kind", vec![(":kind", kind.clone().into())]));
    }
    if let Some(part) = &filter.part {
        given.push(("part", vec![(":part", part.clone().into())]));
    }
    if filter.masked {
        given.push(("masked", Vec::new()));
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

/// The words as typed and in either script. A form that is like another one has no value: then `instr`
/// gives none either, at once and for each row.
fn in_scripts(names: [&'static str; 3], words: &str) -> Vec<Parameter> {
    let [typed, hans, hant] = [words.to_owned(), hanconv::t2s(words), hanconv::s2t(words)];
    let hans = (hans != typed).then_some(hans);
    let hant = (hant != typed && Some(&hant) != hans.as_ref()).then_some(hant);
    names.into_iter().zip([Some(typed), hans, hant].map(rusqlite::types::Value::from)).collect()
}

/// The condition of a filter on a view; `None` where it has none.
///
/// # Errors
/// [`Kind::Usage`] where the view has no column for a filter, or no such kind of rows.
pub(super) fn condition(view: &View, filter: &Filter) -> Result<Option<Condition>> {
    if let Some(kind) = &filter.kind {
        known_word(kind, "kind", &kinds(&view.name), view)?;
    }
    if let Some(part) = &filter.part {
        known_word(part, "part", &Part::ALL.iter().map(|part| part.word()).collect::<Vec<&str>>(), view)?;
    }
    let mut pieces = Vec::new();
    let mut parameters = Vec::new();
    for (option, values) in given(filter) {
        pieces.push(clause_for(view, option)?.sql.to_owned());
        parameters.extend(values);
    }
    if let Some(condition) = &filter.condition {
        one_expression(condition)?;
        // The line ends keep apart what stands on its own line.
        pieces.push(format!("(\n{condition}\n)"));
    }
    Ok((!pieces.is_empty()).then(|| Condition { sql: pieces.join(" AND "), parameters }))
}

/// The whole statement, of pieces that are whole themselves. Of what a user typed only the condition
/// is among them, which was looked at; the names of columns are the view's own.
pub(super) fn select(
    described: &Described,
    filter: &Filter,
    condition: Option<&Condition>,
) -> Result<String> {
    let view = &described.view;
    let columns = match &filter.columns[..] {
        [] => "*".to_owned(),
        columns => {
            let quoted: Result<Vec<String>> = columns.iter().map(|column| quoted(view, column)).collect();
            quoted?.join(", ")
        }
    };
    let mut sql = format!("SELECT {columns} FROM v_{}", view.name);
    if let Some(condition) = condition {
        sql.push_str(" WHERE ");
        sql.push_str(&condition.sql);
    }
    sql.push_str(" ORDER BY ");
    for Sort { column, descending } in &filter.sort {
        let direction = if *descending { "DESC" } else { "ASC" };
        sql.push_str(&format!("{} {direction} NULLS LAST, ", quoted(view, column)?));
    }
    sql.push_str(&described.order);
    if filter.limit.is_some() {
        sql.push_str(" LIMIT :limit");
    }
    Ok(sql)
}

fn quoted(view: &View, column: &str) -> Result<String> {
    Ok(format!("\"{}\"", view.column(column)?))
}

fn clause_for(view: &View, option: &str) -> Result<&'static Clause> {
    clause_of(view, option).ok_or_else(|| {
        let shown = match option {
            "document_id" => "document",
            "years" => "year",
            option => option,
        };
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

/// The words that `--kind` can take for a view; none where it has no such filter.
fn kinds(view: &str) -> Vec<&'static str> {
    match view {
        "goals" | "ledger" => GoalKind::ALL.iter().map(|kind| kind.word()).collect(),
        "documents" | "passages" | "coverage" => DocumentKind::ALL.iter().map(|kind| kind.word()).collect(),
        "projects" | "mentions" | "timeline" | "carried" => {
            ProjectKind::ALL.iter().map(|kind| kind.word()).collect()
        }
        "doubts" => DoubtKind::ALL.iter().map(|kind| kind.word()).collect(),
        "files" => FileStatus::ALL.iter().map(|status| status.word()).collect(),
        "promises" => vec!["met", "missed", "not_reported", "not_comparable"],
        _ => Vec::new(),
    }
}

fn known_word(word: &str, option: &str, known: &[&str], view: &View) -> Result<()> {
    if known.is_empty() || known.contains(&word) {
        return Ok(());
    }
    let nearest = or_nearest(word, known);
    Err(Error::new(Kind::Usage, format!("the view {} has no {option} “{word}”{nearest}", view.name))
        .hint(format!("its {option}s are {}", known.join(", "))))
}

/// Lets only one whole expression pass: it closes no parenthesis that it did not open, ends no statement,
/// hides nothing behind a comment, and cannot go on for ever, as WITH RECURSIVE could.
fn one_expression(condition: &str) -> Result<()> {
    let refuse = |what: &str| {
        Err(Error::new(Kind::Usage, format!("--where takes one SQL condition, {what}"))
            .hint("for example --where \"value_low > 100 AND unit = '户'\""))
    };
    let mut depth = 0u32;
    let mut word = String::new();
    let mut chars = condition.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || c == '_' {
            word.extend(c.to_lowercase());
            continue;
        }
        if std::mem::take(&mut word) == "with" {
            return refuse("without WITH");
        }
        let next = chars.peek().copied();
        match c {
            '\'' | '"' | '`' | '[' => {
                let end = if c == '[' { ']' } else { c };
                if !chars.any(|c| c == end) {
                    return refuse("and in this one a quotation mark has no second one");
                }
            }
            '(' => depth += 1,
            ')' if depth == 0 => return refuse("and this one closes a parenthesis that it did not open"),
            ')' => depth -= 1,
            ';' => return refuse("without `;`"),
            '\0' => return refuse("without NUL characters"),
            '-' if next == Some('-') => return refuse("without comments"),
            '/' if next == Some('*') => return refuse("without comments"),
            '?' | ':' | '@' | '$' | '#' => return refuse("without parameters"),
            _ => {}
        }
    }
    match (depth, condition.trim()) {
        (_, "") => refuse("and here is none"),
        (0, _) if word == "with" => refuse("without WITH"),
        (0, _) => Ok(()),
        _ => refuse("and in this one a parenthesis is not closed"),
    }
}

/// The words of SQLite about a condition, for the person who typed it.
pub(super) fn refused_condition(message: &str, view: &View) -> Error {
    let error = Error::new(Kind::Usage, format!("--where is refused: {message}"));
    let names: Vec<&str> = view.columns.iter().map(|(column, _)| column.as_str()).collect();
    match message.split_once("no such column: ").and_then(|(_, name)| nearest(name.trim(), &names)) {
        Some(near) => error.hint(format!("did you mean {near}? Words stand in single quotes: unit = '户'")),
        None => error.hint(format!("the columns are {}", names.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sort, Years, one_expression};

    #[test]
    fn years() {
        let read = |typed: &str| Years::parse(typed).ok().map(|years| (years.from, years.to));
        assert_eq!(read("2023"), Some((Some(2023), Some(2023))));
        assert_eq!(read("2020..2023"), Some((Some(2020), Some(2023))));
        assert_eq!(read("2020.."), Some((Some(2020), None)));
        assert_eq!(read("..2023"), Some((None, Some(2023))));
        for wrong in ["", "..", "2023..2020", "二〇二三", "2020...2023", "2020-2023", "20x3"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sorts() {
        assert_eq!(Sort::parse("-year"), Sort { column: "year".into(), descending: true });
        assert_eq!(Sort::parse(" town "), Sort { column: "town".into(), descending: false });
    }

    #[test]
    fn a_condition_is_one_expression() {
        for condition in [
            "value_low > 100 AND unit = '户'",
            "text LIKE '%);--%'",
            "(year = 2023) OR (town IS NULL)",
            "\"year\" BETWEEN 1 AND 2",
            "town IN (SELECT town FROM v_goals WHERE masked)",
            "'it''s' <> text",
            "value_low - -1 > 0",
            "withdrawn = 1 OR text = 'with'",
        ] {
            assert!(one_expression(condition).is_ok(), "{condition}");
        }
        for condition in [
            "",
            "  ",
            "1) OR (1",
            "1; DROP TABLE goals",
            "1 -- and so on",
            "1 /* and",
            "(1",
            "text = 'open",
            "id = ?1",
            "id = :id",
            "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)",
            "1 IN (with",
        ] {
            assert!(one_expression(condition).is_err(), "{condition}");
        }
    }
}
