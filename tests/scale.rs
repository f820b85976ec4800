//! What holds of many reports: made ones, of which it is known what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use archive::extract;
use archive::fact::{Comparator, Figure, GoalKind};
use archive::lexicon::Lexicon;
use archive::text::Text;
use rust_decimal::Decimal;

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use corpus::{Claim, Report, report};

/// Reports, of thirty towns.
const REPORTS: u64 = 600;

#[test]
fn made_reports_are_distinct_and_as_long_as_real_ones() {
    let reports: Vec<Report> = (0..REPORTS).map(report).collect();
    let contents: BTreeSet<String> =
        reports.iter().map(|report| Text::new(&report.text).content_sha256()).collect();
    assert_eq!(contents.len(), reports.len());
    let paths: BTreeSet<&str> = reports.iter().map(|report| report.path.as_str()).collect();
    assert_eq!(paths.len(), reports.len());
    let mean = reports.iter().map(|report| report.text.len()).sum::<usize>() / reports.len();
    assert!((7_000..12_000).contains(&mean), "{mean}");
    let again = report(REPORTS / 2);
    assert_eq!(again.text, reports[REPORTS as usize / 2].text);
}

#[test]
fn what_stands_in_made_reports_is_found() {
    let lexicon = Lexicon::builtin();
    let (mut claims, mut projects) = (Score::default(), Score::default());
    let mut wrong = Vec::new();
    for number in 0..REPORTS {
        let made = report(number);
        let reading = extract::read(&Text::new(&made.text), &lexicon);
        assert_eq!(reading.document.town.as_deref(), Some(made.town.as_str()), "{}", made.path);
        assert_eq!(reading.document.plan_year, Some(made.year), "{}", made.path);
        let goals = reading.goals.iter().filter(|goal| goal.kind == GoalKind::Quantified);
        let goals = goals.map(|goal| claim(true, goal.claim.year, &goal.claim.figure));
        let outcomes = reading.outcomes.iter().map(|outcome| claim(false, outcome.year, &outcome.figure));
        let (lost, gained) = claims.take(&made.claims, &goals.chain(outcomes).collect::<Vec<_>>());
        wrong.extend(lost.iter().map(|claim| format!("{}: lost {claim:?}", made.path)));
        wrong.extend(gained.iter().map(|claim| format!("{}: gained {claim:?}", made.path)));
        let names: Vec<String> = reading.projects.iter().map(|project| project.name.clone()).collect();
        let (lost, gained) = projects.take(&made.projects, &names);
        wrong.extend(lost.iter().map(|name| format!("{}: lost {name}", made.path)));
        wrong.extend(gained.iter().map(|name| format!("{}: gained {name}", made.path)));
    }
    wrong.truncate(40);
    let told = format!("claims {claims:?}, projects {projects:?}\n{}", wrong.join("\n"));
    assert!(claims.found >= 25_000, "{told}");
    assert!(claims.recall() >= 99.5 && claims.precision() >= 99.5, "{told}");
    assert!(projects.recall() >= 99.0 && projects.precision() >= 99.0, "{told}");
}

fn claim(is_goal: bool, year: Option<i32>, figure: &Figure) -> Claim {
    Claim {
        is_goal,
        year: year.unwrap_or_default(),
        low: figure.value_low.unwrap_or(Decimal::MIN),
        high: figure.value_high.unwrap_or(Decimal::MIN),
        unit: figure.unit.as_deref().unwrap_or_default().to_owned(),
        comparator: figure.comparator.map(Comparator::word).unwrap_or_default(),
    }
}

/// How much of what was to be found was found, and what else.
#[derive(Debug, Default)]
struct Score {
    found: usize,
    lost: usize,
    gained: usize,
}

impl Score {
    /// Counts a document; gives what was lost and what was gained.
    fn take<T: Ord + Clone>(&mut self, wanted: &[T], found: &[T]) -> (Vec<T>, Vec<T>) {
        let mut counts: BTreeMap<&T, i64> = BTreeMap::new();
        wanted.iter().for_each(|one| *counts.entry(one).or_default() += 1);
        found.iter().for_each(|one| *counts.entry(one).or_default() -= 1);
        let over = |sign: i64| -> Vec<T> {
            let times = |count: i64| usize::try_from(count * sign).unwrap_or(0);
            counts.iter().flat_map(|(one, count)| vec![(*one).clone(); times(*count)]).collect()
        };
        let (lost, gained) = (over(1), over(-1));
        self.found += wanted.len() - lost.len();
        self.lost += lost.len();
        self.gained += gained.len();
        (lost, gained)
    }

    /// How much of what is there was found, in percent.
    fn recall(&self) -> f64 {
        100.0 * self.found as f64 / (self.found + self.lost).max(1) as f64
    }

    /// How much of what was found is there, in percent.
    fn precision(&self) -> f64 {
        100.0 * self.found as f64 / (self.found + self.gained).max(1) as f64
    }
}
