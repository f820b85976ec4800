//! Outline and lexicon → facts and doubts.

use crate::fact::{DocumentFacts, DocumentKind, Reading};
use crate::lexicon::Lexicon;
use crate::text::{Script, Text};

/// Version of the rules; stored with every document, raised whenever the same text gives other rows.
pub const EXTRACTOR_VERSION: u32 = 1;

/// Reads one document. Never fails: what is unsure becomes a doubt.
pub fn read(_text: &Text, _lexicon: &Lexicon) -> Reading {
    Reading {
        document: DocumentFacts {
            title: None,
            kind: DocumentKind::Other,
            town: None,
            county: None,
            province: None,
            declared_year: None,
            review_year: None,
            plan_year: None,
            published_on: None,
            script: Script::Hans,
        },
        sections: Vec::new(),
        quantities: Vec::new(),
        goals: Vec::new(),
        outcomes: Vec::new(),
        projects: Vec::new(),
        doubts: Vec::new(),
    }
}
