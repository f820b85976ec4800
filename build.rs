//! Tables that are made once, when the program is built, so that it starts at once:
//!
//! - the word files of `src/lexicon/` without their examples, as JSON, which reads several times
//!   faster than TOML; a file that is no TOML breaks the build;
//! - the word file of `src/outline/`, as constants: the outline looks few words up, and takes no lexicon;
//! - one bit for each character of the basic plane that a conversion to Simplified script can change;
//! - the Simplified form of each character by itself, for search.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use hanconv::Dictionary;
use toml::Value;

/// Bytes of the bit table: one bit for each of 65,536 characters.
const BITS: usize = 65_536 / 8;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lexicon");
    println!("cargo::rerun-if-changed=src/outline/words.toml");
    words(Path::new("src/lexicon"), &out)?;
    fs::write(out.join("outline_words.rs"), constants(Path::new("src/outline/words.toml"))?)?;
    fs::write(out.join("convertible.bits"), convertible())?;
    fs::write(out.join("simplified.pairs"), simplified())?;
    Ok(())
}

fn words(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let table = table(&path)?;
        let json = serde_json::to_string(&without_examples(Value::Table(table)))?;
        let name = path.file_stem().ok_or("a word file has no name")?;
        fs::write(out.join(name).with_extension("json"), json)?;
    }
    Ok(())
}

fn table(path: &Path) -> Result<toml::Table, Box<dyn Error>> {
    let table = fs::read_to_string(path)?.parse();
    Ok(table.map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Examples are for the tests, which read the files themselves.
fn without_examples(value: Value) -> Value {
    match value {
        Value::Table(table) => Value::Table(
            table
                .into_iter()
                .filter(|(name, _)| !is_example(name))
                .map(|(name, value)| (name, without_examples(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_examples).collect()),
        other => other,
    }
}

/// One constant for each class of a word file: `[plan]` becomes `PLAN`, a slice of its words. Of classes in
/// groups, each word comes with what its group `is`: `[[genre]]` becomes `GENRE`, a slice of words with a
/// `Genre` for each, in the order of the file.
fn constants(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut rust = String::new();
    for (name, class) in table(path)? {
        let broken = || format!("{}: {name} is no class of words", path.display());
        let constant = name.to_uppercase();
        match &class {
            Value::Table(class) => {
                let words = list(class, &["words"]).ok_or_else(broken)?;
                writeln!(rust, "pub(super) const {constant}: &[&str] = &{words:?};")?;
            }
            Value::Array(groups) => {
                let kind: String = name[..1].to_uppercase() + &name[1..];
                writeln!(rust, "pub(super) const {constant}: &[(&str, {kind})] = &[")?;
                for group in groups {
                    let group = group.as_table().ok_or_else(broken)?;
                    let is = group.get("is").and_then(Value::as_str).ok_or_else(broken)?;
                    for word in list(group, &["words", "is"]).ok_or_else(broken)? {
                        writeln!(rust, "    ({word:?}, {kind}::{is}),")?;
                    }
                }
                writeln!(rust, "];")?;
            }
            _ => return Err(broken().into()),
        }
    }
    Ok(rust)
}

/// The words of a class; `None` where it has none, or a field beside its examples and those that are `known`.
fn list<'a>(class: &'a toml::Table, known: &[&str]) -> Option<Vec<&'a str>> {
    let fields = class.keys().all(|field| known.contains(&field.as_str()) || is_example(field));
    let words = class.get("words").filter(|_| fields)?.as_array()?;
    words.iter().map(Value::as_str).collect()
}

fn is_example(field: &str) -> bool {
    matches!(field, "yes" | "no")
}

/// Bit `c & 7` of byte `c >> 3` is set where the converter's dictionaries write the character `c`
/// otherwise, alone or in some phrase. A text without any of them is in Simplified script already.
fn convertible() -> [u8; BITS] {
    let mut bits = [0; BITS];
    for (from, to) in Dictionary::TSCharacters.iter().chain(Dictionary::TSPhrases.iter()) {
        let mut to = to.chars();
        for c in from.chars() {
            let place = c as usize;
            if to.next() != Some(c) && place / 8 < BITS {
                bits[place / 8] |= 1 << (place % 8);
            }
        }
    }
    bits
}

/// Each character that has another Simplified form, and that form, as two little-endian numbers of four
/// bytes; in the order of the characters.
fn simplified() -> Vec<u8> {
    let one = |word: &'static str| word.chars().next();
    let pairs: BTreeMap<char, char> =
        Dictionary::TSCharacters.iter().filter_map(|(from, to)| Some((one(from)?, one(to)?))).collect();
    // 薴 → 苧 → 苎: each form of a character has to end at the same one. No chain of the list is longer.
    let step = |c: char| pairs.get(&c).copied().unwrap_or(c);
    pairs.keys().flat_map(|c| [*c, step(step(step(*c)))]).flat_map(|c| u32::from(c).to_le_bytes()).collect()
}
