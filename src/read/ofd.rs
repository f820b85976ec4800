//! OFD, the national format of fixed layout (GB/T 33190).
//!
//! A zip of XML: `OFD.xml` names the document, the document its pages in their order, a page its text
//! objects with the place of each character. Templates hold what stands on every page and are left
//! out unless there is nothing else.

use std::collections::HashMap;

use super::lines::{self, Page, Placed, Rule, em};
use super::package::Package;
use super::xml::{self, Piece, Tag, Xml};
use super::{Limits, Words};
use crate::error::{Error, Kind, Result};

/// A4 upright, in millimetres; for a document that does not tell.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// The size of running text in millimetres, for a text that tells neither its size nor its bounds.
const USUAL_SIZE: f64 = 5.6;

/// Lines further from level or upright than this, in millimetres, are no borders.
const THICKEST: f64 = 0.2;
/// Lines of one page that are kept; a drawing has more, a table does not.
const MOST_RULES: usize = 8_192;
/// Quarters of a turn by which a text that is read may be off.
const SLANT: f64 = 0.05;

/// No character is wider, in heights.
const WIDEST: f64 = 1.3;

/// Reads the words of an OFD document; of several documents in one file, all, in their order.
///
/// # Errors
/// [`Kind::Input`]: damaged, beyond the limits, or without text.
pub fn words(bytes: &[u8], limits: &Limits) -> Result<Words> {
    let mut package = Package::open(bytes, limits)?;
    let start = part(&mut package, "OFD.xml")?;
    let mut pages = Vec::new();
    let mut from_templates = Vec::new();
    let mut count = 0;
    for root in texts_of(&start, "DocRoot", limits)? {
        let path = resolve("", &root);
        let document = Document::new(&part(&mut package, &path)?, limits)?;
        for base in &document.pages {
            count += 1;
            limits.check_pages(count)?;
            let path = resolve(&path, base);
            let content = Content::new(&part(&mut package, &path)?, &document, limits)?;
            for template in content.templates.iter().filter_map(|id| document.templates.get(id)) {
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
    area: [f64; 4],
}

impl Document {
    fn new(text: &str, limits: &Limits) -> Result<Document> {
        let mut document = Document { pages: Vec::new(), templates: HashMap::new(), area: A4 };
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
    placed: Vec<Placed>,
    rules: Vec<Rule>,
    templates: Vec<String>,
    area: [f64; 4],
}

/// Where an object is: its own system on the page.
#[derive(Clone, Copy)]
struct Frame {
    boundary: [f64; 4],
    matrix: [f64; 6],
}

/// The text object that is open.
struct TextObject {
    frame: Frame,
    size: f64,
    /// Where the last code began, for one that does not tell.
    last: (f64, f64),
}

/// Where the characters of a code stand.
struct Code {
    x: f64,
    y: f64,
    delta_x: Vec<f64>,
    delta_y: Vec<f64>,
    text: String,
}

impl Content {
    fn new(text: &str, document: &Document, limits: &Limits) -> Result<Content> {
        let mut content =
            Content { placed: Vec::new(), rules: Vec::new(), templates: Vec::new(), area: document.area };
        if let Some(area) = texts_of(text, "PhysicalBox", limits)?.first().and_then(|area| numbers(area)) {
            content.area = area;
        }
        let mut xml = Xml::new(text, limits);
        let mut object: Option<TextObject> = None;
        let mut code: Option<Code> = None;
        let mut path: Option<Frame> = None;
        let mut names: Vec<Name> = Vec::new();
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) => {
                    names.push(Name::of(&tag));
                    match tag.name() {
                        "PathObject" => path = Some(Frame::new(&tag)),
                        "Template" => content.templates.extend(tag.attribute("TemplateID")),
                        "TextObject" => object = Some(TextObject::new(&tag)),
                        "TextCode" => code = object.as_ref().map(|object| Code::new(&tag, object)),
                        _ => {}
                    }
                }
                Piece::Text(text) => match (names.last(), &mut code, path) {
                    (Some(Name::Code), Some(code), _) => code.text.push_str(&text),
                    (Some(Name::Lines), _, Some(frame)) => frame.rules(&text, &mut content.rules),
                    _ => {}
                },
                Piece::Close => {
                    if names.pop() == Some(Name::Code)
                        && let (Some(code), Some(object)) = (code.take(), &mut object)
                    {
                        object.last = (code.x, code.y);
                        content.place(object, &code);
                    }
                }
            }
        }
        Ok(content)
    }

    fn place(&mut self, object: &TextObject, code: &Code) {
        let [a, b, c, d, ..] = object.frame.matrix;
        // What runs slantwise is a watermark.
        let quarters = b.atan2(a).to_degrees() / 90.0;
        if (quarters - quarters.round()).abs() > SLANT {
            return;
        }
        let size = object.size * c.hypot(d);
        let (mut x, mut y) = (code.x, code.y);
        let text = without_indents(&code.text);
        for (index, character) in text.chars().enumerate() {
            let right = code.delta_x.get(index).copied();
            let down = code.delta_y.get(index).copied().unwrap_or(0.0);
            // A producer that gives no distances leaves them to the font.
            let forward =
                right.unwrap_or(if code.delta_y.is_empty() { em(character) * object.size } else { 0.0 });
            // A longer way than any character takes is a gap.
            let tight = down == 0.0 && forward > 0.0 && forward <= WIDEST * object.size;
            let width = if tight { forward } else { em(character) * object.size };
            let (left, base) = object.frame.apply(x, y);
            self.placed.push(Placed { x: left, y: base, size, width: width * a.hypot(b), character });
            (x, y) = (x + forward, y + down);
        }
    }

    fn page(self) -> Page {
        let [left, top, width, height] = self.area;
        let moved = self.placed.into_iter().map(|p| Placed { x: p.x - left, y: p.y - top, ..p });
        let shift = |r: &Rule| Rule {
            left: r.left - left,
            right: r.right - left,
            top: r.top - top,
            foot: r.foot - top,
        };
        let rules: Vec<Rule> = self.rules.iter().map(shift).collect();
        Page::new(width, height, moved.collect(), &rules)
    }
}

/// Elements whose text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Characters.
    Code,
    /// What a path draws.
    Lines,
    Other,
}

