//! OpenDocument text (ODF 1.3), as LibreOffice and WPS write it.
//!
//! By hand over `zip` and `quick-xml`: no kept crate counts the numbers of its lists. What was deleted
//! under change tracking stands apart in the file, and is left out.

use crate::error::{Error, Kind, Result};
use crate::read::Words;
use crate::read::flow::Flow;
use crate::read::is_zip;
use crate::read::limits::Limits;
use crate::read::numbering::labelled;
use crate::read::package::Package;
use crate::read::raised::Runs;
use crate::read::xml::{self, Piece, Tag, Xml};

mod list;

use list::Lists;

/// Reads a package, or the one XML file that a flat document is.
///
/// # Errors
/// [`Kind::Input`] where it is damaged, encrypted, beyond the limits, or holds no text.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut lists = Lists::default();
    let content =
        if is_zip(bytes) { unpacked(bytes, &mut lists, limits)? } else { xml::decode(bytes).into_owned() };
    lists.read(&content, limits)?;
    let mut walk = Walk { lists, ..Walk::default() };
    walk.run(&content, limits)?;
    let text = walk.finish();
    if text.is_empty() {
        return Err(Error::new(Kind::Input, "it holds no text")
            .hint("where its pages are pictures, they need text recognition first"));
    }
    Ok(Words { text, ..Words::default() })
}

/// The content of a package; the styles that stand apart from it go to the lists.
fn unpacked(bytes: &[u8], lists: &mut Lists, limits: &Limits) -> Result<String> {
    let mut package = Package::open(bytes, limits)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(Error::new(Kind::Input, "it is encrypted with a password")
            .hint("open it with its password and save it without one"));
    }
    let Some(content) = package.part("content.xml")? else {
        return Err(Error::new(Kind::Input, "it is an OpenDocument package without a document in it")
            .hint("get the file again from its source"));
    };
    if let Some(styles) = package.part("styles.xml")? {
        lists.read(&xml::decode(&styles), limits)?;
    }
    Ok(xml::decode(&content).into_owned())
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    words: Runs,
    label: Option<String>,
    boxes: Vec<String>,
}

/// What an open element means for the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Body,
    Paragraph,
    /// Text inside a paragraph.
    Inline {
        raised: bool,
    },
    List,
    /// An item, or the heading of a list, which has no number.
    Item {
        numbered: bool,
    },
    Table,
    Row,
    Cell,
    TextBox,
    Note,
    Other,
}

/// Elements whose inside is no text of the document.
const PASSED_OVER: &[&str] = &[
    "tracked-changes",
    "table-of-content",
    "note-citation",
    "annotation",
    "annotation-end",
    "ruby-text",
    "number",
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "forms",
    "title",
    "desc",
    "object",
    "object-ole",
    "binary-data",
    "hidden-text",
    "hidden-paragraph",
    "shapes",
];

