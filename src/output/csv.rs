//! Values between commas (RFC 4180) or tabs, below a line of headings; no value is an empty field.

use std::io::{self, Write};

use crate::output::headings::Column;
use crate::output::{Printer, words};
use crate::store::read::Value;

/// By this mark Excel knows that a text is in UTF-8.
const MARK: char = '\u{feff}';

/// Writes each row as it comes.
pub struct Csv<'a> {
    writer: ::csv::Writer<&'a mut dyn Write>,
    bom: bool,
    tabs: bool,
}

impl<'a> Csv<'a> {
    /// Commas, quotes around what needs them, CRLF.
    pub fn commas(out: &'a mut dyn Write, bom: bool) -> Self {
        let mut builder = ::csv::WriterBuilder::new();
        builder.terminator(::csv::Terminator::CRLF);
        Csv { writer: builder.from_writer(out), bom, tabs: false }
    }

    /// Tabs, and nothing quoted: a tab or line end within a cell becomes a blank, for most programs
    /// that read tabs know no quotes.
    pub fn tabs(out: &'a mut dyn Write, bom: bool) -> Self {
        let mut builder = ::csv::WriterBuilder::new();
        builder.delimiter(b'\t').quote_style(::csv::QuoteStyle::Never);
        Csv { writer: builder.from_writer(out), bom, tabs: true }
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
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let mut headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
        if let Some(first) = headings.first_mut().filter(|_| self.bom) {
            // Through the writer, which holds the rest back.
            first.insert(0, MARK);
        }
        self.writer.write_record(headings).map_err(io_error)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        for value in values {
            let words = words(value);
            if self.tabs {
                self.writer.write_field(words.replace(['\t', '\n', '\r'], " ")).map_err(io_error)?;
            } else {
                self.writer.write_field(words.as_bytes()).map_err(io_error)?;
            }
        }
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }

    fn end(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
