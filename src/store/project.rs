//! Projects: one row for each name and town, over all documents.

use rusqlite::{Connection, OptionalExtension};

use super::index;
use crate::error::Result;
use crate::fact::Project;

const FIND_PROJECT: &str = "SELECT id, kind FROM projects WHERE name = ?1 AND coalesce(town, '') = ?2";
const INSERT_PROJECT: &str = "INSERT INTO projects (name, kind, town) VALUES (?1, ?2, ?3)";
// Documents may differ in what they take a thing for. The first kind in the order of the list
// holds, whichever document came first.
const PUT_KIND: &str = "
    UPDATE projects SET kind = ?2 WHERE id = ?1
    AND instr('project site road programme', ?2) < instr('project site road programme', kind)";

/// The row of a project that a document of this town speaks of.
pub(super) fn project(connection: &Connection, town: Option<&str>, project: &Project) -> Result<i64> {
    let kind = project.kind.word();
    let key = (&project.name, town.unwrap_or_default());
    let mut find = connection.prepare_cached(FIND_PROJECT)?;
    let found: Option<(i64, bool)> =
        find.query_row(key, |row| Ok((row.get(0)?, row.get_ref(1)?.as_str()? == kind))).optional()?;
    match found {
        Some((id, true)) => Ok(id),
        Some((id, false)) => {
            connection.prepare_cached(PUT_KIND)?.execute((id, kind))?;
            Ok(id)
        }
        None => {
            connection.prepare_cached(INSERT_PROJECT)?.execute((&project.name, kind, town))?;
            Ok(connection.last_insert_rowid())
        }
    }
}

const PROJECTS_OF: &str = "SELECT DISTINCT project_id FROM project_mentions WHERE document_id = ?1";
const DROP_UNMENTIONED: &str = "
    DELETE FROM projects
    WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM project_mentions WHERE project_id = ?1)";
const SETTLE_KIND: &str = "
    UPDATE projects SET kind = (
        SELECT kind FROM project_mentions WHERE project_id = ?1
        ORDER BY instr('project site road programme', kind) LIMIT 1)
    WHERE id = ?1";

// Rows that refer to sections go before them.
const CLEAR: &[&str] = &[
    "DELETE FROM goals WHERE document_id = ?1",
    "DELETE FROM outcomes WHERE document_id = ?1",
    "DELETE FROM doubts WHERE document_id = ?1",
    "DELETE FROM project_mentions WHERE document_id = ?1",
    "DELETE FROM sections WHERE document_id = ?1",
];

/// Takes a document's derived rows away, so that it can be written anew. Projects that others speak
/// of stay, with the kind that those take them for.
pub(super) fn clear(connection: &Connection, document_id: i64) -> Result<()> {
    let projects = connection
        .prepare_cached(PROJECTS_OF)?
        .query_map([document_id], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    index::remove(connection, document_id)?;
    for delete in CLEAR {
        connection.prepare_cached(delete)?.execute([document_id])?;
    }
    for project_id in projects {
        if connection.prepare_cached(DROP_UNMENTIONED)?.execute([project_id])? == 0 {
            connection.prepare_cached(SETTLE_KIND)?.execute([project_id])?;
        }
    }
    Ok(())
}
