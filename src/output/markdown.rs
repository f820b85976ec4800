//! A table in a Markdown page.

use std::io::{self, Write};

use crate::output::headings::Column;
use crate::output::{Printer, screen, words};
use crate::store::read::Value;

/// Writes each row as it comes.
pub struct Markdown<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Markdown<'a> {
    /// A table of the common pipe form.
    pub fn new(out: &'a mut dyn Write) -> Self {
        Markdown { out }
    }

    fn line(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let cells: Vec<String> = cells.collect();
        writeln!(self.out, "| {} |", cells.join(" | "))
    }
}

/// Words that cannot end their cell, start mark-up of a page, or break the line.
fn cell(words: &str) -> String {
    let lines: Vec<String> = words.lines().map(screen::safe).collect();
    let mut cell = String::new();
    for c in lines.join("\n").chars() {
        match c {
            '\n' => cell.push_str("<br>"),
            '<' => cell.push_str("&lt;"),
            '&' => cell.push_str("&amp;"),
            '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '~' => cell.extend(['\\', c]),
            c => cell.push(c),
        }
    }
    cell
}

impl Printer for Markdown<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        self.line(columns.iter().map(|column| column.heading.clone()))?;
        self.line(columns.iter().map(|_| "---".to_owned()))
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.line(values.iter().map(|value| cell(&words(value))))
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}
