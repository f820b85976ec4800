//! `archive check`

use std::io::Write;
use std::path::Path;

use chrono::Utc;

use crate::cli::import::{Bounds, progress_bar};
use crate::cli::out::unwritable;
use crate::cli::print::PrintArgs;
use crate::cli::{Context, Exit};
use crate::error::{Error, Kind, Result};
use crate::ingest::audit::{self, Depth, Looked};
use crate::lexicon::Lexicon;
use crate::store::Archive;
use crate::store::audit::{Finding, Part, Remedy};
use crate::store::read::Value;

/// Look whether the archive still is what it should be
///
/// Holds against each other what stands in an archive twice: pages and indexes, rows and what they refer
/// to, each quote and its place in the text, each text and its hash, each original and its hash, the search
/// index and the texts. With --deep every document is read again and compared. Who writes to the archive has
/// to wait while the pages, the index or a document are looked at. Writes nothing but with --repair.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Read every document again and compare all rows with what that gives
    #[arg(long)]
    deep: bool,
    /// Look at so many percent of the documents, others each time, and not at the search index
    #[arg(long, value_name = "N%", value_parser = percent)]
    sample: Option<f64>,
    /// Make again what is derived, after a copy of the file (FILE.backup-v…), and look once more
    #[arg(long, conflicts_with = "sample")]
    repair: bool,
    #[command(flatten)]
    limits: Bounds,
    #[command(flatten)]
    print: PrintArgs,
}

const AFTER_HELP: &str = "\
Examples:
  archive check                          all that can be told without reading the documents again
  archive check --deep --sample 5%       every week, on a large archive
  archive check --format json            for a program
  archive check --repair                 make again what is hurt and can be made again

The remedy of a finding: `repair`, it is derived and --repair makes it again; `reextract`, it was read by
another version of the rules, and `archive reextract` brings it up to date; `restore`, it cannot be made again:
take the file back from a copy, or the report from where it came from.

Exit status: 0 nothing was found, 1 something was, 2 it could not be looked at.";

fn percent(words: &str) -> std::result::Result<f64, String> {
    let number = words.trim().trim_end_matches(['%', '％']).trim();
    match number.parse::<f64>() {
        Ok(percent) if percent > 0.0 && percent <= 100.0 => Ok(percent),
        _ => Err("a number above 0 and up to 100 is wanted, as 5%".to_owned()),
    }
}

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let lexicon = Lexicon::builtin();
    let seed = Utc::now().timestamp().unsigned_abs();
    let depth = Depth { deep: args.deep || args.repair, percent: args.sample, seed };
    let mut look = look(args, &depth, &lexicon, context)?;
    if args.repair && look.findings.iter().any(|finding| finding.remedy != Remedy::Restore) {
        let bar = progress_bar(context.quiet);
        let options = context.options();
        let backup = audit::repair(&context.db, &options, &args.limits.limits(), &lexicon, &mut |step| {
            bar.set_length(step.documents as u64);
            bar.set_position(step.seen as u64);
        })?;
        bar.finish_and_clear();
        context.note(&format!(
            "{}: made again what is derived; the file as it was: {}",
            context.db.display(),
            context.beside(&backup).display()
        ));
        look = self::look(args, &depth, &lexicon, context)?;
    }
    let found = !look.findings.is_empty();
    print(args, look, context)?;
    Ok(if found { Exit::Found } else { Exit::Done })
}

/// What came of looking.
struct Look {
    findings: Vec<Finding>,
    looked: Looked,
}

fn look(args: &Args, depth: &Depth, lexicon: &Lexicon, context: &Context) -> Result<Look> {
    let archive = match Archive::open_read_only_with(&context.db, &context.options()) {
        Ok(archive) => archive,
        // So hurt that nothing more can be told.
        Err(error) if error.kind() == Kind::Damaged => {
            return Ok(Look { findings: vec![unopened(&error)], looked: Looked::default() });
        }
        Err(error) => return Err(error),
    };
    let bar = progress_bar(context.quiet);
    let mut findings = Vec::new();
    let looked = audit::audit(
        &archive,
        depth,
        &args.limits.limits(),
        lexicon,
        &mut |step| {
            bar.set_length(step.documents as u64);
            bar.set_position(step.seen as u64);
        },
        &mut |finding| {
            findings.push(finding);
            Ok(())
        },
    )?;
    bar.finish_and_clear();
    Ok(Look { findings, looked })
}

fn unopened(error: &Error) -> Finding {
    Finding {
        part: Part::File,
        document_id: None,
        row: None,
        message: format!("the archive cannot be opened: it {}", error.message()),
        // What is hurt may be a view.
        remedy: Remedy::Repair,
    }
}

fn print(args: &Args, look: Look, context: &mut Context) -> Result<()> {
    let Look { findings, looked } = look;
    let sound = sound(&context.db, looked);
    let found = findings.len();
    let names = ["part", "document", "row", "message", "remedy"].map(str::to_owned);
    args.print.rows(context, "findings", &names, &sound, |each| {
        findings.into_iter().try_for_each(|finding| {
            each(&[
                Value::Text(finding.part.word().to_owned()),
                finding.document_id.map_or(Value::Null, Value::Integer),
                finding.row.map_or(Value::Null, Value::Text),
                Value::Text(finding.message),
                Value::Text(finding.remedy.word().to_owned()),
            ])
        })
    })?;
    if found > 0 {
        context.out.flush().map_err(unwritable)?;
        let words = if found == 1 { "1 finding".to_owned() } else { format!("{found} findings") };
        context.note(&format!("{}: {words}", context.db.display()));
    }
    Ok(())
}

fn sound(db: &Path, looked: Looked) -> String {
    let Looked { documents, seen } = looked;
    let documents = if seen == documents {
        format!("{documents} documents")
    } else {
        format!("{seen} of {documents} documents")
    };
    format!("{}: sound, {documents} looked at", db.display())
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_a_number_with_or_without_its_sign() {
        assert_eq!(percent("5%"), Ok(5.0));
        assert_eq!(percent("0.5 ％"), Ok(0.5));
        assert_eq!(percent("100"), Ok(100.0));
        for wrong in ["0", "-1%", "101%", "NaN", "half", ""] {
            assert!(percent(wrong).is_err(), "{wrong}");
        }
    }
}
