//! The edges of a stretch of words: openings, dates and marks that are no part of a subject.

use super::LONGEST;
use crate::extract::numeral;
use crate::lexicon::Lexicon;

/// Words without openings, dates, blanks and marks at their ends.
pub fn clean<'a>(words: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    let mut words = words;
    loop {
        let before = words.len();
        while let Some(&first) = words.first() {
            let mark = matches!(
                first,
                ' ' | '、' | '和' | '与' | '及' | '的' | ')' | '”' | '’' | ',' | ':' | '-' | '—' | '~'
            );
            if !mark || is_kept(words, lexicon) {
                break;
            }
            words = &words[1..];
        }
        // (任务1.5万亩): a bracket that closes behind the number.
        if words.first() == Some(&'(') && !words.contains(&')') {
            words = &words[1..];
        }
        if let Some(len) = date(words) {
            words = &words[len..];
        }
        // 我先后12次带队: who speaks.
        if let Some(rest) = words.strip_prefix(&['我'])
            && [&lexicon.predicates.openings, &lexicon.verbs.actions, &lexicon.verbs.manners]
                .into_iter()
                .any(|class| class.at_start(rest).is_some_and(|(len, ())| len > 1))
        {
            words = rest;
        }
        if let Some((len, _)) = lexicon.predicates.openings.at_start(words)
            && len < words.len()
            && !is_kept(words, lexicon)
            && [&lexicon.verbs.actions, &lexicon.verbs.manners]
                .into_iter()
                .all(|class| class.at_start(words).is_none_or(|(longer, ())| longer <= len))
        {
            words = &words[len..];
            // 完成了河堤2.3公里, but not 了解.
            if words.len() > 2 && words[0] == '了' && words[1] != '解' {
                words = &words[1..];
            }
        }
        if words.len() == before {
            break;
        }
    }
    while let Some(&last) = words.last() {
        let mark = matches!(
            last,
            ' ' | '、' | '和' | '与' | '及' | '的' | '(' | '“' | ',' | ':' | '共' | '已' | '约' | '近'
        );
        // 6个贫困村中有4个.
        let among = matches!(words, [.., '村' | '户', '中']);
        if !(mark || among) || lexicon.predicates.kept.at_end(words).is_some() {
            break;
        }
        words = &words[..words.len() - 1];
    }
    &words[words.len().saturating_sub(LONGEST)..]
}

/// Words that begin with an opening but are one word: 全社会固定资产投资, 到位资金, 新增….
fn is_kept(words: &[char], lexicon: &Lexicon) -> bool {
    lexicon.predicates.kept.at_start(words).is_some()
}

/// Length of a date at the start: 2018年, 1-10月份, 8月底前, 2014年以来.
pub fn date(words: &[char]) -> Option<usize> {
    let digits = words
        .iter()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | 'x' | 'X' | '至'))
        .count();
    if digits == 0 {
        return within_years(words);
    }
    let unit = *words.get(digits)?;
    if !matches!(unit, '年' | '月' | '日') {
        return None;
    }
    let tail = &words[digits + 1..];
    let extra = match tail {
        ['以', '来', ..] | ['底', '前', ..] => 2,
        ['份' | '底' | '末' | '初' | '度' | '内' | '来' | '前', ..] => 1,
        _ => 0,
    };
    Some(digits + 1 + extra)
}

/// Length of the years within which something is to be so at the start: 五年内.
fn within_years(words: &[char]) -> Option<usize> {
    numeral::digit(*words.first()?)?;
    let digits =
        words.iter().take_while(|&&c| matches!(c, '至' | '到') || numeral::digit(c).is_some()).count();
    words[digits..].starts_with(&['年', '内']).then_some(digits + 2)
}

/// Length of a date or a comparison with one at the end: 比2002年末, 是2020年的, 到2025年.
pub fn date_at_end(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let mut at = words.len();
    while at > 0 && matches!(words[at - 1], '的' | '末' | '底' | '初' | '度') {
        at -= 1;
    }
    if at == 0 {
        return None;
    }
    if words[at - 1] != '年' {
        return plan_at_end(words, at);
    }
    let digits = words[..at - 1]
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | '*'))
        .count();
    if digits < 2 {
        return None;
    }
    at -= 1 + digits;
    // 跃升到2017年的: the verb keeps its 到.
    let p = &lexicon.predicates;
    let reached = at > 0
        && matches!(words[at - 1], '到' | '至')
        && p.reaches.at_end(&words[..at]).is_some_and(|(len, ())| len > 1);
    if at > 0
        && !reached
        && matches!(words[at - 1], '比' | '较' | '与' | '由' | '从' | '到' | '是' | '在' | '至' | '自')
    {
        at -= 1;
    }
    Some(words.len() - at)
}

/// Length of a month by which something is so at the end: 6月底前.
pub fn month_at_end(words: &[char]) -> Option<usize> {
    let rest = words.strip_suffix(&['前']).unwrap_or(words);
    let units: [&[char]; 4] = [&['月', '底'], &['月', '份'], &['月', '初'], &['月']];
    let before = units.into_iter().find_map(|unit| rest.strip_suffix(unit))?;
    let digits = before.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    (digits > 0).then_some(words.len() - before.len() + digits)
}

/// Length of the places that have as much each at the end of a subject: 百姓健身房每个社区.
pub fn each_at_end(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    /// Characters of 每个 and a place.
    const NEAR: usize = 6;
    /// Of a subject before them.
    const SHORTEST: usize = 2;
    let near = words.len().saturating_sub(NEAR);
    let at = near + words[near..].iter().rposition(|&c| c == '每')?;
    let place = &words[at + 1..];
    let place = place.strip_prefix(&['个']).unwrap_or(place);
    // 普及率达到每百人6.8部.
    let per =
        || lexicon.predicates.per.whole(place) && lexicon.predicates.reaches.at_end(&words[..at]).is_some();
    (at >= SHORTEST && (lexicon.predicates.places.whole(place) || per())).then_some(words.len() - at)
}

/// Length of how long it has been so at the end: 连续八年, 连续5年.
pub fn years_running(words: &[char]) -> Option<usize> {
    let before = words.strip_suffix(&['年'])?;
    let digits = before.iter().rev().take_while(|c| c.is_ascii_digit() || numeral::digit(**c).is_some());
    let count = digits.count();
    (count > 0 && before[..before.len() - count].ends_with(&['连', '续'])).then_some(count + 3)
}

/// Length of a comparison with a five-year plan at the end: 是“十一五”时期的, 比“十二五”末.
fn plan_at_end(words: &[char], until: usize) -> Option<usize> {
    let mut at = until;
    while at > 0 && matches!(words[at - 1], '时' | '期' | '间' | '末' | '”') {
        at -= 1;
    }
    let name = match &words[..at] {
        [.., '十', _, '五'] => 3,
        [.., '十' | '九', '五'] => 2,
        _ => return None,
    };
    at -= name;
    at -= usize::from(at > 0 && words[at - 1] == '“');
    let compared = at > 0 && matches!(words[at - 1], '比' | '较' | '与' | '是' | '为');
    compared.then_some(words.len() - at + 1)
}
