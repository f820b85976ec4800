//! Lines → paragraphs.
//!
//! Where a line only wraps, the next one is joined to it without a blank, except between two Latin
//! words. A paragraph ends where its last line falls short of the margin by more than the next word,
//! where the next line is indented, set in another size or further below, or opens with the marker
//! of a heading after the end of a sentence.

use std::ops::Range;

use super::{Line, Page, em, is_latin};
use crate::text::{opens_heading, superscript};

/// Lines are further apart than the usual distance by this factor where something new begins.
const APART: f64 = 1.35;
/// Sizes that differ by more than this factor belong to different paragraphs.
const OTHER_SIZE: f64 = 1.12;
/// Text wraps in columns of at least so many heights.
const NARROWEST: f64 = 7.0;
/// Lines of one paragraph begin within so many heights of each other.
const SAME_START: f64 = 4.0;
/// Indents of less than this many heights are none.
const INDENT: f64 = 0.8;
/// The indent of a paragraph, in heights: two Hanzi.
const INDENTS: Range<f64> = 1.5..2.6;
/// Lines that end within this many heights of each other end at the margin.
const AT_MARGIN: f64 = 1.3;

/// A stretch of lines that stand under each other in one column.
struct Block {
    left: f64,
    right: f64,
    /// Usual distance of base lines, in heights; nothing where the block has one line.
    pitch: Option<f64>,
}

/// Joins the lines of all pages, given in reading order.
pub fn join(pages: Vec<Page>) -> String {
    let mut all: Vec<(f64, Vec<Line>)> = Vec::new();
    for page in pages {
        let width = page.width;
        all.extend(blocks(page.lines).into_iter().map(|lines| (width, lines)));
    }
    let indents = uses_indents(&all);
    let mut text = String::new();
    let mut last: Option<Before> = None;
    let mut known: Option<Block> = None;
    for (width, lines) in &all {
        if lines.iter().all(|line| line.in_table) {
            for line in lines {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(&line.text);
                last = Some(Before { line: line.clone(), left: line.x, right: line.end });
            }
            continue;
        }
        let mut block = measure(lines, *width);
        // A block of a few lines, or of lines that are all indented, tells less of its margins than the
        // one before.
        if let Some(before) = known.as_ref().filter(|before| {
            let size = lines[0].size;
            let moved = (block.left - before.left) / size;
            let few = lines.len() < 4 && moved.abs() < 3.0;
            let all_indented = indents && INDENTS.contains(&moved) && before.right - block.right < 4.0 * size;
            (few || all_indented) && block.right < before.right
        }) {
            (block.left, block.right) = (block.left.min(before.left), before.right);
        }
        for (index, line) in lines.iter().enumerate() {
            if let Some(before) = &last {
                let new = if before.line.row == line.row && index > 0 {
                    Break::Cell
                } else if before.line.in_table || index > 0 && is_apart(&before.line, line, &block) {
                    Break::Paragraph
                } else {
                    between(before, line, &block, indents)
                };
                match new {
                    Break::Paragraph => text.push('\n'),
                    Break::Cell => text.push('\t'),
                    Break::Wrap => wrap(&mut text, &line.text),
                }
            }
            text.push_str(&line.text);
            last = Some(Before { line: line.clone(), left: block.left, right: block.right });
        }
        known = Some(block);
    }
    text
}

/// The last line, and the margins of its block.
struct Before {
    line: Line,
    left: f64,
    right: f64,
}

enum Break {
    /// The line only wraps.
    Wrap,
    /// Beside the last piece, with a wide gap.
    Cell,
    /// Something new.
    Paragraph,
}

/// Cuts the lines of a page where the next one does not stand below the last one.
fn blocks(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match blocks.last_mut() {
            Some(block)
                if block.last().is_some_and(|last| last.in_table == line.in_table)
                    && block.last().is_some_and(|last| last.row == line.row || line.y > last.y)
                    && block.last().is_some_and(|last| line.x < last.end || last.row == line.row) =>
            {
                block.push(line);
            }
            _ => blocks.push(vec![line]),
        }
    }
    blocks
}

fn measure(lines: &[Line], width: f64) -> Block {
    let alone = |at: usize| {
        let beside = |other: Option<&Line>| other.is_some_and(|other| other.row == lines[at].row);
        !beside(at.checked_sub(1).and_then(|at| lines.get(at))) && !beside(lines.get(at + 1))
    };
    let left = lines.iter().map(|line| line.x).fold(f64::INFINITY, f64::min);
    // The rows of a table have margins of their own.
    let mut ends: Vec<(f64, f64)> =
        (0..lines.len()).filter(|&at| alone(at)).map(|at| (lines[at].end, lines[at].size)).collect();
    if ends.is_empty() {
        ends = lines.iter().map(|line| (line.end, line.size)).collect();
    }
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let least = (lines.len() / 12).max(2);
    // One line that runs over (a table, a heading set wide) is not the margin; where more do so, more have to end
    // at it.
    let alike = |a: &(f64, f64), b: &(f64, f64)| a.0 - b.0 < AT_MARGIN * a.1;
    let right = ends
        .windows(least)
        .enumerate()
        .find(|(over, window)| {
            let most = *over <= 1 || ends.get(2 * over).is_some_and(|end| alike(&window[0], end));
            most && alike(&window[0], &window[least - 1])
        })
        .map_or_else(|| ends.first().map_or(0.0, |end| end.0), |(_, window)| window[0].0);
    // Few lines that end alike are no margin: then the page has one on the right as wide as on the left.
    let size = lines.iter().map(|line| line.size).fold(0.0, f64::max);
    let there = ends.iter().filter(|(end, size)| (right - end).abs() < AT_MARGIN * size).count();
    let mirrored = width - left;
    let spans = left < width * 0.3 && right > width * 0.5;
    let right = if there * 4 < ends.len() && spans && mirrored > right + size { mirrored } else { right };
    // Between the lines of prose: rows of a table stand nearer.
    let full = |line: &Line| right - line.end < 2.0 * line.size;
    let pitches_of = |prose: bool| {
        let mut pitches: Vec<f64> = (1..lines.len())
            .map(|at| (at, &lines[at - 1], &lines[at]))
            .filter(|(at, above, line)| {
                above.row != line.row && (!prose || (full(above) && alone(*at) && alone(at - 1)))
            })
            .map(|(_, above, line)| (line.y - above.y) / above.size.max(line.size))
            .filter(|pitch| *pitch > 0.0)
            .collect();
        pitches.sort_by(f64::total_cmp);
        // Nearer the small end: headings and spaced paragraphs are further apart, nothing is nearer.
        pitches.get(pitches.len() / 3).copied()
    };
    let pitch = pitches_of(true).or_else(|| pitches_of(false));
    Block { left, right, pitch }
}

