//! OFD, the national format of fixed layout (GB/T 33190).
//!
//! A zip of XML: `OFD.xml` names the document, the document its pages in their order, a page its text
//! objects with the place of each character. A page may also show drawings of the document's resources,
//! words and all: what was a form of a PDF becomes one. Templates hold what stands on every page and are
//! left out unless there is nothing else.

mod drawing;
mod frame;

use std::collections::{HashMap, HashSet};

use super::lines::{self, Drawn, Page, Rule, upright};
use super::package::Package;
use super::xml::{self, Piece, Xml};
use super::{Limits, Words};
use crate::error::{Error, Kind, Result};
use drawing::{Drawing, Drawings};

/// A4 upright, in millimetres; for a document that does not tell.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// Reads the words of an OFD document; of several documents in one file, all, in their order.
///
/// # Errors
/// [`Kind::Input`]: damaged, beyond the limits, or without text.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut package = Package::open(bytes, limits)?;
    let start = part(&mut package, "OFD.xml")?;
    let mut steps = limits.steps();
    let mut pages = Vec::new();
    let mut from_templates = Vec::new();
    let mut count = 0;
    for root in texts_of(&start, "DocRoot", limits)? {
        let root = resolve("", &root);
        let document = Document::new(&part(&mut package, &root)?, limits)?;
        let mut resources = Resources::default();
        for base in &document.pages {
            count += 1;
            limits.check_pages(count)?;
            let path = resolve(&root, base);
            let text = part(&mut package, &path)?;
            let mut content = Content::new(&text, &document, limits)?;
            if !content.drawing.shows.is_empty() {
                let own = texts_of(&text, "PageRes", limits)?;
                let of_page = own.iter().map(|one| resolve(&path, one));
                let of_all = document.resources.iter().map(|one| resolve(&root, one));
                resources.load(&mut package, of_all.chain(of_page), limits)?;
                resources.drawings.put_on(&mut content.drawing, &mut steps)?;
            }
            for template in content.drawing.templates.iter().filter_map(|id| document.templates.get(id)) {
                // What only stands behind the text may be missing.
                if let Ok(text) = part(&mut package, &resolve(&root, template)) {
                    from_templates.push(Content::new(&text, &document, limits)?.page());
                }
            }
            pages.push(content.page());
        }
    }
    if count == 0 {
        return Err(Error::new(Kind::Input, "the OFD document has no pages: it is damaged")
            .hint("open it in its reader and save or print it anew"));
    }
    if pages.iter().all(Page::is_empty) {
        pages = from_templates;
    }
    if pages.iter().all(Page::is_empty) {
        return Err(lines::no_text(count));
    }
    Ok(Words { text: lines::text(pages), ..Words::default() })
}

/// The drawings of a document's resources, which are read where a page shows some.
#[derive(Default)]
struct Resources {
    drawings: Drawings,
    /// Paths of the files that were read.
    read: HashSet<String>,
}

impl Resources {
    /// Reads these files, each once; what a file that is missing holds is not shown.
    fn load(
        &mut self,
        package: &mut Package<'_>,
        paths: impl Iterator<Item = String>,
        limits: &Limits,
    ) -> Result<()> {
        for path in paths {
            if !self.read.contains(&path) {
                if let Some(bytes) = package.part(&path)? {
                    self.drawings.read(&xml::decode(&bytes), limits)?;
                }
                self.read.insert(path);
            }
        }
        Ok(())
    }
}

fn part(package: &mut Package<'_>, path: &str) -> Result<String> {
    match package.part(path)? {
        Some(bytes) => Ok(xml::decode(&bytes).into_owned()),
        None => Err(Error::new(Kind::Input, format!("the OFD document has no {path}: it is damaged"))
            .hint("open it in its reader and save or print it anew")),
    }
}

