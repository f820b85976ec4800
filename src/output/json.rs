//! JSON: an array of objects, or one object on each line.

use std::io::{self, Write};

use crate::output::headings::Column;
use crate::output::{Printer, words};
use crate::store::read::Value;

/// Writes each row as an object as it comes.
pub struct Json<'a> {
    out: &'a mut dyn Write,
    array: bool,
    /// The columns' names as JSON strings.
    names: Vec<String>,
    empty: bool,
}

impl<'a> Json<'a> {
    /// One array of all rows.
    pub fn array(out: &'a mut dyn Write) -> Self {
        Json { out, array: true, names: Vec::new(), empty: true }
    }

    /// One line for each row.
    pub fn lines(out: &'a mut dyn Write) -> Self {
        Json { out, array: false, names: Vec::new(), empty: true }
    }
}

/// A value as JSON. Whole numbers stay whole, fractions are written without an exponent.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Real(number) if !number.is_finite() => "null".to_owned(),
        Value::Integer(_) | Value::Real(_) => words(value).into_owned(),
        Value::Text(text) => string(text),
    }
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// One row as an object; `names` are JSON strings.
fn object(names: &[String], values: &[Value]) -> String {
    let members: Vec<String> =
        names.iter().zip(values).map(|(name, one)| format!("{name}:{}", value(one))).collect();
    format!("{{{}}}", members.join(","))
}

impl Printer for Json<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        self.names = columns.iter().map(|column| string(&column.name)).collect();
        if self.array { self.out.write_all(b"[") } else { Ok(()) }
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let object = object(&self.names, values);
        let empty = std::mem::replace(&mut self.empty, false);
        match (self.array, empty) {
            (false, _) => writeln!(self.out, "{object}"),
            (true, true) => write!(self.out, "\n{object}"),
            (true, false) => write!(self.out, ",\n{object}"),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        match (self.array, self.empty) {
            (false, _) => Ok(()),
            (true, true) => self.out.write_all(b"]\n"),
            (true, false) => self.out.write_all(b"\n]\n"),
        }
    }
}
