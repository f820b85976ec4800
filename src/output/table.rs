//! Aligned columns for a person.

use std::io::{self, Write};

use crate::output::headings::Column;
use crate::output::{Printer, screen, words};
use crate::store::read::Value;

/// Columns a cell may take where there is no terminal to fit.
const CELL: usize = 80;
/// Columns of words are cut to these widths, to the next only where the one before did not suffice.
const NARROWEST: [usize; 2] = [8, 4];
const GAP: &str = "  ";
const BOLD: &str = "\u{1b}[1m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// What the rows are shown on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Its columns; `None` for a file or pipe.
    pub width: Option<usize>,
    /// It may be sent colours.
    pub colour: bool,
}

/// Holds all rows back to see how wide they are.
pub struct Table<'a> {
    out: &'a mut dyn Write,
    terminal: Terminal,
    columns: Vec<Shown>,
    rows: Vec<Vec<String>>,
}

struct Shown {
    heading: String,
    /// Of its widest cell, the heading left out.
    content: usize,
    width: usize,
    words: bool,
    numbers: bool,
}

impl Shown {
    /// Nothing but numbers: they align at the right and are never cut.
    fn is_numeric(&self) -> bool {
        self.numbers && !self.words
    }
}

impl<'a> Table<'a> {
    /// A table for a terminal, or for a file or pipe.
    pub fn new(out: &'a mut dyn Write, terminal: Terminal) -> Self {
        Table { out, terminal, columns: Vec::new(), rows: Vec::new() }
    }

    /// Takes from the widest columns until all fit, as far as that goes: first from words, then from
    /// the headings of numbers. What is still too wide ends at the edge.
    fn shrink(&mut self, terminal: usize) {
        for narrowest in NARROWEST {
            self.take(terminal, |column| if column.is_numeric() { column.width } else { narrowest });
            self.take(terminal, |column| if column.is_numeric() { column.content } else { narrowest });
        }
    }

    fn take(&mut self, terminal: usize, least: impl Fn(&Shown) -> usize) {
        let gaps = GAP.len() * self.columns.len().saturating_sub(1);
        let mut total: usize = self.columns.iter().map(|column| column.width).sum::<usize>() + gaps;
        while total > terminal {
            let wide = self.columns.iter_mut().filter(|column| column.width > least(column).max(1));
            let Some(column) = wide.max_by_key(|column| column.width) else { return };
            column.width -= 1;
            total -= 1;
        }
    }

    fn line(&mut self, cells: &[String], colour: Option<&str>) -> io::Result<()> {
        let padded = self.columns.iter().zip(cells).map(|(column, cell)| {
            let cell = screen::fit(cell, column.width);
            let blank = " ".repeat(column.width.saturating_sub(screen::width(&cell)));
            if column.is_numeric() { blank + &cell } else { cell + &blank }
        });
        let line = padded.collect::<Vec<String>>().join(GAP);
        let line = match self.terminal.width {
            Some(width) => screen::fit(line.trim_end(), width),
            None => line.trim_end().to_owned(),
        };
        match colour.filter(|_| self.terminal.colour) {
            Some(colour) => writeln!(self.out, "{colour}{line}{PLAIN}"),
            None => writeln!(self.out, "{line}"),
        }
    }
}

impl Printer for Table<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let shown = |column: &Column| Shown {
            heading: column.heading.clone(),
            content: 0,
            width: screen::width(&column.heading),
            words: false,
            numbers: false,
        };
        self.columns = columns.iter().map(shown).collect();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let most = self.terminal.width.unwrap_or(CELL);
        let cells: Vec<String> = values.iter().map(|value| screen::safe(&words(value))).collect();
        for ((column, value), cell) in self.columns.iter_mut().zip(values).zip(&cells) {
            column.words |= matches!(value, Value::Text(_));
            column.numbers |= matches!(value, Value::Integer(_) | Value::Real(_));
            column.content = column.content.max(screen::width(cell).min(most));
            column.width = column.width.max(column.content);
        }
        self.rows.push(cells);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(width) = self.terminal.width {
            self.shrink(width);
        }
        let headings: Vec<String> = self.columns.iter().map(|column| column.heading.clone()).collect();
        self.line(&headings, Some(BOLD))?;
        let rules: Vec<String> = self.columns.iter().map(|column| "─".repeat(column.width)).collect();
        self.line(&rules, Some(FAINT))?;
        for row in std::mem::take(&mut self.rows) {
            self.line(&row, None)?;
        }
        Ok(())
    }
}
