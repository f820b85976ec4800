//! Documents that are read again: their sources out, their new rows in, and what that changes.

use std::collections::BTreeMap;
use std::fmt::Debug;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, named_params};

use super::document::{ClaimRow, DocumentRow, DocumentRows, MentionRow, SectionRow, rows_in};
use super::write::{document_with_content, keep_better};
use super::{index, insert, original, project};
use crate::error::{Error, Result};
use crate::fact::{Doubt, DoubtKind, Reading};
use crate::store::Archive;
use crate::store::check::check;
use crate::text::{Span, Text};

/// What the archive holds of a document that is to be read again.
#[derive(Debug, Clone)]
pub struct Held {
    /// The text kept.
    pub text: String,
    /// The identity of its content.
    pub content_sha256: String,
    /// Where it was seen.
    pub sources: Vec<HeldSource>,
    /// What its decoding left in doubt, which the text alone does not tell.
    pub decoding_doubts: Vec<Doubt>,
}

/// A source, with its bytes where they were kept.
#[derive(Debug, Clone)]
#[allow(missing_docs)] // The names are those of the columns.
pub struct HeldSource {
    pub id: i64,
    pub path: String,
    pub encoding: String,
    pub encoding_given: bool,
    pub file_sha256: String,
    pub original: Option<Vec<u8>>,
    /// An original was kept, and is hurt.
    pub damaged: bool,
}

/// A text that sources of a document give today.
#[derive(Debug)]
pub struct Again {
    /// The text.
    pub text: Text,
    /// The identity of its content.
    pub content_sha256: String,
    /// What was read in it.
    pub reading: Reading,
    /// The sources that give it, by number, each with what its file states today.
    pub sources: Vec<(i64, Option<Stated>)>,
}

/// What a file is today; `None` of a source that could not be read again.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Stated {
    pub format: String,
    pub encoding: String,
    pub title: Option<String>,
    pub published_on: Option<String>,
}

/// What reading a document again changed: for each table the rows lost and the rows gained.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Table → rows lost, rows gained; only those with any.
    pub rows: BTreeMap<&'static str, (usize, usize)>,
    /// The text is another one, be it only by a space.
    pub text: bool,
    /// The content is another one, and with it the identity of the document.
    pub content: bool,
    /// Its sources no longer say the same: some became documents of their own, or went to others.
    pub parted: bool,
}

impl Change {
    /// Nothing changed.
    pub fn is_none(&self) -> bool {
        *self == Change::default()
    }
}

const IDS: &str = "SELECT id FROM documents ORDER BY id";
const HELD: &str = "SELECT text, content_sha256 FROM documents WHERE id = ?1";
const HELD_SOURCES: &str = "
    SELECT s.id, s.path, s.encoding, s.encoding_given, s.file_sha256, a.sz, a.data
    FROM sources AS s LEFT JOIN sqlar AS a ON a.name = s.original
    WHERE s.document_id = ?1 ORDER BY s.path, s.id";
const DECODING_DOUBTS: &str = "
    SELECT message, start_char, end_char FROM doubts WHERE document_id = ?1 AND kind = 'decoding' ORDER BY id";
const SET_CONTENT: &str = "UPDATE documents SET content_sha256 = :content WHERE id = :id";
const SET_VERSION: &str = "
    UPDATE documents SET extractor_version = :version WHERE id = :id AND extractor_version <> :version";
const MOVE_SOURCE: &str = "UPDATE sources SET document_id = :document_id WHERE id = :source_id";
const MOVE_FILES: &str = "UPDATE import_files SET document_id = :document_id WHERE source_id = :source_id";
const RESTATE: &str = "
    UPDATE sources SET format = :format, encoding = :encoding, title = :title, published_on = :published_on
    WHERE id = :source_id";
const DROP_DOCUMENT: &str = "DELETE FROM documents WHERE id = ?1";

