//! Rows → text or a spreadsheet behind one trait; one file for each format.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::store::read::Value;
use headings::Column;

pub mod csv;
pub mod headings;
pub mod json;
pub mod markdown;
pub mod screen;
pub mod table;
pub mod xlsx;

/// Writes rows in one format. Call `begin` once, `row` for each row, `end` once.
pub trait Printer {
    /// Names the columns of all rows to come.
    ///
    /// # Errors
    /// Where the text cannot be written, as for the others.
    fn begin(&mut self, columns: &[Column]) -> io::Result<()>;
    /// One row, with a value for each column.
    fn row(&mut self, values: &[Value]) -> io::Result<()>;
    /// No more rows.
    fn end(&mut self) -> io::Result<()>;
}

/// What rows look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a person.
    Table(table::Terminal),
    /// RFC 4180.
    Csv {
        /// Begins with a byte order mark.
        bom: bool,
    },
    /// Tabs between the cells, and no tab or line end in them.
    Tsv {
        /// Begins with a byte order mark.
        bom: bool,
    },
    /// One array of objects.
    Json,
    /// One object on each line.
    Ndjson,
    /// A table in a Markdown page.
    Markdown,
    /// A workbook of Office Open XML.
    Xlsx(xlsx::Sheet),
}

/// The printer of a format.
pub fn printer<'a>(format: Format, out: &'a mut dyn Write) -> Box<dyn Printer + 'a> {
    match format {
        Format::Table(terminal) => Box::new(table::Table::new(out, terminal)),
        Format::Csv { bom } => Box::new(csv::Csv::commas(out, bom)),
        Format::Tsv { bom } => Box::new(csv::Csv::tabs(out, bom)),
        Format::Json => Box::new(json::Json::array(out)),
        Format::Ndjson => Box::new(json::Json::lines(out)),
        Format::Markdown => Box::new(markdown::Markdown::new(out)),
        Format::Xlsx(sheet) => xlsx::printer(sheet, out),
    }
}

/// A value as plain words; nothing for no value.
pub fn words(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Integer(number) => Cow::Owned(number.to_string()),
        // The shortest digits that give the number back, never an exponent: 620000000, 3.2.
        Value::Real(number) => Cow::Owned(number.to_string()),
        Value::Text(text) => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::headings::{Column, Language};
    use super::table::Terminal;
    use super::{Format, printer};
    use crate::store::read::Value;

    fn print(format: Format, rows: &[[Value; 3]]) -> String {
        let mut out = Vec::new();
        let columns = ["year", "text", "value_low"].map(|name| Column::new("goals", name, Language::English));
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
            print(Format::Table(Terminal::default()), &rows()),
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
        for columns in 8..=60 {
            let table = print(Format::Table(Terminal { width: Some(columns), colour: false }), &wide);
            assert!(table.lines().all(|line| super::screen::width(line) <= columns), "{columns}\n{table}");
            assert!(columns < 14 || table.contains("很…"), "{columns}\n{table}");
        }
        assert_eq!(
            print(Format::Table(Terminal::default()), &[]),
            "year  text  value_low\n────  ────  ─────────\n"
        );
    }

    #[test]
    fn colour_adds_no_width() {
        let plain = print(Format::Table(Terminal { width: Some(40), colour: false }), &rows());
        let coloured = print(Format::Table(Terminal { width: Some(40), colour: true }), &rows());
        assert!(coloured.starts_with("\u{1b}[1myear"), "{coloured:?}");
        let bare =
            ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"].iter().fold(coloured, |all, one| all.replace(one, ""));
        assert_eq!(bare, plain);
    }

    #[test]
    fn csv() {
        assert_eq!(
            print(Format::Csv { bom: false }, &rows()),
            "year,text,value_low\r\n2023,新建公厕3处,620000000\r\n,\"a|b, \"\"c\"\"\nd\",3.2\r\n21,,620000000\r\n"
        );
    }

    #[test]
    fn a_byte_order_mark_comes_first() {
        assert!(print(Format::Csv { bom: true }, &rows()).starts_with("\u{feff}year,text,"));
        assert!(print(Format::Tsv { bom: true }, &[]).starts_with("\u{feff}year\ttext\t"));
    }

    #[test]
    fn tsv() {
        assert_eq!(
            print(Format::Tsv { bom: false }, &rows()),
            "year\ttext\tvalue_low\n2023\t新建公厕3处\t620000000\n\ta|b, \"c\" d\t3.2\n21\t\t620000000\n"
        );
    }

    #[test]
    fn headings_are_translated_but_for_json() {
        let columns = [Column::new("goals", "year", Language::Chinese)];
        for (format, expected) in [
            (Format::Csv { bom: false }, "年份\r\n2023\r\n"),
            (Format::Markdown, "| 年份 |\n| --- |\n| 2023 |\n"),
            (Format::Ndjson, "{\"year\":2023}\n"),
        ] {
            let mut out = Vec::new();
            let mut printer = printer(format, &mut out);
            assert!(printer.begin(&columns).is_ok());
            assert!(printer.row(&[Value::Integer(2023)]).is_ok());
            assert!(printer.end().is_ok());
            drop(printer);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
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
