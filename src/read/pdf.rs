//! PDF with a text layer.
//!
//! lopdf reads the objects (it bounds nesting, references and what a stream may unpack to, repairs
//! broken tables, and knows the empty password); what the pages show is read here, operator by operator and
//! within a budget, because no crate tells where the characters stand without drawing the rest as well
//! or without a bound on the work. Lines, columns and paragraphs are [`super::lines`]'s.

mod content;
mod font;
mod matrix;
mod packed;
mod path;

use std::collections::HashSet;

use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::lines::{self, Page};
use super::{Limits, Words};
use crate::error::{Error, Kind, Result};
use content::Budget;

/// An object of the file unpacks to at most so many bytes: far more than any list of objects has.
const PART_BYTES: usize = 64 << 20;
/// One character in so many that its font does not name makes a text of no use.
const NAMELESS_AT_MOST_ONE_IN: usize = 5;

/// Reads the words of a PDF.
///
/// # Errors
/// [`Kind::Input`]: damaged beyond reading, encrypted, scanned, without names for its characters,
/// or asking for more work than a document does.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let most = usize::try_from(limits.max_unpacked).unwrap_or(PART_BYTES).min(PART_BYTES);
    packed::check(bytes, limits)?;
    let options = LoadOptions { max_decompressed_size: Some(most), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| unreadable(&error))?;
    if document.is_encrypted() {
        return Err(encrypted());
    }
    let mut budget = Budget::new(limits);
    let mut fonts = font::Fonts::new(&document, most);
    let mut pages: Vec<lines::Sheet> = Vec::new();
    let mut count = 0usize;
    for id in page_ids(&document) {
        count += 1;
        limits.check_pages(count)?;
        pages.push(content::page(&document, id, &mut fonts, &mut budget)?);
    }
    if count == 0 {
        return Err(Error::new(Kind::Input, "the PDF has no pages that can be found: it is damaged")
            .hint("open it in a viewer and print it to a new PDF"));
    }
    let named = pages.iter().map(|page| page.shown.len()).sum::<usize>();
    let nameless = budget.nameless;
    if named + nameless == 0 {
        return Err(lines::no_text(count));
    }
    if nameless * NAMELESS_AT_MOST_ONE_IN > named + nameless {
        return Err(Error::new(
            Kind::Input,
            format!(
                "the fonts of the PDF do not say which characters they show ({nameless} of {})",
                named + nameless
            ),
        )
        .hint("run text recognition (OCR) first, or save its source in another format"));
    }
    // Heads, feet and page numbers that the producer itself marked as such. A producer that marks
    // everything has marked nothing.
    let marked = pages.iter().flat_map(|page| &page.shown).filter(|shown| shown.artifact).count();
    let pages: Vec<Page> = pages
        .into_iter()
        .map(|page| {
            let text = page.shown.into_iter().filter(|shown| !shown.artifact || marked * 2 > named);
            Page::new(page.width, page.height, text.map(|shown| shown.placed).collect(), &page.rules)
        })
        .collect();
    if pages.iter().all(Page::is_empty) {
        return Err(lines::no_text(count));
    }
    Ok(Words { text: lines::text(pages), title: None, published_on: None })
}

fn encrypted() -> Error {
    Error::new(Kind::Input, "the PDF is encrypted: its text cannot be read without the password")
        .hint("open it with the password and save or print it without one")
}

fn unreadable(error: &lopdf::Error) -> Error {
    match error {
        lopdf::Error::InvalidPassword
        | lopdf::Error::Decryption(_)
        | lopdf::Error::UnsupportedSecurityHandler(_) => encrypted(),
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { limit }) => {
            Error::new(Kind::Input, format!("a part of the PDF unpacks to more than {limit} bytes"))
                .hint("this is no ordinary document; print it to a new PDF if you trust it")
        }
        _ => Error::new(Kind::Input, format!("the PDF cannot be read: {error}"))
            .hint("it may be cut off or damaged; fetch it again, or print it to a new PDF"),
    }
}

/// The pages in their order; where the tree of pages leads to none, those that lie in the file.
///
/// By hand, since lopdf gives up a tree that holds itself where it meets itself.
fn page_ids(document: &Document) -> Vec<ObjectId> {
    let mut pages = Vec::new();
    let mut met: HashSet<ObjectId> = HashSet::new();
    let root = document.catalog().and_then(|catalog| catalog.get(b"Pages")).and_then(Object::as_reference);
    let mut open: Vec<ObjectId> = root.into_iter().collect();
    while let Some(id) = open.pop() {
        let Ok(node) = document.get_dictionary(id) else { continue };
        if !met.insert(id) {
            continue;
        }
        match node.get_deref(b"Kids", document).and_then(Object::as_array) {
            Ok(kids) => open.extend(kids.iter().rev().filter_map(|kid| kid.as_reference().ok())),
            Err(_) => pages.push(id),
        }
    }
    if pages.is_empty() {
        let is_page = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has_type(b"Page"));
        pages.extend(document.objects.iter().filter(|(_, object)| is_page(object)).map(|(id, _)| *id));
    }
    pages
}

/// A number, however it is written.
fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}
