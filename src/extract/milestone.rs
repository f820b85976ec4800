//! Events that can be checked: whether a clause tells of one, and by which rule.

use super::numeral;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends_any, is};

/// The rule by which a clause is an event that can be checked; `counted` is where its numbers end.
pub fn milestone(words: &[char], counted: Option<usize>, lexicon: &Lexicon) -> Option<&'static str> {
    /// Characters of a time before an event: 12月底前.
    const TIME: usize = 6;
    let m = &lexicon.milestones;
    // 10月竣工: short, and a day with its event.
    let told =
        || !matches!(words[0], '是' | '以' | '让') && (says_enough(words) || dated_event(words, lexicon));
    // 汛前修复, 6月底前加固.
    let due = || {
        let (len, ()) = m.due.at_end(words).filter(|_| counted.is_none())?;
        let before = &words[..words.len() - len];
        let limited = matches!(before.last(), Some('前' | '内' | '底'))
            && m.times.at_end(before).is_some_and(|(len, ())| len > 1);
        limited.then_some("milestone.completion")
    };
    let Some((stirs, ..)) = lexicon.stirring.find(words) else { return due().filter(|_| told()) };
    if !told() {
        return None;
    }
    let vetoed = |at: usize| {
        (at.saturating_sub(6)..=at).any(|from| {
            m.vetoes.at_start(&words[from..]).is_some_and(|(len, ())| from <= at && at < from + len)
        })
    };
    if let Some((at, len, ())) = m.nevers.find(&words[stirs..])
        && let at = stirs + at
        && !vetoed(at)
        && (!matches!(words[at + len - 1], '止' | '制') || m.mishaps.any_in(words))
    {
        return Some("milestone.never");
    }
    // 确保全年无亡人火灾事故: an aim, nothing of what follows, and the mishap.
    let mishap = matches!(words, [.., '事', '故'] | [.., '案' | '事', '件'] | [.., '火', '灾' | '情']);
    if mishap
        && let Some(at) = words.iter().position(|&c| c == '无')
        && (lexicon.verbs.aims.any_in(&words[..at])
            || matches!(words[..at], ['做', '到', ..] | ['实', '现', ..]))
    {
        return Some("milestone.never");
    }
    let mut from = stirs;
    while let Some((at, len, ())) = m.events.find(&words[from..]) {
        let end = from + at + len;
        // 年内建成投产15个, 建成老年食堂6处: how many is a goal by its number.
        let counts = counted.is_some_and(|counted| {
            let number = words.get(end).is_some_and(|&c| numeral::opens(c));
            let alone = from + at <= TIME && opens(words, from + at, lexicon);
            counted > end && (number || alone && counted == words.len() && !sized(words, lexicon))
        });
        if !vetoed(from + at) && !counts && happens(words, from + at, len, lexicon) {
            return Some("milestone.event");
        }
        from += at + len;
    }
    // 行政村全部接通宽带: of all of them it can be told.
    if provides(words, stirs, lexicon).is_some_and(|at| !vetoed(at)) {
        return Some("milestone.provided");
    }
    // 8月底前完成: a time and no more; what is done stands before.
    if let Some(before) = words.strip_suffix(&['完', '成'])
        && counted.is_none()
        && before.last().is_some_and(|&c| matches!(c, '前' | '内' | '底' | '月' | '部'))
        && m.times.any_in(before)
    {
        return Some("milestone.completion");
    }
    if let Some(rule) = due() {
        return Some(rule);
    }
    // 完成柳东片1.2万亩农田提升项目: the number is of the thing that gets done.
    if counted.is_some() && completes_named(words, lexicon) {
        return Some("milestone.completion");
    }
    let may_open = |c: char| matches!(c, '完' | '通' | '具' | '取' | '达') || m.openers.may_open(c);
    // 启动建设占地200亩的产业园: the number is of what follows.
    let from = counted.filter(|_| !sized(words, lexicon)).unwrap_or(0);
    (from.max(stirs)..words.len())
        .filter(|&at| may_open(words[at]))
        .find_map(|at| opening(words, at, lexicon).filter(|_| !vetoed(at)))
}

