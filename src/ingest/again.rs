//! Documents of an archive read again: with today's readers where the original is kept, and with
//! today's rules in any case.

use std::collections::BTreeMap;

use super::{guarded, reading};
use crate::error::{Error, Kind, Result};
use crate::extract;
use crate::lexicon::Lexicon;
use crate::read::{self, Decoded, How, Limits, encoding};
use crate::store::Archive;
use crate::store::again::{Again, Change, Held, HeldSource, Stated};
use crate::text::Text;

/// What became of one document.
#[derive(Debug)]
pub struct Reread {
    /// Its number.
    pub document_id: i64,
    /// What is different now.
    pub change: Change,
    /// Originals that today's readers refuse; what they gave before was kept. Path and reason.
    pub refused: Vec<(String, Error)>,
}

/// Reads the documents of these numbers again, each in a transaction of its own; calls `tell` for each.
///
/// # Errors
/// Only where the archive itself cannot be used any more. What was written until then stays.
pub fn reextract(
    documents: &[i64],
    limits: &Limits,
    lexicon: &Lexicon,
    archive: &mut Archive,
    tell: &mut dyn FnMut(&Reread),
) -> Result<()> {
    for document_id in documents {
        // An earlier one may have turned out to be the same and taken its sources.
        let Some(held) = archive.held(*document_id)? else { continue };
        let mut refused = Vec::new();
        let texts = texts(&held, limits, lexicon, &mut refused)?;
        let change = archive.replace(*document_id, extract::EXTRACTOR_VERSION, &texts)?;
        tell(&Reread { document_id: *document_id, change, refused });
    }
    Ok(())
}

/// The texts that the sources give today, the one that goes on as the document first: that of the
/// content it had, else the one that most sources give.
pub(super) fn texts(
    held: &Held,
    limits: &Limits,
    lexicon: &Lexicon,
    refused: &mut Vec<(String, Error)>,
) -> Result<Vec<Again>> {
    let mut by_content: BTreeMap<String, Vec<(i64, Option<Decoded>)>> = BTreeMap::new();
    for source in &held.sources {
        let decoded = source.original.as_deref().map(|bytes| guarded(|| decode(bytes, source, limits)));
        let decoded = match decoded {
            Some(Ok(decoded)) => Some(decoded),
            Some(Err(error)) => {
                refused.push((source.path.clone(), error));
                None
            }
            None => None,
        };
        if source.damaged {
            let hurt = Error::new(Kind::Input, "the file kept of it in the archive is damaged");
            refused.push((source.path.clone(), hurt.hint("`archive check` tells more")));
        }
        let content = match &decoded {
            Some(decoded) => decoded.text.content_sha256(),
            None => held.content_sha256.clone(),
        };
        by_content.entry(content).or_default().push((source.id, decoded));
    }
    if by_content.is_empty() {
        by_content.insert(held.content_sha256.clone(), Vec::new());
    }
    let mut texts = Vec::new();
    for (content, sources) in by_content {
        texts.push(guarded(|| Ok(again(held, content, sources, lexicon)))?);
    }
    // Stable: among equals the lesser content, whatever the order of the sources.
    texts.sort_by_key(|again| {
        (again.content_sha256 != held.content_sha256, std::cmp::Reverse(again.sources.len()))
    });
    Ok(texts)
}

fn decode(bytes: &[u8], source: &HeldSource, limits: &Limits) -> Result<Decoded> {
    let given = if source.encoding_given { encoding::by_label(&source.encoding).ok() } else { None };
    read::decode_as(bytes, &How { name: Some(&source.path), encoding: given, limits: *limits })
}

/// The best text of one content and its reading. The text kept counts only where no source gives one.
fn again(
    held: &Held,
    content_sha256: String,
    sources: Vec<(i64, Option<Decoded>)>,
    lexicon: &Lexicon,
) -> Again {
    let mut best: Option<&Decoded> = None;
    for decoded in sources.iter().filter_map(|(_, decoded)| decoded.as_ref()) {
        if best.is_none_or(|best| Archive::is_better(decoded.text.source(), best.text.source())) {
            best = Some(decoded);
        }
    }
    let (text, reading) = match best {
        Some(best) => (best.text.clone(), reading(best, lexicon)),
        None => {
            let text = Text::new(&held.text);
            let mut reading = extract::read(&text, lexicon);
            reading.doubts.extend(held.decoding_doubts.iter().cloned());
            (text, reading)
        }
    };
    let stated = |decoded: Decoded| Stated {
        format: decoded.format.word().to_owned(),
        encoding: decoded.encoding.to_owned(),
        title: decoded.title,
        published_on: decoded.published_on,
    };
    let sources = sources.into_iter().map(|(id, decoded)| (id, decoded.map(stated))).collect();
    Again { text, content_sha256, reading, sources }
}
