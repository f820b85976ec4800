//! Where the output goes: standard output, a pager, or a file.

use std::ffi::OsStr;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};
use std::path::Path;

use crate::cli::file::NewFile;
use crate::cli::pager::Pager;
use crate::error::{Error, Kind, Result};
use crate::output::table::Terminal;

/// The output, which remembers when its reader went away (`archive query … | head`).
pub(super) struct Out {
    to: To,
    closed: bool,
}

enum To {
    Stdout(BufWriter<Stdout>),
    Pager(BufWriter<Pager>),
    File(BufWriter<NewFile>),
}

impl Out {
    /// Standard output.
    pub(super) fn new() -> Out {
        Out { to: To::Stdout(BufWriter::new(io::stdout())), closed: false }
    }

    /// From here on into a file, which takes its place when all is written; `db` is never overwritten.
    ///
    /// # Errors
    /// Where the path is none for a file of rows, or nothing can be written there.
    pub(super) fn switch_to_file(&mut self, path: &Path, db: &Path) -> Result<()> {
        self.to = To::File(BufWriter::new(NewFile::at(path, db)?));
        Ok(())
    }

    /// From here on into the user's pager, where a terminal would show it and there is a pager.
    pub(super) fn switch_to_pager(&mut self) {
        if matches!(self.to, To::Stdout(_))
            && io::stdout().is_terminal()
            && let Some(pager) = Pager::open()
        {
            self.to = To::Pager(BufWriter::new(pager));
        }
    }

    /// Standard output, and that a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self.to, To::Stdout(_)) && io::stdout().is_terminal()
    }

    /// The reader went away.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// What a table is shown on.
    pub(super) fn terminal(&self) -> Terminal {
        if matches!(self.to, To::File(_)) || !io::stdout().is_terminal() {
            return Terminal::default();
        }
        let colour = may_colour(std::env::var_os("NO_COLOR").as_deref(), std::env::var_os("TERM").as_deref());
        Terminal { width: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)), colour }
    }

    /// Writes what is held back, puts the file in its place, and waits until the pager is left.
    ///
    /// # Errors
    /// Where it cannot be written, for another reason than a reader that went away.
    pub(super) fn finish(&mut self) -> Result<()> {
        match self.flush() {
            Err(_) if self.closed => {}
            flushed => flushed.map_err(unwritable)?,
        }
        match &mut self.to {
            To::Stdout(_) => Ok(()),
            To::Pager(pager) => {
                pager.get_mut().close();
                Ok(())
            }
            To::File(file) => file.get_mut().keep(),
        }
    }

    fn noted<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        self.closed |= done.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        done
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = match &mut self.to {
            To::Stdout(stdout) => stdout.write(bytes),
            To::Pager(pager) => pager.write(bytes),
            To::File(file) => file.write(bytes),
        };
        self.noted(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = match &mut self.to {
            To::Stdout(stdout) => stdout.flush(),
            To::Pager(pager) => pager.flush(),
            To::File(file) => file.flush(),
        };
        self.noted(done)
    }
}

/// A terminal gets colours unless it or its user says otherwise (no-color.org).
fn may_colour(no_color: Option<&OsStr>, term: Option<&OsStr>) -> bool {
    no_color.is_none_or(OsStr::is_empty) && term.is_some_and(|term| term != "dumb")
}

/// The output could not be written.
#[allow(clippy::needless_pass_by_value)] // For `map_err`.
pub(super) fn unwritable(error: io::Error) -> Error {
    Error::new(Kind::Archive, format!("the output cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::may_colour;

    #[test]
    fn colours_can_be_refused() {
        let may = |no_color: Option<&str>, term: Option<&str>| {
            may_colour(no_color.map(OsStr::new), term.map(OsStr::new))
        };
        assert!(may(None, Some("xterm")));
        assert!(may(Some(""), Some("xterm")));
        assert!(!may(Some("1"), Some("xterm")));
        assert!(!may(None, Some("dumb")));
        assert!(!may(None, None));
    }
}
