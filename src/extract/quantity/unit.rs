//! The unit of a number: before it (￥), after it, and what goes on after the unit.

use rust_decimal::Decimal;

use crate::extract::numeral::{Numeral, numeral};
use crate::lexicon::{Lexicon, Unit, UnitKind};
use crate::text::is_han;

/// A tenth, and a hundredth.
const TENTH: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
const HUNDREDTH: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// The unit that `rest` begins with, with its length, where the number's script allows it.
pub fn after<'a>(rest: &[char], number: &Numeral, lexicon: &'a Lexicon) -> Option<(usize, &'a Unit)> {
    // 3 km: a blank stays between digits and letters.
    if let [' ', letters @ ..] = rest
        && letters.first().is_some_and(char::is_ascii_alphabetic)
    {
        return after(letters, number, lexicon).map(|(len, unit)| (len + 1, unit));
    }
    let (len, unit) = lexicon.units.at_start(rest)?;
    let latin_goes_on =
        rest[len - 1].is_ascii_alphabetic() && rest.get(len).is_some_and(char::is_ascii_alphabetic);
    let fits = !number.han || unit.han && (!unit.closing || closes(rest, len));
    (fits && !latin_goes_on && !is_word(rest, len, lexicon)).then_some((len, unit))
}

/// The unit of this name.
pub fn named<'a>(name: &str, lexicon: &'a Lexicon) -> Option<&'a Unit> {
    let spelled: Vec<char> = name.chars().collect();
    lexicon.units.at_start(&spelled).map(|(_, unit)| unit)
}

/// Only a unit of one character can be the start of another word: 家庭, 个别, 条件.
fn is_word(rest: &[char], len: usize, lexicon: &Lexicon) -> bool {
    len == 1
        && lexicon.numbers.not_units.at_start(rest).is_some()
        && lexicon.numbers.still_units.at_start(rest).is_none()
        // 3条约5公里.
        && !matches!(rest, ['条', '约', digit, ..] if digit.is_ascii_digit())
}

/// No word goes on at `at`.
fn closes(rest: &[char], at: usize) -> bool {
    rest.get(at).is_none_or(|c| {
        !is_han(*c) || matches!(c, '的' | '左' | '以' | '上' | '钱' | '半' | '多' | '余' | '地')
    })
}

/// ￥300, 人民币3.14: the currency that ends at `at`, with its length.
pub fn currency_before<'a>(chars: &[char], at: usize, lexicon: &'a Lexicon) -> Option<(usize, &'a Unit)> {
    /// Currencies before a number are no longer than this.
    const LONGEST: usize = 3;
    lexicon.units_before.at_end(&chars[at.saturating_sub(LONGEST)..at])
}

/// What goes on after a unit.
pub struct More<'a> {
    /// What the number so far is multiplied by.
    pub times: Decimal,
    /// What is added then.
    pub plus: Decimal,
    /// Characters taken.
    pub len: usize,
    /// The unit of the whole.
    pub unit: &'a Unit,
}

/// 两米半, 三元五角, 两块九毛九, 3斤5两, and 九毛钱, where no unit stands before 毛.
pub fn goes_on<'a>(
    chars: &[char],
    at: usize,
    number: &Numeral,
    unit: Option<&'a Unit>,
    lexicon: &'a Lexicon,
) -> Option<More<'a>> {
    let rest = &chars[at.min(chars.len())..];
    let more = |plus, len, unit| Some(More { times: Decimal::ONE, plus, len, unit });
    let Some(unit) = unit else {
        return small_money(rest, number, lexicon);
    };
    if rest.first() == Some(&'半') && may_be_halved(unit) && closes(rest, 1) {
        return more(HALF, 1, unit);
    }
    match (unit.kind, &*unit.name) {
        (UnitKind::Money, "元") => {
            let (plus, len) = change(rest)?;
            more(plus, len, unit)
        }
        // 三块四分, 3.04块: pieces are counted in whole numbers.
        (UnitKind::Count, "块") => {
            let yuan = named("元", lexicon)?;
            match change(rest) {
                Some((plus, len)) => more(plus, len, yuan),
                None => (number.low.normalize().scale() > 0).then_some(More {
                    times: Decimal::ONE,
                    plus: Decimal::ZERO,
                    len: 0,
                    unit: yuan,
                }),
            }
        }
        (UnitKind::Amount, "斤") => {
            let part = numeral(rest)?;
            let ounces = rest.get(part.len) == Some(&'两') && part.len == 1 && closes(rest, 2);
            ounces.then_some(())?;
            more(part.low.checked_mul(TENTH)?, 2, unit)
        }
        // 1米8.
        (UnitKind::Length, "米") if rest.first()?.is_ascii_digit() && number.low.scale() == 0 => {
            let digit = Decimal::from(rest[0].to_digit(10)?);
            let alone =
                rest.get(1).is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '.') && closes(rest, 1);
            alone.then_some(())?;
            more(digit.checked_mul(TENTH)?, 1, unit)
        }
        _ => None,
    }
}

