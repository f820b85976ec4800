//! What a fresh reading of a document gives, against the rows that the archive has of it.
//!
//! The reading is written to an archive in memory and both are asked the same, so nothing has to be known
//! here about how a fact becomes a row.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, named_params};

use super::{Finding, Part, Remedy, noted};
use crate::error::{Error, Kind, Result};
use crate::store::again::{Again, Stated};
use crate::store::write::{ImportStart, SourceFile};
use crate::store::{Archive, Options, migrate};

/// Derived tables, with what leads to the rows of a document, and what stands for the numbers that differ
/// from file to file.
const DERIVED: &[Derived] = &[
    Derived { table: "documents", of: "id", stands_for: "NULL" },
    Derived { table: "sources", of: "document_id", stands_for: "NULL" },
    Derived { table: "sections", of: "document_id", stands_for: POSITION_OF_PARENT },
    Derived { table: "goals", of: "document_id", stands_for: POSITION },
    Derived { table: "outcomes", of: "document_id", stands_for: POSITION },
    Derived { table: "project_mentions", of: "document_id", stands_for: PROJECT },
    Derived { table: "doubts", of: "document_id", stands_for: "NULL" },
];

struct Derived {
    table: &'static str,
    of: &'static str,
    stands_for: &'static str,
}

const POSITION: &str = "(SELECT position FROM sections AS s WHERE s.id = t.section_id)";
const POSITION_OF_PARENT: &str = "(SELECT position FROM sections AS s WHERE s.id = t.parent_id)";
const PROJECT: &str = "
    (SELECT name || '/' || coalesce(town, '') FROM projects AS p WHERE p.id = t.project_id) || '/' ||
    coalesce((SELECT position FROM sections AS s WHERE s.id = t.section_id), '')";

/// Numbers of rows, what is compared by itself, and what a fresh reading cannot know.
const NOT_COMPARED: &[&str] = &[
    "id",
    "document_id",
    "section_id",
    "parent_id",
    "project_id",
    "first_import_id",
    "original",
    "extractor_version",
    "content_sha256",
];

const COLUMNS: &str = "SELECT name FROM pragma_table_info(?1)";
const HELD: &str = "SELECT text, content_sha256, extractor_version FROM documents WHERE id = ?1";
const SOURCE: &str = "
    SELECT path, file_sha256, format, encoding, encoding_given, byte_count, modified_at, title, published_on
    FROM sources WHERE id = :id";
const ID_OF_CONTENT: &str = "SELECT id FROM documents WHERE content_sha256 = ?1";

impl Archive {
    /// An empty archive in memory, for [`Archive::audit_reading`].
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn in_memory() -> Result<Archive> {
        let path = Path::new("memory");
        let mut connection = Connection::open_in_memory()?;
        connection.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY")?;
        connection.set_prepared_statement_cache_capacity(64);
        migrate::bring_up(&mut connection, path, &Options::default())?;
        // Rows that break a CHECK are told of by the look at the file; here they are compared like all others.
        connection.execute_batch("PRAGMA ignore_check_constraints = ON")?;
        Ok(Archive::new(connection, path))
    }

    /// Compares a document with what its sources give today, as [`Archive::replace`] would put it into the
    /// archive; writes to nothing but `scratch`, and leaves that empty.
    ///
    /// # Errors
    /// Where the archive cannot be read for another reason than damage.
    pub fn audit_reading(
        &self,
        document_id: i64,
        extractor_version: u32,
        texts: &[Again],
        scratch: &mut Archive,
    ) -> Result<Vec<Finding>> {
        let mut look = || -> Result<Vec<Finding>> {
            scratch.begin()?;
            let found = compare(&self.connection, document_id, extractor_version, texts, scratch);
            scratch.give_up()?;
            found
        };
        let found = noted(Part::Reading, Remedy::Repair, look());
        let of = |found: Vec<Finding>| found.into_iter().map(|finding| finding.of(document_id)).collect();
        found.map(of).map_err(|error| error.at(self.path()))
    }
}

