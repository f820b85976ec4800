//! Facts → rows, inside the transaction of the caller.

use rusqlite::types::Value;
use rusqlite::{Connection, Statement, ToSql, named_params};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::check::refused;
use super::index;
use super::project::project;
use super::write::{Placed, SourceFile};
use crate::error::Result;
use crate::fact::{Claim, Comparator, Doubt, Goal, Measure, Mention, Phase, ProjectKind, Reading, Section};
use crate::text::Text;

const INSERT_FILE: &str = "
    INSERT INTO import_files (import_id, path, status, reason, milliseconds, source_id, document_id)
    VALUES (:import_id, :path, :status, :reason, :milliseconds, :source_id, :document_id)";

/// The row of a run that says what became of a file.
pub(super) fn file_row(
    connection: &Connection,
    import_id: i64,
    path: &str,
    placed: &Placed,
    reason: Option<&str>,
    milliseconds: u64,
) -> Result<()> {
    connection.prepare_cached(INSERT_FILE)?.execute(named_params! {
        ":import_id": import_id,
        ":path": path,
        ":status": placed.status.word(),
        ":reason": reason,
        ":milliseconds": whole(milliseconds),
        ":source_id": placed.source_id,
        ":document_id": placed.document_id,
    })?;
    Ok(())
}

/// SQLite's integers end at 2⁶³ − 1; no file and no run reaches that.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const INSERT_SOURCE: &str = "
    INSERT INTO sources (document_id, path, file_sha256, format, encoding, encoding_given, byte_count,
                         modified_at, title, published_on, first_import_id)
    VALUES (:document_id, :path, :file_sha256, :format, :encoding, :encoding_given, :byte_count,
            :modified_at, :title, :published_on, :import_id)";

/// A place where a document was seen.
pub(super) fn source(
    connection: &Connection,
    import_id: i64,
    document_id: i64,
    source: &SourceFile,
) -> Result<i64> {
    connection.prepare_cached(INSERT_SOURCE)?.execute(named_params! {
        ":document_id": document_id,
        ":path": source.path,
        ":file_sha256": source.file_sha256,
        ":format": source.format,
        ":encoding": source.encoding,
        ":encoding_given": source.encoding_given,
        ":byte_count": whole(source.byte_count),
        ":modified_at": source.modified_at,
        ":title": source.title,
        ":published_on": source.published_on,
        ":import_id": import_id,
    })?;
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
    VALUES (:content_sha256, :title, :kind, :town, :county, :province, :declared_year, :review_year,
            :plan_year, :published_on, :script, :char_count, :extractor_version, :text)
    ON CONFLICT (content_sha256) DO UPDATE SET
        title = excluded.title, kind = excluded.kind, town = excluded.town, county = excluded.county,
        province = excluded.province, declared_year = excluded.declared_year,
        review_year = excluded.review_year, plan_year = excluded.plan_year,
        published_on = excluded.published_on, script = excluded.script, char_count = excluded.char_count,
        extractor_version = excluded.extractor_version, text = excluded.text
    RETURNING id";

/// A document with everything found in it; the reading was checked. What the document held before goes.
pub(super) fn document(
    connection: &Connection,
    extractor_version: u32,
    text: &Text,
    content_sha256: &str,
    reading: &Reading,
) -> Result<i64> {
    let facts = &reading.document;
    let parameters = named_params! {
        ":content_sha256": content_sha256,
        ":title": facts.title,
        ":kind": facts.kind.word(),
        ":town": facts.town,
        ":county": facts.county,
        ":province": facts.province,
        ":declared_year": facts.declared_year,
        ":review_year": facts.review_year,
        ":plan_year": facts.plan_year,
        ":published_on": facts.published_on,
        ":script": facts.script.word(),
        ":char_count": text.char_count(),
        ":extractor_version": extractor_version,
        ":text": text.source(),
    };
    let document_id = connection.prepare_cached(PUT_DOCUMENT)?.query_row(parameters, |row| row.get(0))?;
    derived(connection, document_id, reading)?;
    index::cut(connection, document_id)?;
    Ok(document_id)
}

fn derived(connection: &Connection, document_id: i64, reading: &Reading) -> Result<()> {
    let rows =
        Rows { connection, document_id, sections: sections(connection, document_id, &reading.sections)? };
    for goal in &reading.goals {
        rows.goal(goal)?;
    }
    for claim in &reading.outcomes {
        rows.outcome(claim)?;
    }
    for found in &reading.projects {
        let project_id = project(connection, reading.document.town.as_deref(), found)?;
        for mention in &found.mentions {
            rows.mention(project_id, found.kind, mention)?;
        }
    }
    for doubt in &reading.doubts {
        rows.doubt(doubt)?;
    }
    Ok(())
}

const INSERT_SECTION: &str = "
    INSERT INTO sections (document_id, parent_id, position, level, marker, heading, path, part,
                          start_char, end_char, body_start_char)
    VALUES (:document_id, :parent_id, :position, :level, :marker, :heading, :path, :part,
            :start_char, :end_char, :body_start_char)";

/// The outline; returns the id of each section in its order.
fn sections(connection: &Connection, document_id: i64, sections: &[Section]) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(INSERT_SECTION)?;
    let mut ids: Vec<i64> = Vec::with_capacity(sections.len());
    let mut paths: Vec<String> = Vec::with_capacity(sections.len());
    for (index, section) in sections.iter().enumerate() {
        let above = section.parent.and_then(|parent| paths.get(parent));
        let path = path(above, section);
        statement.execute(named_params! {
            ":document_id": document_id,
            ":parent_id": section.parent.and_then(|parent| ids.get(parent)),
            ":position": whole(index as u64 + 1),
            ":level": section.level,
            ":marker": section.marker,
            ":heading": section.heading,
            ":path": path,
            ":part": section.part.word(),
            ":start_char": section.span.start,
            ":end_char": section.span.end,
            ":body_start_char": section.body_start,
        })?;
        ids.push(connection.last_insert_rowid());
        paths.push(path);
    }
    Ok(ids)
}

