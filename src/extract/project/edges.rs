//! Where a name begins and ends, and whether it names something particular.

use std::ops::Range;

use super::Finder;
use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::lexicon::UnitKind;
use crate::text::is_han;
use crate::text::phrase::{ends, ends_any, holds, is};

impl Finder<'_> {
    /// The longest head word that a slice ends with.
    pub(super) fn head_at_end(&self, words: &[char]) -> Option<(usize, ProjectKind)> {
        let mut best = self.lexicon.heads.at_end(words).map(|(len, kind)| (len, *kind));
        if let Some((1, ProjectKind::Road)) = best
            && self.common_road(words)
        {
            best = None;
        }
        let section =
            words.ends_with(&['段']) && words.iter().any(|c| matches!(c, '路' | '道' | '线' | '街' | '河'));
        if section && words.len() >= 4 {
            return Some((1, ProjectKind::Road));
        }
        best
    }

    /// 思路, 道路, 风景街: words that end in a road's head and name no road.
    pub(super) fn common_road(&self, words: &[char]) -> bool {
        const COMMON: &[&str] = &[
            "思路",
            "道路",
            "出路",
            "之路",
            "来路",
            "的路",
            "门路",
            "坡路",
            "线路",
            "化路",
            "泥路",
            "业路",
            "铺路",
            "修路",
            "通路",
            "组路",
            "网路",
            "条路",
            "产路",
            "行路",
            "油路",
            "管路",
            "电路",
            "走路",
            "公路",
            "一路",
            "铁路",
            "村路",
            "砂路",
            "走老路",
            "新路",
            "好路",
            "景街",
            "范街",
            "板街",
            "业街",
            "主街",
            "行街",
            "开街",
            "食街",
            "上街",
            "条街",
            "逛街",
            "干路",
            "带路",
            "景路",
            "断头路",
            "游路",
            "户路",
        ];
        ends_any(words, COMMON)
    }

    /// The end of `(一期)` and what it heads, right after a name.
    pub(super) fn phase_bracket(&self, after: Range<usize>) -> Option<usize> {
        let words = &self.chars[after.clone()];
        let close = words.iter().take(6).position(|&c| c == ')')?;
        (words.first() == Some(&'(') && words[..close].contains(&'期')).then(|| {
            let mut end = after.start + close + 1;
            for head in [['项', '目'], ['工', '程']] {
                if self.chars[end..after.end].starts_with(&head) {
                    end += 2;
                }
            }
            end
        })
    }

    /// What follows a head word ends the name.
    pub(super) fn closes(&self, after: Range<usize>) -> bool {
        let words = &self.chars[after];
        match words.first() {
            None => true,
            Some(c) if !is_han(*c) => true,
            Some(_) => {
                self.lexicon.names.tails.at_start(words).is_some()
                    || self.lexicon.milestones.events.at_start(words).is_some()
                    || self.lexicon.names.hard_borders.at_start(words).is_some_and(|(len, ())| len > 1)
            }
        }
    }

    /// Where a name begins whose head of `head` characters ends the range.
    pub(super) fn name_start(&self, range: Range<usize>, head: usize) -> usize {
        let head_at = range.end - head;
        let names = &self.lexicon.names;
        let mut start = range.start;
        let mut at = range.start;
        while at < head_at {
            let rest = &self.chars[at..range.end];
            let after = |len: usize| &self.chars[at + len..range.end];
            let hard = names
                .hard_borders
                .at_start(rest)
                .map(|(len, ())| len)
                .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at));
            let soft = names
                .soft_borders
                .at_start(rest)
                .map(|(len, ())| len)
                .filter(|len| at + len < head_at && !self.inside_quotes(range.start, at));
            let graded = at > 0 && matches!(self.chars[at - 1], '中' | '高' | '初');
            let divides = at + 1 < head_at && (matches!(rest[0], '的' | '—') || rest[0] == '等' && !graded);
            let joins = matches!(rest[0], '和' | '与' | '及')
                && at > start
                && at + 2 < head_at
                && self.specific(after(1));
            if divides || joins {
                start = at + 1;
            } else if let Some(len) = hard {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = soft
                && at >= start
                && self.specific(after(len))
                && !self.specific(&self.chars[start..at + len])
            {
                start = start.max(at + len);
                at += len;
                continue;
            } else if let Some(len) = self.count(rest)
                && at + len < head_at
            {
                start = start.max(at + len);
                at += len;
                continue;
            }
            at += 1;
        }
        loop {
            let rest = &self.chars[start..range.end];
            if rest.len() <= head + 1 {
                break;
            }
            let len = self.opening(rest);
            if len == 0 || start + len >= head_at.max(start + 1) || start + len + 1 >= range.end {
                break;
            }
            // A verb that begins the name itself: nothing particular would be left without it.
            let verb: String = rest[..len].iter().collect();
            let ambiguous = matches!(
                verb.as_str(),
                "建设"
                    | "发展"
                    | "改造"
                    | "生产"
                    | "养殖"
                    | "种植"
                    | "创新"
                    | "开发"
                    | "综合"
                    | "服务"
                    | "集中"
                    | "保护"
            );
            if ambiguous && !self.specific(&self.chars[start + len..range.end]) && self.specific(rest) {
                break;
            }
            start += len;
        }
        start
    }

    /// Length of a count at the start of a slice: 14个, 1212亿元, 9月底.
    pub(super) fn count(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::numeral(rest)?;
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len..])?;
        let counts = match unit.kind {
            UnitKind::Count | UnitKind::Money | UnitKind::Person | UnitKind::Times => unit.name != "期",
            UnitKind::Name => matches!(unit.name.as_str(), "月" | "日" | "月份"),
            UnitKind::Duration => unit.name == "年" && number.len >= 4,
            _ => false,
        };
        counts.then_some(number.len + len)
    }

    pub(super) fn inside_quotes(&self, from: usize, at: usize) -> bool {
        let words = &self.chars[from..at];
        let open = words.iter().filter(|&&c| matches!(c, '“' | '(')).count();
        let close = words.iter().filter(|&&c| matches!(c, '”' | ')')).count();
        open > close
    }

    /// Characters at the start of a slice that belong to no name: verbs, manners, dates, counts.
    pub(super) fn opening(&self, rest: &[char]) -> usize {
        if matches!(
            rest[0],
            '“' | '”'
                | ':'
                | ' '
                | ')'
                | ']'
                | '和'
                | '及'
                | '与'
                | '对'
                | '在'
                | '以'
                | '为'
                | '将'
                | '把'
                | '从'
                | '由'
                | '抓'
                | '到'
                | '使'
                | '让'
                | '了'
                | '好'
                | '并'
        ) {
            // A quotation mark that opens the name stays.
            return usize::from(rest[0] != '“');
        }
        if let Some(len) = self.count(rest) {
            return len;
        }
        let verbs = &self.lexicon.verbs;
        let len = [&verbs.actions, &verbs.manners, &self.lexicon.predicates.openings]
            .into_iter()
            .filter_map(|class| class.at_start(rest).map(|(len, ())| len))
            .max()
            .unwrap_or(0);
        // One character alone may be the start of a name: 新, 上, 大.
        if len < 2 { 0 } else { len }
    }

    /// Whether words hold something that common words do not cover.
    pub(super) fn specific(&self, words: &[char]) -> bool {
        let Some((head, kind)) = self.head_at_end(words) else { return self.lexicon.uncommon(words) >= 2 };
        let own = &words[..words.len() - head];
        // 抓项目, 入驻园区: a verb with its object.
        if self.lexicon.names.hard_borders.at_end(own).is_some() && !own.ends_with(&['”']) {
            return false;
        }
        let uncommon = self.lexicon.uncommon(own);
        if kind == ProjectKind::Programme && head >= 2 {
            let strong = [
                "行动",
                "运动",
                "攻坚战",
                "斗争",
                "行动计划",
                "三年行动",
                "倍增计划",
                "跃升计划",
                "提升计划",
                "创建活动",
                "评选活动",
                "挂牌活动",
            ]
            .iter()
            .any(|w| ends(words, w));
            if strong {
                return own.len() >= 4 || uncommon >= 2;
            }
        }
        if self.lexicon.names.definite.at_start(words).is_some_and(|(len, ())| len == words.len()) {
            return true;
        }
        // (一期), 2018年度…, 南部…: a stage, a year or a quarter makes common words one thing's name.
        let staged = words.len() >= 8 && words.windows(3).any(|w| w[0] == '(' && w[2] == '期');
        let dated = words.len() >= 10 && words[0] == '2' && words.get(5) == Some(&'度');
        let quarter = kind == ProjectKind::Site
            && words.len() >= 7
            && words.get(1) == Some(&'部')
            && matches!(words[0], '东' | '西' | '南' | '北' | '中');
        let masked = words.len() >= 5
            && matches!(words[0], 'x' | 'X' | '×' | '○')
            && words
                .iter()
                .find(|c| is_han(**c))
                .is_some_and(|c| !matches!(c, '省' | '市' | '县' | '镇' | '乡' | '年' | '万' | '个'));
        if staged || dated || quarter || masked {
            return true;
        }
        let institution =
            ["医院", "卫生院", "中学", "小学", "中心校", "职教中心", "敬老院"].iter().any(|w| holds(own, w));
        let rebuilt = ends_any(words, &["迁建", "扩建", "项目", "楼", "校区"]);
        let road = kind == ProjectKind::Road
            && (2..=4).contains(&own.len())
            && ends_any(words, &["路", "大街", "街", "巷", "大道"])
            && own.iter().all(|&c| is_han(c))
            && ![
                "产业",
                "农村",
                "通村",
                "主干",
                "村组",
                "入户",
                "生产",
                "旅游",
                "断头",
                "连接",
                "水泥",
                "柏油",
                "砂石",
                "硬化",
                "观光",
                "环村",
                "进村",
                "村级",
                "乡村",
                "园区",
                "镇区",
                "城区",
                "县城",
                "主要",
                "通组",
                "机耕",
                "迎宾景观",
                "景观",
                "旅游景观",
                "城市",
                "镇村",
                "田间",
            ]
            .iter()
            .any(|w| is(own, w));
        uncommon >= 2
            || (institution && rebuilt)
            || (road && uncommon >= 1)
            || (road && own.len() == 2 && words.last() == Some(&'路'))
    }

    pub(super) fn vetoed(&self, words: &[char]) -> bool {
        self.lexicon.names.vetoes.at_end(words).is_some_and(|(len, ())| words.len() <= len + 2)
            || words.iter().any(|&c| matches!(c, '《' | '》' | '%' | ':' | '"'))
            || words.iter().filter(|c| **c == '“').count() != words.iter().filter(|c| **c == '”').count()
    }

    /// The kind by the whole name: a treated river is a project, a road's rebuilding stays a road.
    pub(super) fn kind_of(&self, words: &[char], kind: ProjectKind) -> ProjectKind {
        if kind == ProjectKind::Programme && ends(words, "工程") {
            return ProjectKind::Project;
        }
        kind
    }

    /// A name without blanks and with the marks that wrap it removed.
    pub(super) fn printed(&self, range: Range<usize>) -> String {
        let name: String = self.chars[range].iter().filter(|c| !c.is_whitespace()).collect();
        let inner = name.strip_prefix('“').and_then(|n| n.strip_suffix('”'));
        inner.filter(|n| !n.contains('“')).map_or(name.clone(), str::to_owned)
    }
}
