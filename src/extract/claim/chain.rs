//! Values and subjects in order: `A和B分别增长x%和y%`.

use std::ops::Range;

use super::{Measured, Named, Reader};
use crate::extract::subject::{self, Before, Predicate};
use crate::fact::Comparator;

impl<'t> Reader<'_, 't> {
    /// Adds to `found` what the numbers of a clause measure that pairs values with subjects; false where it does not.
    pub(super) fn chained(&mut self, live: &[usize], found: &mut Vec<Measured<'t>>) -> bool {
        let first = self.seen[live[0]].range.start;
        let words = self.words(self.clause.start, first);
        let told = words.windows(2).rposition(|w| w == ['分', '别']).map(|at| at + self.clause.start);
        let (chain, rest) = live.split_at(self.adjacent(live, told.is_some()));
        if told.is_none() && chain.len() < 2 {
            return false;
        }
        let (at, behind) = match told {
            Some(at) => (at, at + 2..first.max(at + 2)),
            None => (first.max(self.clause.start), first..first),
        };
        let ahead = subject::before_number(self.chars, self.clause.start..at, self.lexicon);
        let behind_words = subject::before_number(self.chars, behind.clone(), self.lexicon);
        if told.is_none() && !self.paired_untold(chain, &ahead) {
            return false;
        }
        // 种植业、养殖业分别增收80元、60元.
        let gained = self.words(behind.start, first).ends_with(&['增', '收']);
        let gained = gained.then_some(&['增', '收'][..]);
        let share: Option<Vec<char>> = behind_words.share.or(ahead.share).or(gained).map(<[char]>::to_vec);
        let predicate = behind_words.predicate.or(ahead.predicate);
        let field = if self.seen[chain[0]].rank {
            let (_, field, place) = subject::ranked(self.words(behind.start, first), self.lexicon);
            Some((field, place))
        } else {
            None
        };
        let head = ahead.subject.filter(|_| !ahead.wants_noun || ahead.predicate.is_none());
        let (mut subjects, start) = self.subjects(head, chain.len());
        if subjects.is_empty() {
            return false;
        }
        let uneven = chain.len() > 1 && subjects.len() != chain.len();
        if chain.len() == 1 && subjects.len() > 1 {
            subjects.truncate(1);
        }
        self.share_comparator(chain);
        self.carried.chain.clear();
        let (mut predicate, mut reached) = (predicate, first);
        for (order, &q) in chain.iter().enumerate() {
            let between = self.words(reached, self.seen[q].range.start);
            predicate = self.turn(behind_marks(between)).or(predicate);
            reached = self.seen[q].range.end;
            let base = subjects[order.min(subjects.len() - 1)].clone();
            let mut name = base.clone();
            name.extend(share.iter().flatten());
            if let Some((field, place)) = field {
                name.extend(field.iter().chain(place));
            }
            let range = self.reach_back(start, self.clause.start)..self.seen[q].range.end;
            let known = self.carried.named.iter().any(|(n, _)| **n == *name);
            if share.is_none() && (!known || subjects.len() > 1) {
                self.carried.named.push((name.clone().into(), start));
            }
            self.carried.chain.push((base.into(), start));
            let rule = if uneven { "number.chained_uneven" } else { "number.chained" };
            found.push(self.finish(q, range, name.into(), predicate, rule));
        }
        let mut from = chain.last().map_or(first, |&q| self.seen[q].range.end);
        for (order, &q) in rest.iter().enumerate() {
            let until = rest.get(order + 1).map_or(self.clause.end, |&next| self.seen[next].range.start);
            let one = self.single(from, q, until, found.last());
            from = self.seen[q].range.end;
            found.push(one);
        }
        true
    }

    /// How many numbers from the first on only marks of a list divide. The chain ends where a number of
    /// another kind follows words of its own.
    fn adjacent(&self, live: &[usize], told: bool) -> usize {
        let joined = |pair: &&[usize]| {
            let between = self.words(self.seen[pair[0]].range.end, self.seen[pair[1]].range.start);
            if told {
                // 分别增长8%、下降2%: the next has a verb of its own.
                let words = behind_marks(between);
                between.iter().all(|&c| matches!(c, '、' | '和' | '与' | '及' | ',' | '万' | '约'))
                    || words.len() < between.len() && self.turn(words).is_some()
            } else {
                matches!(between, ['、' | '和' | '与' | '及'])
                    && self.seen[pair[0]].kind() == self.seen[pair[1]].kind()
            }
        };
        1 + live.windows(2).take_while(joined).count()
    }

    /// A verb of a rise or a fall, and nothing else.
    fn turn(&self, words: &[char]) -> Option<Predicate> {
        let p = &self.lexicon.predicates;
        let rises = p.rises.whole(words).then_some(Predicate::Rises);
        rises.or_else(|| p.falls.whole(words).then_some(Predicate::Falls))
    }

    /// Values in order without 分别: 开办和审批时间压减至8小时和50个工作日, or after a chain told so,
    /// 增长8%和10%.
    fn paired_untold(&self, chain: &[usize], ahead: &Before<'_>) -> bool {
        if ahead.predicate.is_none() || ahead.share.is_some() {
            return false;
        }
        match ahead.subject {
            Some(words) => {
                !ahead.wants_noun && subject::split(words, chain.len(), self.lexicon).len() == chain.len()
            }
            None => self.carried.chain.len() == chain.len(),
        }
    }

    /// The subjects of a chain of `wanted` values, and where the first of them is named.
    fn subjects(&self, head: Option<&[char]>, wanted: usize) -> (Vec<Vec<char>>, usize) {
        let attribute = head.filter(|words| subject::is_attribute(words, self.lexicon));
        match (head, attribute) {
            (Some(_), Some(words)) => {
                let parts = subject::split(words, wanted, self.lexicon);
                let several = self.last_named(wanted);
                // 茶园、竹林之后的 实现产值分别为…: one attribute of each.
                if parts.len() < wanted && several.len() == wanted {
                    let start = several[0].1;
                    let of =
                        |(owner, _): &Named| [subject::owner_of(owner, self.lexicon), &parts[0]].concat();
                    return (several.iter().map(of).collect(), start);
                }
                // 总量及增速分别位居…: attributes of the last thing named.
                let start = self.clause.start;
                match &self.carried.owner {
                    Some((owner, _)) => (parts.iter().map(|part| [&**owner, part].concat()).collect(), start),
                    None => (parts, start),
                }
            }
            (Some(words), None) => (subject::split(words, wanted, self.lexicon), self.clause.start),
            (None, _) => {
                let last = self.last_named(wanted.max(2));
                let start = last.first().map_or(self.clause.start, |(_, start)| *start);
                (last.into_iter().map(|(name, _)| name.into_owned()).collect(), start)
            }
        }
    }

    /// The last indicators named, each once, in the order of the text.
    fn last_named(&self, wanted: usize) -> Vec<Named<'t>> {
        let mut last: Vec<Named> = Vec::new();
        for one in self.carried.named.iter().rev() {
            if !last.iter().any(|(name, _)| *name == one.0) {
                last.push(one.clone());
            }
            if last.len() == wanted {
                break;
            }
        }
        last.reverse();
        last
    }

    /// 分别增长7.5%、8.5%左右, 分别不低于95%和90%: the comparing word binds the whole chain.
    fn share_comparator(&mut self, chain: &[usize]) {
        let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else { return };
        let ends =
            |range: &Range<usize>, core: &Range<usize>| (range.start < core.start, range.end > core.end);
        let (before, _) = ends(&self.seen[first].range, &self.seen[first].core);
        let (_, after) = ends(&self.seen[last].range, &self.seen[last].core);
        // 增长8%和10%以上: 和 sets the last apart where there are more than two.
        let apart = chain.len() > 2
            && self.seen[last].range.start.checked_sub(1).is_some_and(|at| self.chars[at] != '、');
        if apart {
            return;
        }
        let plain = |q: &usize| self.seen[*q].comparator == Comparator::Eq;
        let shared = if after && chain[..chain.len() - 1].iter().all(plain) {
            self.seen[last].comparator
        } else if before && chain[1..].iter().all(plain) {
            self.seen[first].comparator
        } else {
            return;
        };
        if matches!(shared, Comparator::Ge | Comparator::Le | Comparator::About) {
            for &q in chain {
                self.seen[q].comparator = shared;
            }
        }
    }
}

/// Words without the marks of a list that they begin with.
fn behind_marks(words: &[char]) -> &[char] {
    let marks = words.iter().take_while(|c| matches!(c, '、' | '和' | '与' | '及' | ',')).count();
    &words[marks..]
}
