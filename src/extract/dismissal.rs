//! Numbers that measure nothing where they stand: a limit, a size, a slogan, an age.
//!
//! A number is never lost silently: each that becomes no fact keeps the reason.

use std::ops::Range;

use super::claim::Look;
use super::clause::Sentence;
use super::quantity::Seen;
use super::subject;
use crate::fact::Comparator;
use crate::lexicon::{Lexicon, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends_any, holds, holds_any, starts_any};

/// Gives a reason to numbers that limit or describe another thing.
pub fn dismiss(
    chars: &[char],
    sentence: &Sentence,
    clause: &Range<usize>,
    look: Look,
    seen: &mut [Seen],
    here: &[usize],
    lexicon: &Lexicon,
) {
    for (order, &q) in here.iter().enumerate() {
        if seen[q].reason.is_some() {
            continue;
        }
        let next = here[order + 1..].iter().map(|&n| &seen[n]).find(|n| n.reason.is_none());
        seen[q].reason = dismissed(chars, sentence, clause, look, &seen[q], next, lexicon);
        let before = &chars[clause.start..seen[q].range.start.max(clause.start)];
        // 每村至少建成1条: the bound stands before the verb.
        if seen[q].comparator == Comparator::Eq
            && holds_any(&before[before.len().saturating_sub(16)..], &["至少", "不少于", "最少"])
        {
            seen[q].comparator = Comparator::Ge;
        }
    }
}

