//! Where a name ends, and what is no part of one.

use std::ops::Range;

use super::Finder;

use crate::extract::numeral;
use crate::fact::ProjectKind;
use crate::lexicon::{Class, UnitKind};
use crate::text::is_han;
use crate::text::phrase::ends;

impl Finder<'_> {
    /// The longest head word that a slice ends with.
    // Inlined: asked at every character, and mostly in vain.
    #[inline]
    pub(super) fn head_at_end(&self, words: &[char]) -> Option<(usize, ProjectKind)> {
        let longest = self.lexicon.heads.at_end(words).map(|(len, kind)| (len, *kind));
        if longest.is_none() && !matches!(words.last(), Some('段' | '线')) {
            return None;
        }
        self.true_head(words, longest)
    }

    /// The head of words whose longest head word is `best`, unless they are a common word.
    fn true_head(
        &self,
        words: &[char],
        mut best: Option<(usize, ProjectKind)>,
    ) -> Option<(usize, ProjectKind)> {
        // 东岗至西沟产业路: common words that a road has its ends before.
        if let Some((1, ProjectKind::Road)) = best
            && self.lexicon.names.common_roads.at_end(words).is_some()
            && !self.spans(&words[..words.len() - 1])
        {
            best = None;
        }
        if let Some((head, ProjectKind::Project | ProjectKind::Site)) = best
            && head <= 2
            && self.lexicon.names.common_things.at_end(words).is_some_and(|(common, ())| common > head)
        {
            best = None;
        }
        if self.lexicon.names.stages.at_end(words).is_some() {
            best = None;
        }
        // 某闸汛前修复: the work is due then.
        if let Some((head, ProjectKind::Project)) = best
            && matches!(words[..words.len() - head].last(), Some('前' | '内' | '底'))
            && self.lexicon.milestones.times.at_end(&words[..words.len() - head]).is_some()
        {
            best = None;
        }
        let road = |c: &char| matches!(c, '路' | '道' | '线' | '街' | '河' | '速' | '渠' | '堤' | '铁');
        // G235某地段.
        let numbered = |pair: &[char]| pair[0].is_ascii_uppercase() && pair[1].is_ascii_digit();
        let section = best.is_none()
            && words.ends_with(&['段'])
            && !words.ends_with(&['标', '段'])
            && (words.iter().any(road) || words.windows(2).any(numbered));
        // Y045南白线.
        let line = best.is_none()
            && matches!(words, [.., before, '线'] if !matches!(before, '全' | '沿' | '主' | '支' | '复'))
            && words.windows(2).any(numbered);
        if (section || line) && words.len() >= 4 {
            return Some((1, ProjectKind::Road));
        }
        best
    }

    /// The end of `(一期)`, `(二标段)` and what it heads, right after a name.
    pub(super) fn phase_bracket(&self, after: Range<usize>) -> Option<usize> {
        let words = &self.chars[after.clone()];
        let close = words.iter().take(6).position(|&c| c == ')')?;
        let part = words[..close].contains(&'期') || words[..close].ends_with(&['标', '段']);
        (words.first() == Some(&'(') && part).then(|| {
            let mut end = after.start + close + 1;
            for head in [['项', '目'], ['工', '程']] {
                if self.chars[end..after.end].starts_with(&head) {
                    end += 2;
                }
            }
            end
        })
    }

    /// What follows a head word ends the name: any word behind a head that is only a noun, unless
    /// it makes another thing of it (项目区, 园区企业); a word that ends names behind the others.
    pub(super) fn closes(&self, after: Range<usize>, before: &[char], head: usize) -> bool {
        /// Shortest name that any word may follow.
        const SHORTEST_OWN: usize = 3;
        let words = &self.chars[after.clone()];
        if words.first().is_none_or(|&c| !is_han(c)) {
            return true;
        }
        let names = &self.lexicon.names;
        // 滨湖新区水系, 云山景区晋升: two characters that name one thing.
        let own = &before[..before.len() - head.min(before.len())];
        let rare = || own.len() >= 2 && self.lexicon.uncommon(&own[own.len() - 2..]) == 2;
        let owned = || own.len() >= SHORTEST_OWN || names.locators.at_end(own).is_some() || rare();
        names.tails.at_start(words).is_some()
            // 某高速某段控制性工程.
            || names.stages.at_start(words).is_some()
            // 人民路、解放路**两条**断头路.
            || numeral::opens(words[0]) && (words.get(1) == Some(&'大') || self.count(words).is_some())
            || self.lexicon.milestones.events.at_start(words).is_some()
            || names.hard_borders.at_start(words).is_some_and(|(len, ())| len > 1)
            || owned() && self.stands(after, &before[before.len() - head..])
    }

    /// Any word but one that makes another thing of it may follow a head that is only a noun.
    pub(super) fn stands(&self, after: Range<usize>, head: &[char]) -> bool {
        self.lexicon.heads.at_end(head).is_some_and(|(_, kind)| self.firm(head, *kind))
            && self.lexicon.names.joints.at_start(&self.chars[after]).is_none()
    }

    /// A head that is a thing one can build, not a work like any other.
    pub(super) fn firm_or_wary(&self, words: &[char], head: usize, kind: ProjectKind) -> bool {
        let head = &words[words.len() - head..];
        self.firm(head, kind) && !ends(head, "项目") && !ends(head, "工程")
            || self.lexicon.names.institutions.at_end(head).is_some()
            || self.lexicon.names.waterworks.at_end(head).is_some()
    }

    /// A head that is a thing, and no work on one: 康复中心, not 改造.
    pub(super) fn is_thing(&self, words: &[char], head: usize) -> bool {
        let head = &words[words.len() - head..];
        self.lexicon.names.works.at_end(head).is_none() && !ends(head, "项目") && !ends(head, "工程")
    }

    /// A head that is a noun and nothing else.
    pub(super) fn firm(&self, head: &[char], kind: ProjectKind) -> bool {
        head.len() > 1
            && kind != ProjectKind::Programme
            && self.lexicon.names.wary.at_end(head).is_none_or(|(len, ())| len < head.len())
    }

    /// Length of a count at the start of a slice: 14个, 1212亿元, 9月底.
    pub(super) fn count(&self, rest: &[char]) -> Option<usize> {
        let number = numeral::numeral(rest)?;
        let (len, unit) = self.lexicon.units.at_start(&rest[number.len..])?;
        // XX村至XX村: masked places; 三道岭.
        if number.masked && unit.place || unit.name == "道" {
            return None;
        }
        let counts = match unit.kind {
            UnitKind::Count | UnitKind::Money | UnitKind::Person | UnitKind::Times => unit.name != "期",
            // 百日攻坚 is no date.
            UnitKind::Name if !number.bare && matches!(&*unit.name, "月" | "日" | "月份") => {
                // 5月底前.
                let tail = rest[number.len + len..].iter();
                return Some(
                    number.len
                        + len
                        + tail.take_while(|c| matches!(c, '底' | '初' | '末' | '前' | '内')).count(),
                );
            }
            UnitKind::Duration => {
                unit.name == "年" && number.len >= 4 && rest.get(number.len + len) != Some(&'度')
            }
            _ => false,
        };
        counts.then_some(number.len + len)
    }

    pub(super) fn inside_quotes(&self, from: usize, at: usize) -> bool {
        let words = &self.chars[from..at];
        let open = words.iter().filter(|&&c| matches!(c, '“' | '(')).count();
        let close = words.iter().filter(|&&c| matches!(c, '”' | ')')).count();
        open > close
    }

    /// Characters at the start of a slice that belong to no name: verbs, manners, dates, counts.
    pub(super) fn opening(&self, rest: &[char]) -> usize {
        if matches!(
            rest[0],
            '“' | '”'
                | ':'
                | ' '
                | ')'
                | ']'
                | '和'
                | '及'
                | '与'
                | '对'
                | '在'
                | '以'
                | '为'
                | '将'
                | '把'
                | '从'
                | '由'
                | '抓'
                | '到'
                | '使'
                | '让'
                | '了'
                | '好'
                | '并'
        ) {
            // A quotation mark that opens the name stays.
            return usize::from(rest[0] != '“');
        }
        if let Some(len) = self.count(rest) {
            return len;
        }
        let verbs = &self.lexicon.verbs;
        let len = |class: &Class| class.at_start(rest).map_or(0, |(len, ())| len);
        let opening =
            len(&verbs.actions).max(len(&verbs.manners)).max(len(&self.lexicon.predicates.openings));
        // One character alone may be the start of a name: 新, 上, 大.
        if opening < 2 {
            return 0;
        }
        // 高标准农田, 服务中心: a longer word that begins with the verb is none.
        let names = &self.lexicon.names;
        if len(&names.generic).max(len(&names.owners)) > opening { 0 } else { opening }
    }

    /// The kind by the whole name: a treated river is a project, a road's rebuilding stays a road.
    pub(super) fn kind_of(&self, words: &[char], kind: ProjectKind) -> ProjectKind {
        if kind == ProjectKind::Programme && ends(words, "工程") {
            return ProjectKind::Project;
        }
        if kind != ProjectKind::Project {
            return kind;
        }
        let work =
            words.strip_suffix(&['工', '程']).or_else(|| words.strip_suffix(&['项', '目'])).unwrap_or(words);
        let rebuilt = self.lexicon.names.rebuilding.at_end(work).map(|(len, ())| &work[..work.len() - len]);
        // 国道G327改建.
        let lettered = |thing: &[char]| thing.windows(2).any(|w| matches!(w, ['G' | 'S', '0'..='9']));
        if rebuilt.is_some_and(|thing| thing.last().is_some_and(char::is_ascii_digit) && lettered(thing)) {
            return ProjectKind::Road;
        }
        let carries = |thing: &&[char]| matches!(thing.last(), Some('路' | '道' | '线' | '段'));
        let road = rebuilt.filter(carries).and_then(|thing| self.head_at_end(thing)).map(|(_, own)| own);
        if road == Some(ProjectKind::Road) { ProjectKind::Road } else { kind }
    }

    /// A name without blanks and with the marks that wrap it removed.
    pub(super) fn printed(&self, range: Range<usize>) -> String {
        let words = &self.chars[range];
        let inner = match words {
            ['“', inner @ .., '”'] if !inner.contains(&'“') => inner,
            _ => words,
        };
        let mut name = String::with_capacity(3 * inner.len());
        name.extend(inner.iter().filter(|c| !c.is_whitespace()));
        name
    }
}
