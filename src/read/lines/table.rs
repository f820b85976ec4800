//! Lines drawn on a page → tables: which characters stand in one cell, however the words wrap in it.
//!
//! Only tables with lines between their columns and between their rows are seen here. The characters of
//! any other stand side by side on the page, and are read line by line.

use super::paragraph::{ends_sentence, first_word, opens, wrap};
use super::rows::{Line, rows, seen_width};
use super::{Placed, Rule};

/// Lines nearer than this share of the page's width are one line, and touch each other.
const SAME: f64 = 0.003;
/// Shorter ones, as shares of the page's width, are no borders.
const SHORTEST: f64 = 0.008;
/// A drawing of more lines is no table.
const MOST_RULES: usize = 1_000;
const MOST_COLUMNS: usize = 60;
const MOST_ROWS: usize = 300;
/// Heights between a border and the words beside it, on both sides together.
const PADDING: f64 = 1.2;
/// A cell of more paragraphs is a piece of page, not a value.
const PARAGRAPHS_OF_A_VALUE: usize = 3;
/// Heights from line to line within a label; letters of offices have up to 1.9, rows without lines between them more.
const LABEL_PITCH: f64 = 2.0;

/// A table on a page.
pub struct Table {
    /// Left edge.
    pub left: f64,
    /// Right edge.
    pub right: f64,
    /// Upper edge.
    pub top: f64,
    /// One for each row with words in it, tabs between the cells.
    pub rows: Vec<Line>,
}

/// Takes the characters that stand in tables out of those of a page.
pub fn tables(placed: &mut Vec<Placed>, rules: &[Rule], width: f64) -> Vec<Table> {
    let near = SAME * width;
    let grids = grids(rules, near, SHORTEST * width);
    let mut cells: Vec<Vec<Vec<Placed>>> =
        grids.iter().map(|grid| vec![Vec::new(); grid.roots.len()]).collect();
    placed.retain(|p| {
        let (x, y) = (p.x + seen_width(p) / 2.0, p.y - p.size * 0.3);
        let found = grids.iter().enumerate().find_map(|(at, grid)| Some((at, grid.cell(x, y)?)));
        if let Some((at, cell)) = found {
            cells[at][cell].push(*p);
        }
        found.is_none()
    });
    grids
        .iter()
        .zip(cells)
        .map(|(grid, cells)| grid.table(cells))
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// The lines of one table: where they stand, and which spaces between them are one cell.
struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// For each space, row by row, the first space of its cell.
    roots: Vec<usize>,
}

fn grids(rules: &[Rule], near: f64, shortest: f64) -> Vec<Grid> {
    let long = |rule: &&Rule| (rule.right - rule.left).max(rule.foot - rule.top) >= shortest;
    let (level, upright): (Vec<Rule>, Vec<Rule>) =
        rules.iter().filter(long).partition(|rule| rule.right - rule.left > rule.foot - rule.top);
    if level.len() > MOST_RULES || upright.len() > MOST_RULES {
        return Vec::new();
    }
    // Lines that touch each other, directly or by way of others, are of one table.
    let mut sets = Sets::new(level.len() + upright.len());
    for (at, a) in level.iter().enumerate() {
        for (other, b) in upright.iter().enumerate() {
            let meets = a.left - near <= b.left && b.left <= a.right + near;
            if meets && b.top - near <= a.top && a.top <= b.foot + near {
                sets.join(at, level.len() + other);
            }
        }
    }
    let mut found = Vec::new();
    for set in 0..level.len() {
        if sets.root(set) != set {
            continue;
        }
        let of = |at: usize, sets: &mut Sets| sets.root(at) == set;
        let level: Vec<Rule> = (0..level.len()).filter(|&at| of(at, &mut sets)).map(|at| level[at]).collect();
        let beside = sets.parents.len() - upright.len();
        let upright: Vec<Rule> =
            (0..upright.len()).filter(|&at| of(beside + at, &mut sets)).map(|at| upright[at]).collect();
        found.extend(Grid::new(&level, &upright, near));
    }
    found
}

