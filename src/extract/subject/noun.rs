//! The noun that a number counts, freed of the verbs around it.

use std::borrow::Cow;
use std::ops::Range;

use super::{LONGEST, clean, edges};
use crate::extract::numeral;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends, starts};

/// Verbs that make another thing of what they add: 新增停车位 is not 停车位.
pub const ADDING: &[[char; 2]] = &[['新', '增'], ['净', '增']];

/// The noun after a number, and what its clause says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun<'a> {
    /// 22家**矿山企业**列入整合调整范围.
    pub words: &'a [char],
    /// 22家矿山企业**列入整合调整范围**; empty where the clause ends with the noun.
    pub happens: &'a [char],
    /// Where the noun ends in the text.
    pub end: usize,
}

impl<'a> Noun<'a> {
    /// What is counted as one phrase, in the order of a Chinese attribute: 列入整合调整范围矿山企业.
    pub fn phrase(&self) -> Cow<'a, [char]> {
        let out_of_poverty = ends(self.happens, "脱贫");
        let words = self.words.strip_prefix(&['贫', '困']).filter(|_| out_of_poverty).unwrap_or(self.words);
        if self.happens.is_empty() { words.into() } else { [self.happens, words].concat().into() }
    }
}

/// The noun after a number: 新建3处**文化广场**, 985项**政务服务**实现….
pub fn after_number<'a>(chars: &'a [char], range: Range<usize>, lexicon: &Lexicon) -> Option<Noun<'a>> {
    let mut start = range.start;
    while start < range.end && matches!(chars[start], '的' | ' ' | '(' | ')') {
        start += 1;
    }
    // 投入2亿元用于道路建设.
    if starts(&chars[start.min(range.end)..range.end], "用于") {
        start += 2;
    }
    // 45户春节前全部入住: by when, and how many of them, says nothing of what they are.
    for class in [&lexicon.periods.limits, &lexicon.predicates.quantifiers] {
        let rest = &chars[start.min(range.end)..range.end];
        start += class.at_start(rest).map_or(0, |(len, ())| len);
    }
    let mut end = start;
    let mut happens: &[char] = &[];
    while end < range.end && end - start < LONGEST {
        let c = chars[end];
        if matches!(c, '、' | ',' | ':' | '。' | ';') {
            break;
        }
        let rest = &chars[end..range.end];
        if c == '和' && rest.get(1).is_some_and(|&next| numeral::opens(next)) {
            break;
        }
        // 5000名学生每生资助1500元: what each gets.
        if c == '每' && end >= start + 2 {
            break;
        }
        // 210个村通上客车: a place may be told in one character.
        let named = end >= start + 2 || lexicon.predicates.places.whole(&chars[start..end]);
        // 低于全市平均水平: 均 is the end of a word.
        let mean = c == '均' && named && matches!(chars[end - 1], '平' | '人');
        // 32个重点项目6月底前全部开工.
        let dated = || c.is_ascii_digit() && edges::date(rest).is_some();
        // 2个市场星级化改造提升: one word with what stands before.
        let joined = || {
            rest.starts_with(&['提', '升'])
                && lexicon.verbs.actions.at_end(&chars[start..end + 2]).is_some_and(|(len, ())| len > 2)
        };
        let told = named && (dated() || !mean && happening(rest, lexicon) && !joined());
        if told && !is_only_verbs(&chars[start..end], lexicon) {
            happens = said(rest, lexicon);
            break;
        }
        if end >= start + 2 && lexicon.predicates.purposes.at_start(rest).is_some() {
            break;
        }
        end += 1;
    }
    let mut words = clean(&chars[start..end], lexicon);
    for tail in [['建', '设'], ['任', '务'], ['工', '作']] {
        if words.len() > 6 && words.ends_with(&tail) {
            words = &words[..words.len() - 2];
        }
    }
    // 3个片区的道路改造: the place is counted, the work is told of it.
    if let Some(at) = words.iter().position(|&c| c == '的')
        && lexicon.predicates.places.whole(&words[..at])
        && words.len() >= at + 3
    {
        happens = &words[at + 1..];
        words = &words[..at];
    }
    // 98户住户进行搬迁: what becomes of them.
    if happens.is_empty()
        && let Some(at) = words.windows(2).position(|pair| pair == ['进', '行'])
        && at >= 2
        && words.len() >= at + 4
    {
        happens = &words[at + 2..];
        words = &words[..at];
    }
    // 1559人实现稳定脱贫.
    if let Some(rest) = words.strip_prefix(&['实', '现'])
        && rest.len() >= 2
    {
        words = rest;
    }
    // 投资2亿元实施易地搬迁, 投资2400万元建设西坪公路.
    let verb = lexicon.verbs.light.at_start(words).map(|(len, ())| len);
    let verb = verb.or_else(|| words.starts_with(&['建', '设']).then_some(2));
    if let Some(len) = verb.filter(|len| words.len() >= len + 3)
        && lexicon.verbs.compounds.at_start(words).is_none()
    {
        words = &words[len..];
    }
    words = last_kind(words, lexicon);
    let named = words.len() >= 2 || words.len() == 1 && !happens.is_empty();
    (named && words.iter().any(|&c| is_han(c))).then_some(Noun { words, happens, end })
}

