//! Sets of characters that cost one load to ask.

/// So many characters the basic plane has; all that matter to the reading are in it.
pub const PLANE: usize = 0x1_0000;

/// A set of characters of the basic plane, made at compile time.
#[derive(Debug)]
pub struct CharSet([u64; PLANE / 64]);

impl CharSet {
    /// The set of these characters; those outside the basic plane do not compile.
    pub const fn of(members: &[char]) -> CharSet {
        CharSet([0; PLANE / 64]).with(members)
    }

    /// The set with a bit for each character of the plane: bit `c & 63` of number `c >> 6`.
    pub const fn from_bits(bits: [u64; PLANE / 64]) -> CharSet {
        CharSet(bits)
    }

    /// The set and more characters.
    pub const fn with(&self, members: &[char]) -> CharSet {
        let mut bits = self.0;
        let mut at = 0;
        while at < members.len() {
            let member = members[at] as usize;
            bits[member / 64] |= 1 << (member % 64);
            at += 1;
        }
        CharSet(bits)
    }

    /// A bit for each character of the plane, as in [`CharSet::from_bits`].
    pub const fn bits(&self) -> &[u64] {
        &self.0
    }

    /// Whether `c` is one of them.
    #[inline]
    pub fn has(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    /// Whether three bytes of UTF-8 that a character begins at are one of them.
    #[inline]
    pub fn has_triple(&self, [first, second, third]: [u8; 3]) -> bool {
        // Only characters of three bytes begin with 1110, and behind that each byte but the first adds six bits.
        let bits = usize::from(first & 15) << 6 | usize::from(second & 63);
        first >> 4 == 0b1110 && self.0[bits] >> (third & 63) & 1 == 1
    }

    /// Marks what stands for each character with a bit, where it is one of them.
    pub const fn mark(&self, mut kinds: [u8; PLANE], bit: u8) -> [u8; PLANE] {
        let mut number = 0;
        while number < self.0.len() {
            let mut rest = self.0[number];
            while rest != 0 {
                kinds[number * 64 + rest.trailing_zeros() as usize] |= bit;
                rest &= rest - 1;
            }
            number += 1;
        }
        kinds
    }
}

/// So many numbers of eight bytes a sieve has.
const SIEVE: usize = 32;

/// A few characters by their remainder by 2,048: what it may hold is to be looked at, all else is none of them.
#[derive(Debug)]
pub struct Sieve([u64; SIEVE]);

impl Sieve {
    /// Holds nothing yet.
    pub const EMPTY: Sieve = Sieve([0; SIEVE]);

    /// The sieve and one more character.
    pub const fn with(self, c: char) -> Sieve {
        let mut bits = self.0;
        bits[c as usize / 64 % SIEVE] |= 1 << (c as usize % 64);
        Sieve(bits)
    }

    /// Whether `c` may be one of them; false is certain.
    #[inline]
    pub fn may_hold(&self, c: char) -> bool {
        self.0[c as usize / 64 % SIEVE] >> (c as usize % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn members_are_in_it_and_nothing_else_is() {
        const SET: &CharSet = &CharSet::of(&['0', '镇', '\u{ffff}']);
        let found: String = ('\0'..=char::MAX).filter(|&c| SET.has(c)).collect();
        assert_eq!(found, "0镇\u{ffff}");
    }
}
