//! What SQLite says, in words for a person. The only place that maps its codes.

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CANTOPEN, SQLITE_READONLY_ROLLBACK};

use crate::error::{Error, Kind};

impl From<rusqlite::Error> for Error {
    /// The caller adds the path.
    fn from(error: rusqlite::Error) -> Error {
        let (failure, detail) = match &error {
            rusqlite::Error::SqliteFailure(failure, detail) => (failure, detail),
            // Columns are STRICT and hold UTF-8, so no program of ours wrote that.
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => return damaged(&format!(": {error}")),
            // The program's statements are right of themselves: what they name is gone from the schema.
            rusqlite::Error::SqlInputError { msg, .. } => return damaged(&format!(": {msg}")),
            _ => return Error::new(Kind::Archive, format!("the database failed: {error}")),
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Error::new(Kind::Busy, "another program holds the archive and did not let go in time")
                    .hint("nothing was lost; try again when the other program has finished")
            }
            ErrorCode::DiskFull => Error::new(Kind::Archive, "the disk is full")
                .hint("what was finished before is safe; make room and run the command again"),
            ErrorCode::ReadOnly if failure.extended_code == SQLITE_READONLY_ROLLBACK => {
                Error::new(Kind::Archive, "a write was cut off, and it cannot be taken back here")
                    .hint("open the archive once with the right to write to the file and its folder")
            }
            ErrorCode::ReadOnly => Error::new(Kind::Archive, "cannot be written to")
                .hint("look at the rights of the file and of its folder"),
            ErrorCode::NotADatabase => Error::new(Kind::NoArchive, "is not an archive")
                .hint("name the archive's file with `--db FILE`; the file was left as it is"),
            // Of a schema that cannot be read SQLite says more than that it is malformed.
            ErrorCode::DatabaseCorrupt => match detail.as_deref().filter(|words| words.contains("schema")) {
                Some(words) => damaged(&format!(": {words}")),
                None => damaged(""),
            },
            ErrorCode::CannotOpen => {
                Error::new(Kind::NoArchive, format!("cannot be opened{}", explained(failure.extended_code)))
                    .hint("look at the path and at the rights of the file and of its folder")
            }
            ErrorCode::PermissionDenied => Error::new(Kind::NoArchive, "must not be opened")
                .hint("look at the rights of the file and of its folder"),
            ErrorCode::SystemIoFailure => {
                Error::new(Kind::Archive, format!("could not be read or written: {error}"))
                    .hint("look at the disk; what was finished before is safe")
            }
            ErrorCode::TooBig => Error::new(Kind::Input, "the text is too large for the archive"),
            ErrorCode::ConstraintViolation => Error::new(
                Kind::Archive,
                format!("a row breaks a rule of the archive: {}", detail.as_deref().unwrap_or("unnamed")),
            ),
            // Found out when the statement first runs, else as above; and a table without the key that others refer to.
            ErrorCode::Unknown
                if detail.as_deref().is_some_and(|words| {
                    words.starts_with("no such ") || words.starts_with("foreign key mismatch")
                }) =>
            {
                damaged(&format!(": {}", detail.as_deref().unwrap_or_default()))
            }
            _ => Error::new(Kind::Archive, format!("the database failed: {error}")),
        }
    }
}

fn damaged(how: &str) -> Error {
    Error::new(Kind::Damaged, format!("is damaged{how}"))
        .hint("`archive check` says what is hurt, and `archive check --repair` makes again what can be")
}

fn explained(extended_code: i32) -> &'static str {
    // The plain code is what a missing folder gives as well.
    if extended_code == SQLITE_CANTOPEN { "; does its folder exist?" } else { "" }
}

/// A read-only connection met what a killed writer left half done.
pub(super) fn is_cut_off(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.extended_code == SQLITE_READONLY_ROLLBACK)
}
