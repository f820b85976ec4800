//! The lexicon does what its own examples say, and every word in it can match.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use archive::extract;
use archive::fact::{Comparator, Goal, GoalKind, Measure, Quantity, Reading};
use archive::lexicon::{Lexicon, UnitKind};
use archive::text::Text;
use rust_decimal::Decimal;
use toml::{Table, Value};

/// The word files as they are compiled in.
const FILES: &[(&str, &str)] = &[
    ("units.toml", include_str!("../src/lexicon/units.toml")),
    ("comparators.toml", include_str!("../src/lexicon/comparators.toml")),
    ("predicates.toml", include_str!("../src/lexicon/predicates.toml")),
    ("verbs.toml", include_str!("../src/lexicon/verbs.toml")),
    ("milestones.toml", include_str!("../src/lexicon/milestones.toml")),
    ("names.toml", include_str!("../src/lexicon/names.toml")),
];

fn lexicon() -> Lexicon {
    Lexicon::builtin().expect("the built-in lexicon loads")
}

/// Reads a sentence as the only one of a plan for 2023.
fn plan(sentence: &str, lexicon: &Lexicon) -> Reading {
    let sentence = sentence.trim_end_matches('。');
    let text = format!("青枫镇2023年工作计划\n一、工作任务\n全镇上下团结一心。{sentence}。\n");
    let mut reading = extract::read(&Text::new(&text), lexicon);
    // The year of the title is no number of the sentence.
    let from = "青枫镇2023年工作计划\n一、工作任务\n全镇上下团结一心。".chars().count() as u32;
    reading.quantities.retain(|q| q.span.start >= from);
    reading
}

fn is_goal(q: &Quantity) -> bool {
    q.fate == "goal"
}

fn measure(goal: &Goal, measure: Measure) -> bool {
    goal.claim.figure.measure == Some(measure)
}

fn negative(goal: &Goal) -> bool {
    goal.claim.figure.value_low.is_some_and(|value| value < Decimal::ZERO)
}

fn kind_of(q: &Quantity, lexicon: &Lexicon) -> Option<UnitKind> {
    let name: Vec<char> = q.unit.as_ref()?.chars().collect();
    let (len, unit) = lexicon.units.at_start(&name)?;
    (len == name.len()).then_some(unit.kind)
}

/// What an example shows where it is found; `None` for classes whose words only support others.
fn fires(about: &str, reading: &Reading, lexicon: &Lexicon) -> Option<bool> {
    let goals = &reading.goals;
    let kinds = |kind: GoalKind| goals.iter().any(|g| g.kind == kind);
    if let Some(word) = about.strip_prefix("comparator ") {
        return Some(reading.quantities.iter().any(|q| is_goal(q) && q.comparator.word() == word));
    }
    if let Some(kind) = about.strip_prefix("unit ") {
        // A name is a number that was looked at and left; a duration is a goal only where time is cut.
        let left = matches!(kind, "Name" | "Duration");
        let holds = |q: &Quantity| kind_of(q, lexicon).is_some_and(|k| format!("{k:?}") == kind);
        return Some(reading.quantities.iter().any(|q| holds(q) && (left || is_goal(q))));
    }
    Some(match about.strip_prefix("words ")? {
        "rises" => goals.iter().any(|g| measure(g, Measure::Growth) && !negative(g)),
        "falls" => goals.iter().any(|g| measure(g, Measure::Growth) && negative(g)),
        "reaches" => goals.iter().any(|g| {
            (measure(g, Measure::Level) || measure(g, Measure::Ratio)) && g.claim.rule == "number.subject"
        }),
        "shares" => {
            goals.iter().any(|g| measure(g, Measure::Ratio) && g.claim.figure.unit.as_deref() == Some("%"))
        }
        "actions" => !goals.is_empty(),
        "events" | "openers" | "mishaps" | "nevers" => kinds(GoalKind::Milestone),
        _ => return None,
    })
}

#[test]
fn classes_that_decide_have_examples() {
    for group in &lexicon().examples {
        let decides = fires(&group.about, &plan("加强管理", &lexicon()), &lexicon()).is_some();
        assert!(!decides || !group.yes.is_empty(), "{}: no example", group.about);
    }
}

/// All lists of words of a file, by the name of their class.
fn classes(file: &str, table: &Table) -> BTreeMap<String, Vec<String>> {
    let words = |value: &Value| -> Vec<String> {
        let list = value.as_array().expect("a list of words");
        list.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in table {
        match (name.as_str(), value) {
            ("group", Value::Array(groups)) => {
                for unit in groups.iter().flat_map(|g| g["units"].as_array().expect("units")) {
                    let list = found.entry(format!("{file} units")).or_default();
                    list.push(unit["name"].as_str().expect("a name").to_owned());
                    list.extend(unit.get("variants").map(words).unwrap_or_default());
                }
            }
            ("comparator", Value::Array(comparators)) => {
                for entry in comparators {
                    for side in ["before", "after"] {
                        found.entry(format!("{file} {side}")).or_default().extend(words(&entry[side]));
                    }
                }
            }
            (name, Value::Table(class)) => {
                found.insert(format!("{file} {name}"), words(&class["words"]));
            }
            (name, _) => panic!("{file}: {name} is no class of words"),
        }
    }
    found
}

fn all_classes() -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (file, text) in FILES {
        let table: Table = toml::from_str(text).expect(file);
        all.append(&mut classes(file, &table));
    }
    all
}

/// Words are looked up in normalised text: one written otherwise could never match.
#[test]
fn every_word_is_written_as_normalised_text_has_it() {
    for (class, words) in all_classes() {
        for word in words {
            let text = Text::new(&word);
            let normal: String = text.normal().chars().iter().collect();
            assert_eq!(word, normal, "{class}");
        }
    }
}

/// Every comparing word binds a number that it stands by.
#[test]
fn every_comparing_word_binds_its_number() {
    let lexicon = lexicon();
    let table: Table = toml::from_str(FILES[1].1).unwrap();
    let mut wrong = String::new();
    for entry in table["comparator"].as_array().unwrap() {
        let word = entry["word"].as_str().unwrap();
        let comparator = Comparator::ALL.iter().find(|c| c.word() == word).unwrap();
        for (side, make) in [
            ("before", (|w: &str| format!("园区产值{w}1200万元")) as fn(&str) -> String),
            ("after", |w: &str| format!("园区产值1200万元{w}")),
        ] {
            for w in entry[side].as_array().unwrap() {
                let sentence = make(w.as_str().unwrap());
                // 以内 and the like bind anything; 内 alone binds a time.
                if w.as_str() == Some("内") {
                    continue;
                }
                let reading = plan(&sentence, &lexicon);
                if !reading.quantities.iter().any(|q| q.comparator == *comparator) {
                    wrong += &format!("\n  {sentence}: not {word}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "comparing words that do not bind:{wrong}");
}
