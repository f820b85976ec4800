//! Comparing words and signs around a number.

use crate::fact::Comparator;
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::phrase::{ends, starts};

/// Comparing words are no longer than this.
const LONGEST: usize = 6;

/// The comparing word that ends at `at`, with its length.
pub fn before(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<(usize, Comparator)> {
    let before = &chars[at.saturating_sub(LONGEST)..at];
    if before.last() == Some(&'的') {
        return denied(&chars[..at]).map(|found| (0, found));
    }
    let (len, &found) = lexicon.comparators_before.at_end(before)?;
    // 3条约5公里 is no treaty.
    let after_unit = matches!(before, [.., digit, '条', '约'] if digit.is_ascii_digit());
    let part_of_word = len == 1 && !after_unit && lexicon.numbers.not_comparators.at_end(before).is_some();
    (!part_of_word).then_some((len, found))
}

/// The comparison that stands before what a share is of: 不超过上年人均纯收入的5%.
fn denied(before: &[char]) -> Option<Comparator> {
    /// Characters from the comparing word to its number.
    const FARTHEST: usize = 18;
    let near = &before[before.len().saturating_sub(FARTHEST)..];
    let clause = near.rsplit(|&c| matches!(c, ',' | '。' | ';' | ':' | '、' | '\n')).next()?;
    let at = clause.iter().rposition(|&c| c == '不')?;
    if at + 4 > clause.len() {
        return None;
    }
    let word = &clause[at..];
    if ["不超过", "不得超过", "不高于"].iter().any(|bound| starts(word, bound)) {
        Some(Comparator::Le)
    } else {
        ["不低于", "不得低于", "不少于"].iter().any(|bound| starts(word, bound)).then_some(Comparator::Ge)
    }
}

/// The comparing word that begins at `at`, with its length; 内 alone bounds a time only.
pub fn after(
    chars: &[char],
    at: usize,
    unit: Option<&Unit>,
    lexicon: &Lexicon,
) -> Option<(usize, Comparator)> {
    let (len, &found) = lexicon.comparators_after.at_start(&chars[at..])?;
    let inside_a_thing =
        len == 1 && chars[at] == '内' && unit.is_some_and(|unit| unit.kind != UnitKind::Duration);
    // 3家多元经营.
    let of_next = len == 1 && lexicon.numbers.many.at_start(&chars[at..]).is_some();
    (!inside_a_thing && !of_next).then_some((len, found))
}

/// Length of a minus sign before a number: 负, 负的, or a dash that stands after a mark or a verb.
pub fn minus(chars: &[char], at: usize) -> usize {
    let before = &chars[at.saturating_sub(3)..at];
    if ends(before, "负的") {
        return 2;
    }
    match before {
        // 减负15亿元, 抱负: the end of a word.
        [.., '减' | '抱' | '背' | '担' | '胜' | '自', '负'] => 0,
        [.., '负'] => 1,
        ['-'] => 1,
        [
            ..,
            '、' | ',' | '和' | '了' | '(' | ':' | '为' | '达' | '至' | '到' | '于' | '在' | ' ' | '\n'
            | '。' | ';',
            '-',
        ] => 1,
        _ => 0,
    }
}
