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

/// Entries by one character of theirs, in a hash table with open addressing: every character of
/// every text is looked up in dozens of classes.
#[derive(Debug)]
struct Index {
    /// One bit for each remainder of a character by 64. Most characters open no word of a small class,
    /// and one test tells.
    likely: u64,
    /// A character and the longest entry that has it.
    slots: Vec<(char, u32)>,
    /// For each entry the next one with the same character, which is not longer.
    next: Vec<u32>,
}

impl Index {
    /// An empty index with room for `entries`.
    fn new(entries: usize) -> Index {
        let size = (entries * 2).next_power_of_two().max(2);
        Index { likely: 0, slots: vec![('\0', NONE); size], next: vec![NONE; entries] }
    }

    /// The slot of a character, or the free one where it belongs.
    fn slot(&self, key: char) -> usize {
        // Fibonacci hashing: the high bits of the product are well mixed.
        let mixed = (key as u32).wrapping_mul(0x9E37_79B1);
        let mask = self.slots.len() - 1;
        let mut slot = (mixed >> 16) as usize & mask;
        while self.slots[slot].1 != NONE && self.slots[slot].0 != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Puts an entry behind those with the same character that `stands_before` it.
    fn insert(&mut self, key: char, entry: u32, stands_before: impl Fn(u32) -> bool) {
        self.likely |= 1 << (key as u32 & 63);
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

    /// Entries with a character, the longest first.
    #[inline]
    fn of(&self, key: char) -> Chain<'_> {
        let likely = self.likely >> (key as u32 & 63) & 1 == 1;
        Chain { next: &self.next, at: if likely { self.slots[self.slot(key)].1 } else { NONE } }
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
            opening.insert(letters[entry.start as usize], number as u32, stands_before);
            closing.insert(letters[(entry.start + entry.len - 1) as usize], number as u32, stands_before);
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
    #[inline]
    pub fn at_start(&self, rest: &[char]) -> Option<(usize, &T)> {
        self.opening.of(*rest.first()?).find_map(|number| {
            let entry = &self.entries[number];
            let word = self.word(entry);
            // Words are short: a loop costs less than a call to compare memory.
            let found = rest.len() >= word.len() && word.iter().zip(rest).all(|(a, b)| a == b);
            found.then_some((word.len(), &entry.value))
        })
    }

    /// The longest word that `before` ends with, and its length in characters.
    #[inline]
    pub fn at_end(&self, before: &[char]) -> Option<(usize, &T)> {
        self.closing.of(*before.last()?).find_map(|number| {
            let entry = &self.entries[number];
            let word = self.word(entry);
            let found =
                before.len() >= word.len() && word.iter().rev().zip(before.iter().rev()).all(|(a, b)| a == b);
            found.then_some((word.len(), &entry.value))
        })
    }

    /// The first place in `chars` where a word stands, with its length.
    pub fn find(&self, chars: &[char]) -> Option<(usize, usize, &T)> {
        (0..chars.len()).find_map(|at| self.at_start(&chars[at..]).map(|(len, value)| (at, len, value)))
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