fn dismissed(
    chars: &[char],
    sentence: &Sentence,
    clause: &Range<usize>,
    look: Look,
    number: &Seen,
    next: Option<&Seen>,
    lexicon: &Lexicon,
) -> Option<&'static str> {
    if number.rank {
        return None;
    }
    let after = &chars[number.range.end.min(clause.end)
        ..clause.end.min(number.range.end + 60).max(number.range.end.min(clause.end))];
    /// Words farther before a number have no bearing on it.
    const BEARING: usize = 60;
    let near = number.range.start.max(clause.start).saturating_sub(BEARING).max(clause.start);
    let before = &chars[near..number.range.start.max(clause.start)];
    let starts = |words: &[&str]| starts_any(after, words);
    let ends = |words: &[&str]| ends_any(before, words);
    let within = |words: &[&str]| holds_any(before, words);
    let Some(kind) = number.kind() else {
        // 6.2亿 is money only where the words speak of money.
        let from = sentence.range.start.max(number.range.start.saturating_sub(200));
        let said = &chars[from..number.range.start.max(from)];
        return (!subject::speaks_of_money(said)).then_some("no unit");
    };
    match kind {
        UnitKind::Money => {
            let limit = matches!(number.comparator, Comparator::Ge | Comparator::Le) || number.bare;
            let things = [
                "项目",
                "的项目",
                "企业",
                "的企业",
                "工业项目",
                "产业项目",
                "招商项目",
                "元项目",
                "重大项目",
                "工业企业",
                "重点项目",
                "以上项目",
                "大项目",
                "内资项目",
                "规模",
                "镇",
                "村",
                "集体经济",
                "增收项目",
            ];
            if limit
                && next
                    .is_some_and(|n| n.range.start == number.range.end && n.kind() == Some(UnitKind::Count))
            {
                return Some("limit of what is counted");
            }
            if limit && starts(&things) {
                return Some("limit of what is counted");
            }
            if limit
                && after.first().is_some_and(|&c| c == '的' || is_han(c))
                && next.is_some_and(|n| n.kind() == Some(UnitKind::Count))
                && lexicon.verbs.actions.at_start(after).is_none()
            {
                return Some("limit of what is counted");
            }
            if starts(&["级", "产业"]) || (number.bare && starts(&["元产业", "产业", "产值产业"]))
            {
                return Some("name");
            }
            if after.first() == Some(&'的') && !starts(&["的目标", "的任务", "的水平"]) {
                return Some("size of a project");
            }
            if starts(&["项目", "工程", "元大关的企业"]) && number.comparator == Comparator::Eq {
                return Some("size of a project");
            }
            None
        }
        UnitKind::Duration => {
            let cut = ["压", "缩", "减", "控制", "提速", "降至", "限时", "提前", "减少"];
            let unit = number.unit.as_ref().map(|u| u.name.as_str());
            let reached = ends(&["达到", "达", "不少于", "不低于"])
                || matches!(number.comparator, Comparator::Ge) && within(&["天数"]);
            let in_time = look == Look::Ahead
                && number.comparator == Comparator::Le
                && matches!(unit, Some("小时" | "个工作日" | "分钟"))
                && holds_any(after, &["办结", "响应", "答复", "办理", "到达", "处置", "完成", "回复"]);
            let at_least = number.comparator == Comparator::Ge
                && chars[number.range.start..number.core.start].first() == Some(&'不');
            if (within(&cut) && !starts(&["来", "以来"]) && unit != Some("年"))
                || reached
                || in_time
                || at_least
            {
                None
            } else {
                Some("duration")
            }
        }
        UnitKind::Age => (!within(&["寿命"])).then_some("age"),
        UnitKind::Person if starts(&["以上", "以下"]) && next.is_some() => {
            Some("limit of what is counted")
        }
        UnitKind::Count | UnitKind::Times | UnitKind::Person => {
            let han = !chars[number.core.start].is_ascii_digit() && !number.masked;
            if number.bare && number.comparator == Comparator::Ge && after.first().is_some_and(|c| is_han(*c))
            {
                return Some("limit of what is counted");
            }
            if starts(&["实事", "民生实事", "大事", "实事好事"]) || within(&["按照"]) && han {
                return Some("enumeration");
            }
            if within(&["在全"]) && (after.contains(&'中') || after.contains(&'第')) {
                return Some("existing things");
            }
            if han && ends(&["的"]) && within(&["是"]) {
                return Some("description");
            }
            if han && matches!(after.first(), Some('”' | '"')) {
                return Some("slogan");
            }
            if starts(&["措施", "举措"]) && within(&["抓好", "推动"]) && holds_any(after, &["落实", "落地"])
            {
                return Some("name");
            }
            if han
                && starts(&[
                    "主线",
                    "底线",
                    "红线",
                    "堡垒",
                    "中心",
                    "支点",
                    "抓手",
                    "要求",
                    "原则",
                    "标准",
                    "难题",
                    "短板",
                    "支柱",
                    "引擎",
                    "增长极",
                    "板块",
                    "要素",
                    "体系",
                    "机制",
                ])
            {
                return Some("enumeration");
            }
            if (han || starts(&["方面", "大事"]))
                && starts(&[
                    "方面",
                    "重点",
                    "大事",
                    "关键",
                    "环节",
                    "全面",
                    "突破",
                    "意识",
                    "自信",
                    "维护",
                    "确立",
                    "聚焦",
                    "坚持",
                    "不摘",
                    "必须",
                    "站位",
                    "层面",
                    "转变",
                    "提升",
                    "领域",
                    "文明",
                    "圆满",
                    "率先",
                    "专项行动",
                    "行动",
                    "字",
                    "专班",
                    "一流",
                    "定位",
                    "目标",
                    "统筹",
                    "战略",
                    "梯队",
                    "阶段",
                    "维度",
                    "关系",
                    "更加",
                    "注重",
                    "强化",
                    "着力",
                    "狠抓",
                    "确保",
                    "工程”",
                    "更",
                    "新突破",
                    "新提升",
                    "新跨越",
                    "新台阶",
                    "优先",
                    "不动摇",
                ])
            {
                return Some("enumeration");
            }
            if starts(&[
                "硬措施",
                "措施",
                "举措",
                "创新举措",
                "惠企",
                "政策",
                "规定",
                "禁令",
                "准则",
                "意见",
                "硬举措",
                "制度",
            ]) && within(&["落实", "贯彻", "执行", "按照", "围绕", "学习", "遵守"])
            {
                return Some("name");
            }
            if number.core.start >= 1 && chars[number.core.start - 1] == '每' {
                return Some("rate");
            }
            if look == Look::Ahead && within(&["围绕", "对全", "在全", "涉及"]) {
                return Some("existing things");
            }
            if before.first() == Some(&'在') && after.contains(&'中') {
                return Some("existing things");
            }
            if ends(&["每"]) {
                return Some("rate");
            }
            None
        }
        UnitKind::Area | UnitKind::Length | UnitKind::Amount => {
            if number.scaled && number.bare && starts_name(after) {
                return Some("name");
            }
            let han = chars[number.core.start];
            if !han.is_ascii_digit()
                && !number.masked
                && number.scaled
                && ends_name(after)
                && !ends(&["完成", "新增", "新建", "建成", "实施"])
            {
                return Some("name");
            }
            if matches!(number.comparator, Comparator::Ge | Comparator::Le)
                && next.is_some_and(|n| matches!(n.kind(), Some(UnitKind::Count | UnitKind::Person)))
                && after.first().is_some_and(|&c| c == '的' || is_han(c))
            {
                return Some("limit of what is counted");
            }
            None
        }
        _ => None,
    }
}

fn starts_name(after: &[char]) -> bool {
    after.first().is_some_and(|&c| is_han(c))
}

/// What follows is the rest of a name: …工程, …基地.
fn ends_name(after: &[char]) -> bool {
    let near = &after[..after.len().min(16)];
    ["工程", "基地", "项目", "示范区", "核心区", "产业带", "示范带", "产业园", "果园", "茶园", "花海"]
        .iter()
        .any(|w| holds(near, w))
}