/// The words tell what the thing before them does or undergoes.
fn happening(rest: &[char], lexicon: &Lexicon) -> bool {
    let p = &lexicon.predicates;
    let told = || rest.split(|c| matches!(c, ',' | '、' | ':' | '。' | ';')).next().unwrap_or(rest);
    // 家庭医生签约服务团队, 就业见习基地: a name goes on.
    let named = || lexicon.heads.at_end(told()).is_some() || p.bodies.at_end(told()).is_some();
    // 稳定增收: with its manner.
    let manner = lexicon.verbs.manners.at_start(rest);
    if manner.is_some_and(|(len, ())| len > 1 && p.happens.at_start(&rest[len..]).is_some()) {
        return !named();
    }
    if let Some((len, ())) = p.happens.at_start(rest) {
        return !lexicon.verbs.nouns_too.whole(&rest[..len]) || len == told().len() || !named();
    }
    if p.reaches.at_start(rest).is_some_and(|(len, ())| len > 1) {
        return true;
    }
    // 饮水安全巩固提升工程: a name, no rise.
    [&p.rises, &p.falls].into_iter().any(|c| c.at_start(rest).is_some_and(|(len, ())| len > 1)) && !named()
}

/// What is told of a counted thing, as an attribute of it: without 全部, 均已 and what follows a comma.
fn said<'a>(rest: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    /// A longer tale is no attribute.
    const LONGEST_TALE: usize = 14;
    let len = rest.iter().position(|c| matches!(c, ',' | ':' | '。' | ';' | '(')).unwrap_or(rest.len());
    let mut words = &rest[..len];
    if let Some(len) = edges::date(words) {
        words = &words[len..];
    }
    while words.last() == Some(&'了') {
        words = &words[..words.len() - 1];
    }
    if let Some(rest) = words.strip_prefix(&['全', '部']) {
        words = rest;
    }
    if let Some(rest) = words.strip_prefix(&['实', '现']) {
        words = rest;
    }
    loop {
        let manner = lexicon.verbs.manners.at_start(words).map(|(len, ())| len);
        let verb = lexicon.verbs.actions.at_start(words).map(|(len, ())| len);
        let lead = lexicon.predicates.quantifiers.at_start(words).map(|(len, ())| len);
        match lead.or(manner.filter(|&len| verb.is_none_or(|verb| verb <= len))) {
            Some(len) => words = &words[len..],
            None => break,
        }
    }
    // 全部建成, 9月底前完成: that a thing is done is no mark of it.
    if words == ['完', '成'] || lexicon.predicates.done.at_start(words).is_some() {
        return &[];
    }
    // 报道我县的典型做法: the verb alone is short enough.
    if words.contains(&'的') {
        let verb = lexicon.predicates.happens.at_start(words).map_or(0, |(len, ())| len);
        return &words[..verb];
    }
    let plain = words.iter().all(|&c| is_han(c) || matches!(c, '“' | '”'));
    if plain && (2..=LONGEST_TALE).contains(&words.len()) { words } else { &[] }
}

/// Length of a count at the start: 10件; 500头以上 is a class.
fn counted_at_start(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let number = words.first().filter(|c| c.is_ascii_digit()).and_then(|_| numeral::numeral(words))?;
    let (len, unit) = lexicon.units.at_start(&words[number.len..])?;
    let class = matches!(words.get(number.len + len), Some('以' | '级' | '余' | '多' | '型'));
    (unit.kind == UnitKind::Count && !class).then_some(number.len + len)
}

/// 用于生产的各类厂房 → 厂房, 承诺的10件实事 → 实事.
fn last_kind<'a>(words: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    let of = words.iter().rposition(|&c| c == '的');
    let from = of.map_or(0, |at| at + 1);
    let counted = counted_at_start(&words[from..], lexicon).map(|len| &words[from + len..]);
    if let Some(noun) = counted.filter(|noun| noun.len() >= 2) {
        return noun;
    }
    let each = |w: &[char]| matches!(w, ['的', '各', '类' | '种' | '项']);
    match of.and_then(|_| words.windows(3).rposition(each)) {
        Some(at) if words.len() >= at + 5 => &words[at + 3..],
        _ => words,
    }
}

