//! What an import says at its end: how many files went which way, in which formats, and for which
//! reasons not.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::ingest::{Tally, Verdict};
use crate::output::screen;
use crate::store::write::FileStatus;

/// So many reasons are listed, the most frequent first.
const REASONS_LISTED: usize = 12;

/// Gathers what became of the files of a run.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Files read, by format.
    formats: BTreeMap<&'static str, u64>,
    /// Files not read, by the kind of reason.
    reasons: BTreeMap<String, u64>,
    failures: Vec<serde_json::Value>,
}

impl Report {
    /// Takes one file in; gives the line that tells of trouble with it.
    pub(super) fn take(&mut self, verdict: &Verdict) -> Option<String> {
        if let (Some(format), FileStatus::Added | FileStatus::Duplicate) = (verdict.format, verdict.status) {
            *self.formats.entry(format.word()).or_default() += 1;
        }
        let error = verdict.trouble.as_ref()?;
        *self.reasons.entry(kind_of(error.message())).or_default() += 1;
        let cause = match verdict.status {
            FileStatus::Skipped => format!("left out: {}", error.message()),
            _ => error.message().to_owned(),
        };
        let reason = match error.next_step() {
            Some(hint) => format!("{cause}; {hint}"),
            None => cause,
        };
        let path = verdict.path.display().to_string();
        let line = format!("{path}: {reason}");
        if verdict.status == FileStatus::Failed {
            self.failures.push(json!({"path": path, "reason": reason}));
        }
        Some(line)
    }

    /// For a person: formats are named where they are more than plain text, reasons where there are any.
    pub(super) fn text(&self, out: &mut impl Write, db: &Path, tally: Tally, seconds: f64) -> io::Result<()> {
        let Tally { added, duplicate, known, failed, skipped } = tally;
        let db = db.display().to_string();
        writeln!(
            out,
            "{}: {added} added, {duplicate} duplicate, {known} known, {failed} failed, {skipped} skipped, {seconds:.2} seconds",
            screen::safe(&db)
        )?;
        if self.formats.keys().any(|format| *format != "txt") {
            let formats = self.formats.iter().map(|(format, count)| format!("{count} {format}"));
            writeln!(out, "read: {}", formats.collect::<Vec<_>>().join(", "))?;
        }
        let files: u64 = self.reasons.values().sum();
        if files > 1 {
            writeln!(out, "not read:")?;
            for (reason, count) in self.by_frequency().iter().take(REASONS_LISTED) {
                writeln!(out, "{count:>6}  {}", screen::safe(reason))?;
            }
            if let Some(more) = self.reasons.len().checked_sub(REASONS_LISTED).filter(|more| *more > 0) {
                writeln!(out, "        and {more} more reasons")?;
            }
        }
        Ok(())
    }

    /// One object, whole.
    pub(super) fn json(&self, out: &mut impl Write, db: &Path, tally: Tally, seconds: f64) -> io::Result<()> {
        let Tally { added, duplicate, known, failed, skipped } = tally;
        let object = json!({
            "archive": db.display().to_string(),
            "added": added,
            "duplicate": duplicate,
            "known": known,
            "failed": failed,
            "skipped": skipped,
            "seconds": (seconds * 1000.0).round() / 1000.0,
            "formats": self.formats,
            "reasons": self.reasons,
            "failures": self.failures,
        });
        writeln!(out, "{object}")
    }

    fn by_frequency(&self) -> Vec<(&str, u64)> {
        let mut reasons: Vec<(&str, u64)> =
            self.reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons
    }
}

/// Reasons of one kind differ in their numbers and in what is behind a colon or in brackets.
fn kind_of(message: &str) -> String {
    let end = message.find([':', '(', '：']).unwrap_or(message.len());
    let mut kind = String::new();
    for c in message[..end].trim().chars() {
        match c.is_ascii_digit() {
            true if kind.ends_with('…') => {}
            true => kind.push('…'),
            false => kind.push(c),
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn reasons_are_gathered_by_kind() {
        assert_eq!(kind_of("it is too large: 70000000 bytes, the limit is 67108864"), "it is too large");
        assert_eq!(kind_of("it holds 12 pictures and no text"), "it holds … pictures and no text");
        assert_eq!(kind_of("this looks like an Excel workbook (xlsx)"), "this looks like an Excel workbook");
    }
}
