//! Places in an order: 全县第一, 位居全市第四位, 前三名.

use rust_decimal::Decimal;

use super::Seen;
use crate::fact::Comparator;
use crate::lexicon::Lexicon;
use crate::text::is_han;

/// Words farther before a number do not make it a rank.
const BEARING: usize = 14;

/// 居全县首位: the first place, told without a number.
pub fn first_place(chars: &[char], at: usize, lexicon: &Lexicon) -> Option<Seen> {
    let closes = chars.get(at + 2).is_none_or(|c| !is_han(*c) || matches!(c, '的' | '和'));
    let told = chars.get(at + 1) == Some(&'位') && closes;
    let before = &chars[at.saturating_sub(BEARING)..at];
    (told && lexicon.numbers.ranked.at_end(before).is_some()).then(|| Seen {
        range: at..at + 2,
        core: at..at + 2,
        low: Some(Decimal::ONE),
        high: Some(Decimal::ONE),
        unit: None,
        comparator: Comparator::Eq,
        masked: false,
        rank: true,
        bare: false,
        scaled: false,
        reason: None,
    })
}

/// Makes a rank of a number that is one, and says so.
pub fn rank(chars: &[char], found: &mut Seen, lexicon: &Lexicon) -> bool {
    let at = found.core.start;
    let before = &chars[at.saturating_sub(BEARING)..at];
    let Some((&mark @ ('第' | '前'), ahead)) = before.split_last() else { return false };
    let after = &chars[found.core.end..];
    let place_after = found.unit.as_ref().is_some_and(|unit| matches!(&*unit.name, "位" | "名"))
        || matches!(after.first(), Some('位' | '名'));
    // 确保全县第三、力争第二: the second tier is of the same field.
    let tier = || lexicon.predicates.second_tiers.at_end(ahead).is_some() && ahead.contains(&'第');
    let numbers = &lexicon.numbers;
    let rivals = numbers.rivals.at_end(ahead).map_or(0, |(len, ())| len);
    let field = numbers.ranked.at_end(ahead).is_some()
        || rivals > 0 && numbers.ranked.at_end(&ahead[..ahead.len() - rivals]).is_some()
        || mark == '第' && tier();
    let comparator = if mark == '第' {
        let closes = after.first().is_none_or(|c| !is_han(*c) || matches!(c, '的' | '和' | '与'));
        // 三位一体 is no place, and 第三个, 第三次 are an order.
        let united = matches!(after, ['位', '一', ..]);
        let ranks = field && (closes || place_after) || place_after && !united;
        if !ranks || matches!(after, ['个' | '次', ..]) {
            return false;
        }
        Comparator::Eq
    } else {
        let closes = after.first().is_none_or(|c| !is_han(*c) || matches!(c, '强' | '位' | '名' | '的'));
        // 综合考核力争前三.
        let vied = || closes && found.unit.is_none() && numbers.vied.at_end(ahead).is_some();
        if !(place_after || field && closes || vied()) {
            return false;
        }
        Comparator::Le
    };
    found.range.start = at - 1;
    found.comparator = comparator;
    if found.unit.is_none() && matches!(after.first(), Some('位' | '名' | '强')) {
        found.core.end += 1;
        found.range.end = found.range.end.max(found.core.end);
    }
    found.rank = true;
    found.unit = None;
    true
}
