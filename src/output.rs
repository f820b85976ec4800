//! Rows → text behind one trait; one file for each format.

use std::io::{self, Write};

use crate::store::read::Value;

pub mod csv;
pub mod json;
pub mod markdown;
pub mod screen;
pub mod table;

/// Writes rows in one format. Call `begin` once, `row` for each row, `end` once.
pub trait Printer {
    /// Names the columns of all rows to come.
    ///
    /// # Errors
    /// Where the text cannot be written, as for the others.
    fn begin(&mut self, columns: &[String]) -> io::Result<()>;
    /// One row, with a value for each column.
    fn row(&mut self, values: &[Value]) -> io::Result<()>;
    /// No more rows.
    fn end(&mut self) -> io::Result<()>;
}

/// What rows look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a person, cut to `width` terminal columns where it is known.
    Table {
        /// Columns of the terminal; `None` where there is none.
        width: Option<usize>,
    },
    /// RFC 4180.
    Csv,
    /// One array of objects.
    Json,
    /// One object on each line.
    Ndjson,
    /// A table in a Markdown page.
    Markdown,
}

/// The printer of a format.
pub fn printer<'a>(format: Format, out: &'a mut dyn Write) -> Box<dyn Printer + 'a> {
    match format {
        Format::Table { width } => Box::new(table::Table::new(out, width)),
        Format::Csv => Box::new(csv::Csv::new(out)),
        Format::Json => Box::new(json::Json::array(out)),
        Format::Ndjson => Box::new(json::Json::lines(out)),
        Format::Markdown => Box::new(markdown::Markdown::new(out)),
    }
}

/// A value as plain words; nothing for no value.
pub fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        // The shortest digits that give the number back, never an exponent: 620000000, 3.2.
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, printer};
    use crate::store::read::Value;

    fn print(format: Format, rows: &[[Value; 3]]) -> String {
        let mut out = Vec::new();
        let columns = ["year", "text", "value_low"].map(str::to_owned);
        let mut printer = printer(format, &mut out);
        assert!(printer.begin(&columns).is_ok());
        for row in rows {
            assert!(printer.row(row).is_ok());
        }
        assert!(printer.end().is_ok());
        drop(printer);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn rows() -> [[Value; 3]; 3] {
        [
            [Value::Integer(2023), Value::Text("新建公厕3处".into()), Value::Integer(620_000_000)],
            [Value::Null, Value::Text("a|b, \"c\"\nd".into()), Value::Real(3.2)],
            [Value::Integer(21), Value::Null, Value::Real(620_000_000.0)],
        ]
    }

    #[test]
    fn table() {
        assert_eq!(
            print(Format::Table { width: None }, &rows()),
            "year  text         value_low\n\
             ────  ───────────  ─────────\n\
             2023  新建公厕3处  620000000\n      \
                   a|b, \"c\"␊d         3.2\n  \
               21               620000000\n"
        );
    }

    #[test]
    fn table_fits_the_terminal() {
        let wide = [[Value::Integer(2023), Value::Text("很".repeat(100)), Value::Integer(1)]];
        let table = print(Format::Table { width: Some(40) }, &wide);
        assert!(table.lines().all(|line| super::screen::width(line) <= 40), "{table}");
        assert!(table.contains("很…"));
        assert_eq!(
            print(Format::Table { width: None }, &[]),
            "year  text  value_low\n────  ────  ─────────\n"
        );
    }

    #[test]
    fn csv() {
        assert_eq!(
            print(Format::Csv, &rows()),
            "year,text,value_low\r\n2023,新建公厕3处,620000000\r\n,\"a|b, \"\"c\"\"\nd\",3.2\r\n21,,620000000\r\n"
        );
    }

    #[test]
    fn json() {
        assert_eq!(
            print(Format::Json, &rows()),
            "[\n{\"year\":2023,\"text\":\"新建公厕3处\",\"value_low\":620000000},\n\
             {\"year\":null,\"text\":\"a|b, \\\"c\\\"\\nd\",\"value_low\":3.2},\n\
             {\"year\":21,\"text\":null,\"value_low\":620000000}\n]\n"
        );
        assert_eq!(print(Format::Json, &[]), "[]\n");
        assert_eq!(print(Format::Ndjson, &[]), "");
        assert_eq!(print(Format::Ndjson, &rows()).lines().count(), 3);
    }

    #[test]
    fn markdown() {
        assert_eq!(
            print(Format::Markdown, &rows()),
            "| year | text | value_low |\n| --- | --- | --- |\n| 2023 | 新建公厕3处 | 620000000 |\n\
             |  | a\\|b, \"c\"<br>d | 3.2 |\n| 21 |  | 620000000 |\n"
        );
    }
}