/// Length of 新增 at the end of words whose amount grows: 供热面积新增.
pub fn added(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let subject = words.strip_suffix(&['新', '增'])?;
    let grows = lexicon.predicates.attributes.at_end(subject).is_some() || ends(subject, "建设");
    (grows && clean(subject, lexicon).len() >= 3).then_some(2)
}

/// The last word is a verb that acts on what follows: 每个乡镇建成, 县政府设立.
pub fn ends_in_verb(words: &[char], lexicon: &Lexicon) -> bool {
    lexicon.verbs.actions.at_end(words).is_some_and(|(len, ())| {
        let verb = &words[words.len() - len..];
        len > 1 && words.len() > len && !lexicon.verbs.nouns_too.whole(verb)
    })
}

/// Only verbs and their manners.
pub fn is_only_verbs(words: &[char], lexicon: &Lexicon) -> bool {
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

/// The noun after the verbs that open the words, or after the last verb where someone or some place
/// opens them (某路安装路灯); the verb stays where the noun alone is too short. With it the owner,
/// where the noun is an attribute of what stands before the verb: **规模企业**完成产值.
pub fn strip_verb<'a>(words: &'a [char], lexicon: &Lexicon) -> (Option<&'a [char]>, &'a [char]) {
    /// Characters of a thing that needs no verb to be told by.
    const NAMES_ITSELF: usize = 3;
    let v = &lexicon.verbs;
    let words = without_agent(words, lexicon);
    let mut rest = words;
    let mut acted = false;
    let mut listed = false;
    loop {
        let manner = if acted { None } else { v.manners.at_start(rest).map(|(len, _)| len) };
        let verb = verb_at_start(rest, lexicon);
        let Some(len) = verb.max(manner).filter(|&len| len > 1) else { break };
        if v.compounds.at_start(rest).is_some() {
            break;
        }
        let light = v.light.whole(&rest[..len]);
        if acted && !light && !listed {
            break;
        }
        let mut next = &rest[len..];
        // 办结率: a rate by its verb.
        if next.first() == Some(&'率') {
            break;
        }
        let listed_before = listed;
        listed = false;
        // 新建和改扩建敬老院: a second verb.
        if let Some(rest) = next.strip_prefix(&['和'])
            && verb_at_start(rest, lexicon).is_some_and(|len| len > 1)
            && v.compounds.at_start(rest).is_none()
        {
            next = rest;
            listed = true;
        }
        while matches!(next.first(), Some('了' | '、' | '好' | ')')) {
            listed |= next[0] == '、';
            next = &next[1..];
        }
        // 调解成功率: the rate of what the verb names.
        if !acted
            && next.last() == Some(&'率')
            && v.nouns_too.whole(&rest[..len])
            && super::is_attribute(next, lexicon)
        {
            break;
        }
        // The noun alone would say too little, or the verb is the first half of one word: 建设用地.
        if next.len() < 3 && !(listed_before && next.len() == 2) {
            // 新建改建公厕: two verbs of building say no more than one.
            if len == 4 && rest[..len].ends_with(&['建']) {
                rest = next;
                break;
            }
            // 新发展大枣: the verb that stays is the plain one; 新开工 alone is a state of its own.
            if rest[0] == '新' && len > 2 && !next.is_empty() {
                rest = &rest[1..];
            }
            break;
        }
        // 改造提升贫困村: before so short a noun half of a double verb stays.
        if next.len() == 3 && len >= 4 && !light {
            rest = &rest[len - 2..];
            break;
        }
        acted |= verb == Some(len) && !light;
        rest = next;
    }
    // 建密集型烤房: one character is a verb before a thing that names itself.
    if !acted
        && let ['建' | '修', thing @ ..] = rest
        && thing.len() >= NAMES_ITSELF
        && v.compounds.at_start(rest).is_none()
        && v.actions.at_start(rest).is_some_and(|(len, ())| len == 1)
        && v.actions.at_start(thing).is_none()
        && !matches!(thing[0], '在' | '有' | '到' | '于' | '了' | '起' | '全' | '强')
    {
        rest = thing;
        acted = true;
    }
    let mut owner = None;
    if !acted && let Some((before, noun)) = after_last_verb(rest, lexicon) {
        if super::is_attribute(noun, lexicon) {
            owner = Some(before);
        }
        rest = noun;
    }
    (owner, plain(rest, lexicon))
}

/// A thing without the verb that it was called with because it is so short: 发展茶叶.
pub fn without_verb<'a>(thing: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    let v = &lexicon.verbs;
    match v.actions.at_start(thing) {
        Some((len, ()))
            if len > 1
                && thing.len() >= len + 2
                && !v.nouns_too.whole(&thing[..len])
                && v.compounds.at_start(thing).is_none() =>
        {
            &thing[len..]
        }
        _ => thing,
    }
}

