//! ARCHITECTURE.md says who may import whom and what is absent. Here the page is read, and the source
//! is held to it, so that neither can part from the other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../ARCHITECTURE.md");

/// Names that say nothing about what a file owns.
const HOMELESS: &[&str] = &["util", "utils", "helper", "helpers", "manager", "misc", "common"];
/// From 800 lines on a file should be divided; at this length it must be.
const LONGEST_FILE: usize = 1000;
const SQL: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "PRAGMA", "WITH"];

/// A file of src/: its path below src/, the module it is, and its words.
struct Source {
    name: String,
    module: Vec<String>,
    text: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    /// The inside of a string.
    Literal(String),
    /// `::`
    Colons,
    Mark(char),
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push(path);
        }
    }
    all.sort();
}

/// Every file below src/, by its path from there.
fn names() -> Vec<String> {
    let mut all = Vec::new();
    files(&root("src"), &mut all);
    let below = |path: &PathBuf| path.strip_prefix(root("src")).unwrap().to_str().unwrap().replace('\\', "/");
    all.iter().map(below).collect()
}

fn sources() -> Vec<Source> {
    let rust = |name: &String| name.ends_with(".rs");
    let all: Vec<Source> = names()
        .into_iter()
        .filter(rust)
        .map(|name| {
            let text = fs::read_to_string(root("src").join(&name)).unwrap();
            let module = name.trim_end_matches(".rs").split('/').map(str::to_owned);
            let module = module.filter(|part| part != "lib" && part != "main").collect();
            Source { tokens: tokens(&text), module, name, text }
        })
        .collect();
    assert!(all.len() > 10, "the source was not found");
    all
}

/// The rows of the table under a heading of the page, cell by cell.
fn table(heading: &str) -> Vec<Vec<String>> {
    let (_, section) =
        PAGE.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no ## {heading}"));
    let section = section.split("\n## ").next().unwrap();
    let rows =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let rows: Vec<Vec<String>> = rows.skip(2).map(cells).collect();
    assert!(!rows.is_empty(), "## {heading} has no table");
    rows
}

/// What stands between backticks.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Module → the paths that it may import, in the order of the page.
fn permits() -> Vec<(String, Vec<String>)> {
    table("Code map")
        .iter()
        .map(|row| (code(&row[0])[0].trim_end_matches(".rs").to_owned(), code(&row[2])))
        .collect()
}

/// A rough lexer: enough to tell words from comments, strings and lifetimes.
fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            i += 2;
            while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                i += 1;
            }
            i += 2;
        } else if c == '"' {
            let start = i + 1;
            i = start;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            found.push(Token::Literal(chars[start..i.min(chars.len())].iter().collect()));
            i += 1;
        } else if c == 'r' && (at(i + 1) == '"' || (at(i + 1) == '#' && matches!(at(i + 2), '"' | '#'))) {
            let hashes = chars[i + 1..].iter().take_while(|&&c| c == '#').count();
            let start = i + 2 + hashes;
            let closes = |from: usize| at(from) == '"' && (1..=hashes).all(|n| at(from + n) == '#');
            let end = (start..chars.len()).find(|&from| closes(from)).unwrap_or(chars.len());
            found.push(Token::Literal(chars[start..end].iter().collect()));
            i = end + 1 + hashes;
        } else if c == '\'' && at(i + 1) == '\\' {
            i += 3;
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else if c == '\'' && at(i + 2) == '\'' {
            i += 3;
        } else if c == '\'' {
            // A lifetime.
            i += 1;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
        } else if c.is_alphanumeric() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            found.push(Token::Word(chars[start..i].iter().collect()));
        } else if c == ':' && at(i + 1) == ':' {
            found.push(Token::Colons);
            i += 2;
        } else {
            if !c.is_whitespace() {
                found.push(Token::Mark(c));
            }
            i += 1;
        }
    }
    found
}

