//! One document as a page for a person: its facts, its outline, and what was found in it.

use std::io::{self, Write};

use crate::output::screen::{safe, width};

/// What stands on the page; every part may be empty.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) outline: Vec<Heading>,
    pub(super) goals: Vec<Claim>,
    pub(super) outcomes: Vec<Claim>,
    pub(super) projects: Vec<Project>,
    pub(super) doubts: Vec<Doubt>,
}

/// A line of the outline.
#[derive(Debug)]
pub(super) struct Heading {
    /// Depth, 1 at the top.
    pub(super) level: usize,
    /// Marker and heading.
    pub(super) words: String,
    pub(super) part: String,
}

/// A goal or an outcome.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) year: String,
    /// The kind of a goal; empty for an outcome.
    pub(super) kind: String,
    pub(super) indicator: String,
    /// The name of its series; empty where none is known.
    pub(super) canonical_indicator: String,
    pub(super) figure: Figure,
    /// The time limit of a goal as printed; empty where there is none.
    pub(super) deadline: String,
    pub(super) quote: String,
    pub(super) rule: String,
}

/// A number as it binds, in the words of the database.
#[derive(Debug, Default)]
pub(super) struct Figure {
    pub(super) measure: String,
    pub(super) comparator: String,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) unit: String,
    pub(super) masked: bool,
}

/// A named thing and where it is spoken of.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) mentions: Vec<Mention>,
}

#[derive(Debug)]
pub(super) struct Mention {
    pub(super) year: String,
    pub(super) phase: String,
    /// In yuan; empty where no investment is named.
    pub(super) amount: String,
    pub(super) quote: String,
    pub(super) rule: String,
}

#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) kind: String,
    pub(super) message: String,
}

impl Claim {
    /// `GDP [地区生产总值]`; the indicator alone where it bears the name of its series.
    fn measured(&self) -> String {
        if self.canonical_indicator.is_empty() || self.canonical_indicator == self.indicator {
            return self.indicator.clone();
        }
        join(&[&self.indicator, &format!("[{}]", self.canonical_indicator)])
    }
}

impl Figure {
    /// `growth ≥ 3.2 %`, `3–5 家`, `xx 万元`; empty where there is no number.
    pub(super) fn words(&self) -> String {
        let number = if self.masked {
            "xx".to_owned()
        } else if self.comparator == "range" {
            format!("{}–{}", self.low, self.high)
        } else {
            self.low.clone()
        };
        if number.is_empty() {
            return String::new();
        }
        let measure = if self.measure == "level" { "" } else { &self.measure };
        let sign = match self.comparator.as_str() {
            "ge" => "≥",
            "le" => "≤",
            "about" => "≈",
            _ => "",
        };
        join(&[measure, sign, &number, &self.unit])
    }
}

impl Page {
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let name_width = self.facts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
        for (name, value) in self.facts.iter().filter(|(_, value)| !value.is_empty()) {
            writeln!(out, "{name:name_width$}  {}", safe(value))?;
        }
        heading(out, "outline", self.outline.len())?;
        for line in &self.outline {
            let indent = "  ".repeat(line.level.min(40));
            writeln!(out, "{indent}{}  [{}]", safe(&line.words), line.part)?;
        }
        heading(out, "goals", self.goals.len())?;
        claims(out, &self.goals)?;
        heading(out, "outcomes", self.outcomes.len())?;
        claims(out, &self.outcomes)?;
        heading(out, "projects", self.projects.len())?;
        for project in &self.projects {
            writeln!(out, "  {}  [{}]", safe(&project.name), project.kind)?;
            for mention in &project.mentions {
                let amount = if mention.amount.is_empty() { "" } else { &format!("{} 元", mention.amount) };
                let before = join(&[&mention.year, &mention.phase, amount]);
                quote(out, &before, &mention.quote, &mention.rule)?;
            }
        }
        heading(out, "doubts", self.doubts.len())?;
        for doubt in &self.doubts {
            writeln!(out, "  {}: {}", doubt.kind, safe(&doubt.message))?;
        }
        Ok(())
    }
}

/// The line over a part of the page.
pub(super) fn heading(out: &mut impl Write, name: &str, count: usize) -> io::Result<()> {
    writeln!(out, "\n{name} ({count})")
}

fn claims(out: &mut impl Write, claims: &[Claim]) -> io::Result<()> {
    for claim in claims {
        let year = if claim.year.is_empty() { "----" } else { &claim.year };
        let what = join(&[&claim.kind, &claim.measured(), &claim.figure.words()]);
        writeln!(out, "  {}  {}", safe(&join(&[year, &claim.deadline])), safe(&what))?;
        quote(out, "", &claim.quote, &claim.rule)?;
    }
    Ok(())
}

fn quote(out: &mut impl Write, before: &str, words: &str, rule: &str) -> io::Result<()> {
    let before = if before.is_empty() { String::new() } else { format!("{before}: ") };
    let rule = if rule.is_empty() { String::new() } else { format!("  ({rule})") };
    writeln!(out, "        {}“{}”{rule}", safe(&before), safe(words))
}

/// The message with its place in the text, where it has one.
pub(super) fn placed(message: &str, start: Option<i64>) -> String {
    start.map_or_else(|| message.to_owned(), |start| format!("{message} (at {start})"))
}

/// Those of the words that are there, with a space between.
pub(super) fn join(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<&str>>().join(" ")
}
