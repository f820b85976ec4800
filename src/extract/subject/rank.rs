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
    loop {
        let rest = &words[..end];
        if let Some((len, ())) = p.fields.at_end(rest).filter(|_| field.is_empty()) {
            field = &rest[end - len..];
            end -= len;
            continue;
        }
        // 在全国入围的500个县中: the field told at length.
        if rest.last() == Some(&'中')
            && let Some(at) = rest.iter().rposition(|&c| c == '在')
        {
            let told = &rest[at + 1..];
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
    (clean(&words[..end], lexicon), field, place)
}
