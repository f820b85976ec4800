//! Every number of a text: its value, unit and comparing words, and, where it measures nothing, why.

use std::ops::Range;

use rust_decimal::Decimal;

use super::numeral::{LONGEST_RUN, Numeral, numeral, opens};
use crate::fact::{Comparator, PART_OF_WORD};
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::is_han;
use crate::text::phrase::{ends, ends_any, holds, is, starts, starts_any};

/// A number with what belongs to it. Places are indices into the normalised characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// From the first comparing word to the last.
    pub range: Range<usize>,
    /// The numeral and its unit alone.
    pub core: Range<usize>,
    /// Lower end in the canonical unit; `None` where masked.
    pub low: Option<Decimal>,
    /// Upper end.
    pub high: Option<Decimal>,
    /// The unit, if one stands after the number.
    pub unit: Option<Unit>,
    /// How the number binds.
    pub comparator: Comparator,
    /// Some digits are redacted.
    pub masked: bool,
    /// It gives a place in an order.
    pub rank: bool,
    /// It is a multiplier without a digit (百亿, 过亿元).
    pub bare: bool,
    /// Ends in 万 or 亿: an amount even without a unit.
    pub scaled: bool,
    /// Why it measures nothing; `None` where it measures.
    pub reason: Option<&'static str>,
}

impl Seen {
    /// What its unit measures.
    pub fn kind(&self) -> Option<UnitKind> {
        self.unit.as_ref().map(|unit| unit.kind)
    }
}

/// Finds every number of a text, in reading order.
pub fn scan(chars: &[char], lexicon: &Lexicon) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !opens(chars[at]) && chars[at] != '翻' {
            at += 1;
            continue;
        }
        match one(chars, at, lexicon) {
            Some(found) => {
                at = found.range.end.max(at + 1);
                seen.push(found);
            }
            // What is no number as a whole is none in part: a serial number, a rule of crosses.
            None => {
                let run = chars[at..].iter().take_while(|c| opens(**c)).count();
                at += if run > LONGEST_RUN { run } else { 1 };
            }
        }
    }
    seen
}

