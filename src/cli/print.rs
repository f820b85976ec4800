//! How rows are printed and where to: the options that every verb with rows shares.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::Utc;
use clap::ValueEnum;

use crate::cli::out::{Out, unwritable};
use crate::cli::{Context, Exit};
use crate::error::{Error, Kind, Result};
use crate::output;
use crate::output::headings::{self, Column, Language};
use crate::output::xlsx::{LEDGER, Layout, Sheet};
use crate::store::read::Value;

/// How to print rows.
#[derive(Debug, clap::Args)]
pub struct PrintArgs {
    /// How to print [default: what the ending of --output says, else table]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file; .csv .tsv .json .ndjson .jsonl .md and .xlsx say the format
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Headings of tables in Chinese or English; JSON keeps the names [default: as the locale says]
    #[arg(long, value_enum, env = "ARCHIVE_LANG")]
    lang: Option<Lang>,
    /// Begin csv or tsv with a byte order mark, by which Excel knows the encoding
    #[arg(long)]
    bom: bool,
}

/// How to print rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Aligned columns
    Table,
    /// Comma-separated values
    Csv,
    /// Tab-separated values
    Tsv,
    /// One array of objects
    Json,
    /// One object on each line
    Ndjson,
    /// A Markdown table
    Markdown,
    /// A spreadsheet
    Xlsx,
}

/// The language of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// Chinese
    Zh,
    /// English
    En,
}

const ENDINGS: &[(&str, Format)] = &[
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("json", Format::Json),
    ("ndjson", Format::Ndjson),
    ("jsonl", Format::Ndjson),
    ("md", Format::Markdown),
    ("xlsx", Format::Xlsx),
];

impl PrintArgs {
    /// The format asked for, by name or by the ending of the file.
    ///
    /// # Errors
    /// [`Kind::Usage`] where the ending says none or another.
    pub(super) fn format(&self) -> Result<Format> {
        let ending = self.output.as_deref().map(by_ending);
        let format = match (self.format, ending, &self.output) {
            (None, None, _) => Format::Table,
            (None, Some(Some(format)), _) => format,
            (None, Some(None), path) => {
                let endings: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
                return Err(Error::new(Kind::Usage, "the ending of the file's name says no format")
                    .at(path.as_deref().unwrap_or(Path::new("")))
                    .hint(format!("known are {}; or choose with --format", endings.join(" "))));
            }
            (Some(format), Some(Some(other)), Some(path)) if format != other => {
                return Err(Error::new(
                    Kind::Usage,
                    "--format says otherwise than the ending of the file's name",
                )
                .at(path)
                .hint("leave --format out, or change the ending"));
            }
            (Some(format), ..) => format,
        };
        if self.bom && !matches!(format, Format::Csv | Format::Tsv) {
            return Err(Error::new(Kind::Usage, "--bom is for csv and tsv only").hint("leave it out"));
        }
        Ok(format)
    }

    /// The columns of a view that are printed where none are asked for: on the screen the `brief`
    /// ones, in a ledger's spreadsheet those of the form, else all.
    pub(super) fn columns(
        &self,
        view: &str,
        all: Vec<String>,
        brief: Option<&[&str]>,
    ) -> Result<Vec<String>> {
        let chosen = match (self.format()?, brief) {
            (Format::Table, Some(brief)) => brief,
            (Format::Xlsx, _) if view == FORM => LEDGER,
            _ => return Ok(all),
        };
        let shown: Vec<String> = chosen
            .iter()
            .filter(|name| all.iter().any(|one| one == *name))
            .map(|&name| name.to_owned())
            .collect();
        Ok(if shown.is_empty() { all } else { shown })
    }

