//! Standard output.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};

use crate::error::{Error, Kind, Result};

/// Standard output, which remembers when its reader went away (`archive query … | head`).
pub(super) struct Out {
    stdout: BufWriter<Stdout>,
    closed: bool,
}

impl Out {
    pub(super) fn new() -> Out {
        Out { stdout: BufWriter::new(io::stdout()), closed: false }
    }

    /// The reader went away.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Columns of the terminal; `None` where the output goes elsewhere.
    pub(super) fn width() -> Option<usize> {
        let width = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        io::stdout().is_terminal().then(width).flatten()
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// Where it cannot be written, for another reason than a reader that went away.
    pub(super) fn finish(&mut self) -> Result<()> {
        match self.flush() {
            Err(_) if self.closed => Ok(()),
            flushed => flushed.map_err(unwritable),
        }
    }

    fn noted<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        self.closed |= done.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        done
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.stdout.write(bytes);
        self.noted(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.stdout.flush();
        self.noted(done)
    }
}

/// The output could not be written.
#[allow(clippy::needless_pass_by_value)] // For `map_err`.
pub(super) fn unwritable(error: io::Error) -> Error {
    Error::new(Kind::Archive, format!("the output cannot be written: {error}"))
}
