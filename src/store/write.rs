//! Documents in: one document is one transaction.

use std::ops::Range;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, named_params};

use super::check::check;
use super::original::{self, Packed};
use super::{edition, index, insert, project};
use crate::error::{Error, Kind, Result};
use crate::fact::Reading;
use crate::store::{Archive, Undo};
use crate::text::Text;

/// How a run was called.
#[derive(Debug, Clone)]
pub struct ImportStart {
    /// Start, RFC 3339 UTC.
    pub started_at: String,
    /// The arguments as typed, as JSON array.
    pub arguments: String,
    /// Version of the program.
    pub program_version: String,
    /// Version of the rules that read the documents of this run.
    pub extractor_version: u32,
}

/// One file as it was found.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as it can be found again (lossy where not UTF-8).
    pub path: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub file_sha256: String,
    /// What it is: `txt`, `docx`, …
    pub format: String,
    /// Encoding label (`UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, …), `Unicode` where the format settles it.
    pub encoding: String,
    /// The encoding was named by the user, not found.
    pub encoding_given: bool,
    /// Size in bytes.
    pub byte_count: u64,
    /// Modification time, RFC 3339 UTC, where known.
    pub modified_at: Option<String>,
    /// The title that it states beside its words.
    pub title: Option<String>,
    /// The day of publishing that it states beside its words, `YYYY-MM-DD`.
    pub published_on: Option<String>,
    /// Its bytes, where they are to be kept.
    pub original: Option<Packed>,
}

/// What became of one file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileStatus {
    /// A new document.
    Added,
    /// A new place of a document that is in the archive.
    Duplicate,
    /// The same bytes at the same place as before: nothing changed.
    Known,
    /// Could not be read; the reason says why.
    Failed,
    /// Left out on purpose; the reason says why.
    Skipped,
}

impl FileStatus {
    /// Every status, in declaration order.
    pub const ALL: &'static [FileStatus] = &[
        FileStatus::Added,
        FileStatus::Duplicate,
        FileStatus::Known,
        FileStatus::Failed,
        FileStatus::Skipped,
    ];

    /// The word that the database and every output use.
    pub fn word(self) -> &'static str {
        match self {
            FileStatus::Added => "added",
            FileStatus::Duplicate => "duplicate",
            FileStatus::Known => "known",
            FileStatus::Failed => "failed",
            FileStatus::Skipped => "skipped",
        }
    }
}

const INSERT_IMPORT: &str = "
    INSERT INTO imports (started_at, arguments, program_version, extractor_version)
    VALUES (:started_at, :arguments, :program_version, :extractor_version)";
const END_IMPORT: &str = "UPDATE imports SET ended_at = :ended_at WHERE id = :id";
const KNOWN_SOURCE: &str = "
    SELECT id, document_id FROM sources WHERE path = :path AND file_sha256 = :file_sha256";
const DOCUMENT_WITH_CONTENT: &str = "SELECT id FROM documents WHERE content_sha256 = ?1";
const VERSION_OF: &str = "SELECT extractor_version FROM imports WHERE id = ?1";
const TEXT_WITH_CONTENT: &str = "SELECT text FROM documents WHERE content_sha256 = ?1";

impl Archive {
    /// Begins a run; returns its id.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn begin_import(&mut self, start: &ImportStart) -> Result<i64> {
        self.atomically(|connection| {
            connection.prepare_cached(INSERT_IMPORT)?.execute(named_params! {
                ":started_at": start.started_at,
                ":arguments": start.arguments,
                ":program_version": start.program_version,
                ":extractor_version": start.extractor_version,
            })?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// These bytes are in the archive from this path already: nothing to do for them.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn is_known(&self, path: &str, file_sha256: &str) -> Result<bool> {
        let known =
            known_source(&self.connection, path, file_sha256).map_err(|error| error.at(&self.path))?;
        Ok(known.is_some())
    }

    /// The document with this content, if any.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn document_with_content(&self, content_sha256: &str) -> Result<Option<i64>> {
        document_with_content(&self.connection, content_sha256).map_err(|error| error.at(&self.path))
    }

    /// Whether [`Archive::write_document`] needs a reading of this text: the content is new, or
    /// the archive has it in a worse copy (stray spaces, no line ends, Traditional script), which
    /// this one is to replace.
    ///
    /// # Errors
    /// Where the archive cannot be read.
    pub fn needs_reading(&self, text: &Text, content_sha256: &str) -> Result<bool> {
        let kept = kept_text(&self.connection, content_sha256).map_err(|error| error.at(&self.path))?;
        Ok(kept.is_none_or(|kept| edition::is_better(text.source(), &kept)))
    }

    /// Of two texts with the same content, the archive keeps the first rather than the second.
    pub fn is_better(candidate: &str, kept: &str) -> bool {
        edition::is_better(candidate, kept)
    }

