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
    let parts = parts(words);
    !parts.is_empty()
        && parts.iter().all(|part| {
            attributes.whole(part) || part.starts_with(&['项', '目']) && attributes.whole(&part[2..])
        })
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
    let parts = parts(words);
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
fn parts(words: &[char]) -> Vec<&[char]> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    for (at, c) in words.iter().enumerate() {
        match c {
            '“' | '(' | '《' => depth += 1,
            '”' | ')' | '》' => depth -= 1,
            // 普及率, 涉及金额, 参与率: no list.
            '与' | '及'
                if at > 0 && matches!((words[at - 1], c), ('普' | '涉' | '惠', '及') | ('参', '与')) => {
            }
            '、' | '和' | '与' | '及' if depth == 0 => {
                if start < at {
                    parts.push(&words[start..at]);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < words.len() {
        parts.push(&words[start..]);
    }
    parts
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
