//! Documents inside a document (`altChunk`): parts of any format, whose words stand where the document refers to them.

use std::collections::HashMap;

use super::relation::Relations;
use crate::error::Result;
use crate::read::limits::Limits;
use crate::read::package::Package;
use crate::read::{How, decode_as};

/// The type of the relations that lead to them.
const KIND: &str = "aFChunk";
/// What stands in the text for one that cannot be read.
const UNREAD: &str = "\u{fffd}";

/// The words of each by the id of its relation. Documents may be packed in each other as deep as archives, and all
/// of one document share what is left of its budget.
pub(super) fn read(
    package: &mut Package<'_>,
    relations: &Relations,
    limits: &Limits,
) -> Result<HashMap<String, String>> {
    let parts: Vec<(&str, &str)> = relations.all(KIND).collect();
    let count = parts.len() as u64;
    let mut chunks = HashMap::new();
    for (id, name) in parts {
        let Some(bytes) = package.part(name)? else { continue };
        let limits = Limits {
            max_nested: limits.max_nested.saturating_sub(1),
            max_unpacked: package.left() / count,
            max_steps: limits.max_steps / count,
            ..*limits
        };
        let how = How { name: Some(name), limits, ..How::default() };
        let decoded = if limits.max_nested > 0 { decode_as(&bytes, &how).ok() } else { None };
        let words = decoded.map_or_else(|| UNREAD.to_owned(), |decoded| decoded.text.source().to_owned());
        chunks.insert(id.to_owned(), words);
    }
    Ok(chunks)
}
