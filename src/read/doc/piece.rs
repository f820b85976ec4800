//! The piece table: where in the file the characters of the text stand.

use encoding_rs::WINDOWS_1252;

use super::binary::{u16_at, u32_at, wide};
use super::word6::{self, CodePage};
use super::{Source, damaged};
use crate::error::Result;
use crate::read::limits::Steps;

/// The pair of the header that points to the table.
const CLX: usize = 33;
const PROPERTIES: u8 = 1;
const TABLE: u8 = 2;
const ONE_BYTE: u32 = 1 << 30;
/// The first byte of the text and the byte behind it; only Word 6 needs them.
const TEXT_START: usize = 24;
const TEXT_END: usize = 28;

/// A run of characters that stand together in the file.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Characters (UTF-16 units) before it in the text.
    start: u64,
    length: u64,
    /// Its first byte in the main stream.
    place: u32,
    /// Bytes of each of its characters.
    width: u32,
    /// Which of the changes applies to all of it.
    change: Option<usize>,
}

/// All pieces, and the changes of format that apply to whole pieces.
#[derive(Default)]
pub(super) struct Pieces<'a> {
    main: &'a [u8],
    pieces: Vec<Piece>,
    changes: Vec<&'a [u8]>,
    /// What one and two bytes mean in Word 6; later ones are Windows 1252 and UTF-16.
    code_page: Option<CodePage>,
}

impl<'a> Pieces<'a> {
    /// Reads the table; a text is never longer than its file of `most` bytes.
    pub(super) fn of(source: Source<'a>, most: usize, steps: &mut Steps) -> Result<Pieces<'a>> {
        let clx = source.part(CLX);
        let narrow_form = source.form.word6 && !word6::is_wide(source.main);
        if source.form.word6 && clx.is_empty() {
            return Pieces::in_one(source, if narrow_form { 1 } else { 2 }, most);
        }
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
            let (place, width) = match place & ONE_BYTE {
                _ if source.form.word6 => (place, if narrow_form { 1 } else { 2 }),
                0 => (place, 2),
                _ => ((place & (ONE_BYTE - 1)) / 2, 1),
            };
            total = u64::from(end);
            pieces.push(Piece {
                start: u64::from(start),
                length: u64::from(end - start),
                place,
                width,
                change: (property & 1 == 1).then_some(usize::from(property >> 1)),
            });
        }
        if total > most as u64 {
            return Err(damaged("its text is longer than the file"));
        }
        Ok(Pieces::new(source, pieces, changes))
    }

    /// The one piece of a file of Word 6 that has no table.
    fn in_one(source: Source<'a>, width: u32, most: usize) -> Result<Pieces<'a>> {
        let place = u32_at(source.main, TEXT_START).unwrap_or(0);
        let bytes = u32_at(source.main, TEXT_END).unwrap_or(0).saturating_sub(place);
        if bytes as usize > most {
            return Err(damaged("its text is longer than the file"));
        }
        let piece = Piece { start: 0, length: u64::from(bytes / width), place, width, change: None };
        Ok(Pieces::new(source, vec![piece], Vec::new()))
    }

    fn new(source: Source<'a>, pieces: Vec<Piece>, changes: Vec<&'a [u8]>) -> Pieces<'a> {
        let mut pieces = Pieces { main: source.main, pieces, changes, code_page: None };
        if source.form.word6 {
            let texts = pieces
                .pieces
                .iter()
                .map(|piece| pieces.bytes(piece.place, piece.length as usize, piece.width));
            pieces.code_page = Some(CodePage::of(source.main, texts));
        }
        pieces
    }

    /// The code page of Word 6.
    pub(super) fn code_page(&self) -> Option<CodePage> {
        self.code_page
    }

    /// The characters from `start` up to `end`, each with the place of its first byte.
    pub(super) fn characters(&self, start: u64, end: u64) -> impl Iterator<Item = (char, u32)> {
        let inside = move |piece: &&Piece| piece.start < end && piece.start + piece.length > start;
        self.pieces.iter().filter(inside).flat_map(move |piece| {
            let skipped = start.saturating_sub(piece.start);
            let count = (end.min(piece.start + piece.length) - piece.start - skipped) as usize;
            let place = piece.place.saturating_add((skipped as u32).saturating_mul(piece.width));
            let paged = self.code_page.map(|page| self.paged(page, place, count, piece.width));
            let single = (paged.is_none() && piece.width == 1).then(|| self.one_byte(place, count));
            let double = (paged.is_none() && piece.width == 2).then(|| self.two_bytes(place, count));
            let later = single.into_iter().flatten().chain(double.into_iter().flatten());
            paged.into_iter().flatten().chain(later)
        })
    }

    /// The ranges of bytes that a change of format covers, with its properties.
    pub(super) fn changes(&self) -> impl Iterator<Item = (u32, u32, &'a [u8])> {
        self.pieces.iter().filter_map(|piece| {
            let change = self.changes.get(piece.change?)?;
            let end = u64::from(piece.place) + piece.length * u64::from(piece.width);
            Some((piece.place, u32::try_from(end).unwrap_or(u32::MAX), *change))
        })
    }

    fn bytes(&self, place: u32, count: usize, width: u32) -> &'a [u8] {
        let bytes = self.main.get(place as usize..).unwrap_or_default();
        &bytes[..bytes.len().min(count.saturating_mul(width as usize))]
    }

    fn paged(
        &self,
        page: CodePage,
        place: u32,
        count: usize,
        width: u32,
    ) -> impl Iterator<Item = (char, u32)> {
        let bytes = self.bytes(place, count, width);
        let mut at = 0;
        std::iter::from_fn(move || {
            let (c, length) = page.first(bytes.get(at..)?)?;
            let here = place.saturating_add(at as u32);
            at += length;
            Some((c, here))
        })
    }

    fn one_byte(&self, place: u32, count: usize) -> impl Iterator<Item = (char, u32)> {
        self.bytes(place, count, 1).iter().zip(place..).map(|(byte, place)| {
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
