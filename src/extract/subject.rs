//! What a number is about: the words before it, after it, or carried over.

use std::ops::Range;

use super::numeral;
use crate::lexicon::Lexicon;
use crate::text::is_han;
use crate::text::phrase::{ends, ends_any, holds, is, starts};

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

/// What stands before a number in its clause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Before {
    /// The subject; none where it must be carried over or stands after the number.
    pub subject: Option<String>,
    /// What stands between subject and number.
    pub predicate: Option<Predicate>,
    /// The words of a share (完成年初任务目标), without 的.
    pub share: Option<String>,
    /// The subject is a verb alone, or a list that the noun after the number closes.
    pub wants_noun: bool,
}

/// Subject and predicate in the words before a number.
pub fn before_number(chars: &[char], range: Range<usize>, lexicon: &Lexicon) -> Before {
    let mut end = range.end;
    let start = range.start;
    let mut found = Before::default();
    let all: Vec<char> = clean(&chars[range.clone()], lexicon).chars().collect();
    // 改造提升3条主干道路: two verbs that act, though the second could tell a rise.
    if all.len() >= 4
        && all.len() <= 6
        && is_only_verbs(&all, lexicon)
        && lexicon.predicates.rises.at_start(&all).is_none_or(|(len, ())| len < 2)
        && lexicon.verbs.actions.at_start(&all).is_some_and(|(len, ())| len >= 2)
        && lexicon.verbs.manners.at_start(&all).is_none()
    {
        found.predicate = Some(Predicate::Verb);
        found.wants_noun = true;
        found.subject = Some(all.iter().collect());
        return found;
    }
    loop {
        let words = &chars[start..end];
        if words.is_empty() {
            break;
        }
        if matches!(words.last(), Some('、' | '和' | '与' | '及' | '(' | ' ' | '了' | ',' | ':' | '/')) {
            end -= 1;
            continue;
        }
        if let Some(len) = date_at_end(words) {
            end -= len;
            continue;
        }
        let p = &lexicon.predicates;
        let new_ones = words.ends_with(&['新', '增'])
            || words.ends_with(&['增', '设'])
            || words.ends_with(&['增', '收']);
        // 总量及增速: a second subject, not a predicate.
        let joined = |len: usize| {
            words.len() > len
                && matches!(words[words.len() - 1], '速' | '幅')
                && matches!(words[words.len() - len - 1], '及' | '和' | '、' | '与')
        };
        let rises = p
            .rises
            .at_end(words)
            .filter(|&(len, ())| !new_ones && !joined(len))
            .map(|(len, _)| (len, Predicate::Rises));
        let falls = p.falls.at_end(words).map(|(len, _)| (len, Predicate::Falls));
        let reaches = p.reaches.at_end(words).filter(|_| !new_ones).map(|(len, _)| (len, Predicate::Reaches));
        let shares = p.shares.at_end(words).map(|(len, _)| (len, Predicate::Shares));
        let best = [rises, falls, reaches, shares].into_iter().flatten().max_by_key(|&(len, _)| len);
        let adverb = p.adverbs.at_end(words).map(|(len, _)| len);
        match (best, adverb) {
            (Some((len, kind)), adverb) if adverb.is_none_or(|a| a <= len) => {
                found.predicate.get_or_insert(kind);
                if kind == Predicate::Shares && found.share.is_none() {
                    let words: String = words[words.len() - len..].iter().collect();
                    found.share = Some(words.trim_end_matches(['的', '达', '为']).to_owned());
                }
                end -= len;
            }
            (_, Some(len)) => end -= len,
            _ => break,
        }
    }
    let listed = matches!(chars.get(end).filter(|_| end < range.end), Some('、' | '和' | '与' | '及'));
    let words: Vec<char> = clean(&chars[start..end], lexicon).chars().collect();
    // 先后有3000多名游客: nothing but openings.
    let nothing = lexicon.predicates.openings.at_start(&words).is_some_and(|(len, ())| len == words.len());
    // 2024年再招引8个: the same again.
    let again =
        is_only_verbs(&words, lexicon) && words.len() < end - start && chars[end - words.len() - 1] == '再';
    let nothing = nothing || is(&words, "同比增收") || is(&words, "增收");
    if nothing || again || words.len() < 2 && !words.iter().any(char::is_ascii_alphabetic) {
        found.wants_noun = true;
        return found;
    }
    if found.predicate.is_none() {
        if is_only_verbs(&words, lexicon) {
            found.predicate = Some(Predicate::Verb);
            found.wants_noun = true;
        } else if listed
            || words.last() == Some(&'等')
            || ends_in_verb(&words, lexicon)
            || words.contains(&'、')
        {
            found.wants_noun = true;
        }
    }
    found.subject = Some(strip_verb(&words, lexicon));
    found
}

