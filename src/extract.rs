//! Outline and lexicon → facts and doubts.

mod claim;
mod clause;
mod dismissal;
mod document;
mod doubt;
mod goal;
mod look;
mod milestone;
mod numeral;
mod period;
mod place;
mod project;
mod quantity;
mod subject;

use std::ops::Range;

use crate::fact::{
    Claim, DocumentKind, Figure, Goal, GoalKind, Mention, Project, Quantity, Reading, Section,
};
use crate::lexicon::Lexicon;
use crate::outline::{Outline, outline};
use crate::text::phrase::{ends_any, spelled};
use crate::text::{Span, Text, is_han};

use claim::{Measured, Passed, Stance};
use clause::Sentence;
use goal::Commitment;
use look::{Gaze, Look};
use period::Years;
use quantity::Seen;

/// Version of the rules; stored with every document, raised whenever the same text gives other rows.
pub const EXTRACTOR_VERSION: u32 = 12;

/// Reads one document. Never fails: what is unsure becomes a doubt.
pub fn read(text: &Text, lexicon: &Lexicon) -> Reading {
    let chars = text.normal().chars();
    let outline = outline(text);
    let document = document::document(text, &outline, lexicon);
    let to_come = period::to_come(text.normal(), lexicon);
    let end = period::last_to_come(chars, document.plan_year, &to_come, lexicon);
    let years = Years { review: document.review_year, plan: document.plan_year, end };
    let sentences = clause::sentences(text.normal(), &outline);
    let mut seen = quantity::scan(text.normal(), lexicon);
    let (mut goals, mut outcomes) = (Vec::with_capacity(seen.len()), Vec::with_capacity(seen.len()));
    let mut doubts = doubt::of_document(text, &outline, &document, &seen, lexicon);
    let section_years = period::by_section(chars, &outline, years, &to_come, lexicon);
    let background: Vec<bool> =
        outline.nodes.iter().map(|node| is_background(&chars[node.heading.clone()])).collect();
    let run_in: Vec<bool> = (0..outline.nodes.len())
        .map(|section| outline.nodes[section].is_run_in() || is_whole(chars, &outline, section))
        .collect();
    let mut gaze = Gaze::new(document.kind);
    let stances: Vec<(Years, Look)> = sentences
        .iter()
        .map(|sentence| {
            let years = sentence.section.map_or(years, |section| section_years[section]);
            (years, gaze.look(chars, sentence, years, lexicon))
        })
        .collect();
    // What a document of no known kind says is no report.
    let reads = |sentence: &Sentence| {
        document.kind != DocumentKind::Other && sentence.section.is_none_or(|section| !background[section])
    };
    // One kind of fact after the other, not one sentence: the rules of a kind stay near.
    let measured = measured(chars, &sentences, &stances, reads, &mut seen, lexicon);
    for (sentence, measured) in sentences.iter().zip(&measured) {
        doubts.extend(doubt::of_numbers(text, measured, &seen, document.town.as_deref(), lexicon));
        for one in measured {
            let claim = claimed(text, sentence, one, &seen, lexicon);
            match one.look {
                Look::Back => outcomes.push(claim),
                Look::Ahead => {
                    // 一季度开工20个、上半年开工35个.
                    let deadline = deadline(text, &one.range, &[',', '、'], lexicon);
                    goals.push(Goal { kind: GoalKind::Quantified, claim, deadline });
                }
            }
            seen[one.quantity].reason = Some(if one.look == Look::Back { "outcome" } else { "goal" });
        }
    }
    // Of one sentence after the other.
    let mut commitments = Vec::new();
    for ((sentence, &(years, look)), measured) in sentences.iter().zip(&stances).zip(&measured) {
        if look == Look::Ahead && reads(sentence) {
            let run_in = sentence.section.is_some_and(|section| run_in[section]);
            goal::unmeasured(chars, sentence, run_in, years, measured, lexicon, &mut commitments);
            goals.extend(commitments.drain(..).map(|one| committed(text, sentence, one, lexicon)));
        }
    }
    goals.sort_by_key(|goal| (goal.claim.span.start, goal.claim.span.end));
    outcomes.sort_by_key(|claim| (claim.span.start, claim.span.end));
    doubts.sort_by_key(|doubt| (doubt.span.map(|span| span.start), doubt.kind));
    let projects = if document.kind == DocumentKind::Other {
        Vec::new()
    } else {
        let zone = document.town.as_deref().filter(|town| place::is_zone(town, lexicon));
        let mut found = projects(text, sentences.iter().zip(stances), &seen, lexicon);
        found.retain(|project| zone.is_none_or(|zone| !place::calls_zone(&project.name, zone, lexicon)));
        found
    };
    Reading {
        document,
        sections: sections(text, &outline),
        quantities: seen.into_iter().map(|number| quantity_fact(text, number)).collect(),
        goals,
        outcomes,
        projects,
        doubts,
    }
}

