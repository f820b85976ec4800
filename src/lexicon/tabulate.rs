//! A class of words → its bytes; for build.rs, and for tests.

use std::collections::BTreeMap;

use super::table::{
    ALONE, Key, LAST, LONGEST, NONE, OUTERMOST, SINGLES, VALUE_SHIFT, outermost, pair, single, slot,
};

/// The words of a class, each with the number of its value, as bytes. Empty words are left out; of two that are
/// spelled alike the first counts. `None` where a word is too long or has a character outside the basic plane, or
/// where there are too many.
pub fn bytes<'a>(words: impl IntoIterator<Item = (&'a str, u8)>) -> Option<Vec<u8>> {
    let mut spelled: Vec<(Vec<char>, u8)> = Vec::new();
    for (word, value) in words.into_iter().filter(|(word, _)| !word.is_empty()) {
        spelled.push((word.chars().collect(), value));
    }
    let mut bytes = Index::of(&spelled)?.bytes();
    for (word, _) in &mut spelled {
        word.reverse();
    }
    bytes.extend(Index::of(&spelled)?.bytes());
    Some(bytes)
}

/// Words by their key at one end, in a hash table with open addressing, behind filters.
struct Index {
    outermost: [u64; OUTERMOST],
    singles: [u64; SINGLES],
    pairs: Vec<u64>,
    slots: Vec<u16>,
    entries: Vec<u16>,
}

impl Index {
    /// Words as their characters from the outermost one on.
    fn of(words: &[(Vec<char>, u8)]) -> Option<Index> {
        let mut by_key: BTreeMap<Key, Vec<(&[char], u8)>> = BTreeMap::new();
        for (word, value) in words {
            let alike = by_key.entry((word[0], word.get(1).copied().unwrap_or(ALONE))).or_default();
            if !alike.iter().any(|(other, _)| other == word) {
                alike.push((word, *value));
            }
        }
        let mut index = Index {
            outermost: [0; OUTERMOST],
            singles: [0; SINGLES],
            // Sixteen bits for a key: about one pair in sixteen is looked up in vain.
            pairs: vec![0; (by_key.len() / 4).next_power_of_two()],
            slots: vec![NONE; (by_key.len() * 2).next_power_of_two()],
            entries: Vec::new(),
        };
        for (key, mut alike) in by_key {
            alike.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
            index.insert(key, &alike)?;
        }
        Some(index)
    }

    /// Puts in the words with a key, the longest first.
    fn insert(&mut self, key: Key, words: &[(&[char], u8)]) -> Option<()> {
        let (at, bit) = outermost(key.0);
        self.outermost[at] |= 1 << bit;
        if key.1 == ALONE {
            let (at, bit) = single(key.0);
            self.singles[at] |= 1 << bit;
        } else {
            let (at, bit) = pair(key, self.pairs.len());
            self.pairs[at] |= 1 << bit;
        }
        let mut at = slot(key, self.slots.len());
        while self.slots[at] != NONE {
            at = (at + 1) % self.slots.len();
        }
        self.slots[at] = u16::try_from(self.entries.len()).ok().filter(|&begin| begin != NONE)?;
        for (number, &(word, value)) in words.iter().enumerate() {
            let len = u16::try_from(word.len()).ok().filter(|&len| len <= LONGEST)?;
            let last = if number + 1 == words.len() { LAST } else { 0 };
            self.entries.push(len | u16::from(value) << VALUE_SHIFT | last);
            for &letter in word {
                self.entries.push(u16::try_from(letter as u32).ok()?);
            }
        }
        Some(())
    }

    fn bytes(&self) -> Vec<u8> {
        let counts = [self.slots.len(), self.pairs.len(), self.entries.len()];
        let mut bytes: Vec<u8> = counts.iter().flat_map(|count| (*count as u32).to_le_bytes()).collect();
        let bits = self.outermost.iter().chain(&self.singles).chain(&self.pairs);
        bytes.extend(bits.flat_map(|bits| bits.to_le_bytes()));
        bytes.extend(self.slots.iter().chain(&self.entries).flat_map(|number| number.to_le_bytes()));
        bytes
    }
}
