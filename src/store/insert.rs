//! Facts → rows, inside the transaction of the caller.

use std::ops::Range;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::check::refused;
use super::index;
use super::project::project;
use super::several::{Insert, Parameters, insert_all, inserts};
use super::write::{Placed, SourceFile};
use crate::error::Result;
use crate::fact::{Claim, Comparator, Doubt, Goal, Measure, Mention, Phase, ProjectKind, Reading, Section};
use crate::text::Text;

const INSERT_FILE: &str = "
    INSERT INTO import_files (import_id, path, status, reason, milliseconds, source_id, document_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// The row of a run that says what became of a file.
pub(super) fn file_row(
    connection: &Connection,
    import_id: i64,
    path: &str,
    placed: &Placed,
    reason: Option<&str>,
    milliseconds: u64,
) -> Result<()> {
    connection.prepare_cached(INSERT_FILE)?.execute(params![
        import_id,
        path,
        placed.status.word(),
        reason,
        whole(milliseconds),
        placed.source_id,
        placed.document_id,
    ])?;
    Ok(())
}

/// SQLite's integers end at 2⁶³ − 1; no file and no run reaches that.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const INSERT_SOURCE: &str = "
    INSERT INTO sources (document_id, path, file_sha256, format, encoding, encoding_given, byte_count,
                         modified_at, title, published_on, first_import_id)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

/// A place where a document was seen.
pub(super) fn source(
    connection: &Connection,
    import_id: i64,
    document_id: i64,
    source: &SourceFile,
) -> Result<i64> {
    connection.prepare_cached(INSERT_SOURCE)?.execute(params![
        document_id,
        source.path,
        source.file_sha256,
        source.format,
        source.encoding,
        source.encoding_given,
        whole(source.byte_count),
        source.modified_at,
        source.title,
        source.published_on,
        import_id,
    ])?;
    Ok(connection.last_insert_rowid())
}

// Of several the least, and always of all sources, so that the order of import does not show.
const PUT_STATED: &[&str] = &[
    "UPDATE documents SET title = (SELECT min(title) FROM sources WHERE document_id = ?1)
     WHERE id = ?1 AND EXISTS (
        SELECT 1 FROM sources AS s WHERE s.document_id = ?1 AND s.title = coalesce(documents.title, s.title))",
    "UPDATE documents SET published_on = (SELECT min(published_on) FROM sources WHERE document_id = ?1)
     WHERE id = ?1 AND EXISTS (
        SELECT 1 FROM sources AS s WHERE s.document_id = ?1
        AND s.published_on = coalesce(documents.published_on, s.published_on))",
];

/// What the files of a document state beside its words, where the words themselves do not say it.
pub(super) fn stated(connection: &Connection, document_id: i64) -> Result<()> {
    for put in PUT_STATED {
        connection.prepare_cached(put)?.execute([document_id])?;
    }
    Ok(())
}

// The same statement adds a document and gives it a better text: the content is its identity.
const PUT_DOCUMENT: &str = "
    INSERT INTO documents (content_sha256, title, kind, town, county, province, declared_year, review_year,
                           plan_year, published_on, script, char_count, extractor_version, text)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (content_sha256) DO UPDATE SET
        title = excluded.title, kind = excluded.kind, town = excluded.town, county = excluded.county,
        province = excluded.province, declared_year = excluded.declared_year,
        review_year = excluded.review_year, plan_year = excluded.plan_year,
        published_on = excluded.published_on, script = excluded.script, char_count = excluded.char_count,
        extractor_version = excluded.extractor_version, text = excluded.text
    RETURNING id";

/// A document with everything found in it; the reading was checked. What the document held before goes.
/// Gives its number and those of its passages.
pub(super) fn document(
    connection: &Connection,
    extractor_version: u32,
    text: &Text,
    content_sha256: &str,
    reading: &Reading,
) -> Result<(i64, Range<i64>)> {
    let facts = &reading.document;
    let parameters = params![
        content_sha256,
        facts.title,
        facts.kind.word(),
        facts.town,
        facts.county,
        facts.province,
        facts.declared_year,
        facts.review_year,
        facts.plan_year,
        facts.published_on,
        facts.script.word(),
        text.char_count(),
        extractor_version,
        text.source(),
    ];
    let document_id = connection.prepare_cached(PUT_DOCUMENT)?.query_row(parameters, |row| row.get(0))?;
    let sections = derived(connection, document_id, reading)?;
    let starts = reading.sections.iter().map(|section| section.span.start);
    let passages = index::cut(connection, document_id, text.char_count(), sections.into_iter().zip(starts))?;
    Ok((document_id, passages))
}

/// The rows of a reading; gives the ids of its sections, in their order.
fn derived(connection: &Connection, document_id: i64, reading: &Reading) -> Result<Vec<i64>> {
    let rows = Rows { document_id, sections: sections(connection, document_id, &reading.sections)? };
    insert_all(connection, &INSERT_GOAL, &reading.goals, |goal, row| rows.goal(goal, row))?;
    insert_all(connection, &INSERT_OUTCOME, &reading.outcomes, |claim, row| rows.claim(claim, row))?;
    let mut mentions = Vec::new();
    for found in &reading.projects {
        let project_id = project(connection, reading.document.town.as_deref(), found)?;
        mentions.extend(found.mentions.iter().map(|mention| (project_id, found.kind, mention)));
    }
    insert_all(connection, &INSERT_MENTION, &mentions, |&(project_id, kind, mention), row| {
        rows.mention(project_id, kind, mention, row)
    })?;
    insert_all(connection, &INSERT_DOUBT, &reading.doubts, |doubt, row| rows.doubt(doubt, row))?;
    Ok(rows.sections)
}

const NEXT_SECTION: &str = "SELECT coalesce(max(id), 0) + 1 FROM sections";
const INSERT_SECTION: Insert = inserts!(
    "INSERT OR FAIL INTO sections (document_id, parent_id, position, level, marker, heading, path, part,
                                   start_char, end_char, body_start_char) VALUES",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);

/// The outline; returns the id of each section in its order. SQLite gives them the numbers that follow the highest one;
/// given by hand, they would make the statement one that is taken back alone.
fn sections(connection: &Connection, document_id: i64, sections: &[Section]) -> Result<Vec<i64>> {
    let first: i64 = connection.prepare_cached(NEXT_SECTION)?.query_row([], |row| row.get(0))?;
    let ids: Vec<i64> = (first..).take(sections.len()).collect();
    let mut numbered: Vec<(usize, String)> = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let above = section.parent.and_then(|parent| numbered.get(parent));
        numbered.push((index, path(above.map(|(_, path)| path.as_str()), section)));
    }
    insert_all(connection, &INSERT_SECTION, &numbered, |(index, path), row| {
        let section = &sections[*index];
        row.put(params![
            document_id,
            section.parent.and_then(|parent| ids.get(parent)),
            whole(*index as u64 + 1),
            section.level,
            section.marker,
            section.heading,
            path,
            section.part.word(),
            section.span.start,
            section.span.end,
            section.body_start,
        ])
    })?;
    if ids.last().is_some_and(|last| connection.last_insert_rowid() != *last) {
        return Err(refused("its sections did not get the numbers that follow the last one"));
    }
    Ok(ids)
}

