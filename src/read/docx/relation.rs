//! Which part of a package is which: the relations between parts.

use crate::error::Result;
use crate::read::limits::Limits;
use crate::read::package::Package;
use crate::read::xml::{self, Piece, Xml};

const USUAL_MAIN: &str = "word/document.xml";

/// The parts that one part refers to.
pub(super) struct Relations(Vec<Relation>);

struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    /// The part's name.
    target: String,
}

impl Relations {
    /// The relations of the part of this name; `""` is the package itself.
    pub(super) fn of(package: &mut Package<'_>, part: &str, limits: &Limits) -> Result<Relations> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let place = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut found = Vec::new();
        if let Some(bytes) = package.part(&format!("{place}_rels/{name}.rels"))? {
            let text = xml::decode(&bytes);
            let mut xml = Xml::new(&text, limits);
            while let Some(piece) = xml.piece()? {
                let Piece::Open(tag) = piece else { continue };
                if tag.attribute("TargetMode").is_some_and(|mode| mode == "External") {
                    continue;
                }
                if let (Some(kind), Some(target)) = (tag.attribute("Type"), tag.attribute("Target")) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let id = tag.attribute("Id").unwrap_or_default();
                    found.push(Relation { id, kind, target: resolve(folder, &target) });
                }
            }
        }
        Ok(Relations(found))
    }

    /// The bytes of the part that a relation of this type leads to.
    pub(super) fn part(&self, package: &mut Package<'_>, kind: &str) -> Result<Option<Vec<u8>>> {
        match self.target(kind) {
            Some(name) => package.part(name),
            None => Ok(None),
        }
    }

    fn target(&self, kind: &str) -> Option<&str> {
        self.all(kind).next().map(|(_, target)| target)
    }

    /// Id and part's name of the relations of this type.
    pub(super) fn all(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let of_kind = self.0.iter().filter(move |relation| relation.kind == kind);
        of_kind.map(|relation| (relation.id.as_str(), relation.target.as_str()))
    }
}

/// The name of the main part.
pub(super) fn main_part(package: &mut Package<'_>, limits: &Limits) -> Result<String> {
    if package.has(USUAL_MAIN) {
        return Ok(USUAL_MAIN.to_owned());
    }
    let relations = Relations::of(package, "", limits)?;
    Ok(relations.target("officeDocument").unwrap_or(USUAL_MAIN).to_owned())
}

/// A target, from the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_start_from_the_folder() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word", "../docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolve("word", "/word/numbering.xml"), "word/numbering.xml");
        assert_eq!(resolve("", "./a/../../b.xml"), "b.xml");
    }
}
