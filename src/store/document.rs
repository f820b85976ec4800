//! One document with everything found in it, for a reader who wants to see it whole.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params, Row, named_params};

use super::read::{Value, cell};
use crate::error::{Error, Kind, Result};
use crate::store::Archive;

/// A document and its rows, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRows {
    /// What is known of it as a whole.
    pub document: DocumentRow,
    /// Where it was seen.
    pub sources: Vec<SourceRow>,
    /// Its outline.
    pub sections: Vec<SectionRow>,
    /// What it commits itself to.
    pub goals: Vec<ClaimRow>,
    /// What it reports.
    pub outcomes: Vec<ClaimRow>,
    /// The named things it speaks of, by first mention.
    pub projects: Vec<ProjectRow>,
    /// What should be looked at.
    pub doubts: Vec<DoubtRow>,
}

/// A row of `documents`, but for the text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the columns.
pub struct DocumentRow {
    pub id: i64,
    pub content_sha256: String,
    pub title: Option<String>,
    pub kind: String,
    pub town: Option<String>,
    pub county: Option<String>,
    pub province: Option<String>,
    pub declared_year: Option<i64>,
    pub review_year: Option<i64>,
    pub plan_year: Option<i64>,
    pub published_on: Option<String>,
    pub script: String,
    pub char_count: i64,
    pub extractor_version: i64,
}

/// A row of `sources`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SourceRow {
    pub path: String,
    pub file_sha256: String,
    pub format: String,
    pub encoding: String,
    pub byte_count: i64,
    pub modified_at: Option<String>,
}

/// A row of `sections`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SectionRow {
    pub id: i64,
    pub parent_id: Option<i64>,
    pub level: i64,
    pub marker: String,
    pub heading: String,
    pub path: String,
    pub part: String,
    pub start_char: i64,
    pub end_char: i64,
    pub body_start_char: i64,
}

/// A row of `goals`, or of `outcomes` (which have neither kind nor deadline).
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct ClaimRow {
    pub id: i64,
    pub section_id: Option<i64>,
    pub kind: Option<String>,
    pub text: String,
    pub indicator: Option<String>,
    pub canonical_indicator: Option<String>,
    pub measure: Option<String>,
    pub comparator: Option<String>,
    pub value_low: Value,
    pub value_high: Value,
    pub unit: Option<String>,
    pub year: Option<i64>,
    pub deadline: Option<String>,
    pub masked: bool,
    pub rule: String,
    pub start_char: i64,
    pub end_char: i64,
}

/// A row of `projects` with the mentions of this document.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct ProjectRow {
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub town: Option<String>,
    pub mentions: Vec<MentionRow>,
}

/// A row of `project_mentions`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct MentionRow {
    pub id: i64,
    pub section_id: Option<i64>,
    pub text: String,
    pub year: Option<i64>,
    pub phase: Option<String>,
    pub amount: Value,
    pub rule: String,
    pub start_char: i64,
    pub end_char: i64,
}

/// A row of `doubts`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct DoubtRow {
    pub kind: String,
    pub message: String,
    pub start_char: Option<i64>,
    pub end_char: Option<i64>,
}

const FIND_BY_ID: &str = "SELECT id, title, (SELECT min(path) FROM sources WHERE document_id = documents.id)
    FROM documents WHERE id = ?1";
const FIND_BY_WORDS: &str = "
    SELECT id, title, (SELECT min(path) FROM sources WHERE document_id = documents.id)
    FROM documents
    WHERE instr(title, :words) > 0 OR instr(title, :hans) > 0 OR instr(title, :hant) > 0
       OR id IN (SELECT document_id FROM sources WHERE instr(path, :words) > 0)
    ORDER BY id";
const DOCUMENT: &str = "
    SELECT id, content_sha256, title, kind, town, county, province, declared_year, review_year, plan_year,
           published_on, script, char_count, extractor_version
    FROM documents WHERE id = ?1";
const TEXT: &str = "SELECT text FROM documents WHERE id = ?1";
const SOURCES: &str = "
    SELECT path, file_sha256, format, encoding, byte_count, modified_at
    FROM sources WHERE document_id = ?1 ORDER BY path, id";