/// The last number tells the size of what follows it: 开工建设占地200亩的产业园.
fn sized(words: &[char], lexicon: &Lexicon) -> bool {
    let Some(number) = words.iter().rposition(char::is_ascii_digit) else { return false };
    let unit = lexicon.units.at_start(&words[number + 1..]);
    unit.is_some_and(|(len, unit)| {
        matches!(unit.kind, UnitKind::Area | UnitKind::Length | UnitKind::Amount | UnitKind::Money)
            && words.get(number + 1 + len) == Some(&'的')
    })
}

/// Where a clause says from `from` on what all of them come to have, and no more: 自然村全部**通硬化路**, but not
/// 推进所有自然村通硬化路工程.
fn provides(words: &[char], from: usize, lexicon: &Lexicon) -> Option<usize> {
    /// Characters of what they have.
    const LONGEST: usize = 10;
    let m = &lexicon.milestones;
    let (at, len, ()) = m.provided.find(&words[from..])?;
    let at = from + at;
    let had = &words[at + len..];
    // 交通网: another word.
    let word = words[at] == '通'
        && at > 0
        && matches!(words[at - 1], '交' | '沟' | '畅' | '流' | '普' | '互' | '融');
    let ends = ends_any(words, &["建设", "工程", "项目", "工作", "问题", "难题", "改造"]);
    let named = had.len() <= LONGEST && (len > 2 || !had.is_empty()) && !had.contains(&'的');
    (named && !word && !ends && m.all.any_in(&words[..at])).then_some(at)
}

/// A month, or a day in it, and an event: 5月动工, 10月底前竣工.
pub fn dated_event(words: &[char], lexicon: &Lexicon) -> bool {
    words[0].is_ascii_digit()
        && words.contains(&'月')
        && lexicon.milestones.events.at_end(words).is_some_and(|(len, ())| {
            let day = &words[..words.len() - len];
            day.iter().all(|&c| c.is_ascii_digit() || matches!(c, '月' | '日' | '底' | '初' | '前'))
        })
}

/// 完成, a name, and 项目 or 工程 at the end.
fn completes_named(words: &[char], lexicon: &Lexicon) -> bool {
    /// Characters of a name.
    const NAME: usize = 5;
    let work = words.ends_with(&['项', '目']) || words.ends_with(&['工', '程']);
    let Some(at) = words.windows(2).position(|pair| pair == ['完', '成']).filter(|_| work) else {
        return false;
    };
    let name = &words[at + 2..(at + 2 + NAME).min(words.len())];
    opens(words, at, lexicon) && lexicon.uncommon(name) >= 2
}

/// The rule by which a verb at a place opens an event: 完成, 通过…验收, 启动, 达到…标准.
fn opening(words: &[char], at: usize, lexicon: &Lexicon) -> Option<&'static str> {
    let m = &lexicon.milestones;
    let rest = &words[at..];
    let opened = || opens(words, at, lexicon);
    let led = || opened() || follows_subject(words, at, lexicon);
    match rest {
        // It has been done.
        ['完', '成', '了', ..] => return None,
        ['完', '成', ..] => return (rest.len() >= 4 && led()).then_some("milestone.completion"),
        ['通', '过', ..] => return (m.passes.any_in(rest) && led()).then_some("milestone.passing"),
        // 9月1日前具备招生条件.
        ['具', '备', ..] => {
            let due = rest.ends_with(&['条', '件']) && m.times.any_in(&words[..at]);
            return due.then_some("milestone.standard");
        }
        ['取', '得', ..] => return (m.papers.any_in(rest) && led()).then_some("milestone.opening"),
        _ => {}
    }
    if let Some((len, ())) = m.openers.at_start(rest) {
        let bound = rest.len() >= len + 2 && if m.led.at_start(rest).is_some() { led() } else { opened() };
        if bound {
            return Some("milestone.opening");
        }
    }
    let standard = matches!(rest, ['达', '到', ..]) && rest.len() <= 14 && m.standards.any_in(rest);
    standard.then_some("milestone.standard")
}