impl Archive {
    /// The numbers of all documents.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn document_ids(&self) -> Result<Vec<i64>> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            self.connection.prepare(IDS)?.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// What is held of a document; `None` where it is gone.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn held(&self, document_id: i64) -> Result<Option<Held>> {
        held(&self.connection, document_id).map_err(|error| error.at(self.path()))
    }

    /// Puts what the sources of a document give today in the place of what they gave before, all of it
    /// or nothing. `texts` begins with the one that goes on as this document; the others go to the
    /// documents of their content, or become new ones. Where nothing changes, nothing is written.
    ///
    /// # Errors
    /// Where a row does not stand in its text, or the archive cannot be written.
    pub fn replace(&mut self, document_id: i64, extractor_version: u32, texts: &[Again]) -> Result<Change> {
        let path = self.path().to_path_buf();
        let connection = &mut self.connection;
        let mut whole = || -> Result<Change> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let change = replace(&transaction, document_id, extractor_version, texts)?;
            if change.is_none() {
                // The new rows are the old ones under other numbers.
                transaction.rollback()?;
                let version = named_params! { ":id": document_id, ":version": extractor_version };
                connection.execute(SET_VERSION, version)?;
            } else {
                index::add_unseen(&transaction, &mut index::Pending::default())?;
                transaction.commit()?;
            }
            Ok(change)
        };
        whole().map_err(|error: Error| error.at(path))
    }
}

fn held(connection: &Connection, document_id: i64) -> Result<Option<Held>> {
    let read = |row: &Row<'_>| Ok((row.get_ref(0)?.as_bytes()?.to_vec(), row.get(1)?));
    let Some((text, content_sha256)) = connection.query_row(HELD, [document_id], read).optional()? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(HELD_SOURCES)?;
    let mut rows = statement.query([document_id])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        let file_sha256: String = row.get(4)?;
        let packed: Option<Vec<u8>> = row.get(6)?;
        let size = row.get::<_, Option<i64>>(5)?.unwrap_or(0);
        let kept = packed.is_some();
        let original = packed
            .and_then(|data| original::unpack(size, data).ok())
            .filter(|bytes| original::is_that(bytes, &file_sha256));
        sources.push(HeldSource {
            id: row.get(0)?,
            path: row.get(1)?,
            encoding: row.get(2)?,
            encoding_given: row.get(3)?,
            file_sha256,
            damaged: kept && original.is_none(),
            original,
        });
    }
    let doubt = |row: &Row<'_>| -> rusqlite::Result<Doubt> {
        let bounds: (Option<u32>, Option<u32>) = (row.get(1)?, row.get(2)?);
        let span = bounds.0.zip(bounds.1).map(|(start, end)| Span { start, end });
        Ok(Doubt { kind: DoubtKind::Decoding, message: row.get(0)?, span })
    };
    let mut doubts = connection.prepare_cached(DECODING_DOUBTS)?;
    let decoding_doubts = doubts.query_map([document_id], doubt)?.collect::<rusqlite::Result<Vec<_>>>()?;
    let text = match String::from_utf8(text) {
        Ok(text) => text,
        // A file that was kept gives the text again, and then this one does not count.
        Err(hurt) if sources.iter().any(|source| source.original.is_some()) => {
            String::from_utf8_lossy(hurt.as_bytes()).into_owned()
        }
        Err(hurt) => return Err(rusqlite::Error::from(hurt.utf8_error()).into()),
    };
    Ok(Some(Held { text, content_sha256, sources, decoding_doubts }))
}

fn replace(connection: &Connection, document_id: i64, version: u32, texts: &[Again]) -> Result<Change> {
    let before = rows_in(connection, document_id)?;
    let (text_before, content_before): (Vec<u8>, String) =
        connection
            .query_row(HELD, [document_id], |row| Ok((row.get_ref(0)?.as_bytes()?.to_vec(), row.get(1)?)))?;
    for again in texts {
        check(&again.text, &again.reading)?;
        for (source_id, stated) in &again.sources {
            if let Some(stated) = stated {
                connection.prepare_cached(RESTATE)?.execute(named_params! {
                    ":format": stated.format,
                    ":encoding": stated.encoding,
                    ":title": stated.title,
                    ":published_on": stated.published_on,
                    ":source_id": source_id,
                })?;
            }
        }
    }
    let Some((own, others)) = texts.split_first() else { return Ok(Change::default()) };
    let mut change = Change { parted: !others.is_empty(), ..Change::default() };
    project::clear(connection, document_id)?;
    match document_with_content(connection, &own.content_sha256)? {
        Some(other) if other != document_id => {
            // It says today what another document says: its sources are further copies of that.
            hand_to(connection, other, version, own)?;
            change.parted = true;
        }
        _ => {
            let content = named_params! { ":content": own.content_sha256, ":id": document_id };
            connection.prepare_cached(SET_CONTENT)?.execute(content)?;
            insert::document(connection, version, &own.text, &own.content_sha256, &own.reading)?;
            insert::stated(connection, document_id)?;
        }
    }
    for again in others {
        match document_with_content(connection, &again.content_sha256)? {
            Some(other) => hand_to(connection, other, version, again)?,
            None => {
                let (new, _) = insert::document(
                    connection,
                    version,
                    &again.text,
                    &again.content_sha256,
                    &again.reading,
                )?;
                hand_over(connection, new, again)?;
            }
        }
    }
    let still_there = document_with_content(connection, &own.content_sha256)? == Some(document_id);
    if !still_there {
        connection.prepare_cached(DROP_DOCUMENT)?.execute([document_id])?;
        change.content = true;
        return Ok(change);
    }
    let after = rows_in(connection, document_id)?;
    change.text = text_before != own.text.source().as_bytes();
    change.content = content_before != own.content_sha256;
    change.rows = differences(&before, &after);
    Ok(change)
}

