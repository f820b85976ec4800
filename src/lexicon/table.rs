//! How a class of words lies in bytes, which are made when the program is built and read where they are.
//!
//! build.rs compiles this file and the one that makes the bytes as well, so both know nothing of the rest. All
//! numbers are little-endian, of four bytes where nothing else is said:
//!
//! - words, letters, slots, pairs: how many there are of each;
//! - twice, for the words by their first two characters and by their last two, the outermost first: 16 numbers of
//!   eight bytes with one bit for each remainder by 1,024 of the outermost characters; one with a bit for each
//!   remainder by 64 of the characters that are words by themselves; as many as there are pairs, the bits of a Bloom
//!   filter over the keys of the longer words; slots of three numbers, a key and the longest word that has it; for
//!   each word the next one with the same key, which is not longer;
//! - the letters of all words, one after the other;
//! - for each word where its letters begin, and how many they are;
//! - for each word a byte, the number of its value.

/// No word: the end of a chain, and a slot without one.
pub const NONE: u32 = u32::MAX;

/// Stands in the key of a word of one character for the second one.
pub const ALONE: char = '\0';

/// The outermost characters of a word, the outer one first.
pub type Key = (char, char);

/// How many numbers of eight bytes tell of the outermost characters.
pub const OUTERMOST: usize = 16;

/// Mixes a key; the high bits are the better ones.
#[inline]
fn mixed((outer, inner): Key) -> u32 {
    // Fibonacci hashing: both constants are odd and far from simple fractions of 2³².
    (outer as u32).wrapping_mul(0x9E37_79B1) ^ (inner as u32).wrapping_mul(0x85EB_CA6B)
}

/// Where the bit of an outermost character stands: the number and the bit in it.
#[inline]
pub fn outermost(outer: char) -> (usize, u32) {
    (outer as usize >> 6 & (OUTERMOST - 1), outer as u32 & 63)
}

/// Where the bit of a key stands in the filter of so many pairs: the number and the bit in it.
#[inline]
pub fn pair(key: Key, pairs: usize) -> (usize, u32) {
    let mixed = mixed(key);
    ((mixed >> 20) as usize & (pairs - 1), mixed >> 14 & 63)
}

/// Where a key is looked for first among so many slots; behind it in the next ones, round to the first.
#[inline]
pub fn slot(key: Key, slots: usize) -> usize {
    (mixed(key) >> 12) as usize & (slots - 1)
}
