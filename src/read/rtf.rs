//! Rich Text Format (version 1.9.1), as Word, WPS and LibreOffice write it.
//!
//! By hand: the crates for it give runs of characters and know neither the code page of the font nor
//! the numbers of lists. The numbers stand in the file as text for readers that know no lists; it is
//! they that are taken. What was deleted under change tracking is left out.

use std::collections::{HashMap, HashSet};

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::error::{Error, Kind, Result};
use crate::read::Words;
use crate::read::equation;
use crate::read::flow::Flow;
use crate::read::limits::{Limits, Steps};
use crate::read::numbering::{is_sign, labelled};
use crate::read::raised;

mod control;
mod state;
mod token;

use control::{NOTHING, STARRED_TEXT, charset, code_page};
use state::{Apart, Line, Place, State};
use token::{Token, Tokens};

/// Reads a file.
///
/// # Errors
/// [`Kind::Input`] where it is cut off, beyond the limits, or holds no text.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut reader = Reader::new(limits);
    for token in Tokens::of(bytes) {
        reader.steps.spend(1)?;
        reader.take(token)?;
    }
    if !reader.outer.is_empty() {
        return Err(Error::new(Kind::Input, "it is cut off: a group is open at its end")
            .hint("get the file again from its source"));
    }
    let text = reader.finish();
    if text.is_empty() {
        return Err(Error::new(Kind::Input, "it holds no text")
            .hint("where its pages are pictures, they need text recognition first"));
    }
    Ok(Words { text, ..Words::default() })
}

struct Reader {
    limits: Limits,
    steps: Steps,
    state: State,
    outer: Vec<State>,
    line: Line,
    lines: Vec<Line>,
    notes: Vec<String>,
    flow: Flow,
    /// Bytes whose code page is that of the font, not decoded yet.
    pending: Vec<u8>,
    /// Bytes still to be passed over after a `\u`.
    skip: u32,
    high: Option<u16>,
    code_page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    /// Styles of lines of a table of contents.
    contents: HashSet<i32>,
    style_name: String,
    style: i32,
    /// The code of the field that is being read.
    code: String,
    font: i32,
    starred: bool,
}

impl Reader {
    fn new(limits: &Limits) -> Reader {
        Reader {
            limits: *limits,
            steps: limits.steps(),
            state: State {
                place: Place::Text,
                font: 0,
                instead: 1,
                hidden: false,
                deleted: false,
                raised: false,
                apart: None,
            },
            outer: Vec::new(),
            line: Line::default(),
            lines: Vec::new(),
            notes: Vec::new(),
            flow: Flow::default(),
            pending: Vec::new(),
            skip: 0,
            high: None,
            code_page: WINDOWS_1252,
            fonts: HashMap::new(),
            contents: HashSet::new(),
            style_name: String::new(),
            style: 0,
            code: String::new(),
            font: 0,
            starred: false,
        }
    }

