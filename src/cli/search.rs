//! `archive search`

use std::io::Write;

use crate::cli::filter::FilterArgs;
use crate::cli::out::unwritable;
use crate::cli::print::PrintArgs;
use crate::cli::{Context, Exit};
use crate::error::Result;
use crate::store::read::{Value, View};
use crate::store::search::{COLUMNS, COMMON, Order, plain_sql};

/// Find words in the texts, best passages first
///
/// Any string of Hanzi, letters and digits from one character up is found, in Simplified or
/// Traditional script alike; blanks, line ends and punctuation in it are passed over. What is searched
/// are the passages: each section's own words, and what stands before the first heading. Words that stand in
/// more than 50,000 of them are not ranked: the latest reports come first.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// What to find: words (all must be there), AND, OR, NOT, parentheses, "quoted words"
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// The latest reports first, not the best passages
    #[arg(long)]
    latest: bool,
    /// Columns to print, in this order
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    columns: Vec<String>,
    #[command(flatten)]
    print: PrintArgs,
    /// Print the statement that finds the same passages in plain sqlite3, without the filters
    #[arg(long)]
    sql: bool,
}

const AFTER_HELP: &str = "\
Examples:
  archive search 招商引资 OR 营商环境 --year 2023
  archive search 公厕 NOT '(农村 OR 校园)' --town 青石镇 --limit 20
  archive search '\"5G 基站\"' --part plan --format csv > hits.csv
  archive search 招商引资 --sql | sqlite3 archive.db

In a shell, parentheses and quotation marks need quotes around them.";

/// What a table on the screen shows.
const ON_SCREEN: &[&str] = &["year", "town", "hit", "section", "source"];

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let words = args.words.join(" ");
    if args.sql {
        writeln!(context.out, "{};", plain_sql(&words)?).map_err(unwritable)?;
        return Ok(Exit::Done);
    }
    let shown = shown();
    let all: Vec<String> = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let names: Vec<String> = match &args.columns[..] {
        [] => args.print.columns(&shown.name, all.clone(), Some(ON_SCREEN))?,
        columns => columns.iter().map(|name| shown.column(name).map(str::to_owned)).collect::<Result<_>>()?,
    };
    let places: Vec<usize> =
        names.iter().filter_map(|name| all.iter().position(|column| column == name)).collect();
    let filter = args.filter.filter(&[], Vec::new())?;
    let archive = context.archive()?;
    let asked = if args.latest { Order::Latest } else { Order::Best };
    let mut given = asked;
    let exit = args.print.rows(context, &shown.name, &names, "no passages", |each| {
        given = archive.search(&words, &filter, asked, &mut |row| {
            let values: Vec<Value> =
                places.iter().map(|&at| row.get(at).cloned().unwrap_or(Value::Null)).collect();
            each(&values)
        })?;
        Ok(())
    })?;
    if given != asked {
        context
            .note(&format!("more than {COMMON} passages hold it: not ranked, the latest reports come first"));
    }
    Ok(exit)
}

/// The columns of the answer, as those of a view are described.
fn shown() -> View {
    let columns = COLUMNS.iter().map(|(name, meaning)| ((*name).to_owned(), (*meaning).to_owned()));
    View {
        name: "search".to_owned(),
        title: "Search".to_owned(),
        description: "The passages found, best first.".to_owned(),
        columns: columns.collect(),
    }
}
