//! The original files: one copy of each distinct one, in SQLite's own archive format (`sqlar`), so that
//! `sqlite3 FILE -At` lists them and `-Ax` unpacks them.

use std::io::{Read, Write};

use chrono::DateTime;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::write::SourceFile;
use crate::error::{Error, Kind, Result};
use crate::store::Archive;

/// A file's bytes as `sqlar` keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Bytes of the file.
    pub size: u64,
    /// The bytes by zlib, or as they are where that makes them no fewer.
    pub data: Vec<u8>,
}

/// Packs a file.
pub fn pack(bytes: &[u8]) -> Packed {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    // `sqlar` tells by the size alone whether the bytes are packed.
    let data = packed.ok().filter(|packed| packed.len() < bytes.len()).unwrap_or_else(|| bytes.to_vec());
    Packed { size: bytes.len() as u64, data }
}

/// A file that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The path of the source.
    pub path: String,
    /// Its bytes, as they were.
    pub bytes: Vec<u8>,
}

const KEPT: &str = "
    SELECT original FROM sources WHERE file_sha256 = ?1 AND original IS NOT NULL LIMIT 1";
const ORIGINALS: &str = "
    SELECT s.path, s.file_sha256, a.sz, a.data FROM sources AS s JOIN sqlar AS a ON a.name = s.original
    WHERE s.document_id = :document_id AND instr(s.path, :words) > 0 ORDER BY s.path, s.id";
const SOURCE: &str = "SELECT id FROM sources WHERE path = :path AND file_sha256 = :file_sha256";
const IS_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM sqlar WHERE name = ?1)";
const INSERT: &str = "
    INSERT INTO sqlar (name, mode, mtime, sz, data) VALUES (:name, :mode, :mtime, :sz, :data)";
// Where foreign keys hold, the second finds nothing left to do.
const RENAME: &[&str] = &[
    "UPDATE sqlar SET name = :to WHERE name = :from",
    "UPDATE sources SET original = :to WHERE original = :from",
];
const REFER: &str = "UPDATE sources SET original = :name WHERE id = :source_id";

/// An ordinary file that its owner may write and all may read.
const MODE: u32 = 0o100_644;

impl Archive {
    /// No copy of these bytes is kept yet.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn lacks_original(&self, file_sha256: &str) -> Result<bool> {
        kept(&self.connection, file_sha256).map(|kept| kept.is_none()).map_err(|error| error.at(self.path()))
    }

    /// Keeps the original of a source that is in the archive without it.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn keep_original(&mut self, source: &SourceFile) -> Result<()> {
        self.atomically(|connection| {
            let parameters = named_params! { ":path": source.path, ":file_sha256": source.file_sha256 };
            let mut statement = connection.prepare_cached(SOURCE)?;
            match statement.query_row(parameters, |row| row.get(0)).optional()? {
                Some(source_id) => keep(connection, source_id, source),
                None => Ok(()),
            }
        })
    }

    /// An original file of a document: the first in the order of the paths that hold these words.
    ///
    /// # Errors
    /// [`Kind::Usage`] where none is kept; [`Kind::Damaged`] where its bytes are not those that came in.
    pub fn original(&self, document_id: i64, words: &str) -> Result<Original> {
        let read = || -> Result<Option<Original>> {
            let mut statement = self.connection.prepare_cached(ORIGINALS)?;
            let parameters = named_params! { ":document_id": document_id, ":words": words };
            let row = statement.query_row(parameters, |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
            });
            let Some((path, file_sha256, size, data)) = row.optional()? else { return Ok(None) };
            let bytes = unpack(size, data)?;
            if !is_that(&bytes, &file_sha256) {
                return Err(damaged());
            }
            Ok(Some(Original { path, bytes }))
        };
        let none = || {
            let with =
                if words.is_empty() { String::new() } else { format!(" with “{words}” in its path") };
            Error::new(Kind::Usage, format!("no original of document {document_id}{with} is kept"))
                .hint("import the file again without --no-originals; `archive query sources` names it")
        };
        read().map_err(|error| error.at(self.path()))?.ok_or_else(none)
    }
}

