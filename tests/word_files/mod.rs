//! The word files of src/lexicon/ and src/outline/ as they stand there, with their examples.

use toml::{Table, Value};

/// The word file of the outline by its name.
pub const OUTLINE: &[(&str, &str)] = &[("words.toml", include_str!("../../src/outline/words.toml"))];

/// Every word file of the lexicon by its name.
pub const FILES: &[(&str, &str)] = &[
    ("units.toml", include_str!("../../src/lexicon/units.toml")),
    ("comparators.toml", include_str!("../../src/lexicon/comparators.toml")),
    ("indicators.toml", include_str!("../../src/lexicon/indicators.toml")),
    ("predicates.toml", include_str!("../../src/lexicon/predicates.toml")),
    ("dismissals.toml", include_str!("../../src/lexicon/dismissals.toml")),
    ("periods.toml", include_str!("../../src/lexicon/periods.toml")),
    ("verbs.toml", include_str!("../../src/lexicon/verbs.toml")),
    ("milestones.toml", include_str!("../../src/lexicon/milestones.toml")),
    ("names.toml", include_str!("../../src/lexicon/names.toml")),
    ("numbers.toml", include_str!("../../src/lexicon/numbers.toml")),
    ("phases.toml", include_str!("../../src/lexicon/phases.toml")),
    ("places.toml", include_str!("../../src/lexicon/places.toml")),
    ("documents.toml", include_str!("../../src/lexicon/documents.toml")),
    ("signs.toml", include_str!("../../src/lexicon/signs.toml")),
];

/// Sentences that show what a group of words must and must not do.
pub struct Examples {
    /// What the sentences are about.
    pub about: String,
    /// The words themselves, where the group is a list of them.
    pub words: Vec<String>,
    /// Sentences in which the group must be found.
    pub yes: Vec<String>,
    /// Sentences in which it must not.
    pub no: Vec<String>,
}

/// The examples of word files.
pub fn examples(files: &[(&str, &str)]) -> Vec<Examples> {
    let mut found = Vec::new();
    for (file, text) in files {
        let table: Table = toml::from_str(text).expect(file);
        for (name, value) in &table {
            let groups = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for group in groups {
                let word = |field: &str| group.get(field).and_then(Value::as_str).unwrap_or_default();
                let about = match name.as_str() {
                    "group" => format!("unit {}", word("kind")),
                    "comparator" => format!("comparator {}", word("word")),
                    "genre" => format!("genre {}", word("is")),
                    "indicator" => format!("indicator {}", word("name")),
                    class => format!("words {class}"),
                };
                let sentences = |field: &str| group.get(field).map(strings).unwrap_or_default();
                let (words, yes, no) = (sentences("words"), sentences("yes"), sentences("no"));
                found.push(Examples { about, words, yes, no });
            }
        }
    }
    found
}

/// A list of strings.
pub fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().expect("a list");
    list.iter().map(|word| word.as_str().expect("a string").to_owned()).collect()
}
