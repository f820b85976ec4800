//! Characters placed on pages → text: the part that is the same for every layout format.
//!
//! A page of a PDF or an OFD knows where each character stands and nothing of words, lines or
//! paragraphs. Here they are put together again: characters into lines ([`rows`]), lines into reading
//! order ([`order`]), what repeats from page to page left out ([`furniture`]), and lines joined to
//! paragraphs ([`paragraph`]). Pure functions: the same places give the same text.

mod furniture;
mod order;
mod paragraph;
mod rows;

use crate::error::{Error, Kind};

pub use rows::Line;

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

/// A page whose characters stand in lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    width: f64,
    height: f64,
    /// In reading order.
    lines: Vec<Line>,
}

impl Page {
    /// Puts the characters of a page into lines and the lines into reading order. Characters that are
    /// placed nowhere (a size or place that is no finite number) are left out.
    pub fn new(width: f64, height: f64, placed: Vec<Placed>) -> Page {
        let lines = rows::rows(placed);
        Page { width, height, lines: order::order(lines) }
    }

    /// Nothing stands on it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// The text of all pages: one line for each paragraph, heading and row of a table, without the
/// heads, feet and numbers of pages.
pub fn text(pages: Vec<Page>) -> String {
    paragraph::join(furniture::without(pages))
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
