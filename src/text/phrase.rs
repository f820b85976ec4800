//! Words in a row of characters, compared without copying.

/// Whether `words` begin with `phrase`.
pub fn starts(words: &[char], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.chars().all(|c| words.next() == Some(&c))
}

/// Whether `words` end with `phrase`.
pub fn ends(words: &[char], phrase: &str) -> bool {
    let mut words = words.iter().rev();
    phrase.chars().rev().all(|c| words.next() == Some(&c))
}

/// Characters as a string.
pub fn spelled(words: &[char]) -> String {
    // A Hanzi takes three bytes.
    let mut spelled = String::with_capacity(3 * words.len());
    spelled.extend(words);
    spelled
}

/// The first place in `words` where `phrase` stands.
pub fn find(words: &[char], phrase: &str) -> Option<usize> {
    let mut rest = phrase.chars();
    let Some(first) = rest.next() else { return Some(0) };
    // Most phrases that are looked for do not even begin there.
    if !has_one(words, [first]) {
        return None;
    }
    let rest = rest.as_str();
    words.iter().enumerate().find(|&(at, &c)| c == first && starts(&words[at + 1..], rest)).map(|(at, _)| at)
}

/// The places in `words` of a few characters, in order.
pub fn places_of<const N: usize>(words: &[char], of: [char; N]) -> impl Iterator<Item = usize> + '_ {
    const CHUNK: usize = 32;
    words.chunks(CHUNK).enumerate().filter(move |(_, chunk)| has_one(chunk, of)).flat_map(
        move |(number, chunk)| {
            let places = chunk.iter().enumerate().filter(move |(_, c)| of.contains(c));
            places.map(move |(at, _)| number * CHUNK + at)
        },
    )
}

/// How often `own` stands in `words`, overlaps counted.
pub fn count(words: &[char], own: &[char]) -> usize {
    let Some(&first) = own.first() else { return 0 };
    places_of(words, [first]).filter(|&at| words[at..].starts_with(own)).count()
}

/// Whether `phrase` stands anywhere in `words`.
pub fn holds(words: &[char], phrase: &str) -> bool {
    find(words, phrase).is_some()
}

/// Whether one of a few characters stands anywhere in `words`.
pub fn has_one<const N: usize>(words: &[char], of: [char; N]) -> bool {
    // No branch inside a chunk, so that it is compared with vector instructions; clauses are short.
    const CHUNK: usize = 4;
    let one = |found: bool, c: &char| of.iter().fold(found, |found, of| found | (c == of));
    let (chunks, rest) = words.as_chunks::<CHUNK>();
    chunks.iter().any(|chunk| chunk.iter().fold(false, one)) || rest.iter().fold(false, one)
}

/// Whether `words` are exactly `phrase`.
pub fn is(words: &[char], phrase: &str) -> bool {
    words.iter().copied().eq(phrase.chars())
}

/// Whether `words` begin with one of the phrases.
pub fn starts_any(words: &[char], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| starts(words, phrase))
}

/// Whether `words` end with one of the phrases.
pub fn ends_any(words: &[char], phrases: &[&str]) -> bool {
    let mut last = [0; 4];
    let last = words.last().map_or(&[][..], |c| c.encode_utf8(&mut last).as_bytes());
    // Most phrases differ in the last byte.
    phrases.iter().any(|phrase| phrase.as_bytes().last() == last.last() && ends(words, phrase))
}

/// Whether one of the phrases stands anywhere in `words`.
pub fn holds_any<'p>(words: &[char], phrases: impl IntoIterator<Item = &'p &'p str>) -> bool {
    Looked::at(words).holds_any(phrases)
}

/// Words in which the phrases of several lists are looked for.
#[derive(Debug)]
pub struct Looked<'w> {
    words: &'w [char],
    /// One bit for each remainder by 256 of the characters: most phrases do not even begin there.
    standing: [u64; 4],
}

impl<'w> Looked<'w> {
    /// The words, looked at once.
    pub fn at(words: &'w [char]) -> Looked<'w> {
        let mut standing = [0u64; 4];
        for &c in words {
            standing[c as usize >> 6 & 3] |= 1 << (c as u32 & 63);
        }
        Looked { words, standing }
    }

    /// The first place in the words where `phrase` stands.
    pub fn find(&self, phrase: &str) -> Option<usize> {
        let begins = |c: char| self.standing[c as usize >> 6 & 3] >> (c as u32 & 63) & 1 == 1;
        if phrase.chars().next().is_none_or(begins) { find(self.words, phrase) } else { None }
    }

    /// Whether one of the phrases stands anywhere in the words.
    pub fn holds_any<'p>(&self, phrases: impl IntoIterator<Item = &'p &'p str>) -> bool {
        phrases.into_iter().any(|phrase| self.find(phrase).is_some())
    }
}
