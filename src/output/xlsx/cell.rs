//! Values as cells: words as words, numbers as numbers, each shown with the digits that it has.

use std::collections::BTreeMap;
use std::io;

use rust_xlsxwriter::{Format, Worksheet};

use super::io_error;
use crate::output::{screen, words};
use crate::store::read::Value;

/// UTF-16 units that a cell holds at most.
const LONGEST: usize = 32_767;
/// Beyond this a spreadsheet, which has only floats, alters whole numbers.
const LARGEST_EXACT: u64 = 1 << 53;
/// Digits that a number format may show behind the point.
const MOST_DECIMALS: usize = 30;

/// Writes cells in formats that differ in the number of decimals alone.
pub(super) struct Cells {
    base: Format,
    /// The formats of numbers, by decimals.
    numbers: BTreeMap<usize, Format>,
}

impl Cells {
    /// Cells that look like `base`.
    pub(super) fn new(base: Format) -> Cells {
        Cells { base, numbers: BTreeMap::new() }
    }

    /// Writes one cell. What no spreadsheet keeps as a number is written as the words of it, and words
    /// too long for a cell are cut with `…`.
    pub(super) fn write(
        &mut self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        value: &Value,
    ) -> io::Result<()> {
        let number = match value {
            #[allow(clippy::cast_precision_loss)] // Not up to this bound.
            Value::Integer(number) if number.unsigned_abs() <= LARGEST_EXACT => Some(*number as f64),
            Value::Real(number) if number.is_finite() => Some(*number),
            _ => None,
        };
        let words = words(value);
        let decimals = words.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        match number.filter(|_| decimals <= MOST_DECIMALS) {
            Some(number) => sheet.write_number_with_format(row, column, number, self.number(decimals)),
            None if words.is_empty() => sheet.write_blank(row, column, &self.base),
            None => sheet.write_string_with_format(row, column, fitting(&words), &self.base),
        }
        .map_err(io_error)?;
        Ok(())
    }

    fn number(&mut self, decimals: usize) -> &Format {
        let base = &self.base;
        self.numbers.entry(decimals).or_insert_with(|| {
            let point = if decimals > 0 { "." } else { "" };
            let format = format!("0{point}{}", "0".repeat(decimals));
            base.clone().set_num_format(format)
        })
    }
}

/// The height, in points, of a row whose cells hold these words in columns of these widths (characters of half
/// width). It is said to the spreadsheet, for not every program finds it by itself.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a Value, usize)>) -> f64 {
    /// Points of a line of letters of 10.5 or 11 points, of the margins of a row, and of the highest row there can be.
    const LINE: u32 = 15;
    const MARGINS: u32 = 5;
    const HIGHEST: u32 = 409;
    let lines = |(value, width): (&Value, usize)| {
        // A full-width character does not stand across the edge.
        let room = width.saturating_sub(1).max(2);
        words(value).lines().map(|line| screen::width(line).div_ceil(room).max(1)).sum::<usize>()
    };
    let most = u32::try_from(cells.map(lines).max().unwrap_or(1).max(1)).unwrap_or(HIGHEST);
    f64::from(most.saturating_mul(LINE).saturating_add(MARGINS).min(HIGHEST))
}

fn fitting(words: &str) -> String {
    if words.encode_utf16().count() <= LONGEST {
        return words.to_owned();
    }
    let mut left = LONGEST - 1;
    let fits = |c: &char| {
        let fits = c.len_utf16() <= left;
        left -= if fits { c.len_utf16() } else { 0 };
        fits
    };
    words.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fitting, height};
    use crate::store::read::Value;

    #[test]
    fn a_row_is_as_high_as_its_longest_words_need() {
        let words = |count: usize| Value::Text("字".repeat(count));
        let of = |cells: &[(Value, usize)]| height(cells.iter().map(|(value, width)| (value, *width)));
        assert_eq!(of(&[]).to_string(), "20");
        assert_eq!(of(&[(words(10), 21), (Value::Integer(7), 6)]).to_string(), "20");
        assert_eq!(of(&[(words(11), 21), (Value::Null, 6)]).to_string(), "35");
        assert_eq!(of(&[(Value::Text("一\n二\n三".into()), 21)]).to_string(), "50");
        assert_eq!(of(&[(words(9999), 21)]).to_string(), "409");
    }

    #[test]
    fn words_fit_into_a_cell() {
        let whole = "字".repeat(LONGEST);
        assert_eq!(fitting(&whole), whole);
        let cut = fitting(&"𠮷".repeat(LONGEST));
        assert_eq!(cut.encode_utf16().count(), LONGEST);
        assert!(cut.ends_with("𠮷…"));
    }
}
