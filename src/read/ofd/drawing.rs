//! What is drawn: characters and lines of a page, or of a drawing of the resources that pages show.

use std::collections::HashMap;

use super::frame::Frame;
use super::{Limits, distances, without_indents};
use crate::error::{Error, Kind, Result};
use crate::read::limits::Steps;
use crate::read::lines::{Drawn, Placed, Rule, Shown, em};
use crate::read::xml::{Piece, Tag, Xml};

/// The size of running text in millimetres, for a text that tells neither its size nor its bounds.
const USUAL_SIZE: f64 = 5.6;

/// Lines further from level or upright than this, in the unit of the drawing, are no borders.
const THICKEST: f64 = 0.2;
/// Lines of one drawing that are kept; a plan has more, a table does not.
const MOST_RULES: usize = 8_192;

/// No character is wider, in heights.
const WIDEST: f64 = 1.3;

/// Drawings in drawings; PDFs made to OFD have two or three.
const DEEPEST: usize = 12;
/// Characters and lines to which the drawings on one page may come; a crowded page has ten thousand.
const MOST_SHOWN: usize = 500_000;
/// Steps for each of them: it is put into a line as well.
const STEPS_SHOWN: u64 = 5;

/// What is drawn in one system of places.
#[derive(Debug, Default)]
pub struct Drawing {
    /// Characters in the order in which they are drawn.
    pub drawn: Vec<Drawn>,
    /// Level and upright lines.
    pub rules: Vec<Rule>,
    /// Identifiers of drawings of the resources that it shows, and where.
    pub shows: Vec<(Frame, String)>,
    /// Identifiers of the templates behind it, where it is a page.
    pub templates: Vec<String>,
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

impl Drawing {
    /// All that is drawn up to the end of the element that was opened last, or of the file.
    ///
    /// # Errors
    /// As [`Xml::piece`].
    pub fn read(xml: &mut Xml<'_>) -> Result<Drawing> {
        let mut drawing = Drawing::default();
        let inside = xml.depth();
        let mut object: Option<TextObject> = None;
        let mut code: Option<Code> = None;
        let mut path: Option<Frame> = None;
        let mut names: Vec<Name> = Vec::new();
        while let Some(piece) = xml.piece()? {
            match piece {
                Piece::Open(tag) => {
                    let name = Name::of(&tag);
                    match name {
                        Name::Unseen => {
                            xml.skip()?;
                            continue;
                        }
                        Name::Path => path = Some(Frame::new(&tag)),
                        Name::Text => object = Some(TextObject::new(&tag)),
                        Name::Code => code = object.as_ref().map(|object| Code::new(&tag, object)),
                        Name::Shows => {
                            let id = tag.attribute("ResourceID").unwrap_or_default();
                            drawing.shows.push((Frame::new(&tag), id));
                        }
                        Name::Template => drawing.templates.extend(tag.attribute("TemplateID")),
                        Name::Lines | Name::Other => {}
                    }
                    names.push(name);
                }
                Piece::Text(text) => match (names.last(), &mut code, path) {
                    (Some(Name::Code), Some(code), _) => code.text.push_str(&text),
                    (Some(Name::Lines), _, Some(frame)) => rules(frame, &text, &mut drawing.rules),
                    _ => {}
                },
                Piece::Close if xml.depth() < inside => break,
                Piece::Close => match names.pop() {
                    Some(Name::Code) => {
                        if let (Some(code), Some(object)) = (code.take(), &mut object) {
                            object.last = (code.x, code.y);
                            drawing.place(object, &code);
                        }
                    }
                    Some(Name::Text) => object = None,
                    Some(Name::Path) => path = None,
                    _ => {}
                },
            }
        }
        Ok(drawing)
    }

    fn place(&mut self, object: &TextObject, code: &Code) {
        let frame = object.frame;
        let (size, quarter) = (object.size * frame.height(), frame.quarter());
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
            let (left, base) = frame.apply(x, y);
            let placed = Placed { x: left, y: base, size, width: width * frame.width(), character };
            self.drawn.push(Drawn { shown: Shown { placed, artifact: false }, quarter });
            (x, y) = (x + forward, y + down);
        }
    }
}

/// The drawings of a document's resources.
#[derive(Debug, Default)]
pub struct Drawings {
    /// By their identifiers.
    known: HashMap<String, Drawing>,
}

