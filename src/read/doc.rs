//! Word 6 to 2003 and WPS Writer: a binary file inside an OLE compound file, as [MS-DOC] describes it from
//! Word 97 on; what Word 6 and 95 wrote otherwise stands in [`word6`].
//!
//! By hand over `cfb`, which gives the streams: the crates that read such files know neither their
//! automatic numbers nor what was deleted under change tracking. The document is read as if all its
//! changes were accepted.

use std::io::{Cursor, Read};

use crate::error::{Error, Kind, Result};
use crate::read::Words;
use crate::read::equation;
use crate::read::flow::{Flow, is_entry};
use crate::read::limits::{Limits, Steps};
use crate::read::numbering::{Numbering, labelled};
use crate::read::raised::Runs;

mod binary;
mod format;
mod list;
mod piece;
mod style;
mod word6;

use binary::{u16_at, u32_at};
use format::{Formats, Sheet};
use piece::Pieces;
use style::Styles;
use word6::CodePage;

/// Marks of a story's text ([MS-DOC] 2.4.1 and the sprms that it names).
mod mark {
    pub const PICTURE: char = '\u{1}';
    pub const AUTO_NOTE: char = '\u{2}';
    pub const NOTE_RULE: char = '\u{3}';
    pub const NOTE_RULE_LONG: char = '\u{4}';
    pub const COMMENT: char = '\u{5}';
    pub const CELL: char = '\u{7}';
    pub const DRAWN: char = '\u{8}';
    pub const LINE: char = '\u{b}';
    pub const PAGE: char = '\u{c}';
    pub const PARAGRAPH: char = '\r';
    pub const COLUMN: char = '\u{e}';
    pub const FIELD: char = '\u{13}';
    pub const FIELD_RESULT: char = '\u{14}';
    pub const FIELD_END: char = '\u{15}';
    pub const FIXED_HYPHEN: char = '\u{1e}';
    pub const SOFT_HYPHEN: char = '\u{1f}';
}

/// The first version of today's form; Word 6 and 95 have numbers below.
const WORD_97: u16 = 0x00c1;
/// The marks of the Chinese, Japanese and Korean editions of Word 6.
const EAST_ASIAN_WORD_6: std::ops::RangeInclusive<u16> = 0xa697..=0xa699;
const ENCRYPTED: u16 = 0x0100;
const SECOND_TABLE: u16 = 0x0200;

/// Reads a compound file.
///
/// # Errors
/// [`Kind::Input`] where it is damaged, encrypted, beyond the limits, or holds no text.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|error| damaged(&format!("its OLE container cannot be read ({error})")))?;
    let mut stream = |name: &str| -> Result<Vec<u8>> {
        let mut content = Vec::new();
        let stream = file.open_stream(name).map_err(|_| damaged(&format!("its part {name} is missing")))?;
        // A stream is never longer than its file, whatever its chain of sectors says.
        let read = stream.take(bytes.len() as u64).read_to_end(&mut content);
        read.map_err(|error| damaged(&format!("its part {name} cannot be read ({error})")))?;
        Ok(content)
    };
    let main = stream("WordDocument")?;
    let header = Header::of(&main)?;
    let table = match header.flags & SECOND_TABLE {
        _ if header.form.word6 => Vec::new(),
        0 => stream("0Table")?,
        _ => stream("1Table")?,
    };
    let table = if header.form.word6 { &main } else { &table };
    let mut steps = limits.steps();
    let source = Source { main: &main, table, form: header.form };
    let pieces = Pieces::of(source, bytes.len(), &mut steps)?;
    let styles = Styles::of(source);
    let walk = Walk {
        formats: Formats::of(source, &pieces, &styles, &mut steps)?,
        styles,
        numbering: if header.form.word6 { Numbering::default() } else { list::read(source, &mut steps)? },
        code_page: pieces.code_page(),
        pieces,
        steps,
        flow: Flow::default(),
    };
    let text = walk.run(&header)?;
    if text.is_empty() {
        return Err(Error::new(Kind::Input, "it holds no text")
            .hint("where its pages are pictures, they need text recognition first"));
    }
    Ok(Words { text, ..Words::default() })
}