/// Paragraphs of this text begin with an indent.
fn uses_indents(blocks: &[(f64, Vec<Line>)]) -> bool {
    let mut indented = 0;
    let mut flush = 0;
    let prose = |lines: &[Line]| lines.len() > 2 && !lines[0].in_table;
    for (width, lines) in blocks.iter().filter(|(_, lines)| prose(lines)) {
        let block = measure(lines, *width);
        for line in lines {
            let indent = (line.x - block.left) / line.size;
            indented += usize::from(INDENTS.contains(&indent));
            flush += usize::from(indent < INDENT);
        }
    }
    indented >= 2 && flush > 0
}

fn is_apart(before: &Line, line: &Line, block: &Block) -> bool {
    let pitch = (line.y - before.y) / before.size.max(line.size);
    block.pitch.is_some_and(|usual| pitch > usual * APART)
}

fn between(before: &Before, line: &Line, block: &Block, indents: bool) -> Break {
    let Before { line: before, left, right } = before;
    let size = line.size.max(before.size);
    if size > line.size.min(before.size) * OTHER_SIZE {
        return Break::Paragraph;
    }
    // Nothing wraps in a column of a few characters: what stands there are the items of a list.
    if right - block.left < NARROWEST * size {
        return Break::Paragraph;
    }
    let ended = ends_sentence(&before.text);
    let opens = opens(&line.text);
    let indented = (line.x - block.left) / line.size > INDENT;
    // What is indented or marked may begin something new behind an almost full line.
    let slack = if indented || opens || ended { 0.4 } else { 1.2 };
    let short = right - before.end > before.size * (first_word(&line.text) + slack);
    // 三是 and 3. may as well stand inside a paragraph; in a text whose paragraphs are indented they do.
    let begins = opens && (indented || !indents || !may_run_in(&line.text));
    if short || (begins && ended) {
        return Break::Paragraph;
    }
    let moved = (line.x - block.left) - (before.x - left);
    if moved.abs() > SAME_START * size {
        // A centred title that wraps, or something else that stands elsewhere.
        let lopsided = ((line.x - block.left) - (right - line.end)).abs();
        let wraps = !ended && !opens && lopsided < size && before.end < right + size && moved > 0.0;
        return if wraps { Break::Wrap } else { Break::Paragraph };
    }
    // A full line that ends inside a sentence goes on, also in a list whose lines hang.
    if !ended && !opens {
        return Break::Wrap;
    }
    match (opens, indented) {
        (_, true) => Break::Paragraph,
        // In a text whose paragraphs are indented this one goes on with a number.
        (true, false) if !indents => Break::Paragraph,
        _ => Break::Wrap,
    }
}

/// A sentence, or a part of a list, ends with it.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '：', '；', '.', '!', '?', ':', ';'])
}

/// It opens with the marker of a heading, an item of a list or a note.
pub(super) fn opens(text: &str) -> bool {
    let start: Vec<char> = text.chars().take(8).collect();
    let marked = |first: &char| {
        matches!(first, '①'..='⑳' | '●' | '■' | '•' | '◆') || superscript::digit(*first).is_some()
    };
    opens_heading(&start) || start.first().is_some_and(marked)
}

/// The marker of a list that also runs inside a paragraph: 三是, 三要, 3.
fn may_run_in(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    behind.len() < text.len()
        && (behind.starts_with(['是', '要']) || (text.starts_with(|c: char| c.is_ascii_digit())))
}

/// Heights that the first part of a line takes that cannot be broken: one Hanzi, or a whole number or
/// Latin word, and the marks that may not open a line or end one. Word processors take “ for Latin, and
/// break neither before nor behind it.
pub(super) fn first_word(text: &str) -> f64 {
    let latin = |c: char| is_latin(c) || matches!(c, '.' | '%' | '-' | '/');
    let closes = |c: char| "，。、；：？！）》”’〉】,;:?!)]}".contains(c);
    let opens = |c: char| "“‘（《〈【「『([{".contains(c);
    let mut width = 0.0;
    let mut before = None;
    for c in text.chars() {
        let bound = |before: char| {
            closes(c) || opens(before) || matches!(c, '“' | '‘') || (latin(before) && latin(c))
        };
        if before.is_some_and(|before| !bound(before)) {
            break;
        }
        before = Some(c);
        width += em(c);
    }
    width
}

/// Goes on with the next line of a paragraph.
pub(super) fn wrap(text: &mut String, next: &str) {
    let (Some(before), Some(after)) = (text.chars().next_back(), next.chars().next()) else { return };
    let letters = is_latin(before) && is_latin(after);
    // A number that wraps is one number.
    let number = before.is_ascii_digit() && after.is_ascii_digit();
    if letters && !number {
        text.push(' ');
    }
}
