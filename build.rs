//! Tables that are made once, when the program is built, so that it starts at once:
//!
//! - the word files of `src/lexicon/` without their examples, as tables that are read where they lie, and Rust that
//!   says where: a class that the program does not know, or one that it misses, breaks the build;
//! - the word file of `src/outline/`, as constants: the outline looks few words up, and takes no lexicon;
//! - one bit for each character of the basic plane that a conversion to Simplified script can change;
//! - one for each that its dictionaries hold at all;
//! - the Simplified form of each character by itself, for search.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use hanconv::Dictionary;
use toml::Value;

#[path = "src/lexicon/spelling.rs"]
mod spelling;
#[path = "src/lexicon/table.rs"]
mod table;
#[path = "src/lexicon/tabulate.rs"]
mod tabulate;

/// Bytes of the bit table: one bit for each of 65,536 characters.
const BITS: usize = 65_536 / 8;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lexicon");
    println!("cargo::rerun-if-changed=src/outline/words.toml");
    let lexicon = Lexicon::of(Path::new("src/lexicon"))?;
    fs::write(out.join("lexicon.rs"), lexicon.rust)?;
    fs::write(out.join("lexicon.words"), lexicon.words)?;
    fs::write(out.join("outline_words.rs"), constants(Path::new("src/outline/words.toml"))?)?;
    fs::write(out.join("convertible.bits"), convertible())?;
    fs::write(out.join("listed.bits"), listed())?;
    fs::write(out.join("simplified.pairs"), simplified())?;
    Ok(())
}

/// Heads of names, all kinds together: file, class, kind.
const HEADS: [(&str, &str, &str); 4] = [
    ("names", "projects", "ProjectKind::Project"),
    ("names", "sites", "ProjectKind::Site"),
    ("names", "roads", "ProjectKind::Road"),
    ("names", "programmes", "ProjectKind::Programme"),
];

/// Words that name nothing by themselves: file, class, and whether they say what a thing is about. Of words that are
/// spelled alike the first counts: what says nothing in one class says nothing.
const COMMON: [(&str, &str, &str); 6] = [
    ("names", "hollow", "false"),
    ("verbs", "actions", "false"),
    ("verbs", "manners", "false"),
    ("names", "borders", "false"),
    ("names", "hard_borders", "false"),
    ("names", "generic", "true"),
];

/// Whatever an event can be told by: most clauses hold nothing of it, and one look is enough for them.
const STIRRING: [(&str, &str, &str); 5] = [
    ("milestones", "events", "()"),
    ("milestones", "nevers", "()"),
    ("milestones", "openers", "()"),
    ("milestones", "provided", "()"),
    ("milestones", "others", "()"),
];

/// The lexicon: the tables of all classes, and the Rust that says where each begins.
#[derive(Default)]
struct Lexicon {
    words: Vec<u8>,
    rust: String,
}

