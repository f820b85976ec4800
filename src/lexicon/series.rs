//! Indicators that come back over towns and years, found by any name that is printed for them.

use std::borrow::Cow;

use super::{Lexicon, Words};

/// Series by their names in one spelling.
#[derive(Debug)]
pub struct Series(Words<String>);

impl Series {
    /// From each series' name and its variants.
    pub fn new(entries: impl IntoIterator<Item = (String, Vec<String>)>) -> Series {
        let mut names = Vec::new();
        for (name, variants) in entries {
            for variant in variants.iter().chain([&name]) {
                let letters: Vec<char> = variant.chars().collect();
                names.push((spelled(&letters).iter().collect::<String>(), name.clone()));
            }
        }
        Series(Words::new(names))
    }

    fn named(&self, words: &[char]) -> Option<&str> {
        self.0.at_start(words).filter(|&(len, _)| len == words.len()).map(|(_, name)| name.as_str())
    }
}

impl Lexicon {
    /// The name under which a series is found, for an indicator as printed; `None` where it is no
    /// indicator that comes back everywhere. Words before it that say nothing of it (全镇, 全年完成),
    /// and how its change is told (增速), make no difference.
    pub fn canonical_indicator(&self, printed: &[char]) -> Option<&str> {
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

/// One spelling for all: GDP in capitals and not beside its Chinese name, 规上 for 规模以上.
fn spelled(words: &[char]) -> Cow<'_, [char]> {
    let plain = |at: usize| !words[at].is_ascii_lowercase() && abbreviated(&words[at..]).is_none();
    if (0..words.len()).all(plain) {
        return Cow::Borrowed(words);
    }
    let mut spelled = Vec::with_capacity(words.len());
    let mut rest = words;
    while let Some(&first) = rest.first() {
        let (short, len): (&[char], usize) = abbreviated(rest).unwrap_or((&[], 0));
        spelled.extend_from_slice(short);
        if len == 0 {
            spelled.push(first.to_ascii_uppercase());
        }
        rest = &rest[len.max(1)..];
    }
    Cow::Owned(spelled)
}

/// What stands for the words at the start of `rest`, and the length of those.
fn abbreviated(rest: &[char]) -> Option<(&'static [char], usize)> {
    match rest {
        ['规', '模', '以', '上', ..] => Some((&['规', '上'], 4)),
        ['限', '额', '以', '上', ..] => Some((&['限', '上'], 4)),
        ['(', 'G' | 'g', 'D' | 'd', 'P' | 'p', ')', ..] => Some((&[], 5)),
        _ => None,
    }
}
