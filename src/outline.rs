//! Text → section tree. Never fails, whatever the text.
//!
//! Headings are found by their markers (`一、`, `(一)`, `1.`, `(1)`, `一是`, `——`), at the start of a
//! line or, in a text without line breaks, in the middle of one; and by standing alone on a line.
//! Places are indices into [`crate::text::Normal::chars`].

mod fused;
mod marker;
mod part;
mod plain;
mod title;
mod words;

use std::ops::Range;

use crate::fact::Part;
use crate::text::landmark::Landmark;
use crate::text::{Normal, Text, is_han};

use marker::{Marker, Style};
pub use part::Genre;
pub use title::is_occasion;

/// A heading and what stands under it.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Index of the parent; parents stand before their children.
    pub parent: Option<usize>,
    /// Depth, 1 at the top.
    pub level: u32,
    /// The marker; empty where there is none.
    pub marker: Range<usize>,
    /// The heading's words without closing punctuation.
    pub heading: Range<usize>,
    /// Where the text begins that has run into the heading's words; their end, but in lines that lost their breaks.
    pub text: usize,
    /// Where the text after the heading begins.
    pub body: usize,
    /// From the marker to the end of the last child.
    pub range: Range<usize>,
    /// The part of the report it belongs to.
    pub part: Part,
    /// The number of its marker; 0 where it has none.
    pub number: u32,
    style: Style,
}

impl Node {
    /// An item of an enumeration inside a paragraph (`一是…二是…`), not a heading of its own line.
    pub fn is_run_in(&self) -> bool {
        self.style == Style::RunIn
    }

    /// Marked in the same way as another.
    pub fn style_of(&self, other: &Node) -> bool {
        self.style == other.style
    }
}

/// The structure of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The title the text itself bears.
    pub title: Option<Range<usize>>,
    /// Where title lines, date lines and site furniture end and the text begins.
    pub body: usize,
    /// Where it ends and notes on its words begin.
    pub end: usize,
    /// What the title calls the text.
    pub genre: Genre,
    /// Titles that stand further down: the file seems to hold several texts.
    pub later_titles: Vec<Range<usize>>,
    /// Headings in reading order.
    pub nodes: Vec<Node>,
}

impl Outline {
    /// Index of the innermost node that holds a place.
    pub fn innermost(&self, at: usize) -> Option<usize> {
        let after = self.nodes.partition_point(|node| node.range.start <= at);
        let mut candidate = after.checked_sub(1);
        while let Some(index) = candidate {
            if self.nodes[index].range.contains(&at) {
                return Some(index);
            }
            candidate = self.nodes[index].parent;
        }
        None
    }
}

/// Finds the headings of a text and the tree that they make.
pub fn outline(text: &Text) -> Outline {
    let chars = text.normal().chars();
    let lines = lines(text.normal());
    let end = plain::notes(chars, &lines);
    let mut markers = marker::find(text.normal(), &lines);
    markers.retain(|marker| marker.at < end);
    let front = title::front_matter(chars, &lines, &markers);
    let later_titles = title::later_titles(chars, &lines, &front, &markers);
    let apart = text.normal().apart();
    let prose: Vec<bool> = lines.iter().map(|line| line.start < end && !is_row(apart, line)).collect();
    let headings = plain::add_unmarked(text.normal(), &lines, &prose, &front, &later_titles, markers);
    let mut nodes = tree(chars, &lines, headings, &blanks(chars, apart));
    let before = front.body.min(chars.len())..nodes.first().map_or(0, |node| node.range.start);
    let genre = match part::genre(chars, front.title.as_ref()) {
        Genre::Unknown => match part::announced(chars, before) {
            Genre::Unknown => part::voiced(&chars[front.body.min(end)..end]),
            genre => genre,
        },
        genre => genre,
    };
    part::assign(chars, genre, &later_titles, &mut nodes);
    Outline { title: front.title, body: front.body.min(end), end, genre, later_titles, nodes }
}

/// The lines of a normalised text, without their ends; none is empty.
fn lines(text: &Normal) -> Vec<Range<usize>> {
    let len = text.chars().len();
    let mut lines = Vec::new();
    let mut start = 0;
    for end in text.landmarks().places(Landmark::LineEnd, 0..len).chain([len]) {
        if start < end {
            lines.push(start..end);
        }
        start = end + 1;
    }
    lines
}

/// A short line in several cells that blanks part: a row of a table, no heading. `apart` are the characters behind
/// a blank.
fn is_row(apart: &[usize], line: &Range<usize>) -> bool {
    const CELLS: usize = 4;
    /// Characters of a cell, on the average.
    const CELL: usize = 12;
    if line.len() > 4 * CELLS * CELL {
        return false;
    }
    let from = apart.partition_point(|&at| at <= line.start);
    let cells = apart[from..].partition_point(|&at| at < line.end) + 1;
    cells >= CELLS && line.len() <= cells * CELL
}