impl Drawings {
    /// Takes in the drawings of a file of resources.
    ///
    /// # Errors
    /// As [`Xml::piece`].
    pub fn read(&mut self, text: &str, limits: &Limits) -> Result<()> {
        let mut xml = Xml::new(text, limits);
        while let Some(piece) = xml.piece()? {
            let Piece::Open(tag) = piece else { continue };
            if tag.name() == "CompositeGraphicUnit" {
                let id = tag.attribute("ID").unwrap_or_default();
                self.known.insert(id, Drawing::read(&mut xml)?);
            }
        }
        Ok(())
    }

    /// Puts what a page shows of these drawings on it, and what they show themselves.
    ///
    /// # Errors
    /// [`Kind::Input`] where that is too much.
    pub fn put_on(&self, page: &mut Drawing, steps: &mut Steps) -> Result<()> {
        let shows = std::mem::take(&mut page.shows);
        self.put(&shows, Frame::ONE, page, &mut Vec::new(), steps)
    }

    fn put<'d>(
        &'d self,
        shows: &'d [(Frame, String)],
        outer: Frame,
        page: &mut Drawing,
        open: &mut Vec<&'d str>,
        steps: &mut Steps,
    ) -> Result<()> {
        for (frame, id) in shows {
            // One that is not there shows nothing; one that shows itself would do so without end.
            let Some(drawing) = self.known.get(id).filter(|_| !open.contains(&&**id)) else { continue };
            let more = 1 + drawing.drawn.len() + drawing.rules.len();
            steps.spend(STEPS_SHOWN * more as u64)?;
            if page.drawn.len() + page.rules.len() + more > MOST_SHOWN || open.len() >= DEEPEST {
                return Err(too_much());
            }
            let frame = frame.within(outer);
            page.drawn.extend(drawing.drawn.iter().map(|drawn| frame.moved(drawn)));
            let rules = drawing.rules.iter().map(|rule| frame.moved_rule(rule));
            page.rules.extend(rules.filter(|rule| rule.thickness() < THICKEST));
            open.push(id);
            self.put(&drawing.shows, frame, page, open, steps)?;
            open.pop();
        }
        Ok(())
    }
}

fn too_much() -> Error {
    let message = format!(
        "a page shows drawings of more than {MOST_SHOWN} characters and lines, or more than {DEEPEST} deep"
    );
    Error::new(Kind::Input, message)
        .hint("no office writes such a file; open it in its reader and print it anew")
}

/// Elements that tell what is drawn, or whose text does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Characters with one font, and where they are.
    Text,
    /// Some of the characters.
    Code,
    /// Lines and curves, and where they are.
    Path,
    /// The lines.
    Lines,
    /// A drawing of the resources, and where it is.
    Shows,
    /// A page behind this one.
    Template,
    /// What cuts an object off or fills it: drawn, but not itself.
    Unseen,
    Other,
}

impl Name {
    fn of(tag: &Tag<'_>) -> Name {
        match tag.name() {
            "TextObject" => Name::Text,
            "TextCode" => Name::Code,
            "PathObject" => Name::Path,
            "AbbreviatedData" => Name::Lines,
            "CompositeObject" => Name::Shows,
            "Template" => Name::Template,
            "Clips" | "Pattern" => Name::Unseen,
            _ => Name::Other,
        }
    }
}

/// The level and upright lines of a path: `M 0 0 L 60 0 L 60 8 C`; a curve is passed over.
fn rules(frame: Frame, path: &str, rules: &mut Vec<Rule>) {
    let mut words = path.split_whitespace();
    let (mut start, mut last) = ((0.0, 0.0), (0.0, 0.0));
    while let Some(word) = words.next() {
        let mut point = || {
            let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
            frame.apply(number(), number())
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

impl TextObject {
    fn new(tag: &Tag<'_>) -> TextObject {
        // Without a size its characters would be no higher than a point and count for nothing; some
        // producers write `size`.
        let size = ["Size", "size"].iter().find_map(|name| tag.attribute(name)?.trim().parse().ok());
        let bounds = tag.attribute("Boundary").and_then(|value| super::numbers::<4>(&value));
        let heights = [size, bounds.map(|bounds| bounds[3]), Some(USUAL_SIZE)];
        let size = heights.into_iter().flatten().find(|height: &f64| *height > 0.0).unwrap_or(USUAL_SIZE);
        TextObject { frame: Frame::new(tag), size, last: (0.0, 0.0) }
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
