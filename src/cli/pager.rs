//! A pager, as git opens one: what fits on the screen is only printed, what is longer can be leafed through.

use std::io::{self, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::cli::interrupt;

/// A running pager.
pub(super) struct Pager {
    child: Child,
    /// Gone once all is written.
    stdin: Option<ChildStdin>,
}

impl Pager {
    /// Opens what `ARCHIVE_PAGER` or `PAGER` says, else `less`; `None` where that is nothing or `cat`,
    /// or cannot be started.
    pub(super) fn open() -> Option<Pager> {
        let said = ["ARCHIVE_PAGER", "PAGER"].into_iter().find_map(|name| std::env::var(name).ok());
        let words = said.as_deref().unwrap_or("less").trim();
        if words.is_empty() || words == "cat" {
            return None;
        }
        let mut command = if cfg!(unix) {
            // The shell, for the variable may hold options.
            let mut shell = Command::new("sh");
            shell.args(["-c", words]);
            shell
        } else {
            Command::new(words)
        };
        // Leave at once where all fits, let colours through, and keep the screen.
        for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let stdin = child.stdin.take();
        // Ctrl-C is for the pager, which would else outlive the program and fight with the shell for the keys.
        interrupt::on_signal(|signal| {
            if signal != interrupt::CTRL_C {
                interrupt::end(signal);
            }
        });
        Some(Pager { child, stdin })
    }

    /// No more comes; returns when the reader has left.
    pub(super) fn close(&mut self) {
        drop(self.stdin.take());
        // Nothing is lost where the pager cannot be waited for.
        let _ = self.child.wait();
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        self.close();
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stdin {
            Some(stdin) => stdin.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stdin.as_mut().map_or(Ok(()), Write::flush)
    }
}
