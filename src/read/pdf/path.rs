//! Paths, as far as they draw the borders of tables: level and upright lines.

use super::matrix::Matrix;
use crate::read::lines::Rule;

/// Filled areas no thicker than this are lines, in points.
const THICKEST: f64 = 3.0;
/// Lines further from level or upright than this, in points, are no borders.
const SLANT: f64 = 0.5;
/// Corners of one path, and lines of one page; a drawing has more, a table does not.
const MOST_CORNERS: usize = 4_096;
const MOST_RULES: usize = 8_192;

/// The path that is being made, in the system of the page.
#[derive(Default)]
pub struct Path {
    /// Corners of its parts, one after the other.
    parts: Vec<Vec<(f64, f64)>>,
    corners: usize,
}

impl Path {
    /// A new part begins.
    pub fn begin(&mut self, ctm: Matrix, x: f64, y: f64) {
        self.parts.push(Vec::new());
        self.to(ctm, x, y);
    }

    /// A line goes there.
    pub fn to(&mut self, ctm: Matrix, x: f64, y: f64) {
        if self.corners < MOST_CORNERS
            && let Some(part) = self.parts.last_mut()
        {
            part.push(ctm.apply(x, y));
            self.corners += 1;
        }
    }

    /// The part goes back to where it began.
    pub fn close(&mut self) {
        if let Some(part) = self.parts.last_mut()
            && let Some(first) = part.first().copied()
        {
            part.push(first);
        }
    }

    /// A whole rectangle.
    pub fn rectangle(&mut self, ctm: Matrix, [x, y, width, height]: [f64; 4]) {
        self.begin(ctm, x, y);
        for (x, y) in [(x + width, y), (x + width, y + height), (x, y + height)] {
            self.to(ctm, x, y);
        }
        self.close();
    }

    /// The path is drawn and ends: its lines, or where it is filled its thin parts, are what is seen.
    pub fn draw(&mut self, strokes: bool, fills: bool, rules: &mut Vec<Rule>) {
        for part in std::mem::take(&mut self.parts) {
            if strokes {
                let lines = part.windows(2).map(|ends| Rule::around(ends.iter().copied()));
                rules.extend(lines.filter(|rule| rule.thickness() <= SLANT));
            }
            let area = Rule::around(part.into_iter());
            if fills && area.thickness() <= THICKEST {
                rules.push(area);
            }
        }
        self.corners = 0;
        rules.truncate(MOST_RULES);
    }
}