fn damaged(what: &str) -> Error {
    Error::new(Kind::Input, format!("it is cut off or damaged: {what}"))
        .hint("get the file again from its source, or open it in Word and save it as .docx")
}

/// Where things stand in a file of one form; all in bytes.
#[derive(Debug)]
struct Form {
    /// Word 6 and 95, with one stream and other properties.
    word6: bool,
    /// In the header, the counts of characters of the stories.
    stories: usize,
    /// In the header, the pairs of offset and length.
    pairs: usize,
    /// Length of the number of a page of formats in their list.
    page_number: usize,
    /// Length of an entry in a page of formats of paragraphs.
    paragraph: usize,
}

const FORM_97: Form = Form { word6: false, stories: 76, pairs: 154, page_number: 4, paragraph: 13 };

/// The two streams that everything is in; in Word 6 they are the same.
#[derive(Clone, Copy)]
struct Source<'a> {
    main: &'a [u8],
    table: &'a [u8],
    form: &'static Form,
}

impl<'a> Source<'a> {
    /// The bytes of the table stream that the pair of this number in the header points to.
    fn part(self, pair: usize) -> &'a [u8] {
        let at = self.form.pairs + 8 * pair;
        let (Some(start), Some(length)) = (u32_at(self.main, at), u32_at(self.main, at + 4)) else {
            return &[];
        };
        let start = start as usize;
        let end = start.saturating_add(length as usize).min(self.table.len());
        self.table.get(start..end).unwrap_or_default()
    }

    /// All of the table stream from where that part begins: some parts go on behind their stated end.
    fn onward(self, pair: usize) -> &'a [u8] {
        let start = u32_at(self.main, self.form.pairs + 8 * pair).unwrap_or(u32::MAX) as usize;
        self.table.get(start..).filter(|_| !self.part(pair).is_empty()).unwrap_or_default()
    }
}

/// What is read of the header (FIB).
struct Header {
    form: &'static Form,
    flags: u16,
    /// Characters of each story, in the order in which they follow each other: text, footnotes,
    /// headers, macros, comments, endnotes, text boxes, text boxes of headers.
    stories: [u32; 8],
}

/// The stories that are part of the document's text, in reading order.
const READ: [usize; 4] = [0, 6, 1, 5];

impl Header {
    fn of(main: &[u8]) -> Result<Header> {
        let short = || damaged("its header is cut off");
        match u16_at(main, 0) {
            Some(0xa5ec | 0xa5dc) => {}
            Some(mark) if EAST_ASIAN_WORD_6.contains(&mark) => {}
            _ => return Err(damaged("its header is none of Word's")),
        }
        let flags = u16_at(main, 10).ok_or_else(short)?;
        if flags & ENCRYPTED != 0 {
            return Err(Error::new(Kind::Input, "it is encrypted with a password")
                .hint("open it with its password and save it without one"));
        }
        let form = if u16_at(main, 2).ok_or_else(short)? < WORD_97 { &word6::FORM } else { &FORM_97 };
        let mut stories = [0; 8];
        for (index, story) in stories.iter_mut().enumerate() {
            *story = u32_at(main, form.stories + 4 * index).ok_or_else(short)?;
        }
        Ok(Header { form, flags, stories })
    }
}

struct Walk<'a> {
    pieces: Pieces<'a>,
    /// Of a file of Word 6.
    code_page: Option<CodePage>,
    formats: Formats,
    styles: Styles,
    numbering: Numbering,
    steps: Steps,
    flow: Flow,
}

/// The words of the paragraph being read, and the fields open in it.
#[derive(Default)]
struct Line {
    words: Runs,
    fields: Vec<Field>,
    /// A field stands in it, or it in a field.
    of_field: bool,
}

/// A field that is open.
#[derive(Default)]
struct Field {
    code: String,
    /// Its result has begun.
    result: bool,
}

impl Line {
    fn shows(&self) -> bool {
        self.fields.iter().all(|field| field.result)
    }

    /// The innermost field ends; an equation has no result, but shows its code.
    fn end_field(&mut self) {
        let Some(field) = self.fields.pop().filter(|field| !field.result) else { return };
        if let (Some(words), true) = (equation::shown(&field.code), self.shows()) {
            self.words.push(&words, false);
        }
    }
}

