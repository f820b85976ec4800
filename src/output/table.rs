//! Aligned columns for a person.

use std::io::{self, Write};

use crate::output::{Printer, screen, words};
use crate::store::read::Value;

/// Columns a cell may take where there is no terminal to fit.
const CELL: usize = 80;
/// A column of words is never cut below this.
const NARROWEST: usize = 8;
const GAP: &str = "  ";

/// Holds all rows back to see how wide they are.
pub struct Table<'a> {
    out: &'a mut dyn Write,
    terminal: Option<usize>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

struct Column {
    name: String,
    width: usize,
    words: bool,
    numbers: bool,
}

impl Column {
    /// Nothing but numbers: they align at the right and are never cut.
    fn is_numeric(&self) -> bool {
        self.numbers && !self.words
    }
}

impl<'a> Table<'a> {
    /// A table for a terminal of so many columns, or for a file or pipe.
    pub fn new(out: &'a mut dyn Write, terminal: Option<usize>) -> Self {
        Table { out, terminal, columns: Vec::new(), rows: Vec::new() }
    }

    /// Takes columns from the widest until all fit, as far as that goes.
    fn shrink(&mut self, terminal: usize) {
        let gaps = GAP.len() * self.columns.len().saturating_sub(1);
        let mut total: usize = self.columns.iter().map(|column| column.width).sum::<usize>() + gaps;
        while total > terminal {
            let widest = self.columns.iter_mut().filter(|c| !c.is_numeric() && c.width > NARROWEST);
            let Some(column) = widest.max_by_key(|column| column.width) else { return };
            column.width -= 1;
            total -= 1;
        }
    }

    fn line(&mut self, cells: &[String]) -> io::Result<()> {
        let padded = self.columns.iter().zip(cells).map(|(column, cell)| {
            let cell = screen::fit(cell, column.width);
            let blank = " ".repeat(column.width.saturating_sub(screen::width(&cell)));
            if column.is_numeric() { blank + &cell } else { cell + &blank }
        });
        let line = padded.collect::<Vec<String>>().join(GAP);
        writeln!(self.out, "{}", line.trim_end())
    }
}

impl Printer for Table<'_> {
    fn begin(&mut self, columns: &[String]) -> io::Result<()> {
        let column = |name: &String| Column {
            name: name.clone(),
            width: screen::width(name),
            words: false,
            numbers: false,
        };
        self.columns = columns.iter().map(column).collect();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let most = self.terminal.unwrap_or(CELL);
        let cells: Vec<String> = values.iter().map(|value| screen::safe(&words(value))).collect();
        for ((column, value), cell) in self.columns.iter_mut().zip(values).zip(&cells) {
            column.words |= matches!(value, Value::Text(_));
            column.numbers |= matches!(value, Value::Integer(_) | Value::Real(_));
            column.width = column.width.max(screen::width(cell).min(most));
        }
        self.rows.push(cells);
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        if let Some(terminal) = self.terminal {
            self.shrink(terminal);
        }
        let names: Vec<String> = self.columns.iter().map(|column| column.name.clone()).collect();
        self.line(&names)?;
        let rules: Vec<String> = self.columns.iter().map(|column| "─".repeat(column.width)).collect();
        self.line(&rules)?;
        for row in std::mem::take(&mut self.rows) {
            self.line(&row)?;
        }
        Ok(())
    }
}
