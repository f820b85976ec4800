//! What a reader of the rows should look at, each with its place.

use std::collections::HashMap;
use std::ops::Range;

use super::claim::{Look, Measured};
use super::quantity::Seen;
use crate::fact::{DocumentFacts, Doubt, DoubtKind};
use crate::lexicon::{Lexicon, UnitKind};
use crate::outline::Outline;
use crate::text::Text;

/// Doubts of a whole document: its years, its redactions, its structure.
pub fn of_document(text: &Text, outline: &Outline, document: &DocumentFacts, seen: &[Seen]) -> Vec<Doubt> {
    let mut found = Vec::new();
    let place = |range: Range<usize>| Some(text.normal().span(range.start, range.end));
    if let (Some(declared), Some(plan)) = (document.declared_year, document.plan_year)
        && declared != plan
    {
        found.push(Doubt {
            kind: DoubtKind::YearConflict,
            message: format!("the title says {declared}, the text plans for {plan}"),
            span: outline.title.clone().and_then(place),
        });
    }
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
    found
}

/// Numbers of sibling headings that skip or begin again.
fn numbering(text: &Text, outline: &Outline) -> Vec<Doubt> {
    let mut found = Vec::new();
    // The last node of each parent; a sibling of another style ends a row of numbers.
    let mut last: HashMap<Option<usize>, usize> = HashMap::new();
    for (index, node) in outline.nodes.iter().enumerate() {
        let before = last.insert(node.parent, index).map(|before| &outline.nodes[before]);
        let Some(before) = before.filter(|before| before.style_of(node)) else { continue };
        if node.number == 0 || before.number == 0 || node.number == before.number + 1 {
            continue;
        }
        let marker =
            |range: &Range<usize>| -> String { text.normal().chars()[range.clone()].iter().collect() };
        let (here, there) = (marker(&node.marker), marker(&before.marker));
        let restarts = node.number == 1;
        // Behind another title the numbers begin again, and that is said there.
        let titled = |title: &Range<usize>| before.range.start < title.start && title.start < node.range.start;
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

/// Doubts of one sentence's numbers: lists whose counts do not come out.
pub fn of_numbers(text: &Text, measured: &[Measured], seen: &[Seen], lexicon: &Lexicon) -> Vec<Doubt> {
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
