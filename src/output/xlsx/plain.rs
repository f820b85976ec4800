//! A heading that stays in view, a filter on each column, rows as they come.

use std::io::{self, Write};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::cell::{Cells, height};
use super::{MOST_ROWS, Sheet, io_error, save, set_page, too_long};
use crate::output::headings::Column;
use crate::output::{Printer, screen, words};
use crate::store::read::Value;

/// Widths of columns, in characters of half width.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;
/// Room for the margins of a cell, and in the heading for the button of the filter.
const MARGIN: usize = 2;
const BUTTON: usize = 3;

/// Rows go to a file without a name as they come; only their widths are kept.
pub(super) struct Plain<'a> {
    out: &'a mut dyn Write,
    sheet: Sheet,
    workbook: Workbook,
    cells: Cells,
    widths: Vec<usize>,
    next_row: u32,
}

impl<'a> Plain<'a> {
    pub(super) fn new(sheet: Sheet, out: &'a mut dyn Write) -> Self {
        let base = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Plain {
            out,
            sheet,
            workbook: Workbook::new(),
            cells: Cells::new(base),
            widths: Vec::new(),
            next_row: 0,
        }
    }

    fn worksheet(&mut self) -> io::Result<&mut Worksheet> {
        self.workbook.worksheet_from_index(0).map_err(io_error)
    }
}

impl Printer for Plain<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let look = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00DD_E7F0))
            .set_border_bottom(FormatBorder::Thin);
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(io_error)?;
        sheet.set_name(&self.sheet.name).map_err(io_error)?;
        for (at, column) in (0u16..).zip(columns) {
            sheet.write_string_with_format(0, at, &column.heading, &look).map_err(io_error)?;
        }
        self.widths = columns.iter().map(|column| screen::width(&column.heading) + BUTTON).collect();
        self.next_row = 1;
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        let row = self.next_row;
        if row >= MOST_ROWS {
            return Err(too_long());
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(io_error)?;
        sheet.set_row_height(row, height(values.iter().map(|value| (value, WIDEST)))).map_err(io_error)?;
        for ((at, value), width) in (0u16..).zip(values).zip(&mut self.widths) {
            self.cells.write(sheet, row, at, value)?;
            let longest = words(value).lines().map(screen::width).max().unwrap_or(0);
            *width = (*width).max(longest.min(WIDEST));
        }
        self.next_row += 1;
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let widths = std::mem::take(&mut self.widths);
        let last_row = self.next_row.saturating_sub(1);
        let last_column = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let sheet = self.worksheet()?;
        for (at, width) in (0u16..).zip(widths) {
            let width = u16::try_from(width.max(NARROWEST) + MARGIN).unwrap_or(u16::MAX);
            sheet.set_column_width(at, f64::from(width)).map_err(io_error)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(io_error)?;
        sheet.autofilter(0, 0, last_row, last_column).map_err(io_error)?;
        sheet.set_repeat_rows(0, 0).map_err(io_error)?;
        set_page(sheet);
        save(std::mem::take(&mut self.workbook), &self.sheet, self.out)
    }
}
