//! Tables that are made once, when the program is built, so that it starts at once:
//!
//! - the word files of `src/lexicon/` without their examples, as JSON, which reads several times
//!   faster than TOML; a file that is no TOML breaks the build;
//! - one bit for each character of the basic plane that a conversion to Simplified script can change;
//! - the Simplified form of each character by itself, for search.

use std::collections::BTreeMap;
use std::error::Error;
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
    words(Path::new("src/lexicon"), &out)?;
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
        let table: toml::Table =
            fs::read_to_string(&path)?.parse().map_err(|error| format!("{}: {error}", path.display()))?;
        let json = serde_json::to_string(&without_examples(Value::Table(table)))?;
        let name = path.file_stem().ok_or("a word file has no name")?;
        fs::write(out.join(name).with_extension("json"), json)?;
    }
    Ok(())
}

/// Examples are for the tests, which read the files themselves.
fn without_examples(value: Value) -> Value {
    match value {
        Value::Table(table) => Value::Table(
            table
                .into_iter()
                .filter(|(name, _)| !matches!(name.as_str(), "yes" | "no"))
                .map(|(name, value)| (name, without_examples(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_examples).collect()),
        other => other,
    }
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
