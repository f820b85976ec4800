//! The style sheet, as far as it says which list a paragraph belongs to, and whether words are raised.

use super::binary::{u8_at, u16_at};
use super::format::{self, Sheet, apply};
use super::{Form, Source};

/// The pair of the header that points to the sheet.
const STYLES: usize = 1;
const LONGEST_CHAIN: usize = 32;
/// Kinds of styles.
const PARAGRAPH: u16 = 1;
const CHARACTER: u16 = 2;
/// The built-in styles toc 1 to toc 9.
const CONTENTS: std::ops::RangeInclusive<u16> = 19..=27;

#[derive(Debug, Clone, Copy, Default)]
struct Style {
    built_in: u16,
    based_on: usize,
    sheet: Sheet,
    /// Of a style of characters.
    raised: Option<bool>,
}

/// The styles by their number.
pub(super) struct Styles(Vec<Option<Style>>);

impl Styles {
    /// Reads the sheet; what is damaged of it is left out.
    pub(super) fn of(source: Source<'_>) -> Styles {
        let (sheet, form) = (source.part(STYLES), source.form);
        let mut styles = Vec::new();
        let base = usize::from(u16_at(sheet, 4).unwrap_or(0));
        let mut at = 2 + usize::from(u16_at(sheet, 0).unwrap_or(0));
        while let Some(length) = u16_at(sheet, at) {
            let content = sheet.get(at + 2..at + 2 + usize::from(length));
            styles.push(content.and_then(|content| style(content, base, form)));
            at += 2 + usize::from(length) + usize::from(length % 2);
        }
        Styles(styles)
    }

    /// What a paragraph's format comes to with that of its style.
    pub(super) fn complete(&self, mut sheet: Sheet) -> Sheet {
        let mut style = self.get(usize::from(sheet.style));
        for _ in 0..LONGEST_CHAIN {
            let Some(Style { based_on, sheet: more, .. }) = style else { break };
            sheet.instance = sheet.instance.or(more.instance);
            sheet.level = sheet.level.or(more.level);
            sheet.label = sheet.label.or(more.label);
            style = self.get(based_on);
        }
        sheet
    }

    /// Words of this style are raised, or not, where it or one that it is based on says so.
    pub(super) fn raises(&self, number: u16) -> Option<bool> {
        let first = self.get(usize::from(number));
        let chain = std::iter::successors(first, |style| self.get(style.based_on));
        chain.take(LONGEST_CHAIN).find_map(|style| style.raised)
    }

    /// A line of a table of contents: the headings over again.
    pub(super) fn is_contents(&self, style: u16) -> bool {
        self.get(usize::from(style)).is_some_and(|style| CONTENTS.contains(&style.built_in))
    }

    fn get(&self, number: usize) -> Option<Style> {
        self.0.get(number).copied().flatten()
    }
}

fn style(content: &[u8], base: usize, form: &Form) -> Option<Style> {
    let (built_in, based_on) = (u16_at(content, 0)? & 0xfff, u16_at(content, 2)?);
    let kind = based_on & 0xf;
    let mut style = Style { built_in, based_on: usize::from(based_on >> 4), ..Style::default() };
    // Count, characters, a closing zero; then, at an even place, the properties.
    let at = if form.word6 {
        base + 1 + usize::from(u8_at(content, base)?) + 1
    } else {
        base + 2 + 2 * usize::from(u16_at(content, base)?) + 2
    };
    let at = at + at % 2;
    if let Some(length) = u16_at(content, at) {
        let end = (at + 2 + usize::from(length)).min(content.len());
        let properties = |from: usize| content.get(from..end).unwrap_or_default();
        match kind {
            // Before a paragraph's stands the style's own number.
            PARAGRAPH => apply(properties(at + 4), form, &mut style.sheet),
            CHARACTER => style.raised = format::raises(properties(at + 2), form),
            _ => {}
        }
    }
    Some(style)
}
