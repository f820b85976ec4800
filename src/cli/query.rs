//! `archive query`

use std::io::Write;

use crate::cli::filter::FilterArgs;
use crate::cli::out::{Out, unwritable};
use crate::cli::print::{Format, PrintArgs};
use crate::cli::{Context, Exit};
use crate::error::{Error, Kind, Result};
use crate::output::screen;
use crate::store::read::{Filter, Value, View, view, views};

/// Print rows of a view; without a view, list the views
///
/// A view is a canned query, stored in the file as v_VIEW, so that
/// `sqlite3 archive.db 'SELECT * FROM v_goals WHERE year = 2023'` gives the rows of
/// `archive query goals --year 2023`. The table for the screen leaves the lesser columns out; the
/// other formats have all of them.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// What to list: goals, outcomes, projects, documents, sections, ...
    view: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Sort by these columns; -COLUMN puts the greatest first
    #[arg(long, value_name = "A,-B", value_delimiter = ',', allow_hyphen_values = true)]
    sort: Vec<String>,
    /// Columns to print, in this order
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    columns: Vec<String>,
    #[command(flatten)]
    print: PrintArgs,
}

const AFTER_HELP: &str = "\
Examples:
  archive query                                     the views and their columns
  archive query goals --year 2023 --town 青石镇      what one town promised for 2023
  archive query outcomes --indicator 收入 --year 2020.. --format csv > income.csv
  archive query promises --kind missed --sort percent
  archive query ledger --document 青石镇2023 --output tasks.xlsx
  archive query goals --where \"value_low >= 1000 AND unit = '户'\" --sort -value_low --limit 10
  archive query projects --text 水库 --columns name,first_year,last_year";

/// What a table on the screen shows of a view, as far as the view has it.
const ON_SCREEN: &[(&str, &[&str])] = &[
    ("documents", &["id", "year", "town", "kind", "title", "goals", "outcomes", "projects", "doubts"]),
    ("sections", &["year", "town", "part", "level", "marker", "heading"]),
    ("goals", &["year", "town", "indicator", "comparator", "value_low", "value_high", "unit", "text"]),
    ("outcomes", &["year", "town", "indicator", "comparator", "value_low", "value_high", "unit", "text"]),
    ("projects", &["name", "kind", "town", "documents", "first_year", "last_year", "last_phase", "text"]),
    ("mentions", &["year", "town", "kind", "name", "phase", "amount", "text"]),
    ("imports", &["id", "started_at", "files", "added", "duplicate", "known", "failed", "skipped"]),
    ("files", &["import_id", "status", "path", "reason"]),
    ("doubts", &["year", "town", "kind", "message", "text", "document"]),
    ("sources", &["path", "document", "encoding", "byte_count"]),
    ("passages", &["year", "town", "part", "section", "text"]),
    ("promises", &["year", "town", "indicator", "comparator", "promised", "reported", "unit", "verdict"]),
    (
        "series",
        &["indicator", "town", "year", "level", "unit", "growth", "growth_unit", "ratio", "ratio_unit"],
    ),
    ("timeline", &["name", "town", "year", "phase", "amount", "part", "text"]),
    ("carried", &["name", "kind", "town", "years", "first_year", "year", "last_phase", "text"]),
    ("ledger", &["number", "area", "task", "indicator", "target", "deadline"]),
    (
        "coverage",
        &[
            "id",
            "year",
            "town",
            "kind",
            "doubts",
            "sections",
            "goals",
            "outcomes",
            "numbers",
            "numbers_in_doubt",
            "masked",
            "outside_sections",
        ],
    ),
];

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let Some(name) = &args.view else {
        let filter = args.filter.filter(&args.sort, args.columns.clone())?;
        if filter != Filter::default() {
            return Err(Error::new(Kind::Usage, "filters and columns need a view")
                .hint("`archive query` alone lists the views"));
        }
        return list(&args.print, context);
    };
    let view = view(name)?;
    let names = choose(&view, args)?;
    let filter = args.filter.filter(&args.sort, names.clone())?;
    let archive = context.archive()?;
    args.print.rows(context, name, &names, "no rows", |each| archive.query(name, &filter, each))
}

/// The columns to print.
fn choose(view: &View, args: &Args) -> Result<Vec<String>> {
    if !args.columns.is_empty() {
        return args.columns.iter().map(|name| view.column(name).map(str::to_owned)).collect();
    }
    let all: Vec<String> = view.columns.iter().map(|(column, _)| column.clone()).collect();
    let brief = ON_SCREEN.iter().find(|(name, _)| *name == view.name).map(|(_, names)| *names);
    args.print.columns(&view.name, all, brief)
}

/// The views with their descriptions.
fn list(print: &PrintArgs, context: &mut Context) -> Result<Exit> {
    if print.format()? != Format::Table {
        let names = ["view", "title", "description", "columns"].map(str::to_owned);
        return print.rows(context, "views", &names, "no views", |each| {
            views().into_iter().try_for_each(|view| {
                let columns = column_names(&view, " ");
                each(&[view.name, view.title, view.description, columns].map(Value::Text))
            })
        });
    }
    context.page();
    let write = |out: &mut Out| {
        for view in views() {
            writeln!(out, "{}", screen::safe(&view.name))?;
            writeln!(out, "    {}", screen::safe(&view.description))?;
            writeln!(out, "    columns: {}\n", screen::safe(&column_names(&view, ", ")))?;
        }
        writeln!(
            out,
            "`archive query VIEW` prints its rows, `archive query --help` tells how to choose among them."
        )
    };
    write(&mut context.out).map_err(unwritable)?;
    Ok(Exit::Done)
}

fn column_names(view: &View, between: &str) -> String {
    let names: Vec<&str> = view.columns.iter().map(|(name, _)| name.as_str()).collect();
    names.join(between)
}