/// The number at a place, if there is one.
fn one(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    let rest = &chars[at..];
    if chars[at] == '翻' {
        return doubling(chars, at, lexicon);
    }
    let first = numeral(rest)?;
    if let Some(found) = fraction(chars, at, lexicon) {
        return Some(found);
    }
    let mut end = at + first.len;
    if first.masked && !mask_is_number(chars, at, end, lexicon) {
        return None;
    }
    let mut low = first.low;
    let mut high = first.high;
    let mut scaled = first.scaled;
    let mut masked = first.masked;
    let mut comparator = if first.about { Comparator::About } else { Comparator::Eq };
    let mut unit = lexicon_unit(&chars[end..], &first, lexicon);
    // 3-5家, 6%-8%, 3至5个, 5到8公里.
    let unit_end = end + unit.as_ref().map_or(0, |&(len, _)| len);
    let mut is_range = low != high;
    for connector_at in [unit_end, end] {
        let Some((second, second_at)) = range_end(chars, connector_at) else { continue };
        let second_end = second_at + second.len;
        let second_unit = lexicon_unit(&chars[second_end..], &second, lexicon);
        if let (Some((_, a)), Some((_, b))) = (&unit, &second_unit)
            && connector_at == unit_end
            && a.name != b.name
        {
            continue;
        }
        if second_unit.is_none() && second.scaled == first.scaled {
            continue;
        }
        if second_unit.as_ref().is_some_and(|(_, unit)| unit.name == "年")
            && is_year(&second)
            && !is_year(&first)
        {
            continue;
        }
        // 3-5万: the multiplier belongs to both ends.
        if second.scaled && !first.scaled && unit.is_none() && !masked {
            let plain = second_scale(&second, &chars[second_at..second_end]);
            if let Some(scaled) = low.checked_mul(plain)
                && scaled < second.low
            {
                low = scaled;
            }
        }
        if !(masked || second.masked) && second.low <= low {
            continue;
        }
        high = second.high;
        masked |= second.masked;
        scaled |= second.scaled;
        end = second_end;
        unit = second_unit.or(unit);
        is_range = true;
        break;
    }
    let mut core_end = end;
    // 20余公里, 2700多亩, 3个多: nearness inside the quantity.
    if let Some(&c) = chars.get(core_end)
        && matches!(c, '余' | '多' | '来')
    {
        let after = lexicon_unit(&chars[core_end + 1..], &first, lexicon);
        let ends = chars.get(core_end + 1).is_none_or(|c| !is_han(*c));
        if after.is_some() || (ends && c != '来') || (unit.is_none() && scaled) {
            comparator = Comparator::About;
            core_end += 1;
            unit = after;
        }
    }
    if let Some((len, _)) = &unit {
        core_end += len;
    }
    let mut unit = unit.map(|(_, unit)| unit);
    if let Some(found) = &unit
        && !is_range
        && !masked
        && let Some((more, len)) = rest_of_unit(&chars[core_end..], found)
    {
        low = low.checked_add(more)?;
        high = low;
        core_end += len;
    }
    // 4万多群众 counts people.
    let people = |words: &[&str]| starts_any(&chars[core_end..], words);
    if unit.is_none() && people(&["群众", "农民", "村民", "居民", "百姓", "人口", "贫困人口", "农户人口"])
    {
        unit = lexicon.units.at_start(&['人']).map(|(_, unit)| unit.clone());
    }
    if let Some(c) = chars.get(core_end)
        && matches!(c, '余' | '多')
        && unit.is_some()
        && !chars.get(core_end + 1).is_some_and(|c| matches!(c, '个' | '次' | '元' | '种'))
    {
        comparator = Comparator::About;
        core_end += 1;
    }
    // A rate: 30000吨/年 measures tons.
    if chars.get(core_end) == Some(&'/')
        && matches!(chars.get(core_end + 1), Some('年' | '日' | '天' | '月' | '小'))
    {
        core_end += 2 + usize::from(chars[core_end + 1] == '小' && chars.get(core_end + 2) == Some(&'时'));
    }
    let mut range = at..core_end;
    if let Some((len, found)) = compared_before(chars, at, lexicon)
        && !is_range
    {
        comparator = found;
        range.start = at - len;
    }
    if let Some((len, &found)) = lexicon.comparators_after.at_start(&chars[core_end..])
        && !is_range
        && !(unit.is_some()
            && matches!(chars[core_end], '内' | '多' | '余')
            && len == 1
            && chars[core_end] == '内'
            && unit.as_ref().is_some_and(|u| u.kind != UnitKind::Duration))
    {
        if comparator == Comparator::Eq || found != Comparator::About {
            comparator = found;
        }
        range.end = core_end + len;
    }
    if is_range {
        comparator = Comparator::Range;
    }
    // 增长15.4%、-5.3%; 负3.9%: a sign, not the dash of a range.
    let sign = negative_sign(chars, at);
    if sign > 0 && !is_range && !masked {
        (low, high) = (-low, -high);
        range.start = range.start.min(at - sign);
    }
    if masked {
        low = Decimal::ZERO;
        high = Decimal::ZERO;
    }
    let mut found = Seen {
        range,
        core: at..core_end,
        low: (!masked).then(|| low.normalize()),
        high: (!masked).then(|| high.normalize()),
        unit,
        comparator,
        masked,
        rank: false,
        bare: first.bare,
        scaled,
        reason: None,
    };
    if !rank(chars, &mut found) {
        found.reason = no_measure(chars, &found, &first);
    }
    Some(found)
}

