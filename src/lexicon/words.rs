//! Words looked up at a place.

use super::table::{
    ALONE, Key, LAST, LONGEST, NONE, OUTERMOST, SINGLES, VALUE_SHIFT, outermost, pair, single, slot,
};

/// Words looked up at a place, the longest first.
#[derive(Debug)]
pub struct Words<T: 'static> {
    /// Words by their first characters.
    opening: Index,
    /// Words by their last characters.
    closing: Index,
    values: &'static [T],
}

/// Two bytes, little-endian: a number or a character.
type Number = [u8; 2];

/// Words by their two outermost characters at one end, in a hash table with open addressing, behind a
/// filter: every character of every text is looked up in dozens of classes, and nearly always in vain. What is in
/// each part tells [`super::table`].
#[derive(Debug)]
struct Index {
    outermost: [u64; OUTERMOST],
    singles: [u64; SINGLES],
    pairs: &'static [[u8; 8]],
    slots: &'static [Number],
    entries: &'static [Number],
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

    fn index(&mut self) -> Index {
        let mut counts = self.take(3).iter().map(|count| u32::from_le_bytes(*count) as usize);
        let [slots, pairs, entries] = std::array::from_fn(|_| counts.next().unwrap_or(0));
        let mut bits = self.take(OUTERMOST + SINGLES).iter().map(|bits| u64::from_le_bytes(*bits));
        let mut bits = || bits.next().unwrap_or(0);
        Index {
            outermost: std::array::from_fn(|_| bits()),
            singles: std::array::from_fn(|_| bits()),
            pairs: self.take(pairs),
            slots: self.take(slots),
            entries: self.take(entries),
        }
    }
}

impl Index {
    /// The entries from the longest word with this key on.
    fn entries(&self, key: Key) -> Option<&'static [Number]> {
        let mut at = slot(key, self.slots.len());
        loop {
            let begin = u16::from_le_bytes(*self.slots.get(at)?);
            if begin == NONE {
                return None;
            }
            let entries = self.entries.get(usize::from(begin)..)?;
            let [head, outer, rest @ ..] = entries else { return None };
            let alone = Head::of(*head).len() == 1;
            let same = if alone { key.1 == ALONE } else { rest.first().is_some_and(|c| is(*c, key.1)) };
            if same && is(*outer, key.0) {
                return Some(entries);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// The longest word with this key whose other characters follow `inward`: its length and the number of its value.
    #[inline]
    fn longest<'c>(
        &self,
        key: Key,
        inward: impl Iterator<Item = &'c char> + Clone,
    ) -> Option<(usize, usize)> {
        let mut entries = self.entries(key)?;
        let mut farther = inward;
        let third = farther.next();
        loop {
            let (head, rest) = entries.split_first()?;
            let head = Head::of(*head);
            let (letters, next) = rest.split_at_checked(head.len())?;
            // The key is compared already, and most words differ in the character behind it.
            let alike = letters.get(2).is_none_or(|letter| third.is_some_and(|c| is(*letter, *c)));
            let mut farther = farther.clone();
            // Words are short, and a loop costs less than a call to compare memory.
            if alike && letters.iter().skip(3).all(|letter| farther.next().is_some_and(|c| is(*letter, *c))) {
                return Some((head.len(), head.value()));
            }
            if head.is_last() {
                return None;
            }
            entries = next;
        }
    }

    /// This character, where it is a word by itself: its length and the number of its value.
    #[inline]
    fn alone(&self, c: char) -> Option<(usize, usize)> {
        if self.may_be(c) { self.longest((c, ALONE), [].iter()) } else { None }
    }

    /// Whether this character may be the outermost one of a word; false is certain.
    #[inline]
    fn may_end_in(&self, outer: char) -> bool {
        let (at, bit) = outermost(outer);
        self.outermost[at] >> bit & 1 == 1
    }

    /// What is left of `chars` from the first one on that may be the outermost one of a word.
    #[inline]
    fn rest_from_first<'c>(&self, chars: &'c [char]) -> &'c [char] {
        // So many at once: the loop itself costs as much as a look.
        const CHUNK: usize = 4;
        let mut rest = chars;
        while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
            match chunk.iter().position(|&c| self.may_end_in(c)) {
                Some(at) => return &rest[at..],
                None => rest = behind,
            }
        }
        let at = rest.iter().position(|&c| self.may_end_in(c)).unwrap_or(rest.len());
        &rest[at..]
    }

    /// Whether a word of two characters or more may have this key; false is certain.
    #[inline]
    fn may_have(&self, key: Key) -> bool {
        let (at, bit) = pair(key, self.pairs.len());
        u64::from_le_bytes(self.pairs[at]) >> bit & 1 == 1
    }

    /// Whether this character may be a word by itself; false is certain.
    #[inline]
    fn may_be(&self, c: char) -> bool {
        let (at, bit) = single(c);
        self.singles[at] >> bit & 1 == 1
    }

    /// Whether a word may have these characters outermost, the inner one where there is one; false is certain.
    #[inline]
    fn may_hold(&self, outer: char, inner: Option<&char>) -> bool {
        inner.is_some_and(|&inner| self.may_have((outer, inner))) || self.may_be(outer)
    }
}

