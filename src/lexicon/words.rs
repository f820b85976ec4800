//! Words looked up at a place.

/// Words looked up at a place, the longest first.
#[derive(Debug)]
pub struct Words<T> {
    /// Words by their first character.
    opening: Index,
    /// Words by their last character.
    closing: Index,
    /// All words, one after the other.
    letters: Vec<char>,
    entries: Vec<Entry<T>>,
}

#[derive(Debug)]
struct Entry<T> {
    start: u32,
    len: u32,
    value: T,
}

/// No entry: the end of a chain, and a slot without one.
const NONE: u32 = u32::MAX;

/// Stands in the key of a word of one character for the second one.
const ALONE: char = '\0';

/// Entries by their two outermost characters at one end, in a hash table with open addressing, behind a
/// filter: every character of every text is looked up in dozens of classes, and nearly always in vain.
#[derive(Debug)]
struct Index {
    /// One bit for each remainder by 1,024 of the outermost characters.
    outermost: [u64; 16],
    /// One bit for each remainder by 64 of the characters that are words by themselves.
    singles: u64,
    /// Bits of a Bloom filter over the keys of the longer words.
    pairs: Vec<u64>,
    /// A key, the outermost character first, and the longest entry that has it.
    slots: Vec<((char, char), u32)>,
    /// For each entry the next one with the same key, which is not longer.
    next: Vec<u32>,
}

impl Index {
    /// An empty index with room for `entries`.
    fn new(entries: usize) -> Index {
        Index {
            outermost: [0; 16],
            singles: 0,
            // Sixteen bits for a word: about one pair in sixteen is looked up in vain.
            pairs: vec![0; (entries / 4).next_power_of_two()],
            slots: vec![((ALONE, ALONE), NONE); (entries * 2).next_power_of_two()],
            next: vec![NONE; entries],
        }
    }

    /// Mixes a key; the high bits are the better ones.
    #[inline]
    fn mixed((outer, inner): (char, char)) -> u32 {
        // Fibonacci hashing: both constants are odd and far from simple fractions of 2³².
        (outer as u32).wrapping_mul(0x9E37_79B1) ^ (inner as u32).wrapping_mul(0x85EB_CA6B)
    }

    /// The slot of a key, or the free one where it belongs.
    fn slot(&self, key: (char, char)) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (Self::mixed(key) >> 12) as usize & mask;
        while self.slots[slot].1 != NONE && self.slots[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Where the bit of a key stands in the filter: the word and the bit in it.
    #[inline]
    fn bit(&self, key: (char, char)) -> (usize, u32) {
        let mixed = Self::mixed(key);
        ((mixed >> 20) as usize & (self.pairs.len() - 1), mixed >> 14 & 63)
    }

    /// Puts an entry behind those with the same key that `stands_before` it.
    fn insert(&mut self, key: (char, char), entry: u32, stands_before: impl Fn(u32) -> bool) {
        self.outermost[key.0 as usize >> 6 & 15] |= 1 << (key.0 as u32 & 63);
        if key.1 == ALONE {
            self.singles |= 1 << (key.0 as u32 & 63);
        } else {
            let (word, bit) = self.bit(key);
            self.pairs[word] |= 1 << bit;
        }
        let slot = self.slot(key);
        let first = self.slots[slot].1;
        if first == NONE || !stands_before(first) {
            self.slots[slot] = (key, entry);
            self.next[entry as usize] = first;
            return;
        }
        let mut at = first;
        while self.next[at as usize] != NONE && stands_before(self.next[at as usize]) {
            at = self.next[at as usize];
        }
        self.next[entry as usize] = self.next[at as usize];
        self.next[at as usize] = entry;
    }

    /// Whether this character may be the outermost one of a word; false is certain.
    #[inline]
    fn may_end_in(&self, outer: char) -> bool {
        self.outermost[outer as usize >> 6 & 15] >> (outer as u32 & 63) & 1 == 1
    }

    /// The first place in `chars` whose character may be the outermost one of a word.
    #[inline]
    fn first_in(&self, chars: &[char]) -> Option<usize> {
        chars.iter().position(|&c| self.may_end_in(c))
    }

    /// Whether a word of two characters or more may have this key; false is certain.
    #[inline]
    fn may_have(&self, key: (char, char)) -> bool {
        let (word, bit) = self.bit(key);
        self.pairs[word] >> bit & 1 == 1
    }

    /// Whether this character may be a word by itself; false is certain.
    #[inline]
    fn may_be(&self, single: char) -> bool {
        self.singles >> (single as u32 & 63) & 1 == 1
    }

    /// Entries with a key, the longest first.
    fn of(&self, key: (char, char)) -> Chain<'_> {
        Chain { next: &self.next, at: self.slots[self.slot(key)].1 }
    }
}