/// Words that end like a comparing word: 签约, 通过, 附近.
const NOT_COMPARATORS: &[&str] = &[
    "签约", "节约", "集约", "履约", "预约", "制约", "条约", "合约", "违约", "通过", "经过", "度过", "渡过",
    "走过", "不过", "附近", "就近", "临近", "邻近", "最近", "亲近", "赶超", "反超",
];

/// The comparing word that ends at `at`, with its length.
fn compared_before(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<(usize, Comparator)> {
    let before = &chars[at.saturating_sub(4)..at];
    let (len, &found) = lexicon.comparators_before.at_end(before)?;
    let part_of_word = len == 1 && ends_any(before, NOT_COMPARATORS);
    (!part_of_word).then_some((len, found))
}

/// What goes on after a unit: 两米半, 三元五角, 两块九毛九; its value in the unit and its length.
fn rest_of_unit(after: &[char], unit: &Unit) -> Option<(Decimal, usize)> {
    let closes =
        |len: usize| after.get(len).is_none_or(|c| !is_han(*c) || matches!(c, '的' | '左' | '以' | '钱'));
    let measures =
        matches!(unit.kind, UnitKind::Length | UnitKind::Amount | UnitKind::Area | UnitKind::Money);
    if after.first() == Some(&'半') && measures && closes(1) {
        return Some((Decimal::new(5, 1), 1));
    }
    if unit.kind != UnitKind::Money {
        return None;
    }
    let mut value = Decimal::ZERO;
    let mut at = 0;
    for (names, place) in [(['角', '毛'], Decimal::new(1, 1)), (['分', '分'], Decimal::new(1, 2))] {
        let zero = usize::from(after.get(at) == Some(&'零'));
        let Some(part) = after.get(at + zero..).and_then(numeral) else { continue };
        let name = after.get(at + zero + part.len);
        let last = at > 0 && part.len == 1 && closes(at + part.len);
        if name.is_some_and(|c| names.contains(c)) {
            value = value.checked_add(part.low.checked_mul(place)?)?;
            at += zero + part.len + 1;
        } else if last {
            // 两块九毛九: the last digit is 分.
            value = value.checked_add(part.low.checked_mul(Decimal::new(1, 2))?)?;
            at += part.len;
        }
    }
    (at > 0).then_some((value, at))
}

/// Length of a minus sign before a number: 负, 负的, or a dash that stands after a mark or a verb.
fn negative_sign(chars: &[char], at: usize) -> usize {
    let before = &chars[at.saturating_sub(3)..at];
    if ends(before, "负的") {
        return 2;
    }
    match before {
        [.., '负'] => 1,
        ['-'] => 1,
        [.., '、' | ',' | '和' | '了' | '(' | ':' | '为' | '达' | ' ' | '\n' | '。' | ';', '-'] => 1,
        _ => 0,
    }
}

/// 万, 亿 or 万亿 at the end of a numeral as a factor.
fn second_scale(second: &Numeral, written: &[char]) -> Decimal {
    let digits: String = written.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    match digits.parse::<Decimal>() {
        Ok(plain) if !plain.is_zero() => second.low.checked_div(plain).unwrap_or(Decimal::ONE),
        // 八百到九百亿: what stands at the end of the second belongs to both.
        _ => written
            .iter()
            .rev()
            .map_while(|c| match c {
                '万' => Some(Decimal::from(10_000)),
                '亿' => Some(Decimal::from(100_000_000)),
                _ => None,
            })
            .try_fold(Decimal::ONE, |product, scale| product.checked_mul(scale))
            .unwrap_or(Decimal::ONE),
    }
}

/// The unit that follows a number, where the number's script allows it.
fn lexicon_unit(rest: &[char], number: &Numeral, lexicon: &Lexicon) -> Option<(usize, Unit)> {
    // 平方米 may follow 万 with a blank of OCR; blanks are gone in the normal form.
    let (len, unit) = lexicon.units.at_start(rest)?;
    if number.han && !unit.han {
        return None;
    }
    if unit.kind != UnitKind::Name
        && unit.name.chars().all(|c| c.is_ascii_alphabetic())
        && next_is_latin(rest, len)
    {
        return None;
    }
    if len <= 2 && rest[..len].iter().all(char::is_ascii_alphabetic) && next_is_latin(rest, len) {
        return None;
    }
    if not_a_unit(rest, len) {
        return None;
    }
    Some((len, unit.clone()))
}

fn next_is_latin(rest: &[char], len: usize) -> bool {
    rest.get(len).is_some_and(char::is_ascii_alphabetic)
}

/// Words that begin like a unit: 家庭, 个别, 条件, 项目, 人民.
const NOT_UNITS: &[&str] = &[
    "家庭",
    "家园",
    "家电",
    "个别",
    "个人",
    "个性",
    "个体",
    "条件",
    "条例",
    "条约",
    "项目",
    "人民",
    "人民币",
    "人大",
    "人居",
    "人均",
    "人才",
    "人员",
    "人口密度",
    "名城",
    "名镇",
    "名村",
    "名优",
    "名牌",
    "名校",
    "名师",
    "位一体",
    "位数",
    "位于",
    "处理",
    "处置",
    "户籍",
    "户口",
    "户外",
    "座谈",
    "支部",
    "支持",
    "支撑",
    "支队",
    "支农",
    "支付",
    "场景",
    "次产业",
    "次党代会",
    "起步",
    "起点",
    "件套",
    "口径",
    "口岸",
    "片区",
    "块地",
    "类型",
    "批发",
    "本土",
    "本级",
    "部门",
    "部署",
    "只争",
    "头企业",
    "面向",
    "年级",
    "种植",
    "种养",
    "种业",
    "组织",
    "组团",
    "份子",
    "间接",
    "台账",
    "班子",
    "班组",
    "对接",
    "门路",
    "张家",
    "床位",
    "方面",
    "方位",
    "方向",
    "方针",
    "方案",
    "方式",
    "方阵",
    "升级",
    "升学",
    "级联",
    "口之家",
];

/// Only a unit of one character can be the start of another word.
fn not_a_unit(rest: &[char], len: usize) -> bool {
    len == 1 && starts_any(rest, NOT_UNITS)
}

/// A mask is a number where a unit follows; a star or an x before other words hides a name.
fn mask_is_number(chars: &[char], at: usize, end: usize, lexicon: &Lexicon) -> bool {
    let latin_before = at > 0 && chars[at - 1].is_ascii_alphabetic();
    let latin_after = chars.get(end).is_some_and(char::is_ascii_alphabetic);
    if latin_before || latin_after {
        return false;
    }
    let mut rest = &chars[end..];
    if let Some('余' | '多' | '来') = rest.first() {
        rest = &rest[1..];
    }
    let scaled = matches!(chars.get(end.wrapping_sub(1)), Some('万' | '亿'));
    lexicon.units.at_start(rest).is_some_and(|(len, unit)| {
        !(len == 1
            && NOT_UNITS
                .iter()
                .any(|w| w.chars().zip(rest).all(|(a, b)| a == *b) && w.chars().count() <= rest.len()))
            && unit.name != "村"
            && unit.name != "线"
            && unit.name != "楼"
    }) || scaled
}

/// The second number of a range that a connector at `at` opens, and where it begins.
fn range_end(chars: &[char], at: usize) -> Option<(Numeral, usize)> {
    let rest = &chars[at..];
    let len = match rest.first()? {
        '-' | '—' | '~' => rest.iter().take(2).take_while(|c| matches!(c, '-' | '—' | '~')).count(),
        '至' | '到' => 1,
        _ => return None,
    };
    let second = numeral(&rest[len..])?;
    Some((second, at + len))
}

/// 翻一番, 翻两番, 翻番.
fn doubling(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    // 两个翻番 counts doublings that are named elsewhere.
    if at > 0 && chars[at - 1] == '个' {
        return None;
    }
    let unit = lexicon.units.at_start(&['番']).map(|(_, unit)| unit.clone())?;
    let (value, len) = match chars.get(at + 1)? {
        '番' => (Decimal::ONE, 2),
        '了' if chars.get(at + 3) == Some(&'番') => (numeral(&chars[at + 2..])?.low, 4),
        '一' | '二' | '两' | '三' if chars.get(at + 2) == Some(&'番') => {
            (numeral(&chars[at + 1..])?.low, 3)
        }
        '了' if chars.get(at + 2) == Some(&'番') => (Decimal::ONE, 3),
        _ => return None,
    };
    let end = at + len;
    Some(exact(chars, at..end, (value, value), unit, lexicon))
}

/// 百分之三, 百分之5, 三分之一, 八成, 八成以上.
fn fraction(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    let rest = &chars[at..];
    let percent = lexicon.units.at_start(&['%']).map(|(_, unit)| unit.clone())?;
    let sign = negative_sign(chars, at);
    let (low, high, end) = if starts(rest, "一半")
        && !starts(rest, "一半以下")
        && rest.get(2).is_none_or(|c| !is_han(*c) || matches!(c, '以' | '的'))
    {
        // 一半以上的村.
        (Decimal::from(50), Decimal::from(50), at + 2)
    } else if rest.starts_with(&['百', '分', '之']) || rest.starts_with(&['千', '分', '之']) {
        let part = numeral(&rest[3..])?;
        (part.low, part.high, at + 3 + part.len)
    } else {
        let whole = numeral(rest)?;
        let tail = &rest[whole.len..];
        if tail.starts_with(&['分', '之']) && !whole.low.is_zero() {
            let part = numeral(&tail[2..])?;
            let hundred = Decimal::from(100);
            let share = part.low.checked_mul(hundred)?.checked_div(whole.low)?.round_dp(4);
            (share, share, at + whole.len + 2 + part.len)
        } else if tail.first() == Some(&'成')
            && whole.len == 1
            && let Some(half) = tail.get(1).and_then(|c| "一二三四五六七八九".chars().position(|d| d == *c))
            && tail.get(2).is_none_or(|c| !is_han(*c) || matches!(c, '以' | '的' | '左'))
        {
            // 九成五 is 95 %.
            let value =
                whole.low.checked_mul(Decimal::from(10))?.checked_add(Decimal::from(half as u32 + 1))?;
            (value, value, at + 3)
        } else if tail.first() == Some(&'成')
            && whole.len <= 2
            && whole.low <= Decimal::from(10)
            && tail
                .get(1)
                .is_none_or(|c| !is_han(*c) || matches!(c, '以' | '的' | '左' | '多' | '农' | '群' | '村'))
        {
            let ten = Decimal::from(10);
            (whole.low.checked_mul(ten)?, whole.high.checked_mul(ten)?, at + whole.len + 1)
        } else {
            return None;
        }
    };
    let (low, high) = if sign > 0 { (-high, -low) } else { (low, high) };
    let unit = if rest[0] == '千' && rest.get(1) == Some(&'分') {
        lexicon.units.at_start(&['‰']).map(|(_, unit)| unit.clone())?
    } else {
        percent
    };
    let mut found = exact(chars, at..end, (low, high), unit, lexicon);
    found.range.start = found.range.start.min(at - sign);
    Some(found)
}

/// A number that is read as a whole (翻两番, 百分之三), with the comparing words around it.
fn exact(
    chars: &[char],
    core: Range<usize>,
    (low, high): (Decimal, Decimal),
    unit: Unit,
    lexicon: &Lexicon,
) -> Seen {
    let mut comparator = if low == high { Comparator::Eq } else { Comparator::Range };
    let mut range = core.clone();
    if let Some((len, found)) = compared_before(chars, core.start, lexicon) {
        comparator = found;
        range.start -= len;
    }
    if let Some((len, &found)) = lexicon.comparators_after.at_start(&chars[core.end..]) {
        comparator = found;
        range.end += len;
    }
    Seen {
        range,
        core,
        low: Some(low.normalize()),
        high: Some(high.normalize()),
        unit: Some(unit),
        comparator,
        masked: false,
        rank: false,
        bare: false,
        scaled: false,
        reason: None,
    }
}

/// 全县第一, 位居全市第四位, 前三名: sets the rank and says so.
fn rank(chars: &[char], found: &mut Seen) -> bool {
    let at = found.core.start;
    let before = &chars[at.saturating_sub(14)..at];
    let after = &chars[found.core.end..];
    let place_after = matches!(found.unit.as_ref().map(|u| u.name.as_str()), Some("位" | "名"))
        || matches!(after.first(), Some('位' | '名'));
    let field = |words: &[char]| {
        [
            "全县", "全市", "全省", "全国", "全区", "全镇", "全州", "全盟", "县", "市", "省", "排名", "位居",
            "位列", "名列", "排", "列", "居", "排在", "稳居", "跃居", "位次", "之",
        ]
        .iter()
        .any(|word| ends(words, word))
    };
    match before.last() {
        Some('第') => {
            let ahead = &before[..before.len() - 1];
            let closes = after.first().is_none_or(|c| !is_han(*c) || matches!(c, '的' | '和' | '与'));
            let named = field(ahead) || (place_after && !after.starts_with(&['位', '一']));
            let is_rank = (field(ahead) && (closes || place_after)) || (named && place_after);
            if !is_rank || after.starts_with(&['个']) || after.starts_with(&['次']) {
                return false;
            }
            found.range.start = at - 1;
            found.comparator = Comparator::Eq;
        }
        Some('前') => {
            let ahead = &before[..before.len() - 1];
            let closes = after.first().is_none_or(|c| !is_han(*c) || matches!(c, '强' | '位' | '名' | '的'));
            if !(place_after || field(ahead) && closes) {
                return false;
            }
            found.range.start = at - 1;
            found.comparator = Comparator::Le;
        }
        _ => return false,
    }
    if found.unit.is_none() && matches!(after.first(), Some('位' | '名' | '强')) {
        found.core.end += 1;
        found.range.end = found.range.end.max(found.core.end);
    }
    found.rank = true;
    found.unit = None;
    true
}

/// Why a number measures nothing; `None` where it may measure.
fn no_measure(chars: &[char], found: &Seen, number: &Numeral) -> Option<&'static str> {
    let at = found.core.start;
    let end = found.core.end;
    let before = at.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(end).copied();
    let bare_end = at + number.len;
    match before {
        Some('第') => return Some("ordinal"),
        Some(c) if c.is_ascii_alphabetic() && !(found.masked) => return Some("name"),
        Some('[' | '+' | '#' | '“') if found.unit.is_none() => return Some("name"),
        Some('-') if at >= 2 && chars[at - 2].is_ascii_alphanumeric() && found.unit.is_none() => {
            return Some("name");
        }
        _ => {}
    }
    if after == Some(']') || (before == Some('(') && after == Some(')') && found.unit.is_none()) {
        return Some("footnote");
    }
    match &found.unit {
        None => {
            if chars.get(bare_end) == Some(&'年') {
                return Some("year");
            }
            if after.is_some_and(|c| c.is_ascii_alphabetic() || c == '+')
                || chars.get(bare_end) == Some(&':')
                    && chars.get(bare_end + 1).is_some_and(char::is_ascii_digit)
            {
                return Some("name");
            }
            if found.scaled && (!number.bare || found.comparator != Comparator::Eq) {
                return None;
            }
            if number.han {
                return Some(PART_OF_WORD);
            }
            Some("no unit")
        }
        Some(unit) => match unit.kind {
            UnitKind::Name => Some(match unit.name.as_str() {
                "月" | "月份" | "日" | "时" | "年度" | "季度" | "世纪" | "年代" => "date",
                _ => "name",
            }),
            UnitKind::Duration if unit.name == "年" && is_year(number) => Some("year"),
            UnitKind::Count | UnitKind::Person | UnitKind::Times
                if number.han && is_one(number) && !counts_one(chars, at, unit) =>
            {
                Some("indefinite one")
            }
            UnitKind::Count if in_short_quotes(chars, at, end) => Some("slogan"),
            UnitKind::Times if number.han && unit.name == "期" => Some("name"),
            UnitKind::Times if number.han && unit.name == "次" && meeting(&chars[end..]) => Some("ordinal"),
            UnitKind::Length if number.han && unit.name == "米" && number.low < Decimal::from(10) => {
                Some("name")
            }
            _ if number.bare && found.comparator == Comparator::Eq => Some("name"),
            _ => None,
        },
    }
}

