//! A reading as JSON, under the names of the database's columns.
//!
//! The types here mirror those of `fact`, which know nothing of any output.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::fact::{self, Claim, Goal, Reading};
use crate::read::Decoded;
use crate::text::Span;

#[derive(Serialize)]
struct Explained<'a> {
    document: Document<'a>,
    sections: Vec<Section<'a>>,
    quantities: Vec<Quantity<'a>>,
    goals: Vec<Fact<'a>>,
    outcomes: Vec<Fact<'a>>,
    projects: Vec<Project<'a>>,
    doubts: Vec<Doubt<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    title: Option<&'a str>,
    kind: &'static str,
    town: Option<&'a str>,
    county: Option<&'a str>,
    province: Option<&'a str>,
    declared_year: Option<i32>,
    review_year: Option<i32>,
    plan_year: Option<i32>,
    published_on: Option<&'a str>,
    script: &'static str,
    encoding: &'static str,
    char_count: u32,
}

#[derive(Serialize)]
struct Section<'a> {
    level: u32,
    marker: &'a str,
    heading: &'a str,
    part: &'static str,
    /// Place of the parent in the list, from 0.
    parent: Option<usize>,
    start_char: u32,
    end_char: u32,
}

#[derive(Serialize)]
struct Quantity<'a> {
    text: &'a str,
    start_char: u32,
    end_char: u32,
    value_low: Number,
    value_high: Number,
    unit: Option<&'a str>,
    comparator: &'static str,
    masked: bool,
    fate: &'static str,
}

/// A goal or an outcome; only goals have a kind and a deadline.
#[derive(Serialize)]
struct Fact<'a> {
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    indicator: Option<&'a str>,
    canonical_indicator: Option<&'a str>,
    measure: Option<&'static str>,
    comparator: Option<&'static str>,
    value_low: Number,
    value_high: Number,
    unit: Option<&'a str>,
    year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Option<&'a str>>,
    masked: bool,
    rule: &'static str,
    start_char: u32,
    end_char: u32,
    /// Place of the section in the list, from 0.
    section: Option<usize>,
}

#[derive(Serialize)]
struct Project<'a> {
    name: &'a str,
    kind: &'static str,
    mentions: Vec<Mention<'a>>,
}

#[derive(Serialize)]
struct Mention<'a> {
    text: &'a str,
    year: Option<i32>,
    phase: Option<&'static str>,
    amount: Number,
    rule: &'static str,
    start_char: u32,
    end_char: u32,
    section: Option<usize>,
}

#[derive(Serialize)]
struct Doubt<'a> {
    kind: &'static str,
    message: &'a str,
    start_char: Option<u32>,
    end_char: Option<u32>,
}

/// A decimal as a JSON number, digit for digit.
struct Number(Option<Decimal>);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.map(|value| value.normalize().to_string());
        let raw = digits.map(RawValue::from_string).transpose();
        raw.map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// Writes one object.
pub(super) fn write(out: &mut impl Write, decoded: &Decoded, reading: &Reading) -> io::Result<()> {
    let explained = Explained {
        document: document(decoded, &reading.document),
        sections: reading.sections.iter().map(section).collect(),
        quantities: reading.quantities.iter().map(|one| quantity(decoded, one)).collect(),
        goals: reading.goals.iter().map(|goal| fact(Some(goal), &goal.claim)).collect(),
        outcomes: reading.outcomes.iter().map(|outcome| fact(None, outcome)).collect(),
        projects: reading.projects.iter().map(project).collect(),
        doubts: reading.doubts.iter().map(doubt).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &explained)?;
    writeln!(out)
}

fn document<'a>(decoded: &Decoded, facts: &'a fact::DocumentFacts) -> Document<'a> {
    Document {
        title: facts.title.as_deref(),
        kind: facts.kind.word(),
        town: facts.town.as_deref(),
        county: facts.county.as_deref(),
        province: facts.province.as_deref(),
        declared_year: facts.declared_year,
        review_year: facts.review_year,
        plan_year: facts.plan_year,
        published_on: facts.published_on.as_deref(),
        script: facts.script.word(),
        encoding: decoded.encoding,
        char_count: decoded.text.char_count(),
    }
}

fn section(section: &fact::Section) -> Section<'_> {
    let Span { start, end } = section.span;
    Section {
        level: section.level,
        marker: &section.marker,
        heading: &section.heading,
        part: section.part.word(),
        parent: section.parent,
        start_char: start,
        end_char: end,
    }
}

fn quantity<'a>(decoded: &'a Decoded, quantity: &'a fact::Quantity) -> Quantity<'a> {
    let Span { start, end } = quantity.span;
    Quantity {
        text: decoded.text.quote(quantity.span).unwrap_or_default(),
        start_char: start,
        end_char: end,
        value_low: Number(quantity.value_low),
        value_high: Number(quantity.value_high),
        unit: quantity.unit.as_deref(),
        comparator: quantity.comparator.word(),
        masked: quantity.masked,
        fate: quantity.fate,
    }
}

fn fact<'a>(goal: Option<&'a Goal>, claim: &'a Claim) -> Fact<'a> {
    let Span { start, end } = claim.span;
    let figure = &claim.figure;
    Fact {
        text: &claim.text,
        kind: goal.map(|goal| goal.kind.word()),
        indicator: claim.indicator.as_deref(),
        canonical_indicator: claim.canonical_indicator,
        measure: figure.measure.map(fact::Measure::word),
        comparator: figure.comparator.map(fact::Comparator::word),
        value_low: Number(figure.value_low),
        value_high: Number(figure.value_high),
        unit: figure.unit.as_deref(),
        year: claim.year,
        deadline: goal.map(|goal| goal.deadline.as_deref()),
        masked: figure.masked,
        rule: claim.rule,
        start_char: start,
        end_char: end,
        section: claim.section,
    }
}

fn project(project: &fact::Project) -> Project<'_> {
    Project {
        name: &project.name,
        kind: project.kind.word(),
        mentions: project.mentions.iter().map(mention).collect(),
    }
}

fn mention(mention: &fact::Mention) -> Mention<'_> {
    let Span { start, end } = mention.span;
    Mention {
        text: &mention.text,
        year: mention.year,
        phase: mention.phase.map(fact::Phase::word),
        amount: Number(mention.amount),
        rule: mention.rule,
        start_char: start,
        end_char: end,
        section: mention.section,
    }
}

fn doubt(doubt: &fact::Doubt) -> Doubt<'_> {
    Doubt {
        kind: doubt.kind.word(),
        message: &doubt.message,
        start_char: doubt.span.map(|span| span.start),
        end_char: doubt.span.map(|span| span.end),
    }
}
