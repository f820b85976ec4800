//! What may stand at a character, of several word classes at once: one look at a text instead of one for each class.

use super::table::OUTERMOST;

/// For each remainder by 2,048 of a character, as in the filters of the classes, a byte with a bit for each thing that
/// may stand there, its mark.
#[derive(Debug)]
pub struct Marks([u8; 64 * OUTERMOST]);

impl Marks {
    /// A head of a name ends here, or 段 or 线 of a road.
    pub const HEAD: u8 = 1;
    /// A thing ends here that a verb of building makes a name of.
    pub const BUILT: u8 = 1 << 1;
    /// A word begins here behind which a name may begin.
    pub const BORDER: u8 = 1 << 2;
    /// A number begins here, or 等, which may close a list.
    pub const NUMBER: u8 = 1 << 3;
    /// A character that divides a clause into items, or a mark inside which none does.
    pub const JOINT: u8 = 1 << 4;
    /// An opening quotation mark.
    pub const QUOTE: u8 = 1 << 5;
    /// A word begins here that tells how far a thing has come.
    pub const STEP: u8 = 1 << 6;

    /// Nothing stands anywhere.
    pub const NONE: Marks = Marks([0; 64 * OUTERMOST]);

    /// The marks and `mark` at the characters of a set: a bit for each character, or for each remainder.
    pub const fn with(mut self, mark: u8, set: &[u64]) -> Marks {
        let mut at = 0;
        while at < set.len() {
            let mut bits = set[at];
            while bits != 0 {
                self.0[64 * (at % OUTERMOST) + bits.trailing_zeros() as usize] |= mark;
                bits &= bits - 1;
            }
            at += 1;
        }
        self
    }

    /// The marks of both.
    pub fn and(&self, other: &Marks) -> Marks {
        Marks(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// The marks of a character; that one is not there is certain.
    #[inline]
    pub fn at(&self, c: char) -> u8 {
        self.0[c as usize % (64 * OUTERMOST)]
    }
}
