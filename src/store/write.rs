//! Documents in: one document is one transaction.

use crate::error::Result;
use crate::fact::Reading;
use crate::store::Archive;
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
}

/// One file as it was found.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as it can be found again (lossy where not UTF-8).
    pub path: String,
    /// SHA-256 of the bytes, lower-case hex.
    pub file_sha256: String,
    /// `txt` for now.
    pub format: String,
    /// Encoding label (`UTF-8`, `GB18030`, `Big5`, `UTF-16LE`, …).
    pub encoding: String,
    /// Size in bytes.
    pub byte_count: u64,
    /// Modification time, RFC 3339 UTC, where known.
    pub modified_at: Option<String>,
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

impl Archive {
    /// Begins a run; returns its id.
    pub fn begin_import(&mut self, _start: &ImportStart) -> Result<i64> {
        Ok(0)
    }

    /// The document that holds these bytes at this path already, if any: nothing to do for it.
    pub fn is_known(&self, _path: &str, _file_sha256: &str) -> Result<bool> {
        Ok(false)
    }

    /// The document with this content, if any.
    pub fn document_with_content(&self, _content_sha256: &str) -> Result<Option<i64>> {
        Ok(None)
    }

    /// Writes a document with its facts and its source, or only the source where the content is
    /// in the archive, together with the `import_files` row, in one transaction.
    /// `reading` may be `None` only where the content is known.
    pub fn write_document(
        &mut self,
        _import_id: i64,
        _source: &SourceFile,
        _text: &Text,
        _content_sha256: &str,
        _reading: Option<&Reading>,
        _milliseconds: u64,
    ) -> Result<FileStatus> {
        Ok(FileStatus::Added)
    }

    /// Records a file that gave no document (known, failed, skipped).
    pub fn record_file(
        &mut self,
        _import_id: i64,
        _path: &str,
        _status: FileStatus,
        _reason: Option<&str>,
        _milliseconds: u64,
    ) -> Result<()> {
        Ok(())
    }

    /// Ends a run: writes its end time (RFC 3339 UTC).
    pub fn end_import(&mut self, _import_id: i64, _ended_at: &str) -> Result<()> {
        Ok(())
    }
}
