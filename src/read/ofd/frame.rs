//! Where an object is: its own system of places on what shows it.

use super::numbers;
use crate::read::lines::{Drawn, Rule};
use crate::read::xml::Tag;

/// Quarters of a turn by which a text that is read may be off.
const SLANT: f64 = 0.05;

/// Puts `(x, y)` at `(ax + cy + e, bx + dy + f)`: the object's matrix, then the place of its bounds.
#[derive(Debug, Clone, Copy)]
pub struct Frame([f64; 6]);

impl Frame {
    /// Leaves all where it is.
    pub const ONE: Frame = Frame([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// By `Boundary` and `CTM` of an object's tag.
    pub fn new(tag: &Tag<'_>) -> Frame {
        let [left, top, ..]: [f64; 4] =
            tag.attribute("Boundary").and_then(|value| numbers(&value)).unwrap_or_default();
        let Frame(one) = Frame::ONE;
        let [a, b, c, d, e, f] = tag.attribute("CTM").and_then(|value| numbers(&value)).unwrap_or(one);
        Frame([a, b, c, d, e + left, f + top])
    }

    /// The same seen from outside of what shows the object.
    pub fn within(self, outer: Frame) -> Frame {
        let Frame([a, b, c, d, e, f]) = self;
        let Frame([g, h, i, j, ..]) = outer;
        let (x, y) = outer.apply(e, f);
        Frame([g * a + i * b, h * a + j * b, g * c + i * d, h * c + j * d, x, y])
    }

    /// Where a point of the object is.
    pub fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let Frame([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The factor along lines of text.
    pub fn width(self) -> f64 {
        self.0[0].hypot(self.0[1])
    }

    /// The factor across lines of text.
    pub fn height(self) -> f64 {
        self.0[2].hypot(self.0[3])
    }

    /// Quarter turns clockwise; none where it is slantwise.
    pub fn quarter(self) -> Option<usize> {
        let quarters = self.0[1].atan2(self.0[0]).to_degrees() / 90.0;
        let straight = (quarters - quarters.round()).abs() <= SLANT;
        straight.then(|| quarters.round().rem_euclid(4.0) as usize % 4)
    }

    /// A character of a drawing that stands in this frame.
    pub fn moved(self, drawn: &Drawn) -> Drawn {
        let mut moved = *drawn;
        let placed = &mut moved.shown.placed;
        (placed.x, placed.y) = self.apply(placed.x, placed.y);
        placed.size *= self.height();
        placed.width *= self.width();
        moved.quarter = drawn.quarter.zip(self.quarter()).map(|(own, turn)| (own + turn) % 4);
        moved
    }

    /// A line of such a drawing.
    pub fn moved_rule(self, rule: &Rule) -> Rule {
        Rule::around([self.apply(rule.left, rule.top), self.apply(rule.right, rule.foot)].into_iter())
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;

    #[test]
    fn what_is_shown_by_what_is_shown_stands_where_both_put_it() {
        let inner = Frame([0.0, 1.0, -1.0, 0.0, 10.0, 20.0]);
        let outer = Frame([2.0, 0.0, 0.0, 0.5, 100.0, 200.0]);
        let (x, y) = inner.apply(3.0, 4.0);
        assert_eq!(inner.within(outer).apply(3.0, 4.0), outer.apply(x, y));
        assert_eq!(inner.within(outer).quarter(), Some(1));
        assert_eq!(Frame([0.7, 0.7, -0.7, 0.7, 0.0, 0.0]).quarter(), None);
        assert_eq!(Frame([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]).quarter(), Some(3));
    }
}
