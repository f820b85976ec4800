//! Places in an order: what is ranked, and in which field.

use super::clean;
use crate::lexicon::Lexicon;

/// Words before a rank without the field that they are ranked in, and that field: 综合考核, 全县.
///
/// The third is what the place is called: 排名 where the text says so, else 位次.
pub fn ranked<'a>(words: &'a [char], lexicon: &Lexicon) -> (&'a [char], &'a [char], &'static [char]) {
    const PLACE: &[char] = &['位', '次'];
    const RANKING: &[char] = &['排', '名'];
    let p = &lexicon.predicates;
    let mut end = words.len();
    let mut field: &[char] = &[];
    let mut told: &[char] = &[];
    loop {
        let rest = &words[..end];
        // 排名全区街道前三: among whom.
        if let Some((len, ())) = lexicon.numbers.rivals.at_end(rest)
            && p.fields.at_end(&rest[..end - len]).is_some()
        {
            end -= len;
            continue;
        }
        if let Some((len, ())) = p.fields.at_end(rest).filter(|_| field.is_empty()) {
            field = &rest[end - len..];
            end -= len;
            continue;
        }
        // 在全国入围的500个县中: the field told at length.
        if rest.last() == Some(&'中')
            && let Some(at) = rest.iter().rposition(|&c| c == '在')
        {
            told = &rest[at + 1..end - 1];
            if let Some((len, ())) = p.fields.at_start(told).filter(|_| field.is_empty()) {
                field = &told[..len];
            }
            end = at;
            continue;
        }
        match p.placed.at_end(rest) {
            Some((len, ())) => end -= len,
            None => break,
        }
    }
    let place = if words.windows(2).any(|w| w == RANKING) { RANKING } else { PLACE };
    let named = clean(&words[..end], lexicon);
    // 在全省128家开发区综合考评中: what they are measured by ends what is told.
    let counted = told.iter().rposition(char::is_ascii_digit).map_or(0, |at| (at + 2).min(told.len()));
    (if named.is_empty() { clean(&told[counted..], lexicon) } else { named }, field, place)
}