/// Length of a date or a comparison with one at the end: 比2002年末, 是2020年的, 到2025年.
fn date_at_end(words: &[char]) -> Option<usize> {
    let mut at = words.len();
    while at > 0 && matches!(words[at - 1], '的' | '末' | '底' | '初' | '度') {
        at -= 1;
    }
    if at == 0 || words[at - 1] != '年' {
        return None;
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
    if at > 0 && matches!(words[at - 1], '比' | '较' | '与' | '由' | '从' | '到' | '是' | '在' | '至' | '自')
    {
        at -= 1;
    }
    Some(words.len() - at)
}

/// The last word is a verb that acts on what follows: 每个乡镇建成, 县政府设立.
fn ends_in_verb(words: &[char], lexicon: &Lexicon) -> bool {
    const NOUNS_TOO: &[&str] = &[
        "投资",
        "建设",
        "改造",
        "绿化",
        "治理",
        "整治",
        "修复",
        "招商",
        "造林",
        "种植",
        "养殖",
        "培训",
        "宣传",
        "检查",
        "服务",
        "加固",
        "养护",
        "亮化",
        "硬化",
        "美化",
        "净化",
        "复垦",
        "搬迁",
        "安置",
        "脱贫",
        "整改",
        "登记",
        "核查",
        "走访",
        "慰问",
        "接待",
        "巡查",
        "排查",
        "植树",
        "封山育林",
        "出口",
        "生产",
        "销售",
        "征地",
        "拆迁",
        "流转",
        "立案",
        "上",
        "办",
        "修",
        "改",
        "推",
        "抓",
        "引",
        "招",
        "建",
        "种",
        "栽",
        "扩",
        "拓",
        "植",
        "育",
        "促",
        "示范",
        "繁育",
        "补植",
        "救助",
        "帮扶",
        "约谈",
        "签约",
        "转移",
        "输出",
        "监测",
        "参加",
        "保障",
    ];
    lexicon.verbs.actions.at_end(words).is_some_and(|(len, ())| {
        let verb: String = words[words.len() - len..].iter().collect();
        len > 1 && words.len() > len && !NOUNS_TOO.contains(&verb.as_str())
    })
}

/// The noun after a number: 新建3处**文化广场**, 985项**政务服务**实现…. Gives its end too.
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
        let rest = &chars[end..range.end];
        if c == '和' && rest.get(1).is_some_and(|&next| numeral::opens(next)) {
            break;
        }
        let verb = end >= start + 2
            && [&lexicon.predicates.reaches, &lexicon.predicates.rises, &lexicon.predicates.falls]
                .into_iter()
                .any(|class| class.at_start(rest).is_some_and(|(len, ())| len > 1));
        let happens = end >= start + 2
            && [
                "全部",
                "均",
                "列入",
                "纳入",
                "落户",
                "入驻",
                "投入使用",
                "报道",
                "进入",
                "喝上",
                "吃上",
                "年内",
                "年底",
                "到我",
                "顺利",
                "相继",
            ]
            .iter()
            .any(|w| starts(rest, w));
        if verb || happens {
            break;
        }
        end += 1;
    }
    let words = clean(&chars[start..end], lexicon);
    let mut words: Vec<char> = words.chars().collect();
    for tail in [['建', '设'], ['任', '务'], ['工', '作']] {
        if words.len() > 6 && words.ends_with(&tail) {
            words.truncate(words.len() - 2);
        }
    }
    (words.len() >= 2 && words.iter().any(|&c| is_han(c))).then(|| (words.iter().collect(), end))
}