fn is_one(number: &Numeral) -> bool {
    number.low == Decimal::ONE && number.high == Decimal::ONE && !number.bare
}

/// 二次会议, 五次全会: a meeting's number without 第.
fn meeting(after: &[char]) -> bool {
    ["会议", "全会", "全体", "党代会", "人代会", "代表大会", "集中学习"]
        .iter()
        .any(|word| starts(after, word))
}

/// 2023年, 23年, xx年: a year rather than a number of years.
fn is_year(number: &Numeral) -> bool {
    if number.masked {
        return number.len >= 2;
    }
    let year = Decimal::from(1900)..=Decimal::from(2100);
    (year.contains(&number.low) && number.len == 4)
        || (number.len == 2 && !number.han && number.low > Decimal::from(60))
}

/// 新建一座, 建成一处: a count of one that a task can be checked by; elsewhere 一 is an article.
fn counts_one(chars: &[char], at: usize, unit: &Unit) -> bool {
    let before = &chars[at.saturating_sub(2)..at];
    let builds = ["新建", "建成", "新增", "增设", "改建", "扩建", "新上", "落户", "引进", "修建", "建设"]
        .iter()
        .any(|word| is(before, word));
    let counted = matches!(unit.name.as_str(), "座" | "处" | "条" | "所" | "家" | "栋" | "幢" | "个" | "台");
    // 新建垃圾填埋场一座: the count stands at the end of the clause.
    let end = at + 1 + unit.name.chars().count();
    let closes = chars.get(end).is_none_or(|c| matches!(c, ',' | '。' | ';' | '、' | '\n'))
        && before.last().is_some_and(|c| is_han(*c));
    let clause = chars[at.saturating_sub(24)..at]
        .rsplit(|c| matches!(c, ',' | '。' | ';' | '\n'))
        .next()
        .unwrap_or(&[]);
    let opened = [
        "新建", "建成", "新增", "增设", "改建", "扩建", "引进", "修建", "购置", "建设", "创建", "打造",
        "完成",
    ]
    .iter()
    .any(|word| holds(clause, word));
    counted && (builds || (closes && opened))
}

/// “四个不摘”, “两个维护”: a number inside a short quotation.
fn in_short_quotes(chars: &[char], at: usize, end: usize) -> bool {
    const LONGEST_SLOGAN: usize = 14;
    let from = at.saturating_sub(LONGEST_SLOGAN);
    let Some(open) = chars[from..at].iter().rposition(|&c| matches!(c, '“' | '‘' | '"')).map(|i| from + i)
    else {
        return false;
    };
    if chars[open..at].iter().any(|&c| matches!(c, '”' | '’' | '。')) {
        return false;
    }
    chars[end..]
        .iter()
        .take(LONGEST_SLOGAN)
        .position(|&c| matches!(c, '”' | '’' | '"'))
        .is_some_and(|len| end + len - open <= LONGEST_SLOGAN)
}
