//! What a clause without a number of its own is about.

use std::ops::Range;

use super::clean;
use super::noun::{is_only_verbs, strip_verb};
use crate::extract::numeral;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::ends;

/// The noun that a clause without a number is about, after its verb.
pub fn topic<'a>(chars: &'a [char], clause: Range<usize>, lexicon: &Lexicon) -> Option<&'a [char]> {
    topic_words(clean(&chars[clause], lexicon), lexicon)
}

fn topic_words<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    let (_, noun) = strip_verb(words, lexicon);
    // 老旧小区改造12个: the verb is the end of what is counted.
    let counted = noun.first().is_some_and(char::is_ascii_digit);
    let noun = if counted { strip_verb(without_size(words, lexicon), lexicon).1 } else { noun };
    // 县中医院力争创成三级乙等: who is to reach it.
    let aim = lexicon.predicates.second_tiers.find(noun).map(|(at, ..)| at).filter(|at| *at >= 3);
    let mut noun = without_size(&noun[..aim.unwrap_or(noun.len())], lexicon);
    for tail in [['建', '设'], ['发', '展'], ['工', '作'], ['进', '度'], ['投', '产'], ['竣', '工']]
    {
        if noun.len() > 4 && noun.ends_with(&tail) {
            noun = &noun[..noun.len() - 2];
        }
    }
    (2..=24).contains(&noun.len()).then_some(noun)
}

/// The thing of which a clause tells an event: without what happens and when, 康复楼**10月底前封顶**,
/// 广场**上半年开工、年底竣工**.
pub fn event_topic<'a>(chars: &'a [char], clause: Range<usize>, lexicon: &Lexicon) -> Option<&'a [char]> {
    /// Shortest thing that is left.
    const SHORTEST: usize = 3;
    /// Shortest stage of one.
    const STAGE: usize = 2;
    /// Shortest thing whose part comes to something.
    const WHOLE: usize = 4;
    let mut words = clean(&chars[clause], lexicon);
    // 年底实现路基贯通.
    if let Some((len, ())) = lexicon.milestones.parts.at_end(words) {
        let mut thing = &words[..words.len() - len];
        while let Some(len) = time_at_end(thing, lexicon) {
            thing = &thing[..thing.len() - len];
        }
        // 卫生院综合楼年底主体完工: of the thing that stands before.
        let named =
            Some(thing).filter(|thing| thing.len() >= WHOLE).and_then(|thing| topic_words(thing, lexicon));
        return named.or(Some(&words[words.len() - len..]));
    }
    // 争取通过省级考核验收: the event is what the verb is done to.
    let opened = |words: &[char]| matches!(words, ['通', '过', ..] | ['完', '成', ..] | ['取', '得', ..]);
    let aim = lexicon.verbs.aims.at_start(words).map_or(0, |(len, ())| len);
    if opened(words) || opened(&words[aim..]) {
        return topic_words(words, lexicon);
    }
    loop {
        let event = lexicon.milestones.events.at_end(words).map(|(len, ())| len);
        // 完工并投入试运行.
        let joint = match words {
            [.., '投', '入'] => Some(2),
            [.., '、' | '并'] => Some(1),
            // 村道要在3月底前完工.
            [.., '要' | '将' | '应' | '须', '在' | '于'] => Some(2),
            _ => None,
        };
        // 二期9月开工: a stage is told in two characters.
        let time = || time_at_end(words, lexicon).filter(|len| words.len() >= len + STAGE);
        let happened = event.or(joint).filter(|len| words.len() >= len + SHORTEST);
        let Some(len) = happened.or_else(time) else { break };
        words = &words[..words.len() - len];
    }
    topic_words(words, lexicon)
}

/// What a clause says has passed: **“普九”**通过省级验收; where it names none, what it is to pass.
pub fn passing_topic<'a>(chars: &'a [char], clause: Range<usize>, lexicon: &Lexicon) -> Option<&'a [char]> {
    let words = clean(&chars[clause.clone()], lexicon);
    let at = words.windows(2).position(|pair| pair == ['通', '过']).unwrap_or(0);
    let named = Some(&words[..at]).filter(|words| words.len() >= 2 && !is_only_verbs(words, lexicon));
    named.and_then(|words| topic_words(words, lexicon)).or_else(|| topic(chars, clause, lexicon))
}

/// Length of a time or an aim at the end: 10月底前, 9月1日, 年内全部.
fn time_at_end(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let times = &lexicon.milestones.times;
    let rest = words.strip_suffix(&['前']).unwrap_or(words);
    // 安全生产月 is no time.
    let units: [&[char]; 6] = [&['月'], &['日'], &['月', '份'], &['月', '底'], &['月', '初'], &['季', '度']];
    let before = units.into_iter().find_map(|unit| rest.strip_suffix(unit));
    if let Some(before) = before {
        let digits = before.iter().rev().take_while(|c| c.is_ascii_digit() || numeral::digit(**c).is_some());
        let digits = digits.count();
        return (digits > 0).then_some(words.len() - before.len() + digits);
    }
    // 迁建项目2021年8月底前竣工.
    if let Some(before) = words.strip_suffix(&['年'])
        && before.len() >= 4
        && before[before.len() - 4..].iter().all(char::is_ascii_digit)
    {
        return Some(5);
    }
    let whole = times.at_end(words).map(|(len, ())| len);
    whole.or_else(|| times.at_end(rest).map(|(len, ())| len + words.len() - rest.len()))
}