    fn take(&mut self, token: Token<'_>) -> Result<()> {
        if !matches!(token, Token::Byte(_)) {
            self.decode_pending();
        }
        match token {
            Token::Open => {
                self.skip = 0;
                self.starred = false;
                self.limits.check_depth(self.outer.len() + 1)?;
                self.outer.push(self.state);
                self.state.apart = None;
            }
            Token::Close => self.close(),
            Token::Byte(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.pending.push(byte);
                }
            }
            Token::Symbol('*') => self.starred = true,
            Token::Symbol(symbol) => {
                self.skip = self.skip.saturating_sub(1);
                match symbol {
                    '~' => self.say(" "),
                    '_' => self.say("-"),
                    '{' | '}' | '\\' => self.say(symbol.encode_utf8(&mut [0; 4])),
                    '\n' | '\r' => self.end_paragraph(),
                    '\t' => self.say("\t"),
                    _ => {}
                }
            }
            Token::Word(word, number) => {
                self.skip = 0;
                self.word(word, number);
                self.starred = false;
            }
        }
        Ok(())
    }

    fn close(&mut self) {
        self.skip = 0;
        let Some(outer) = self.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.state, outer);
        if inner.place == Place::Styles {
            self.end_style();
        }
        // An equation has no result, but shows its code.
        if inner.place == Place::Code && outer.place != Place::Code {
            let code = std::mem::take(&mut self.code);
            if let Some(words) = equation::shown(&code) {
                self.say(&words);
            }
        }
        if let Some(apart) = inner.apart {
            self.end_line();
            let inside = std::mem::replace(&mut self.line, self.lines.pop().unwrap_or_default());
            match apart {
                Apart::Note => self.notes.extend(inside.done),
                Apart::Box => self.line.boxes.extend(inside.done),
            }
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let count = |number: Option<i32>| u32::try_from(number.unwrap_or(0)).unwrap_or(0);
        match word {
            _ if NOTHING.contains(&word) => self.state.place = Place::Nothing,
            "fldinst" => {
                let of_text = self.state.place == Place::Text;
                self.state.place = if of_text { Place::Code } else { Place::Nothing };
            }
            "ud" if self.starred => self.state.place = Place::Text,
            "fonttbl" => self.state.place = Place::Fonts,
            "stylesheet" => self.state.place = Place::Styles,
            "footnote" => self.begin(Apart::Note),
            "shptxt" | "dptxbxtext" => self.begin(Apart::Box),
            "listtext" | "pntext" if self.state.place == Place::Text => self.state.place = Place::Label,
            _ if self.starred && !STARRED_TEXT.contains(&word) => self.state.place = Place::Nothing,
            "f" => {
                self.state.font = number.unwrap_or(0);
                self.font = self.state.font;
            }
            "fcharset" if self.state.place == Place::Fonts => {
                if let Some(encoding) = charset(number.unwrap_or(0)) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "ansicpg" => self.code_page = code_page(number.unwrap_or(0)).unwrap_or(self.code_page),
            "s" if self.state.place == Place::Styles => self.style = number.unwrap_or(0),
            "s" => self.line.style = number.unwrap_or(0),
            "uc" => self.state.instead = count(number),
            "u" => {
                // Negative where it is above 32767.
                self.unit(number.unwrap_or(0) as u16);
                self.skip = self.state.instead;
            }
            "plain" => (self.state.hidden, self.state.deleted, self.state.raised) = (false, false, false),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "super" => self.state.raised = on,
            "sub" | "nosupersub" | "dn" => self.state.raised = false,
            "up" => self.state.raised = raised::by_half_points(number.unwrap_or(USUAL_RISE)),
            "pard" => (self.line.in_table, self.line.depth, self.line.style) = (false, 0, 0),
            "intbl" => self.line.in_table = true,
            "itap" => self.line.depth = count(number) as usize,
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "cell" | "nestcell" => self.end_cell(word == "nestcell"),
            "row" | "nestrow" => self.end_row(),
            "line" => self.say("\n"),
            "tab" => self.say("\t"),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "emspace" | "enspace" | "qmspace" => self.say(" "),
            _ => {}
        }
    }

    /// One unit of UTF-16; the halves of a pair come one after the other.
    fn unit(&mut self, unit: u16) {
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if units.len() == 1 && (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        // Signs of a symbol font are in the private area.
        let words: String =
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.say(&words);
    }

    fn decode_pending(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let of_font = self.fonts.get(&self.state.font).copied();
        let encoding = of_font.unwrap_or(self.code_page);
        let (words, _) = encoding.decode_without_bom_handling(&bytes);
        self.say(&words);
    }

    fn say(&mut self, words: &str) {
        match self.state.place {
            Place::Text if !self.state.hidden && !self.state.deleted => {
                self.line.words.push(words, self.state.raised)
            }
            Place::Label if !self.state.deleted => self.line.label.push_str(words),
            Place::Code if !self.state.deleted => self.code.push_str(words),
            Place::Styles => {
                self.style_name.push_str(words);
                if words.contains(';') {
                    self.end_style();
                }
            }
            _ => {}
        }
    }

    fn end_style(&mut self) {
        let name = std::mem::take(&mut self.style_name).trim().trim_end_matches(';').to_ascii_lowercase();
        if name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok()) {
            self.contents.insert(self.style);
        }
        self.style = 0;
    }

    fn begin(&mut self, apart: Apart) {
        if matches!(self.state.place, Place::Nothing | Place::Code | Place::Fonts | Place::Styles) {
            return;
        }
        // A deleted note goes with its mark.
        self.state.place = if self.state.deleted { Place::Nothing } else { Place::Text };
        // The note hangs on a raised mark, but is no part of it.
        self.state.raised = false;
        if self.state.apart.is_none() {
            self.state.apart = Some(apart);
            self.lines.push(std::mem::take(&mut self.line));
        }
    }

    fn end_paragraph(&mut self) {
        // A mark that was deleted makes one paragraph of two.
        if self.state.place != Place::Text || self.state.deleted {
            return;
        }
        self.line_depth();
        self.end_line();
    }

    fn end_line(&mut self) {
        let words = std::mem::take(&mut self.line.words).finish();
        let label = std::mem::take(&mut self.line.label);
        let boxes = std::mem::take(&mut self.line.boxes);
        let mut done = Vec::new();
        if !words.trim().is_empty() && !self.contents.contains(&self.line.style) {
            let label = Some(label.trim()).filter(|label| !is_sign(label));
            done.push(label.map_or_else(|| words.clone(), |label| labelled(label, &words)));
        }
        done.extend(boxes);
        if self.lines.is_empty() {
            done.iter().for_each(|line| self.flow.paragraph(line));
        } else {
            self.line.done.extend(done);
        }
    }

    /// Opens and closes tables, so that as many are open as the paragraph says it stands in.
    fn line_depth(&mut self) {
        if !self.lines.is_empty() {
            return;
        }
        let depth = self.line.depth.max(usize::from(self.line.in_table)).min(DEEPEST_TABLE);
        self.flow.go_to_depth(depth);
    }

    fn end_cell(&mut self, nested: bool) {
        if self.state.place != Place::Text {
            return;
        }
        self.line.in_table = true;
        if nested {
            self.line.depth = self.line.depth.max(2);
        }
        self.line_depth();
        self.end_line();
        if self.lines.is_empty() {
            self.flow.end_cell();
        }
    }

    fn end_row(&mut self) {
        if self.state.place == Place::Text && self.lines.is_empty() {
            self.flow.end_row();
        }
    }

    fn finish(mut self) -> String {
        self.decode_pending();
        self.end_line();
        while self.flow.in_table() {
            self.flow.close_table();
        }
        self.notes.iter().for_each(|line| self.flow.paragraph(line));
        self.flow.finish()
    }
}

/// Half points by which `\up` raises where it does not say.
const USUAL_RISE: i32 = 6;

/// Word itself nests no tables deeper than this.
const DEEPEST_TABLE: usize = 32;