/// Length of a verb at the start: 新建, 改造, and 新 with any verb, 新扩.
fn verb_at_start(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let v = &lexicon.verbs;
    let verb = v.actions.at_start(words).map(|(len, ())| len);
    let anew = words
        .strip_prefix(&['新'])
        .filter(|rest| v.compounds.at_start(rest).is_none())
        .and_then(|rest| v.actions.at_start(rest))
        .map(|(len, ())| len + 1);
    // 新修通村公路: 通 begins the next word.
    let verb = verb.max(anew)?;
    let cut = verb > 1 && words[verb - 1] == '通' && v.compounds.at_start(&words[verb - 1..]).is_some();
    Some(if cut { verb - 1 } else { verb })
}

/// Without those who act, where a verb of theirs follows: 招商专班外出招商 → 外出招商.
fn without_agent<'a>(words: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    /// Those who act are told in few words.
    const LONGEST_AGENT: usize = 12;
    /// Of what they do.
    const SHORTEST_DEED: usize = 3;
    let v = &lexicon.verbs;
    let longest = words.len().saturating_sub(SHORTEST_DEED).min(LONGEST_AGENT);
    (2..longest + 1)
        .rev()
        .filter(|&end| v.agents.at_end(&words[..end]).is_some())
        .find_map(|end| {
            let deed = clean(&words[end..], lexicon);
            let acts = v.actions.at_start(deed).is_some_and(|(len, ())| len > 1)
                || v.manners.at_start(deed).is_some_and(|(len, ())| len > 1);
            (acts && deed.len() >= SHORTEST_DEED).then_some(deed)
        })
        .unwrap_or(words)
}

/// A noun without what only illustrates or widens it.
fn plain<'a>(words: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    let mut noun = words;
    // 《…》《…》等宣传资料: the list only illustrates its noun.
    if let Some(at) = noun.iter().rposition(|&c| c == '等')
        && noun.len() >= at + 3
        && noun[..at].iter().any(|&c| matches!(c, '、' | '》'))
    {
        noun = &noun[at + 1..];
    }
    // 发放低保金、供养金等386万元: what closes the list says nothing.
    while noun.len() > 2 && noun[noun.len() - 1] == '等' {
        noun = &noun[..noun.len() - 1];
    }
    if let Some((len, ())) = lexicon.predicates.quantifiers.at_start(noun)
        && noun.len() > len + 2
    {
        noun = &noun[len..];
    }
    if noun.first() == Some(&'(')
        && let Some(close) = noun.iter().position(|&c| c == ')')
        && close + 2 < noun.len()
    {
        noun = &noun[close + 1..];
    }
    // 创社会效益: a verb of one character before an attribute.
    if noun.len() >= 5 && noun[0] == '创' && super::is_attribute(&noun[1..], lexicon) {
        noun = &noun[1..];
    }
    last_kind(noun, lexicon)
}

/// What stands before and after the last verb of building, fitting or finding that is not the first word.
fn after_last_verb<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<(&'a [char], &'a [char])> {
    let v = &lexicon.verbs;
    (2..words.len()).rev().filter(|&at| v.acting.may_open(words[at])).find_map(|at| {
        let (len, ()) = v.acting.at_start(&words[at..])?;
        // 县城建成区面积, 城镇新增就业: the verb is a part of a noun.
        if v.compounds.at_start(&words[at..]).is_some() {
            return None;
        }
        let mut noun = &words[at + len..];
        while let Some(rest) = noun.strip_prefix(&['了']) {
            noun = rest;
        }
        // 对全县所有贫困户: whom it is done for.
        if let Some(rest) = noun.strip_prefix(&['对']) {
            noun = clean(rest, lexicon);
        }
        let attribute = super::is_attribute(noun, lexicon);
        let whole = attribute
            || noun.len() >= 2
                && !matches!(noun[0], '、' | '的' | '和' | '率' | '面' | '任' | '投' | '值' | '额')
                && !lexicon.predicates.things.whole(noun)
                && (v.compounds.at_start(noun).is_some()
                    || v.actions.at_start(noun).is_none()
                    || v.deeds.whole(noun));
        // 数字化改造覆盖率: the rate is of what stands before it.
        let rate = (attribute || noun.last() == Some(&'率'))
            && !starts(&words[at..], "完成")
            && !starts(&words[at..], "实现");
        (whole && !rate).then(|| {
            let mut before = &words[..at];
            while let Some((&('已' | '共' | '年' | '内' | '累' | '计' | '预'), rest)) = before.split_last()
            {
                before = rest;
            }
            (before, noun)
        })
    })
}
