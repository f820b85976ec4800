//! What a page shows, turned so that its lines run from the left to the right.

use super::{Placed, Rule};

/// Margins of a page whose text is turned, as a share of the height of the text.
const TURNED_MARGIN: f64 = 0.15;

/// A character that a page shows.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// The character and its place.
    pub placed: Placed,
    /// The producer marked it as no part of the text: a head, a foot, a page number.
    pub artifact: bool,
}

/// A page and what it shows, seen upright.
pub struct Sheet {
    /// Its width, in the unit of its characters.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its characters in the order in which they are drawn.
    pub shown: Vec<Shown>,
    /// Lines that it draws.
    pub rules: Vec<Rule>,
}

/// A character with the direction in which its line runs.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    /// The character.
    pub shown: Shown,
    /// Quarter turns clockwise; none where it runs slantwise, as a watermark does.
    pub quarter: Option<usize>,
}

/// Keeps the characters that run the way most of the page runs, and turns the page so that this is
/// from the left to the right.
pub fn upright(drawn: Vec<Drawn>, mut rules: Vec<Rule>, width: f64, height: f64) -> Sheet {
    let mut counts = [0usize; 4];
    for quarter in drawn.iter().filter_map(|drawn| drawn.quarter) {
        counts[quarter] += 1;
    }
    let main = (0..4).max_by_key(|&quarter| (counts[quarter], 3 - quarter)).unwrap_or(0);
    let turned = |x: f64, y: f64| match main {
        1 => (y, -x),
        2 => (-x, -y),
        3 => (-y, x),
        _ => (x, y),
    };
    let kept = drawn.into_iter().filter(|drawn| drawn.quarter == Some(main)).map(|drawn| {
        let mut shown = drawn.shown;
        (shown.placed.x, shown.placed.y) = turned(shown.placed.x, shown.placed.y);
        shown
    });
    let mut shown: Vec<Shown> = kept.collect();
    if main == 0 {
        return Sheet { width, height, shown, rules };
    }
    // Where its edges are is not known in the turned system: as large as what stands on it, with margins.
    let placed = || shown.iter().map(|shown| shown.placed);
    let low = |of: fn(Placed) -> f64| placed().map(of).fold(f64::INFINITY, f64::min);
    let high = |of: fn(Placed) -> f64| placed().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, right, top, foot) = (low(|p| p.x), high(|p| p.x + p.width), low(|p| p.y), high(|p| p.y));
    let margin = (foot - top) * TURNED_MARGIN;
    for one in &mut shown {
        one.placed.x += margin - left;
        one.placed.y += margin - top;
    }
    for rule in &mut rules {
        let moved = |x, y| {
            let (x, y) = turned(x, y);
            (x + margin - left, y + margin - top)
        };
        *rule = Rule::around([moved(rule.left, rule.top), moved(rule.right, rule.foot)].into_iter());
    }
    Sheet { width: right - left + 2.0 * margin, height: foot - top + 2.0 * margin, shown, rules }
}
