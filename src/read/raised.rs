//! Raised characters: marks of notes that were set by hand, powers of units.
//!
//! A mark behind a number would lengthen it as a plain digit: 12.5% and a raised 1 is no 12.51. So digits that are
//! raised become the characters that Unicode has for them, `m²` as well as `8%²`, and nothing gets lost. On a
//! page their places tell them ([`super::lines`]); here it is the format that says so.

use std::ops::Range;

use crate::text::superscript;

/// Longer runs are words.
pub const LONGEST: usize = 6;
/// More digits are a year or an amount.
pub const MOST_DIGITS: usize = 3;
/// Blanks between a mark and the words that it belongs to, at the most.
const BLANKS: usize = 4;
/// Where a format states by how much a run is raised, in half points: less is there to level fonts.
const LEAST_RISE: i32 = 6;

/// Marks, ordinals, powers: no Hanzi but that of a note.
pub fn may_be_raised(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '①'..='⑳') || "[]()〔〕［］（）【】*＊†‡§+-−–,、注".contains(c)
}

/// A run that was moved up by so many half points stands as a mark does.
pub fn by_half_points(rise: i32) -> bool {
    rise >= LEAST_RISE
}

/// The words of a paragraph, taken in run by run.
#[derive(Debug, Default)]
pub struct Runs {
    words: String,
    /// The stretches that are raised, in bytes; none touches the next.
    raised: Vec<Range<usize>>,
}

impl Runs {
    /// Takes in the next words.
    pub fn push(&mut self, words: &str, raised: bool) {
        let start = self.words.len();
        self.words.push_str(words);
        let end = self.words.len();
        match self.raised.last_mut() {
            _ if !raised || words.is_empty() => {}
            Some(last) if last.end == start => last.end = end,
            _ => self.raised.push(start..end),
        }
    }

    /// The words so far, as they came.
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// The words, raised digits as such.
    pub fn finish(self) -> String {
        let Runs { words, raised } = self;
        if raised.is_empty() {
            return words;
        }
        let mut text = String::with_capacity(words.len() + 2 * raised.len());
        let mut at = 0;
        for stretch in raised {
            let (before, run, behind) =
                (&words[..stretch.start], &words[stretch.clone()], &words[stretch.end..]);
            text.push_str(&words[at..stretch.start]);
            if is_mark(run) && (is_base(before.chars().rev()) || is_base(behind.chars())) {
                text.extend(run.chars().map(|c| superscript::raised(c).unwrap_or(c)));
            } else {
                text.push_str(run);
            }
            at = stretch.end;
        }
        text.push_str(&words[at..]);
        text
    }
}

fn is_mark(run: &str) -> bool {
    let run = run.trim();
    run.chars().all(may_be_raised)
        && run.chars().count() <= LONGEST
        && run.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
}

/// These characters, the nearest first, begin with words of the same line: what is raised alone is raised above nothing.
fn is_base(chars: impl Iterator<Item = char>) -> bool {
    chars.take(BLANKS + 1).take_while(|c| !matches!(c, '\n' | '\t')).any(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::Runs;

    /// `^(…)` is raised.
    fn read(line: &str) -> String {
        let mut runs = Runs::default();
        for (at, piece) in line.split("^(").enumerate() {
            let (raised, plain) =
                if at == 0 { ("", piece) } else { piece.split_once(')').unwrap_or((piece, "")) };
            for c in raised.chars() {
                runs.push(c.encode_utf8(&mut [0; 4]), true);
            }
            runs.push(plain, false);
        }
        runs.finish()
    }

    #[test]
    fn marks_and_powers_are_raised_and_words_are_not() {
        for (line, wanted) in [
            ("增长12.5%^(1)，工业增长8%^(②)。", "增长12.5%¹，工业增长8%②。"),
            ("污水处理厂^(3)2023年建成", "污水处理厂³2023年建成"),
            ("厂房1200m^(2)，土方8600m^(3)", "厂房1200m²，土方8600m³"),
            ("惠及12万人^(12)", "惠及12万人¹²"),
            ("增长8%^([1])，增长9%^(注2)", "增长8%[¹]，增长9%注²"),
            ("增长8%^(1、2)", "增长8%¹、²"),
            ("^(1)按可比价格计算", "¹按可比价格计算"),
            ("^(1) 按可比价格计算", "¹ 按可比价格计算"),
            ("增长8%^( 1 )，", "增长8% ¹ ，"),
            ("第4^(th)届", "第4th届"),
            ("改造户厕^(1250)户", "改造户厕1250户"),
            ("碑林^(2023)号", "碑林2023号"),
            ("增长^(8%)左右", "增长8%左右"),
            ("完成^(12亿元)", "完成12亿元"),
            ("^(12)", "12"),
            ("合计\t^(12)\t亿元", "合计\t12\t亿元"),
            ("合计      ^(12)", "合计      12"),
            ("合计^()\n^(12)", "合计\n12"),
        ] {
            assert_eq!(read(line), wanted);
        }
    }
}