impl Name {
    fn of(tag: &Tag<'_>) -> Name {
        match tag.name() {
            "TextCode" => Name::Code,
            "AbbreviatedData" => Name::Lines,
            _ => Name::Other,
        }
    }
}

impl Frame {
    fn new(tag: &Tag<'_>) -> Frame {
        Frame {
            boundary: tag.attribute("Boundary").and_then(|value| numbers(&value)).unwrap_or_default(),
            matrix: tag
                .attribute("CTM")
                .and_then(|value| numbers(&value))
                .unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    /// Where a point of the object is on the page.
    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let ([a, b, c, d, e, f], [left, top, ..]) = (self.matrix, self.boundary);
        (left + a * x + c * y + e, top + b * x + d * y + f)
    }

    /// The level and upright lines of a path: `M 0 0 L 60 0 L 60 8 C`; a curve is passed over.
    fn rules(self, path: &str, rules: &mut Vec<Rule>) {
        let mut words = path.split_whitespace();
        let (mut start, mut last) = ((0.0, 0.0), (0.0, 0.0));
        while let Some(word) = words.next() {
            let mut point = || {
                let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
                self.apply(number(), number())
            };
            let to = match word {
                "M" | "S" | "L" => point(),
                "Q" => [point(), point()][1],
                "B" => [point(), point(), point()][2],
                "C" => start,
                _ => continue,
            };
            if matches!(word, "L" | "C") && rules.len() < MOST_RULES {
                let rule = Rule::around([last, to].into_iter());
                rules.extend((rule.thickness() < THICKEST).then_some(rule));
            }
            if matches!(word, "M" | "S") {
                start = to;
            }
            last = to;
        }
    }
}

impl TextObject {
    fn new(tag: &Tag<'_>) -> TextObject {
        let frame = Frame::new(tag);
        // Without a size its characters would be no higher than a point and count for nothing; some
        // producers write `size`.
        let size = ["Size", "size"].iter().find_map(|name| tag.attribute(name)?.trim().parse().ok());
        let heights = [size, Some(frame.boundary[3]), Some(USUAL_SIZE)];
        let size = heights.into_iter().flatten().find(|height: &f64| *height > 0.0).unwrap_or(USUAL_SIZE);
        TextObject { frame, size, last: (0.0, 0.0) }
    }
}

impl Code {
    fn new(tag: &Tag<'_>, object: &TextObject) -> Code {
        let number = |name| tag.attribute(name).and_then(|value| value.trim().parse().ok());
        let list = |name| tag.attribute(name).map(|value| distances(&value)).unwrap_or_default();
        Code {
            x: number("X").unwrap_or(object.last.0),
            y: number("Y").unwrap_or(object.last.1),
            delta_x: list("DeltaX"),
            delta_y: list("DeltaY"),
            text: String::new(),
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
