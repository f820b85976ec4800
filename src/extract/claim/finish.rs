//! Measure, sign and year of a number whose subject is known.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Measured, Reader, Wording};
use crate::extract::look::Look;
use crate::extract::period::{self, Time};
use crate::extract::quantity::Seen;
use crate::extract::subject::Predicate;
use crate::fact::Measure;
use crate::lexicon::UnitKind;
use crate::text::phrase::ends;

impl<'t> Reader<'_, 't> {
    /// The number as a fact.
    pub(super) fn finish(
        &mut self,
        q: usize,
        range: Range<usize>,
        indicator: Wording<'t>,
        predicate: Option<Predicate>,
        rule: &'static str,
    ) -> Measured<'t> {
        let p = &self.lexicon.predicates;
        let mut indicator = indicator;
        // 工业投资占60%以上: of what the text does not say.
        if indicator.last() == Some(&'占') {
            indicator.to_mut().push('比');
        }
        let number = &self.seen[q];
        let start = number.range.start;
        let own_words = self.words(range.start.max(self.clause.start), start);
        // 增长9%,力争达到10%: the second tier is of the same measure.
        let second_tier = rule == "number.carried"
            && number.kind() == Some(UnitKind::Share)
            && self.carried.grew.as_ref() == Some(&indicator)
            && p.second_tiers.any_in(self.words(self.clause.start, start));
        // 比上年增加规模以上企业5家, 同比增收480万元: the change is told before the thing.
        let compared = number.kind() != Some(UnitKind::Share) && p.compared.any_in(own_words);
        let predicate = if second_tier || compared { Some(Predicate::Rises) } else { predicate };
        // 增收173万元 of a revenue that was named before; 户均增收 is an amount of its own.
        let gained = rule == "number.carried" && ends(own_words, "增收");
        let grows_by_name = p.growth_names.at_end(&indicator).is_some() && !ends(&indicator, "自然增长率");
        // 增幅分别达31%和38%: the growth is told before the verb.
        let told = matches!(predicate, Some(Predicate::Reaches))
            && number.kind() == Some(UnitKind::Share)
            && p.growth_names.any_in(own_words)
            && p.rates.at_end(&indicator).is_none();
        let grows_by_name = grows_by_name || told;
        let falls_by_name =
            p.fall_names.at_end(&indicator).is_some() || told && p.fall_names.any_in(own_words);
        let amount = matches!(
            number.kind(),
            Some(UnitKind::Area | UnitKind::Length | UnitKind::Amount | UnitKind::Money)
        );
        let changed = matches!(predicate, Some(Predicate::Rises | Predicate::Falls))
            || predicate == Some(Predicate::Adds) && amount
            || gained;
        let named = grows_by_name || falls_by_name;
        let measure = if number.rank {
            Measure::Rank
        } else {
            match number.kind() {
                Some(UnitKind::Points) => Measure::Growth,
                Some(UnitKind::Share) if changed || named => Measure::Growth,
                Some(UnitKind::Share) => Measure::Ratio,
                Some(UnitKind::Fold) if changed || number.unit.as_ref().is_some_and(|u| u.name == "番") => {
                    Measure::Growth
                }
                Some(UnitKind::Fold) => Measure::Ratio,
                _ if changed => Measure::Growth,
                _ => Measure::Level,
            }
        };
        // 压缩会议经费三成, 压减“三公”经费5%: the verb of the fall opens the clause.
        let reached = matches!(predicate, Some(Predicate::Reaches | Predicate::Shares | Predicate::Rises));
        // 时限压缩到法定时限的35%: what is left, not what is cut.
        let cuts = || {
            let cut = p.cuts.find(own_words);
            cut.is_some_and(|(at, len, ())| !matches!(own_words.get(at + len), Some('到' | '至' | '为')))
        };
        let cut = number.kind() == Some(UnitKind::Share) && !reached && cuts();
        // 减少化肥用量120吨: a fall told before the thing.
        let opens = || p.cuts.at_start(own_words).is_some_and(|(len, ())| len < own_words.len());
        let cut = cut || predicate.is_none() && amount && !number.masked && opens();
        let measure = if cut { Measure::Growth } else { measure };
        let falls = predicate == Some(Predicate::Falls) || falls_by_name || cut;
        let year = self.year(q, &range);
        self.carried.grew =
            (measure == Measure::Growth && number.kind() == Some(UnitKind::Share)).then(|| indicator.clone());
        Measured {
            quantity: q,
            range,
            indicator,
            measure,
            negative: measure == Measure::Growth && falls,
            year,
            look: self.look,
            rule,
        }
    }

    /// The year that a number is for: what its own words name, else its sentence, else its section.
    fn year(&self, q: usize, range: &Range<usize>) -> Option<i32> {
        let number = &self.seen[q];
        let years = self.years;
        let start = number.range.start;
        // 由“十二五”末的33.7%提高到38.7%: the year of the base is not the number's.
        let base = q.checked_sub(1).map(|last| &self.seen[last]);
        let base = base.filter(|b| b.reason == Some("base value")).map_or(0, |b| b.range.end);
        let from = range.start.max(self.clause.start).max(base).min(start);
        let before = self.words(self.clause.start, start);
        let default = || match self.look {
            // 去年 in a plan that names no year looked back on.
            Look::Back => years.review.or_else(|| {
                let last = self.lexicon.verbs.last_year.any_in(before);
                years.plan.filter(|_| last).map(|year| year - 1)
            }),
            Look::Ahead if self.lexicon.verbs.next_year.any_in(before) => {
                years.review.map(|year| year + 1).or(years.plan)
            }
            Look::Ahead => years.plan,
        };
        let of_base = base > self.clause.start;
        let named = || period::set_by(self.chars, from..start, self.lexicon);
        let own = if (from..start) == self.opening { None } else { named() };
        match own.or(self.carried.time.filter(|_| !of_base)) {
            Some(time @ Time::Year(_)) => time.year(years),
            Some(time) if self.look == Look::Ahead => time.year(years),
            _ => default(),
        }
    }
}

/// The values of a number with the sign of its measure.
pub fn signed(number: &Seen, negative: bool) -> (Option<Decimal>, Option<Decimal>) {
    if negative { (number.high.map(|v| -v), number.low.map(|v| -v)) } else { (number.low, number.high) }
}
