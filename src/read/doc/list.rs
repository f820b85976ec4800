//! Lists and their instances (PlfLst and PlfLfo, [MS-DOC] 2.9.150 and 2.9.149).

use super::Source;
use super::binary::{i32_at, u8_at, u16_at, u32_at, wide};
use crate::error::Result;
use crate::read::limits::Steps;
use crate::read::number::Style;
use crate::read::numbering::{Instance, LEVELS, Level, Numbering};

/// The pairs of the header that point to them.
const LISTS: usize = 73;
const INSTANCES: usize = 74;
const LIST: usize = 28;
const LEVEL: usize = 28;
const INSTANCE: usize = 16;
/// No label is longer.
const LONGEST_LABEL: u16 = 64;

pub(super) fn read(source: Source<'_>, steps: &mut Steps) -> Result<Numbering> {
    let mut numbering = Numbering::default();
    let lists = source.onward(LISTS);
    let count = usize::from(u16_at(lists, 0).unwrap_or(0));
    // The levels of all lists stand behind the last list.
    let mut at = 2 + LIST * count;
    for index in 0..count {
        let list = 2 + LIST * index;
        let (Some(key), Some(flags)) = (i32_at(lists, list), u8_at(lists, list + 26)) else { break };
        let mut levels = Vec::new();
        for _ in 0..if flags & 1 == 1 { 1 } else { LEVELS } {
            steps.spend(1)?;
            let Some((level, next)) = level(lists, at) else { break };
            levels.push(level);
            at = next;
        }
        numbering.lists.insert(i64::from(key), levels);
    }
    let instances = source.onward(INSTANCES);
    let count = u32_at(instances, 0).unwrap_or(0) as usize;
    let mut at = count.saturating_mul(INSTANCE).saturating_add(4);
    for index in 0..count {
        steps.spend(1)?;
        let start = 4 + INSTANCE * index;
        let (Some(list), Some(changes)) = (i32_at(instances, start), u8_at(instances, start + 12)) else {
            break;
        };
        let mut instance = Instance { list: i64::from(list), ..Instance::default() };
        at = at.saturating_add(4);
        for _ in 0..changes {
            let Some(next) = change(instances, at, &mut instance) else { break };
            at = next;
        }
        numbering.instances.insert(index as i64 + 1, instance);
    }
    Ok(numbering)
}

/// A level that an instance changes; gives where the next one stands.
fn change(instances: &[u8], at: usize, instance: &mut Instance) -> Option<usize> {
    let (start, flags) = (u32_at(instances, at)?, u32_at(instances, at + 4)?);
    let of = (flags & 0xf) as usize;
    if flags & 0x20 != 0 {
        let (level, next) = level(instances, at + 8)?;
        if flags & 0x10 != 0 {
            instance.starts.insert(of, level.start);
        }
        instance.levels.insert(of, level);
        return Some(next);
    }
    if flags & 0x10 != 0 {
        instance.starts.insert(of, start);
    }
    Some(at + 8)
}

/// A level, and where it ends.
fn level(bytes: &[u8], at: usize) -> Option<(Level, usize)> {
    let flags = u8_at(bytes, at + 5)?;
    let (characters, paragraphs) = (u8_at(bytes, at + 24)?, u8_at(bytes, at + 25)?);
    let label = at + LEVEL + usize::from(characters) + usize::from(paragraphs);
    let length = u16_at(bytes, label)?;
    // The numbers of the levels stand in the label as characters 0 to 8.
    let mut words = String::new();
    let units = wide(bytes, label + 2, usize::from(length.min(LONGEST_LABEL)));
    for c in char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
        match u8::try_from(c) {
            Ok(number) if usize::from(number) < LEVELS => words.extend(['%', char::from(b'1' + number)]),
            _ => words.push(c),
        }
    }
    // Without a restart limit of its own the count begins anew after any level above.
    let restart = if flags & 0x08 != 0 { Some(u8_at(bytes, at + 26)?) } else { None };
    let level = Level {
        start: u32::try_from(i32_at(bytes, at)?).unwrap_or(1),
        style: Style(u8_at(bytes, at + 4)?),
        label: words,
        legal: flags & 0x04 != 0,
        restart,
    };
    Some((level, label + 2 + 2 * usize::from(length)))
}
