//! The lexicon does what its own examples say, and every word in it can match.

use std::collections::BTreeMap;

use archive::extract;
use archive::fact::{Comparator, DocumentFacts, DoubtKind, Goal, GoalKind, Measure, Quantity, Reading};
use archive::lexicon::{Lexicon, UnitKind};
use archive::text::Text;
use archive::text::landmark::Landmark;
use rust_decimal::Decimal;
use toml::{Table, Value};

use crate::word_files::{FILES, OUTLINE, examples, strings};

fn lexicon() -> Lexicon {
    Lexicon::builtin()
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

/// Classes whose words tell how far a project has come; in a plan all is still to come.
const PHASES: &[&str] = &["proposed", "started", "under_way", "finished", "in_use"];

/// Reads a sentence as the only one of a review of 2023.
fn review(sentence: &str, lexicon: &Lexicon) -> Reading {
    let sentence = sentence.trim_end_matches('。');
    let text = format!("青枫镇2023年工作总结\n一、工作开展情况\n全镇上下团结一心。{sentence}。\n");
    extract::read(&Text::new(&text), lexicon)
}

/// What a text with a title, and a line under it, says of itself.
fn front(title: &str, line: &str, lexicon: &Lexicon) -> DocumentFacts {
    let text = format!("{title}\n{line}\n一、产业\n做强产业,办好实事。\n");
    extract::read(&Text::new(&text), lexicon).document
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

/// The words of the classes of a name.
fn words_of(class: &str) -> Vec<String> {
    let tables = FILES.iter().map(|(file, text)| toml::from_str::<Table>(text).expect(file));
    tables.filter_map(|table| table.get(class)?.get("words").map(strings)).flatten().collect()
}

/// What an example shows where it is found; `None` for classes whose words only support others.
fn fires(about: &str, sentence: &str, lexicon: &Lexicon) -> Option<bool> {
    let reading = &plan(sentence, lexicon);
    let goals = &reading.goals;
    let left = |fate: &str| reading.quantities.iter().any(|q| q.fate == fate);
    let ratio =
        goals.iter().any(|g| measure(g, Measure::Ratio) && g.claim.figure.unit.as_deref() == Some("%"));
    let words = words_of(about.strip_prefix("words ").unwrap_or_default());
    let of_indicator = |fits: &dyn Fn(&str, &str) -> bool| {
        let measured = goals.iter().filter(|g| g.kind == GoalKind::Quantified);
        measured
            .filter_map(|g| g.claim.indicator.as_deref())
            .any(|indicator| words.iter().any(|word| fits(indicator, word)))
    };
    let kinds = |kind: GoalKind| goals.iter().any(|g| g.kind == kind);
    if let Some(word) = about.strip_prefix("comparator ") {
        return Some(reading.quantities.iter().any(|q| is_goal(q) && q.comparator.word() == word));
    }
    if let Some(kind) = about.strip_prefix("unit ") {
        // A name is a number that was looked at and left; a duration is a goal only where time is cut.
        let left = matches!(kind, "name" | "duration");
        let holds =
            |q: &Quantity| kind_of(q, lexicon).is_some_and(|k| format!("{k:?}").to_lowercase() == kind);
        return Some(reading.quantities.iter().any(|q| holds(q) && (left || is_goal(q))));
    }
    Some(match about.strip_prefix("words ")? {
        "rises" => goals.iter().any(|g| measure(g, Measure::Growth) && !negative(g)),
        "falls" => goals.iter().any(|g| measure(g, Measure::Growth) && negative(g)),
        "reaches" => goals.iter().any(|g| {
            (measure(g, Measure::Level) || measure(g, Measure::Ratio)) && g.claim.rule == "number.subject"
        }),
        "shares" => ratio,
        // What the share is of stands in the sentence, and not in what is measured.
        "bound_shares" => {
            words.iter().any(|word| sentence.contains(word.as_str()))
                && sentence.contains("收入")
                && !of_indicator(&|indicator, _| indicator.contains("收入"))
        }
        "actions" => !goals.is_empty(),
        // Words that keep something else from matching.
        "not_units" => reading.quantities.iter().all(|q| q.unit.is_none()),
        "still_units" => reading.quantities.iter().any(|q| q.unit.is_some()),
        "not_comparators" => reading.quantities.iter().all(|q| q.comparator == Comparator::Eq),
        "many" => reading.quantities.iter().all(|q| q.comparator != Comparator::About),
        "not_half" => reading.quantities.is_empty(),
        "ranked" | "rivals" | "vied" => goals.iter().any(|g| measure(g, Measure::Rank)),
        "builds" | "gains" => {
            reading.quantities.iter().any(|q| is_goal(q) && q.value_low == Some(Decimal::ONE))
        }
        "people" => reading.quantities.iter().any(|q| is_goal(q) && q.unit.as_deref() == Some("人")),
        "meetings" => reading.quantities.iter().any(|q| q.fate == "ordinal"),
        "repeated" => reading.quantities.iter().any(|q| q.fate == "name"),
        "visits" => left("visits of a page"),
        "after_tenths" => reading.quantities.iter().any(|q| is_goal(q) && q.unit.as_deref() == Some("%")),
        "times_of_rates" => reading.quantities.iter().any(|q| q.unit.as_deref() == Some("吨")),
        "denominators" => {
            reading.quantities.iter().any(|q| q.unit.as_deref().is_some_and(|unit| unit.contains('/')))
        }
        "projects" | "sites" | "roads" | "programmes" | "wary" | "institutions" | "owners" | "omens"
        | "listed_roads" | "buildings" | "campaigns" | "schemes" | "generic" | "joined" | "locators"
        | "known_campaigns" | "launches" | "works" | "sharing" | "builders" | "built" | "runs"
        | "deepens" => !reading.projects.is_empty(),
        "with_build" => reading.projects.iter().any(|project| project.name.starts_with('建')),
        "common_things" => {
            reading.projects.iter().all(|project| words.iter().all(|word| !project.name.ends_with(word)))
                && words.iter().any(|word| sentence.contains(word.as_str()))
        }
        "hollow" | "joints" | "common_roads" | "plain_roads" | "praise" | "stages" | "contests"
        | "common_built" => reading.projects.is_empty(),
        "events" | "openers" | "mishaps" | "nevers" | "others" | "passes" | "led" | "weak" | "times"
        | "standards" | "papers" | "due" | "parts" | "provided" | "all" => kinds(GoalKind::Milestone),
        "announced" => reading.doubts.iter().any(|doubt| doubt.kind == DoubtKind::CountMismatch),
        "bounded" => reading.doubts.iter().any(|doubt| doubt.kind == DoubtKind::OutOfScale),
        "targets" => ratio,
        "cuts" => goals.iter().any(negative),
        "second_tiers" => goals.iter().filter(|g| measure(g, Measure::Growth)).count() > 1,
        "limits" => goals.iter().any(|g| g.deadline.is_some()),
        // Numbers left for the reason that the class gives.
        "limited" | "settlements" => left("limit of what is counted"),
        "sized" | "holders" => left("size of a project"),
        "lines" | "fixed" | "measures" | "rules" | "named_works" => left("name"),
        "good_deeds" | "always_listed" | "listed" => left("enumeration"),
        "awards" => left("description"),
        "served" | "borne_on" | "rallied" => left("existing things"),
        "aims_after" | "rank_nouns" | "money" | "time_cut" | "answered" | "funds" => {
            reading.quantities.iter().any(is_goal)
        }
        // Words that belong to what is measured, and words that do not.
        "kept" | "nouns_too" | "compounds" => of_indicator(&|indicator, word| indicator.contains(word)),
        "happens" | "pivots" => of_indicator(&|indicator, word| indicator.starts_with(word)),
        "places" => of_indicator(&|indicator, word| indicator.ends_with(word) && indicator != word),
        "spreads" => of_indicator(&|indicator, word| indicator.contains(&format!("{word}村"))),
        "deeds" => of_indicator(&|indicator, word| indicator == word),
        "quantifiers" | "acting" | "agents" | "spots" => {
            words.iter().any(|word| sentence.contains(word.as_str()))
                && !of_indicator(&|indicator, word| indicator.contains(word))
        }
        // Words of whole texts.
        "occasions" => front("青枫镇政府工作报告", sentence, lexicon).declared_year == Some(2023),
        "page_dates" => front("青枫镇政府工作报告", sentence, lexicon).declared_year.is_none(),
        "looks_back" => front("青枫镇2023年政府工作报告", sentence, lexicon).review_year == Some(2022),
        "behind_in_title" | "committees" => front(sentence, "", lexicon).town.as_deref() == Some("青枫镇"),
        "zones" | "bureaux" => front(sentence, "", lexicon).town.is_some(),
        phase if PHASES.contains(&phase) => review(sentence, lexicon)
            .projects
            .iter()
            .flat_map(|project| &project.mentions)
            .any(|mention| mention.phase.is_some_and(|found| found.word() == phase)),
        _ => return None,
    })
}

#[test]
fn examples_fire_their_own_words_and_near_misses_do_not() {
    let lexicon = lexicon();
    let mut wrong = String::new();
    let mut tried = 0;
    for group in &examples(FILES) {
        for (sentences, wanted) in [(&group.yes, true), (&group.no, false)] {
            for sentence in sentences {
                let series = group.about.strip_prefix("indicator ");
                let found = match series {
                    Some(name) => {
                        let letters: Vec<char> = sentence.chars().collect();
                        Some(lexicon.canonical_indicator(&letters) == Some(name))
                    }
                    None => fires(&group.about, sentence, &lexicon),
                };
                let Some(found) = found else {
                    panic!("{}: has examples that nothing runs: {sentence}", group.about);
                };
                tried += 1;
                if found != wanted {
                    let word = if wanted { "must fire" } else { "must not fire" };
                    wrong += &format!("\n  {}: {word}: {sentence}", group.about);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "examples that do otherwise:{wrong}");
    assert!(tried > 80, "only {tried} examples were found");
}

#[test]
fn classes_that_decide_have_examples() {
    for group in &examples(FILES) {
        let decides = fires(&group.about, "加强管理", &lexicon()).is_some();
        assert!(!decides || !group.yes.is_empty(), "{}: no example", group.about);
    }
}

/// All lists of words of a file, by the name of their class.
fn classes(file: &str, table: &Table) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in table {
        match (name.as_str(), value) {
            ("group", Value::Array(groups)) => {
                for unit in groups.iter().flat_map(|g| g["units"].as_array().expect("units")) {
                    let list = found.entry(format!("{file} units")).or_default();
                    list.push(unit["name"].as_str().expect("a name").to_owned());
                    list.extend(unit.get("variants").map(strings).unwrap_or_default());
                }
            }
            ("comparator", Value::Array(comparators)) => {
                for entry in comparators {
                    for side in ["before", "after"] {
                        found.entry(format!("{file} {side}")).or_default().extend(strings(&entry[side]));
                    }
                }
            }
            ("indicator", Value::Array(series)) => {
                let list = found.entry(format!("{file} indicators")).or_default();
                for entry in series {
                    list.push(entry["name"].as_str().expect("a name").to_owned());
                    list.extend(strings(&entry["variants"]));
                }
            }
            (name @ "genre", Value::Array(groups)) => {
                let list = found.entry(format!("{file} {name}")).or_default();
                list.extend(groups.iter().flat_map(|group| strings(&group["words"])));
            }
            (name, Value::Table(class)) => {
                found.insert(format!("{file} {name}"), strings(&class["words"]));
            }
            (name, _) => panic!("{file}: {name} is no class of words"),
        }
    }
    found
}

/// The classes of the lexicon and of the outline.
fn all_classes() -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (file, text) in FILES.iter().chain(OUTLINE) {
        let table: Table = toml::from_str(text).expect(file);
        all.append(&mut classes(file, &table));
    }
    all
}

#[test]
fn no_spelling_comes_twice_in_a_class() {
    let mut twice = String::new();
    for (class, mut words) in all_classes() {
        words.sort();
        for pair in words.windows(2).filter(|pair| pair[0] == pair[1]) {
            twice += &format!("\n  {class}: {}", pair[0]);
        }
    }
    assert!(twice.is_empty(), "words that come twice:{twice}");
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

/// Of the characters of a text only few are asked for such a word.
#[test]
fn words_for_years_to_come_begin_where_they_are_looked_for() {
    for word in words_of("to_come") {
        let text = Text::new(&word);
        let first = text.normal().landmarks().places(Landmark::ToCome, 0..1).next();
        assert_eq!(first, Some(0), "{word}");
    }
}

/// Every spelling of a unit is read after a number, under its standard name.
#[test]
fn every_unit_is_read_after_a_number() {
    let lexicon = lexicon();
    let table: Table = toml::from_str(FILES[0].1).unwrap();
    let mut wrong = String::new();
    for group in table["group"].as_array().unwrap() {
        for unit in group["units"].as_array().unwrap() {
            let name = unit["name"].as_str().unwrap();
            let variants = unit.get("variants").and_then(Value::as_array).into_iter().flatten();
            let spellings = std::iter::once(name).chain(variants.map(|v| v.as_str().unwrap()));
            let han = unit.get("han").and_then(Value::as_bool).unwrap_or(false);
            for spelling in spellings {
                for (digits, allowed) in [("12", true), ("十二", han)] {
                    let sentence = format!("完成总量{digits}{spelling}");
                    let reading = plan(&sentence, &lexicon);
                    let read = reading.quantities.iter().any(|q| q.unit.as_deref() == Some(name));
                    if allowed && !read {
                        let got: Vec<_> = reading.quantities.iter().map(|q| (q.span, &q.unit)).collect();
                        wrong += &format!("\n  {sentence}: not read as {name} but {got:?}");
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "units that are not read:{wrong}");
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