const SECTIONS: &str = "
    SELECT id, parent_id, level, marker, heading, path, part, start_char, end_char, body_start_char
    FROM sections WHERE document_id = ?1 ORDER BY position";
const GOALS: &str = "
    SELECT id, section_id, kind, text, indicator, canonical_indicator, measure, comparator, value_low,
           value_high, unit, year, deadline, masked, rule, start_char, end_char
    FROM goals WHERE document_id = ?1 ORDER BY start_char, id";
const OUTCOMES: &str = "
    SELECT id, section_id, NULL, text, indicator, canonical_indicator, measure, comparator, value_low,
           value_high, unit, year, NULL, masked, rule, start_char, end_char
    FROM outcomes WHERE document_id = ?1 ORDER BY start_char, id";
const MENTIONS: &str = "
    SELECT p.id, p.name, p.kind, p.town,
           m.id, m.section_id, m.text, m.year, m.phase, m.amount, m.rule, m.start_char, m.end_char
    FROM project_mentions AS m JOIN projects AS p ON p.id = m.project_id
    WHERE m.document_id = ?1 ORDER BY m.start_char, m.id";
const DOUBTS: &str = "
    SELECT kind, message, start_char, end_char FROM doubts WHERE document_id = ?1 ORDER BY start_char, id";

impl Archive {
    /// One document: by its number, or by a part of its title or of the path of a source.
    ///
    /// # Errors
    /// [`Kind::Usage`] where none fits, or where several do (they are named).
    pub fn document(&self, key: &str) -> Result<DocumentRows> {
        let id = self.document_id(key)?;
        rows_of(&self.connection, id).map_err(|error| self.failed(error))
    }

    /// The number of the one document that a key means.
    ///
    /// # Errors
    /// As [`Archive::document`].
    pub fn document_id(&self, key: &str) -> Result<i64> {
        let hits = hits(&self.connection, key).map_err(|error| self.failed(error))?;
        match hits.as_slice() {
            [(id, _)] => Ok(*id),
            [] => Err(Error::new(
                Kind::Usage,
                format!("no document has “{key}” for its number, in its title or in its path"),
            )
            .hint("`archive query documents` lists them with their numbers")),
            _ => Err(several(key, &hits)),
        }
    }

    /// The text of a document, which all offsets count.
    ///
    /// # Errors
    /// Where there is no such document.
    pub fn document_text(&self, id: i64) -> Result<String> {
        self.connection.query_row(TEXT, [id], |row| row.get(0)).map_err(|error| self.failed(error))
    }
}

/// A document's number and what to call it.
type Hit = (i64, String);

fn hits(connection: &Connection, key: &str) -> rusqlite::Result<Vec<Hit>> {
    let hit = |row: &Row<'_>| {
        let names: (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
        let name = [names.0, names.1].into_iter().flatten().collect::<Vec<_>>().join(", ");
        Ok((row.get(0)?, name))
    };
    if let Ok(id) = key.parse::<i64>() {
        return list(connection, FIND_BY_ID, [id], hit);
    }
    let (hans, hant) = (hanconv::t2s(key), hanconv::s2t(key));
    list(connection, FIND_BY_WORDS, named_params! { ":words": key, ":hans": hans, ":hant": hant }, hit)
}

/// So many documents are named where a key fits several.
const NAMED_HITS: usize = 10;

fn several(key: &str, hits: &[Hit]) -> Error {
    let mut lines: Vec<String> =
        hits.iter().take(NAMED_HITS).map(|(id, name)| format!("{id}: {name}")).collect();
    if hits.len() > NAMED_HITS {
        lines.push(format!("and {} more", hits.len() - NAMED_HITS));
    }
    Error::new(Kind::Usage, format!("“{key}” fits {} documents:\n  {}", hits.len(), lines.join("\n  ")))
        .hint("give the number of one")
}

fn list<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map(parameters, read)?.collect()
}

fn rows_of(connection: &Connection, id: i64) -> rusqlite::Result<DocumentRows> {
    // One moment of the archive, also while somebody writes to it.
    let moment = connection.unchecked_transaction()?;
    let rows = rows_in(&moment, id)?;
    moment.commit()?;
    Ok(rows)
}

