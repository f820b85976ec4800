//! The ledger of tasks as an office hands it out: a title, a ruled table with wrapped text, and room
//! for who does it and how far it has come.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::cell::{Cells, height};
use super::{LEDGER, MOST_ROWS, Sheet, io_error, save, set_page, too_long};
use crate::output::headings::{Column, Language};
use crate::output::{Printer, words};
use crate::store::read::Value;

/// Width of each column of the form, in characters of half width, and whether its words stand in the
/// middle. The form ends where this list does; a town and a document have columns only where there are several.
const SHOWN: &[(&str, u16, bool)] = &[
    ("number", 6, true),
    ("town", 11, true),
    ("area", 27, false),
    ("task", 46, false),
    ("indicator", 17, false),
    ("target", 14, true),
    ("year", 7, true),
    ("deadline", 11, true),
    ("lead_unit", 13, true),
    ("supporting_units", 15, true),
    ("progress", 19, false),
    ("status", 11, true),
    ("document", 24, false),
];
/// Rows above the first task: title, note, heading.
const HEAD: u32 = 3;
/// The fonts that offices set such tables in.
const TITLE_FONT: &str = "黑体";
const BODY_FONT: &str = "宋体";

/// Holds all rows back: whether they are of one document decides on the title and the columns.
pub(super) struct Form<'a> {
    out: &'a mut dyn Write,
    sheet: Sheet,
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
}

impl<'a> Form<'a> {
    pub(super) fn new(sheet: Sheet, out: &'a mut dyn Write) -> Self {
        Form { out, sheet, columns: Vec::new(), rows: Vec::new() }
    }

    /// The different words of a column, where it is filled.
    fn different(&self, name: &str) -> BTreeSet<Cow<'_, str>> {
        let Some(at) = LEDGER.iter().position(|column| *column == name) else { return BTreeSet::new() };
        self.rows.iter().filter_map(|row| row.get(at)).map(words).filter(|words| !words.is_empty()).collect()
    }

    /// `青石镇2023年政府工作报告任务分解表`; without a title of the document, or over several, what they
    /// have in common.
    fn title(&self) -> String {
        let only = |name| {
            Some(self.different(name)).filter(|all| all.len() == 1).and_then(|mut all| all.pop_first())
        };
        let town = only("town").unwrap_or_default();
        let chinese = self.sheet.language == Language::Chinese;
        if let (Some(title), 1) = (only("document"), self.different("document_id").len()) {
            let town = if title.contains(&*town) { "" } else { &town };
            return if chinese {
                format!("{town}{title}任务分解表")
            } else {
                format!("Task ledger: {town}{title}")
            };
        }
        match (only("year"), chinese) {
            (Some(year), true) => format!("{town}{year}年工作任务分解表"),
            (None, true) => format!("{town}工作任务分解表"),
            (Some(year), false) => format!("Task ledger {town} {year}"),
            (None, false) => format!("Task ledger {town}").trim_end().to_owned(),
        }
    }

    fn note(&self) -> String {
        let (tasks, documents) = (self.rows.len(), self.different("document_id").len());
        match (self.sheet.language, documents) {
            (Language::Chinese, 2..) => format!("共 {tasks} 项，出自 {documents} 份文件"),
            (Language::Chinese, _) => format!("共 {tasks} 项"),
            (Language::English, 2..) => format!("{tasks} tasks from {documents} documents"),
            (Language::English, _) => format!("{tasks} tasks"),
        }
    }

    /// The columns to show, by their places among those that come.
    fn shown(&self) -> Vec<(usize, u16, bool)> {
        let several = |name: &str| self.different(name).len() > 1;
        let place = |name: &str| LEDGER.iter().position(|column| *column == name);
        let one_document = self.different("document_id").len() <= 1;
        SHOWN
            .iter()
            .filter(|(name, ..)| match *name {
                "town" => several("town"),
                "document" => !one_document,
                _ => true,
            })
            .filter_map(|(name, width, centred)| place(name).map(|at| (at, *width, *centred)))
            .collect()
    }
}