/// A thing without the sum or the size told of it: **2400万元建设**西坪公路**12公里**.
fn without_size<'a>(words: &'a [char], lexicon: &Lexicon) -> &'a [char] {
    /// Shortest thing that is left.
    const SHORTEST: usize = 2;
    /// Characters of what a size is of, and the first digit of it.
    const SIZE: usize = 5;
    let sized = |words: &[char]| -> Option<(usize, UnitKind)> {
        let number = words.first().filter(|c| c.is_ascii_digit()).and_then(|_| numeral::numeral(words))?;
        let (len, unit) = lexicon.units.at_start(&words[number.len..])?;
        Some((number.len + len, unit.kind))
    };
    let mut rest = words;
    if let Some((len, UnitKind::Money)) = sized(rest) {
        let after = &rest[len..];
        let thing = after.strip_prefix(&['的']).unwrap_or_else(|| strip_verb(after, lexicon).1);
        if thing.len() < after.len() && thing.len() >= SHORTEST {
            rest = thing;
        }
    }
    // 3260名贫困人口: how many they are.
    if let Some((len, UnitKind::Count | UnitKind::Person)) = sized(rest)
        && rest.len() >= len + 2
        && rest[len..].iter().all(|&c| is_han(c) && c != '的')
    {
        rest = &rest[len..];
    }
    // 4个村的天然气入户工程: where.
    if let Some((len, UnitKind::Count)) = sized(rest)
        && let Some(at) = rest.iter().position(|&c| c == '的')
        && at > len
        && lexicon.predicates.places.whole(&rest[len..at])
        && rest.len() >= at + 1 + SHORTEST
    {
        rest = &rest[at + 1..];
    }
    // 占地200亩的产业园, 日供水1000吨的水厂.
    if let Some(at) = rest.iter().take(SIZE).position(char::is_ascii_digit)
        && let Some((len, UnitKind::Area | UnitKind::Length | UnitKind::Amount | UnitKind::Money)) =
            sized(&rest[at..])
        && let Some(thing) = rest[at + len..].strip_prefix(&['的'])
        && thing.len() > SHORTEST
    {
        rest = thing;
    }
    let ends = |&at: &usize| {
        if !rest[at].is_ascii_digit() || rest[at - 1].is_ascii_digit() {
            return false;
        }
        let size = sized(&rest[at..]).filter(|(len, _)| at + len == rest.len()).map(|(_, kind)| kind);
        matches!(size, Some(UnitKind::Length | UnitKind::Area | UnitKind::Count | UnitKind::Amount))
            && lexicon.predicates.reaches.at_end(&rest[..at]).is_none()
    };
    (SHORTEST..rest.len()).find(ends).map_or(rest, |at| &rest[..at])
}

/// The thing that a clause without a number sets up for the numbers after it: 加快产业园建设.
pub fn carried_topic<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    const LONGEST_TOPIC: usize = 20;
    // 生产总值连跨两个百亿台阶.
    let climbed = lexicon.dismissals.steps.at_end(words).and_then(|_| lexicon.dismissals.climbs.find(words));
    if let Some((at, ..)) = climbed.filter(|(at, ..)| *at >= 3) {
        return Some(clean(&words[..at], lexicon));
    }
    // 力争某生产线年底投产: the thing that the clause names, up to its head.
    let head = (2..words.len() + 1).rev().find(|&end| {
        let head = lexicon.heads.at_end(&words[..end]);
        // 进行动态监测 holds no 行动.
        head.is_some_and(|(len, _)| len >= 2 && end > len + 1) && !ends(&words[..end], "进行动")
    });
    if let Some(end) = head {
        let (_, mut topic) = strip_verb(clean(&words[..end], lexicon), lexicon);
        // 第一个园区——某工业园区: the name is what the dash brings.
        if let Some(at) = topic.iter().rposition(|&c| c == '—') {
            topic = &topic[at + 1..];
        }
        if (4..=LONGEST_TOPIC).contains(&topic.len()) && !lexicon.is_common(topic) {
            return Some(topic);
        }
    }
    // 茶叶、毛竹等产业蓬勃发展: a line of business.
    let near = &words[..words.len().min(LONGEST_TOPIC + 4)];
    if let Some(mark) = near.iter().position(|&c| c == '、')
        && let Some(at) = near.windows(2).rposition(|pair| pair == ['产', '业'])
        && at >= 2
        && mark < at
    {
        let topic = clean(&words[..at + 2], lexicon);
        return (4..=LONGEST_TOPIC + 4).contains(&topic.len()).then_some(topic);
    }
    // 粮食生产再获丰收.
    let cleaned = clean(words, lexicon);
    let grown = (2..5).find(|&at| cleaned.len() > at + 2 && cleaned[at..].starts_with(&['生', '产']));
    if let Some(at) = grown.filter(|&at| !is_only_verbs(&cleaned[..at], lexicon)) {
        return Some(&cleaned[..at]);
    }
    let p = &lexicon.predicates;
    let opens = |words: &[char]| lexicon.verbs.actions.at_start(words).is_some_and(|(len, ())| len > 1);
    let led_by_verb = || opens(words) || opens(cleaned);
    let tells = || p.rises.any_in(cleaned) || p.falls.any_in(cleaned);
    let named = p.things.at_end(cleaned).is_some() || led_by_verb() && !tells();
    let topic = if named { topic_words(cleaned, lexicon) } else { None }?;
    (topic.len() <= 14 && !p.vague.whole(topic)).then_some(topic)
}
