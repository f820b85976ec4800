//! Indicators that come back over towns and years, found by any name that is printed for them.

use super::spelling::spelled;
use super::{Lexicon, Words};

/// Series by their names in one spelling.
#[derive(Debug)]
pub struct Series(pub(super) Words<&'static str>);

impl Series {
    fn named(&self, words: &[char]) -> Option<&'static str> {
        self.0.at_start(words).filter(|&(len, _)| len == words.len()).map(|(_, name)| *name)
    }
}

impl Lexicon {
    /// The name under which a series is found, for an indicator as printed; `None` where it is no
    /// indicator that comes back everywhere. Words before it that say nothing of it (全镇, 全年完成),
    /// and how its change is told (增速), make no difference.
    pub fn canonical_indicator(&self, printed: &[char]) -> Option<&'static str> {
        let spelled = spelled(printed);
        let mut words = &*spelled;
        loop {
            let found = self.series.named(words).or_else(|| {
                let (change, ()) = self.predicates.changes.at_end(words)?;
                self.series.named(&words[..words.len() - change])
            });
            if found.is_some() {
                return found;
            }
            let verb = self.predicates.attained.at_start(words).map(|(len, ())| &words[len..]);
            words = verb.or_else(|| self.without_opening(words))?;
        }
    }

    /// Without the opening that words begin with.
    fn without_opening<'a>(&self, words: &'a [char]) -> Option<&'a [char]> {
        let (len, ()) = self.predicates.openings.at_start(words)?;
        self.predicates.kept.at_start(words).is_none().then_some(&words[len..])
    }
}
