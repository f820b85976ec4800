//! Footnotes: they follow the text, so that a sentence goes on from page to page.

use super::{Line, Page};
use crate::text::superscript;

/// Footnotes are set smaller than the text, by this factor or more.
const SMALLER: f64 = 0.88;
/// Share of a page's height above which no footnote begins.
const HIGHEST: f64 = 0.4;

/// The pages without their footnotes, and the footnotes behind them.
pub fn behind(pages: Vec<Page>) -> Vec<Page> {
    let Some(usual) = usual_size(&pages) else { return pages };
    let mut kept = Vec::with_capacity(pages.len());
    let mut notes = Vec::new();
    for mut page in pages {
        if let Some(from) = first_note(&page, usual * SMALLER) {
            let (own, lines): (Vec<Line>, Vec<Line>) =
                page.lines.into_iter().partition(|line| line.y >= from);
            notes.push(Page { width: page.width, height: page.height, lines: own });
            page = Page { width: page.width, height: page.height, lines };
        }
        kept.push(page);
    }
    kept.extend(notes);
    kept
}

/// The size in which most characters are set.
fn usual_size(pages: &[Page]) -> Option<f64> {
    let lines = || pages.iter().flat_map(|page| &page.lines);
    let mut sizes: Vec<(f64, usize)> = lines().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    sizes
        .into_iter()
        .find(|(_, count)| {
            let found = *count > left;
            left = left.saturating_sub(*count);
            found
        })
        .map(|(size, _)| size)
}

/// Where the footnotes of a page begin: below all text, all small, the first with a mark.
fn first_note(page: &Page, largest: f64) -> Option<f64> {
    let small = |line: &&Line| line.size <= largest && !line.in_table;
    let text = page.lines.iter().filter(|line| !small(line)).map(|line| line.y).fold(f64::NAN, f64::max);
    let below =
        page.lines.iter().filter(small).filter(|line| line.y > text && line.y > page.height * HIGHEST);
    let first = below.min_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)))?;
    let mark = |c: char| {
        c.is_ascii_digit()
            || superscript::digit(c).is_some()
            || matches!(c, '①'..='⑳' | '*' | '＊' | '[' | '〔' | '［')
    };
    first.text.starts_with(mark).then_some(first.y)
}
