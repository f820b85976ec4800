//! What must hold between rows, and no CHECK or foreign key can say.

use rusqlite::Connection;

use super::{Finding, Part, Remedy, noted};
use crate::error::Result;

/// A rule: what is wrong with the rows that its statement finds. They are a document's number, or NULL, and
/// the name of the row.
struct Rule {
    message: &'static str,
    remedy: Remedy,
    sql: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        message: "no file is named that says it",
        remedy: Remedy::Restore,
        sql: "SELECT id, 'documents ' || id FROM documents AS d
              WHERE NOT EXISTS (SELECT 1 FROM sources AS s WHERE s.document_id = d.id)",
    },
    Rule {
        message: "the record of the import that brought it names another file, or another document",
        remedy: Remedy::Restore,
        sql: "SELECT DISTINCT s.document_id, 'sources ' || s.id
              FROM import_files AS f JOIN sources AS s ON s.id = f.source_id
              WHERE f.path <> s.path OR f.document_id IS NOT s.document_id",
    },
    Rule {
        message: "its time cannot be read",
        remedy: Remedy::Restore,
        sql: "SELECT NULL, 'imports ' || id FROM imports
              WHERE datetime(started_at) IS NULL OR (ended_at IS NOT NULL AND datetime(ended_at) IS NULL)
              UNION ALL SELECT document_id, 'sources ' || id FROM sources
              WHERE modified_at IS NOT NULL AND datetime(modified_at) IS NULL",
    },
    Rule {
        message: "no text speaks of it",
        remedy: Remedy::Repair,
        sql: "SELECT NULL, 'projects ' || id FROM projects AS p
              WHERE NOT EXISTS (SELECT 1 FROM project_mentions AS m WHERE m.project_id = p.id)",
    },
    Rule {
        message: "its kind is not the first of those that its mentions take it for",
        remedy: Remedy::Repair,
        sql: "SELECT NULL, 'projects ' || p.id FROM projects AS p
              JOIN project_mentions AS m ON m.project_id = p.id
              GROUP BY p.id HAVING instr('project site road programme', p.kind)
                                <> min(instr('project site road programme', m.kind))",
    },
];

pub(super) fn check(connection: &Connection) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for rule in RULES {
        found.extend(noted(Part::Reference, rule.remedy, broken(connection, rule))?);
    }
    Ok(found)
}

fn broken(connection: &Connection, rule: &Rule) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mut statement = connection.prepare(rule.sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (document_id, name): (Option<i64>, String) = (row.get(0)?, row.get(1)?);
        found.push(Finding::new(Part::Reference, rule.remedy, rule.message).of(document_id).at(name));
    }
    Ok(found)
}
