//! A document's rows as a page.

use std::io::{self, Write};

use crate::cli::page::{self, Page, join};
use crate::output::words;
use crate::store::document::{
    ClaimRow, DocumentRow, DocumentRows, DoubtRow, MentionRow, ProjectRow, SectionRow,
};

/// Writes the page.
pub(super) fn write(out: &mut impl Write, rows: &DocumentRows) -> io::Result<()> {
    let mut facts = facts(&rows.document);
    facts.extend(rows.sources.iter().map(|source| ("source", source.path.clone())));
    let page = Page {
        facts,
        outline: rows.sections.iter().map(heading).collect(),
        goals: rows.goals.iter().map(claim).collect(),
        outcomes: rows.outcomes.iter().map(claim).collect(),
        projects: rows.projects.iter().map(project).collect(),
        doubts: rows.doubts.iter().map(doubt).collect(),
    };
    page.write(out)
}

fn facts(document: &DocumentRow) -> Vec<(&'static str, String)> {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    vec![
        ("id", document.id.to_string()),
        ("title", word(&document.title)),
        ("kind", document.kind.clone()),
        ("town", word(&document.town)),
        ("county", word(&document.county)),
        ("province", word(&document.province)),
        ("declared_year", number(document.declared_year)),
        ("review_year", number(document.review_year)),
        ("plan_year", number(document.plan_year)),
        ("published_on", word(&document.published_on)),
        ("script", document.script.clone()),
        ("char_count", document.char_count.to_string()),
    ]
}

fn heading(section: &SectionRow) -> page::Heading {
    page::Heading {
        level: usize::try_from(section.level).unwrap_or(1),
        words: join(&[&section.marker, &section.heading]),
        part: section.part.clone(),
    }
}

fn claim(claim: &ClaimRow) -> page::Claim {
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    page::Claim {
        year: number(claim.year),
        kind: word(&claim.kind),
        indicator: word(&claim.indicator),
        canonical_indicator: word(&claim.canonical_indicator),
        figure: page::Figure {
            measure: word(&claim.measure),
            comparator: word(&claim.comparator),
            low: words(&claim.value_low).into_owned(),
            high: words(&claim.value_high).into_owned(),
            unit: word(&claim.unit),
            masked: claim.masked,
        },
        deadline: word(&claim.deadline),
        quote: claim.text.clone(),
        rule: claim.rule.clone(),
    }
}

fn project(project: &ProjectRow) -> page::Project {
    let mention = |mention: &MentionRow| page::Mention {
        year: number(mention.year),
        phase: mention.phase.clone().unwrap_or_default(),
        amount: words(&mention.amount).into_owned(),
        quote: mention.text.clone(),
        rule: mention.rule.clone(),
    };
    page::Project {
        name: project.name.clone(),
        kind: project.kind.clone(),
        mentions: project.mentions.iter().map(mention).collect(),
    }
}

fn doubt(doubt: &DoubtRow) -> page::Doubt {
    page::Doubt { kind: doubt.kind.clone(), message: page::placed(&doubt.message, doubt.start_char) }
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