    /// Writes a document with its facts and its source, or only the source where the content is
    /// in the archive, together with the `import_files` row, in one transaction.
    /// `reading` may be `None` only where [`Archive::needs_reading`] says so.
    ///
    /// # Errors
    /// Where a row of the reading does not stand in the text, or the archive cannot be written. Nothing
    /// of the document is in the archive then.
    pub fn write_document(
        &mut self,
        import_id: i64,
        source: &SourceFile,
        text: &Text,
        content_sha256: &str,
        reading: Option<&Reading>,
        milliseconds: u64,
    ) -> Result<FileStatus> {
        let in_batch = !self.connection.is_autocommit();
        let placed = self.atomically(|connection| {
            let placed = place(connection, import_id, source, text, content_sha256, reading)?;
            insert::file_row(connection, import_id, &source.path, &placed, None, milliseconds)?;
            Ok(placed)
        })?;
        if in_batch {
            self.pending.written(placed.passages);
        }
        Ok(placed.status)
    }

    /// Records a file that gave no document (known, failed, skipped).
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn record_file(
        &mut self,
        import_id: i64,
        path: &str,
        status: FileStatus,
        reason: Option<&str>,
        milliseconds: u64,
    ) -> Result<()> {
        let placed = Placed { status, source_id: None, document_id: None, passages: 0..0 };
        self.atomically(|connection| {
            insert::file_row(connection, import_id, path, &placed, reason, milliseconds)
        })
    }

    /// Ends a run: writes its end time (RFC 3339 UTC).
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn end_import(&mut self, import_id: i64, ended_at: &str) -> Result<()> {
        self.atomically(|connection| {
            let mut statement = connection.prepare_cached(END_IMPORT)?;
            statement.execute(named_params! { ":ended_at": ended_at, ":id": import_id })?;
            Ok(())
        })
    }

    /// Begins a batch: what is written until [`Archive::commit`] reaches the file together, which
    /// spares the disk a flush for each document. A document is still in whole or not at all, and one
    /// that is refused takes nothing else with it; a kill loses the batch.
    ///
    /// # Errors
    /// Where the archive cannot be written, or a batch is open already.
    pub fn begin(&mut self) -> Result<()> {
        self.begin_with(Undo::One)
    }

    /// Begins a batch that is in whole or not at all: where one document is refused nothing is left to do but
    /// to give it up, and to write what was good again. Good for documents that are never refused, since a way
    /// back for each costs a copy of every page that it touches, a twentieth of an import. Nor does SQLite look
    /// up what its rows refer to, another twentieth: they refer to rows that were written just before them.
    ///
    /// # Errors
    /// As [`Archive::begin`].
    pub fn begin_whole(&mut self) -> Result<()> {
        self.begin_with(Undo::All)
    }

    fn begin_with(&mut self, undo: Undo) -> Result<()> {
        let begun = look_up_references(&self.connection, undo == Undo::One)
            .and_then(|()| self.connection.execute_batch("BEGIN IMMEDIATE"));
        begun.map_err(|error| Error::from(error).at(&self.path))?;
        self.undo = undo;
        Ok(())
    }

    /// A batch that was begun as a whole is open, and sound so far.
    pub fn is_whole(&self) -> bool {
        self.is_in_batch() && self.undo == Undo::All
    }

    /// The batch was begun as a whole and something in it was refused: it can only be given up.
    pub fn is_spoiled(&self) -> bool {
        self.is_in_batch() && self.undo == Undo::Spoiled
    }

    /// A batch is open. After trouble with the disk SQLite may have taken it back by itself.
    pub fn is_in_batch(&self) -> bool {
        !self.connection.is_autocommit()
    }

    /// Ends a batch, whose passages the search index takes in now. On an error the batch is undone.
    ///
    /// # Errors
    /// Where the archive cannot be written, no batch is open, or it is spoiled.
    pub fn commit(&mut self) -> Result<()> {
        if !self.is_in_batch() {
            self.pending.forget();
            let error =
                Error::new(Kind::Archive, "what was written last was taken back, because the disk failed");
            return Err(error.hint("what was finished before is safe; run the command again").at(&self.path));
        }
        let sound = if self.is_spoiled() { Err(spoiled()) } else { Ok(()) };
        let indexed = sound.and_then(|()| self.index());
        let committed = indexed.and_then(|()| Ok(self.connection.execute_batch("COMMIT")?));
        self.pending.forget();
        if committed.is_err() && !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK").map_err(|error| Error::from(error).at(&self.path))?;
        }
        committed.map_err(|error| error.at(&self.path))
    }

    /// Ends a batch of which nothing is wanted.
    ///
    /// # Errors
    /// Where no batch is open.
    pub fn give_up(&mut self) -> Result<()> {
        self.pending.forget();
        self.connection.execute_batch("ROLLBACK").map_err(|error| Error::from(error).at(&self.path))
    }

    /// All of `work` or nothing: a transaction, or inside a batch a savepoint, where the batch is not itself
    /// the whole. The write lock is taken at once, because a transaction that has read first cannot wait for it.
    pub(super) fn atomically<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let (connection, undo) = (&mut self.connection, &mut self.undo);
        let whole = || {
            if connection.is_autocommit() {
                look_up_references(connection, true)?;
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction)?;
                index::add_unseen(&transaction, &mut index::Pending::default())?;
                transaction.commit()?;
                return Ok(done);
            }
            match undo {
                Undo::One => {
                    let savepoint = connection.savepoint()?;
                    let done = work(&savepoint)?;
                    savepoint.commit()?;
                    Ok(done)
                }
                Undo::All => work(connection).inspect_err(|_| *undo = Undo::Spoiled),
                Undo::Spoiled => Err(spoiled()),
            }
        };
        whole().map_err(|error: Error| error.at(&self.path))
    }
}

