//! Whatever is asked, the answer is rows or words that say what is wrong with the question; nothing is written, and
//! nothing goes on for ever.

use std::fs;

use super::{Dice, import_all, times, with_reports};
use archive::error::Kind;
use archive::store::Archive;
use archive::store::read::{Filter, Years, views};
use archive::store::search::Order;

/// Pieces of questions, sound and unsound.
const PIECES: &[&str] = &[
    "AND",
    "OR",
    "NOT",
    "and",
    "(",
    ")",
    "((",
    "\"",
    "“",
    "”",
    "'",
    "''",
    "招商",
    "引资",
    "镇",
    "公厕",
    "GDP",
    "5.2%",
    "*",
    "^",
    "+",
    "-",
    "--",
    "/*",
    "*/",
    ";",
    ":",
    "{",
    "}",
    "NEAR(",
    "\\",
    "\0",
    "\n",
    "\u{1b}",
    "\u{202e}",
    "，",
    "。",
    " ",
    "\u{3000}",
    "𠀀",
    "e\u{301}",
    "year",
    "text",
    "town",
    "=",
    "<",
    ">=",
    "LIKE",
    "'%厕%'",
    "IN (1, 2)",
    "NULL",
    "1",
    "1e309",
    "9223372036854775808",
    "x'00'",
    "CASE WHEN",
    "END",
    "SELECT",
    "(SELECT 1)",
    "FROM goals",
    "UNION",
    "randomblob(9999999999)",
    "load_extension('x')",
    "writefile('x', 'y')",
    "ATTACH",
    "PRAGMA",
    "?",
    "?1",
    ":a",
    "@b",
    "$c",
    "WITH RECURSIVE",
    "zeroblob(2000000000)",
    "printf('%.*c', 999999999, 'x')",
    "||",
    "CAST(text AS BLOB)",
    "GLOB",
    "instr(text, '公')",
    "length(text) > 3",
    "count(*)",
    "abs(-9223372036854775808)",
    "\u{feff}",
];

fn question(dice: &mut Dice) -> String {
    let glue = ["", " "][dice.below(2)];
    let count = 1 + dice.below(9);
    let pieces: Vec<&str> = (0..count).map(|_| PIECES[dice.below(PIECES.len())]).collect();
    let mut words = pieces.join(glue);
    if dice.below(9) == 0 {
        words = words.repeat(1 + dice.below(200));
    }
    words
}

#[test]
fn any_question_is_answered_or_refused() {
    let (place, folder) = with_reports(6);
    import_all(&place.db, &folder);
    let before = fs::read(&place.db).unwrap();
    let archive = Archive::open_read_only(&place.db).unwrap();
    let views: Vec<String> = views().into_iter().map(|view| view.name).collect();
    let mut dice = Dice(21);
    let (mut answered, mut refused) = (0, 0);
    let mut count = |done: archive::error::Result<()>, words: &str| match done {
        Ok(()) => answered += 1,
        Err(error) => {
            assert_eq!(error.kind(), Kind::Usage, "{words:?}: {error}");
            refused += 1;
        }
    };
    for round in 0..times(400) {
        let words = question(&mut dice);
        let filter = Filter { limit: Some(20), ..Filter::default() };
        count(archive.search(&words, &filter, Order::Best, &mut |_| Ok(())).map(drop), &words);
        let condition = Filter { condition: Some(words.clone()), limit: Some(20), ..Filter::default() };
        count(archive.query(&views[round % views.len()], &condition, &mut |_| Ok(())), &words);
        if let Ok(years) = Years::parse(&words) {
            let filter = Filter { year: Some(years), limit: Some(20), ..Filter::default() };
            count(archive.query("goals", &filter, &mut |_| Ok(())), &words);
        }
        let named = archive.document(&words).map(drop);
        count(named, &words);
    }
    println!("questions answered: {answered}, refused: {refused}");
    assert!(answered > 20 && refused > 20);
    drop(archive);
    assert!(fs::read(&place.db).unwrap() == before, "a question wrote");
}
