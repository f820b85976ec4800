//! A workbook of Office Open XML: a plain table for reckoning, or the form of a ledger for an office.

use std::io::{self, Seek, SeekFrom, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::output::Printer;
use crate::output::headings::Language;

mod cell;
mod form;
mod plain;

/// What the one sheet of the workbook is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, also the title of the workbook.
    pub name: String,
    /// How it is laid out.
    pub layout: Layout,
    /// The language of what stands on it beside headings and values.
    pub language: Language,
    /// When it was made, in seconds since 1970 UTC.
    pub made_at: i64,
}

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A heading above the rows, to be sorted and filtered.
    Plain,
    /// The ledger of tasks as offices hand it out. Its columns are those of [`LEDGER`].
    Ledger,
}

/// The columns that the form of a ledger is made from, in this order.
pub const LEDGER: &[&str] = &[
    "number",
    "area",
    "task",
    "indicator",
    "target",
    "year",
    "deadline",
    "lead_unit",
    "supporting_units",
    "progress",
    "status",
    "town",
    "document",
    "document_id",
];

/// Rows that a sheet can hold, the heading included.
const MOST_ROWS: u32 = 1_048_576;

/// The printer of a sheet.
pub fn printer<'a>(sheet: Sheet, out: &'a mut dyn Write) -> Box<dyn Printer + 'a> {
    match sheet.layout {
        Layout::Plain => Box::new(plain::Plain::new(sheet, out)),
        Layout::Ledger => Box::new(form::Form::new(sheet, out)),
    }
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

fn too_long() -> io::Error {
    io::Error::other(format!(
        "a spreadsheet holds at most {MOST_ROWS} rows; choose fewer, or another format, such as csv"
    ))
}

/// The page that both layouts are printed on: A4, lying, as wide as the sheet.
fn set_page(worksheet: &mut Worksheet) {
    const A4: u8 = 9;
    worksheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    worksheet.set_footer("&C&P / &N");
}

/// Writes the workbook whole; it is packed in a file without a name, for its parts are not written in order.
fn save(mut workbook: Workbook, sheet: &Sheet, out: &mut dyn Write) -> io::Result<()> {
    let made_at = ExcelDateTime::from_timestamp(sheet.made_at).map_err(io_error)?;
    workbook.set_properties(&DocProperties::new().set_title(&sheet.name).set_creation_datetime(&made_at));
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&file).map_err(io_error)?;
    file.seek(SeekFrom::Start(0))?;
    io::copy(&mut file, out)?;
    out.flush()
}
