//! Projects: one row for each name and town, over all documents.

use rusqlite::{Connection, named_params};

use super::index;
use crate::error::Result;
use crate::fact::Project;

// Documents may differ in what they take a thing for. The first kind in the order of the list
// holds, whichever document came first.
const PUT_PROJECT: &str = "
    INSERT INTO projects (name, kind, town) VALUES (:name, :kind, :town)
    ON CONFLICT (name, coalesce(town, '')) DO UPDATE SET kind =
        CASE WHEN instr('project site road programme', excluded.kind)
                < instr('project site road programme', kind) THEN excluded.kind ELSE kind END
    RETURNING id";

/// The row of a project that a document of this town speaks of.
pub(super) fn project(connection: &Connection, town: Option<&str>, project: &Project) -> Result<i64> {
    let parameters = named_params! { ":name": project.name, ":kind": project.kind.word(), ":town": town };
    Ok(connection.prepare_cached(PUT_PROJECT)?.query_row(parameters, |row| row.get(0))?)
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
