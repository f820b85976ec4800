//! Commitments without a measuring number: milestones and qualitative goals.

use std::ops::Range;

use super::clause::Sentence;
use super::period::Years;
use crate::fact::Goal;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// Commitments of a sentence beside its measured ones.
pub fn unmeasured(
    _text: &Text,
    _sentence: &Sentence,
    _years: Years,
    _taken: &[Range<usize>],
    _lexicon: &Lexicon,
) -> Vec<Goal> {
    Vec::new()
}
