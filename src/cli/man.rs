//! `archive man`

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::file::NewFile;
use crate::cli::out::unwritable;
use crate::cli::{Cli, Context, Exit};
use crate::error::{Error, Kind, Result};

/// Print a manual page, or write all of them into a folder
///
/// The pages are made from the same description of the arguments as the help, so they are those of this
/// very program.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The verb whose page to print; without it, the page of the program
    #[arg(value_name = "VERB", conflicts_with = "output")]
    verb: Option<String>,
    /// Write the pages of all verbs into this folder, which is made where there is none
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  archive man query | man -l -
  archive man --output ~/.local/share/man/man1       then `man archive-query`";

pub(super) fn run(args: &Args, context: &mut Context) -> Result<Exit> {
    let pages = pages();
    let Some(folder) = &args.output else {
        let name = args.verb.as_ref().map_or_else(|| "archive".to_owned(), |verb| format!("archive-{verb}"));
        let page = pages.iter().find(|(of, _)| *of == name).ok_or_else(|| {
            let verbs: Vec<&str> = pages.iter().filter_map(|(of, _)| of.strip_prefix("archive-")).collect();
            Error::new(Kind::Usage, "there is no such verb")
                .hint(format!("the verbs are {}", verbs.join(", ")))
        })?;
        write(&mut context.out, &page.1).map_err(unwritable)?;
        return Ok(Exit::Done);
    };
    let failed = |error: io::Error| {
        Error::new(Kind::Archive, format!("the folder cannot be made: {error}")).at(folder)
    };
    fs::create_dir_all(folder).map_err(failed)?;
    for (name, page) in &pages {
        let mut file = NewFile::at(&folder.join(format!("{name}.1")), &context.db)?;
        write(&mut file, page).map_err(unwritable)?;
        file.keep()?;
    }
    Ok(Exit::Done)
}

/// The name and the description of each page: the program, then its verbs, and theirs.
fn pages() -> Vec<(String, Command)> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    gather("archive", &program, &mut pages);
    pages
}

fn gather(name: &str, command: &Command, pages: &mut Vec<(String, Command)>) {
    pages.push((name.to_owned(), command.clone()));
    for verb in command.get_subcommands() {
        gather(&format!("{name}-{}", verb.get_name()), verb, pages);
    }
}

fn write(out: &mut impl Write, command: &Command) -> io::Result<()> {
    let man = Man::new(command.clone()).date("").manual("archive");
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        writeln!(out, ".SH VERBS")?;
        for verb in command.get_subcommands() {
            let about = verb.get_about().map(ToString::to_string).unwrap_or_default();
            writeln!(out, ".TP\n\\fB{}\\fR\n{}", literal(verb.get_name()), literal(&about))?;
        }
    }
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for part in after.split("\n\n") {
        match part.strip_prefix("Examples:\n") {
            // Lines as they stand, where the page itself would fill them up.
            Some(examples) => {
                writeln!(out, ".SH EXAMPLES\n.nf")?;
                examples.lines().try_for_each(|line| writeln!(out, "{}", literal(line.trim_start())))?;
                writeln!(out, ".fi")?;
            }
            None if part.is_empty() => {}
            None => writeln!(out, ".PP\n{}", literal(&part.replace('\n', " ")))?,
        }
    }
    Ok(())
}

/// Words that nothing in a page obeys.
fn literal(words: &str) -> String {
    let escaped = words.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) { format!("\\&{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::{literal, pages, write};

    #[test]
    fn every_verb_has_a_page_with_every_option_and_its_examples() {
        let pages = pages();
        assert!(pages.iter().any(|(name, _)| name == "archive-migrate-run"));
        for (name, command) in pages {
            let mut page = Vec::new();
            assert!(write(&mut page, &command).is_ok());
            let page = String::from_utf8_lossy(&page);
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(page.contains(&literal(&format!("--{option}"))), "{name}: no --{option}\n{page}");
            }
            let leaf = !command.has_subcommands();
            assert!(!leaf || page.contains(".SH EXAMPLES\n.nf\narchive "), "{name} has no examples\n{page}");
        }
    }

    #[test]
    fn words_are_no_requests() {
        assert_eq!(literal(".so a-b\\c"), "\\&.so a\\-b\\ec");
    }
}
