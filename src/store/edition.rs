//! Which of two texts with the same content the archive keeps.
//!
//! A clean copy, an OCR copy with stray spaces and a copy in Traditional script are one document. Were
//! the first one kept, the rows would depend on the order of import; so the better one is, by a rule that
//! looks at nothing but the texts.

use std::cmp::Ordering;

/// The candidate is to replace what is kept.
pub(super) fn is_better(candidate: &str, kept: &str) -> bool {
    candidate != kept && compare(candidate, kept) == Ordering::Less
}

/// The better text is the lesser one; equal only where the texts are.
fn compare(a: &str, b: &str) -> Ordering {
    defects(a).cmp(&defects(b)).then_with(|| a.len().cmp(&b.len())).then_with(|| a.cmp(b))
}

/// Traditional script, then spaces inside lines, then the loss of all line ends.
fn defects(text: &str) -> (bool, usize, bool) {
    let text = text.trim();
    let spaces = text.lines().map(|line| line.trim().chars().filter(|c| c.is_whitespace()).count()).sum();
    (is_traditional(text), spaces, !text.contains('\n'))
}

/// More of its characters change on the way to Simplified script than on the way back.
fn is_traditional(text: &str) -> bool {
    let changed = |other: String| text.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
    changed(hanconv::t2s(text)) > changed(hanconv::s2t(text))
}