/// Places before which a blank stands between two Hanzi of a line; none where they stand about at
/// random, as OCR leaves them.
fn blanks(chars: &[char], apart: &[usize]) -> Vec<usize> {
    /// Characters of the text for each of them, at the least.
    const RARE: usize = 40;
    let mut blanks = apart.to_vec();
    blanks.retain(|&at| is_han(chars[at]) && is_han(chars[at - 1]));
    if blanks.len() * RARE <= chars.len() { blanks } else { Vec::new() }
}

/// Nests headings by the rank of their markers and gives each its words and its range.
fn tree(chars: &[char], lines: &[Range<usize>], headings: Vec<Marker>, blanks: &[usize]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(headings.len());
    let mut open: Vec<usize> = Vec::new();
    for (index, found) in headings.iter().enumerate() {
        let line = lines.partition_point(|line| line.end <= found.at);
        let line_end = lines.get(line).map_or(chars.len(), |line| line.end);
        let limit = headings.get(index + 1).map_or(line_end, |next| next.at.min(line_end));
        // (1)…;(2)… on one line are items of a paragraph.
        let run_in = found.style == Style::DigitParen
            && limit < line_end
            && headings.get(index + 1).is_some_and(|next| next.style == found.style);
        let Some((mut heading, mut body)) = heading_words(chars, found, limit, run_in) else { continue };
        let end = if found.opens_line { line_end } else { limit };
        if let Some(at) = parted(&heading, end, found, blanks) {
            (heading.end, body) = (at, at);
        }
        // ——加强基础设施建设。(1)交通…(2)水利…: a dash that opens a line holds the markers of that line.
        let line_start = lines.get(line).map_or(0, |line| line.start);
        let holds = |node: &Node| node.style == Style::Dash && node.marker.start == line_start;
        // A marker closes the last open one of its own style, whatever that holds.
        let twin = open.iter().rposition(|&node| nodes[node].style == found.style);
        while let Some(&last) = open.last() {
            let inside_twin = twin.is_some_and(|twin| twin < open.len());
            if !inside_twin && (nodes[last].style.rank() < found.style.rank() || holds(&nodes[last])) {
                break;
            }
            nodes[last].range.end = found.at;
            open.pop();
        }
        let parent = open.last().copied();
        open.push(nodes.len());
        let fused = lines.get(line).is_some_and(|line| fused::holds_several(line, &headings));
        let seam = if fused { fused::seam(&chars[heading.clone()]) } else { None };
        nodes.push(Node {
            parent,
            level: parent.map_or(1, |parent| nodes[parent].level + 1),
            marker: found.at..found.at + found.len,
            text: seam.map_or(heading.end, |at| heading.start + at),
            heading,
            body,
            range: found.at..chars.len(),
            part: Part::Plan,
            number: found.number,
            style: found.style,
        });
    }
    nodes
}

/// Where a blank alone parts a heading from the text on its line: `一、抓产业 今年以来,…`.
fn parted(heading: &Range<usize>, line_end: usize, found: &Marker, blanks: &[usize]) -> Option<usize> {
    /// Characters of a heading, and of the text behind it.
    const SHORTEST: usize = 4;
    const LONGEST: usize = 24;
    const REST: usize = 20;
    let marked = matches!(found.style, Style::Chapter | Style::Han | Style::HanParen | Style::Digit);
    // Where the text has lost its lines, only the markers of sections.
    if !marked || !found.opens_line && found.style == Style::Digit {
        return None;
    }
    let first = blanks.partition_point(|&at| at <= heading.start);
    let mut inside = blanks[first..].iter().copied().take_while(|&at| at < heading.end);
    let at = inside.next().filter(|_| inside.next().is_none())?;
    let len = at - heading.start;
    ((SHORTEST..=LONGEST).contains(&len) && line_end - at >= REST).then_some(at)
}

/// The words of a heading and the start of its body; `None` where no word follows the marker.
fn heading_words(
    chars: &[char],
    found: &Marker,
    limit: usize,
    run_in: bool,
) -> Option<(Range<usize>, usize)> {
    let start = found.at + found.len;
    let inline =
        run_in || found.style == Style::RunIn || (found.style == Style::DigitParen && !found.opens_line);
    let stops = |c: char| match c {
        '。' | ':' => true,
        '】' => chars[found.at] == '【',
        ',' | ';' => inline,
        _ => false,
    };
    let mut end = start;
    if matches!(found.style, Style::Unmarked | Style::PartLine) {
        end = limit;
    } else {
        while end < limit && !stops(chars[end]) {
            end += 1;
        }
    }
    if found.style != Style::Unmarked
        && let Some(fused) = fused::part_end(&chars[start..end])
    {
        end = start + fused;
        return Some((start..end, end));
    }
    let body = (end + usize::from(end < limit)).min(chars.len());
    while end > start && matches!(chars[end - 1], '。' | '.' | ';' | ':' | ',' | '、' | '!' | '?' | ' ') {
        end -= 1;
    }
    let mut from = start;
    while from < end && matches!(chars[from], ' ' | '、' | '.' | ':') {
        from += 1;
    }
    (from < end).then_some((from..end, body))
}
