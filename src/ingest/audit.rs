//! An archive looked over, and what is derived made again where it is hurt.

use std::path::{Path, PathBuf};

use super::again::{self, texts};
use super::guarded;
use crate::error::{Error, Kind, Result};
use crate::extract;
use crate::lexicon::Lexicon;
use crate::read::Limits;
use crate::store::audit::Finding;
use crate::store::audit::repair::Rebuild;
use crate::store::{Archive, Options};

/// How much to look at.
#[derive(Debug, Clone, Copy)]
pub struct Depth {
    /// Read every document again, and compare.
    pub deep: bool,
    /// Look at so many percent of the documents only, and not at the search index.
    pub percent: Option<f64>,
    /// Which ones those are.
    pub seed: u64,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Documents of the archive.
    pub documents: usize,
    /// Those that were looked at.
    pub seen: usize,
}

/// Looks an archive over; calls `tell` for each finding, and `step` with the documents seen and to be seen.
///
/// # Errors
/// Where the archive cannot be read for another reason than damage, and those of `tell`.
pub fn audit(
    archive: &Archive,
    depth: &Depth,
    limits: &Limits,
    lexicon: &Lexicon,
    step: &mut dyn FnMut(Looked),
    tell: &mut dyn FnMut(Finding) -> Result<()>,
) -> Result<Looked> {
    // Each look is at one moment of the archive, and not all are at the same, for writers wait meanwhile.
    archive.in_one_moment(|| archive.audit_file())?.into_iter().try_for_each(&mut *tell)?;
    if depth.percent.is_none() {
        archive.in_one_moment(|| archive.audit_search())?.into_iter().try_for_each(&mut *tell)?;
    }
    let all = archive.sample(100.0, depth.seed)?.len();
    let chosen = archive.sample(depth.percent.unwrap_or(100.0), depth.seed)?;
    let mut scratch = if depth.deep { Some(Archive::in_memory()?) } else { None };
    for (seen, document_id) in chosen.iter().enumerate() {
        step(Looked { documents: chosen.len(), seen });
        let found = archive.in_one_moment(|| {
            let mut found = archive.audit_document(*document_id)?;
            if let Some(scratch) = &mut scratch {
                found.extend(reading(archive, *document_id, limits, lexicon, scratch)?);
            }
            Ok(found)
        })?;
        found.into_iter().try_for_each(&mut *tell)?;
    }
    Ok(Looked { documents: all, seen: chosen.len() })
}

/// Compares one document with a fresh reading.
fn reading(
    archive: &Archive,
    document_id: i64,
    limits: &Limits,
    lexicon: &Lexicon,
    scratch: &mut Archive,
) -> Result<Vec<Finding>> {
    let held = match archive.held(document_id) {
        Ok(Some(held)) => held,
        Ok(None) => return Ok(Vec::new()),
        // What cannot be read was told already.
        Err(error) if matches!(error.kind(), Kind::Damaged | Kind::Input) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    // Damaged originals are told by the look at the document.
    let texts = texts(&held, limits, lexicon, &mut Vec::new())?;
    archive.audit_reading(document_id, extract::EXTRACTOR_VERSION, &texts, scratch)
}

/// Makes again what is derived, and only that, after a copy of the file; returns where that is. Nobody
/// else reads or writes the archive meanwhile, and on an error it is as it was.
///
/// # Errors
/// [`Kind::Damaged`] where what cannot be derived is hurt itself, [`Kind::Busy`] where somebody holds the archive.
pub fn repair(
    path: &Path,
    options: &Options,
    limits: &Limits,
    lexicon: &Lexicon,
    step: &mut dyn FnMut(Looked),
) -> Result<PathBuf> {
    let rebuild = Rebuild::begin(path, options)?;
    let made = || -> Result<()> {
        let mut archive = rebuild.archive()?;
        let ids = archive.document_ids()?;
        for (seen, id) in ids.iter().enumerate() {
            step(Looked { documents: ids.len(), seen });
            match again::reextract(&[*id], limits, lexicon, &mut archive, &mut |_| ()) {
                // A text that is hurt costs the rows of its own document; the check tells of it.
                Err(error) if error.kind() != Kind::Damaged => return Err(error),
                _ => {}
            }
        }
        Ok(())
    };
    guarded(made).map_err(|error| {
        Error::new(Kind::Archive, format!("could not be repaired, and is as it was: {}", error.message()))
            .at(path)
    })?;
    rebuild.put_in_place()
}
