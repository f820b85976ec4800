//! Outline and lexicon → facts and doubts.

use crate::fact::{DocumentFacts, DocumentKind, Reading, Section};
use crate::lexicon::Lexicon;
use crate::outline::{Outline, outline};
use crate::text::{Span, Text};

/// Version of the rules; stored with every document, raised whenever the same text gives other rows.
pub const EXTRACTOR_VERSION: u32 = 1;

/// Reads one document. Never fails: what is unsure becomes a doubt.
pub fn read(text: &Text, _lexicon: &Lexicon) -> Reading {
    let outline = outline(text);
    Reading {
        document: DocumentFacts {
            title: outline.title.clone().map(|t| text.normal().chars()[t].iter().collect()),
            kind: DocumentKind::Other,
            town: None,
            county: None,
            province: None,
            declared_year: None,
            review_year: None,
            plan_year: None,
            published_on: None,
            script: text.script(),
        },
        sections: sections(text, &outline),
        quantities: Vec::new(),
        goals: Vec::new(),
        outcomes: Vec::new(),
        projects: Vec::new(),
        doubts: Vec::new(),
    }
}

/// The outline as facts: words as printed, places in the source.
fn sections(text: &Text, outline: &Outline) -> Vec<Section> {
    let printed = |start: usize, end: usize| {
        if start == end { "" } else { text.quote(text.normal().span(start, end)).unwrap_or_default() }
    };
    outline
        .nodes
        .iter()
        .map(|node| {
            let span = text.normal().span(node.range.start, node.range.end);
            Section {
                parent: node.parent,
                level: node.level,
                marker: printed(node.marker.start, node.marker.end).split_whitespace().collect(),
                heading: printed(node.heading.start, node.heading.end).split('\n').collect(),
                part: node.part,
                body_start: text.normal().span(node.body, node.body).start.clamp(span.start, span.end),
                span: Span { start: span.start, end: span.end },
            }
        })
        .collect()
}