/// Of a heading that runs on for a page, so many characters go into the paths below it.
const LABEL_CHARS: usize = 60;

fn path(above: Option<&String>, section: &Section) -> String {
    let mut path = above.map_or_else(String::new, |above| format!("{above} › "));
    let label = section.marker.chars().chain(section.heading.chars());
    path.extend(label.take(LABEL_CHARS));
    if section.marker.chars().chain(section.heading.chars()).nth(LABEL_CHARS).is_some() {
        path.push('…');
    }
    path
}

const INSERT_GOAL: &str = "
    INSERT INTO goals (document_id, section_id, kind, text, indicator, canonical_indicator, measure,
                       comparator, value_low, value_high, unit, year, deadline, masked, rule,
                       start_char, end_char)
    VALUES (:document_id, :section_id, :kind, :text, :indicator, :canonical_indicator, :measure,
            :comparator, :value_low, :value_high, :unit, :year, :deadline, :masked, :rule,
            :start_char, :end_char)";
const INSERT_OUTCOME: &str = "
    INSERT INTO outcomes (document_id, section_id, text, indicator, canonical_indicator, measure,
                          comparator, value_low, value_high, unit, year, masked, rule,
                          start_char, end_char)
    VALUES (:document_id, :section_id, :text, :indicator, :canonical_indicator, :measure,
            :comparator, :value_low, :value_high, :unit, :year, :masked, :rule,
            :start_char, :end_char)";
const INSERT_MENTION: &str = "
    INSERT INTO project_mentions (project_id, document_id, section_id, text, kind, year, phase, amount, rule,
                                  start_char, end_char)
    VALUES (:project_id, :document_id, :section_id, :text, :kind, :year, :phase, :amount, :rule,
            :start_char, :end_char)";
const INSERT_DOUBT: &str = "
    INSERT INTO doubts (document_id, kind, message, start_char, end_char)
    VALUES (:document_id, :kind, :message, :start_char, :end_char)";

/// Writes the rows of one document.
struct Rows<'a> {
    connection: &'a Connection,
    document_id: i64,
    sections: Vec<i64>,
}

impl Rows<'_> {
    fn section_id(&self, index: Option<usize>) -> Option<i64> {
        index.and_then(|index| self.sections.get(index)).copied()
    }

    fn goal(&self, Goal { kind, claim, deadline }: &Goal) -> Result<()> {
        let mut statement = self.connection.prepare_cached(INSERT_GOAL)?;
        let kind: &dyn ToSql = &kind.word();
        let deadline: &dyn ToSql = deadline;
        self.claim(&mut statement, claim, &[(":kind", kind), (":deadline", deadline)])
    }

    fn outcome(&self, claim: &Claim) -> Result<()> {
        let mut statement = self.connection.prepare_cached(INSERT_OUTCOME)?;
        self.claim(&mut statement, claim, &[])
    }

    /// What a goal and an outcome have in common, and `more`.
    fn claim(&self, statement: &mut Statement<'_>, claim: &Claim, more: &[(&str, &dyn ToSql)]) -> Result<()> {
        let figure = &claim.figure;
        let common = named_params! {
            ":document_id": self.document_id,
            ":section_id": self.section_id(claim.section),
            ":text": claim.text,
            ":indicator": claim.indicator,
            ":canonical_indicator": claim.canonical_indicator,
            ":measure": figure.measure.map(Measure::word),
            ":comparator": figure.comparator.map(Comparator::word),
            ":value_low": number(figure.value_low)?,
            ":value_high": number(figure.value_high)?,
            ":unit": figure.unit,
            ":year": claim.year,
            ":masked": figure.masked,
            ":rule": claim.rule,
            ":start_char": claim.span.start,
            ":end_char": claim.span.end,
        };
        let parameters: Vec<(&str, &dyn ToSql)> = common.iter().chain(more).copied().collect();
        statement.execute(parameters.as_slice())?;
        Ok(())
    }

    fn mention(&self, project_id: i64, kind: ProjectKind, mention: &Mention) -> Result<()> {
        self.connection.prepare_cached(INSERT_MENTION)?.execute(named_params! {
            ":project_id": project_id,
            ":document_id": self.document_id,
            ":section_id": self.section_id(mention.section),
            ":text": mention.text,
            ":kind": kind.word(),
            ":year": mention.year,
            ":phase": mention.phase.map(Phase::word),
            ":amount": number(mention.amount)?,
            ":rule": mention.rule,
            ":start_char": mention.span.start,
            ":end_char": mention.span.end,
        })?;
        Ok(())
    }

    fn doubt(&self, doubt: &Doubt) -> Result<()> {
        self.connection.prepare_cached(INSERT_DOUBT)?.execute(named_params! {
            ":document_id": self.document_id,
            ":kind": doubt.kind.word(),
            ":message": doubt.message,
            ":start_char": doubt.span.map(|span| span.start),
            ":end_char": doubt.span.map(|span| span.end),
        })?;
        Ok(())
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
