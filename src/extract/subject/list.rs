//! Several subjects in a row, and attributes that need an owner.

use crate::lexicon::Lexicon;
use crate::text::phrase::{ends, starts};

/// An indicator without the attribute at its end: 规上工业总产值 → 规上工业.
pub fn owner_of<'a>(indicator: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    /// Visitors are counted, tourism earns.
    const TOURISM: &[char] = &['旅', '游'];
    if ends(indicator, "游客") {
        return TOURISM;
    }
    match lexicon.predicates.attributes.at_end(indicator) {
        Some((len, ())) if indicator.len() >= len + 2 => &indicator[..indicator.len() - len],
        _ => indicator,
    }
}

/// Whether words are an attribute that needs an owner: 总投资, 总量及增速.
pub fn is_attribute(words: &[char], lexicon: &Lexicon) -> bool {
    let attributes = &lexicon.predicates.attributes;
    let attribute = |part: &[char]| {
        attributes.whole(part) || part.strip_prefix(&['项', '目']).is_some_and(|rest| attributes.whole(rest))
    };
    // Most words do not even end as one.
    let ends =
        || matches!(words.last(), Some('、' | '和' | '与' | '及')) || attributes.at_end(words).is_some();
    let mut parts = parts(words).peekable();
    ends() && parts.peek().is_some() && parts.all(attribute)
}

/// Two things in one word.
const TWINS: &[(&str, [&str; 2])] = &[
    ("城乡", ["城镇", "农村"]),
    ("存贷款", ["存款", "贷款"]),
    ("进出口", ["进口", "出口"]),
    ("化肥农药", ["化肥", "农药"]),
    ("批次人次", ["批次", "人次"]),
];

/// Subjects of a chain: `A、B和C` in order; 城乡居民… becomes the urban and the rural one.
pub fn split(words: &[char], wanted: usize, lexicon: &Lexicon) -> Vec<Vec<char>> {
    if wanted < 2 {
        return vec![words.to_vec()];
    }
    let parts: Vec<&[char]> = parts(words).collect();
    if parts.len() == wanted {
        let (head, last) = (parts[0], parts[parts.len() - 1]);
        return parts
            .iter()
            .enumerate()
            .map(|(order, part)| complete(head, part, last, order, lexicon))
            .collect();
    }
    if wanted == 2
        && let Some((at, twins, both)) = TWINS.iter().find_map(|(both, twins)| {
            let at = (0..words.len()).find(|&at| starts(&words[at..], both))?;
            Some((at, twins, both.chars().count()))
        })
    {
        let (head, tail) = (&words[..at], &words[at + both..]);
        let of = |twin: &&str| head.iter().copied().chain(twin.chars()).chain(tail.iter().copied()).collect();
        return twins.iter().map(of).collect();
    }
    if parts.len() > wanted {
        return parts[parts.len() - wanted..].iter().map(|part| part.to_vec()).collect();
    }
    vec![words.to_vec()]
}

/// Divides at 、, 和, 与 and 及 outside quotation marks and brackets.
fn parts(words: &[char]) -> impl Iterator<Item = &[char]> {
    let (mut depth, mut last) = (0, ' ');
    let divides = move |&c: &char| {
        let before = std::mem::replace(&mut last, c);
        match c {
            '“' | '(' | '《' => depth += 1,
            '”' | ')' | '》' => depth -= 1,
            '、' | '和' => return depth == 0,
            // 普及率, 涉及金额, 参与率: no list.
            '及' => return depth == 0 && !matches!(before, '普' | '涉' | '惠'),
            '与' => return depth == 0 && before != '参',
            _ => {}
        }
        false
    };
    words.split(divides).filter(|part| !part.is_empty())
}

/// Parts of a chain share what only one end names: `PM2.5、PM10平均浓度`, `财政收入总量及增速`.
fn complete(head: &[char], part: &[char], last: &[char], order: usize, lexicon: &Lexicon) -> Vec<char> {
    let p = &lexicon.predicates;
    if order > 0
        && p.aspects.whole(part)
        && let Some((len, ())) = p.aspects.at_end(head)
    {
        return [&head[..head.len() - len], part].concat();
    }
    if part.iter().all(char::is_ascii) {
        // GDP、规上工业增加值 share nothing.
        let tail = last.iter().position(|c| !c.is_ascii()).filter(|at| *at > 0).unwrap_or(last.len());
        return [part, &last[tail..]].concat();
    }
    let len = part.len();
    if part != last {
        // 城镇、农村居民人均可支配收入, 城镇居民、农村居民人均…: the first shares what follows.
        let alike = len >= 4 && last.len() >= len && last[len - 2..len] == part[len - 2..];
        if (len <= 3 || alike) && last.len() > len + 3 {
            return [part, &last[len..]].concat();
        }
        // 康泰药业、三江化工产值.
        if let Some((shared, ())) = p.attributes.at_end(last)
            && last.len() >= shared + 2
            && p.attributes.at_end(part).is_none()
            && p.rates.at_end(part).is_none()
            && lexicon.canonical_indicator(part).is_none()
            && lexicon.canonical_indicator(last).is_none()
        {
            return [part, &last[last.len() - shared..]].concat();
        }
        if let Some((len, ())) = p.shared.at_end(last) {
            let shared = &last[last.len() - len..];
            if !part.windows(len).any(|words| words == shared) {
                return [part, shared].concat();
            }
        }
    }
    part.to_vec()
}
