//! Fonts: from the codes of a string to characters and widths.
//!
//! Outlines are not looked at. What a code stands for is told by the font's map to Unicode, else by its
//! encoding: for Chinese fonts one of the registered ones (GBK-EUC-H, UniGB-UCS2-H, …), whose maps
//! hayro-cmap holds.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, WritingMode, load_embedded};
use lopdf::{Dictionary, Document, Object};

use super::number;

/// Fonts of one document that are read; a hundred are many.
const MOST_FONTS: usize = 1_000;
/// Widths that a font may list; there are no more codes of two bytes.
const MOST_WIDTHS: usize = 1 << 16;
/// Maps to Unicode are unpacked to at most so many bytes; a full one has about two million.
const MAP_BYTES: usize = 4 << 20;
/// Characters that one code may stand for (ligatures have up to four).
const LONGEST: usize = 16;

/// The fonts of a document, each read once.
pub struct Fonts<'d> {
    document: &'d Document,
    map_bytes: usize,
    /// By where the dictionary lies in memory: one written into the resources has no number.
    known: HashMap<usize, Option<Rc<Font>>>,
}

impl<'d> Fonts<'d> {
    /// None is read yet; maps are unpacked to at most `most` bytes each.
    pub fn new(document: &'d Document, most: usize) -> Fonts<'d> {
        Fonts { document, map_bytes: most.min(MAP_BYTES), known: HashMap::new() }
    }

    /// The font that these resources have under a name.
    pub fn named(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources?.get_deref(b"Font", self.document).ok()?.as_dict().ok()?;
        let dict = fonts.get_deref(name, self.document).ok()?.as_dict().ok()?;
        let place = std::ptr::from_ref(dict).addr();
        if self.known.len() >= MOST_FONTS && !self.known.contains_key(&place) {
            return None;
        }
        let read = || Font::new(self.document, dict, self.map_bytes).map(Rc::new);
        self.known.entry(place).or_insert_with(read).clone()
    }
}

/// A font, as far as it tells what its codes mean and how wide they are.
pub struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
}

enum Codes {
    /// One byte each.
    Simple { characters: Box<[Option<char>; 256]>, widths: Box<[f64; 256]> },
    /// One to four bytes each, by way of character identifiers.
    Composite(Box<Composite>),
}

struct Composite {
    encoding: CMap,
    /// The codes are UTF-16 themselves.
    unicode: bool,
    /// From identifiers to Unicode.
    collection: Option<CMap>,
    widths: HashMap<u32, f64>,
    usual: f64,
    vertical: bool,
}

/// One code of a string.
pub struct Glyph {
    /// Bytes that it took.
    pub len: usize,
    /// Its number.
    pub code: u32,
    /// How far it moves on, for a font of size 1; downwards is negative where the font runs so.
    pub width: f64,
    text: Option<BfString>,
}

impl Glyph {
    /// The characters that it shows; none where the font does not say. Controls and placeholders of
    /// private meaning say nothing either.
    pub fn characters(&self) -> Option<impl Iterator<Item = char>> {
        let telling = |c: &char| !c.is_control() && *c != char::REPLACEMENT_CHARACTER && *c != '\u{ad}';
        let (one, more) = match self.text.as_ref()? {
            BfString::Char(c) => (Some(*c), ""),
            BfString::String(text) => (None, text.as_str()),
        };
        let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
        let characters: Vec<char> =
            one.into_iter().chain(more.chars()).map(blank).filter(telling).take(LONGEST).collect();
        (!characters.is_empty()).then(|| characters.into_iter())
    }
}

impl Font {
    fn new(document: &Document, dict: &Dictionary, map_bytes: usize) -> Option<Font> {
        let to_unicode = dict.get_deref(b"ToUnicode", document).ok().and_then(|map| cmap(map, map_bytes));
        let subtype = dict.get_deref(b"Subtype", document).ok()?.as_name().ok()?;
        let codes = if subtype == b"Type0" {
            Codes::Composite(Box::new(Composite::new(document, dict, map_bytes)?))
        } else {
            simple(document, dict, subtype == b"Type3", map_bytes)
        };
        Some(Font { codes, to_unicode })
    }

    /// Its lines run from the top to the foot.
    pub fn vertical(&self) -> bool {
        matches!(&self.codes, Codes::Composite(composite) if composite.vertical)
    }

    /// The first code of some bytes, which are not empty.
    pub fn next(&self, bytes: &[u8]) -> Glyph {
        match &self.codes {
            Codes::Simple { characters, widths } => {
                let code = bytes.first().copied().unwrap_or_default();
                let own = characters[usize::from(code)].map(BfString::Char);
                let text = self.mapped(u32::from(code)).or(own);
                Glyph { len: 1, code: u32::from(code), width: widths[usize::from(code)], text }
            }
            Codes::Composite(composite) => {
                let (code, len) = composite.read(bytes);
                let cid = composite.encoding.lookup_cid_code(code, len as u8);
                let text = self.mapped(code).or_else(|| composite.own(code, len, cid));
                let across = composite.widths.get(&cid.unwrap_or(0)).copied().unwrap_or(composite.usual);
                let width = if composite.vertical { -1.0 } else { across };
                Glyph { len, code, width, text }
            }
        }
    }

    fn mapped(&self, code: u32) -> Option<BfString> {
        self.to_unicode.as_ref()?.lookup_bf_string(code)
    }
}