impl Lexicon {
    /// All word files of a folder.
    fn of(folder: &Path) -> Result<Lexicon, Box<dyn Error>> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name =
                    path.file_stem().and_then(|stem| stem.to_str()).ok_or("a word file has no name")?;
                files.insert(name.to_owned(), read(&path)?);
            }
        }
        let mut lexicon = Lexicon::default();
        for (name, file) in &files {
            let written = match name.as_str() {
                "units" => lexicon.units(file),
                "comparators" => lexicon.comparators(file),
                "indicators" => lexicon.indicators(file),
                _ => lexicon.classes(name, file),
            };
            written.ok_or_else(|| {
                format!(
                    "{name}.toml: an entry has no words, a word too long or an unknown field, or there are over 256 values"
                )
            })?;
        }
        let together = [
            ("HEADS", "ProjectKind", &HEADS[..]),
            ("COMMON", "bool", &COMMON),
            ("STIRRING", "()", &STIRRING),
        ];
        for (name, kind, classes) in together {
            let written = lexicon.together(name, kind, classes, &files);
            written.ok_or_else(|| format!("{name}: one of the classes is not there"))?;
        }
        Ok(lexicon)
    }

    /// Puts a class behind the others; gives where it begins.
    fn put<'a>(&mut self, words: impl IntoIterator<Item = (&'a str, u8)>) -> Option<usize> {
        let at = self.words.len();
        self.words.extend(tabulate::bytes(words)?);
        Some(at)
    }

    /// The constant that says where a class begins.
    fn put_as<'a>(&mut self, name: &str, words: impl IntoIterator<Item = (&'a str, u8)>) -> Option<()> {
        let at = self.put(words)?;
        writeln!(self.rust, "const {name}_AT: usize = {at};").ok()
    }

    /// A file of classes: each is a field of what `Verbs::built_in` gives.
    fn classes(&mut self, file: &str, table: &toml::Table) -> Option<()> {
        let kind = capitalised(file);
        let mut fields = String::new();
        for (name, class) in table {
            let at = self.put(list(class.as_table()?, "words", &[])?.into_iter().map(|word| (word, 0)))?;
            write!(fields, "{name}: class({at}), ").ok()?;
        }
        writeln!(self.rust, "impl {kind} {{ fn built_in() -> {kind} {{ {kind} {{ {fields}}} }} }}").ok()
    }

    /// Classes as one, each word with the value of its class.
    fn together(
        &mut self,
        name: &str,
        kind: &str,
        classes: &[(&str, &str, &str)],
        files: &BTreeMap<String, toml::Table>,
    ) -> Option<()> {
        let (mut words, mut values) = (Vec::new(), Vec::new());
        for &(file, class, value) in classes {
            let of_class = list(files.get(file)?.get(class)?.as_table()?, "words", &[])?;
            let number = u8::try_from(values.len()).ok()?;
            words.extend(of_class.into_iter().map(|word| (word, number)));
            values.push(value);
        }
        self.put_as(name, words)?;
        writeln!(self.rust, "const {name}: &[{kind}] = &[{}];", values.join(", ")).ok()
    }

    /// Units, in the groups of what they measure.
    fn units(&mut self, table: &toml::Table) -> Option<()> {
        const FLAGS: [&str; 5] = ["han", "closing", "one", "date", "place"];
        let (mut spelled, mut before, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for group in groups(table, "group")? {
            let kind = capitalised(group.get("kind")?.as_str()?);
            for unit in group.get("units")?.as_array()? {
                let unit = unit.as_table()?;
                let name = unit.get("name")?.as_str()?;
                let number = u8::try_from(rows.len()).ok()?;
                let known =
                    |field: &str| ["name", "variants", "before"].contains(&field) || FLAGS.contains(&field);
                let words = |field| match unit.get(field) {
                    Some(words) => words.as_array()?.iter().map(Value::as_str).collect(),
                    None => Some(Vec::new()),
                };
                let flag = |field: &str| unit.get(field).map_or(Some(false), Value::as_bool);
                unit.keys().all(|field| known(field)).then_some(())?;
                spelled.extend(words("variants")?.into_iter().chain([name]).map(|word| (word, number)));
                before.extend(words("before")?.into_iter().map(|word| (word, number)));
                let [han, closing, one, date, place] = FLAGS.map(flag);
                rows.push(format!(
                    "Unit {{ name: Cow::Borrowed({name:?}), kind: UnitKind::{kind}, han: {}, closing: {}, \
                     one: {}, date: {}, place: {} }}",
                    han? || closing?,
                    closing?,
                    one?,
                    date?,
                    place?
                ));
            }
        }
        self.put_as("UNITS", spelled)?;
        self.put_as("UNITS_BEFORE", before)?;
        writeln!(self.rust, "const UNITS: &[Unit] = &[{}];", rows.join(", ")).ok()
    }

    /// Comparators, with the words before and those behind a number.
    fn comparators(&mut self, table: &toml::Table) -> Option<()> {
        let (mut before, mut after, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for entry in groups(table, "comparator")? {
            let number = u8::try_from(values.len()).ok()?;
            let words = |field| list(entry, field, &["word", "before", "after"]);
            before.extend(words("before")?.into_iter().map(|word| (word, number)));
            after.extend(words("after")?.into_iter().map(|word| (word, number)));
            values.push(format!("Comparator::{}", capitalised(entry.get("word")?.as_str()?)));
        }
        self.put_as("COMPARATORS_BEFORE", before)?;
        self.put_as("COMPARATORS_AFTER", after)?;
        writeln!(self.rust, "const COMPARATORS: &[Comparator] = &[{}];", values.join(", ")).ok()
    }

    /// Series of indicators, by their names and variants in one spelling.
    fn indicators(&mut self, table: &toml::Table) -> Option<()> {
        let (mut words, mut names) = (Vec::new(), Vec::new());
        for entry in groups(table, "indicator")? {
            let name = entry.get("name")?.as_str()?;
            let number = u8::try_from(names.len()).ok()?;
            for variant in list(entry, "variants", &["name"])?.into_iter().chain([name]) {
                let letters: Vec<char> = variant.chars().collect();
                words.push((spelling::spelled(&letters).iter().collect::<String>(), number));
            }
            names.push(name);
        }
        self.put_as("SERIES", words.iter().map(|(word, number)| (word.as_str(), *number)))?;
        writeln!(self.rust, "const SERIES: &[&str] = &{names:?};").ok()
    }
}

/// The tables of a file that has nothing else.
fn groups<'a>(table: &'a toml::Table, name: &str) -> Option<Vec<&'a toml::Table>> {
    let groups = table.get(name).filter(|_| table.len() == 1)?.as_array()?;
    groups.iter().map(Value::as_table).collect()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn read(path: &Path) -> Result<toml::Table, Box<dyn Error>> {
    let table = fs::read_to_string(path)?.parse();
    Ok(table.map_err(|error| format!("{}: {error}", path.display()))?)
}