/// The numbers that measure something, for each sentence; none for one that is not read. The numbers learn why they
/// are none.
fn measured<'t>(
    chars: &'t [char],
    sentences: &[Sentence],
    stances: &[(Years, Look)],
    reads: impl Fn(&Sentence) -> bool,
    seen: &mut [Seen],
    lexicon: &Lexicon,
) -> Vec<Vec<Measured<'t>>> {
    let mut before = Passed::default();
    // Sentences stand in the order of the text, as numbers do.
    let mut from = 0;
    let of_sentence = |(order, (sentence, &(years, look))): (usize, (&Sentence, &(Years, Look)))| {
        if !reads(sentence) {
            return Vec::new();
        }
        from += seen[from..].iter().take_while(|q| q.core.start < sentence.range.start).count();
        let inside = seen[from..].iter().take_while(|q| q.core.start < sentence.range.end).count();
        let followed = sentences.get(order + 1).is_some_and(|next| next.continues);
        let stance = Stance { look, years, followed };
        claim::measure(chars, sentence, stance, &mut before, seen, from..from + inside, lexicon)
    };
    sentences.iter().zip(stances).enumerate().map(of_sentence).collect()
}

/// Things with a name of their own, each with every place where the document speaks of it.
fn projects<'a>(
    text: &Text,
    sentences: impl Iterator<Item = (&'a Sentence, (Years, Look))>,
    seen: &[Seen],
    lexicon: &Lexicon,
) -> Vec<Project> {
    let chars = text.normal().chars();
    let mut found: Vec<Project> = Vec::new();
    let finder = project::Finder::new(chars, seen, lexicon);
    let mut known = project::Known::default();
    for (sentence, (years, look)) in sentences {
        for named in finder.names(sentence, look == Look::Ahead) {
            let span = text.normal().span(named.range.start, named.range.end);
            let mention = Mention {
                text: text.quote(span).unwrap_or_default().to_owned(),
                span,
                section: sentence.section,
                year: if look == Look::Ahead { years.plan } else { years.review },
                phase: named.phase,
                amount: named.amount,
                rule: named.rule,
            };
            let index = known.project(&named.name, found.len());
            match found.get_mut(index) {
                Some(project) => {
                    project.mentions.push(mention);
                    // The longer name says more: 城区中小企业园 for 中小企业园.
                    if named.name.ends_with(&project.name) && named.name.len() > project.name.len() {
                        project.name = named.name;
                    }
                }
                None => {
                    found.push(Project { name: named.name, kind: named.kind, mentions: vec![mention] });
                }
            }
        }
    }
    found
}

/// What a place is like, under a heading that says so, is neither promised nor achieved.
fn is_background(heading: &[char]) -> bool {
    ends_any(heading, &["基本情况", "概况", "镇情", "乡情", "县情", "区位"])
}

/// A heading with nothing under it, or less than its own words, is all that its section says:
/// `3、完成老街改造。完成时限:3月底。`
fn is_whole(chars: &[char], outline: &Outline, section: usize) -> bool {
    /// Hanzi of a note under a task: who does it, by when.
    const NOTE: usize = 12;
    let node = &outline.nodes[section];
    let leaf = outline.nodes.get(section + 1).is_none_or(|next| next.parent != Some(section));
    // (5)安全生产零死亡,…: the first clause of a paragraph.
    if chars.get(node.heading.end) == Some(&',') {
        return true;
    }
    let most = if node.heading.len() > NOTE { NOTE } else { 0 };
    let under = &chars[node.body.min(node.range.end)..node.range.end];
    leaf && under.iter().filter(|c| is_han(**c)).nth(most).is_none()
}

/// A measured number as a claim with its words.
fn claimed(text: &Text, sentence: &Sentence, one: &Measured, seen: &[Seen], lexicon: &Lexicon) -> Claim {
    let number = &seen[one.quantity];
    let (value_low, value_high) = claim::signed(number, one.negative);
    let span = text.normal().span(one.range.start, one.range.end);
    let money = number.unit.is_none() && !number.rank;
    Claim {
        text: text.quote(span).unwrap_or_default().to_owned(),
        span,
        section: sentence.section,
        indicator: Some(spelled(&one.indicator)).filter(|words| !words.is_empty()),
        canonical_indicator: lexicon.canonical_indicator(&one.indicator),
        figure: Figure {
            measure: Some(one.measure),
            comparator: Some(number.comparator),
            value_low,
            value_high,
            unit: if money { Some("元".into()) } else { number.unit.as_ref().map(|unit| unit.name.clone()) },
            masked: number.masked,
        },
        year: one.year,
        rule: one.rule,
    }
}

