//! What a reader of the rows should look at, each with its place.

use std::ops::Range;

use rust_decimal::Decimal;

use super::claim::Measured;
use super::look::Look;
use super::numeral;
use super::period;
use super::quantity::Seen;
use crate::fact::{DocumentFacts, Doubt, DoubtKind, Measure};
use crate::lexicon::{Lexicon, UnitKind};
use crate::outline::Outline;
use crate::text::{Text, is_han};

/// Doubts of a whole document: its years, its redactions, its structure.
pub fn of_document(
    text: &Text,
    outline: &Outline,
    document: &DocumentFacts,
    seen: &[Seen],
    lexicon: &Lexicon,
) -> Vec<Doubt> {
    let mut found = Vec::new();
    let place = |range: Range<usize>| Some(text.normal().span(range.start, range.end));
    // 2019年工作总结及2020年工作打算 names both.
    let title = outline.title.clone().unwrap_or_default();
    let named = |year: i32| {
        period::years_in(text.normal().chars(), title.clone()).iter().any(|&(_, own)| own == year)
    };
    let conflict = match (document.declared_year, document.plan_year, document.review_year) {
        (Some(declared), Some(plan), _) if declared != plan && !named(plan) => {
            Some(format!("the title says {declared}, the text plans for {plan}"))
        }
        (Some(declared), None, Some(review)) if declared != review && !named(review) => {
            Some(format!("the title says {declared}, the text looks back on {review}"))
        }
        _ => None,
    };
    found.extend(conflict.map(|message| Doubt {
        kind: DoubtKind::YearConflict,
        message,
        span: outline.title.clone().and_then(place),
    }));
    let masked: Vec<&Seen> = seen.iter().filter(|number| number.masked).collect();
    if let Some(first) = masked.first() {
        let count = masked.len();
        let numbers = if count == 1 { "1 number is".to_owned() } else { format!("{count} numbers are") };
        found.push(Doubt {
            kind: DoubtKind::Masked,
            message: format!("{numbers} redacted; this is the first"),
            span: place(first.range.clone()),
        });
    }
    if outline.nodes.is_empty() {
        found.push(Doubt {
            kind: DoubtKind::NoStructure,
            message: "no heading was found".to_owned(),
            span: None,
        });
    }
    found.extend(outline.later_titles.iter().map(|title| Doubt {
        kind: DoubtKind::SeveralReports,
        message: "another title stands here: the file seems to hold more than one text".to_owned(),
        span: place(title.clone()),
    }));
    found.extend(numbering(text, outline));
    found.extend(announced(text, outline, lexicon));
    found
}

/// Rows of numbered items that are not as many as the sentence before them says: 五项工作 and four items.
fn announced(text: &Text, outline: &Outline, lexicon: &Lexicon) -> Vec<Doubt> {
    /// Characters looked at before the first item.
    const REACH: usize = 60;
    let chars = text.normal().chars();
    let nodes = &outline.nodes;
    let mut found = Vec::new();
    for (index, first) in nodes.iter().enumerate().filter(|(_, node)| node.number == 1) {
        // The items behind the first, up to where another row begins.
        let mut items = 1u32;
        for node in nodes[index + 1..].iter().take_while(|node| node.level >= first.level) {
            if node.parent == first.parent && node.level == first.level {
                if !node.style_of(first) || node.number != items + 1 {
                    break;
                }
                items += 1;
            }
        }
        let end = first.range.start;
        let from = index
            .checked_sub(1)
            .map_or(0, |before| nodes[before].heading.start)
            .max(end.saturating_sub(REACH));
        let mut words = &chars[from..end];
        while let Some(rest) = words.strip_suffix(&['\n']) {
            words = rest;
        }
        // 抓好五项工作: opens the list; ended like any other sentence it opens the parts below its heading.
        let opens = words.strip_suffix(&[':']);
        let Some(words) = opens.or_else(|| words.strip_suffix(&['。']).filter(|_| first.level > 1)) else {
            continue;
        };
        let sentence =
            words.iter().rposition(|c| matches!(c, '。' | ';' | '!' | '\n')).map_or(0, |at| at + 1);
        let start = from + sentence;
        let counted = (start..from + words.len())
            .rev()
            .find_map(|at| announcement(&chars[at..from + words.len()], lexicon).map(|it| (at, it)));
        if let Some((at, (count, len))) = counted
            && items > 1
            && count != items
        {
            let said: String = chars[at..at + len].iter().collect();
            found.push(Doubt {
                kind: DoubtKind::CountMismatch,
                message: format!("the text announces {said} and lists {items}"),
                span: Some(text.normal().span(at, at + len)),
            });
        }
    }
    found
}

