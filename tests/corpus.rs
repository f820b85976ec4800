//! What single sentences and short texts must read as; the cases are data, in `corpus/*.toml`.
//!
//! Every line of an expectation is what a person would say of the fact: `3 个 ge`,
//! `公厕 level eq 3 处 2023`, `1 一、 工业强镇 (plan)`. Where two wordings of an indicator are as
//! good, both stand, divided by a slash.

use archive::extract;
use archive::fact::{Claim, Comparator, Goal, GoalKind, Mention, Phase, Quantity, Reading};
use archive::lexicon::Lexicon;
use archive::text::Text;
use rust_decimal::Decimal;
use serde::Deserialize;

/// A case that did not read as it must.
struct Failure {
    text: String,
    expected: Vec<String>,
    got: Vec<String>,
}

/// Compares each case with its reading and reports all that differ at once.
fn check<C>(file: &str, cases: &[C], mut run: impl FnMut(&C, &mut Vec<Failure>)) {
    let mut failures = Vec::new();
    for case in cases {
        run(case, &mut failures);
    }
    let list: String = failures
        .iter()
        .map(|f| {
            let lines =
                |list: &[String]| list.iter().map(|line| format!("\n      {line}")).collect::<String>();
            format!("\n  {}\n    expected:{}\n    got:{}", f.text, lines(&f.expected), lines(&f.got))
        })
        .collect();
    assert!(failures.is_empty(), "{file}: {} of {} differ{list}\n", failures.len(), cases.len());
}

/// Notes a difference; `same` decides whether one line meets its expectation.
fn compare(
    text: &str,
    expected: Vec<String>,
    got: Vec<String>,
    same: impl Fn(&str, &str) -> bool,
    failures: &mut Vec<Failure>,
) {
    let equal = expected.len() == got.len() && expected.iter().zip(&got).all(|(e, g)| same(e, g));
    if !equal {
        failures.push(Failure { text: text.to_owned(), expected, got });
    }
}

fn read(text: &str) -> Reading {
    extract::read(&Text::new(text), &Lexicon::builtin())
}

/// A sentence as the only one of a plan, and where it begins.
fn in_plan(year: i32, sentence: &str) -> (String, u32) {
    let before = format!("青枫镇{year}年工作计划\n一、工作任务\n全镇上下团结一心。");
    (format!("{before}{sentence}\n"), before.chars().count() as u32)
}

/// A sentence as the only one of a review, and where it begins.
fn in_review(year: i32, sentence: &str) -> (String, u32) {
    let before = format!("青枫镇{year}年工作总结\n一、工作开展情况\n全镇上下团结一心。");
    (format!("{before}{sentence}\n"), before.chars().count() as u32)
}

fn value(low: Option<Decimal>, high: Option<Decimal>, masked: bool) -> String {
    match (low, high) {
        _ if masked => "masked".to_owned(),
        (Some(low), Some(high)) if low != high => format!("{low}..{high}"),
        (Some(low), _) => low.to_string(),
        (None, _) => "?".to_owned(),
    }
}

