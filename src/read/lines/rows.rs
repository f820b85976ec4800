//! Characters → pieces of lines.

use super::{Placed, em, is_latin, radical};

/// Characters whose base lines differ by less than this share of their height stand on one line:
/// superscripts do, the next line does not.
const SAME_LINE: f64 = 0.45;
/// A gap of more than this many heights parts two cells of a row or two columns.
const PIECE_GAP: f64 = 1.4;
/// The same where others have a gutter.
const GUTTER_GAP: f64 = 0.6;
/// A gap between two Latin characters, or where the file has a blank, that is one, in heights.
const WORD_GAP: f64 = 0.15;
/// A gap between other characters that was meant to be seen, in heights.
const SEEN_GAP: f64 = 0.9;
/// The same character this near is the same one drawn twice to look bold, in heights.
const DRAWN_TWICE: f64 = 0.2;

/// Words that stand side by side on one line, without a wide gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Left edge of the first character.
    pub x: f64,
    /// Right edge of the last character.
    pub end: f64,
    /// Base line, downwards from the top of the page.
    pub y: f64,
    /// Height of most of its characters.
    pub size: f64,
    /// The words.
    pub text: String,
    /// Which line of the page it stands on; pieces of one line share the number.
    pub row: usize,
    /// It is a row of a table, or a paragraph of a cell: whole as it is.
    pub in_table: bool,
}

/// Puts characters together, line by line from the top, piece by piece from the left; nothing goes on
/// across a gutter.
pub fn rows(mut placed: Vec<Placed>, gutter: Option<f64>) -> Vec<Line> {
    placed.retain(|p| {
        [p.x, p.y, p.size, p.width].iter().all(|n| n.is_finite() && n.abs() < 1e7) && p.size > 0.0
    });
    placed.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    let mut row = 0;
    let mut rest = placed.as_mut_slice();
    while let Some(first) = rest.first() {
        let (mut anchor, mut size) = (first.y, first.size);
        let mut len = 1;
        while let Some(next) = rest.get(len) {
            let tallest = size.max(next.size);
            if next.y - anchor > SAME_LINE * tallest {
                break;
            }
            // A raised small character opens the line; the tall ones tell where it stands.
            if next.size > size {
                (anchor, size) = (next.y, next.size);
            }
            len += 1;
        }
        let (line, below) = rest.split_at_mut(len);
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        pieces(line, row, gutter, &mut lines);
        row += 1;
        rest = below;
    }
    lines
}

fn pieces(line: &[Placed], row: usize, gutter: Option<f64>, out: &mut Vec<Line>) {
    let mut piece: Vec<Placed> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for p in line {
        let blank = p.character.is_whitespace();
        if let Some(last) = piece.iter().rev().find(|l| !l.character.is_whitespace()) {
            let size = last.size.max(p.size);
            if last.character == p.character && p.x - last.x < DRAWN_TWICE * size {
                continue;
            }
            let across = gutter.is_some_and(|gutter| end < gutter && gutter < p.x);
            let gap = if across { GUTTER_GAP } else { PIECE_GAP };
            if !blank && p.x - end > gap * size {
                out.extend(one(&piece, row));
                piece.clear();
            }
        }
        if !blank {
            end = p.x + seen_width(p);
        }
        if !blank || !piece.is_empty() {
            piece.push(*p);
        }
    }
    out.extend(one(&piece, row));
}

/// Closing marks are seen in the left half of their width; some producers set them past the margin.
pub(super) fn seen_width(p: &Placed) -> f64 {
    let seen = if "，。、；：！？）》」』”’】".contains(p.character) { 0.5 } else { 1.0 };
    p.width.max(0.0) * seen
}

/// A piece of a line; `None` where it is blank.
fn one(piece: &[Placed], row: usize) -> Option<Line> {
    let seen: Vec<&Placed> = piece.iter().filter(|p| !p.character.is_whitespace()).collect();
    let (first, last) = (seen.first()?, seen.last()?);
    let mut text = String::with_capacity(piece.len() * 3);
    let mut before: Option<&Placed> = None;
    let mut blank = false;
    for p in piece {
        if p.character.is_whitespace() {
            blank = true;
            continue;
        }
        if let Some(before) = before {
            let gap = p.x - (before.x + before.width.max(0.0));
            let size = before.size.max(p.size);
            let (one, two) = (before.character, p.character);
            let western = |c: char| is_latin(c) || c.is_ascii_punctuation();
            let latin = western(one) && western(two) && (is_latin(one) || is_latin(two));
            let seen = if latin || blank { WORD_GAP } else { SEEN_GAP };
            if gap > seen * size || (blank && is_latin(one) && is_latin(two)) {
                text.push(' ');
            }
        }
        text.push(radical::character(p.character));
        before = Some(p);
        blank = false;
    }
    let mut sizes: Vec<f64> = seen.iter().map(|p| p.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    // A width of nothing was left out of the file: as wide as such a character usually is.
    let last_width = if last.width > 0.0 { last.width } else { em(last.character) * last.size };
    let tall = seen.iter().max_by(|a, b| a.size.total_cmp(&b.size)).map_or(first.y, |p| p.y);
    Some(Line { x: first.x, end: last.x + last_width, y: tall, size, text, row, in_table: false })
}