/// Foreign keys hold from the next transaction on, or are what the rows themselves make of them. A statement is
/// prepared anew only where this changes.
fn look_up_references(connection: &Connection, wanted: bool) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, wanted).map(|_| ())
}

fn spoiled() -> Error {
    Error::new(Kind::Archive, "a document of this batch was refused, and the batch with it")
}

/// Where a file's content ended up.
pub(super) struct Placed {
    pub status: FileStatus,
    pub source_id: Option<i64>,
    pub document_id: Option<i64>,
    /// The numbers of its passages, where it was written.
    pub passages: Range<i64>,
}

fn place(
    connection: &Connection,
    import_id: i64,
    source: &SourceFile,
    text: &Text,
    content_sha256: &str,
    reading: Option<&Reading>,
) -> Result<Placed> {
    if let Some((source_id, document_id)) = known_source(connection, &source.path, &source.file_sha256)? {
        let (source_id, document_id) = (Some(source_id), Some(document_id));
        return Ok(Placed { status: FileStatus::Known, source_id, document_id, passages: 0..0 });
    }
    let version = version_of(connection, import_id)?;
    let (status, document_id, passages) = match document_with_content(connection, content_sha256)? {
        Some(id) => {
            let passages = keep_better(connection, version, id, text, content_sha256, reading)?;
            (FileStatus::Duplicate, id, passages.unwrap_or(0..0))
        }
        None => {
            let reading = reading.ok_or_else(no_reading)?;
            check(text, reading)?;
            let (id, passages) = insert::document(connection, version, text, content_sha256, reading)?;
            (FileStatus::Added, id, passages)
        }
    };
    let source_id = insert::source(connection, import_id, document_id, source)?;
    original::keep(connection, source_id, source)?;
    // The only source of a document that states nothing changes nothing.
    if status == FileStatus::Duplicate || source.title.is_some() || source.published_on.is_some() {
        insert::stated(connection, document_id)?;
    }
    Ok(Placed { status, source_id: Some(source_id), document_id: Some(document_id), passages })
}

/// A further copy: its text takes the place of the one kept where it is the better of the two; gives the
/// numbers of its passages then.
pub(super) fn keep_better(
    connection: &Connection,
    extractor_version: u32,
    document_id: i64,
    text: &Text,
    content_sha256: &str,
    reading: Option<&Reading>,
) -> Result<Option<Range<i64>>> {
    let kept = kept_text(connection, content_sha256)?;
    if !kept.is_some_and(|kept| edition::is_better(text.source(), &kept)) {
        return Ok(None);
    }
    let reading = reading.ok_or_else(no_reading)?;
    check(text, reading)?;
    project::clear(connection, document_id)?;
    let (_, passages) = insert::document(connection, extractor_version, text, content_sha256, reading)?;
    Ok(Some(passages))
}

fn version_of(connection: &Connection, import_id: i64) -> Result<u32> {
    Ok(connection.prepare_cached(VERSION_OF)?.query_row([import_id], |row| row.get(0))?)
}

fn no_reading() -> Error {
    Error::new(Kind::Archive, "the text was not read before it was to be written")
}

fn known_source(connection: &Connection, path: &str, file_sha256: &str) -> Result<Option<(i64, i64)>> {
    let mut statement = connection.prepare_cached(KNOWN_SOURCE)?;
    let parameters = named_params! { ":path": path, ":file_sha256": file_sha256 };
    Ok(statement.query_row(parameters, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

pub(super) fn document_with_content(connection: &Connection, content_sha256: &str) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached(DOCUMENT_WITH_CONTENT)?;
    Ok(statement.query_row([content_sha256], |row| row.get(0)).optional()?)
}

fn kept_text(connection: &Connection, content_sha256: &str) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(TEXT_WITH_CONTENT)?;
    Ok(statement.query_row([content_sha256], |row| row.get(0)).optional()?)
}