fn or_dash<T: ToString>(field: Option<T>) -> String {
    field.map_or("-".to_owned(), |field| field.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityCase {
    /// The sentence, read as one of a plan.
    text: String,
    /// `value unit comparator` of every number that measures, in reading order.
    is: Vec<String>,
    /// Why the others measure nothing, in reading order; not compared where absent.
    not: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuantityFile {
    case: Vec<QuantityCase>,
}

fn measures(q: &Quantity) -> bool {
    matches!(q.fate, "goal" | "outcome")
}

#[test]
fn quantities() {
    let file: QuantityFile = toml::from_str(include_str!("corpus/quantity.toml")).unwrap();
    check("quantity.toml", &file.case, |case, failures| {
        let (text, from) = in_plan(2023, &case.text);
        let reading = read(&text);
        let seen = reading.quantities.iter().filter(|q| q.span.start >= from);
        let (live, dead): (Vec<&Quantity>, Vec<&Quantity>) = seen.partition(|q| measures(q));
        let line = |q: &&Quantity| {
            let unit = or_dash(q.unit.as_ref());
            format!("{} {unit} {}", value(q.value_low, q.value_high, q.masked), q.comparator.word())
        };
        let got: Vec<String> = live.iter().map(line).collect();
        compare(&case.text, case.is.clone(), got, |e, g| e == g, failures);
        if let Some(not) = &case.not {
            let got = dead.iter().map(|q| q.fate.to_owned()).collect();
            compare(&case.text, not.clone(), got, |e, g| e == g, failures);
        }
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutlineCase {
    /// The whole text.
    text: String,
    /// `level marker heading (part)` of every node, `-` for no marker.
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutlineFile {
    case: Vec<OutlineCase>,
}

#[test]
fn outlines() {
    let file: OutlineFile = toml::from_str(include_str!("corpus/outline.toml")).unwrap();
    check("outline.toml", &file.case, |case, failures| {
        let got = read(&case.text)
            .sections
            .iter()
            .map(|s| {
                let marker = if s.marker.is_empty() { "-" } else { &s.marker };
                format!("{} {marker} {} ({})", s.level, s.heading, s.part.word())
            })
            .collect();
        compare(&case.text, case.is.clone(), got, |e, g| e == g, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentCase {
    /// The whole text.
    text: String,
    title: Option<String>,
    kind: String,
    town: Option<String>,
    /// `-` for none; not compared where absent.
    county: Option<String>,
    declared: Option<i32>,
    review: Option<i32>,
    plan: Option<i32>,
    published: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentFile {
    case: Vec<DocumentCase>,
}

#[test]
fn documents() {
    let file: DocumentFile = toml::from_str(include_str!("corpus/document.toml")).unwrap();
    check("document.toml", &file.case, |case, failures| {
        let of = |names: [Option<String>; 7]| {
            let labels = ["title", "kind", "town", "declared", "review", "plan", "published"];
            labels.iter().zip(names).map(|(label, field)| format!("{label} {}", or_dash(field))).collect()
        };
        let year = |year: Option<i32>| year.map(|year| year.to_string());
        let d = read(&case.text).document;
        if let Some(county) = &case.county {
            compare(&case.text, vec![county.clone()], vec![or_dash(d.county)], |e, g| e == g, failures);
        }
        let got: Vec<String> = of([
            d.title,
            Some(d.kind.word().to_owned()),
            d.town,
            year(d.declared_year),
            year(d.review_year),
            year(d.plan_year),
            d.published_on,
        ]);
        let expected: Vec<String> = of([
            case.title.clone(),
            Some(case.kind.clone()),
            case.town.clone(),
            year(case.declared),
            year(case.review),
            year(case.plan),
            case.published.clone(),
        ]);
        compare(&case.text, expected, got, |e, g| e == g, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimCase {
    /// The sentence.
    text: String,
    /// It stands in a plan for this year,
    plan: Option<i32>,
    /// or in a review of this one.
    review: Option<i32>,
    /// `indicator measure comparator value unit year` of every quantified goal of a plan, every
    /// outcome of a review, in the order of their ends.
    is: Vec<String>,
    /// The same of what a plan reports as done.
    #[serde(default)]
    done: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimFile {
    case: Vec<ClaimCase>,
}

fn claim_line(claim: &Claim) -> String {
    let f = &claim.figure;
    format!(
        "{} {} {} {} {} {}",
        or_dash(claim.indicator.as_ref()),
        or_dash(f.measure.map(|m| m.word())),
        or_dash(f.comparator.map(Comparator::word)),
        value(f.value_low, f.value_high, f.masked),
        or_dash(f.unit.as_ref()),
        or_dash(claim.year)
    )
}

/// Claims in the order of their ends: those that carry a subject begin with it.
fn claim_lines(mut claims: Vec<&Claim>) -> Vec<String> {
    claims.sort_by_key(|claim| claim.span.end);
    claims.into_iter().map(claim_line).collect()
}

/// Equal but for the indicator, of which any of the ways divided by slashes will do.
fn same_claim(expected: &str, got: &str) -> bool {
    let (Some((wanted, e)), Some((indicator, g))) = (split_indicator(expected), split_indicator(got)) else {
        return false;
    };
    e == g && wanted.split('/').any(|way| way == indicator)
}

/// The indicator and the five fields after it.
fn split_indicator(line: &str) -> Option<(&str, Vec<&str>)> {
    let fields: Vec<&str> = line.rsplitn(6, ' ').collect();
    let (indicator, rest) = fields.split_last()?;
    (rest.len() == 5).then(|| (*indicator, rest.to_vec()))
}

#[test]
fn claims() {
    let file: ClaimFile = toml::from_str(include_str!("corpus/claim.toml")).unwrap();
    check("claim.toml", &file.case, |case, failures| {
        let (text, _) = match (case.plan, case.review) {
            (Some(year), None) => in_plan(year, &case.text),
            (None, Some(year)) => in_review(year, &case.text),
            _ => panic!("{}: a plan or a review", case.text),
        };
        let reading = read(&text);
        let goals = reading.goals.iter().filter(|g| g.kind == GoalKind::Quantified).map(|g| &g.claim);
        let (is, done) = match case.plan {
            Some(_) => (goals.collect(), reading.outcomes.iter().collect()),
            None => (reading.outcomes.iter().collect(), goals.collect()),
        };
        compare(&case.text, case.is.clone(), claim_lines(is), same_claim, failures);
        compare(&case.text, case.done.clone(), claim_lines(done), same_claim, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MilestoneGroup {
    /// What its sentences have in common.
    about: String,
    /// Sentences that hold a milestone.
    #[serde(default)]
    yes: Vec<String>,
    /// Sentences that hold none.
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MilestoneCase {
    /// The sentence, of a plan for 2023.
    text: String,
    /// `words year` of every milestone.
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MilestoneFile {
    group: Vec<MilestoneGroup>,
    case: Vec<MilestoneCase>,
}

/// The milestones of a sentence in a plan, with their years.
fn milestones(sentence: &str) -> Vec<String> {
    let (text, _) = in_plan(2023, sentence);
    let reading = read(&text);
    let found = reading.goals.iter().filter(|g| g.kind == GoalKind::Milestone);
    found.map(|g| format!("{} {}", g.claim.text, or_dash(g.claim.year))).collect()
}

#[test]
fn milestones_and_near_misses() {
    let file: MilestoneFile = toml::from_str(include_str!("corpus/milestone.toml")).unwrap();
    check("milestone.toml", &file.group, |group, failures| {
        for (sentences, wanted) in [(&group.yes, "a milestone"), (&group.no, "none")] {
            for sentence in sentences {
                let got = milestones(sentence);
                if got.is_empty() != (wanted == "none") {
                    let expected = vec![format!("{wanted} ({})", group.about)];
                    failures.push(Failure { text: sentence.clone(), expected, got });
                }
            }
        }
    });
    check("milestone.toml", &file.case, |case, failures| {
        compare(&case.text, case.is.clone(), milestones(&case.text), |e, g| e == g, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalCase {
    /// The sentence, of a plan for 2023.
    text: String,
    /// `kind indicator deadline` of every goal.
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalFile {
    case: Vec<GoalCase>,
}

/// Equal but for the indicator, of which any of the ways divided by slashes will do.
fn same_goal(expected: &str, got: &str) -> bool {
    let (expected, got) = (expected.splitn(3, ' '), got.splitn(3, ' '));
    expected.zip(got).all(|(wanted, got)| wanted.split('/').any(|way| way == got))
}

#[test]
fn goals_and_their_time() {
    let file: GoalFile = toml::from_str(include_str!("corpus/goal.toml")).unwrap();
    check("goal.toml", &file.case, |case, failures| {
        let (text, _) = in_plan(2023, &case.text);
        let line = |goal: &Goal| {
            let indicator = or_dash(goal.claim.indicator.as_ref());
            format!("{} {indicator} {}", goal.kind.word(), or_dash(goal.deadline.as_ref()))
        };
        let got = read(&text).goals.iter().map(line).collect();
        compare(&case.text, case.is.clone(), got, same_goal, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectCase {
    /// The sentence of a plan for 2023,
    plan: Option<String>,
    /// or of a review of 2023.
    review: Option<String>,
    /// `name kind phase amount` of every project; further mentions as `, phase amount`.
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    case: Vec<ProjectCase>,
}

#[test]
fn projects() {
    let file: ProjectFile = toml::from_str(include_str!("corpus/project.toml")).unwrap();
    check("project.toml", &file.case, |case, failures| {
        let (sentence, (text, from)) = match (&case.plan, &case.review) {
            (Some(sentence), None) => (sentence, in_plan(2023, sentence)),
            (None, Some(sentence)) => (sentence, in_review(2023, sentence)),
            _ => panic!("a plan or a review"),
        };
        let got = read(&text)
            .projects
            .iter()
            .map(|project| {
                let told = |mention: &Mention| {
                    assert!(mention.span.start >= from, "{sentence}: a mention outside");
                    format!("{} {}", or_dash(mention.phase.map(Phase::word)), or_dash(mention.amount))
                };
                let mentions: Vec<String> = project.mentions.iter().map(told).collect();
                format!("{} {} {}", project.name, project.kind.word(), mentions.join(", "))
            })
            .collect();
        compare(sentence, case.is.clone(), got, |e, g| e == g, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoubtCase {
    /// The whole text.
    text: String,
    /// `kind words` of every doubt, in the order of their places.
    is: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoubtFile {
    case: Vec<DoubtCase>,
}

#[test]
fn doubts() {
    let file: DoubtFile = toml::from_str(include_str!("corpus/doubt.toml")).unwrap();
    check("doubt.toml", &file.case, |case, failures| {
        let text = Text::new(&case.text);
        let got = read(&case.text)
            .doubts
            .iter()
            .map(|doubt| {
                let words = doubt.span.map(|span| text.quote(span).unwrap().to_owned());
                format!("{} {}", doubt.kind.word(), or_dash(words))
            })
            .collect();
        compare(&case.text, case.is.clone(), got, |e, g| e == g, failures);
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreaksCase {
    /// The whole text.
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BreaksFile {
    case: Vec<BreaksCase>,
}

/// What a text says as a whole, and its numbers and events with the year that each is for; with `indicators` also
/// what they are of, which the words of a heading may run into.
fn said(text: &str, indicators: bool) -> Vec<String> {
    let reading = read(text);
    let document = &reading.document;
    let of =
        |claim: &Claim| if indicators { claim.indicator.clone().unwrap_or_default() } else { String::new() };
    let line = |what: &str, claim: &Claim| {
        let figure = &claim.figure;
        let number = figure.value_low.map(|low| low.to_string()).unwrap_or_default();
        format!("{what} {} {number} {:?} {:?}", of(claim), figure.unit, claim.year)
    };
    let mut said = vec![format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        document.title,
        document.kind,
        document.town,
        document.declared_year,
        document.review_year,
        document.plan_year
    )];
    said.extend(reading.outcomes.iter().map(|claim| line("outcome", claim)));
    let goals = reading.goals.iter().filter(|goal| goal.kind != GoalKind::Qualitative);
    said.extend(goals.map(|goal| line(goal.kind.word(), &goal.claim)));
    said
}

/// Joins the lines of a text.
fn joined(text: &str, by: &str) -> String {
    text.lines().collect::<Vec<&str>>().join(by)
}

/// Cuts lines where they are as wide as a page; a Hanzi takes two columns.
fn wrapped(text: &str, columns: usize) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        let mut width = 0;
        for c in line.chars() {
            let own = if c.is_ascii() { 1 } else { 2 };
            if width + own > columns {
                wrapped.push('\n');
                width = 0;
            }
            width += own;
            wrapped.push(c);
        }
        wrapped.push('\n');
    }
    wrapped
}

/// How a copy differs.
type Change = fn(&str) -> String;

#[test]
fn lost_line_ends() {
    let file: BreaksFile = toml::from_str(include_str!("corpus/breaks.toml")).unwrap();
    let ways: [(&str, bool, Change); 3] = [
        ("on one line", false, |text| joined(text, "")),
        ("with indents alone", true, |text| joined(text, "　　")),
        ("wrapped", true, |text| wrapped(text, 64)),
    ];
    for (way, indicators, change) in ways {
        check("breaks.toml", &file.case, |case, failures| {
            let (expected, got) = (said(&case.text, indicators), said(&change(&case.text), indicators));
            assert!(expected.len() > 8, "{}", case.text);
            compare(way, expected, got, |e, g| e == g, failures);
        });
    }
}
