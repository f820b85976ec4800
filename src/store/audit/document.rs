//! One document against itself: text and hash, rows and text, originals and their hashes.

use rusqlite::{Connection, OptionalExtension};

use super::{Finding, Part, Remedy, because, noted};
use crate::error::Result;
use crate::store::original;
use crate::text::{Span, Text};

const TEXT: &str = "SELECT text, content_sha256 FROM documents WHERE id = ?1";

/// Tables whose rows have a place in the text; the words are NULL where a row keeps none.
const PLACES: &[(&str, &str)] = &[
    ("sections", "SELECT id, NULL, start_char, end_char FROM sections WHERE document_id = ?1 ORDER BY id"),
    ("goals", "SELECT id, text, start_char, end_char FROM goals WHERE document_id = ?1 ORDER BY id"),
    ("outcomes", "SELECT id, text, start_char, end_char FROM outcomes WHERE document_id = ?1 ORDER BY id"),
    (
        "project_mentions",
        "SELECT id, text, start_char, end_char FROM project_mentions WHERE document_id = ?1 ORDER BY id",
    ),
    (
        "doubts",
        "SELECT id, NULL, start_char, end_char FROM doubts
         WHERE document_id = ?1 AND start_char IS NOT NULL ORDER BY id",
    ),
];

const ORIGINALS: &str = "
    SELECT s.id, s.path, s.file_sha256, s.byte_count, a.sz, a.data
    FROM sources AS s JOIN sqlar AS a ON a.name = s.original WHERE s.document_id = ?1 ORDER BY s.id";

pub(super) fn check(connection: &Connection, document_id: i64) -> Result<Vec<Finding>> {
    let of = |found: Vec<Finding>| found.into_iter().map(|finding| finding.of(document_id));
    let mut found = Vec::new();
    let read = || -> Result<Option<(String, String)>> {
        let row =
            connection.prepare_cached(TEXT)?.query_row([document_id], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(row.optional()?)
    };
    match read() {
        Ok(Some((text, content_sha256))) => {
            let text = Text::new(&text);
            if text.content_sha256() != content_sha256 {
                let message = "the text is not the one that its hash (content_sha256) was made of";
                found.push(Finding::new(Part::Text, Remedy::Restore, message).of(document_id));
            }
            for (table, sql) in PLACES {
                let rows = places(connection, document_id, &text, table, sql);
                found.extend(of(noted(Part::Quote, Remedy::Repair, rows)?));
            }
        }
        // It was taken away while we looked.
        Ok(None) => {}
        Err(error) => found.extend(of(noted(Part::Text, Remedy::Restore, Err(error))?)),
    }
    found.extend(of(noted(Part::Original, Remedy::Restore, originals(connection, document_id))?));
    Ok(found)
}

fn places(
    connection: &Connection,
    document_id: i64,
    text: &Text,
    table: &str,
    sql: &str,
) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([document_id])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let words: Option<String> = row.get(1)?;
        let (start, end): (i64, i64) = (row.get(2)?, row.get(3)?);
        let span = u32::try_from(start).ok().zip(u32::try_from(end).ok());
        let quote = span.and_then(|(start, end)| text.quote(Span { start, end }));
        let message = match (quote, words) {
            (None | Some(""), _) => format!("it has no place in the text (characters {start} to {end})"),
            (Some(quote), Some(words)) if quote != words => {
                format!("it says “{words}” where the text has “{quote}”")
            }
            _ => continue,
        };
        found.push(Finding::new(Part::Quote, Remedy::Repair, message).at(format!("{table} {id}")));
    }
    Ok(found)
}

fn originals(connection: &Connection, document_id: i64) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(ORIGINALS)?;
    let mut rows = statement.query([document_id])?;
    while let Some(row) = rows.next()? {
        let (id, path, file_sha256): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let byte_count: i64 = row.get(3)?;
        let message = match original::unpack(row.get(4)?, row.get(5)?) {
            Err(error) => because(&format!("the file kept of {path} cannot be unpacked"), &error),
            Ok(bytes) if !original::is_that(&bytes, &file_sha256) => {
                format!("the file kept of {path} is not the one that its hash (file_sha256) was made of")
            }
            Ok(bytes) if i64::try_from(bytes.len()) != Ok(byte_count) => {
                format!("the file kept of {path} has {} bytes, not {byte_count}", bytes.len())
            }
            Ok(_) => continue,
        };
        found.push(Finding::new(Part::Original, Remedy::Restore, message).at(format!("sources {id}")));
    }
    Ok(found)
}
