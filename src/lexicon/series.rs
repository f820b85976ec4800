//! Indicators that come back over towns and years, found by any name that is printed for them.

use std::collections::HashMap;

use super::Lexicon;

/// Words at the end of an indicator that tell how its change is measured, not what is measured.
const CHANGES: &[&str] =
    &["年均增速", "平均增速", "增速", "增幅", "增长率", "涨幅", "降幅", "下降率", "降低率"];

/// Spellings that stand for each other wherever they occur.
const SPELLINGS: &[(&str, &str)] = &[("规模以上", "规上"), ("限额以上", "限上"), ("(GDP)", "")];

/// Verbs before an indicator that say nothing of it.
const VERBS: &[&str] = &["完成", "实现", "累计", "预计", "力争", "年均"];

/// Series by their names in one spelling.
#[derive(Debug)]
pub struct Series(HashMap<String, String>);

impl Series {
    /// From each series' name and its variants.
    pub fn new(entries: impl IntoIterator<Item = (String, Vec<String>)>) -> Series {
        let mut names = HashMap::new();
        for (name, variants) in entries {
            for variant in &variants {
                names.insert(spelled(variant), name.clone());
            }
            names.insert(spelled(&name), name);
        }
        Series(names)
    }

    fn named(&self, words: &str) -> Option<&str> {
        self.0.get(words).map(String::as_str)
    }
}

impl Lexicon {
    /// The name under which a series is found, for an indicator as printed; `None` where it is no
    /// indicator that comes back everywhere. Words before it that say nothing of it (全镇, 全年完成),
    /// and how its change is told (增速), make no difference.
    pub fn canonical_indicator(&self, printed: &str) -> Option<&str> {
        let spelled = spelled(printed);
        let mut words = spelled.as_str();
        loop {
            let found = self.series.named(words).or_else(|| {
                let measured = CHANGES.iter().find_map(|change| words.strip_suffix(change))?;
                self.series.named(measured)
            });
            if found.is_some() {
                return found;
            }
            words = VERBS
                .iter()
                .find_map(|verb| words.strip_prefix(verb))
                .or_else(|| self.without_opening(words))?;
        }
    }

    /// Without the opening that words begin with.
    fn without_opening<'a>(&self, words: &'a str) -> Option<&'a str> {
        /// Openings are short.
        const LONGEST: usize = 8;
        let start: Vec<char> = words.chars().take(LONGEST).collect();
        let (len, ()) = self.predicates.openings.at_start(&start)?;
        let rest = words.char_indices().nth(len).map(|(at, _)| &words[at..])?;
        self.predicates.kept.at_start(&start).is_none().then_some(rest)
    }
}

/// One spelling for all: GDP in capitals, 规上 for 规模以上.
fn spelled(words: &str) -> String {
    let mut words = words.to_uppercase();
    for (long, short) in SPELLINGS {
        if words.contains(long) {
            words = words.replace(long, short);
        }
    }
    words
}