/// An indicator without the attribute at its end: 规上工业总产值 → 规上工业.
pub fn owner_of(indicator: &str, lexicon: &Lexicon) -> String {
    let words: Vec<char> = indicator.chars().collect();
    match lexicon.predicates.attributes.at_end(&words) {
        Some((len, ())) if words.len() >= len + 2 => words[..words.len() - len].iter().collect(),
        _ => indicator.to_owned(),
    }
}

/// Whether words are an attribute that needs an owner: 总投资, 总量及增速.
pub fn is_attribute(words: &str, lexicon: &Lexicon) -> bool {
    split_list(words).iter().all(|part| {
        let part: Vec<char> = part.chars().collect();
        lexicon.predicates.attributes.at_start(&part).is_some_and(|(len, ())| len == part.len())
            || part.starts_with(&['项', '目'])
                && lexicon
                    .predicates
                    .attributes
                    .at_start(&part[2..])
                    .is_some_and(|(len, ())| len + 2 == part.len())
    })
}

/// Words before a rank without the field that they are ranked in, and that field: 综合考核, 全县.
pub fn ranked(words: &[char], lexicon: &Lexicon) -> (String, String) {
    const FIELDS: &[&str] =
        &["全县", "全市", "全省", "全国", "全区", "全镇", "全州", "全乡", "县", "市", "省"];
    let mut end = words.len();
    let mut field = String::new();
    loop {
        let rest = &words[..end];
        if let Some(found) = FIELDS.iter().find(|f| ends(rest, f)).filter(|_| field.is_empty()) {
            field = (*found).to_owned();
            end -= found.chars().count();
            continue;
        }
        let reached = [
            "进入",
            "位居",
            "位列",
            "名列",
            "排名",
            "稳居",
            "跃居",
            "居",
            "列",
            "排",
            "在",
            "均",
            "分别",
            "为",
            ",",
            "、",
            "全部",
            "同类",
            "乡镇中",
        ]
        .iter()
        .find(|w| ends(rest, w));
        match reached {
            Some(word) => end -= word.chars().count(),
            None => break,
        }
    }
    (clean(&words[..end], lexicon), field)
}

/// The noun that a clause without a number is about, after its verb.
pub fn topic(chars: &[char], clause: Range<usize>, lexicon: &Lexicon) -> Option<String> {
    let words: Vec<char> = clean(&chars[clause], lexicon).chars().collect();
    let mut noun: Vec<char> = strip_verb(&words, lexicon).chars().collect();
    for tail in ["建设", "发展", "工作", "进度", "投产", "竣工"] {
        if noun.len() > 4 && ends(&noun, tail) {
            noun.truncate(noun.len() - 2);
        }
    }
    (2..=24).contains(&noun.len()).then(|| noun.iter().collect())
}

/// The thing that a clause without a number sets up for the numbers after it: 加快产业园建设.
pub fn carried_topic(chars: &[char], clause: Range<usize>, lexicon: &Lexicon) -> Option<String> {
    const LONGEST_TOPIC: usize = 16;
    let words = &chars[clause.clone()];
    // 力争某生产线年底投产: the thing that the clause names, up to its head.
    let head = (2..=words.len())
        .rev()
        .find(|&end| lexicon.heads.at_end(&words[..end]).is_some_and(|(len, _)| len >= 2 && end > len + 1));
    if let Some(end) = head {
        let named: Vec<char> = clean(&words[..end], lexicon).chars().collect();
        let topic = strip_verb(&named, lexicon);
        let fits = (4..=LONGEST_TOPIC).contains(&topic.chars().count());
        if fits && !lexicon.is_common(&topic.chars().collect::<Vec<_>>()) {
            return Some(topic);
        }
    }
    let words: Vec<char> = clean(words, lexicon).chars().collect();
    let led_by_verb = lexicon.verbs.actions.at_start(&words).is_some_and(|(len, ())| len > 1);
    let tells = lexicon.predicates.rises.any_in(&words) || lexicon.predicates.falls.any_in(&words);
    let thing = ends_any(&words, &["项目", "工程", "园区", "基地", "企业", "产业园", "景区"]);
    if (led_by_verb && !tells) || thing {
        topic(chars, clause, lexicon).filter(|topic| topic.chars().count() <= 14)
    } else {
        None
    }
}

