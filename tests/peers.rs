//! Numbers that other programs' test suites hold, against our reading of them.
//!
//! The suites' cases stay with their owners: the environment variable `PEER_NUMBERS` says where a
//! file of them lies, one JSON object a line, and without it only our own examples are tried. Where we
//! read otherwise on purpose, `corpus/peers.toml` says why, shows it on sentences of ours, and lists
//! the cases by the first twelve digits of the SHA-256 of `source`, `input` and the count of expected
//! numbers, a line each. Cases that we simply miss are listed there too, and count against us.
//!
//! A case agrees where each expected number is a quantity at its place with the same ends and, where
//! the suite gives one, the same unit, and where no further number is read inside that place. `ge` and
//! `le` stand for open ends. A case without numbers agrees where nothing of the sort that the suite
//! looks for is read. What is only part of a word is not read.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::ops::Range;

use archive::fact::{Comparator, PART_OF_WORD, Quantity};
use archive::lexicon::{Lexicon, UnitKind};
use archive::{ingest, read};
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Least share of agreement among the cases that no decision covers.
const LEAST_SHARE: f64 = 0.97;

/// Stands for a decision where there is none.
const MISSED: &str = "missed";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    decision: Vec<Decision>,
    missed: Vec<Missed>,
}

/// A case in which we are wrong, or at the least not better.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Missed {
    case: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    name: String,
    /// What we do instead, and why.
    reason: String,
    example: Vec<Example>,
    /// The cases that it covers.
    cases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    /// `value unit comparator` of every number that is more than part of a word.
    is: Vec<String>,
}

#[derive(Deserialize)]
struct Case {
    source: String,
    input: String,
    expected: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    text: Option<String>,
    start: Option<usize>,
    value_low: Option<f64>,
    value_high: Option<f64>,
    unit: Option<String>,
}

fn record() -> Record {
    toml::from_str(include_str!("corpus/peers.toml")).unwrap()
}

/// The quantities that `archive explain` prints of a text, without those that are parts of words.
fn quantities(text: &str, lexicon: &Lexicon) -> Vec<Quantity> {
    // An empty file is refused, so nothing is read in it.
    if text.is_empty() {
        return Vec::new();
    }
    let decoded = read::decode(text.as_bytes(), None).unwrap();
    let mut found = ingest::reading(&decoded, lexicon).quantities;
    found.retain(|quantity| quantity.fate != PART_OF_WORD);
    found
}

fn line(quantity: &Quantity) -> String {
    let end = |value: Option<rust_decimal::Decimal>| value.map_or("?".to_owned(), |value| value.to_string());
    let (low, high) = (end(quantity.value_low), end(quantity.value_high));
    let value = if low == high { low } else { format!("{low}..{high}") };
    format!("{value} {} {}", quantity.unit.as_deref().unwrap_or("-"), quantity.comparator.word())
}