fn compare(
    connection: &Connection,
    document_id: i64,
    extractor_version: u32,
    texts: &[Again],
    scratch: &mut Archive,
) -> Result<Vec<Finding>> {
    let (text, content, version): (String, String, u32) =
        connection.query_row(HELD, [document_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let remedy = if version == extractor_version { Remedy::Repair } else { Remedy::Reextract };
    let Some((own, others)) = texts.split_first() else { return Ok(Vec::new()) };
    let finding = |part: Part, message: &str| Finding::new(part, remedy, message).of(document_id);
    if !others.is_empty() {
        return Ok(vec![finding(Part::Reading, "its files no longer say the same when they are read again")]);
    }
    if own.content_sha256 != content {
        return Ok(vec![finding(Part::Text, "its files say something else when they are read again")]);
    }
    let mut found = Vec::new();
    if own.text.source() != text {
        found.push(finding(Part::Text, "its files give another text when they are read again"));
    }
    let fresh = write(connection, own, extractor_version, scratch)?;
    for derived in DERIVED {
        let kept = rows(connection, derived, document_id)?;
        let fresh = rows(&scratch.connection, derived, fresh)?;
        let (lost, gained) = differences(&kept, &fresh);
        if !lost.is_empty() || gained > 0 {
            found.push(told(derived.table, &lost, gained, remedy).of(document_id));
        }
    }
    Ok(found)
}

/// Puts a fresh reading into the scratch archive; the number that the document has there.
fn write(connection: &Connection, again: &Again, version: u32, scratch: &mut Archive) -> Result<i64> {
    let import = scratch.begin_import(&ImportStart {
        started_at: "1970-01-01T00:00:00Z".to_owned(),
        arguments: "[]".to_owned(),
        program_version: "0".to_owned(),
        extractor_version: version,
    })?;
    for (source_id, stated) in &again.sources {
        let source = source(connection, *source_id, stated.as_ref())?;
        let reading = Some(&again.reading);
        scratch.write_document(import, &source, &again.text, &again.content_sha256, reading, 0)?;
    }
    let id = scratch.connection.query_row(ID_OF_CONTENT, [&again.content_sha256], |row| row.get(0));
    id.map_err(|_| Error::new(Kind::Damaged, "names no file for it"))
}

fn source(connection: &Connection, id: i64, stated: Option<&Stated>) -> Result<SourceFile> {
    let kept = connection.prepare_cached(SOURCE)?.query_row(named_params! { ":id": id }, |row| {
        Ok(SourceFile {
            path: row.get(0)?,
            file_sha256: row.get(1)?,
            format: row.get(2)?,
            encoding: row.get(3)?,
            encoding_given: row.get(4)?,
            byte_count: row.get::<_, i64>(5)?.unsigned_abs(),
            modified_at: row.get(6)?,
            title: row.get(7)?,
            published_on: row.get(8)?,
            original: None,
        })
    })?;
    Ok(match stated.cloned() {
        Some(Stated { format, encoding, title, published_on }) => {
            SourceFile { format, encoding, title, published_on, ..kept }
        }
        None => kept,
    })
}

/// The rows of a document in a table: their words without numbers of rows, each with its own number.
fn rows(connection: &Connection, derived: &Derived, document_id: i64) -> Result<Vec<(String, i64)>> {
    let Derived { table, of, stands_for } = derived;
    let mut statement = connection.prepare_cached(COLUMNS)?;
    let names = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    let left_out = |name: &str| NOT_COMPARED.contains(&name) || (*table == "documents" && name == "text");
    let columns: Vec<String> =
        names.into_iter().filter(|name| !left_out(name)).map(|name| format!("t.\"{name}\"")).collect();
    let sql =
        format!("SELECT t.id, {stands_for}, {} FROM {table} AS t WHERE t.{of} = ?1", columns.join(", "));
    let mut statement = connection.prepare_cached(&sql)?;
    let width = statement.column_count();
    let mut found = Vec::new();
    let mut rows = statement.query([document_id])?;
    while let Some(row) = rows.next()? {
        let cells = (1..width).map(|at| row.get(at)).collect::<rusqlite::Result<Vec<Value>>>()?;
        found.push((format!("{cells:?}"), row.get(0)?));
    }
    Ok(found)
}

/// The numbers of rows that only the first has, and how many only the second has.
fn differences(kept: &[(String, i64)], fresh: &[(String, i64)]) -> (Vec<i64>, usize) {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (words, _) in fresh {
        *left.entry(words).or_default() += 1;
    }
    let mut lost = Vec::new();
    for (words, id) in kept {
        match left.get_mut(words.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => lost.push(*id),
        }
    }
    (lost, left.values().sum())
}

/// So many rows are named in a finding.
const ROWS_NAMED: usize = 5;

fn told(table: &str, lost: &[i64], gained: usize, remedy: Remedy) -> Finding {
    let message = match (lost, gained) {
        ([_], 1) => "a fresh reading gives it otherwise".to_owned(),
        ([_], 0) => "a fresh reading does not give it".to_owned(),
        ([], gained) => format!("a fresh reading gives {gained} more"),
        (lost, gained) => {
            let mut ids: Vec<String> = lost.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
            if lost.len() > ROWS_NAMED {
                ids.push("…".to_owned());
            }
            format!(
                "a fresh reading does not give {} of them ({}), and {gained} others",
                lost.len(),
                ids.join(", ")
            )
        }
    };
    let row = match lost {
        [id] => format!("{table} {id}"),
        _ => table.to_owned(),
    };
    Finding::new(Part::Reading, remedy, message).at(row)
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn rows_are_compared_as_often_as_they_come() {
        let rows = |words: &[&str]| -> Vec<(String, i64)> {
            words.iter().zip(1..).map(|(word, id)| ((*word).to_owned(), id)).collect()
        };
        assert_eq!(differences(&rows(&["a", "b"]), &rows(&["b", "a"])), (vec![], 0));
        assert_eq!(differences(&rows(&["a", "a"]), &rows(&["a"])), (vec![2], 0));
        assert_eq!(differences(&rows(&["a"]), &rows(&["a", "a", "b"])), (vec![], 2));
        assert_eq!(differences(&rows(&["a", "b"]), &rows(&["a", "c"])), (vec![2], 1));
    }
}