/// Gives the sources of a text to a document of the same content, which keeps the better text.
fn hand_to(connection: &Connection, document_id: i64, version: u32, again: &Again) -> Result<()> {
    let Again { text, content_sha256, reading, .. } = again;
    keep_better(connection, version, document_id, text, content_sha256, Some(reading)).map(drop)?;
    hand_over(connection, document_id, again)
}

fn hand_over(connection: &Connection, document_id: i64, again: &Again) -> Result<()> {
    for (source_id, _) in &again.sources {
        for statement in [MOVE_SOURCE, MOVE_FILES] {
            let parameters = named_params! { ":document_id": document_id, ":source_id": source_id };
            connection.prepare_cached(statement)?.execute(parameters)?;
        }
    }
    insert::stated(connection, document_id)
}

/// Rows lost and gained for each table; numbers of rows do not count.
fn differences(before: &DocumentRows, after: &DocumentRows) -> BTreeMap<&'static str, (usize, usize)> {
    let lines = |rows: &DocumentRows| -> [(&'static str, Vec<String>); 7] {
        let document = DocumentRow { extractor_version: 0, ..rows.document.clone() };
        let sections: BTreeMap<i64, &str> =
            rows.sections.iter().map(|section| (section.id, section.path.as_str())).collect();
        let of = |id: Option<i64>| id.and_then(|id| sections.get(&id).copied()).unwrap_or_default();
        let claims = |claims: &[ClaimRow]| -> Vec<String> {
            claims
                .iter()
                .map(|row| {
                    let section = of(row.section_id);
                    let row = ClaimRow { id: 0, section_id: None, ..row.clone() };
                    format!("{section} {row:?}")
                })
                .collect()
        };
        let mentions = rows.projects.iter().flat_map(|project| {
            project.mentions.iter().map(|row| {
                let section = of(row.section_id);
                let row = MentionRow { id: 0, section_id: None, ..row.clone() };
                format!("{} {:?} {} {section} {row:?}", project.name, project.town, project.kind)
            })
        });
        let outline = rows.sections.iter().map(|row| {
            let parent = of(row.parent_id);
            let row = SectionRow { id: 0, parent_id: None, ..row.clone() };
            format!("{parent} {row:?}")
        });
        [
            ("document", vec![format!("{document:?}")]),
            ("sources", all(&rows.sources)),
            ("sections", outline.collect()),
            ("goals", claims(&rows.goals)),
            ("outcomes", claims(&rows.outcomes)),
            ("mentions", mentions.collect()),
            ("doubts", all(&rows.doubts)),
        ]
    };
    let mut changed = BTreeMap::new();
    for ((table, old), (_, new)) in lines(before).into_iter().zip(lines(after)) {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        old.iter().for_each(|row| *counts.entry(row).or_default() -= 1);
        new.iter().for_each(|row| *counts.entry(row).or_default() += 1);
        let lost =
            counts.values().filter(|count| **count < 0).map(|count| count.unsigned_abs() as usize).sum();
        let gained =
            counts.values().filter(|count| **count > 0).map(|count| count.unsigned_abs() as usize).sum();
        if (lost, gained) != (0, 0) {
            changed.insert(table, (lost, gained));
        }
    }
    changed
}

fn all<T: Debug>(rows: &[T]) -> Vec<String> {
    rows.iter().map(|row| format!("{row:?}")).collect()
}
