//! `archive show`

use std::io::{self, Write};

use crate::cli::import::Format;
use crate::cli::out::unwritable;
use crate::cli::page::{self, Page, join};
use crate::cli::rows::{self, Row, Rows};
use crate::cli::{Context, Exit};
use crate::error::{Error, Kind, Result};
use crate::output;
use crate::store::read::Filter;

/// Print one document with its outline, goals, outcomes and projects
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Number of the document, or words of its title or path that no other document has
    #[arg(value_name = "DOC")]
    document: String,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  archive show 3
  archive show 青石镇2023
  archive show 3 --format json";

/// What is shown of a document: name on the page, view.
const PARTS: &[(&str, &str)] = &[
    ("sections", "sections"),
    ("goals", "goals"),
    ("outcomes", "outcomes"),
    ("projects", "mentions"),
    ("doubts", "doubts"),
    ("sources", "sources"),
];

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let archive = rows::open(&context.db)?;
    let asked = |document: &str| Filter { document: Some(document.to_owned()), ..Filter::default() };
    let found = Rows::of(&archive, "documents", &asked(&args.document))?;
    let document = the_one(&found, &args.document)?;
    // By its number from here on: the words asked for may stand in the paths of others.
    let id = document.words("id");
    let mut parts = Vec::new();
    for (name, view) in PARTS {
        let mut rows = Rows::of(&archive, view, &asked(&id))?;
        rows.keep("document_id", &id);
        parts.push((*name, rows));
    }
    let out = &mut context.out;
    let written = match args.format {
        Format::Text => page(document, &parts).write(out),
        Format::Json => json(out, document, &parts),
    };
    written.map_err(unwritable)?;
    Ok(Exit::Done)
}

/// The document that was asked for, and no other.
fn the_one<'a>(found: &'a Rows, asked: &str) -> Result<Row<'a>> {
    let all: Vec<Row<'_>> = found.each().collect();
    let by_number = all.iter().find(|row| row.get("id").is_some_and(|id| id == asked));
    match (by_number, &all[..]) {
        (Some(row), _) | (None, [row]) => Ok(*row),
        (None, []) => {
            let what =
                if asked.parse::<i64>().is_ok() { "has the number" } else { "has in its title or path" };
            Err(Error::new(Kind::Usage, format!("no document {what} {asked}"))
                .hint("`archive query documents` lists them with their numbers"))
        }
        (None, several) => {
            let named = |row: &Row<'_>| join(&[&row.words("id"), &row.words("title"), &row.words("source")]);
            let first: Vec<String> = several.iter().take(5).map(named).collect();
            let more = if several.len() > first.len() { "; ..." } else { "" };
            Err(Error::new(Kind::Usage, format!("{} documents hold {asked}", several.len()))
                .hint(format!("name one by its number: {}{more}", first.join("; "))))
        }
    }
}

fn page(document: Row<'_>, parts: &[(&str, Rows)]) -> Page {
    let mut page = Page::default();
    for name in [
        "id",
        "title",
        "kind",
        "town",
        "county",
        "province",
        "declared_year",
        "review_year",
        "plan_year",
        "published_on",
        "script",
        "char_count",
    ] {
        page.facts.push((name, document.words(name)));
    }
    for (name, rows) in parts {
        match *name {
            "sections" => page.outline = rows.each().map(heading).collect(),
            "goals" => page.goals = rows.each().map(claim).collect(),
            "outcomes" => page.outcomes = rows.each().map(claim).collect(),
            "projects" => page.projects = projects(rows),
            "doubts" => page.doubts = rows.each().map(doubt).collect(),
            _ => page.facts.extend(rows.each().map(|row| ("source", row.words("path")))),
        }
    }
    page
}

fn heading(row: Row<'_>) -> page::Heading {
    page::Heading {
        level: row.words("level").parse().unwrap_or(1),
        words: join(&[&row.words("marker"), &row.words("heading")]),
        part: row.words("part"),
    }
}

fn claim(row: Row<'_>) -> page::Claim {
    page::Claim {
        year: row.words("year"),
        kind: row.words("kind"),
        indicator: row.words("indicator"),
        figure: page::Figure {
            measure: row.words("measure"),
            comparator: row.words("comparator"),
            low: row.words("value_low"),
            high: row.words("value_high"),
            unit: row.words("unit"),
            masked: row.words("masked") == "1",
        },
        quote: row.words("text"),
        rule: row.words("rule"),
    }
}

/// Mentions under their projects, in the order of first mention.
fn projects(mentions: &Rows) -> Vec<page::Project> {
    let mut projects: Vec<page::Project> = Vec::new();
    for row in mentions.each() {
        let (name, kind) = (row.words("name"), row.words("kind"));
        let mention = page::Mention {
            year: row.words("year"),
            phase: row.words("phase"),
            quote: row.words("text"),
            rule: row.words("rule"),
        };
        match projects.iter_mut().find(|project| project.name == name) {
            Some(project) => project.mentions.push(mention),
            None => projects.push(page::Project { name, kind, mentions: vec![mention] }),
        }
    }
    projects
}

fn doubt(row: Row<'_>) -> page::Doubt {
    page::Doubt { kind: row.words("kind"), message: row.words("message") }
}

/// The rows as the views have them, the document's own first.
fn json(out: &mut impl Write, document: Row<'_>, parts: &[(&str, Rows)]) -> io::Result<()> {
    let object = |row: Row<'_>| output::json::object(row.columns(), row.values());
    write!(out, "{{\"document\":{}", object(document))?;
    for (name, rows) in parts {
        let rows: Vec<String> = rows.each().map(object).collect();
        write!(out, ",\n\"{name}\":[{}]", rows.join(",\n"))?;
    }
    writeln!(out, "}}")
}
