//! What a page shows: the text operators of its content, and where they put each character.

use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, Fonts};
use super::matrix::Matrix;
use super::number;
use super::path::Path;
use crate::error::{Error, Kind, Result};
use crate::read::Limits;
use crate::read::limits::Steps;
use crate::read::lines::{Drawn, Placed, Rule, Sheet, Shown, upright};

/// Forms within forms.
const DEEPEST_FORM: usize = 12;
/// Saved graphics states of one page.
const MOST_STATES: usize = 1_000;
/// Content of one page, unpacked; its operators are read one at a time.
const PAGE_BYTES: usize = 64 << 20;
/// A4 upright, in points; for a page that does not tell.
const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];

/// How much work a document may still ask for. A form that draws forms that draw forms asks for any
/// amount of it in a few bytes.
pub struct Budget {
    /// One for each operator and each character.
    steps: Steps,
    /// Bytes that contents may still unpack to.
    bytes: u64,
    /// Characters whose font did not say what they are.
    pub nameless: usize,
}

impl Budget {
    /// The whole of it.
    pub fn new(limits: &Limits) -> Budget {
        Budget { steps: limits.steps(), bytes: limits.max_unpacked, nameless: 0 }
    }

    fn unpacked(&mut self, bytes: usize) -> Result<()> {
        // Small forms cost more than their bytes.
        const LEAST: usize = 256;
        let left = self.bytes.checked_sub(bytes.max(LEAST) as u64);
        self.bytes = left.ok_or_else(|| too_large("what its pages draw"))?;
        Ok(())
    }
}

fn too_large(what: &str) -> Error {
    Error::new(Kind::Input, format!("{what} unpacks to too many bytes for a document"))
        .hint("raise the limit with --max-unpacked if you trust it")
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads what a page shows.
///
/// # Errors
/// [`Kind::Input`] where the budget is spent.
pub fn page<'d>(
    document: &'d Document,
    id: ObjectId,
    fonts: &mut Fonts<'d>,
    budget: &mut Budget,
) -> Result<Sheet> {
    let Ok(page) = document.get_dictionary(id) else {
        return Ok(Sheet { width: A4[2], height: A4[3], shown: Vec::new(), rules: Vec::new() });
    };
    let [x0, y0, x1, y1] = media_box(document, page);
    let turn =
        inherited(document, page, b"Rotate").and_then(|r| r.as_i64().ok()).unwrap_or(0).rem_euclid(360);
    // From the page's own system to one whose origin is the upper left corner as seen, downwards.
    let (base, width, height) = match turn {
        90 => (Matrix([0.0, 1.0, 1.0, 0.0, -y0, -x0]), y1 - y0, x1 - x0),
        180 => (Matrix([-1.0, 0.0, 0.0, 1.0, x1, -y0]), x1 - x0, y1 - y0),
        270 => (Matrix([0.0, -1.0, -1.0, 0.0, y1, x1]), y1 - y0, x1 - x0),
        _ => (Matrix([1.0, 0.0, 0.0, -1.0, -x0, y1]), x1 - x0, y1 - y0),
    };
    let bytes = match document.get_page_content_with_limit(id, PAGE_BYTES) {
        Ok(bytes) => bytes,
        Err(_) => return Err(too_large("the content of a page")),
    };
    budget.unpacked(bytes.len())?;
    let resources = inherited(document, page, b"Resources").and_then(|r| r.as_dict().ok());
    let mut reader = Reader { document, fonts, budget, drawn: Vec::new(), rules: Vec::new() };
    reader.content(&bytes, base, resources, 0)?;
    Ok(upright(reader.drawn, reader.rules, width, height))
}

fn media_box(document: &Document, page: &Dictionary) -> [f64; 4] {
    let named = [b"CropBox".as_slice(), b"MediaBox"].iter().find_map(|key| {
        let array = inherited(document, page, key)?.as_array().ok()?;
        let mut b = [0.0; 4];
        for (to, from) in b.iter_mut().zip(array.get(..4)?) {
            *to = number(document.dereference(from).ok()?.1)?;
        }
        let upright = [b[0].min(b[2]), b[1].min(b[3]), b[0].max(b[2]), b[1].max(b[3])];
        (upright[2] - upright[0] > 1.0 && upright[3] - upright[1] > 1.0).then_some(upright)
    });
    named.unwrap_or(A4)
}

