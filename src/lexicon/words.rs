//! Words looked up at a place.

use super::table::{ALONE, Key, NONE, OUTERMOST, outermost, pair, slot};

/// Words looked up at a place, the longest first.
#[derive(Debug)]
pub struct Words<T: 'static> {
    /// Words by their first characters.
    opening: Index,
    /// Words by their last characters.
    closing: Index,
    /// All words, one after the other.
    letters: &'static [Number],
    /// Where each begins, and its length.
    places: &'static [[u8; 8]],
    /// The number of the value of each.
    value_of: &'static [u8],
    values: &'static [T],
}

/// Four bytes, little-endian: a number or a character.
type Number = [u8; 4];

/// Words by their two outermost characters at one end, in a hash table with open addressing, behind a
/// filter: every character of every text is looked up in dozens of classes, and nearly always in vain. What is in
/// each part tells [`super::table`].
#[derive(Debug)]
struct Index {
    outermost: [u64; OUTERMOST],
    singles: u64,
    pairs: &'static [[u8; 8]],
    slots: &'static [[u8; 12]],
    next: &'static [Number],
}

/// The parts of a class, one after the other.
struct Parts(&'static [u8]);

impl Parts {
    /// The next so many parts of `N` bytes; fewer where there are no more.
    fn take<const N: usize>(&mut self, count: usize) -> &'static [[u8; N]] {
        let (taken, rest) = self.0.split_at_checked(count * N).unwrap_or((self.0, &[]));
        self.0 = rest;
        taken.as_chunks().0
    }

    fn numbers<const N: usize>(&mut self) -> [usize; N] {
        let mut numbers = self.take(N).iter().map(|number| u32::from_le_bytes(*number) as usize);
        std::array::from_fn(|_| numbers.next().unwrap_or(0))
    }

    fn index(&mut self, words: usize, slots: usize, pairs: usize) -> Index {
        let mut bits = self.take(OUTERMOST + 1).iter().map(|bits| u64::from_le_bytes(*bits));
        let mut bits = || bits.next().unwrap_or(0);
        Index {
            outermost: std::array::from_fn(|_| bits()),
            singles: bits(),
            pairs: self.take(pairs),
            slots: self.take(slots),
            next: self.take(words),
        }
    }
}

impl Index {
    /// The word of the slot that has a key: the longest one, [`NONE`] where none has it.
    fn first(&self, key: Key) -> u32 {
        let wanted = (u64::from(key.1 as u32) << 32 | u64::from(key.0 as u32)).to_le_bytes();
        let mut at = slot(key, self.slots.len());
        while let Some([found @ .., a, b, c, d]) = self.slots.get(at) {
            let word = u32::from_le_bytes([*a, *b, *c, *d]);
            if *found == wanted || word == NONE {
                return word;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        NONE
    }

    /// Whether this character may be the outermost one of a word; false is certain.
    #[inline]
    fn may_end_in(&self, outer: char) -> bool {
        let (at, bit) = outermost(outer);
        self.outermost[at] >> bit & 1 == 1
    }

    /// The first place in `chars` whose character may be the outermost one of a word.
    #[inline]
    fn first_in(&self, chars: &[char]) -> Option<usize> {
        chars.iter().position(|&c| self.may_end_in(c))
    }

    /// Whether a word of two characters or more may have this key; false is certain.
    #[inline]
    fn may_have(&self, key: Key) -> bool {
        let (at, bit) = pair(key, self.pairs.len());
        u64::from_le_bytes(self.pairs[at]) >> bit & 1 == 1
    }

    /// Whether this character may be a word by itself; false is certain.
    #[inline]
    fn may_be(&self, single: char) -> bool {
        self.singles >> (single as u32 & 63) & 1 == 1
    }

    /// Whether a word may have these characters outermost, the inner one where there is one; false is certain.
    #[inline]
    fn may_hold(&self, outer: char, inner: Option<&char>) -> bool {
        inner.is_some_and(|&inner| self.may_have((outer, inner))) || self.may_be(outer)
    }

    /// Words with a key, the longest first.
    fn of(&self, key: Key) -> Chain {
        Chain { next: self.next, at: self.first(key) }
    }
}

struct Chain {
    next: &'static [Number],
    at: u32,
}

impl Iterator for Chain {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let word = self.at as usize;
        self.at = u32::from_le_bytes(*self.next.get(word)?);
        Some(word)
    }
}

impl<T> Words<T> {
    /// A class of words from its bytes, laid out as [`super::table`] tells, with the values that its words have.
    pub fn new(bytes: &'static [u8], values: &'static [T]) -> Words<T> {
        let mut parts = Parts(bytes);
        let [words, letters, slots, pairs] = parts.numbers();
        Words {
            opening: parts.index(words, slots, pairs),
            closing: parts.index(words, slots, pairs),
            letters: parts.take(letters),
            places: parts.take(words),
            value_of: parts.take::<1>(words).as_flattened(),
            values,
        }
    }

    /// The letters of a word.
    #[inline]
    fn word(&self, number: usize) -> &'static [Number] {
        let [a, b, c, d, e, f, g, h] = self.places[number];
        let (start, len) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        &self.letters[start as usize..(start + len) as usize]
    }

