//! Words looked up at a place.

/// Words looked up at a place, the longest first.
#[derive(Debug)]
pub struct Words<T> {
    /// By first character.
    opening: Index,
    /// By last character.
    closing: Index,
    entries: Vec<(Box<[char]>, T)>,
}

/// Entries by one character of theirs: a hash table with open addressing, since every character of
/// every text is looked up in dozens of classes.
#[derive(Debug)]
struct Index {
    /// Character, start and length of its run in `order`; the length is 0 where the slot is free.
    slots: Vec<(char, u32, u32)>,
    /// Indices of entries, those of one character together, longest first.
    order: Vec<u32>,
}

impl Index {
    fn new(keys: &[char], lengths: &[usize]) -> Index {
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_by_key(|&i| (keys[i as usize], std::cmp::Reverse(lengths[i as usize]), i));
        let size = (keys.len() * 2).next_power_of_two().max(2);
        let mut index = Index { slots: vec![('\0', 0, 0); size], order };
        let mut start = 0;
        while start < index.order.len() {
            let key = keys[index.order[start] as usize];
            let len = index.order[start..].iter().take_while(|&&i| keys[i as usize] == key).count();
            let mut slot = index.slot(key);
            while index.slots[slot].2 != 0 {
                slot = (slot + 1) % size;
            }
            index.slots[slot] = (key, start as u32, len as u32);
            start += len;
        }
        index
    }

    fn slot(&self, key: char) -> usize {
        // Fibonacci hashing: the high bits of the product are well mixed.
        let mixed = (key as u32).wrapping_mul(0x9E37_79B1);
        (mixed >> 16) as usize & (self.slots.len() - 1)
    }

    /// Indices of the entries with this character.
    fn of(&self, key: char) -> &[u32] {
        let mut slot = self.slot(key);
        loop {
            let (found, start, len) = self.slots[slot];
            if len == 0 {
                return &[];
            }
            if found == key {
                return &self.order[start as usize..(start + len) as usize];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

impl<T> Words<T> {
    /// A class of words, each with its value; empty words are left out.
    pub fn new(words: impl IntoIterator<Item = (String, T)>) -> Words<T> {
        let entries: Vec<(Box<[char]>, T)> = words
            .into_iter()
            .map(|(word, value)| (word.chars().collect::<Box<[char]>>(), value))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        let lengths: Vec<usize> = entries.iter().map(|(word, _)| word.len()).collect();
        let first: Vec<char> = entries.iter().map(|(word, _)| word[0]).collect();
        let last: Vec<char> = entries.iter().map(|(word, _)| word[word.len() - 1]).collect();
        Words { opening: Index::new(&first, &lengths), closing: Index::new(&last, &lengths), entries }
    }

    /// Every word of the class.
    pub fn spelled(&self) -> impl Iterator<Item = String> + '_ {
        self.entries.iter().map(|(word, _)| word.iter().collect())
    }

    /// The longest word that `rest` begins with, and its length in characters.
    pub fn at_start(&self, rest: &[char]) -> Option<(usize, &T)> {
        self.opening.of(*rest.first()?).iter().find_map(|&i| {
            let (word, value) = &self.entries[i as usize];
            (rest.len() >= word.len() && rest[1..word.len()] == word[1..]).then_some((word.len(), value))
        })
    }

    /// The longest word that `before` ends with, and its length in characters.
    pub fn at_end(&self, before: &[char]) -> Option<(usize, &T)> {
        self.closing.of(*before.last()?).iter().find_map(|&i| {
            let (word, value) = &self.entries[i as usize];
            before.ends_with(word).then_some((word.len(), value))
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