    /// Prints the rows that `walk` hands over; `nothing` is said where there were none.
    ///
    /// # Errors
    /// Those of `walk`, and where the output cannot be written.
    pub(super) fn rows(
        &self,
        context: &mut Context,
        view: &str,
        names: &[String],
        nothing: &str,
        walk: impl FnOnce(&mut dyn FnMut(&[Value]) -> Result<()>) -> Result<()>,
    ) -> Result<Exit> {
        let start = Instant::now();
        let format = self.format()?;
        match &self.output {
            Some(path) => context.out.switch_to_file(path, &context.db)?,
            None if format == Format::Table => context.page(),
            None => {}
        }
        if format == Format::Xlsx && context.out.is_terminal() {
            return Err(Error::new(Kind::Usage, "a spreadsheet is nothing for a terminal")
                .hint("write it to a file with --output FILE.xlsx"));
        }
        let layout = if view == FORM && names.iter().eq(LEDGER) { Layout::Ledger } else { Layout::Plain };
        let language = self.language(format, layout);
        let columns: Vec<Column> = names.iter().map(|name| Column::new(view, name, language)).collect();
        let look = match format {
            Format::Table => output::Format::Table(context.out.terminal()),
            Format::Csv => output::Format::Csv { bom: self.bom },
            Format::Tsv => output::Format::Tsv { bom: self.bom },
            Format::Json => output::Format::Json,
            Format::Ndjson => output::Format::Ndjson,
            Format::Markdown => output::Format::Markdown,
            Format::Xlsx => output::Format::Xlsx(Sheet {
                name: match language {
                    Language::Chinese => headings::title(view).unwrap_or(view).to_owned(),
                    Language::English => view.to_owned(),
                },
                layout,
                language,
                made_at: Utc::now().timestamp(),
            }),
        };
        let count = print(look, &columns, &mut context.out, walk)?;
        if count == 0 && (format == Format::Table || self.output.is_some()) {
            context.out.flush().map_err(unwritable)?;
            context.note(nothing);
        }
        context.detail(&format!("{count} rows, {:.2} seconds", start.elapsed().as_secs_f64()));
        Ok(Exit::Done)
    }

    /// The form of a ledger is Chinese unless the user says otherwise.
    fn language(&self, format: Format, layout: Layout) -> Language {
        match self.lang {
            None if format == Format::Xlsx && layout == Layout::Ledger => Language::Chinese,
            lang => language_of(lang),
        }
    }
}

/// The language asked for, else that of the locale.
pub(super) fn language_of(lang: Option<Lang>) -> Language {
    match lang {
        Some(Lang::Zh) => Language::Chinese,
        Some(Lang::En) => Language::English,
        None => locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok())),
    }
}

/// The view whose spreadsheet is a form.
const FORM: &str = "ledger";

fn print(
    look: output::Format,
    columns: &[Column],
    out: &mut Out,
    walk: impl FnOnce(&mut dyn FnMut(&[Value]) -> Result<()>) -> Result<()>,
) -> Result<u64> {
    let mut printer = output::printer(look, out);
    printer.begin(columns).map_err(unwritable)?;
    let mut count = 0u64;
    walk(&mut |row| {
        count += 1;
        printer.row(row).map_err(unwritable)
    })?;
    printer.end().map_err(unwritable)?;
    Ok(count)
}

fn by_ending(path: &Path) -> Option<Format> {
    let ending = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
    ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format)
}

/// The first of the variables that is set decides, as POSIX has it.
fn locale(variables: [Option<String>; 3]) -> Language {
    let first = variables.into_iter().flatten().find(|value| !value.is_empty()).unwrap_or_default();
    let language = first.split(['_', '-', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("zh") { Language::Chinese } else { Language::English }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Format, by_ending, locale};
    use crate::output::headings::Language;

    #[test]
    fn the_locale_says_the_language() {
        let of = |all: Option<&str>, messages: Option<&str>, lang: Option<&str>| {
            locale([all, messages, lang].map(|one| one.map(str::to_owned)))
        };
        assert_eq!(of(None, None, None), Language::English);
        assert_eq!(of(None, None, Some("zh_CN.UTF-8")), Language::Chinese);
        assert_eq!(of(None, None, Some("zh-Hant")), Language::Chinese);
        assert_eq!(of(Some("C.UTF-8"), Some("zh_CN"), Some("zh_CN")), Language::English);
        assert_eq!(of(Some(""), Some("zh_TW"), Some("en_US")), Language::Chinese);
        assert_eq!(of(None, None, Some("zha_CN")), Language::English);
    }

    #[test]
    fn endings_say_the_format() {
        let of = |name| by_ending(Path::new(name));
        assert_eq!(of("a/b.CSV"), Some(Format::Csv));
        assert_eq!(of("b.jsonl"), Some(Format::Ndjson));
        assert_eq!(of("csv"), None);
        assert_eq!(of("b.xls"), None);
        assert_eq!(of("b.csv.gz"), None);
    }
}