impl Composite {
    fn new(document: &Document, dict: &Dictionary, map_bytes: usize) -> Option<Composite> {
        let encoding = dict.get_deref(b"Encoding", document).ok()?;
        let name = encoding.as_name().unwrap_or_default();
        let unicode = [b"-UCS2-".as_slice(), b"-UTF16-"].iter().any(|part| holds(name, part));
        let encoding = cmap(encoding, map_bytes)?;
        let below = dict.get_deref(b"DescendantFonts", document).ok()?.as_array().ok()?.first()?;
        let below = document.dereference(below).ok()?.1.as_dict().ok()?;
        let family =
            encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
        let family = match family {
            Some(CidFamily::AdobeIdentity) | None => system_info(document, below),
            known => known,
        };
        let collection = family
            .and_then(|family| family.ucs2_cmap())
            .and_then(load_embedded)
            .and_then(|data| CMap::parse(data, load_embedded));
        let vertical = encoding.metadata().writing_mode == Some(WritingMode::Vertical);
        let usual = below.get_deref(b"DW", document).ok().and_then(number).unwrap_or(1000.0) / 1000.0;
        let widths = below.get_deref(b"W", document).ok().and_then(|w| w.as_array().ok());
        let widths = widths.map(|array| listed(document, array)).unwrap_or_default();
        Some(Composite { encoding, unicode, collection, widths, usual, vertical })
    }

    /// The first code and its length; a byte that begins none is a code of its own.
    fn read(&self, bytes: &[u8]) -> (u32, usize) {
        let mut code = 0u32;
        for (index, byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(*byte);
            if self.encoding.lookup_cid_code(code, index as u8 + 1).is_some() {
                return (code, index + 1);
            }
        }
        // Unicode that the collection has no glyph for.
        let len = if self.unicode { bytes.len().min(2) } else { 1 };
        (bytes.iter().take(len).fold(0, |code, byte| code << 8 | u32::from(*byte)), len)
    }

    fn own(&self, code: u32, len: usize, cid: Option<u32>) -> Option<BfString> {
        if self.unicode {
            let units = [(code >> 16) as u16, code as u16];
            let units = if len > 2 { &units[..] } else { &units[1..] };
            return char::decode_utf16(units.iter().copied()).next()?.ok().map(BfString::Char);
        }
        self.collection.as_ref()?.lookup_bf_string(cid?)
    }
}

/// A map written into the file, or the name of a registered one.
fn cmap(object: &Object, map_bytes: usize) -> Option<CMap> {
    if let Ok(name) = object.as_name() {
        return match name {
            b"Identity-H" => Some(CMap::identity_h()),
            b"Identity-V" => Some(CMap::identity_v()),
            name => CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded),
        };
    }
    let data = object.as_stream().ok()?.get_plain_content_with_limit(map_bytes).ok()?;
    // The crate's own packed form, which no file has.
    if data.starts_with(b"bcmap") { None } else { CMap::parse(&data, load_embedded) }
}

fn system_info(document: &Document, font: &Dictionary) -> Option<CidFamily> {
    let info = font.get_deref(b"CIDSystemInfo", document).ok()?.as_dict().ok()?;
    let entry = |key: &[u8]| info.get_deref(key, document).ok()?.as_str().ok();
    Some(CidFamily::from_registry_ordering(entry(b"Registry")?, entry(b"Ordering")?))
}

/// `W`: `first [w w w]` and `first last w`, by identifier, in thousandths.
fn listed(document: &Document, array: &[Object]) -> HashMap<u32, f64> {
    let mut widths = HashMap::new();
    let mut rest = array;
    while let [first, second, tail @ ..] = rest {
        let direct = |object| document.dereference(object).map_or(&Object::Null, |(_, object)| object);
        let Some(first) = direct(first).as_i64().ok().and_then(|n| u32::try_from(n).ok()) else { break };
        if let Ok(run) = direct(second).as_array() {
            for (cid, width) in (first..).zip(run.iter().take(MOST_WIDTHS)) {
                widths.insert(cid, number(direct(width)).unwrap_or(1000.0) / 1000.0);
            }
            rest = tail;
        } else {
            let ([width, tail @ ..], Ok(last)) = (tail, direct(second).as_i64()) else { break };
            let width = number(direct(width)).unwrap_or(1000.0) / 1000.0;
            let last = u32::try_from(last).unwrap_or(0).min(MOST_WIDTHS as u32);
            widths.extend((first..=last).map(|cid| (cid, width)));
            rest = tail;
        }
        if widths.len() > 2 * MOST_WIDTHS {
            break;
        }
    }
    widths
}

/// A font of one byte a code.
fn simple(document: &Document, dict: &Dictionary, drawn: bool, map_bytes: usize) -> Codes {
    let mut characters = Box::new([None; 256]);
    if let Ok(encoding) = dict.get_font_encoding_with_limit(document, map_bytes) {
        for (code, character) in (0u8..=255).zip(characters.iter_mut()) {
            let text = Document::decode_text(&encoding, &[code]).unwrap_or_default();
            *character = text.chars().next();
        }
    }
    let mut widths = Box::new([0.5; 256]);
    // A font whose glyphs are drawings has a scale of its own.
    let scale = dict.get_deref(b"FontMatrix", document).ok().filter(|_| drawn);
    let scale = scale.and_then(|matrix| number(matrix.as_array().ok()?.first()?)).unwrap_or(0.001);
    let first = dict.get_deref(b"FirstChar", document).ok().and_then(|n| n.as_i64().ok()).unwrap_or(0);
    if let Some(listed) = dict.get_deref(b"Widths", document).ok().and_then(|w| w.as_array().ok()) {
        for (to, width) in widths.iter_mut().skip(usize::try_from(first).unwrap_or(256)).zip(listed) {
            let width = document.dereference(width).ok().and_then(|(_, width)| number(width));
            *to = width.map_or(0.5, |width| width * scale);
        }
    }
    Codes::Simple { characters, widths }
}

fn holds(name: &[u8], part: &[u8]) -> bool {
    name.windows(part.len()).any(|window| window == part)
}
