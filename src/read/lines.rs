//! Characters placed on pages → text: the part that is the same for every layout format.
//!
//! A page of a PDF or an OFD knows where each character stands and nothing of words, lines or
//! paragraphs. Here they are put together again: characters into lines ([`rows`]), lines into reading
//! order ([`order`]), what repeats from page to page left out ([`furniture`]), and lines joined to
//! paragraphs ([`paragraph`]). Pure functions: the same places give the same text.

mod furniture;
mod notes;
mod order;
mod paragraph;
mod radical;
mod raised;
mod rows;
mod sheet;
mod table;

use crate::error::{Error, Kind};

pub use rows::Line;
pub use sheet::{Drawn, Sheet, Shown, upright};

/// A character and where it stands; points (1/72 inch) or any other unit, the same on the whole page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Left edge, from the left edge of the page.
    pub x: f64,
    /// Base line, from the top edge of the page downwards.
    pub y: f64,
    /// Height of the font.
    pub size: f64,
    /// How far the next character of the same run stands to the right.
    pub width: f64,
    /// The character.
    pub character: char,
}

/// A level or upright line drawn on a page, in the unit of its characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Left end.
    pub left: f64,
    /// Upper end, from the top edge of the page downwards.
    pub top: f64,
    /// Right end.
    pub right: f64,
    /// Lower end.
    pub foot: f64,
}

impl Rule {
    /// The least one with all these points in it.
    pub fn around(points: impl Iterator<Item = (f64, f64)>) -> Rule {
        let nothing = Rule {
            left: f64::INFINITY,
            top: f64::INFINITY,
            right: f64::NEG_INFINITY,
            foot: f64::NEG_INFINITY,
        };
        points.fold(nothing, |rule, (x, y)| Rule {
            left: rule.left.min(x),
            top: rule.top.min(y),
            right: rule.right.max(x),
            foot: rule.foot.max(y),
        })
    }

    /// Across its direction.
    pub fn thickness(self) -> f64 {
        (self.right - self.left).min(self.foot - self.top)
    }
}

/// A page whose characters stand in lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    width: f64,
    height: f64,
    /// In reading order.
    lines: Vec<Line>,
}

impl Page {
    /// Puts the characters of a page into lines and the lines into reading order; those that stand between
    /// the lines of a table, into the table's rows. Characters that are placed nowhere (a size or place
    /// that is no finite number) are left out.
    pub fn new(width: f64, height: f64, mut placed: Vec<Placed>, rules: &[Rule]) -> Page {
        raised::set_down(&mut placed);
        let tables = table::tables(&mut placed, rules, width);
        let mut lines = rows::rows(placed.clone(), None);
        // Where a line of the left column reaches over its margin, the gap to the right one is small.
        if let Some(gutter) = order::gutter(&lines) {
            lines = rows::rows(placed, Some(gutter));
        }
        let rows = lines.last().map_or(0, |line| line.row + 1);
        // A table takes part in the order of the page as one line, as wide as it is.
        for (at, table) in tables.iter().enumerate() {
            let Some(first) = table.rows.first() else { continue };
            let whole =
                Line { x: table.left, end: table.right, y: table.top, row: rows + at, ..first.clone() };
            let below = lines.partition_point(|line| line.y < table.top);
            lines.insert(below, whole);
        }
        let mut ordered = Vec::with_capacity(lines.len());
        for line in order::order(lines) {
            match line.row.checked_sub(rows).and_then(|at| tables.get(at)) {
                Some(table) => ordered.extend(table.rows.iter().cloned()),
                None => ordered.push(line),
            }
        }
        Page { width, height, lines: ordered }
    }

    /// Nothing stands on it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The text of all pages: one line for each paragraph, heading and row of a table, without the
/// heads, feet and numbers of pages; footnotes at the end.
pub fn text(pages: Vec<Page>) -> String {
    paragraph::join(notes::behind(furniture::without(pages)))
}

/// The refusal of a document whose pages show no characters.
pub fn no_text(pages: usize) -> Error {
    let noun = if pages == 1 { "page" } else { "pages" };
    Error::new(Kind::Input, format!("{pages} {noun}, no text: scanned"))
        .hint("run text recognition (OCR) first, then import the result")
}

/// Width of a character in units of its height, as Chinese typesetting has it.
pub fn em(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// Characters that stand in words with blanks between them.
fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && (c as u32) < 0x2000
}