#[derive(Default)]
struct Walk {
    flow: Flow,
    lists: Lists,
    open: Vec<Open>,
    in_body: bool,
    paragraphs: Vec<Paragraph>,
    /// Text boxes and notes that are open.
    apart: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Walk {
    fn run(&mut self, content: &str, limits: &Limits) -> Result<()> {
        let mut xml = Xml::new(content, limits);
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) => self.opened(&tag, &mut xml)?,
                Piece::Close => self.closed(),
                Piece::Text(words) => match self.open.last() {
                    Some(Open::Paragraph) => self.say(&words, false),
                    Some(&Open::Inline { raised }) => self.say(&words, raised),
                    _ => {}
                },
            }
        }
        Ok(())
    }

    fn opened(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<()> {
        let name = tag.name();
        let hidden = match name {
            "section" => tag.attribute("display").is_some_and(|display| display == "none"),
            "span" => self.lists.hides(tag),
            _ => false,
        };
        if PASSED_OVER.contains(&name) || hidden {
            return xml.skip();
        }
        let inside = self.open.last().copied();
        // A span within another goes on as that one does, where its style says nothing else.
        let inline = match inside {
            Some(Open::Paragraph) => Some(false),
            Some(Open::Inline { raised }) => Some(raised),
            _ => None,
        };
        let meaning = match name {
            "text" if !self.in_body => {
                self.in_body = true;
                Open::Body
            }
            // Styles and the like stand before the text.
            _ if !self.in_body => Open::Other,
            "p" | "h" => {
                let label = self.label(name == "h", tag);
                self.paragraphs.push(Paragraph { label, ..Paragraph::default() });
                Open::Paragraph
            }
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                self.sign(&" ".repeat(count.min(LONGEST_SPACE)))
            }
            "tab" => self.sign("\t"),
            "line-break" => self.sign("\n"),
            "list" => {
                self.lists.open(tag);
                Open::List
            }
            "list-item" | "list-header" => {
                self.lists.item(tag);
                Open::Item { numbered: name == "list-item" }
            }
            "table" => {
                if self.apart.is_empty() {
                    self.flow.open_table();
                }
                Open::Table
            }
            "table-row" => Open::Row,
            "table-cell" | "covered-table-cell" => Open::Cell,
            "text-box" => {
                self.apart.push(Vec::new());
                Open::TextBox
            }
            "note-body" => {
                self.apart.push(Vec::new());
                Open::Note
            }
            "frame" | "custom-shape" | "note" | "rect" | "g" => Open::Other,
            _ => match inline {
                Some(outer) => Open::Inline { raised: self.lists.raises(tag).unwrap_or(outer) },
                None => Open::Other,
            },
        };
        self.open.push(meaning);
        Ok(())
    }

    fn closed(&mut self) {
        match self.open.pop() {
            Some(Open::Body) => self.in_body = false,
            Some(Open::Paragraph) => self.end_paragraph(),
            Some(Open::List) => self.lists.close(),
            Some(Open::Cell) if self.apart.is_empty() => self.flow.end_cell(),
            Some(Open::Row) if self.apart.is_empty() => self.flow.end_row(),
            Some(Open::Table) if self.apart.is_empty() => self.flow.close_table(),
            Some(Open::TextBox) => {
                let lines = self.apart.pop().unwrap_or_default();
                match self.paragraphs.last_mut() {
                    Some(holder) => holder.boxes.extend(lines),
                    None => lines.iter().for_each(|line| self.put(line)),
                }
            }
            Some(Open::Note) => {
                let lines = self.apart.pop().unwrap_or_default();
                self.notes.extend(lines);
            }
            _ => {}
        }
    }

    /// The number of a paragraph: of its item where it is the item's first, or of its heading.
    fn label(&mut self, heading: bool, tag: &Tag<'_>) -> Option<String> {
        let holder =
            self.open.iter().rev().find(|open| matches!(open, Open::Item { .. } | Open::Cell | Open::Body));
        match holder {
            Some(Open::Item { numbered }) => {
                let numbered = *numbered;
                self.lists.label().filter(|_| numbered)
            }
            _ if heading && tag.attribute("is-list-header").is_none_or(|value| value != "true") => {
                let level = tag.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                self.lists.heading(level)
            }
            _ => None,
        }
    }

    /// Any white space of the file is one space, as in HTML.
    fn say(&mut self, words: &str, raised: bool) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        for (at, word) in words.split([' ', '\t', '\n', '\r']).enumerate() {
            let so_far = paragraph.words.as_str();
            if at > 0 && !so_far.is_empty() && !so_far.ends_with([' ', '\n']) {
                paragraph.words.push(" ", raised);
            }
            paragraph.words.push(word, raised);
        }
    }

    fn sign(&mut self, sign: &str) -> Open {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.words.push(sign, false);
        }
        Open::Other
    }

    fn end_paragraph(&mut self) {
        let Some(Paragraph { words, label, boxes }) = self.paragraphs.pop() else { return };
        let words = words.finish();
        if !words.trim().is_empty() {
            match label {
                Some(label) => self.put(&labelled(&label, &words)),
                None => self.put(&words),
            }
        }
        boxes.iter().for_each(|line| self.put(line));
    }

    fn put(&mut self, line: &str) {
        match self.apart.last_mut() {
            Some(lines) => lines.push(line.to_owned()),
            None => self.flow.paragraph(line),
        }
    }

    fn finish(mut self) -> String {
        while self.flow.in_table() {
            self.flow.close_table();
        }
        self.notes.iter().for_each(|line| self.flow.paragraph(line));
        self.flow.finish()
    }
}

/// A run of spaces is never wider than a line.
const LONGEST_SPACE: usize = 200;
