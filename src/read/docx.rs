//! Word 2007 and later (Office Open XML, ECMA-376), also as WPS writes it.
//!
//! By hand, over `zip` and `quick-xml`: the crate that does most of it (undoc) writes Markdown, and
//! numbers that Word makes, tracked changes and text boxes come out otherwise than Word shows them.
//! The document is read as if all its changes were accepted.

use crate::error::{Error, Kind, Result};
use crate::read::Words;
use crate::read::limits::Limits;
use crate::read::numbering::Numbering;
use crate::read::package::Package;

mod chunk;
mod element;
mod list;
mod relation;
mod style;
mod walk;

use relation::Relations;
use style::Styles;
use walk::Walk;

/// Reads a package.
///
/// The title among its properties is left alone: Word keeps there what the first version or the
/// template was called.
///
/// # Errors
/// [`Kind::Input`] where it is damaged, encrypted, beyond the limits, or holds no document.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut package = Package::open(bytes, limits)?;
    let main = relation::main_part(&mut package, limits)?;
    let Some(document) = package.part(&main)? else {
        return Err(Error::new(Kind::Input, "it is a Word package without a document in it")
            .hint("get the file again from its source"));
    };
    let relations = Relations::of(&mut package, &main, limits)?;
    let styles = match relations.part(&mut package, "styles")? {
        Some(part) => style::read(&part, limits)?,
        None => Styles::default(),
    };
    let numbering = match relations.part(&mut package, "numbering")? {
        Some(part) => list::read(&part, limits)?,
        None => Numbering::default(),
    };
    let mut walk = Walk::new(numbering, &styles);
    walk.chunks = chunk::read(&mut package, &relations, limits)?;
    walk.part(&document, limits)?;
    // Other parts have ids of their own.
    walk.chunks.clear();
    for (kind, element) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
        let wanted = walk.notes_of(element);
        if !wanted.is_empty()
            && let Some(part) = relations.part(&mut package, kind)?
        {
            walk.only = Some(wanted);
            walk.part(&part, limits)?;
        }
    }
    let text = walk.flow.finish();
    if text.is_empty() {
        return Err(without_text(&package));
    }
    Ok(Words { text, ..Words::default() })
}

fn without_text(package: &Package<'_>) -> Error {
    let pictures = package.names().iter().filter(|name| name.starts_with("word/media/")).count();
    let (message, hint) = match pictures {
        0 => ("it holds no text".to_owned(), "leave this file out"),
        1 => ("it holds one picture and no text".to_owned(), "a scanned page needs text recognition first"),
        n => (format!("it holds {n} pictures and no text"), "scanned pages need text recognition first"),
    };
    Error::new(Kind::Input, message).hint(hint)
}
