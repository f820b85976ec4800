//! The grammar of 十, 百, 千, 万, 亿: digits and their places add up to one value.
//!
//! Small places (十, 百, 千) fall inside a section; 万 and above close it. 一万五千亿 is (一万 + 五千)
//! times 亿, and 三十四十 are two numbers, since a place never comes twice in a section.

use rust_decimal::Decimal;

/// Small places are below this one.
pub const MYRIAD: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// So many closing places stand in one number at the most: 兆, 亿, 万.
const MOST_CLOSED: usize = 4;

/// A number that is being added up.
#[derive(Debug, Default)]
pub struct Places {
    /// What each closing place has closed, largest place first.
    closed: [(Decimal, Decimal); MOST_CLOSED],
    count: usize,
    /// The open section.
    section: Decimal,
    /// The last small place of the open section.
    small: Option<Decimal>,
    /// The last place of all.
    last: Option<Decimal>,
    /// A coefficient that waits for its place; two for a pair (三五百).
    waiting: Option<(Decimal, Decimal)>,
    /// A zero stood before it: what waits stands for itself (一千零三).
    zero: bool,
    /// What a pair adds at the upper end.
    spread: Decimal,
}

impl Places {
    /// Sets the coefficient that the next place multiplies.
    pub fn wait(&mut self, low: Decimal, high: Decimal) {
        self.waiting = Some((low, high));
    }

    /// 零 between places.
    pub fn zero(&mut self) {
        self.zero = true;
    }

    /// Takes back what waits.
    pub fn give_back(&mut self) {
        self.waiting = None;
        self.zero = false;
    }

    /// A coefficient waits.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// The last place.
    pub fn last(&self) -> Option<Decimal> {
        self.last
    }

    /// A place of the open section: 十, 百, 千. `None` where it cannot follow.
    pub fn small(&mut self, place: Decimal) -> Option<()> {
        if self.small.is_some_and(|before| before <= place) {
            return None;
        }
        let (low, high) = self.waiting.unwrap_or((Decimal::ONE, Decimal::ONE));
        self.section = self.section.checked_add(low.checked_mul(place)?)?;
        self.spread = self.spread.checked_add((high - low).checked_mul(place)?)?;
        self.waiting = None;
        self.zero = false;
        self.small = Some(place);
        self.last = Some(place);
        Some(())
    }

    /// A place that closes the section: 万, 亿, 兆. `None` where it cannot follow.
    pub fn close(&mut self, place: Decimal) -> Option<()> {
        let (low, high) = self.waiting.unwrap_or_default();
        let below = self.section.checked_add(low)?;
        let spread = self.spread.checked_add(high - low)?;
        let mut sum = below;
        let mut place_of_sum = place;
        let mut count = self.count;
        while let Some(&(value, smaller)) = count.checked_sub(1).and_then(|top| self.closed.get(top)) {
            if smaller == place && below.is_zero() {
                // 10万万.
                place_of_sum = place.checked_mul(place)?;
            } else if smaller == place || (smaller > place && below.is_zero()) {
                return None;
            } else if smaller > place {
                break;
            }
            sum = sum.checked_add(value)?;
            count -= 1;
        }
        if sum.is_zero() {
            sum = if self.last.is_none() && self.waiting.is_none() { Decimal::ONE } else { Decimal::ZERO };
        }
        *self.closed.get_mut(count)? = (sum.checked_mul(place)?, place_of_sum);
        self.spread = spread.checked_mul(place)?;
        self.count = count + 1;
        self.section = Decimal::ZERO;
        self.small = None;
        self.waiting = None;
        self.zero = false;
        self.last = Some(place);
        Some(())
    }

    /// The value as it stands, what waits added at its own worth: the whole part before a point.
    pub fn whole(&self) -> Option<Decimal> {
        self.sum()?.checked_add(self.waiting.map_or(Decimal::ZERO, |(low, _)| low))
    }

    /// Both ends: 三千五 is 3500 and 一万六七 is 16000 to 17000; after 十 and after 零 a digit is itself.
    pub fn ends(&self) -> Option<(Decimal, Decimal)> {
        let (mut low, mut high) = self.waiting.unwrap_or_default();
        if let Some(last) = self.last.filter(|last| *last > Decimal::TEN && !self.zero) {
            let step = last / Decimal::TEN;
            low = low.checked_mul(step)?;
            high = high.checked_mul(step)?;
        }
        let sum = self.sum()?;
        let low = sum.checked_add(low)?;
        Some((low, sum.checked_add(high)?.checked_add(self.spread)?))
    }

    fn sum(&self) -> Option<Decimal> {
        self.closed[..self.count].iter().try_fold(self.section, |sum, (value, _)| sum.checked_add(*value))
    }
}