/// Of a heading that runs on for a page, so many characters go into the paths below it.
const LABEL_CHARS: usize = 60;

fn path(above: Option<&str>, section: &Section) -> String {
    let mut path = above.map_or_else(String::new, |above| format!("{above} › "));
    let label = path.len();
    path.push_str(&section.marker);
    path.push_str(&section.heading);
    if let Some((end, _)) = path[label..].char_indices().nth(LABEL_CHARS) {
        path.truncate(label + end);
        path.push('…');
    }
    path
}

const INSERT_GOAL: Insert = inserts!(
    "INSERT OR FAIL INTO goals (document_id, section_id, text, indicator, canonical_indicator, measure, comparator,
                                value_low, value_high, unit, year, masked, rule, start_char, end_char, kind,
                                deadline) VALUES",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);
const INSERT_OUTCOME: Insert = inserts!(
    "INSERT OR FAIL INTO outcomes (document_id, section_id, text, indicator, canonical_indicator, measure, comparator,
                                   value_low, value_high, unit, year, masked, rule, start_char, end_char) VALUES",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);
const INSERT_MENTION: Insert = inserts!(
    "INSERT OR FAIL INTO project_mentions (project_id, document_id, section_id, text, kind, year, phase, amount, rule,
                                           start_char, end_char) VALUES",
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
);
const INSERT_DOUBT: Insert = inserts!(
    "INSERT OR FAIL INTO doubts (document_id, kind, message, start_char, end_char) VALUES",
    "(?, ?, ?, ?, ?)"
);

/// Writes the rows of one document.
struct Rows {
    document_id: i64,
    sections: Vec<i64>,
}

impl Rows {
    fn section_id(&self, index: Option<usize>) -> Option<i64> {
        index.and_then(|index| self.sections.get(index)).copied()
    }

    fn goal(&self, Goal { kind, claim, deadline }: &Goal, row: &mut Parameters<'_, '_>) -> Result<()> {
        self.claim(claim, row)?;
        row.put(params![kind.word(), deadline])
    }

    /// What a goal and an outcome have in common.
    fn claim(&self, claim: &Claim, row: &mut Parameters<'_, '_>) -> Result<()> {
        let figure = &claim.figure;
        row.put(params![
            self.document_id,
            self.section_id(claim.section),
            claim.text,
            claim.indicator,
            claim.canonical_indicator,
            figure.measure.map(Measure::word),
            figure.comparator.map(Comparator::word),
            number(figure.value_low)?,
            number(figure.value_high)?,
            figure.unit,
            claim.year,
            figure.masked,
            claim.rule,
            claim.span.start,
            claim.span.end,
        ])
    }

    fn mention(
        &self,
        project_id: i64,
        kind: ProjectKind,
        mention: &Mention,
        row: &mut Parameters<'_, '_>,
    ) -> Result<()> {
        row.put(params![
            project_id,
            self.document_id,
            self.section_id(mention.section),
            mention.text,
            kind.word(),
            mention.year,
            mention.phase.map(Phase::word),
            number(mention.amount)?,
            mention.rule,
            mention.span.start,
            mention.span.end,
        ])
    }

    fn doubt(&self, doubt: &Doubt, row: &mut Parameters<'_, '_>) -> Result<()> {
        row.put(params![
            self.document_id,
            doubt.kind.word(),
            doubt.message,
            doubt.span.map(|span| span.start),
            doubt.span.map(|span| span.end),
        ])
    }
}

/// A decimal without loss: whole numbers as INTEGER, so that they print as they are, others as the
/// REAL nearest to their digits.
fn number(value: Option<Decimal>) -> Result<Value> {
    let Some(value) = value else { return Ok(Value::Null) };
    if let Some(whole) = value.is_integer().then(|| value.to_i64()).flatten() {
        return Ok(Value::Integer(whole));
    }
    let digits = value.to_string();
    digits.parse().map(Value::Real).map_err(|_| refused(&format!("{digits} is no number")))
}
