//! Sentences and clauses, each with the place in the report where it stands.

use std::ops::Range;

use crate::fact::Part;
use crate::outline::{Genre, Outline};
use crate::text::Normal;
use crate::text::landmark::Landmark;

/// A sentence: the stretch within which a subject carries over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its characters, without the final mark.
    pub range: Range<usize>,
    /// Its clauses, divided at commas and colons.
    pub clauses: Vec<Range<usize>>,
    /// Index of the innermost section.
    pub section: Option<usize>,
    /// The part of the report.
    pub part: Part,
    /// It is the words of a heading.
    pub heading: bool,
    /// It goes on from the one before it, divided by a semicolon only.
    pub continues: bool,
}

/// Longest quotation or bracket inside which commas do not divide clauses.
const LONGEST_INSERT: usize = 40;

/// Divides a text into sentences; front matter and markers are left out.
pub fn sentences(text: &Normal, outline: &Outline) -> Vec<Sentence> {
    let mut divided = Divided { text, outline, found: Vec::new(), clauses: Vec::new() };
    let mut at = outline.body.min(text.chars().len());
    for (index, node) in outline.nodes.iter().enumerate() {
        divided.push(at.min(node.range.start)..node.range.start, index.checked_sub(1), false);
        divided.push(node.heading.start..node.text, Some(index), true);
        if node.text < node.heading.end {
            divided.push(node.text..node.heading.end, Some(index), false);
        }
        at = node.body.max(node.heading.end);
    }
    divided.push(at.min(outline.end)..outline.end, outline.nodes.len().checked_sub(1), false);
    divided.found
}

/// A text as far as it is divided.
struct Divided<'t> {
    text: &'t Normal,
    outline: &'t Outline,
    found: Vec<Sentence>,
    /// The clauses of the sentence that is being read.
    clauses: Vec<Range<usize>>,
}

impl Divided<'_> {
    /// Divides a stretch of text under one heading.
    fn push(&mut self, stretch: Range<usize>, section: Option<usize>, heading: bool) {
        let chars = self.text.chars();
        let part = section.map_or(preamble(self.outline), |index| self.outline.nodes[index].part);
        let mut start = stretch.start;
        let mut continues = false;
        let mut clause = start;
        let mut insert_end = start;
        let marks = self.text.landmarks().places(Landmark::Mark, stretch.clone());
        for at in marks.chain([stretch.end]) {
            if at < insert_end {
                continue;
            }
            let mark = if at == stretch.end { '\n' } else { chars[at] };
            if let Some(len) = insert(&chars[at..stretch.end]) {
                insert_end = at + len;
                continue;
            }
            let ends_sentence = matches!(mark, '。' | ';' | '!' | '?' | '\n');
            if ends_sentence || matches!(mark, ',' | ':') {
                if clause < at {
                    self.clauses.push(clause..at);
                }
                clause = at + 1;
            }
            if ends_sentence {
                if !self.clauses.is_empty() {
                    // A copy is as long as it has to be.
                    let clauses = self.clauses.clone();
                    self.clauses.clear();
                    let range = start..at;
                    self.found.push(Sentence { range, clauses, section, part, heading, continues });
                }
                start = at + 1;
                continues = mark == ';';
            }
        }
    }
}

/// Length of the short quotation or bracket that `rest` begins with.
fn insert(rest: &[char]) -> Option<usize> {
    let close = match rest.first()? {
        '“' => '”',
        '《' => '》',
        '‘' => '’',
        '(' => ')',
        _ => return None,
    };
    rest.iter().take(LONGEST_INSERT).position(|&c| c == close).map(|at| at + 1)
}

/// The part of what stands before the first heading.
fn preamble(outline: &Outline) -> Part {
    match outline.genre {
        Genre::Plan | Genre::KeyPoints => Part::Plan,
        Genre::Summary => Part::Review,
        Genre::Report | Genre::Unknown => match outline.nodes.first() {
            Some(first) if first.part == Part::Review => Part::Review,
            _ => Part::Overview,
        },
    }
}