/// Keeps the original of a source, where it brings one; a copy of the same bytes is referred to. The
/// name of an original is its path, and of several paths the first, whatever the order of import.
pub(super) fn keep(connection: &Connection, source_id: i64, source: &SourceFile) -> Result<()> {
    let wish = name_of(&source.path);
    let name = match (kept(connection, &source.file_sha256)?, &source.original) {
        (Some(name), _) if wish < name && !is_taken(connection, &wish)? => {
            for rename in RENAME {
                connection.prepare_cached(rename)?.execute(named_params! { ":to": wish, ":from": name })?;
            }
            wish
        }
        (Some(name), _) => name,
        (None, None) => return Ok(()),
        (None, Some(packed)) => {
            let name = if is_taken(connection, &wish)? { beside(&wish, &source.file_sha256) } else { wish };
            connection.prepare_cached(INSERT)?.execute(named_params! {
                ":name": name,
                ":mode": MODE,
                ":mtime": seconds(source.modified_at.as_deref()),
                ":sz": i64::try_from(packed.size).unwrap_or(i64::MAX),
                ":data": packed.data,
            })?;
            name
        }
    };
    connection.prepare_cached(REFER)?.execute(named_params! { ":name": name, ":source_id": source_id })?;
    Ok(())
}

fn kept(connection: &Connection, file_sha256: &str) -> Result<Option<String>> {
    Ok(connection.prepare_cached(KEPT)?.query_row([file_sha256], |row| row.get(0)).optional()?)
}

fn is_taken(connection: &Connection, name: &str) -> Result<bool> {
    Ok(connection.prepare_cached(IS_TAKEN)?.query_row([name], |row| row.get(0))?)
}

/// The bytes are those that the hash was made of.
pub(super) fn is_that(bytes: &[u8], file_sha256: &str) -> bool {
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    digest == file_sha256
}

/// The bytes of a row of `sqlar`.
pub(super) fn unpack(size: i64, data: Vec<u8>) -> Result<Vec<u8>> {
    let size = u64::try_from(size).unwrap_or(0);
    if data.len() as u64 == size {
        return Ok(data);
    }
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(data.as_slice()).take(size.saturating_add(1)).read_to_end(&mut bytes);
    if read.is_err() || bytes.len() as u64 != size {
        return Err(damaged());
    }
    Ok(bytes)
}

fn damaged() -> Error {
    Error::new(Kind::Damaged, "holds an original that is damaged (table sqlar)")
        .hint("take the archive back from a copy, or import the file again into a new one")
}

/// A path that unpacks below the folder it is unpacked in.
fn name_of(path: &str) -> String {
    let steps = path.split(['/', '\\']).filter(|step| !matches!(*step, "" | "." | ".."));
    let name = steps.collect::<Vec<_>>().join("/").replace(':', "");
    if matches!(name.as_str(), "" | "-") { "standard_input".to_owned() } else { name }
}

/// The name of a file where another one has its name: `a.docx` → `a~1f2e3d4c.docx`.
fn beside(name: &str, file_sha256: &str) -> String {
    let short = file_sha256.get(..12).unwrap_or(file_sha256);
    match name.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')) {
        Some((stem, ending)) => format!("{stem}~{short}.{ending}"),
        None => format!("{name}~{short}"),
    }
}

/// Seconds since 1970 of an RFC 3339 time; 0 where none is known.
fn seconds(modified_at: Option<&str>) -> i64 {
    modified_at.and_then(|at| DateTime::parse_from_rfc3339(at).ok()).map_or(0, |at| at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::{beside, name_of, pack, unpack};

    #[test]
    fn bytes_come_back_as_they_were() {
        for bytes in [&b""[..], b"x", b"no two alike", &[7; 5000]] {
            let packed = pack(bytes);
            assert!(packed.data.len() <= bytes.len());
            assert!(unpack(packed.size as i64, packed.data).is_ok_and(|back| back == bytes));
        }
        assert!(unpack(9, vec![1, 2, 3]).is_err());
    }

    #[test]
    fn names_stay_below_their_folder() {
        assert_eq!(name_of("reports/a.docx"), "reports/a.docx");
        assert_eq!(name_of("/home/me/../a.zip!/b.docx"), "home/me/a.zip!/b.docx");
        assert_eq!(name_of("C:\\x\\a.doc"), "C/x/a.doc");
        assert_eq!(name_of("-"), "standard_input");
        assert_eq!(beside("a.b/c", "0123456789abcdef"), "a.b/c~0123456789ab");
        assert_eq!(beside("a/c.docx", "0123456789abcdef"), "a/c~0123456789ab.docx");
    }
}
