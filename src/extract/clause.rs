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
    let mut found = Vec::new();
    let mut at = outline.body.min(text.chars().len());
    for (index, node) in outline.nodes.iter().enumerate() {
        let before = index.checked_sub(1);
        push(text, at.min(node.range.start)..node.range.start, before, outline, false, &mut found);
        push(text, node.heading.start..node.text, Some(index), outline, true, &mut found);
        if node.text < node.heading.end {
            push(text, node.text..node.heading.end, Some(index), outline, false, &mut found);
        }
        at = node.body.max(node.heading.end);
    }
    push(
        text,
        at.min(outline.end)..outline.end,
        outline.nodes.len().checked_sub(1),
        outline,
        false,
        &mut found,
    );
    found
}

/// Divides a stretch of text under one heading.
fn push(
    text: &Normal,
    stretch: Range<usize>,
    section: Option<usize>,
    outline: &Outline,
    heading: bool,
    found: &mut Vec<Sentence>,
) {
    let part = section.map_or(preamble(outline), |index| outline.nodes[index].part);
    let mut start = stretch.start;
    let mut continues = false;
    let mut clauses: Vec<Range<usize>> = Vec::new();
    let mut clause = start;
    let mut insert_end = start;
    let chars = text.chars();
    let marks = text.landmarks().places(Landmark::Mark, stretch.clone());
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
                clauses.push(clause..at);
            }
            clause = at + 1;
        }
        if ends_sentence {
            if !clauses.is_empty() {
                let range = start..at;
                // A copy is as long as it has to be.
                found.push(Sentence { range, clauses: clauses.clone(), section, part, heading, continues });
                clauses.clear();
            }
            start = at + 1;
            continues = mark == ';';
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
