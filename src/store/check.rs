//! What must hold of a reading before it is stored: no fact without a place.

use crate::error::{Error, Kind, Result};
use crate::fact::{Goal, Reading, Section};
use crate::text::{Span, Text};

/// Refuses a reading of which a row does not stand where it says it does. No fact without a place.
pub(super) fn check(text: &Text, reading: &Reading) -> Result<()> {
    if text.source().contains('\0') {
        return Err(Error::new(
            Kind::Input,
            "the text holds a NUL character, behind which SQL counts nothing",
        ));
    }
    for (index, section) in reading.sections.iter().enumerate() {
        check_section(text, index, section)?;
    }
    let sections = reading.sections.len();
    for Goal { claim, .. } in &reading.goals {
        check_quote(text, "goal", &claim.text, claim.span, claim.section, sections)?;
    }
    for claim in &reading.outcomes {
        check_quote(text, "outcome", &claim.text, claim.span, claim.section, sections)?;
    }
    for project in &reading.projects {
        if project.mentions.is_empty() {
            return Err(refused(&format!("the project {} is mentioned nowhere", project.name)));
        }
        for mention in &project.mentions {
            check_quote(text, "mention", &mention.text, mention.span, mention.section, sections)?;
        }
    }
    for span in reading.doubts.iter().filter_map(|doubt| doubt.span) {
        check_span(text, "doubt", span)?;
    }
    Ok(())
}

pub(super) fn refused(what: &str) -> Error {
    Error::new(Kind::Archive, format!("the reading is wrong and was not stored: {what}"))
        .hint("please report this with the file")
}

fn check_span<'t>(text: &'t Text, what: &str, span: Span) -> Result<&'t str> {
    text.quote(span).filter(|quote| !quote.is_empty()).ok_or_else(|| {
        refused(&format!("a {what} has no place in the text (characters {} to {})", span.start, span.end))
    })
}

fn check_quote(
    text: &Text,
    what: &str,
    words: &str,
    span: Span,
    section: Option<usize>,
    sections: usize,
) -> Result<()> {
    let quote = check_span(text, what, span)?;
    if quote != words {
        return Err(refused(&format!("a {what} says “{words}” where the text has “{quote}”")));
    }
    if section.is_some_and(|section| section >= sections) {
        return Err(refused(&format!("the {what} “{words}” is in a section that does not exist")));
    }
    Ok(())
}

fn check_section(text: &Text, index: usize, section: &Section) -> Result<()> {
    check_span(text, "section", section.span)?;
    if !(section.span.start..=section.span.end).contains(&section.body_start) {
        return Err(refused(&format!("the body of section “{}” lies outside of it", section.heading)));
    }
    if section.parent.is_some_and(|parent| parent >= index) {
        return Err(refused(&format!("section “{}” stands before its parent", section.heading)));
    }
    Ok(())
}
