//! `archive query`

use std::io::{self, Write};

use clap::ValueEnum;

use crate::cli::out::{Out, unwritable};
use crate::cli::{Context, Exit, tell};
use crate::error::{Error, Kind, Result};
use crate::output::{self, screen};
use crate::store::Archive;
use crate::store::read::{Filter, Value, View, views};

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
    /// Columns to print, in this order
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    columns: Vec<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, clap::Args)]
struct FilterArgs {
    /// Only rows for this year
    #[arg(long, value_name = "YEAR")]
    year: Option<i32>,
    /// Only rows of the towns (counties, cities) whose name holds these words
    #[arg(long, value_name = "WORDS")]
    town: Option<String>,
    /// Only rows of this kind (quantified, milestone, report, road, ...)
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only rows whose indicator, or its canonical name, holds these words
    #[arg(long, value_name = "WORDS")]
    indicator: Option<String>,
    /// Only rows of the document with this number, or with these words in its title or path
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    /// Only rows whose text holds these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

const AFTER_HELP: &str = "\
Examples:
  archive query                                     the views and their columns
  archive query goals --year 2023 --town 青石镇      what one town promised for 2023
  archive query outcomes --indicator 收入 --format csv > income.csv
  archive query projects --text 水库 --columns name,first_year,last_year";

/// How to print rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns
    Table,
    /// Comma-separated values
    Csv,
    /// One array of objects
    Json,
    /// One object on each line
    Ndjson,
    /// A Markdown table
    Markdown,
}

impl Format {
    pub(super) fn output(self) -> output::Format {
        match self {
            Format::Table => output::Format::Table { width: Out::width() },
            Format::Csv => output::Format::Csv,
            Format::Json => output::Format::Json,
            Format::Ndjson => output::Format::Ndjson,
            Format::Markdown => output::Format::Markdown,
        }
    }
}

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
];

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let filter = args.filter.filter();
    let Some(name) = &args.view else {
        if filter != Filter::default() || !args.columns.is_empty() {
            return Err(Error::new(Kind::Usage, "filters and columns need a view")
                .hint("`archive query` alone lists the views"));
        }
        list(args.format, &mut context.out).map_err(unwritable)?;
        return Ok(Exit::Done);
    };
    let view = find(name)?;
    let chosen = choose(&view, args)?;
    let names: Vec<String> = chosen.iter().map(|&at| view.columns[at].0.clone()).collect();
    let archive = Archive::open_read_only(&context.db)?;
    let mut printer = output::printer(args.format.output(), &mut context.out);
    printer.begin(&names).map_err(unwritable)?;
    let mut count = 0u64;
    archive.query(name, &filter, &mut |row| {
        count += 1;
        let values: Vec<Value> =
            chosen.iter().map(|&at| row.get(at).cloned().unwrap_or(Value::Null)).collect();
        printer.row(&values).map_err(unwritable)
    })?;
    printer.end().map_err(unwritable)?;
    drop(printer);
    if count == 0 && args.format == Format::Table {
        context.out.flush().map_err(unwritable)?;
        tell("no rows");
    }
    Ok(Exit::Done)
}

impl FilterArgs {
    fn filter(&self) -> Filter {
        Filter {
            year: self.year,
            town: self.town.clone(),
            kind: self.kind.clone(),
            indicator: self.indicator.clone(),
            document: self.document.clone(),
            text: self.text.clone(),
            limit: self.limit,
        }
    }
}

/// The view of that name.
fn find(name: &str) -> Result<View> {
    let all = views();
    let names: Vec<&str> = all.iter().map(|view| view.name.as_str()).collect();
    let unknown = Error::new(Kind::Usage, format!("there is no view named {name}"))
        .hint(format!("the views are {}", names.join(", ")));
    all.iter().find(|view| view.name == name).cloned().ok_or(unknown)
}

/// Places of the columns to print.
fn choose(view: &View, args: &Args) -> Result<Vec<usize>> {
    let place = |name: &str| view.columns.iter().position(|(column, _)| column == name);
    if !args.columns.is_empty() {
        let known: Vec<&str> = view.columns.iter().map(|(column, _)| column.as_str()).collect();
        let unknown = |name: &String| {
            Error::new(Kind::Usage, format!("the view {} has no column {name}", view.name))
                .hint(format!("its columns are {}", known.join(", ")))
        };
        return args.columns.iter().map(|name| place(name.trim()).ok_or_else(|| unknown(name))).collect();
    }
    let all = (0..view.columns.len()).collect();
    let brief = ON_SCREEN.iter().find(|(name, _)| *name == view.name);
    let Some((_, names)) = brief.filter(|_| args.format == Format::Table) else { return Ok(all) };
    let places: Vec<usize> = names.iter().filter_map(|name| place(name)).collect();
    Ok(if places.is_empty() { all } else { places })
}

/// The views with their descriptions.
fn list(format: Format, out: &mut Out) -> io::Result<()> {
    if format != Format::Table {
        let mut printer = output::printer(format.output(), out);
        printer.begin(&["view", "title", "description", "columns"].map(str::to_owned))?;
        for view in views() {
            let columns = column_names(&view, " ");
            printer.row(&[view.name, view.title, view.description, columns].map(Value::Text))?;
        }
        return printer.end();
    }
    for view in views() {
        writeln!(out, "{}", screen::safe(&view.name))?;
        writeln!(out, "    {}", screen::safe(&view.description))?;
        writeln!(out, "    columns: {}\n", screen::safe(&column_names(&view, ", ")))?;
    }
    writeln!(
        out,
        "`archive query VIEW` prints its rows, `archive query --help` tells how to choose among them."
    )
}

fn column_names(view: &View, between: &str) -> String {
    let names: Vec<&str> = view.columns.iter().map(|(name, _)| name.as_str()).collect();
    names.join(between)
}