impl Walk<'_> {
    fn run(mut self, header: &Header) -> Result<String> {
        for story in READ {
            let before: u64 = header.stories[..story].iter().map(|count| u64::from(*count)).sum();
            self.story(before, before + u64::from(header.stories[story]))?;
        }
        Ok(self.flow.finish())
    }

    fn story(&mut self, start: u64, end: u64) -> Result<()> {
        let mut line = Line::default();
        let pieces = std::mem::take(&mut self.pieces);
        for (c, place) in pieces.characters(start, end) {
            self.steps.spend(1)?;
            self.character(c, place, &mut line);
        }
        self.pieces = pieces;
        self.end_paragraph(&mut line, Sheet::default());
        while self.flow.in_table() {
            self.flow.close_table();
        }
        Ok(())
    }

    fn character(&mut self, c: char, place: u32, line: &mut Line) {
        // The mark of a deleted paragraph goes with its words, so that its neighbours become one.
        if self.formats.hides(place) {
            return;
        }
        match c {
            mark::FIELD => {
                line.fields.push(Field::default());
                line.of_field = true;
            }
            mark::FIELD_RESULT => {
                if let Some(field) = line.fields.last_mut() {
                    field.result = true;
                }
            }
            mark::FIELD_END => line.end_field(),
            c if !line.shows() => {
                if let Some(field) = line.fields.last_mut() {
                    field.code.push(c);
                }
            }
            mark::PARAGRAPH | mark::CELL => {
                let sheet = self.sheet(place);
                self.end_of(c, line, sheet);
            }
            mark::PAGE | mark::COLUMN => {
                let sheet = self.sheet(place);
                self.end_paragraph(line, sheet);
            }
            mark::LINE => line.words.push("\n", false),
            mark::FIXED_HYPHEN => line.words.push("-", false),
            mark::SOFT_HYPHEN
            | mark::PICTURE
            | mark::AUTO_NOTE
            | mark::NOTE_RULE
            | mark::NOTE_RULE_LONG
            | mark::COMMENT
            | mark::DRAWN => {}
            c => {
                let shown = self.formats.symbol(place).unwrap_or(c);
                line.words.push(shown.encode_utf8(&mut [0; 4]), self.formats.raises(place));
            }
        }
    }

    /// What the format of a paragraph comes to, its style included.
    fn sheet(&self, place: u32) -> Sheet {
        self.styles.complete(self.formats.paragraph(place))
    }

    /// A paragraph, a cell or a row ends; tables begin and end by the depth that paragraphs state.
    fn end_of(&mut self, c: char, line: &mut Line, sheet: Sheet) {
        let depth = if sheet.depth > 0 { sheet.depth } else { u32::from(sheet.in_table || c == mark::CELL) };
        self.flow.go_to_depth((depth as usize).min(DEEPEST_TABLE));
        let ends_row = (c == mark::CELL && sheet.ends_row) || sheet.ends_inner_row;
        let ends_cell = c == mark::CELL || sheet.ends_inner_cell;
        if ends_row {
            self.flow.end_row();
            line.words = Runs::default();
        } else {
            self.end_paragraph(line, sheet);
            if ends_cell {
                self.flow.end_cell();
            }
        }
    }

    fn end_paragraph(&mut self, line: &mut Line, sheet: Sheet) {
        let words = std::mem::take(&mut line.words).finish();
        let of_field = std::mem::replace(&mut line.of_field, !line.fields.is_empty());
        let contents = self.styles.is_contents(sheet.style) && is_entry(&words, of_field);
        if words.trim().is_empty() || contents {
            return;
        }
        let number = match self.code_page {
            Some(page) => word6::count(&mut self.numbering, sheet.level, sheet.label, page),
            None => self.numbering.count(sheet.instance.unwrap_or(0), sheet.level.unwrap_or(0)),
        };
        match number {
            Some(label) => self.flow.paragraph(&labelled(&label, &words)),
            None => self.flow.paragraph(&words),
        }
    }
}

/// Word itself nests no tables deeper than this.
const DEEPEST_TABLE: usize = 32;
