//! `archive reextract`

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;

use crate::cli::import::{Bounds, Format, progress_bar};
use crate::cli::out::unwritable;
use crate::cli::{Context, Exit, tell};
use crate::error::Result;
use crate::ingest::again::{self, Reread};
use crate::lexicon::Lexicon;
use crate::output::screen;

/// Read documents again with the readers and rules of this version
///
/// The kept original of each source is read again; where none is kept, the text as it stands. Each
/// document is one transaction, and one that comes out the same is left alone. The result is that of
/// a fresh import of the same files.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Numbers of documents, or words of a title or path that no other document has; without any, all
    #[arg(value_name = "DOC")]
    documents: Vec<String>,
    #[command(flatten)]
    limits: Bounds,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

const AFTER_HELP: &str = "\
Examples:
  archive reextract              all documents
  archive reextract 3 青石镇2023

Exit status 1 means that an original could not be read any more; what it gave before was kept.";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let lexicon = Lexicon::builtin();
    // Only an archive that is there is opened for writing.
    let ids = {
        let archive = context.archive()?;
        match args.documents.as_slice() {
            [] => archive.document_ids()?,
            keys => keys.iter().map(|key| archive.document_id(key)).collect::<Result<Vec<i64>>>()?,
        }
    };
    let mut archive = context.archive_to_write()?;
    let bar = progress_bar(context.quiet);
    bar.set_length(ids.len() as u64);
    let mut summary = Summary::default();
    let out = &mut context.out;
    let mut written = Ok(());
    again::reextract(&ids, &args.limits.limits(), &lexicon, &mut archive, &mut |reread| {
        bar.inc(1);
        for (path, error) in &reread.refused {
            let hint = error.next_step().map(|hint| format!("; {hint}")).unwrap_or_default();
            bar.suspend(|| tell(&format!("{path}: kept as it was: {}{hint}", error.message())));
        }
        summary.take(reread);
        if !reread.change.is_none() && args.format == Format::Text && written.is_ok() {
            written = bar.suspend(|| line(out, reread));
        }
    })?;
    bar.finish_and_clear();
    written.map_err(unwritable)?;
    let done = match args.format {
        Format::Text => summary.text(out),
        Format::Json => summary.json(out),
    };
    done.map_err(unwritable)?;
    Ok(if summary.refused > 0 { Exit::SomeFailed } else { Exit::Done })
}

/// `document 3: goals +2 −1, text`
fn line(out: &mut impl Write, reread: &Reread) -> io::Result<()> {
    writeln!(out, "document {}: {}", reread.document_id, words(reread).join(", "))
}

fn words(reread: &Reread) -> Vec<String> {
    let change = &reread.change;
    let rows =
        change.rows.iter().filter(|(table, _)| **table != "document").map(|(table, (lost, gained))| {
            let part = |sign: char, count: &usize| {
                if *count > 0 { format!(" {sign}{count}") } else { String::new() }
            };
            format!("{table}{}{}", part('+', gained), part('−', lost))
        });
    let mut words: Vec<String> = rows.collect();
    let facts = [
        (change.rows.contains_key("document"), "facts of the document"),
        (change.text, "text"),
        (change.content, "content"),
        (change.parted, "its sources no longer say the same"),
    ];
    words.extend(facts.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    words
}

#[derive(Default)]
struct Summary {
    documents: u64,
    changed: u64,
    refused: u64,
    rows: BTreeMap<&'static str, (usize, usize)>,
    changes: Vec<serde_json::Value>,
}

impl Summary {
    fn take(&mut self, reread: &Reread) {
        self.documents += 1;
        self.refused += reread.refused.len() as u64;
        if reread.change.is_none() {
            return;
        }
        self.changed += 1;
        for (table, (lost, gained)) in &reread.change.rows {
            let sum = self.rows.entry(table).or_default();
            *sum = (sum.0 + lost, sum.1 + gained);
        }
        self.changes.push(json!({"document": reread.document_id, "changed": words(reread)}));
    }

    fn text(&self, out: &mut impl Write) -> io::Result<()> {
        let Summary { documents, changed, refused, .. } = self;
        let rows = self.rows.iter().map(|(table, (lost, gained))| format!("; {table} +{gained} −{lost}"));
        let rows: String = rows.collect();
        let line =
            format!("{documents} documents read again, {changed} changed, {refused} originals refused{rows}");
        writeln!(out, "{}", screen::safe(&line))
    }

    fn json(&self, out: &mut impl Write) -> io::Result<()> {
        let Summary { documents, changed, refused, changes, .. } = self;
        let rows: BTreeMap<&str, serde_json::Value> = self
            .rows
            .iter()
            .map(|(table, (lost, gained))| (*table, json!({"gained": gained, "lost": lost})))
            .collect();
        let object = json!({
            "documents": documents,
            "changed": changed,
            "refused": refused,
            "rows": rows,
            "changes": changes,
        });
        writeln!(out, "{object}")
    }
}
