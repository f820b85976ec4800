//! A class of words → its bytes; for build.rs, and for tests.

use super::table::{ALONE, Key, NONE, OUTERMOST, outermost, pair, slot};

/// The words of a class, each with the number of its value, as bytes. Empty words are left out; of two that are
/// spelled alike the first counts.
pub fn bytes<'a>(words: impl IntoIterator<Item = (&'a str, u8)>) -> Vec<u8> {
    let (mut letters, mut places, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (word, value) in words.into_iter().filter(|(word, _)| !word.is_empty()) {
        let start = letters.len();
        letters.extend(word.chars());
        places.push((start, letters.len() - start));
        values.push(value);
    }
    let spelled: Vec<&[char]> = places.iter().map(|&(start, len)| &letters[start..start + len]).collect();
    let opening = Index::of(&spelled, |word| (word[0], word.get(1).copied().unwrap_or(ALONE)));
    let closing = Index::of(&spelled, |word| {
        (word[word.len() - 1], word.iter().rev().nth(1).copied().unwrap_or(ALONE))
    });
    let mut bytes = Vec::new();
    let mut number = |number: usize| bytes.extend((number as u32).to_le_bytes());
    for count in [places.len(), letters.len(), opening.slots.len(), opening.pairs.len()] {
        number(count);
    }
    for index in [opening, closing] {
        let bits = index.outermost.iter().chain([&index.singles]).chain(&index.pairs);
        bytes.extend(bits.flat_map(|bits| bits.to_le_bytes()));
        let slots =
            index.slots.iter().flat_map(|((outer, inner), word)| [*outer as u32, *inner as u32, *word]);
        bytes.extend(slots.chain(index.next).flat_map(u32::to_le_bytes));
    }
    bytes.extend(letters.iter().flat_map(|c| (*c as u32).to_le_bytes()));
    bytes.extend(
        places.iter().flat_map(|&(start, len)| [start as u32, len as u32]).flat_map(u32::to_le_bytes),
    );
    bytes.extend(values);
    bytes
}

/// Words by their key at one end, in a hash table with open addressing, behind filters.
struct Index {
    outermost: [u64; OUTERMOST],
    singles: u64,
    pairs: Vec<u64>,
    slots: Vec<(Key, u32)>,
    next: Vec<u32>,
}

impl Index {
    fn of(words: &[&[char]], key: impl Fn(&[char]) -> Key) -> Index {
        let mut index = Index {
            outermost: [0; OUTERMOST],
            singles: 0,
            // Sixteen bits for a word: about one pair in sixteen is looked up in vain.
            pairs: vec![0; (words.len() / 4).next_power_of_two()],
            slots: vec![((ALONE, ALONE), NONE); (words.len() * 2).next_power_of_two()],
            next: vec![NONE; words.len()],
        };
        for (number, word) in words.iter().enumerate() {
            let stands_before = |other: u32| words[other as usize].len() >= word.len();
            index.insert(key(word), number as u32, stands_before);
        }
        index
    }

    /// The slot of a key, or the free one where it belongs.
    fn slot(&self, key: Key) -> usize {
        let mut at = slot(key, self.slots.len());
        while self.slots[at].1 != NONE && self.slots[at].0 != key {
            at = (at + 1) % self.slots.len();
        }
        at
    }

    /// Puts a word behind those with the same key that `stands_before` it.
    fn insert(&mut self, key: Key, word: u32, stands_before: impl Fn(u32) -> bool) {
        let (at, bit) = outermost(key.0);
        self.outermost[at] |= 1 << bit;
        if key.1 == ALONE {
            self.singles |= 1 << (key.0 as u32 & 63);
        } else {
            let (at, bit) = pair(key, self.pairs.len());
            self.pairs[at] |= 1 << bit;
        }
        let slot = self.slot(key);
        let first = self.slots[slot].1;
        if first == NONE || !stands_before(first) {
            self.slots[slot] = (key, word);
            self.next[word as usize] = first;
            return;
        }
        let mut at = first;
        while self.next[at as usize] != NONE && stands_before(self.next[at as usize]) {
            at = self.next[at as usize];
        }
        self.next[word as usize] = self.next[at as usize];
        self.next[at as usize] = word;
    }
}
