//! What the lists of objects in a PDF unpack to, before they are read.
//!
//! lopdf bounds each packed list; a file can hold any number of them, and all are read at once.

use std::io::{self, Read};

use flate2::read::ZlibDecoder;

use crate::error::{Error, Kind, Result};
use crate::read::Limits;

/// The dictionary of a packed list stands within so many bytes before it.
const DICTIONARY: usize = 400;
/// Packed lists inside packed lists, by a chain of filters.
const LAYERS: usize = 4;

/// Refuses a file whose packed lists of objects unpack to more than the limit in sum.
///
/// # Errors
/// [`Kind::Input`] beyond [`Limits::max_unpacked`].
pub fn check(bytes: &[u8], limits: &Limits) -> Result<()> {
    let mut left = limits.max_unpacked;
    let mut from = 0;
    while let Some(at) = bytes[from..].windows(6).position(|window| window == b"stream") {
        let start = from + at + 6;
        let dictionary = &bytes[(from + at).saturating_sub(DICTIONARY)..from + at];
        from = start;
        let data = bytes[start..].trim_ascii_start();
        if is_list(dictionary) && is_zlib(data) {
            left = left.checked_sub(unpacked(data, left)).ok_or_else(|| {
                let message =
                    format!("its lists of objects unpack to more than {} bytes", limits.max_unpacked);
                Error::new(Kind::Input, message).hint("raise the limit with --max-unpacked if you trust it")
            })?;
        }
    }
    Ok(())
}

/// A list of objects or of their places; a name written with `#` may be either.
fn is_list(dictionary: &[u8]) -> bool {
    let own = dictionary
        .windows(4)
        .rposition(|window| window == b" obj")
        .map_or(dictionary, |at| &dictionary[at..]);
    let holds = |name: &[u8]| own.windows(name.len()).any(|window| window == name);
    holds(b"ObjStm") || holds(b"XRef") || own.contains(&b'#')
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [first, second, ..] if first & 15 == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

/// Bytes that come out, of all layers; one more than `most` where it is more.
fn unpacked(data: &[u8], most: u64) -> u64 {
    let mut layer: Box<dyn Read> = Box::new(ZlibDecoder::new(data));
    let mut sum = 0u64;
    for _ in 0..LAYERS {
        let mut head = Vec::new();
        // What is broken ends there, for lopdf as well.
        let _ = layer.by_ref().take(2).read_to_end(&mut head);
        sum += head.len() as u64;
        if is_zlib(&head) {
            layer = Box::new(ZlibDecoder::new(io::Cursor::new(head).chain(layer)));
            continue;
        }
        let rest = (most + 1).saturating_sub(sum);
        sum += io::copy(&mut layer.take(rest), &mut io::sink()).unwrap_or(0);
        break;
    }
    sum
}
