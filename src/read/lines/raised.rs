//! Raised characters: marks of notes, powers of units.
//!
//! A mark behind a number stands above its line, smaller, and would lengthen the number as a plain digit:
//! 12.5% and a raised 1 is no 12.51. So digits that are raised become the characters that Unicode has for
//! them, `m²` as well as `8%²`, and nothing gets lost. All that is raised goes down to the line, for some
//! producers raise it so far that it would be a line of its own.

use super::Placed;
use crate::read::raised::{LONGEST, MOST_DIGITS, may_be_raised};
use crate::text::superscript;

/// What is raised is smaller than the character beside it by this factor at least.
const SMALLER: f64 = 0.92;
/// It is raised by so many heights of that character at least, and at the most.
const RAISED: [f64; 2] = [0.3, 0.65];
/// What is much smaller may be raised less.
const MUCH_SMALLER: f64 = 0.75;
const RAISED_LITTLE: f64 = 0.18;
/// Heights between it and the character before it, and behind it where it opens a line.
const GAP_BEFORE: f64 = 0.3;
const GAP_BEHIND: f64 = 0.6;
/// Heights by which the parts of one mark differ in place, and the factor by which in size.
const SAME: f64 = 0.06;

/// Puts what is raised on its line, raised digits as such; the characters come in the order in which they are drawn.
pub fn set_down(placed: &mut [Placed]) {
    let seen: Vec<usize> = (0..placed.len()).filter(|&at| !placed[at].character.is_whitespace()).collect();
    let mut at = 0;
    while at < seen.len() {
        let len = run(placed, &seen[at..]);
        if (1..=LONGEST).contains(&len) {
            let (first, last) = (placed[seen[at]], placed[seen[at + len - 1]]);
            let before = at.checked_sub(1).map(|before| placed[seen[before]]);
            let behind = seen.get(at + len).map(|&behind| placed[behind]);
            let beside = |base: &Placed| {
                let gap = first.x - (base.x + base.width);
                gap.abs() < GAP_BEFORE * base.size && (base.y - first.y).abs() < base.size
            };
            let base = match before.filter(beside) {
                Some(before) => Some(before).filter(|base| is_raised(&first, base)),
                None => behind.filter(|base| {
                    let gap = base.x - (last.x + last.width);
                    is_raised(&first, base) && (-GAP_BEFORE..GAP_BEHIND).contains(&(gap / base.size))
                }),
            };
            if let Some(base) = base {
                let digits = seen[at..at + len].iter().filter(|&&at| placed[at].character.is_ascii_digit());
                let is_mark = digits.count() <= MOST_DIGITS;
                for &at in &seen[at..at + len] {
                    let one = &mut placed[at];
                    one.y = base.y;
                    if is_mark {
                        one.character = superscript::raised(one.character).unwrap_or(one.character);
                    }
                }
            }
        }
        at += len.max(1);
    }
}

/// How many of the characters belong to what may be one mark.
fn run(placed: &[Placed], seen: &[usize]) -> usize {
    let mut end = None;
    let mut len = 0;
    for &at in seen {
        let one = &placed[at];
        let together = end.is_none_or(|(last, end): (&Placed, f64)| {
            let near = SAME * last.size;
            let alike = (one.y - last.y).abs() < near && (one.size - last.size).abs() < near;
            // Drawn twice to look bold, it is where the last one is.
            alike && (one.x - end).abs().min((one.x - last.x).abs()) < GAP_BEFORE * last.size
        });
        if !may_be_raised(one.character) || !together {
            break;
        }
        end = Some((one, one.x + one.width));
        len += 1;
    }
    len
}

fn is_raised(one: &Placed, base: &Placed) -> bool {
    let [least, most] = RAISED;
    let (size, rise) = (one.size / base.size, (base.y - one.y) / base.size);
    let least = if size <= MUCH_SMALLER { RAISED_LITTLE } else { least };
    size <= SMALLER && (least..=most).contains(&rise)
}
