//! The options that choose among rows, the same for every verb that prints them.

use crate::error::Result;
use crate::store::read::{Filter, Sort, Years};

/// What to choose; all that is given must hold.
#[derive(Debug, clap::Args)]
pub struct FilterArgs {
    /// Only rows for this year, or these years: 2023, 2020..2023, 2020.. or ..2023
    #[arg(long, value_name = "YEARS", allow_hyphen_values = true)]
    year: Option<String>,
    /// Only rows of the towns (counties, cities) whose name holds these words
    #[arg(long, value_name = "WORDS")]
    town: Option<String>,
    /// Only rows of this kind (quantified, milestone, report, road, ...); of promises, of this verdict
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only rows of this part of a report: overview, review, problems, plan or closing
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// Only rows whose number the text hides (xx, *)
    #[arg(long)]
    masked: bool,
    /// Only rows whose indicator, or its canonical name, holds these words
    #[arg(long, value_name = "WORDS")]
    indicator: Option<String>,
    /// Only rows of the document with this number, or with these words in its title or path
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    /// Only rows whose text holds these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// Only rows for which this SQL condition on the view's columns holds
    #[arg(long = "where", value_name = "SQL", allow_hyphen_values = true)]
    condition: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

impl FilterArgs {
    /// The filter, with the order and the columns that are asked for.
    pub(super) fn filter(&self, sort: &[String], columns: Vec<String>) -> Result<Filter> {
        Ok(Filter {
            year: self.year.as_deref().map(Years::parse).transpose()?,
            town: self.town.clone(),
            kind: self.kind.clone(),
            part: self.part.clone(),
            masked: self.masked,
            indicator: self.indicator.clone(),
            document: self.document.clone(),
            text: self.text.clone(),
            condition: self.condition.clone(),
            sort: sort.iter().map(|typed| Sort::parse(typed)).collect(),
            columns,
            limit: self.limit,
        })
    }
}