fn may_be_halved(unit: &Unit) -> bool {
    matches!(
        unit.kind,
        UnitKind::Length | UnitKind::Amount | UnitKind::Area | UnitKind::Money | UnitKind::Duration
    )
}

/// 角 and 分 after 元: 五角, 九毛九, 零九分; their value in 元 and their length.
fn change(rest: &[char]) -> Option<(Decimal, usize)> {
    let mut value = Decimal::ZERO;
    let mut at = 0;
    for (names, place) in [(['角', '毛'], TENTH), (['分', '分'], HUNDREDTH)] {
        let zero = usize::from(rest.get(at) == Some(&'零'));
        let Some(part) = rest.get(at + zero..).and_then(numeral) else { continue };
        let name = rest.get(at + zero + part.len);
        if name.is_some_and(|c| names.contains(c)) {
            value = value.checked_add(part.low.checked_mul(place)?)?;
            at += zero + part.len + 1;
        } else if at > 0 && part.len == 1 && closes_money(rest, at + 1) {
            // 两块九毛九: the last digit is 分.
            value = value.checked_add(part.low.checked_mul(HUNDREDTH)?)?;
            at += 1;
        }
    }
    let word = usize::from(at > 0 && rest.get(at) == Some(&'钱'));
    (at > 0).then_some((value, at + word))
}

fn closes_money(rest: &[char], at: usize) -> bool {
    closes(rest, at) || rest.get(at).is_some_and(char::is_ascii_uppercase)
}

/// 九毛钱, 两毛五, 5角: money below one 元. 三角 and 八角 are other things.
fn small_money<'a>(rest: &[char], number: &Numeral, lexicon: &'a Lexicon) -> Option<More<'a>> {
    let name = *rest.first()?;
    let word = rest.get(1) == Some(&'钱');
    let mut plus = Decimal::ZERO;
    let mut len = 1 + usize::from(word);
    match name {
        '毛' if word || closes(rest, 1) && rest.get(1).is_none_or(|c| !is_han(*c)) => {}
        '毛' => {
            let part = numeral(&rest[1..]).filter(|part| part.len == 1 && closes(rest, 2))?;
            plus = part.low.checked_mul(HUNDREDTH)?;
            len = 2;
        }
        '角' if word || !number.han && closes(rest, 1) => {}
        _ => return None,
    }
    Some(More { times: TENTH, plus, len, unit: named("元", lexicon)? })
}

/// A denominator after a unit.
pub struct Rate {
    /// Characters taken.
    pub len: usize,
    /// The unit with its denominator, where the denominator is no time.
    pub per: Option<Unit>,
}

/// 30000吨/年 measures tons; 1200元/亩 is a unit of its own.
pub fn rate(rest: &[char], unit: &Unit, lexicon: &Lexicon) -> Rate {
    let mut found = Rate { len: 0, per: None };
    while let Some('/' | '·') = rest.get(found.len) {
        let after = &rest[found.len + 1..];
        if let Some((len, ())) = lexicon.numbers.times_of_rates.at_start(after) {
            found.len += 1 + len;
        } else if let Some((len, ())) = lexicon.numbers.denominators.at_start(after)
            && found.per.is_none()
            && rest[found.len] == '/'
            && !after.get(len).is_some_and(char::is_ascii_alphanumeric)
        {
            let below: String = after[..len].iter().collect();
            found.per = Some(Unit {
                name: format!("{}/{below}", unit.name).into(),
                kind: UnitKind::Amount,
                ..unit.clone()
            });
            found.len += 1 + len;
        } else {
            break;
        }
    }
    found
}

/// A mask is a number where a unit follows; a star or an x before other words hides a name.
pub fn follows_mask(chars: &[char], at: usize, end: usize, lexicon: &Lexicon) -> bool {
    let latin_before = at > 0 && chars[at - 1].is_ascii_alphabetic();
    let latin_after = chars.get(end).is_some_and(char::is_ascii_alphabetic);
    if latin_before || latin_after {
        return false;
    }
    let near = usize::from(matches!(chars.get(end), Some('余' | '多' | '来')));
    let rest = &chars[end + near..];
    let scaled = matches!(chars.get(end.wrapping_sub(1)), Some('万' | '亿'));
    scaled
        || lexicon.units.at_start(rest).is_some_and(|(len, unit)| {
            // XX、XX两村: two of them.
            let two = rest[0] == '两' && !closes(rest, 1);
            !is_word(rest, len, lexicon) && !unit.place && !two
        })
}

/// 2023年, 23年, xx年: a year rather than a number of years.
pub fn is_year(number: &Numeral) -> bool {
    if number.masked {
        return number.len >= 2;
    }
    let year = Decimal::from(1900)..=Decimal::from(2100);
    (year.contains(&number.low) && number.len == 4)
        || (number.len == 2 && !number.han && number.low > Decimal::from(60))
}