/// Our names for a unit of a suite, with what its values are multiplied by.
fn unit_names(peer: &str) -> Vec<(&str, f64)> {
    let same = |names: &[&'static str]| names.iter().map(|&name| (name, 1.0)).collect();
    match peer {
        "Chinese yuan" | "CNY" | "人民币" | "¥" | "块" => same(&["元"]),
        // One suite calls every currency of that name so, another the yuan.
        "Dollar" => same(&["元", "美元"]),
        "Cent" => vec![("分", 1.0), ("元", 0.01)],
        "United States dollar" | "$" | "US$" => same(&["美元"]),
        "Euro" => same(&["欧元"]),
        "Hong Kong dollar" | "HKD" => same(&["港元"]),
        "Japanese yen" => same(&["日元"]),
        "Mu" => same(&["亩"]),
        "Ton" => same(&["吨"]),
        "Jin" => same(&["斤"]),
        "Liang" => same(&["两"]),
        "Gram" => same(&["克"]),
        "Kilogram" | "kg" | "千克" => same(&["公斤", "千克"]),
        "Kilometer" | "Kilometre" | "千米" => same(&["公里", "千米"]),
        "Meter" | "Metre" => same(&["米"]),
        "Centimeter" | "Centimetre" => same(&["厘米"]),
        "kwh" => same(&["千瓦时"]),
        other => vec![(other, 1.0)],
    }
}

fn same_value(expected: f64, ours: f64) -> bool {
    (expected - ours).abs() <= expected.abs() * 1e-6
}

fn same(expected: &Expected, ours: &Quantity) -> bool {
    let (Some(low), Some(high)) =
        (ours.value_low.and_then(|v| v.to_f64()), ours.value_high.and_then(|v| v.to_f64()))
    else {
        return false;
    };
    let ends = |times: f64| match (expected.value_low, expected.value_high) {
        (Some(a), Some(b)) => same_value(a * times, low) && same_value(b * times, high),
        (Some(a), None) => ours.comparator == Comparator::Ge && same_value(a * times, low),
        (None, Some(b)) => ours.comparator == Comparator::Le && same_value(b * times, high),
        (None, None) => false,
    };
    match expected.unit.as_deref() {
        None => ends(1.0),
        Some(unit) => {
            unit_names(unit).iter().any(|&(name, times)| Some(name) == ours.unit.as_deref() && ends(times))
        }
    }
}

/// What a suite looks for.
fn looked_for(source: &str, ours: &Quantity, lexicon: &Lexicon) -> bool {
    let unit: Vec<char> = ours.unit.as_deref().unwrap_or("").chars().collect();
    let kind = lexicon.units.at_start(&unit).map(|(_, unit)| unit.kind);
    if source.contains("Currency") || source.contains("test_money") {
        kind == Some(UnitKind::Money)
    } else if source.contains("PercentModel") {
        kind == Some(UnitKind::Share)
    } else if source.contains("test_time") {
        matches!(ours.fate, "date" | "year") || kind == Some(UnitKind::Duration)
    } else {
        true
    }
}

fn agrees(case: &Case, ours: &[Quantity], lexicon: &Lexicon) -> bool {
    if case.expected.is_empty() {
        return !ours.iter().any(|quantity| looked_for(&case.source, quantity, lexicon));
    }
    if case.expected.iter().any(|expected| expected.start.is_none()) {
        return case.expected.len() == ours.len()
            && case.expected.iter().zip(ours).all(|(expected, quantity)| same(expected, quantity));
    }
    case.expected.iter().all(|expected| {
        let start = expected.start.unwrap_or(0);
        let place: Range<usize> = start..start + expected.text.as_deref().unwrap_or("").chars().count();
        let mut there =
            ours.iter().filter(|q| (q.span.start as usize) < place.end && place.start < q.span.end as usize);
        there.next().is_some_and(|quantity| same(expected, quantity)) && there.next().is_none()
    })
}

fn id(case: &Case) -> String {
    let digest = Sha256::digest(format!("{}\n{}\n{}\n", case.source, case.input, case.expected.len()));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_we_read_otherwise_is_shown_on_sentences_of_ours() {
    let lexicon = Lexicon::builtin();
    let mut wrong = String::new();
    for decision in record().decision {
        assert!(!decision.reason.is_empty() && !decision.example.is_empty(), "{}", decision.name);
        for example in decision.example {
            let got: Vec<String> = quantities(&example.text, &lexicon).iter().map(line).collect();
            if got != example.is {
                wrong += &format!("\n{}: {}\n  {:?}\n  {got:?}", decision.name, example.text, example.is);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn other_suites_are_met_where_nothing_is_decided_otherwise() {
    let Some(path) = env::var_os("PEER_NUMBERS") else { return };
    let lexicon = Lexicon::builtin();
    let file = fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let record = record();
    let mut listed = BTreeMap::new();
    let decided =
        record.decision.into_iter().flat_map(|d| d.cases.into_iter().map(move |c| (c, d.name.clone())));
    let missed = record.missed.into_iter().map(|m| {
        assert!(!m.reason.is_empty(), "{}: no reason", m.case);
        (m.case, MISSED.to_owned())
    });
    for (case, why) in decided.chain(missed) {
        assert!(listed.insert(case.clone(), why).is_none(), "{case}: listed twice");
    }
    let mut unlisted = Vec::new();
    let mut settled = Vec::new();
    let (mut open, mut agreed) = (0, 0);
    for case in &cases {
        let ours = quantities(&case.input, &lexicon);
        let id = id(case);
        let agrees = agrees(case, &ours, &lexicon);
        let why = listed.remove(&id);
        let counts = why.as_deref().is_none_or(|why| why == MISSED);
        open += usize::from(counts);
        agreed += usize::from(counts && agrees);
        match why {
            Some(why) if agrees => settled.push(format!("{id} ({why}): {}", case.input)),
            None if !agrees => {
                let got: Vec<String> = ours.iter().map(|q| format!("{} [{}]", line(q), q.fate)).collect();
                unlisted.push(format!("{id} {} {}: {}", case.source, case.input, got.join("; ")));
            }
            _ => {}
        }
    }
    let share = agreed as f64 / open as f64;
    println!(
        "{agreed} of {open} agree, {:.1} %; {} are decided otherwise",
        share * 100.0,
        cases.len() - open
    );
    assert!(unlisted.is_empty(), "these differ and are not in corpus/peers.toml:\n{}", unlisted.join("\n"));
    assert!(settled.is_empty(), "listed in corpus/peers.toml, but they agree:\n{}", settled.join("\n"));
    assert!(listed.is_empty(), "listed in corpus/peers.toml, but no case: {listed:?}");
    assert!(share >= LEAST_SHARE, "only {agreed} of {open} agree");
}