/// Characters of a time with an aim before it.
const NEAR: usize = 12;

/// The time limit of a goal, as printed; `marks` part what may have limits of their own.
fn deadline(text: &Text, range: &Range<usize>, marks: &[char], lexicon: &Lexicon) -> Option<String> {
    let chars = text.normal().chars();
    let start = opened(chars, range);
    let within = |words: Range<usize>| period::deadline(chars, words, lexicon);
    let own = within(start..range.end).map(|first| {
        // Of two the last has its own: 6月底前开工,力争年内投产5个.
        let last = chars[first.end..range.end].iter().rposition(|c| marks.contains(c));
        last.and_then(|last| within(first.end + last..range.end)).unwrap_or(first)
    });
    let place = own.or_else(|| {
        // 12个项目6月底前开工, 村道3公里要在3月底前完工: right behind what is counted.
        let lead =
            chars[range.end..].iter().take(2).take_while(|c| matches!(c, '要' | '将' | '在' | '于')).count();
        let start = range.end + lead;
        let after = start..chars.len().min(start + NEAR);
        let dated = chars.get(start).is_some_and(char::is_ascii_digit);
        let limited = || lexicon.periods.limits.at_start(&chars[after.clone()]).is_some();
        let found = if dated || limited() { within(after.clone()) } else { None };
        found.filter(|place| place.start == start)
    })?;
    text.quote(text.normal().span(place.start, place.end)).map(|words| words.split_whitespace().collect())
}

/// Where the clause of a goal opens, if that is near: the time before its verb is its own, 5月底前**交付净地60亩**.
fn opened(chars: &[char], range: &Range<usize>) -> usize {
    let before = &chars[range.start.saturating_sub(NEAR)..range.start];
    let mark = before.iter().rposition(|c| matches!(c, ',' | '、' | '。' | ';' | ':' | '\n'));
    mark.map_or(if before.len() < NEAR { 0 } else { range.start }, |at| range.start - (before.len() - at) + 1)
}

/// A commitment without a number as a goal with its words.
fn committed(text: &Text, sentence: &Sentence, one: Commitment, lexicon: &Lexicon) -> Goal {
    let span = text.normal().span(one.range.start, one.range.end);
    Goal {
        kind: one.kind,
        claim: Claim {
            text: text.quote(span).unwrap_or_default().to_owned(),
            span,
            section: sentence.section,
            canonical_indicator: one.indicator.and_then(|indicator| lexicon.canonical_indicator(indicator)),
            indicator: one.indicator.map(spelled),
            figure: Figure::NONE,
            year: one.year,
            rule: one.rule,
        },
        deadline: deadline(text, &one.range, &[','], lexicon),
    }
}

/// A number as it is reported by `archive explain`.
fn quantity_fact(text: &Text, number: Seen) -> Quantity {
    Quantity {
        span: text.normal().span(number.range.start, number.range.end),
        value_low: number.low,
        value_high: number.high,
        unit: number.unit.map(|unit| unit.name),
        comparator: number.comparator,
        masked: number.masked,
        fate: number.reason.unwrap_or("outside the text of the report"),
    }
}

/// The outline as facts: words as printed, places in the source.
fn sections(text: &Text, outline: &Outline) -> Vec<Section> {
    let printed = |start: usize, end: usize| {
        if start == end { "" } else { text.quote(text.normal().span(start, end)).unwrap_or_default() }
    };
    let without = |words: &str, left_out: fn(char) -> bool| {
        let mut words = words.to_owned();
        words.retain(|c| !left_out(c));
        words
    };
    outline
        .nodes
        .iter()
        .map(|node| {
            let span = text.normal().span(node.range.start, node.range.end);
            Section {
                parent: node.parent,
                level: node.level,
                marker: without(printed(node.marker.start, node.marker.end), char::is_whitespace),
                heading: without(printed(node.heading.start, node.heading.end), |c| c == '\n'),
                part: node.part,
                body_start: text.normal().span(node.body, node.body).start.clamp(span.start, span.end),
                span: Span { start: span.start, end: span.end },
            }
        })
        .collect()
}