/// Every path of a file that starts at `crate`, `super` or `self`, from the root of the crate.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let tokens = &source.tokens;
    let mut found = Vec::new();
    // Modules written inside the file, and the depth of braces at which each began.
    let mut inner: Vec<(usize, String)> = Vec::new();
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark('{') => {
                depth += 1;
                if let (Some(Token::Word(name)), Some(Token::Word(keyword))) =
                    (tokens.get(i.wrapping_sub(1)), tokens.get(i.wrapping_sub(2)))
                    && keyword == "mod"
                {
                    inner.push((depth, name.clone()));
                }
            }
            Token::Mark('}') => {
                if inner.last().is_some_and(|(began, _)| *began == depth) {
                    inner.pop();
                }
                depth -= 1;
            }
            Token::Word(word) if matches!(word.as_str(), "crate" | "super" | "self") => {
                let before = i.checked_sub(1).map(|before| &tokens[before]);
                if before == Some(&Token::Colons) || tokens.get(i + 1) != Some(&Token::Colons) {
                    continue;
                }
                let here: Vec<String> =
                    source.module.iter().chain(inner.iter().map(|(_, name)| name)).cloned().collect();
                tree(tokens, i, Vec::new(), &mut |path| found.push(resolve(&here, path)));
            }
            _ => {}
        }
    }
    found
}

/// Reads one path, or a group of them, from `i` on; returns where it ends.
fn tree(tokens: &[Token], mut i: usize, mut path: Vec<String>, each: &mut impl FnMut(&[String])) -> usize {
    loop {
        match tokens.get(i) {
            Some(Token::Word(word)) => {
                path.push(word.clone());
                i += 1;
                if tokens.get(i) != Some(&Token::Colons) {
                    each(&path);
                    return i;
                }
                i += 1;
            }
            Some(Token::Mark('{')) => {
                i += 1;
                while tokens.get(i).is_some_and(|token| *token != Token::Mark('}')) {
                    i = tree(tokens, i, path.clone(), each);
                    while !matches!(tokens.get(i), None | Some(Token::Mark('}' | ','))) {
                        i += 1;
                    }
                    i += usize::from(tokens.get(i) == Some(&Token::Mark(',')));
                }
                return i + 1;
            }
            // `*`, or `::<T>`
            _ => {
                each(&path);
                return i + 1;
            }
        }
    }
}

fn resolve(here: &[String], path: &[String]) -> Vec<String> {
    let mut at = here.to_vec();
    for (index, word) in path.iter().enumerate() {
        match word.as_str() {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" if index == 0 => {}
            "self" => {}
            word => at.push(word.to_owned()),
        }
    }
    at
}

#[test]
fn nobody_imports_against_the_arrow() {
    let permits: BTreeMap<String, Vec<String>> = permits().into_iter().collect();
    let mut crossings = 0;
    for source in sources() {
        let Some(own) = source.module.first() else { continue };
        let allowed = permits.get(own).unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for {own}"));
        for path in paths(&source) {
            let Some(top) = path.first() else { continue };
            if top == own {
                continue;
            }
            crossings += 1;
            let path = path.join("::");
            let fits = |permit: &String| path == *permit || path.starts_with(&format!("{permit}::"));
            assert!(
                allowed.iter().any(fits),
                "src/{} imports {path}, but ARCHITECTURE.md lets {own} import only: {}",
                source.name,
                allowed.join(", ")
            );
        }
    }
    assert!(crossings > 50, "only {crossings} imports were found");
}

#[test]
fn a_row_of_the_code_map_imports_only_from_rows_above_it() {
    let permits = permits();
    for (index, (module, allowed)) in permits.iter().enumerate() {
        for permit in allowed {
            let top = permit.split("::").next().unwrap();
            let above = permits[..index].iter().any(|(other, _)| other == top);
            assert!(above, "{module} may not import {permit}: {top} does not stand above it");
        }
    }
}

#[test]
fn every_file_is_on_the_code_map_and_every_row_is_a_file() {
    let places: Vec<String> = table("Code map").iter().flat_map(|row| code(&row[0])).collect();
    for name in names() {
        let on_it =
            |place: &String| name == *place || (place.ends_with('/') && name.starts_with(place.as_str()));
        let is_root = name == "lib.rs" || name == "main.rs";
        assert!(is_root || places.iter().any(on_it), "src/{name} is not on the code map");
    }
    for place in places {
        assert!(root("src").join(&place).exists(), "src/{place} is on the code map but not there");
    }
    for place in table("Beside the source").iter().flat_map(|row| code(&row[0])) {
        assert!(root(&place).exists(), "{place} is in ARCHITECTURE.md but not there");
    }
}

