//! The rows of a document as they stand beside its text, with their places in it.

use super::marks::{Mark, Sort};
use super::place;
use super::terms::{initial, say};
use crate::cli::page::{Figure, join};
use crate::output::headings::Language;
use crate::output::words;
use crate::store::document::{ClaimRow, DocumentRows, DoubtRow, ProjectRow};

/// All rows of one sort.
pub(super) struct Group {
    pub(super) sort: Sort,
    /// The view that they are rows of; also the id of the group on the page.
    pub(super) name: &'static str,
    pub(super) rows: Vec<Row>,
    pub(super) marks: Vec<Mark>,
}

/// A row as the page shows it.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) name: String,
    pub(super) figure: String,
    pub(super) note: String,
    /// Its words, and the ids of their marks.
    pub(super) quotes: Vec<String>,
    pub(super) places: Vec<String>,
}

/// The groups in the order of the page.
pub(super) fn groups(rows: &DocumentRows, language: Language) -> Vec<Group> {
    let mut goals = Group::new(Sort::Goal, "goals");
    for (number, goal) in (1..).zip(&rows.goals) {
        goals.claim(number, goal, language);
    }
    let mut outcomes = Group::new(Sort::Outcome, "outcomes");
    for (number, outcome) in (1..).zip(&rows.outcomes) {
        outcomes.claim(number, outcome, language);
    }
    let mut projects = Group::new(Sort::Mention, "projects");
    for (number, project) in (1..).zip(&rows.projects) {
        projects.project(number, project, language);
    }
    let mut doubts = Group::new(Sort::Doubt, "doubts");
    for (number, doubt) in (1..).zip(&rows.doubts) {
        doubts.doubt(number, doubt, language);
    }
    vec![goals, outcomes, projects, doubts]
}

impl Group {
    fn new(sort: Sort, name: &'static str) -> Group {
        Group { sort, name, rows: Vec::new(), marks: Vec::new() }
    }

    fn row(&self, number: usize, language: Language) -> Row {
        Row {
            id: format!("{}-{number}", self.name),
            label: format!("{}{number}", initial(self.sort, language)),
            name: String::new(),
            figure: String::new(),
            note: String::new(),
            quotes: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Marks words of the text as those of the row.
    fn mark(&mut self, row: &mut Row, span: (i64, i64), tip: String) {
        let (start, end) = (place(span.0), place(span.1));
        let id = format!("{}-at-{}", row.id, row.places.len() + 1);
        row.places.push(id.clone());
        let (row, label) = (row.id.clone(), row.label.clone());
        self.marks.push(Mark { sort: self.sort, start, end, id, row, label, tip });
    }

    fn claim(&mut self, number: usize, claim: &ClaimRow, language: Language) {
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let mut row = self.row(number, language);
        let figure = Figure {
            measure: claim.measure.as_deref().map(|one| measure(one, language)).unwrap_or_default(),
            comparator: word(&claim.comparator),
            low: words(&claim.value_low).into_owned(),
            high: words(&claim.value_high).into_owned(),
            unit: word(&claim.unit),
            masked: claim.masked,
        };
        row.figure = figure.words();
        let indicator = word(&claim.indicator);
        let year = claim.year.map(|year| year.to_string()).unwrap_or_default();
        let deadline =
            claim.deadline.as_ref().map(|deadline| format!("{} {deadline}", say("deadline", language)));
        let kind = claim.kind.as_deref().map(|kind| say(kind, language));
        let series = claim.canonical_indicator.as_ref().filter(|name| **name != indicator);
        let rule = format!("{} {}", say("rule", language), claim.rule);
        let parts = [
            Some(year.as_str()),
            deadline.as_deref(),
            kind,
            series.map(String::as_str),
            Some(rule.as_str()).filter(|_| !claim.rule.is_empty()),
        ];
        row.note = noted(&parts);
        let tip = join(&[&year, &indicator, &row.figure]);
        row.name = if indicator.is_empty() { kind.unwrap_or_default().to_owned() } else { indicator };
        row.quotes.push(claim.text.clone());
        self.mark(&mut row, (claim.start_char, claim.end_char), tip);
        self.rows.push(row);
    }

    fn project(&mut self, number: usize, project: &ProjectRow, language: Language) {
        let mut row = self.row(number, language);
        row.name.clone_from(&project.name);
        let mut notes = vec![say(&project.kind, language).to_owned()];
        for mention in &project.mentions {
            let year = mention.year.map(|year| year.to_string());
            let phase = mention.phase.as_deref().map(|phase| say(phase, language));
            let amount = Some(words(&mention.amount)).filter(|amount| !amount.is_empty());
            let amount = amount.map(|amount| format!("{amount} 元"));
            let said = join(&[
                year.as_deref().unwrap_or_default(),
                phase.unwrap_or_default(),
                amount.as_deref().unwrap_or_default(),
            ]);
            let tip = join(&[&project.name, &said]);
            if !said.is_empty() && !notes.contains(&said) {
                notes.push(said);
            }
            row.quotes.push(mention.text.clone());
            self.mark(&mut row, (mention.start_char, mention.end_char), tip);
        }
        row.note = notes.join(" · ");
        self.rows.push(row);
    }

    fn doubt(&mut self, number: usize, doubt: &DoubtRow, language: Language) {
        let mut row = self.row(number, language);
        say(&doubt.kind, language).clone_into(&mut row.name);
        row.note.clone_from(&doubt.message);
        if let (Some(start), Some(end)) = (doubt.start_char, doubt.end_char)
            && start < end
        {
            self.mark(&mut row, (start, end), doubt.message.clone());
        }
        self.rows.push(row);
    }
}

/// A level needs no word.
fn measure(measure: &str, language: Language) -> String {
    if measure == "level" { measure.to_owned() } else { say(measure, language).to_owned() }
}

fn noted(parts: &[Option<&str>]) -> String {
    let there = parts.iter().flatten().filter(|part| !part.is_empty());
    there.copied().collect::<Vec<&str>>().join(" · ")
}