/// The number of a count like 五项重点工作 at the start of `words`, and its length.
fn announcement(words: &[char], lexicon: &Lexicon) -> Option<(u32, usize)> {
    const MOST: u32 = 20;
    let first = *words.first()?;
    let counts =
        matches!(first, '0'..='9' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let number = counts.then(|| numeral::numeral(words)).flatten()?;
    let mut len = number.len;
    len += usize::from(matches!(words.get(len), Some('个' | '项' | '件' | '大' | '条' | '点')));
    let kind = len;
    while let Some((word, ())) = lexicon.signs.announced.at_start(&words[len..]) {
        len += word;
    }
    let ends = words.get(len).is_none_or(|&c| !is_han(c));
    let count = u32::try_from(number.low.normalize().mantissa()).ok().filter(|_| number.low.scale() == 0)?;
    let exact = !number.masked && !number.about && !number.bare && number.low == number.high;
    (exact && ends && len > kind && (2..=MOST).contains(&count)).then_some((count, len))
}

/// A value that such a place or such a rate can hardly have.
fn out_of_scale(one: &Measured, number: &Seen, town: Option<&str>, lexicon: &Lexicon) -> Option<String> {
    /// Yuan that no township, and no county or city, turns over in a year.
    const MOST_YUAN: (i64, i64) = (200_000_000_000, 5_000_000_000_000);
    /// People that no township has, and no county or city.
    const MOST_PEOPLE: (i64, i64) = (5_000_000, 50_000_000);
    /// Growth in percent beyond which a slip of the point is likelier.
    const MOST_GROWTH: i64 = 300;
    let value = number.high.or(number.low)?;
    let small =
        || town.is_some_and(|town| ["镇", "乡", "街道", "苏木"].iter().any(|end| town.ends_with(end)));
    let most = |(township, county): (i64, i64)| Decimal::from(if small() { township } else { county });
    let percent = number.unit.as_ref().is_some_and(|unit| unit.name == "%");
    match number.kind() {
        Some(UnitKind::Money) if value >= most(MOST_YUAN) => {
            Some(format!("{} yuan is out of scale for {}", value.normalize(), town.unwrap_or("one place")))
        }
        Some(UnitKind::Person) if value >= most(MOST_PEOPLE) => {
            Some(format!("{} people are out of scale for {}", value.normalize(), town.unwrap_or("one place")))
        }
        Some(UnitKind::Share) if percent && one.measure == Measure::Growth => {
            if one.negative && value > Decimal::ONE_HUNDRED {
                Some(format!("nothing falls by {} %", value.normalize()))
            } else {
                (value > Decimal::from(MOST_GROWTH))
                    .then(|| format!("a growth of {} % is out of scale", value.normalize()))
            }
        }
        Some(UnitKind::Share) if percent && value > Decimal::ONE_HUNDRED => {
            let bounded =
                one.measure == Measure::Ratio && lexicon.signs.bounded.at_end(&one.indicator).is_some();
            bounded.then(|| format!("a share of {} % is more than all", value.normalize()))
        }
        _ => None,
    }
}

/// Numbers of sibling headings that skip or begin again.
fn numbering(text: &Text, outline: &Outline) -> Vec<Doubt> {
    let mut found = Vec::new();
    // The last node of each parent, and of those at the top behind them; a sibling of another style ends a row of numbers.
    let top = outline.nodes.len();
    let mut last: Vec<Option<usize>> = vec![None; top + 1];
    for (index, node) in outline.nodes.iter().enumerate() {
        let before = last[node.parent.unwrap_or(top)].replace(index).map(|before| &outline.nodes[before]);
        let Some(before) = before.filter(|before| before.style_of(node)) else { continue };
        if node.number == 0 || before.number == 0 || node.number == before.number + 1 {
            continue;
        }
        let marker =
            |range: &Range<usize>| -> String { text.normal().chars()[range.clone()].iter().collect() };
        let (here, there) = (marker(&node.marker), marker(&before.marker));
        let restarts = node.number == 1;
        // Behind another title the numbers begin again, and that is said there.
        let titled =
            |title: &Range<usize>| before.range.start < title.start && title.start < node.range.start;
        if outline.later_titles.iter().any(titled) {
            continue;
        }
        // Run-in enumerations begin again with every paragraph.
        if restarts && (node.is_run_in() || node.level > 1) {
            continue;
        }
        let (kind, message) = if restarts {
            (DoubtKind::SeveralReports, format!("the headings begin again: {there} is followed by {here}"))
        } else {
            (DoubtKind::NumberingGap, format!("{there} is followed by {here}"))
        };
        found.push(Doubt {
            kind,
            message,
            span: Some(text.normal().span(node.marker.start, node.marker.end)),
        });
    }
    found
}

/// Doubts of one sentence's numbers: values out of scale, lists whose counts do not come out.
pub fn of_numbers(
    text: &Text,
    measured: &[Measured],
    seen: &[Seen],
    town: Option<&str>,
    lexicon: &Lexicon,
) -> Vec<Doubt> {
    let chars = text.normal().chars();
    let mut found = Vec::new();
    for one in measured {
        let number = &seen[one.quantity];
        if one.rule == "number.chained_uneven" {
            found.push(Doubt {
                kind: DoubtKind::UnevenList,
                message: "a list gives more or fewer values than subjects".to_owned(),
                span: Some(text.normal().span(one.range.start, one.range.end)),
            });
        }
        if let Some(message) = out_of_scale(one, number, town, lexicon) {
            found.push(Doubt {
                kind: DoubtKind::OutOfScale,
                message,
                span: Some(text.normal().span(number.range.start, number.range.end)),
            });
        }
        if let Some(named) = listed(chars, number, lexicon)
            && number.low != Some(named.into())
        {
            let side = if one.look == Look::Back { "reports" } else { "announces" };
            found.push(Doubt {
                kind: DoubtKind::CountMismatch,
                message: format!("the text {side} {} and names {named}", number_words(chars, number)),
                span: Some(text.normal().span(one.range.start, number.core.end)),
            });
        }
    }
    found
}

fn number_words(chars: &[char], number: &Seen) -> String {
    chars[number.core.clone()].iter().collect()
}

/// How many things a list names directly before its count: 甲、乙、丙3个村 → 3. None where the list
/// is left open (等) or is too short to be sure.
fn listed(chars: &[char], number: &Seen, lexicon: &Lexicon) -> Option<u32> {
    const LONGEST_ITEM: usize = 8;
    const LEAST: u32 = 3;
    if number.kind() != Some(UnitKind::Count) || number.masked {
        return None;
    }
    // 分别达到3.6万头: what they have, not how many they are.
    if lexicon.predicates.reaches.at_end(&chars[..number.range.start]).is_some() {
        return None;
    }
    let mut names = 1;
    let mut length = 0;
    for (at, &c) in chars[..number.range.start].iter().enumerate().rev() {
        match c {
            '、' => {
                // An item that begins with a verb is no name.
                if lexicon.verbs.actions.at_start(&chars[at + 1..]).is_some_and(|(len, ())| len > 1) {
                    return None;
                }
                names += 1;
                length = 0;
            }
            c if c.is_ascii_digit() => return None,
            '等' | '共' | ',' | '。' | ';' | ':' | '\n' | '“' | '”' | '和' | '及' | ')' => {
                if length == 0 {
                    return None;
                }
                break;
            }
            _ => length += 1,
        }
        // The first item carries the verb before it; the others are names.
        if length > LONGEST_ITEM {
            break;
        }
    }
    (names >= LEAST).then_some(names)
}
