//! Formats of characters and paragraphs, as far as they decide what is text: by place in the file.

use std::collections::HashSet;

use super::binary::{u8_at, u16_at, u32_at};
use super::piece::Pieces;
use super::style::Styles;
use super::{Form, Source, word6};
use crate::error::Result;
use crate::read::limits::Steps;
use crate::read::raised;

/// The pairs of the header that point to the lists of pages.
const CHARACTER_PAGES: usize = 12;
const PARAGRAPH_PAGES: usize = 13;
const PAGE: usize = 512;

/// What is known of a paragraph's format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    /// Number of its style.
    pub style: u16,
    /// Instance of a list, from 1; 0 is none.
    pub instance: Option<i64>,
    /// Level in the list, from 0.
    pub level: Option<usize>,
    /// What Word 6 says of its number.
    pub label: Option<word6::Label>,
    /// It stands in a table.
    pub in_table: bool,
    /// How many tables it stands in, where it says so.
    pub depth: u32,
    /// Its mark ends a row.
    pub ends_row: bool,
    /// Its mark ends a cell of a table in a table.
    pub ends_inner_cell: bool,
    /// Its mark ends a row of a table in a table.
    pub ends_inner_row: bool,
}

/// A run of characters of one format.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: u32,
    end: u32,
    hidden: bool,
    /// Raised above the line, or not; `None` where its style decides.
    raised: Option<bool>,
    /// Number of its style.
    style: u16,
    symbol: Option<char>,
}

/// The formats of a document, sorted by place.
pub(super) struct Formats {
    runs: Vec<Run>,
    paragraphs: Vec<(u32, u32, Sheet)>,
    /// Whole pieces that were deleted, sorted.
    hidden: Vec<(u32, u32)>,
}

impl Formats {
    pub(super) fn of(
        source: Source<'_>,
        pieces: &Pieces<'_>,
        styles: &Styles,
        steps: &mut Steps,
    ) -> Result<Formats> {
        let mut runs = Vec::new();
        for page in pages(source, CHARACTER_PAGES) {
            let count = page_count(page);
            for index in 0..count {
                steps.spend(1)?;
                let offset = u8_at(page, 4 * (count + 1) + index).unwrap_or(0);
                let properties = properties_at(page, 2 * usize::from(offset));
                let (start, end) = bounds(page, index);
                let mut run = character(properties, source.form, start, end);
                run.raised = run.raised.or_else(|| styles.raises(run.style));
                if run.hidden || run.raised == Some(true) || run.symbol.is_some() {
                    runs.push(run);
                }
            }
        }
        runs.sort_by_key(|run| run.start);
        let mut paragraphs = Vec::new();
        for page in pages(source, PARAGRAPH_PAGES) {
            let count = page_count(page);
            for index in 0..count {
                steps.spend(1)?;
                let offset = u8_at(page, 4 * (count + 1) + source.form.paragraph * index).unwrap_or(0);
                let (start, end) = bounds(page, index);
                paragraphs.push((start, end, paragraph_at(page, source.form, 2 * usize::from(offset))));
            }
        }
        paragraphs.sort_by_key(|(start, ..)| *start);
        let gone =
            |(start, end, change)| character(change, source.form, start, end).hidden.then_some((start, end));
        let mut hidden: Vec<(u32, u32)> = pieces.changes().filter_map(gone).collect();
        hidden.sort_unstable();
        Ok(Formats { runs, paragraphs, hidden })
    }

    /// The character at this byte was deleted or is hidden.
    pub(super) fn hides(&self, place: u32) -> bool {
        let after = self.hidden.partition_point(|(start, _)| *start <= place);
        let piece = after.checked_sub(1).and_then(|at| self.hidden.get(at));
        piece.is_some_and(|(_, end)| place < *end) || self.run(place).is_some_and(|run| run.hidden)
    }

    /// What stands at this byte, where it is a character of a symbol font.
    pub(super) fn symbol(&self, place: u32) -> Option<char> {
        self.run(place).and_then(|run| run.symbol)
    }

    /// The character at this byte is raised above its line.
    pub(super) fn raises(&self, place: u32) -> bool {
        self.run(place).and_then(|run| run.raised) == Some(true)
    }

    fn run(&self, place: u32) -> Option<&Run> {
        let after = self.runs.partition_point(|run| run.start <= place);
        self.runs.get(after.checked_sub(1)?).filter(|run| place < run.end)
    }

    /// The format of the paragraph whose mark stands at this byte.
    pub(super) fn paragraph(&self, place: u32) -> Sheet {
        let after = self.paragraphs.partition_point(|(start, ..)| *start <= place);
        let found = after.checked_sub(1).and_then(|at| self.paragraphs.get(at));
        found.filter(|(_, end, _)| place < *end).map(|(.., sheet)| *sheet).unwrap_or_default()
    }
}