impl Grid {
    fn new(level: &[Rule], upright: &[Rule], near: f64) -> Option<Grid> {
        // Where a table is open at its sides, its level lines tell where they are.
        let left = level.iter().map(|rule| rule.left).fold(f64::INFINITY, f64::min);
        let right = level.iter().map(|rule| rule.right).fold(f64::NEG_INFINITY, f64::max);
        let xs = places(upright.iter().map(|rule| rule.left).chain([left, right]), near);
        let ys = places(level.iter().map(|rule| rule.top), near);
        if !(3..=MOST_COLUMNS + 1).contains(&xs.len()) || !(2..=MOST_ROWS + 1).contains(&ys.len()) {
            return None;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let middle = |of: &[f64], at: usize| (of[at] + of[at + 1]) / 2.0;
        let mut sets = Sets::new(columns * rows);
        for (column, x) in xs.iter().enumerate().take(columns).skip(1) {
            let walls: Vec<&Rule> =
                upright.iter().filter(|rule| (rule.left - x).abs() <= 2.0 * near).collect();
            for row in 0..rows {
                let y = middle(&ys, row);
                if !walls.iter().any(|rule| rule.top <= y && y <= rule.foot) {
                    sets.join(row * columns + column - 1, row * columns + column);
                }
            }
        }
        for (row, y) in ys.iter().enumerate().take(rows).skip(1) {
            let walls: Vec<&Rule> = level.iter().filter(|rule| (rule.top - y).abs() <= 2.0 * near).collect();
            for column in 0..columns {
                let x = middle(&xs, column);
                if !walls.iter().any(|rule| rule.left <= x && x <= rule.right) {
                    sets.join((row - 1) * columns + column, row * columns + column);
                }
            }
        }
        let roots = (0..columns * rows).map(|space| sets.root(space)).collect();
        Some(Grid { xs, ys, roots })
    }

    /// The cell in which a place is.
    fn cell(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.xs.partition_point(|left| *left <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|top| *top <= y).checked_sub(1)?;
        let columns = self.xs.len() - 1;
        let inside = column < columns && row < self.ys.len() - 1;
        inside.then(|| self.roots[row * columns + column])
    }

    fn table(&self, mut cells: Vec<Vec<Placed>>) -> Table {
        let columns = self.xs.len() - 1;
        let mut table =
            Table { left: self.xs[0], right: self.xs[columns], top: self.ys[0], rows: Vec::new() };
        for row in 0..self.ys.len() - 1 {
            let spaces = row * columns..(row + 1) * columns;
            let mut values: Vec<Cell> = Vec::new();
            let mut known: Vec<Placed> = Vec::new();
            for (column, space) in spaces.clone().enumerate() {
                // A cell over several columns is one value.
                if column > 0 && self.roots[space] == self.roots[space - 1] {
                    continue;
                }
                let last = spaces.clone().rev().find(|&other| self.roots[other] == self.roots[space]);
                let right = self.xs[last.unwrap_or(space) % columns + 1];
                // One over several rows stands in the first of them, and leaves its place in the others.
                let inside = std::mem::take(&mut cells[self.roots[space]]);
                known.extend(&inside);
                values.push(Cell::new(inside, right - self.xs[column]));
            }
            let Some(first) = known.iter().copied().min_by(|a, b| a.y.total_cmp(&b.y)) else { continue };
            let line = |text: String| Line {
                x: table.left,
                end: table.right,
                y: first.y,
                size: first.size,
                text,
                row: 0,
                in_table: true,
            };
            let texts: Vec<Vec<String>> = match written(&values) {
                Written::Value => vec![values.iter().map(Cell::value).collect()],
                Written::Rows(count) => (0..count)
                    .map(|at| {
                        values
                            .iter()
                            .map(|cell| cell.paragraphs.get(at).cloned().unwrap_or_default())
                            .collect()
                    })
                    .collect(),
                Written::Alone => {
                    values.into_iter().flat_map(|cell| cell.paragraphs).map(|text| vec![text]).collect()
                }
                Written::Labelled(long) => {
                    let rest = values[long].paragraphs.split_off(1);
                    let first = values.iter().map(Cell::value).collect();
                    std::iter::once(first).chain(rest.into_iter().map(|text| vec![text])).collect()
                }
                Written::Page => by_line(rows(known, None)),
            };
            table.rows.extend(texts.into_iter().map(|cells| line(cells.join("\t").trim_end().to_owned())));
        }
        table
    }
}

/// What stands between two level lines of a table.
enum Written {
    /// A value in each cell.
    Value,
    /// So many rows without lines between them.
    Rows(usize),
    /// Words in one cell alone.
    Alone,
    /// Many paragraphs in this cell, and what they are about in the others.
    Labelled(usize),
    /// Pieces of page, or many rows: read line by line.
    Page,
}

fn written(values: &[Cell]) -> Written {
    let filled = || values.iter().map(|cell| cell.paragraphs.len()).filter(|count| *count > 0);
    let (least, most) = (filled().min().unwrap_or(0), filled().max().unwrap_or(0));
    match (filled().count(), most) {
        (..2, _) => Written::Alone,
        (_, 2..) if least == most => Written::Rows(most),
        (_, ..=PARAGRAPHS_OF_A_VALUE) => Written::Value,
        _ => labelled(values).map_or(Written::Page, Written::Labelled),
    }
}

/// The one cell of many paragraphs, where its lines wrap as those of prose do and each of the others holds one label.
fn labelled(values: &[Cell]) -> Option<usize> {
    let mut long = (0..values.len()).filter(|&at| values[at].paragraphs.len() > PARAGRAPHS_OF_A_VALUE);
    let (found, None) = (long.next()?, long.next()) else { return None };
    let labels = values.iter().enumerate().all(|(at, cell)| at == found || cell.together);
    (labels && values[found].wraps).then_some(found)
}

/// The pieces of each line.
fn by_line(lines: Vec<Line>) -> Vec<Vec<String>> {
    let pieces = lines.chunk_by(|a, b| a.row == b.row);
    pieces.map(|pieces| pieces.iter().map(|piece| piece.text.clone()).collect()).collect()
}

/// The words of a cell.
struct Cell {
    paragraphs: Vec<String>,
    /// Some line of it only wraps.
    wraps: bool,
    /// Its lines stand under each other without a gap.
    together: bool,
}

impl Cell {
    /// What would have stood on the line before, had it only wrapped, begins anew; so does what opens with a marker
    /// behind the end of a sentence.
    fn new(inside: Vec<Placed>, width: f64) -> Cell {
        let mut cell = Cell { paragraphs: Vec::new(), wraps: false, together: true };
        let mut before: Option<Line> = None;
        for line in rows(inside, None) {
            match (cell.paragraphs.last_mut(), &before) {
                (Some(text), Some(before)) if before.row == line.row => {
                    text.push(' ');
                    text.push_str(&line.text);
                }
                (Some(text), Some(before)) => {
                    cell.together &= line.y - before.y <= LABEL_PITCH * line.size.max(before.size);
                    let room = width - (before.end - before.x);
                    let short = room >= before.size * (first_word(&line.text) + PADDING);
                    if short || (ends_sentence(text) && opens(&line.text)) {
                        cell.paragraphs.push(line.text.clone());
                    } else {
                        wrap(text, &line.text);
                        text.push_str(&line.text);
                        cell.wraps = true;
                    }
                }
                _ => cell.paragraphs.push(line.text.clone()),
            }
            before = Some(line);
        }
        cell
    }

    /// All of it on one line.
    fn value(&self) -> String {
        self.paragraphs.join(" ")
    }
}

/// Numbers in their order, those near each other once.
fn places(all: impl Iterator<Item = f64>, near: f64) -> Vec<f64> {
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    // Against the one that is kept: a row of near ones is not one.
    all.dedup_by(|next, kept| *next - *kept <= 2.0 * near);
    all
}

/// Numbers joined to sets; the root of a set is its least number.
struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Sets {
        Sets { parents: (0..count).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }
}
