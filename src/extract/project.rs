//! Things with a name of their own.

use super::clause::Sentence;
use super::period::Years;
use crate::fact::Project;
use crate::lexicon::Lexicon;
use crate::text::Text;

/// Named things of a document.
pub fn projects(_text: &Text, _sentences: &[Sentence], _years: Years, _lexicon: &Lexicon) -> Vec<Project> {
    Vec::new()
}