/// The pages of formats that a list names, each once.
fn pages(source: Source<'_>, pair: usize) -> Vec<&[u8]> {
    let (list, width) = (source.part(pair), source.form.page_number);
    let count = list.len().saturating_sub(4) / (4 + width);
    let mut seen = HashSet::new();
    (0..count)
        .map(|index| 4 * (count + 1) + width * index)
        .filter_map(|at| if width == 2 { u16_at(list, at).map(u32::from) } else { u32_at(list, at) })
        .map(|number| number & 0x3f_ffff)
        .filter(|number| seen.insert(*number))
        .filter_map(|number| source.main.get(number as usize * PAGE..(number as usize + 1) * PAGE))
        .collect()
}

fn page_count(page: &[u8]) -> usize {
    usize::from(u8_at(page, PAGE - 1).unwrap_or(0))
}

fn bounds(page: &[u8], index: usize) -> (u32, u32) {
    let bound = |index: usize| u32_at(page, 4 * index).unwrap_or(0);
    (bound(index), bound(index + 1))
}

/// The properties at a place of a character page; 0 is none.
fn properties_at(page: &[u8], at: usize) -> &[u8] {
    let length = usize::from(u8_at(page, at).unwrap_or(0));
    if at == 0 { &[] } else { page.get(at + 1..at + 1 + length).unwrap_or_default() }
}

fn paragraph_at(page: &[u8], form: &Form, at: usize) -> Sheet {
    if at == 0 {
        return Sheet::default();
    }
    let (start, length) = match u8_at(page, at).unwrap_or(0) {
        0 if form.word6 => return Sheet::default(),
        0 => (at + 2, 2 * usize::from(u8_at(page, at + 1).unwrap_or(0))),
        half if form.word6 => (at + 1, 2 * usize::from(half)),
        half => (at + 1, 2 * usize::from(half) - 1),
    };
    let content = page.get(start..(start + length).min(page.len())).unwrap_or_default();
    let mut sheet = Sheet { style: u16_at(content, 0).unwrap_or(0), ..Sheet::default() };
    apply(content.get(2..).unwrap_or_default(), form, &mut sheet);
    sheet
}

/// Applies properties to a paragraph's format.
pub(super) fn apply(properties: &[u8], form: &Form, sheet: &mut Sheet) {
    each(properties, form, |code, value| {
        let number = value.first().copied().unwrap_or(0);
        match code {
            0x4600 => sheet.style = u16_at(value, 0).unwrap_or(sheet.style),
            0x260a => sheet.level = Some(usize::from(number)),
            // From 0xF801 on it says that the number was taken away.
            0x460b => {
                sheet.instance = u16_at(value, 0).map(|at| if at >= 0xf801 { 0 } else { i64::from(at) })
            }
            0x2416 => sheet.in_table = number != 0,
            0x2417 => sheet.ends_row = number != 0,
            0x6649 => sheet.depth = u32_at(value, 0).unwrap_or(0),
            0x244b => sheet.ends_inner_cell = number != 0,
            0x244c => sheet.ends_inner_row = number != 0,
            word6::LABEL => sheet.label = word6::Label::of(value),
            _ => {}
        }
    });
}

/// Whether these properties of a style raise its words, where they say so.
pub(super) fn raises(properties: &[u8], form: &Form) -> Option<bool> {
    character(properties, form, 0, 0).raised
}

fn character(properties: &[u8], form: &Form, start: u32, end: u32) -> Run {
    let mut run = Run { start, end, ..Run::default() };
    each(properties, form, |code, value| match code {
        // Deleted under change tracking; hidden.
        0x0800 | 0x083c => run.hidden |= value.first().is_some_and(|on| *on == 1),
        0x4a30 => run.style = u16_at(value, 0).unwrap_or(0),
        // Superscript; moved up by half points.
        0x2a48 => run.raised = Some(value.first() == Some(&1)),
        0x4845 if u16_at(value, 0).is_some_and(|rise| raised::by_half_points(i32::from(rise as i16))) => {
            run.raised = Some(true);
        }
        0x6a09 => {
            let code = u32::from(u16_at(value, 2).unwrap_or(0));
            let private = (0xf000..0xf100).contains(&code);
            run.symbol = char::from_u32(code).filter(|c| !private && !c.is_control());
            run.symbol = run.symbol.or(Some(char::REPLACEMENT_CHARACTER));
        }
        _ => {}
    });
    run
}

/// Goes through properties (sprms, [MS-DOC] 2.2.5.1): code and value.
fn each(properties: &[u8], form: &Form, mut visit: impl FnMut(u16, &[u8])) {
    if form.word6 {
        return word6::each(properties, visit);
    }
    let mut at = 0;
    while let Some(code) = u16_at(properties, at) {
        at += 2;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if code == 0xd608 => usize::from(u16_at(properties, at).unwrap_or(0)) + 1,
            // Too long for its own length byte: nothing that follows it can be found.
            _ if code == 0xc615 && u8_at(properties, at) == Some(255) => return,
            _ => usize::from(u8_at(properties, at).unwrap_or(0)) + 1,
        };
        let end = (at + length).min(properties.len());
        visit(code, properties.get(at..end).unwrap_or_default());
        at += length;
    }
}
