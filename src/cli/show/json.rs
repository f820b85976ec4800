//! A document's rows as JSON, under the names of the database's columns.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use crate::store::document::{
    ClaimRow, DocumentRow, DocumentRows, DoubtRow, ProjectRow, SectionRow, SourceRow,
};
use crate::store::read::Value;

/// Writes one object.
pub(super) fn write(out: &mut impl Write, rows: &DocumentRows) -> io::Result<()> {
    let object = json!({
        "document": document(&rows.document),
        "sources": rows.sources.iter().map(source).collect::<Json>(),
        "sections": rows.sections.iter().map(section).collect::<Json>(),
        "goals": rows.goals.iter().map(claim).collect::<Json>(),
        "outcomes": rows.outcomes.iter().map(claim).collect::<Json>(),
        "projects": rows.projects.iter().map(project).collect::<Json>(),
        "doubts": rows.doubts.iter().map(doubt).collect::<Json>(),
    });
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

fn document(row: &DocumentRow) -> Json {
    json!({
        "id": row.id,
        "content_sha256": row.content_sha256,
        "title": row.title,
        "kind": row.kind,
        "town": row.town,
        "county": row.county,
        "province": row.province,
        "declared_year": row.declared_year,
        "review_year": row.review_year,
        "plan_year": row.plan_year,
        "published_on": row.published_on,
        "script": row.script,
        "char_count": row.char_count,
        "extractor_version": row.extractor_version,
    })
}

fn source(row: &SourceRow) -> Json {
    json!({
        "path": row.path,
        "file_sha256": row.file_sha256,
        "format": row.format,
        "encoding": row.encoding,
        "byte_count": row.byte_count,
        "modified_at": row.modified_at,
    })
}

fn section(row: &SectionRow) -> Json {
    json!({
        "id": row.id,
        "parent_id": row.parent_id,
        "level": row.level,
        "marker": row.marker,
        "heading": row.heading,
        "path": row.path,
        "part": row.part,
        "start_char": row.start_char,
        "end_char": row.end_char,
        "body_start_char": row.body_start_char,
    })
}

/// Only goals have a kind and a deadline.
fn claim(row: &ClaimRow) -> Json {
    let mut claim = json!({"id": row.id, "section_id": row.section_id});
    if let Some(kind) = &row.kind {
        claim["kind"] = json!(kind);
    }
    claim["text"] = json!(row.text);
    claim["indicator"] = json!(row.indicator);
    claim["canonical_indicator"] = json!(row.canonical_indicator);
    claim["measure"] = json!(row.measure);
    claim["comparator"] = json!(row.comparator);
    claim["value_low"] = value(&row.value_low);
    claim["value_high"] = value(&row.value_high);
    claim["unit"] = json!(row.unit);
    claim["year"] = json!(row.year);
    if row.kind.is_some() {
        claim["deadline"] = json!(row.deadline);
    }
    claim["masked"] = json!(row.masked);
    claim["rule"] = json!(row.rule);
    claim["start_char"] = json!(row.start_char);
    claim["end_char"] = json!(row.end_char);
    claim
}

fn project(row: &ProjectRow) -> Json {
    let mentions: Json = row
        .mentions
        .iter()
        .map(|mention| {
            json!({
                "id": mention.id,
                "section_id": mention.section_id,
                "text": mention.text,
                "year": mention.year,
                "phase": mention.phase,
                "amount": value(&mention.amount),
                "rule": mention.rule,
                "start_char": mention.start_char,
                "end_char": mention.end_char,
            })
        })
        .collect();
    json!({"id": row.id, "name": row.name, "kind": row.kind, "town": row.town, "mentions": mentions})
}

fn doubt(row: &DoubtRow) -> Json {
    json!({
        "kind": row.kind,
        "message": row.message,
        "start_char": row.start_char,
        "end_char": row.end_char,
    })
}

fn value(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}