    #[inline]
    fn value(&self, number: usize) -> &'static T {
        &self.values[usize::from(self.value_of[number])]
    }

    /// The longest word that `rest` begins with, and its length in characters.
    // Always: the filter answers most calls, and is less work than the call.
    #[inline(always)]
    pub fn at_start(&self, rest: &[char]) -> Option<(usize, &T)> {
        let first = *rest.first()?;
        if self.opening.may_end_in(first) { self.opens(first, rest) } else { None }
    }

    /// The longest word that `before` ends with, and its length in characters.
    #[inline(always)]
    pub fn at_end(&self, before: &[char]) -> Option<(usize, &T)> {
        let last = *before.last()?;
        if self.closing.may_end_in(last) { self.closes(last, before) } else { None }
    }

    /// Behind the first filter. Never inlined: hundreds of rules ask, and their code is to stay near.
    #[inline(never)]
    fn opens(&self, first: char, rest: &[char]) -> Option<(usize, &T)> {
        if let Some(&second) = rest.get(1)
            && self.opening.may_have((first, second))
            && let Some(found) = self.longest_opening((first, second), rest)
        {
            return Some(found);
        }
        if self.opening.may_be(first) { self.single(self.opening.of((first, ALONE))) } else { None }
    }

    /// Behind the first filter, likewise.
    #[inline(never)]
    fn closes(&self, last: char, before: &[char]) -> Option<(usize, &T)> {
        if let Some(&second_last) = before.iter().rev().nth(1)
            && self.closing.may_have((last, second_last))
            && let Some(found) = self.longest_closing((last, second_last), before)
        {
            return Some(found);
        }
        if self.closing.may_be(last) { self.single(self.closing.of((last, ALONE))) } else { None }
    }

    fn longest_opening(&self, key: Key, rest: &[char]) -> Option<(usize, &T)> {
        self.opening.of(key).find_map(|number| {
            let word = self.word(number);
            // The key is compared already; words are short, and a loop costs less than a call to compare memory.
            let (word_rest, rest) = (word.get(2..)?, rest.get(2..word.len())?);
            let same = word_rest.iter().zip(rest).all(|(letter, c)| is(*letter, *c));
            same.then(|| (word.len(), self.value(number)))
        })
    }

    fn longest_closing(&self, key: Key, before: &[char]) -> Option<(usize, &T)> {
        self.closing.of(key).find_map(|number| {
            let word = self.word(number);
            let word_rest = &word[..word.len().checked_sub(2)?];
            let before = &before[before.len().checked_sub(word.len())?..];
            let same = word_rest.iter().zip(before).all(|(letter, c)| is(*letter, *c));
            same.then(|| (word.len(), self.value(number)))
        })
    }

    fn single(&self, mut chain: Chain) -> Option<(usize, &T)> {
        chain.next().map(|number| (1, self.value(number)))
    }

    /// Whether a word may begin with this character; false is certain.
    #[inline]
    pub fn may_open(&self, first: char) -> bool {
        self.opening.may_end_in(first)
    }

    /// The first place in `chars` where a word stands, with its length.
    pub fn find(&self, chars: &[char]) -> Option<(usize, usize, &T)> {
        let mut at = 0;
        loop {
            at += self.opening.first_in(&chars[at..])?;
            if self.opening.may_hold(chars[at], chars.get(at + 1))
                && let Some((len, value)) = self.opens(chars[at], &chars[at..])
            {
                return Some((at, len, value));
            }
            at += 1;
        }
    }

    /// Whether a word ends anywhere in `chars` behind the first character.
    pub fn any_end_in(&self, chars: &[char]) -> bool {
        let mut at = 1;
        while let Some(step) = chars.get(at..).and_then(|rest| self.closing.first_in(rest)) {
            at += step;
            let may_hold = self.closing.may_hold(chars[at], chars.get(at - 1));
            if may_hold && self.closes(chars[at], &chars[..=at]).is_some() {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether any word stands anywhere in `chars`.
    pub fn any_in(&self, chars: &[char]) -> bool {
        self.find(chars).is_some()
    }
}

/// Whether a letter of a word is this character.
#[inline]
fn is(letter: Number, c: char) -> bool {
    u32::from_le_bytes(letter) == c as u32
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::lexicon::tabulate::bytes;

    fn chars(words: &str) -> Vec<char> {
        words.chars().collect()
    }

    #[test]
    fn the_longest_word_at_a_place_is_found() {
        let all = [("增", 1), ("增长", 2), ("增长率", 3), ("增长", 4), ("", 5), ("率", 6)];
        let words = Words::new(bytes(all).leak(), &[0, 1, 2, 3, 4, 5, 6]);
        for (rest, found) in [
            ("增长率达", Some((3, &3))),
            ("增长8%", Some((2, &2))),
            ("增加", Some((1, &1))),
            ("长", None),
            ("", None),
        ] {
            assert_eq!(words.at_start(&chars(rest)), found, "{rest}");
        }
        for (before, found) in
            [("经济增长率", Some((3, &3))), ("覆盖率", Some((1, &6))), ("增长", Some((2, &2))), ("", None)]
        {
            assert_eq!(words.at_end(&chars(before)), found, "{before}");
        }
        assert_eq!(words.find(&chars("预计增长")), Some((2, 2, &2)));
        assert!(!words.any_in(&chars("下降")));
        let none = Words::new(bytes([]).leak(), &[()]);
        assert_eq!((none.at_start(&chars("增长")), none.at_end(&chars("增长"))), (None, None));
    }
}