/// One constant for each class of a word file: `[plan]` becomes `PLAN`, its words as phrases. Of classes in
/// groups, each word comes with what its group `is`: `[[genre]]` becomes `GENRE`, a slice of words with a
/// `Genre` for each, in the order of the file.
fn constants(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut rust = String::new();
    for (name, class) in read(path)? {
        let broken = || format!("{}: {name} is no class of words", path.display());
        let constant = name.to_uppercase();
        match &class {
            Value::Table(class) => {
                let words = list(class, "words", &[]).ok_or_else(broken)?;
                let spelled: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
                let phrases: Vec<String> = spelled.iter().map(|word| format!("&{word:?}")).collect();
                let phrases = phrases.join(", ");
                writeln!(rust, "pub(super) const {constant}: &Phrases = &Phrases::of(&[{phrases}]);")?;
            }
            Value::Array(groups) => {
                let kind = capitalised(&name);
                writeln!(rust, "pub(super) const {constant}: &[(&str, {kind})] = &[")?;
                for group in groups {
                    let group = group.as_table().ok_or_else(broken)?;
                    let is = group.get("is").and_then(Value::as_str).ok_or_else(broken)?;
                    for word in list(group, "words", &["is"]).ok_or_else(broken)? {
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

/// The words of a field; `None` where there are none, or the entry has a field beside this one, its examples (which
/// are for the tests) and those that are `known`.
fn list<'a>(entry: &'a toml::Table, field: &str, known: &[&str]) -> Option<Vec<&'a str>> {
    let examples = ["yes", "no"];
    let is_known = |name: &str| name == field || known.contains(&name) || examples.contains(&name);
    let words = entry.get(field).filter(|_| entry.keys().all(|name| is_known(name)))?.as_array()?;
    words.iter().map(Value::as_str).collect()
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

/// The bit of each character that stands in the converter's dictionaries.
fn listed() -> [u8; BITS] {
    let mut bits = [0; BITS];
    for (from, _) in Dictionary::TSCharacters.iter().chain(Dictionary::TSPhrases.iter()) {
        for place in from.chars().map(|c| c as usize).filter(|place| place / 8 < BITS) {
            bits[place / 8] |= 1 << (place % 8);
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
