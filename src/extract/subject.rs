//! What a number is about: the words before it, after it, or carried over.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::text::is_han;

/// What stands between a subject and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicate {
    /// 增长, 提高.
    Rises,
    /// 下降, 减少.
    Falls,
    /// 完成, 达到.
    Reaches,
    /// 完成任务的, 占.
    Shares,
    /// Only a verb that acts on what follows the number: 新建3处….
    Verb,
}

/// Longest indicator that is kept.
const LONGEST: usize = 40;

/// Subject and predicate in the words before a number. No subject means it must be carried over
/// or stands after the number.
pub fn before_number(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> (Option<String>, Option<Predicate>) {
    let mut end = range.end;
    let start = range.start;
    let mut predicate = None;
    loop {
        let words = &chars[start..end];
        if words.is_empty() {
            break;
        }
        if matches!(words.last(), Some('、' | '和' | '与' | '及' | '(' | ' ' | '了' | ',' | ':' | '/')) {
            end -= 1;
            continue;
        }
        let p = &lexicon.predicates;
        let new_ones = words.ends_with(&['新', '增']) || words.ends_with(&['增', '设']) || words.ends_with(&['增', '收']);
        // 总量及增速: a second subject, not a predicate.
        let joined = |len: usize| {
            words.len() > len
                && matches!(words[words.len() - 1], '速' | '幅')
                && matches!(words[words.len() - len - 1], '及' | '和' | '、' | '与')
        };
        let rises = p.rises.at_end(words).filter(|&(len, ())| !new_ones && !joined(len)).map(|(len, _)| (len, Predicate::Rises));
        let falls = p.falls.at_end(words).map(|(len, _)| (len, Predicate::Falls));
        let reaches = p.reaches.at_end(words).filter(|_| !new_ones).map(|(len, _)| (len, Predicate::Reaches));
        let shares = p.shares.at_end(words).map(|(len, _)| (len, Predicate::Shares));
        let best = [rises, falls, reaches, shares].into_iter().flatten().max_by_key(|&(len, _)| len);
        let adverb = p.adverbs.at_end(words).map(|(len, _)| len);
        match (best, adverb) {
            (Some((len, found)), adverb) if adverb.is_none_or(|a| a <= len) => {
                predicate.get_or_insert(found);
                end -= len;
            }
            (_, Some(len)) => end -= len,
            _ => break,
        }
    }
    let subject = clean(&chars[start..end], lexicon);
    if subject.chars().count() < 2 && !subject.chars().any(|c| c.is_ascii_alphabetic()) {
        return (None, predicate);
    }
    // A verb alone acts on what follows the number.
    let words: Vec<char> = subject.chars().collect();
    if predicate.is_none() && is_only_verbs(&words, lexicon) {
        return (None, Some(Predicate::Verb));
    }
    (Some(strip_verb(&words, lexicon)), predicate)
}

/// The noun after a number that a verb before it acts on: 新建3处**文化广场**. Gives its end too.
pub fn after_number(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> Option<(String, usize)> {
    let mut start = range.start;
    while start < range.end && matches!(chars[start], '的' | ' ' | '(' | ')') {
        start += 1;
    }
    let mut end = start;
    while end < range.end && end - start < LONGEST {
        let c = chars[end];
        if matches!(c, '、' | ',' | ':' | '。' | ';') {
            break;
        }
        if end > start
            && (lexicon.predicates.reaches.at_start(&chars[end..range.end]).is_some_and(|(len, _)| len > 1)
                || lexicon.predicates.rises.at_start(&chars[end..range.end]).is_some_and(|(len, _)| len > 1))
        {
            break;
        }
        end += 1;
    }
    let words = clean(&chars[start..end], lexicon);
    let words: Vec<char> = words.chars().collect();
    (words.len() >= 2 && words.iter().any(|&c| is_han(c))).then(|| (words.iter().collect(), end))
}

/// The noun that a clause without a number is about, after its verb.
pub fn topic(chars: &[char], clause: Range<usize>, lexicon: &Lexicon) -> Option<String> {
    let words: Vec<char> = clean(&chars[clause], lexicon).chars().collect();
    let mut noun: Vec<char> = strip_verb(&words, lexicon).chars().collect();
    for tail in ["建设", "发展", "工作", "进度", "投产", "竣工"] {
        let tail: Vec<char> = tail.chars().collect();
        if noun.len() > tail.len() + 2 && noun.ends_with(&tail) {
            noun.truncate(noun.len() - tail.len());
        }
    }
    (2..=24).contains(&noun.len()).then(|| noun.iter().collect())
}

/// Whether words speak of money, so that a number without a unit is yuan.
pub fn speaks_of_money(before: &[char]) -> bool {
    ["资", "收入", "产值", "税", "GDP", "生产总值", "增加值", "资金", "贷款", "存款", "余额", "利润", "效益", "总额", "销售额", "营收", "消费", "零售"]
        .iter()
        .any(|word| {
            let word: Vec<char> = word.chars().collect();
            before.windows(word.len()).any(|w| w == word)
        })
}

/// Subjects of a chain: `A、B和C` in order; 城乡居民… becomes the urban and the rural one.
pub fn split(words: &str, wanted: usize) -> Vec<String> {
    if wanted < 2 {
        return vec![words.to_owned()];
    }
    let parts: Vec<&str> = split_list(words);
    if parts.len() == wanted {
        let head = parts[0];
        return parts
            .iter()
            .enumerate()
            .map(|(order, part)| complete(head, part, parts.last().copied().unwrap_or(part), order))
            .collect();
    }
    for (pair, first, second) in [("城乡居民", "城镇居民", "农村居民"), ("城乡", "城镇", "农村")] {
        if wanted == 2 && words.contains(pair) {
            return vec![words.replace(pair, first), words.replace(pair, second)];
        }
    }
    if parts.len() > wanted {
        return parts[parts.len() - wanted..].iter().map(|s| (*s).to_owned()).collect();
    }
    vec![words.to_owned()]
}

/// Divides at 、, 和, 与 and 及 outside quotation marks and brackets.
fn split_list(words: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '(' | '《' => depth += 1,
            '”' | ')' | '》' => depth -= 1,
            '、' | '和' | '与' | '及' if depth == 0 => {
                if start < at {
                    parts.push(&words[start..at]);
                }
                start = at + c.len_utf8();
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
fn complete(head: &str, part: &str, last: &str, order: usize) -> String {
    const ATTRIBUTES: &[&str] = &["总量", "增速", "增幅", "规模", "总额"];
    if order > 0 && ATTRIBUTES.contains(&part) {
        for attribute in ATTRIBUTES {
            if let Some(owner) = head.strip_suffix(attribute) {
                return format!("{owner}{part}");
            }
        }
    }
    if part.is_ascii() {
        let tail: String = last.chars().skip_while(char::is_ascii).collect();
        return format!("{part}{tail}");
    }
    part.to_owned()
}

/// Words without openings, dates, blanks and marks at their ends.
pub fn clean(words: &[char], lexicon: &Lexicon) -> String {
    let mut words: &[char] = words;
    loop {
        let before = words.len();
        while let Some(&first) = words.first() {
            if matches!(first, ' ' | '、' | '和' | '与' | '及' | '的' | ')' | '”' | '’' | ',' | ':' | '-' | '—' | '~' | '年' | '月') {
                words = &words[1..];
            } else {
                break;
            }
        }
        if let Some(len) = date(words) {
            words = &words[len..];
        }
        if let Some((len, _)) = lexicon.predicates.openings.at_start(words)
            && len < words.len()
            && !protected(words)
        {
            words = &words[len..];
        }
        if words.len() == before {
            break;
        }
    }
    while let Some(&last) = words.last() {
        if matches!(last, ' ' | '、' | '和' | '与' | '及' | '的' | '(' | '“' | ',' | ':' | '共' | '已' | '约' | '近') {
            words = &words[..words.len() - 1];
        } else {
            break;
        }
    }
    let from = words.len().saturating_sub(LONGEST);
    words[from..].iter().collect()
}

/// Words that begin with an opening but are one word: 全社会固定资产投资, 到位资金, 新增….
fn protected(words: &[char]) -> bool {
    ["全社会", "全部", "全面", "全员", "全民", "全域", "全体", "到位", "对外", "对口", "在校", "在建", "在册", "为民", "新增", "新建", "新型", "新改建", "新开", "新注册", "新能源", "新认定", "新引进", "新签", "新发", "新落", "新设", "新兴", "共享", "有机", "有效", "有线", "人均", "将军", "并网", "年产", "年均", "年末", "年检", "现代", "现价", "现场", "通过率", "以上", "以工", "以商", "再就业", "再生", "在外", "从业", "由"]
        .iter()
        .any(|w| words.starts_with(&w.chars().collect::<Vec<_>>()))
}

/// Length of a date at the start: 2018年, 1-10月份, 8月底.
fn date(words: &[char]) -> Option<usize> {
    let digits = words.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | 'x' | 'X' | '至')).count();
    if digits == 0 {
        return None;
    }
    let unit = *words.get(digits)?;
    if !matches!(unit, '年' | '月' | '日') {
        return None;
    }
    let tail = words.get(digits + 1).copied();
    let extra = usize::from(matches!(tail, Some('份' | '底' | '末' | '初' | '度' | '内')));
    Some(digits + 1 + extra)
}

/// Only verbs and their manners.
fn is_only_verbs(words: &[char], lexicon: &Lexicon) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        let verb = lexicon.verbs.actions.at_start(rest).map(|(len, _)| len);
        let manner = lexicon.verbs.manners.at_start(rest).map(|(len, _)| len);
        match verb.max(manner) {
            Some(len) => rest = &rest[len..],
            None if matches!(rest[0], '了' | '、' | '和') => rest = &rest[1..],
            None => return false,
        }
    }
    true
}

/// The noun after the verbs that open the words; the verb stays where the noun alone is too short.
fn strip_verb(words: &[char], lexicon: &Lexicon) -> String {
    let mut rest = words;
    loop {
        let manner = lexicon.verbs.manners.at_start(rest).map(|(len, _)| len);
        let verb = lexicon.verbs.actions.at_start(rest).map(|(len, _)| len);
        let Some(len) = verb.max(manner).filter(|&len| len > 1) else { break };
        let mut next = &rest[len..];
        while matches!(next.first(), Some('了' | '、' | '好')) {
            next = &next[1..];
        }
        if next.len() < 2 {
            break;
        }
        // A noun that begins with a verb is one word: 建设用地, 服务业, 改造面积.
        if next.len() == 2 && len == 2 && rest.len() == words.len() {
            break;
        }
        rest = next;
    }
    rest.iter().collect()
}