/// A verb at `at` opens its clause or follows manners, aims, a date or a list mark.
fn opens(words: &[char], at: usize, lexicon: &Lexicon) -> bool {
    let mut before = &words[..at];
    loop {
        match before.last() {
            None => return true,
            Some('、' | '并' | '将' | '月' | '年' | '底' | '前' | '内' | '要') => return true,
            Some('度') if before.ends_with(&['季', '度']) => return true,
            Some('份') if before.ends_with(&['月', '份']) => return true,
            _ => {}
        }
        let manner = lexicon.verbs.manners.at_end(before).map(|(len, ())| len);
        let aim = lexicon.verbs.aims.at_end(before).map(|(len, ())| len);
        // 按期完成, 如期完成.
        let time = lexicon.milestones.times.at_end(before).map(|(len, ())| len).filter(|len| *len > 1);
        match manner.max(aim).max(time) {
            Some(len) => before = &before[..before.len() - len],
            None => return false,
        }
    }
}

/// The words before a verb are a noun of their own: 某项目**完成**设备安装.
fn follows_subject(words: &[char], at: usize, lexicon: &Lexicon) -> bool {
    const SHORTEST: usize = 4;
    let mut before = &words[..at];
    while let Some((len, ())) = lexicon.verbs.manners.at_end(before) {
        before = &before[..before.len() - len];
    }
    // 力争某项目取得批复.
    if let Some((len, ())) = lexicon.verbs.aims.at_start(before).filter(|&(len, ())| len > 1) {
        before = &before[len..];
    }
    before.len() >= SHORTEST
        && lexicon.verbs.actions.at_start(before).is_none_or(|(len, ())| len < 2)
        && lexicon.verbs.manners.at_start(before).is_none()
}

/// An event word says that something will happen: it ends the clause, or an aim or a time bears on it.
fn happens(words: &[char], at: usize, len: usize, lexicon: &Lexicon) -> bool {
    /// Words that follow the word after an event: 投产使用**为目标**.
    const LONGEST_REST: usize = 4;
    let m = &lexicon.milestones;
    let event = &words[at..at + len];
    let after = &words[at + len..];
    // “双下降”: the marks wrap the event.
    let quoted = after.strip_prefix(&['”']);
    // “拿地即开工”模式: a word in the name of something else.
    if quoted.is_some_and(|rest| m.afters.at_start(rest).is_none() && !rest.is_empty()) {
        return false;
    }
    let after = quoted.unwrap_or(after);
    let before = &words[..at];
    if after.starts_with(&['项', '目'])
        || after.starts_with(&['企', '业'])
        || after.first() == Some(&'率')
        || after.first() == Some(&'的')
    {
        return false;
    }
    let aimed = m.times.any_in(before);
    let closes = after.is_empty()
        || m.afters.at_start(after).is_some_and(|(len, ())| after.len() <= len + LONGEST_REST);
    if is(event, "建成") && !closes {
        // 建成风景街: a verb with its object.
        return opens(words, at, lexicon) && after.len() >= 2;
    }
    let weak = m.weak.at_start(event).is_some_and(|(len, ())| len == event.len());
    if weak { aimed && closes } else { closes || aimed }
}

/// The clause names nothing by itself: 力争年内投入使用.
pub fn needs_subject(words: &[char], lexicon: &Lexicon) -> bool {
    const SHORTEST_OBJECT: usize = 4;
    let mut rest = words;
    while let Some(len) = [&lexicon.milestones.leads, &lexicon.verbs.aims, &lexicon.verbs.manners]
        .into_iter()
        .filter_map(|class| class.at_start(rest).map(|(len, ())| len))
        .max()
    {
        rest = &rest[len..];
    }
    if rest.len() < 2 || is(rest, "完成") {
        return true;
    }
    if lexicon.milestones.parts.whole(rest) {
        return false;
    }
    // 建成滨河步道, 开工建设东岗公路: what is built follows.
    lexicon.milestones.events.at_start(rest).is_some_and(|(len, ())| {
        let object = &rest[len..];
        let object = object.strip_prefix(&['建', '设']).unwrap_or(object);
        // 村村通电话: what all come to have is told.
        (object.len() < SHORTEST_OBJECT
            && (object.is_empty() || !matches!(rest, ['村' | '组' | '户' | '校', _, '通', ..])))
            || matches!(object[0], '并' | '、' | '和')
            || lexicon.milestones.afters.at_start(object).is_some()
    })
}

/// Fewer than four Hanzi commit to nothing.
pub fn says_enough(words: &[char]) -> bool {
    words.iter().filter(|c| is_han(**c)).nth(3).is_some()
}