/// The rows of a document, inside the transaction of the caller.
pub(super) fn rows_in(connection: &Connection, id: i64) -> rusqlite::Result<DocumentRows> {
    Ok(DocumentRows {
        document: connection.query_row(DOCUMENT, [id], document_row)?,
        sources: list(connection, SOURCES, [id], source_row)?,
        sections: list(connection, SECTIONS, [id], section_row)?,
        goals: list(connection, GOALS, [id], claim_row)?,
        outcomes: list(connection, OUTCOMES, [id], claim_row)?,
        projects: by_project(list(connection, MENTIONS, [id], mention_row)?),
        doubts: list(connection, DOUBTS, [id], doubt_row)?,
    })
}

/// Gathers mentions under their projects, which stand in the order of their first mention.
fn by_project(mentions: Vec<(ProjectRow, MentionRow)>) -> Vec<ProjectRow> {
    let mut projects: Vec<ProjectRow> = Vec::new();
    let mut places: BTreeMap<i64, usize> = BTreeMap::new();
    for (project, mention) in mentions {
        let index = *places.entry(project.id).or_insert_with(|| {
            projects.push(project);
            projects.len() - 1
        });
        projects[index].mentions.push(mention);
    }
    projects
}

fn document_row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: row.get(0)?,
        content_sha256: row.get(1)?,
        title: row.get(2)?,
        kind: row.get(3)?,
        town: row.get(4)?,
        county: row.get(5)?,
        province: row.get(6)?,
        declared_year: row.get(7)?,
        review_year: row.get(8)?,
        plan_year: row.get(9)?,
        published_on: row.get(10)?,
        script: row.get(11)?,
        char_count: row.get(12)?,
        extractor_version: row.get(13)?,
    })
}

fn source_row(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
    Ok(SourceRow {
        path: row.get(0)?,
        file_sha256: row.get(1)?,
        format: row.get(2)?,
        encoding: row.get(3)?,
        byte_count: row.get(4)?,
        modified_at: row.get(5)?,
    })
}

fn section_row(row: &Row<'_>) -> rusqlite::Result<SectionRow> {
    Ok(SectionRow {
        id: row.get(0)?,
        parent_id: row.get(1)?,
        level: row.get(2)?,
        marker: row.get(3)?,
        heading: row.get(4)?,
        path: row.get(5)?,
        part: row.get(6)?,
        start_char: row.get(7)?,
        end_char: row.get(8)?,
        body_start_char: row.get(9)?,
    })
}

fn claim_row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    Ok(ClaimRow {
        id: row.get(0)?,
        section_id: row.get(1)?,
        kind: row.get(2)?,
        text: row.get(3)?,
        indicator: row.get(4)?,
        canonical_indicator: row.get(5)?,
        measure: row.get(6)?,
        comparator: row.get(7)?,
        value_low: cell(row, 8)?,
        value_high: cell(row, 9)?,
        unit: row.get(10)?,
        year: row.get(11)?,
        deadline: row.get(12)?,
        masked: row.get(13)?,
        rule: row.get(14)?,
        start_char: row.get(15)?,
        end_char: row.get(16)?,
    })
}

fn mention_row(row: &Row<'_>) -> rusqlite::Result<(ProjectRow, MentionRow)> {
    let project = ProjectRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        town: row.get(3)?,
        mentions: Vec::new(),
    };
    let mention = MentionRow {
        id: row.get(4)?,
        section_id: row.get(5)?,
        text: row.get(6)?,
        year: row.get(7)?,
        phase: row.get(8)?,
        amount: cell(row, 9)?,
        rule: row.get(10)?,
        start_char: row.get(11)?,
        end_char: row.get(12)?,
    };
    Ok((project, mention))
}

fn doubt_row(row: &Row<'_>) -> rusqlite::Result<DoubtRow> {
    Ok(DoubtRow { kind: row.get(0)?, message: row.get(1)?, start_char: row.get(2)?, end_char: row.get(3)? })
}