#[test]
fn crates_stay_where_the_page_says() {
    let manifest = fs::read_to_string(root("Cargo.toml")).unwrap();
    for row in table("Invariants") {
        let homes = code(&row[1]);
        for name in code(&row[0]) {
            let in_manifest = format!("\n{} = ", name.replace('_', "-"));
            assert!(
                manifest.contains(&in_manifest) || manifest.contains(&format!("\n{name} = ")),
                "{name} is no dependency any more"
            );
            for source in sources() {
                let uses = source.tokens.windows(2).enumerate().any(|(at, pair)| {
                    let absolute = at == 0 || source.tokens[at - 1] != Token::Colons;
                    absolute && pair[0] == Token::Word(name.clone()) && pair[1] == Token::Colons
                });
                let own = source.module.first().cloned().unwrap_or_default();
                assert!(!uses || homes.contains(&own), "src/{} uses {name}; only {homes:?} may", source.name);
            }
        }
    }
}

#[test]
fn sql_stands_in_the_store_and_nowhere_else() {
    let mut in_store = 0;
    for source in sources() {
        let is_store = source.module.first().is_some_and(|own| own == "store");
        for token in &source.tokens {
            let Token::Literal(text) = token else { continue };
            let first =
                text.trim_start_matches(['\\', '\n', ' ']).split_whitespace().next().unwrap_or_default();
            if SQL.contains(&first) {
                in_store += usize::from(is_store);
                assert!(is_store, "src/{} holds SQL: {text}", source.name);
            }
        }
    }
    assert!(in_store > 10, "only {in_store} statements were found in the store");
}

#[test]
fn only_the_command_line_prints_and_knows_the_time() {
    for source in sources() {
        let is_cli = source.module.first().is_some_and(|own| own == "cli");
        for at in 0..source.tokens.len() {
            let Token::Word(word) = &source.tokens[at] else { continue };
            let next = source.tokens.get(at + 1);
            let prints = matches!(word.as_str(), "print" | "println" | "eprint" | "eprintln" | "dbg");
            assert!(!(prints && next == Some(&Token::Mark('!'))), "src/{} prints by {word}!", source.name);
            let clock = matches!(word.as_str(), "Utc" | "Local" | "Instant" | "SystemTime");
            let now = source.tokens.get(at + 2) == Some(&Token::Word("now".into()));
            assert!(is_cli || !(clock && now), "src/{} asks the clock", source.name);
        }
    }
}

#[test]
fn nothing_is_global_asynchronous_or_unsafe() {
    let absent =
        ["unsafe", "async", "static", "thread_local", "LazyLock", "OnceLock", "LazyCell", "OnceCell"];
    for source in sources() {
        for token in &source.tokens {
            let Token::Word(word) = token else { continue };
            // The allocator.
            if source.name == "main.rs" && word == "static" {
                continue;
            }
            assert!(!absent.contains(&word.as_str()), "src/{} has {word}", source.name);
        }
    }
    let manifest = fs::read_to_string(root("Cargo.toml")).unwrap();
    assert!(manifest.contains("\n[lints.rust]\nunsafe_code = \"forbid\"\n"));
}

#[test]
fn files_have_telling_names_and_a_readable_length() {
    for name in names() {
        let stem = name.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
        let words: Vec<&str> = stem.split('_').collect();
        assert!(!words.iter().any(|word| HOMELESS.contains(word)), "src/{name} says nothing by its name");
    }
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST_FILE, "src/{} has {lines} lines", source.name);
        let documented = source.text.starts_with("//! ");
        assert!(documented, "src/{} does not begin by saying what it owns", source.name);
    }
}

/// The checks above are worth as much as the reading of the source is.
#[test]
fn paths_are_read_from_rust() {
    let read = |text: &str| {
        let module = vec!["extract".to_owned(), "goal".to_owned()];
        let source = Source { name: String::new(), module, text: text.to_owned(), tokens: tokens(text) };
        paths(&source).iter().map(|path| path.join("::")).collect::<Vec<String>>()
    };
    let text = r##"
        // use crate::no;
        use crate::{error::{self, Kind}, text::Span as Place};
        use super::super::store::read;
        use super::clause::*;
        const S: &str = "crate::no \" crate::no"; const R: &str = r#"crate::"no"#; const Q: char = '"';
        fn f<'a>(x: &'a crate::fact::Goal) -> bool { matches!(x, '\'' | 'a') && crate::outline::is::<u8>(x) }
        mod tests { use super::f; use super::super::clause; fn g() { if true { crate::lexicon::x() } } }
        fn h() -> crate::cli::Exit { super::h() }
    "##;
    assert_eq!(
        read(text),
        [
            "error",
            "error::Kind",
            "text::Span",
            "store::read",
            "extract::clause",
            "fact::Goal",
            "outline::is",
            "extract::goal::f",
            "extract::clause",
            "lexicon::x",
            "cli::Exit",
            "extract::h",
        ]
    );
}