/// An entry of a page, or of the nearest node above it that has one.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    const DEEPEST: usize = 64;
    let mut node = page;
    for _ in 0..DEEPEST {
        if let Ok(found) = node.get_deref(key, document) {
            return Some(found);
        }
        node = node.get_deref(b"Parent", document).ok()?.as_dict().ok()?;
    }
    None
}

struct Reader<'r, 'd> {
    document: &'d Document,
    fonts: &'r mut Fonts<'d>,
    budget: &'r mut Budget,
    drawn: Vec<Drawn>,
    rules: Vec<Rule>,
}

impl<'d> Reader<'_, 'd> {
    fn content(
        &mut self,
        bytes: &[u8],
        base: Matrix,
        resources: Option<&'d Dictionary>,
        depth: usize,
    ) -> Result<()> {
        let mut state = State {
            ctm: base,
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (Matrix::ONE, Matrix::ONE);
        let mut path = Path::default();
        // How deep in marked content, and from which depth on it is an artifact.
        let (mut marks, mut artifact) = (0usize, None);
        // What lopdf cannot make sense of ends the page: no operator after it is sure.
        for operation in Content::decode_iter(bytes).map_while(std::result::Result::ok) {
            self.budget.steps.spend(1)?;
            let operands = operation.operands.as_slice();
            let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
            match operation.operator.as_str() {
                "q" if saved.len() < MOST_STATES => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::of(operands) {
                        state.ctm = matrix.then(state.ctm);
                    }
                }
                "m" => path.begin(state.ctm, at(0), at(1)),
                "l" => path.to(state.ctm, at(0), at(1)),
                // A border has no curves, but one with round corners has lines between them.
                "c" => path.begin(state.ctm, at(4), at(5)),
                "v" | "y" => path.begin(state.ctm, at(2), at(3)),
                "re" => path.rectangle(state.ctm, [at(0), at(1), at(2), at(3)]),
                "h" => path.close(),
                "S" => path.draw(true, false, &mut self.rules),
                "s" => {
                    path.close();
                    path.draw(true, false, &mut self.rules);
                }
                "f" | "F" | "f*" => path.draw(false, true, &mut self.rules),
                "B" | "B*" | "b" | "b*" => path.draw(true, true, &mut self.rules),
                "n" => path = Path::default(),
                "BT" => (text, line) = (Matrix::ONE, Matrix::ONE),
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    state.font = self.fonts.named(resources, name);
                    state.size = at(1);
                }
                "Tc" => state.char_space = at(0),
                "Tw" => state.word_space = at(0),
                "Tz" => state.scale = at(0) / 100.0,
                "TL" => state.leading = at(0),
                "Ts" => state.rise = at(0),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -at(1);
                    }
                    line = Matrix::shift(at(0), at(1)).then(line);
                    text = line;
                }
                "T*" => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                }
                "Tm" => {
                    if let Some(matrix) = Matrix::of(operands) {
                        (text, line) = (matrix, matrix);
                    }
                }
                "Tj" => self.show(&state, &mut text, operands.first(), artifact.is_some())?,
                "'" | "\"" => {
                    if operation.operator == "\"" {
                        (state.word_space, state.char_space) = (at(0), at(1));
                    }
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                    self.show(&state, &mut text, operands.last(), artifact.is_some())?;
                }
                "TJ" => {
                    for part in operands.first().and_then(|array| array.as_array().ok()).into_iter().flatten()
                    {
                        match number(part) {
                            Some(back) => advance(&state, &mut text, -back / 1000.0 * state.size),
                            None => self.show(&state, &mut text, Some(part), artifact.is_some())?,
                        }
                    }
                }
                "BMC" | "BDC" => {
                    marks += 1;
                    let tag = operands.first().and_then(|tag| tag.as_name().ok());
                    if artifact.is_none() && tag == Some(b"Artifact") {
                        artifact = Some(marks);
                    }
                }
                "EMC" => {
                    if artifact == Some(marks) {
                        artifact = None;
                    }
                    marks = marks.saturating_sub(1);
                }
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(&state, resources, name, depth, artifact.is_some())?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Draws a form: content of its own with a matrix and resources of its own.
    fn form(
        &mut self,
        state: &State,
        resources: Option<&'d Dictionary>,
        name: &[u8],
        depth: usize,
        artifact: bool,
    ) -> Result<()> {
        let document = self.document;
        let stream = resources
            .and_then(|r| {
                r.get_deref(b"XObject", document).ok()?.as_dict().ok()?.get_deref(name, document).ok()
            })
            .and_then(|object| object.as_stream().ok())
            .filter(|stream| {
                stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|is| is == b"Form")
            });
        let Some(stream) = stream.filter(|_| depth < DEEPEST_FORM) else { return Ok(()) };
        // A form that cannot be unpacked shows nothing; one that is too large asks for too much.
        let bytes = match stream.get_plain_content_with_limit(PAGE_BYTES) {
            Ok(bytes) => bytes,
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                return Err(too_large("a drawing on a page"));
            }
            Err(_) => return Ok(()),
        };
        self.budget.unpacked(bytes.len())?;
        let matrix =
            stream.dict.get_deref(b"Matrix", document).ok().and_then(|m| Matrix::of(m.as_array().ok()?));
        let own = stream.dict.get_deref(b"Resources", document).ok().and_then(|r| r.as_dict().ok());
        let base = matrix.unwrap_or(Matrix::ONE).then(state.ctm);
        let from = self.drawn.len();
        self.content(&bytes, base, own.or(resources), depth + 1)?;
        if artifact {
            self.drawn[from..].iter_mut().for_each(|drawn| drawn.shown.artifact = true);
        }
        Ok(())
    }

    fn show(
        &mut self,
        state: &State,
        text: &mut Matrix,
        string: Option<&Object>,
        artifact: bool,
    ) -> Result<()> {
        let Some(bytes) = string.and_then(|string| string.as_str().ok()) else { return Ok(()) };
        let Some(font) = state.font.clone() else {
            self.budget.nameless += bytes.len();
            return Ok(());
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            self.budget.steps.spend(1)?;
            let glyph = font.next(rest);
            rest = rest.get(glyph.len.max(1)..).unwrap_or_default();
            let mut forward = glyph.width * state.size + state.char_space;
            if glyph.len == 1 && glyph.code == 32 {
                forward += state.word_space;
            }
            let place = Matrix::shift(0.0, state.rise).then(*text).then(state.ctm);
            let along = if font.vertical() { forward } else { forward * state.scale };
            match glyph.characters() {
                None => self.budget.nameless += 1,
                Some(characters) => self.place(place, state, &font, characters, along, artifact),
            }
            advance(state, text, forward);
        }
        Ok(())
    }

    fn place(
        &mut self,
        Matrix([a, b, c, d, x, y]): Matrix,
        state: &State,
        font: &Font,
        characters: impl Iterator<Item = char>,
        along: f64,
        artifact: bool,
    ) {
        let size = state.size.abs() * c.hypot(d);
        // Set downwards, the characters of a line stand under each other: read as a line that runs down.
        let (dx, dy) = if font.vertical() { (-c, -d) } else { (a, b) };
        let angle = dy.atan2(dx).to_degrees() / 90.0 * along.signum().max(-1.0);
        let slant = (angle - angle.round()).abs();
        let quarter = (slant < 0.05).then(|| angle.round().rem_euclid(4.0) as usize % 4);
        let width = along.abs() * dx.hypot(dy);
        for (index, character) in characters.enumerate() {
            // A ligature is several characters in one place.
            let (width, moved) = if index == 0 { (width, 0.0) } else { (0.0, width) };
            let placed = Placed { x: x + moved * dx.signum(), y, size, width, character };
            self.drawn.push(Drawn { shown: Shown { placed, artifact }, quarter });
        }
    }
}

/// Moves on by a width in text space.
fn advance(state: &State, text: &mut Matrix, forward: f64) {
    let vertical = state.font.as_ref().is_some_and(|font| font.vertical());
    let (x, y) = if vertical { (0.0, forward) } else { (forward * state.scale, 0.0) };
    *text = Matrix::shift(x, y).then(*text);
}
