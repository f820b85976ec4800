//! A run of Arabic digits: 36.5, 1,100, xx.x, 1 2.7.

use rust_decimal::Decimal;

use super::{LONGEST_RUN, is_mask};

/// A mask is as long as this at the most: longer runs are rules or leaders.
const LONGEST_MASK: usize = 12;

/// Arabic digits with their point, groups of three, gaps of OCR and masks.
#[derive(Debug, Clone, Copy)]
pub struct Digits {
    /// Zero where masked.
    pub value: Decimal,
    /// Characters taken.
    pub len: usize,
    /// Some digits are redacted.
    pub masked: bool,
}

/// The digits so far as one whole number and the place of its point.
#[derive(Debug, Default)]
struct Written {
    mantissa: i128,
    /// Digits, those after the point included.
    count: usize,
    /// Digits after the point.
    scale: u32,
    point: bool,
}

impl Written {
    fn push(&mut self, digit: u32) {
        /// Digits that surely fit; more are no number of a report.
        const MOST: usize = 37;
        self.mantissa = if self.count < MOST { self.mantissa * 10 + i128::from(digit) } else { i128::MAX };
        self.count += 1;
        self.scale += u32::from(self.point);
    }
}

/// Reads the digits that `rest` begins with; a number of more than [`LONGEST_RUN`] characters is none.
pub fn digits(rest: &[char]) -> Option<Digits> {
    let mut written = Written::default();
    let mut masked = false;
    let mut at = 0;
    for digit in rest.iter().take(LONGEST_RUN).map_while(|c| c.to_digit(10)) {
        written.push(digit);
        at += 1;
    }
    while let Some(&c) = rest.get(at) {
        if at > LONGEST_RUN {
            return None;
        }
        let next = rest.get(at + 1).copied();
        if let Some(digit) = c.to_digit(10) {
            written.push(digit);
        } else if is_times(rest, at) {
            break;
        } else if is_mask(c) {
            // One kind of mask in one numeral; a Latin word is no mask.
            if masked && rest[at - 1] != c && rest[at - 1] != '.' && !rest[at - 1].is_ascii_digit() {
                break;
            }
            masked = true;
            written.push(0);
        } else if c == '.' && !written.point && next.is_some_and(|n| n.is_ascii_digit() || is_mask(n)) {
            written.point = true;
        } else if c == ',' && !written.point && (1..=3).contains(&at) && opens_group(&rest[at..]) {
            while opens_group(&rest[at..]) {
                rest[at + 1..at + 4].iter().filter_map(|c| c.to_digit(10)).for_each(|d| written.push(d));
                at += 4;
            }
            continue;
        } else if !(c == ' ' && is_gap(&written, &rest[at + 1..])) {
            break;
        }
        at += 1;
    }
    if written.count == 0 || (masked && at > LONGEST_MASK) {
        return None;
    }
    let value = if masked {
        Decimal::ZERO
    } else {
        Decimal::try_from_i128_with_scale(written.mantissa, written.scale).ok()?
    };
    Some(Digits { value, len: at, masked })
}

/// A multiplication sign between digits: 7×24.
fn is_times(rest: &[char], at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| rest.get(at)).is_some_and(char::is_ascii_digit);
    matches!(rest[at], '×' | '*') && digit(at.checked_sub(1)) && digit(Some(at + 1))
}

/// `,` opens a group of exactly three digits.
fn opens_group(rest: &[char]) -> bool {
    rest.len() >= 4
        && rest[0] == ','
        && rest[1..4].iter().all(char::is_ascii_digit)
        && !rest.get(4).is_some_and(|c| c.is_ascii_digit() || *c == '.' && rest.get(5).is_none())
}

/// A blank inside a number is an OCR gap, not the border of two numbers: the left part is no year
/// and the two make one plausible number (36.5 9, 1 2.7, 2 000).
fn is_gap(left: &Written, right: &[char]) -> bool {
    let run = right.iter().take_while(|c| c.is_ascii_digit()).count();
    if run == 0 || left.count == 0 {
        return false;
    }
    let after = right.get(run).copied();
    let right_point = after == Some('.') && right.get(run + 1).is_some_and(char::is_ascii_digit);
    let before_unit = after.is_some_and(|c| !c.is_ascii() || c == '%');
    // 2 0 0 0: every digit stands by itself.
    let spaced = run == 1 && after == Some(' ') && right.get(2).is_some_and(char::is_ascii_digit);
    if spaced && !left.point && left.count <= 6 {
        return true;
    }
    match (left.point, right_point) {
        (true, true) => false,
        (true, false) => before_unit && run <= 2,
        (false, true) => left.count <= 3,
        (false, false) => {
            // 32 60万元, 15 00头: no date goes on with a second number.
            let halves =
                run == 2 && (2..=3).contains(&left.count) && !matches!(after, Some('年' | '月' | '日'));
            before_unit
                && (halves || (run == 3 && left.count <= 3) || left.count == 1 || run == 1 && left.count <= 6)
        }
    }
}