struct Chain<'a> {
    next: &'a [u32],
    at: u32,
}

impl Iterator for Chain<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        let entry = self.at as usize;
        self.at = *self.next.get(entry)?;
        Some(entry)
    }
}

impl<T> Words<T> {
    /// A class of words, each with its value; empty words are left out. Of two that are spelled alike
    /// the first counts.
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = (W, T)>) -> Words<T> {
        let mut letters: Vec<char> = Vec::new();
        let mut entries: Vec<Entry<T>> = Vec::new();
        for (word, value) in words {
            let start = letters.len();
            letters.extend(word.as_ref().chars());
            if letters.len() > start {
                let len = (letters.len() - start) as u32;
                entries.push(Entry { start: start as u32, len, value });
            }
        }
        let mut opening = Index::new(entries.len());
        let mut closing = Index::new(entries.len());
        for (number, entry) in entries.iter().enumerate() {
            let stands_before = |other: u32| entries[other as usize].len >= entry.len;
            let word = &letters[entry.start as usize..(entry.start + entry.len) as usize];
            let (first, last) = (word[0], word[word.len() - 1]);
            let second = word.get(1).copied().unwrap_or(ALONE);
            let second_last = word.iter().rev().nth(1).copied().unwrap_or(ALONE);
            opening.insert((first, second), number as u32, stands_before);
            closing.insert((last, second_last), number as u32, stands_before);
        }
        Words { opening, closing, letters, entries }
    }

    /// Every word of the class.
    pub fn spelled(&self) -> impl Iterator<Item = String> + '_ {
        self.entries.iter().map(|entry| self.word(entry).iter().collect())
    }

    #[inline]
    fn word(&self, entry: &Entry<T>) -> &[char] {
        &self.letters[entry.start as usize..(entry.start + entry.len) as usize]
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

    fn longest_opening(&self, key: (char, char), rest: &[char]) -> Option<(usize, &T)> {
        self.opening.of(key).find_map(|number| {
            let entry = &self.entries[number];
            let word = self.word(entry);
            // The key is compared already; words are short, and a loop costs less than a call to compare memory.
            let (word_rest, rest) = (word.get(2..)?, rest.get(2..word.len())?);
            let same = word_rest.iter().zip(rest).all(|(a, b)| a == b);
            same.then_some((word.len(), &entry.value))
        })
    }

    fn longest_closing(&self, key: (char, char), before: &[char]) -> Option<(usize, &T)> {
        self.closing.of(key).find_map(|number| {
            let entry = &self.entries[number];
            let word = self.word(entry);
            let word_rest = &word[..word.len().checked_sub(2)?];
            let before = &before[before.len().checked_sub(word.len())?..];
            let same = word_rest.iter().zip(before).all(|(a, b)| a == b);
            same.then_some((word.len(), &entry.value))
        })
    }

    fn single(&self, mut chain: Chain<'_>) -> Option<(usize, &T)> {
        chain.next().map(|number| (1, &self.entries[number].value))
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
            if let Some((len, value)) = self.at_start(&chars[at..]) {
                return Some((at, len, value));
            }
            at += 1;
        }
    }

    /// Whether a word ends anywhere in `chars` behind the first character.
    pub fn any_end_in(&self, chars: &[char]) -> bool {
        let mut at = 1;
        while let Some(step) = chars.get(at..).and_then(|rest| self.closing.first_in(rest)) {
            if self.at_end(&chars[..=at + step]).is_some() {
                return true;
            }
            at += step + 1;
        }
        false
    }

    /// Whether any word stands anywhere in `chars`.
    pub fn any_in(&self, chars: &[char]) -> bool {
        self.find(chars).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn chars(words: &str) -> Vec<char> {
        words.chars().collect()
    }

    #[test]
    fn the_longest_word_at_a_place_is_found() {
        let words = Words::new([("增", 1), ("增长", 2), ("增长率", 3), ("增长", 4), ("", 5), ("率", 6)]);
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
        assert_eq!(words.spelled().collect::<String>(), "增增长增长率增长率");
    }
}