fn ruled(size: f64) -> Format {
    Format::new()
        .set_font_name(BODY_FONT)
        .set_font_size(size)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
}

/// What the column for the status offers.
fn offer_states(worksheet: &mut Worksheet, column: u16, last_row: u32, language: Language) -> io::Result<()> {
    let states = match language {
        Language::Chinese => ["未启动", "推进中", "已完成", "已延期"],
        Language::English => ["not begun", "under way", "done", "delayed"],
    };
    let list = DataValidation::new().allow_list_strings(&states).map_err(io_error)?;
    worksheet.add_data_validation(HEAD, column, last_row, column, &list).map_err(io_error)?;
    Ok(())
}

impl Printer for Form<'_> {
    fn begin(&mut self, columns: &[Column]) -> io::Result<()> {
        let names = columns.iter().map(|column| column.name.as_str());
        if !names.eq(LEDGER.iter().copied()) {
            return Err(io::Error::other("the form of a ledger is made from other columns"));
        }
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        if self.rows.len() >= (MOST_ROWS - HEAD) as usize {
            return Err(too_long());
        }
        self.rows.push(values.to_vec());
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let shown = self.shown();
        let last_column = u16::try_from(shown.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX).saturating_add(HEAD - 1);
        let mut workbook = Workbook::new();
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&self.sheet.name).map_err(io_error)?;
        let title = Format::new()
            .set_font_name(TITLE_FONT)
            .set_font_size(18)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter);
        let note = Format::new().set_font_name(BODY_FONT).set_font_size(10).set_align(FormatAlign::Right);
        worksheet.merge_range(0, 0, 0, last_column, &self.title(), &title).map_err(io_error)?;
        worksheet.merge_range(1, 0, 1, last_column, &self.note(), &note).map_err(io_error)?;
        worksheet.set_row_height(0, 36).map_err(io_error)?;
        worksheet.set_row_height(1, 18).map_err(io_error)?;
        worksheet.set_row_height(2, 30).map_err(io_error)?;
        let heading = ruled(10.5)
            .set_font_name(TITLE_FONT)
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00DD_E7F0));
        let mut cells: Vec<Cells> = Vec::new();
        for (column, (at, width, centred)) in (0u16..).zip(&shown) {
            worksheet.set_column_width(column, f64::from(*width)).map_err(io_error)?;
            let words = self.columns.get(*at).map_or("", |column| &column.heading);
            worksheet.write_string_with_format(HEAD - 1, column, words, &heading).map_err(io_error)?;
            let align = if *centred { FormatAlign::Center } else { FormatAlign::Left };
            cells.push(Cells::new(ruled(10.5).set_align(align)));
            if LEDGER.get(*at) == Some(&"status") && last_row >= HEAD {
                offer_states(worksheet, column, last_row, self.sheet.language)?;
            }
        }
        for (row, values) in (HEAD..).zip(&self.rows) {
            let filled =
                shown.iter().filter_map(|(at, width, _)| Some((values.get(*at)?, usize::from(*width))));
            worksheet.set_row_height(row, height(filled)).map_err(io_error)?;
            for ((column, (at, ..)), cells) in (0u16..).zip(&shown).zip(&mut cells) {
                cells.write(worksheet, row, column, values.get(*at).unwrap_or(&Value::Null))?;
            }
        }
        worksheet.set_freeze_panes(HEAD, 0).map_err(io_error)?;
        worksheet.autofilter(HEAD - 1, 0, last_row, last_column).map_err(io_error)?;
        worksheet.set_repeat_rows(HEAD - 1, HEAD - 1).map_err(io_error)?;
        worksheet.set_print_center_horizontally(true).set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
        set_page(worksheet);
        save(workbook, &self.sheet, self.out)
    }
}
