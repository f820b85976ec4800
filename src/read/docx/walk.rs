//! The elements of a part in their order → paragraphs and tables.

use std::collections::{HashMap, HashSet};

use super::element::{Open, PASSED_OVER, is_on, symbol};
use super::style::{NumberOf, RAISED, Styles};
use crate::error::Result;
use crate::read::equation;
use crate::read::flow::{Flow, is_entry};
use crate::read::limits::Limits;
use crate::read::numbering::{Numbering, labelled};
use crate::read::raised::{self, Runs};
use crate::read::xml::{self, Piece, Tag, Xml};

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct Paragraph {
    words: Runs,
    style: Option<String>,
    number: NumberOf,
    /// Its mark was deleted, so the next one goes on where it ends.
    runs_on: bool,
    /// A field stands in it, or it in a field.
    of_field: bool,
    /// The paragraphs of the text boxes that hang on it.
    boxes: Vec<String>,
}

/// Reads the parts of a package that hold words.
pub(super) struct Walk<'a> {
    /// What has been read.
    pub(super) flow: Flow,
    numbering: Numbering,
    styles: &'a Styles,
    open: Vec<Open>,
    /// The paragraph being read, and those outside of the text boxes that it stands in.
    paragraphs: Vec<Paragraph>,
    /// Text boxes that are open; what is in them goes to the paragraph that they hang on.
    boxes: usize,
    /// The words of a paragraph whose mark was deleted.
    carried: Option<Paragraph>,
    /// The fields that are open: the code of each, until its result begins.
    fields: Vec<Option<String>>,
    /// Notes in the order of their references: kind and number.
    notes: Vec<(&'static str, String)>,
    noted: HashSet<(&'static str, String)>,
    /// The words of documents inside the document, by the ids under which it refers to them.
    pub(super) chunks: HashMap<String, String>,
    /// Read only the notes of these numbers.
    pub(super) only: Option<HashSet<String>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(numbering: Numbering, styles: &'a Styles) -> Walk<'a> {
        Walk {
            flow: Flow::default(),
            numbering,
            styles,
            open: Vec::new(),
            paragraphs: Vec::new(),
            boxes: 0,
            carried: None,
            fields: Vec::new(),
            notes: Vec::new(),
            noted: HashSet::new(),
            chunks: HashMap::new(),
            only: None,
        }
    }

    /// The numbers of the notes that were referred to.
    pub(super) fn notes_of(&self, kind: &'static str) -> HashSet<String> {
        self.notes.iter().filter(|(of, _)| *of == kind).map(|(_, number)| number.clone()).collect()
    }

    /// Reads a part from its beginning to its end.
    pub(super) fn part(&mut self, bytes: &[u8], limits: &Limits) -> Result<()> {
        let text = xml::decode(bytes);
        let mut xml = Xml::new(&text, limits);
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) => self.opened(&tag, &mut xml)?,
                Piece::Close => self.closed(),
                Piece::Text(words) => match self.open.last() {
                    // Word shows a line end of the file as a blank.
                    Some(Open::Text) => self.say(&words.replace(['\n', '\r'], " ")),
                    Some(Open::Code) => {
                        if let Some(Some(code)) = self.fields.last_mut() {
                            code.push_str(&words);
                        }
                    }
                    _ => {}
                },
            }
        }
        self.end_carried();
        self.fields.clear();
        Ok(())
    }

    fn opened(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<()> {
        let name = tag.name();
        if PASSED_OVER.contains(&name) || self.leaves_out(name, tag) {
            return xml.skip();
        }
        let inside = self.open.last().copied();
        let meaning = match name {
            "p" => {
                let carried = if self.boxes == 0 { self.carried.take() } else { None };
                let mut paragraph = carried.unwrap_or_default();
                paragraph.of_field |= !self.fields.is_empty();
                self.paragraphs.push(paragraph);
                Open::Paragraph
            }
            "pPr" => Open::ParagraphProperties,
            "rPr" if inside == Some(Open::ParagraphProperties) => return self.mark_properties(xml),
            "r" => Open::Run { raised: false },
            "rPr" => return self.run_properties(xml),
            "pStyle" | "ilvl" | "numId" => {
                self.property(name, tag);
                Open::Other
            }
            "t" => Open::Text,
            "instrText" => Open::Code,
            "fldChar" => self.field(tag),
            "fldSimple" => {
                self.mark_of_field();
                Open::Other
            }
            "tab" | "ptab" => self.sign("\t"),
            "br" | "cr" => self.sign("\n"),
            "noBreakHyphen" => self.sign("-"),
            "sym" => {
                let symbol = symbol(tag);
                self.say(symbol.encode_utf8(&mut [0; 4]));
                Open::Other
            }
            "textpath" => {
                // Word art: its words stand in an attribute.
                if let (Some(words), Some(paragraph)) = (tag.attribute("string"), self.paragraphs.last_mut())
                {
                    paragraph.boxes.push(words);
                }
                Open::Other
            }
            "tbl" => {
                self.flow_unless_boxed(Flow::open_table);
                Open::Table
            }
            "tr" => Open::Row,
            "tc" => Open::Cell,
            "txbxContent" => {
                self.boxes += 1;
                Open::TextBox
            }
            "AlternateContent" => Open::Alternatives { taken: false },
            "Choice" => {
                if let Some(Open::Alternatives { taken }) = self.open.last_mut() {
                    *taken = true;
                }
                Open::Other
            }
            "sdt" => Open::Control { placeholder: false },
            "showingPlcHdr" => {
                // Stands among the properties, two levels inside the control.
                let control = self.open.iter_mut().rev().find(|open| matches!(open, Open::Control { .. }));
                if let Some(Open::Control { placeholder }) = control {
                    *placeholder = is_on(tag);
                }
                Open::Other
            }
            "footnoteReference" => self.note("footnote", tag),
            "endnoteReference" => self.note("endnote", tag),
            "altChunk" => {
                self.chunk(tag);
                Open::Other
            }
            "tabs" => return xml.skip(),
            _ => Open::Other,
        };
        self.open.push(meaning);
        Ok(())
    }

    /// The second of two forms of the same, a prompt of an empty control, a note that nobody refers to.
    fn leaves_out(&self, name: &str, tag: &Tag<'_>) -> bool {
        let inside = self.open.last();
        match name {
            "Fallback" | "Choice" => inside == Some(&Open::Alternatives { taken: true }),
            "sdtContent" => inside == Some(&Open::Control { placeholder: true }),
            "footnote" | "endnote" => self.only.as_ref().is_some_and(|wanted| {
                tag.attribute("id").is_none_or(|id| !wanted.contains(&id)) || tag.attribute("type").is_some()
            }),
            _ => false,
        }
    }

    fn closed(&mut self) {
        match self.open.pop() {
            Some(Open::Paragraph) => self.end_paragraph(),
            Some(Open::Cell) => self.flow_unless_boxed(Flow::end_cell),
            Some(Open::Row) => self.flow_unless_boxed(Flow::end_row),
            Some(Open::Table) => self.flow_unless_boxed(Flow::close_table),
            Some(Open::TextBox) => self.boxes = self.boxes.saturating_sub(1),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        let run = self.open.iter().rev().find(|open| matches!(open, Open::Run { .. } | Open::Paragraph));
        let raised = run == Some(&Open::Run { raised: true });
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.words.push(words, raised);
        }
    }

    fn sign(&mut self, sign: &str) -> Open {
        self.say(sign);
        Open::Other
    }

    /// A mark of a field: its beginning, that of its result, its end. An equation has no result, but
    /// shows its code.
    fn field(&mut self, tag: &Tag<'_>) -> Open {
        match tag.attribute("fldCharType").as_deref() {
            Some("begin") => {
                self.mark_of_field();
                self.fields.push(Some(String::new()));
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = None;
                }
            }
            Some("end") => {
                let code = self.fields.pop().flatten();
                if let Some(words) = code.and_then(|code| equation::shown(&code)) {
                    self.say(&words);
                }
            }
            _ => {}
        }
        Open::Other
    }

    fn mark_of_field(&mut self) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.of_field = true;
        }
    }

    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        let (Some(paragraph), Some(value)) = (self.paragraphs.last_mut(), tag.attribute("val")) else {
            return;
        };
        match name {
            "pStyle" => paragraph.style = Some(value),
            "ilvl" => paragraph.number.level = value.parse().ok(),
            _ => paragraph.number.instance = value.parse().ok(),
        }
    }

    /// The properties of a paragraph's mark: whether it was deleted.
    fn mark_properties(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let inside = xml.depth();
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) if xml.depth() == inside + 1 && matches!(tag.name(), "del" | "moveFrom") => {
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.runs_on = true;
                    }
                }
                Piece::Close if xml.depth() < inside => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// The properties of a run: hidden words are passed over together with what is left of their run.
    fn run_properties(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let inside = xml.depth();
        let mut hidden = false;
        // What the run itself says goes before its style.
        let (mut of_style, mut own, mut moved) = (None, None, false);
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) if tag.name() == "rPrChange" => xml.skip()?,
                Piece::Open(tag) => match tag.name() {
                    "vanish" => hidden = is_on(&tag),
                    "rStyle" => of_style = tag.attribute("val"),
                    "vertAlign" => own = tag.attribute("val").map(|value| value == RAISED),
                    "position" => {
                        moved = tag
                            .attribute("val")
                            .and_then(|rise| rise.parse().ok())
                            .is_some_and(raised::by_half_points)
                    }
                    _ => {}
                },
                Piece::Close if xml.depth() < inside => break,
                Piece::Close | Piece::Text(_) => {}
            }
        }
        // The run itself is the element that is open now.
        let Some(Open::Run { raised }) = self.open.last_mut() else { return Ok(()) };
        *raised = moved || own.unwrap_or_else(|| self.styles.is_raised(of_style.as_deref()));
        if hidden {
            self.open.pop();
            xml.skip()?;
        }
        Ok(())
    }

    fn note(&mut self, kind: &'static str, tag: &Tag<'_>) -> Open {
        if let Some(number) = tag.attribute("id")
            && self.noted.insert((kind, number.clone()))
        {
            self.notes.push((kind, number));
        }
        Open::Other
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if paragraph.runs_on && self.boxes == 0 {
            // What the next paragraph is like counts for both.
            let Paragraph { words, boxes, of_field, .. } = paragraph;
            self.carried = Some(Paragraph { words, boxes, of_field, ..Paragraph::default() });
            return;
        }
        self.put(paragraph);
    }

    fn end_carried(&mut self) {
        if let Some(paragraph) = self.carried.take() {
            self.put(paragraph);
        }
    }

    fn put(&mut self, paragraph: Paragraph) {
        let Paragraph { words, style, number, boxes, of_field, .. } = paragraph;
        let words = words.finish();
        let style = style.as_deref();
        if self.styles.is_contents(style) && is_entry(&words, of_field) {
            return;
        }
        let number = self.styles.number(style, number);
        // A paragraph without words shows its number all the same in Word, but is always a slip.
        let label = number.filter(|_| !words.trim().is_empty());
        let label = label.and_then(|(instance, level)| self.numbering.count(instance, level));
        let line = match label {
            Some(label) => labelled(&label, &words),
            None => words,
        };
        self.line(line);
        boxes.into_iter().for_each(|line| self.line(line));
    }

    /// The words of a document inside the document; said once, however often it is referred to.
    fn chunk(&mut self, tag: &Tag<'_>) {
        let Some(words) = tag.attribute("id").and_then(|id| self.chunks.remove(&id)) else { return };
        if self.boxes == 0 {
            self.end_carried();
        }
        words.lines().for_each(|line| self.line(line.to_owned()));
    }

    fn line(&mut self, line: String) {
        match self.paragraphs.last_mut().filter(|_| self.boxes > 0) {
            Some(holder) => holder.boxes.push(line),
            None => self.flow.paragraph(&line),
        }
    }

    /// A table in a text box is given paragraph by paragraph.
    fn flow_unless_boxed(&mut self, step: fn(&mut Flow)) {
        if self.boxes == 0 {
            self.end_carried();
            step(&mut self.flow);
        }
    }
}