/// Whether words speak of money, so that a number without a unit is yuan.
pub fn speaks_of_money(before: &[char]) -> bool {
    [
        "资",
        "收入",
        "产值",
        "税",
        "GDP",
        "生产总值",
        "增加值",
        "资金",
        "贷款",
        "存款",
        "余额",
        "利润",
        "效益",
        "总额",
        "销售额",
        "营收",
        "消费",
        "零售",
    ]
    .iter()
    .any(|word| holds(before, word))
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
    for (pair, first, second) in [("城乡居民", "城镇居民", "农村居民"), ("城乡", "城镇", "农村")]
    {
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
    let len = part.chars().count();
    if part != last {
        // 城镇、农村居民人均可支配收入: the short one shares all but the first word.
        // 城镇、农村居民人均可支配收入, 城镇居民、农村居民人均…: the first shares what follows.
        let twin: Vec<char> = last.chars().take(len).collect();
        let alike = len >= 4
            && twin.iter().rev().take(2).rev().eq(part.chars().skip(len - 2).collect::<Vec<_>>().iter());
        if (len <= 3 || alike) && last.chars().count() > len + 3 {
            return part.chars().chain(last.chars().skip(len)).collect();
        }
        // 企业开办和项目审批时间: both are times.
        for measure in ["时间", "浓度", "比例"] {
            if last.ends_with(measure) && !part.ends_with(measure) {
                return format!("{part}{measure}");
            }
        }
    }
    part.to_owned()
}

/// Words without openings, dates, blanks and marks at their ends.
pub fn clean(words: &[char], lexicon: &Lexicon) -> String {
    let mut words: &[char] = words;
    loop {
        let before = words.len();
        while let Some(&first) = words.first() {
            if matches!(
                first,
                ' ' | '、' | '和' | '与' | '及' | '的' | ')' | '”' | '’' | ',' | ':' | '-' | '—' | '~'
            ) {
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
            && [&lexicon.verbs.actions, &lexicon.verbs.manners]
                .into_iter()
                .all(|class| class.at_start(words).is_none_or(|(longer, ())| longer <= len))
        {
            words = &words[len..];
        }
        if words.len() == before {
            break;
        }
    }
    while let Some(&last) = words.last() {
        if matches!(
            last,
            ' ' | '、' | '和' | '与' | '及' | '的' | '(' | '“' | ',' | ':' | '共' | '已' | '约' | '近'
        ) {
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
    [
        "招商引资",
        "计划生育",
        "完成投资",
        "开发区",
        "全社会",
        "全部",
        "全面",
        "全员",
        "全民",
        "全域",
        "全体",
        "到位",
        "对外",
        "对口",
        "在校",
        "在建",
        "在册",
        "为民",
        "新增",
        "新建",
        "新型",
        "新改建",
        "新开",
        "新注册",
        "新能源",
        "新认定",
        "新引进",
        "新签",
        "新发",
        "新落",
        "新设",
        "新兴",
        "共享",
        "有机",
        "有效",
        "有线",
        "人均",
        "将军",
        "并网",
        "年产",
        "年均",
        "年末",
        "年检",
        "现代",
        "现价",
        "现场",
        "通过率",
        "以上",
        "以工",
        "以商",
        "再就业",
        "再生",
        "在外",
        "从业",
        "由",
    ]
    .iter()
    .any(|w| starts(words, w))
}

/// Length of a date at the start: 2018年, 1-10月份, 8月底.
fn date(words: &[char]) -> Option<usize> {
    let digits = words
        .iter()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '~' | 'x' | 'X' | '至'))
        .count();
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

/// Verbs that say nothing of their own: 完成新建公厕 is 公厕.
const LIGHT_VERBS: &[&str] = &[
    "完成",
    "实施",
    "开展",
    "推进",
    "实现",
    "组织",
    "抓好",
    "做好",
    "加快",
    "继续",
    "深入",
    "全面",
    "力争",
    "确保",
    "组织开展",
    "加快推进",
    "扎实推进",
    "有序推进",
    "全面完成",
    "启动",
    "共",
];

/// Nouns that begin like a verb.
const COMPOUNDS: &[&str] = &[
    "招商引资",
    "计划生育",
    "开发区",
    "服务业",
    "建设用地",
    "生产总值",
    "加工业",
    "造林绿化",
    "植树造林",
    "封山育林",
    "服务中心",
    "生产路",
];

/// The noun after the verbs that open the words, or after the last verb where someone or some place
/// opens them (某路安装路灯); the verb stays where the noun alone is too short.
fn strip_verb(words: &[char], lexicon: &Lexicon) -> String {
    let mut rest = words;
    let mut acted = false;
    loop {
        if COMPOUNDS.iter().any(|word| starts(rest, word)) {
            break;
        }
        let manner = lexicon.verbs.manners.at_start(rest).map(|(len, _)| len).filter(|_| !acted);
        let verb = lexicon.verbs.actions.at_start(rest).map(|(len, _)| len);
        let Some(len) = verb.max(manner).filter(|&len| len > 1) else { break };
        let light = LIGHT_VERBS.iter().any(|w| is(&rest[..len], w));
        if acted && !light {
            break;
        }
        let mut next = &rest[len..];
        while matches!(next.first(), Some('了' | '、' | '好' | ')')) {
            next = &next[1..];
        }
        // The noun alone would say too little, or the verb is the first half of one word: 建设用地.
        if next.len() < 3 {
            break;
        }
        acted |= verb == Some(len) && !light;
        rest = next;
    }
    if !acted && let Some(noun) = after_last_verb(rest, lexicon) {
        rest = noun;
    }
    let mut noun = rest;
    // 《…》《…》等宣传资料: the list only illustrates its noun.
    if let Some(at) = noun.iter().rposition(|&c| c == '等')
        && noun.len() >= at + 3
        && noun[..at].iter().any(|&c| matches!(c, '、' | '》'))
    {
        noun = &noun[at + 1..];
    }
    for prefix in ["各类", "各种", "辖区内", "全部"] {
        let len = prefix.chars().count();
        if noun.len() > len + 2 && starts(noun, prefix) {
            noun = &noun[len..];
        }
    }
    if noun.first() == Some(&'(')
        && let Some(close) = noun.iter().position(|&c| c == ')')
        && close + 2 < noun.len()
    {
        noun = &noun[close + 1..];
    }
    noun.iter().collect()
}

/// What follows the last verb of building, fitting or finding that is not the first word.
fn after_last_verb<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    const VERBS: &[&str] = &[
        "安装", "建成", "新建", "新增", "增加", "配备", "铺设", "设立", "设置", "发放", "栽植", "种植",
        "完成", "开展", "举办", "购置", "打造", "引进", "培育", "吸引", "争取", "新修", "修建", "联系",
        "喝上", "吃上", "签约", "实施", "改造",
    ];
    (1..words.len()).rev().find_map(|at| {
        let rest = &words[at..];
        let verb = VERBS.iter().find(|w| starts(rest, w) && rest.len() >= w.chars().count() + 2)?;
        let noun = &rest[verb.chars().count()..];
        let whole =
            !matches!(noun.first(), Some('、' | '的' | '和' | '率' | '面' | '任' | '投' | '值' | '额'))
                && lexicon.verbs.actions.at_start(noun).is_none();
        (whole && at >= 2).then_some(noun)
    })
}