impl<T> Words<T> {
    /// A class of words from its bytes, laid out as [`super::table`] tells, with the values that its words have.
    pub fn new(bytes: &'static [u8], values: &'static [T]) -> Words<T> {
        let mut parts = Parts(bytes);
        Words { opening: parts.index(), closing: parts.index(), values }
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
        let found = match rest {
            [_, second, inward @ ..] if self.opening.may_have((first, *second)) => {
                self.opening.longest((first, *second), inward.iter())
            }
            _ => None,
        };
        let (len, value) = found.or_else(|| self.opening.alone(first))?;
        Some((len, self.values.get(value)?))
    }

    /// Behind the first filter, likewise.
    #[inline(never)]
    fn closes(&self, last: char, before: &[char]) -> Option<(usize, &T)> {
        let found = match before {
            [inward @ .., second_last, _] if self.closing.may_have((last, *second_last)) => {
                self.closing.longest((last, *second_last), inward.iter().rev())
            }
            _ => None,
        };
        let (len, value) = found.or_else(|| self.closing.alone(last))?;
        Some((len, self.values.get(value)?))
    }

    /// Whether a word may begin with this character; false is certain.
    #[inline]
    pub fn may_open(&self, first: char) -> bool {
        self.opening.may_end_in(first)
    }

    /// A bit for each remainder by 2,048 of the characters that words begin with.
    pub fn firsts(&self) -> &[u64] {
        &self.opening.outermost
    }

    /// The same for those that they end with.
    pub fn lasts(&self) -> &[u64] {
        &self.closing.outermost
    }

    /// Whether a word ends with the character at a place, in all that stands before it.
    pub fn ends_at(&self, chars: &[char], at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &chars[before]);
        self.closing.may_hold(chars[at], before) && self.closes(chars[at], &chars[..=at]).is_some()
    }

    /// The first place in `chars` where a word stands, with its length.
    pub fn find(&self, chars: &[char]) -> Option<(usize, usize, &T)> {
        let mut rest = chars;
        loop {
            rest = self.opening.rest_from_first(rest);
            let [first, behind @ ..] = rest else { return None };
            if self.opening.may_hold(*first, behind.first())
                && let Some((len, value)) = self.opens(*first, rest)
            {
                return Some((chars.len() - rest.len(), len, value));
            }
            rest = behind;
        }
    }

    /// Whether any word stands anywhere in `chars`.
    pub fn any_in(&self, chars: &[char]) -> bool {
        self.find(chars).is_some()
    }
}

/// Whether a letter of a word is this character.
#[inline]
fn is(letter: Number, c: char) -> bool {
    u32::from(u16::from_le_bytes(letter)) == c as u32
}

/// What stands before the characters of a word.
#[derive(Clone, Copy)]
struct Head(u16);

impl Head {
    #[inline]
    fn of(head: Number) -> Head {
        Head(u16::from_le_bytes(head))
    }

    /// Characters of the word.
    #[inline]
    fn len(self) -> usize {
        usize::from(self.0 & LONGEST)
    }

    /// The number of its value.
    #[inline]
    fn value(self) -> usize {
        usize::from(self.0 >> VALUE_SHIFT & 0xff)
    }

    /// No shorter word has the same key.
    #[inline]
    fn is_last(self) -> bool {
        self.0 & LAST != 0
    }
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
        let words = Words::new(bytes(all).unwrap_or_default().leak(), &[0, 1, 2, 3, 4, 5, 6]);
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
        // What does not fit into the table breaks the build.
        let long = "增".repeat(64);
        assert_eq!((bytes([("𠀀", 0)]), bytes([(&*long, 0)])), (None, None));
        let none = Words::new(bytes([]).unwrap_or_default().leak(), &[()]);
        assert_eq!((none.at_start(&chars("增长")), none.at_end(&chars("增长"))), (None, None));
    }
}
