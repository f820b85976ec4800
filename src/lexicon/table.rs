//! How a class of words lies in bytes, which are made when the program is built and read where they are.
//!
//! build.rs compiles this file and the one that makes the bytes as well, so both know nothing of the rest. What is
//! looked up together lies together, in as few bytes as it takes: all classes fit into the nearer caches. All numbers
//! are little-endian, of two bytes where nothing else is said. A class is, twice, for the words by their first two
//! characters and by their last two, the outermost first:
//!
//! - how many slots, pairs and numbers of entries there are, four bytes each;
//! - 32 numbers of eight bytes with one bit for each remainder by 2,048 of the outermost characters;
//! - four with a bit for each remainder by 256 of the characters that are words by themselves;
//! - as many of eight bytes as there are pairs, the bits of a Bloom filter over the keys of the longer words;
//! - slots, a hash table with open addressing: where the entries of a key begin, or [`NONE`];
//! - entries, those with the same key one after the other, the longest word first: a head, and the characters of
//!   the word from its outermost one on.

/// No entry: a slot without a key.
pub const NONE: u16 = u16::MAX;

/// Stands in the key of a word of one character for the second one.
pub const ALONE: char = '\0';

/// The outermost characters of a word, the outer one first.
pub type Key = (char, char);

/// How many numbers of eight bytes tell of the outermost characters.
pub const OUTERMOST: usize = 32;

/// How many numbers of eight bytes tell of the characters that are words by themselves.
pub const SINGLES: usize = 4;

/// Most characters of a word, all bits of their number set.
pub const LONGEST: u16 = 63;

/// In the head of a word, where the number of its value begins; below it stands how many characters it has.
pub const VALUE_SHIFT: u32 = 6;

/// In the head of a word, the bit of the last one with its key, above the eight bits of the value.
pub const LAST: u16 = 1 << 14;

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

/// Where the bit of a character stands that is a word by itself: the number and the bit in it.
#[inline]
pub fn single(c: char) -> (usize, u32) {
    (c as usize >> 6 & (SINGLES - 1), c as u32 & 63)
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
