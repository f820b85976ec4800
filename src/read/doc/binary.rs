//! Numbers out of bytes, little end first; `None` beyond the end.

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    u32_at(bytes, at).map(u32::cast_signed)
}

pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// UTF-16 units from `at` on, as many as `count` or as there are.
pub(super) fn wide(bytes: &[u8], at: usize, count: usize) -> impl Iterator<Item = u16> {
    let bytes = bytes.get(at..).unwrap_or_default();
    bytes.chunks_exact(2).take(count).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}
