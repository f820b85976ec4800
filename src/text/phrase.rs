//! Words in a row of characters, compared without copying.

use super::charset::Sieve;

/// Whether `words` begin with `phrase`.
pub fn starts(words: &[char], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.chars().all(|c| words.next() == Some(&c))
}

/// Whether `words` end with `phrase`.
pub fn ends(words: &[char], phrase: &str) -> bool {
    let (Some(&last), Some(&byte)) = (words.last(), phrase.as_bytes().last()) else {
        return phrase.is_empty();
    };
    // The low bits of a character are those of its last byte: most phrases differ there.
    let may_end = (last as u32 ^ u32::from(byte)) & 0x3f == 0;
    let mut words = words.iter().rev();
    may_end && phrase.chars().rev().all(|c| words.next() == Some(&c))
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
    let one = |chunk: &[char; CHUNK]| {
        of.iter().fold(false, |found, of| chunk.iter().fold(found, |found, c| found | (c == of)))
    };
    let (chunks, rest) = words.as_chunks();
    chunks.iter().any(one) || rest.iter().any(|c| of.contains(c))
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
    phrases.iter().any(|phrase| ends(words, phrase))
}

/// Whether one of the phrases stands anywhere in `words`.
pub fn holds_any(words: &[char], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| holds(words, phrase))
}

/// Phrases that are always looked for together. Most words neither begin nor end with the outermost character of one.
#[derive(Debug)]
pub struct Phrases {
    phrases: &'static [&'static [char]],
    opening: Sieve,
    closing: Sieve,
}

impl Phrases {
    /// These phrases, none of them empty; made at compile time.
    pub const fn of(phrases: &'static [&'static [char]]) -> Phrases {
        let (mut opening, mut closing) = (Sieve::EMPTY, Sieve::EMPTY);
        let mut at = 0;
        while at < phrases.len() {
            if let ([first, ..], [.., last]) = (phrases[at], phrases[at]) {
                (opening, closing) = (opening.with(*first), closing.with(*last));
            }
            at += 1;
        }
        Phrases { phrases, opening, closing }
    }

    /// The phrases one by one.
    pub fn iter(&self) -> impl Iterator<Item = &'static [char]> {
        self.phrases.iter().copied()
    }

    /// Whether `words` are exactly one of them.
    pub fn are(&self, words: &[char]) -> bool {
        words.first().is_some_and(|&first| self.opening.may_hold(first)) && self.phrases.contains(&words)
    }

    /// Whether `words` begin with one of them.
    #[inline]
    pub fn at_start(&self, words: &[char]) -> bool {
        words.first().is_some_and(|&first| self.opening.may_hold(first) && self.opens(first, words))
    }

    /// Behind the sieve. Never inlined: many rules ask.
    #[inline(never)]
    fn opens(&self, first: char, words: &[char]) -> bool {
        self.iter().any(|phrase| phrase[0] == first && words.starts_with(phrase))
    }

    /// Length of the longest of them that `words` begin with; 0 where they begin with none.
    pub fn longest_at_start(&self, words: &[char]) -> usize {
        if !self.at_start(words) {
            return 0;
        }
        self.iter().filter(|phrase| words.starts_with(phrase)).map(<[char]>::len).max().unwrap_or(0)
    }

    /// Whether `words` end with one of them.
    #[inline]
    pub fn at_end(&self, words: &[char]) -> bool {
        words.last().is_some_and(|&last| self.closing.may_hold(last) && self.closes(last, words))
    }

    /// Behind the sieve, likewise.
    #[inline(never)]
    fn closes(&self, last: char, words: &[char]) -> bool {
        self.iter().any(|phrase| phrase[phrase.len() - 1] == last && words.ends_with(phrase))
    }

    /// Where the first of them ends that stands in `words`.
    pub fn first_end(&self, words: &[char]) -> Option<usize> {
        (1..=words.len()).find(|&end| self.at_end(&words[..end]))
    }

    /// Whether one of them stands anywhere in `words`.
    #[inline(never)]
    pub fn any_in(&self, words: &[char]) -> bool {
        let mut places = words.iter().enumerate();
        places.any(|(at, &first)| self.opening.may_hold(first) && self.opens(first, &words[at..]))
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn phrases_are_found_where_they_stand() {
        const PHRASES: &Phrases =
            &Phrases::of(&[&['工', '作', '要', '点'], &['要', '点'], &['页'], &['A', '𠀀']]);
        for (words, standing) in [
            ("工作要点", (true, true, Some(4))),
            ("2023年工作要点摘要", (false, false, Some(9))),
            ("页", (true, true, Some(1))),
            ("工作A𠀀", (false, true, Some(4))),
            ("工作点", (false, false, None)),
            ("", (false, false, None)),
        ] {
            let chars: Vec<char> = words.chars().collect();
            let found = (PHRASES.at_start(&chars), PHRASES.at_end(&chars), PHRASES.first_end(&chars));
            assert_eq!(found, standing, "{words}");
            assert_eq!(PHRASES.any_in(&chars), standing.2.is_some(), "{words}");
        }
    }
}