/// A path inside the package, from the file that names it. A leading `/` is the root of the package.
fn resolve(from: &str, path: &str) -> String {
    let mut steps: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    steps.pop();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The texts of all elements of a name.
fn texts_of(xml: &str, name: &str, limits: &Limits) -> Result<Vec<String>> {
    let mut xml = Xml::new(xml, limits);
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    while let Some(piece) = xml.piece()? {
        match piece {
            Piece::Open(tag) => {
                inside = tag.name() == name;
                if inside {
                    found.push(String::new());
                }
            }
            Piece::Close => inside = false,
            Piece::Text(text) if inside => {
                if let Some(last) = found.last_mut() {
                    last.push_str(text.trim());
                }
            }
            Piece::Text(_) => {}
        }
    }
    Ok(found)
}

/// What a document says of its pages.
struct Document {
    /// Paths of the pages, from the document's own.
    pages: Vec<String>,
    /// Identifier of a template → its path.
    templates: HashMap<String, String>,
    /// Paths of its resources.
    resources: Vec<String>,
    area: [f64; 4],
}

impl Document {
    fn new(text: &str, limits: &Limits) -> Result<Document> {
        let mut resources = texts_of(text, "PublicRes", limits)?;
        resources.extend(texts_of(text, "DocumentRes", limits)?);
        let mut document = Document { pages: Vec::new(), templates: HashMap::new(), resources, area: A4 };
        if let Some(area) = texts_of(text, "PhysicalBox", limits)?.first().and_then(|area| numbers(area)) {
            document.area = area;
        }
        let mut xml = Xml::new(text, limits);
        while let Some(piece) = xml.piece()? {
            let Piece::Open(tag) = piece else { continue };
            match (tag.name(), tag.attribute("BaseLoc")) {
                ("Page", Some(path)) => document.pages.push(path),
                ("TemplatePage", Some(path)) => {
                    document.templates.insert(tag.attribute("ID").unwrap_or_default(), path);
                }
                _ => {}
            }
        }
        Ok(document)
    }
}

/// What stands on a page.
struct Content {
    drawing: Drawing,
    area: [f64; 4],
}

impl Content {
    fn new(text: &str, document: &Document, limits: &Limits) -> Result<Content> {
        let own = texts_of(text, "PhysicalBox", limits)?;
        let area = own.first().and_then(|area| numbers(area)).unwrap_or(document.area);
        Ok(Content { drawing: Drawing::read(&mut Xml::new(text, limits))?, area })
    }

    fn page(self) -> Page {
        let [left, top, width, height] = self.area;
        let Drawing { mut drawn, rules, .. } = self.drawing;
        for drawn in &mut drawn {
            drawn.shown.placed.x -= left;
            drawn.shown.placed.y -= top;
        }
        keep_labels(&mut drawn);
        let shift = |r: Rule| Rule {
            left: r.left - left,
            right: r.right - left,
            top: r.top - top,
            foot: r.foot - top,
        };
        let sheet = upright(drawn, rules.into_iter().map(shift).collect(), width, height);
        let placed = sheet.shown.into_iter().map(|shown| shown.placed).collect();
        Page::new(sheet.width, sheet.height, placed, &sheet.rules)
    }
}

/// Turned words among level ones are the label of a table, whose characters are read downwards. Beyond them they are
/// the number of a page that lies on its side in the paper.
fn keep_labels(drawn: &mut [Drawn]) {
    let is_level = |drawn: &&Drawn| drawn.quarter == Some(0);
    let corners = drawn
        .iter()
        .filter(is_level)
        .map(|drawn| drawn.shown.placed)
        .flat_map(|p| [(p.x, p.y - p.size), (p.x + p.width, p.y)]);
    let level = Rule::around(corners);
    if drawn.iter().filter(is_level).count() * 2 <= drawn.len() {
        return;
    }
    for drawn in drawn.iter_mut().filter(|drawn| drawn.quarter.is_some_and(|quarter| quarter % 2 == 1)) {
        let p = drawn.shown.placed;
        if level.left <= p.x && p.x <= level.right && level.top <= p.y && p.y <= level.foot {
            drawn.quarter = Some(0);
        }
    }
}

/// The characters of a code without the line ends and indents of XML that is set out for reading.
fn without_indents(text: &str) -> &str {
    const INDENT: [char; 4] = ['\n', '\r', '\t', ' '];
    let start = if text.starts_with(['\n', '\r']) { text.trim_start_matches(INDENT) } else { text };
    let end = start.trim_end_matches(INDENT);
    let whole = if start[end.len()..].contains('\n') { end } else { start };
    whole.trim_matches(['\n', '\r', '\t'])
}

/// So many distances are read for one code; a line has a hundred characters.
const MOST_DISTANCES: usize = 100_000;

/// Distances between characters: numbers, and `g 5 3.2` for 3.2 five times.
fn distances(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word.eq_ignore_ascii_case("g") {
            let times = words.next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
            let value = words.next().and_then(|v| v.parse().ok()).unwrap_or(0.0);
            let room = MOST_DISTANCES.saturating_sub(found.len());
            found.extend(std::iter::repeat_n(value, times.min(room)));
        } else if found.len() < MOST_DISTANCES {
            found.push(word.parse().unwrap_or(0.0));
        }
    }
    found
}

/// Exactly so many numbers with blanks between.
fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let mut found = [0.0; N];
    let mut words = text.split_whitespace();
    for number in &mut found {
        *number = words.next()?.parse().ok()?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{distances, resolve};

    #[test]
    fn paths_are_resolved_from_the_file_that_names_them() {
        assert_eq!(resolve("", "Doc_0/Document.xml"), "Doc_0/Document.xml");
        assert_eq!(
            resolve("Doc_0/Document.xml", "Pages/Page_0/Content.xml"),
            "Doc_0/Pages/Page_0/Content.xml"
        );
        assert_eq!(resolve("Doc_0/Document.xml", "/Doc_0/Pages/P.xml"), "Doc_0/Pages/P.xml");
        assert_eq!(resolve("Doc_0/Pages/P.xml", "../../../x.xml"), "x.xml");
    }

    #[test]
    fn repeated_distances_are_written_out() {
        assert_eq!(distances("1 g 2 3.5 4"), [1.0, 3.5, 3.5, 4.0]);
        assert_eq!(distances("g 3"), [0.0; 3]);
        assert_eq!(distances("g 9999999999 1").len(), 100_000);
    }
}
