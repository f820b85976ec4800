//! RFC 4180: a header, commas, CRLF; no value is an empty field.

use std::io::{self, Write};

use crate::output::{Printer, words};
use crate::store::read::Value;

/// Writes each row as it comes.
pub struct Csv<'a> {
    writer: ::csv::Writer<&'a mut dyn Write>,
}

impl<'a> Csv<'a> {
    /// A file of comma-separated values.
    pub fn new(out: &'a mut dyn Write) -> Self {
        let mut builder = ::csv::WriterBuilder::new();
        builder.terminator(::csv::Terminator::CRLF);
        Csv { writer: builder.from_writer(out) }
    }
}

/// Keeps the kind of an error of the output, so that a closed pipe stays one.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl Printer for Csv<'_> {
    fn begin(&mut self, columns: &[String]) -> io::Result<()> {
        self.writer.write_record(columns).map_err(io_error)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.writer.write_record(values.iter().map(words)).map_err(io_error)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
