//! The numbering part of a package.

use std::collections::HashMap;

use crate::error::Result;
use crate::read::limits::Limits;
use crate::read::number::{NONE, Style};
use crate::read::numbering::{Instance, LEVELS, Level, Numbering};
use crate::read::xml::{self, Piece, Tag, Xml};

/// Where the element being read belongs.
#[derive(Debug, Clone, Copy)]
enum Place {
    Nowhere,
    List(i64),
    Instance(i64),
}

/// Reads the numbering part.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Numbering> {
    let text = xml::decode(bytes);
    let mut xml = Xml::new(&text, limits);
    let mut numbering = Numbering::default();
    let mut place = Place::Nowhere;
    let mut level = 0;
    // Lists by the style that they define, and lists that take their levels from such a style.
    let mut defined: HashMap<String, i64> = HashMap::new();
    let mut linked: Vec<(i64, String)> = Vec::new();
    while let Some(piece) = xml.piece()? {
        let Piece::Open(tag) = piece else { continue };
        let value = || tag.attribute("val").unwrap_or_default();
        match (tag.name(), place) {
            ("abstractNum", _) => {
                let key = number(&tag, "abstractNumId");
                numbering.lists.insert(key, vec![Level::default(); LEVELS]);
                place = Place::List(key);
            }
            ("num", _) => {
                let key = number(&tag, "numId");
                numbering.instances.insert(key, Instance::default());
                place = Place::Instance(key);
            }
            ("abstractNumId", Place::Instance(key)) => {
                if let Some(instance) = numbering.instances.get_mut(&key) {
                    instance.list = value().parse().unwrap_or_default();
                }
            }
            ("styleLink", Place::List(key)) => drop(defined.insert(value(), key)),
            ("numStyleLink", Place::List(key)) => linked.push((key, value())),
            ("lvl" | "lvlOverride", _) => {
                level = usize::try_from(number(&tag, "ilvl")).unwrap_or(LEVELS);
                // A level that does not say where it begins, begins at 0.
                if tag.name() == "lvl"
                    && let Some(level) = level_at(&mut numbering, place, level, "start")
                {
                    level.start = 0;
                }
            }
            ("startOverride", Place::Instance(key)) => {
                if let (Some(instance), Ok(start)) = (numbering.instances.get_mut(&key), value().parse()) {
                    instance.starts.insert(level, start);
                }
            }
            (name, place) => {
                if let Some(level) = level_at(&mut numbering, place, level, name) {
                    property(level, name, &tag);
                }
            }
        }
    }
    for (key, style) in linked {
        let levels = defined.get(&style).and_then(|list| numbering.lists.get(list)).cloned();
        if let Some(levels) = levels {
            numbering.lists.insert(key, levels);
        }
    }
    Ok(numbering)
}

const PROPERTIES: &[&str] = &["start", "numFmt", "lvlText", "isLgl", "lvlRestart"];

fn level_at<'a>(numbering: &'a mut Numbering, place: Place, at: usize, name: &str) -> Option<&'a mut Level> {
    if at >= LEVELS || !PROPERTIES.contains(&name) {
        return None;
    }
    match place {
        Place::Nowhere => None,
        Place::List(key) => numbering.lists.get_mut(&key)?.get_mut(at),
        Place::Instance(key) => Some(numbering.instances.get_mut(&key)?.levels.entry(at).or_default()),
    }
}

fn property(level: &mut Level, name: &str, tag: &Tag<'_>) {
    let value = tag.attribute("val");
    match name {
        "start" => level.start = value.and_then(|value| value.parse().ok()).unwrap_or(1),
        "numFmt" => {
            // A format of its own names, beside the sample, the nearest of the usual ones.
            level.style = value.map_or(NONE, |value| match value.as_str() {
                "custom" => Style::sampled(&tag.attribute("format").unwrap_or_default()),
                name => Style::named(name),
            });
        }
        "lvlText" => level.label = value.unwrap_or_default(),
        "isLgl" => level.legal = value.is_none_or(|value| value != "0" && value != "false"),
        _ => level.restart = value.and_then(|value| value.parse().ok()),
    }
}

fn number(tag: &Tag<'_>, attribute: &str) -> i64 {
    tag.attribute(attribute).and_then(|value| value.parse().ok()).unwrap_or(-1)
}
