//! The piece table: where in the file the characters of the text stand.

use encoding_rs::WINDOWS_1252;

use super::binary::{u16_at, u32_at, wide};
use super::{Source, damaged};
use crate::error::Result;
use crate::read::limits::Steps;

/// The pair of the header that points to the table.
const CLX: usize = 33;
const PROPERTIES: u8 = 1;
const TABLE: u8 = 2;
const ONE_BYTE: u32 = 1 << 30;

/// A run of characters that stand together in the file.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Characters (UTF-16 units) before it in the text.
    start: u64,
    length: u64,
    /// Its first byte in the main stream.
    place: u32,
    one_byte: bool,
    /// Which of the changes applies to all of it.
    change: Option<usize>,
}

/// All pieces, and the changes of format that apply to whole pieces.
#[derive(Default)]
pub(super) struct Pieces<'a> {
    main: &'a [u8],
    pieces: Vec<Piece>,
    changes: Vec<&'a [u8]>,
}

impl<'a> Pieces<'a> {
    /// Reads the table; a text is never longer than its file of `most` bytes.
    pub(super) fn of(source: Source<'a>, most: usize, steps: &mut Steps) -> Result<Pieces<'a>> {
        let clx = source.part(CLX);
        let mut changes = Vec::new();
        let mut at = 0;
        while clx.get(at) == Some(&PROPERTIES) {
            steps.spend(1)?;
            let length = usize::from(u16_at(clx, at + 1).unwrap_or(0));
            changes.push(clx.get(at + 3..at + 3 + length).unwrap_or_default());
            at += 3 + length;
        }
        if clx.get(at) != Some(&TABLE) {
            return Err(damaged("its table of text pieces is missing"));
        }
        let table = clx.get(at + 5..).unwrap_or_default();
        // n + 1 positions of four bytes, n descriptions of eight.
        let count = table.len().saturating_sub(4) / 12;
        let mut pieces = Vec::new();
        let mut total = 0u64;
        for index in 0..count {
            steps.spend(1)?;
            let description = 4 * (count + 1) + 8 * index;
            let (Some(start), Some(end), Some(place), Some(property)) = (
                u32_at(table, 4 * index),
                u32_at(table, 4 * index + 4),
                u32_at(table, description + 2),
                u16_at(table, description + 6),
            ) else {
                break;
            };
            if end <= start || u64::from(start) != total {
                return Err(damaged("its table of text pieces makes no sense"));
            }
            let one_byte = place & ONE_BYTE != 0;
            let place = place & (ONE_BYTE - 1);
            total = u64::from(end);
            pieces.push(Piece {
                start: u64::from(start),
                length: u64::from(end - start),
                place: if one_byte { place / 2 } else { place },
                one_byte,
                change: (property & 1 == 1).then_some(usize::from(property >> 1)),
            });
        }
        if total > most as u64 {
            return Err(damaged("its text is longer than the file"));
        }
        Ok(Pieces { main: source.main, pieces, changes })
    }

    /// The characters from `start` up to `end`, each with the place of its first byte.
    pub(super) fn characters(&self, start: u64, end: u64) -> impl Iterator<Item = (char, u32)> {
        let inside = move |piece: &&Piece| piece.start < end && piece.start + piece.length > start;
        self.pieces.iter().filter(inside).flat_map(move |piece| {
            let skipped = start.saturating_sub(piece.start);
            let count = (end.min(piece.start + piece.length) - piece.start - skipped) as usize;
            let width = if piece.one_byte { 1 } else { 2 };
            let place = piece.place.saturating_add(skipped as u32 * width);
            let single = piece.one_byte.then(|| self.one_byte(place, count));
            let double = (!piece.one_byte).then(|| self.two_bytes(place, count));
            single.into_iter().flatten().chain(double.into_iter().flatten())
        })
    }

    /// The ranges of bytes that a change of format covers, with its properties.
    pub(super) fn changes(&self) -> impl Iterator<Item = (u32, u32, &'a [u8])> {
        self.pieces.iter().filter_map(|piece| {
            let change = self.changes.get(piece.change?)?;
            let width = if piece.one_byte { 1 } else { 2 };
            let end = u64::from(piece.place) + piece.length * width;
            Some((piece.place, u32::try_from(end).unwrap_or(u32::MAX), *change))
        })
    }

    fn one_byte(&self, place: u32, count: usize) -> impl Iterator<Item = (char, u32)> {
        let bytes = self.main.get(place as usize..).unwrap_or_default();
        bytes[..bytes.len().min(count)].iter().zip(place..).map(|(byte, place)| {
            let c = match byte {
                0x80..=0x9f => WINDOWS_1252.decode_without_bom_handling(&[*byte]).0.chars().next(),
                byte => Some(char::from(*byte)),
            };
            (c.unwrap_or(char::REPLACEMENT_CHARACTER), place)
        })
    }

    fn two_bytes(&self, place: u32, count: usize) -> impl Iterator<Item = (char, u32)> {
        let units = wide(self.main, place as usize, count);
        char::decode_utf16(units).scan(place, |at, decoded| {
            let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            let here = *at;
            *at = at.saturating_add(2 * c.len_utf16() as u32);
            Some((c, here))
        })
    }
}
