//! A reading as a page.

use std::io::{self, Write};

use rust_decimal::Decimal;

use crate::cli::page::{self, Page, join};
use crate::fact::{self, Claim, Goal, LIST_MARKER, PART_OF_WORD, Quantity, Reading};
use crate::output::screen::safe;
use crate::read::Decoded;

/// Writes the page, and below it the numbers that became no fact.
pub(super) fn write(out: &mut impl Write, decoded: &Decoded, reading: &Reading) -> io::Result<()> {
    page(decoded, reading).write(out)?;
    // A 一 that is part of a word (统一) or marks an item is a number in the JSON only: here they would
    // bury the others.
    let idle =
        |quantity: &&Quantity| !matches!(quantity.fate, "goal" | "outcome" | PART_OF_WORD | LIST_MARKER);
    let idle: Vec<&Quantity> = reading.quantities.iter().filter(idle).collect();
    page::heading(out, "numbers that are neither goal nor outcome", idle.len())?;
    for quantity in idle {
        let figure = page::Figure {
            measure: String::new(),
            comparator: quantity.comparator.word().to_owned(),
            low: decimal(quantity.value_low),
            high: decimal(quantity.value_high),
            unit: quantity.unit.as_deref().unwrap_or_default().to_owned(),
            masked: quantity.masked,
        };
        let words = decoded.text.quote(quantity.span).unwrap_or_default();
        let (words, figure) = (safe(words), safe(&figure.words()));
        writeln!(out, "  “{words}” at {}: {figure}  ({})", quantity.span.start, quantity.fate)?;
    }
    Ok(())
}

fn page(decoded: &Decoded, reading: &Reading) -> Page {
    let facts = &reading.document;
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let words = |words: &Option<String>| words.clone().unwrap_or_default();
    Page {
        facts: vec![
            ("title", words(&facts.title)),
            ("kind", facts.kind.word().to_owned()),
            ("town", words(&facts.town)),
            ("county", words(&facts.county)),
            ("province", words(&facts.province)),
            ("declared_year", year(facts.declared_year)),
            ("review_year", year(facts.review_year)),
            ("plan_year", year(facts.plan_year)),
            ("published_on", words(&facts.published_on)),
            ("script", facts.script.word().to_owned()),
            ("encoding", decoded.encoding.to_owned()),
            ("char_count", decoded.text.char_count().to_string()),
        ],
        outline: reading.sections.iter().map(heading).collect(),
        goals: reading.goals.iter().map(|goal| claim(Some(goal), &goal.claim)).collect(),
        outcomes: reading.outcomes.iter().map(|outcome| claim(None, outcome)).collect(),
        projects: reading.projects.iter().map(project).collect(),
        doubts: reading.doubts.iter().map(doubt).collect(),
    }
}

fn heading(section: &fact::Section) -> page::Heading {
    page::Heading {
        level: section.level as usize,
        words: join(&[&section.marker, &section.heading]),
        part: section.part.word().to_owned(),
    }
}

/// A goal, or the claim of an outcome.
fn claim(goal: Option<&Goal>, claim: &Claim) -> page::Claim {
    let figure = &claim.figure;
    page::Claim {
        year: claim.year.map(|year| year.to_string()).unwrap_or_default(),
        kind: goal.map(|goal| goal.kind.word()).unwrap_or_default().to_owned(),
        indicator: claim.indicator.clone().unwrap_or_default(),
        canonical_indicator: claim.canonical_indicator.unwrap_or_default().to_owned(),
        figure: page::Figure {
            measure: figure.measure.map(fact::Measure::word).unwrap_or_default().to_owned(),
            comparator: figure.comparator.map(fact::Comparator::word).unwrap_or_default().to_owned(),
            low: decimal(figure.value_low),
            high: decimal(figure.value_high),
            unit: figure.unit.as_deref().unwrap_or_default().to_owned(),
            masked: figure.masked,
        },
        deadline: goal.and_then(|goal| goal.deadline.clone()).unwrap_or_default(),
        quote: claim.text.clone(),
        rule: claim.rule.to_owned(),
    }
}

fn project(project: &fact::Project) -> page::Project {
    let mention = |mention: &fact::Mention| page::Mention {
        year: mention.year.map(|year| year.to_string()).unwrap_or_default(),
        phase: mention.phase.map(fact::Phase::word).unwrap_or_default().to_owned(),
        amount: decimal(mention.amount),
        quote: mention.text.clone(),
        rule: mention.rule.to_owned(),
    };
    page::Project {
        name: project.name.clone(),
        kind: project.kind.word().to_owned(),
        mentions: project.mentions.iter().map(mention).collect(),
    }
}

fn doubt(doubt: &fact::Doubt) -> page::Doubt {
    let start = doubt.span.map(|span| i64::from(span.start));
    page::Doubt { kind: doubt.kind.word().to_owned(), message: page::placed(&doubt.message, start) }
}

fn decimal(value: Option<Decimal>) -> String {
    value.map(|value| value.normalize().to_string()).unwrap_or_default()
}
