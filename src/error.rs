//! What went wrong, on which file, and what to do next.
//!
//! Errors carry words for a person; printing them and choosing the exit code is the CLI's.

use std::fmt;
use std::path::{Path, PathBuf};

/// What sort of trouble an [`Error`] is; the CLI maps it to an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command was called wrongly: a name, a filter or an option that does not exist.
    Usage,
    /// A file could not be read or understood.
    Input,
    /// There is no archive where one was asked for, or the file is not one of ours.
    NoArchive,
    /// Another process holds the archive and did not let go in time.
    Busy,
    /// The archive was made well, and is hurt: pages, rows or bytes in it are not what was written.
    Damaged,
    /// The archive itself: SQL failed, the disk is full, a guard refused.
    Archive,
}

/// One failure: a message that names the cause, the file it concerns, and a hint what to do next.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    message: String,
    path: Option<PathBuf>,
    hint: Option<String>,
}

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A new error; `message` is a plain sentence without a final stop.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), path: None, hint: None }
    }

    /// Names the file that the error is about.
    #[must_use]
    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.path = Some(path.as_ref().to_path_buf());
        self
    }

    /// Says what the user can do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The sort of trouble.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The cause, without path and hint.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do next, where there is something to say.
    pub fn next_step(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}
