//! What a number is about: the words before it, after it, or carried over.
//!
//! Everything here is a stretch of the text; words are put together only where a fact is made.

mod edges;
mod list;
mod noun;
mod rank;
mod share;
mod topic;

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::text::phrase::ends_any;

pub use edges::clean;
pub use list::{is_attribute, owner_of, split};
pub use noun::{Noun, after_number, is_only_verbs, strip_verb, without_verb};
pub use rank::ranked;
pub use topic::{carried_topic, event_topic, passing_topic, topic};

/// What stands between a subject and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicate {
    /// 增长, 提高.
    Rises,
    /// 下降, 减少.
    Falls,
    /// 完成, 达到.
    Reaches,
    /// 完成任务的, 占.
    Shares,
    /// 面积新增: an amount grows by the number.
    Adds,
    /// Only a verb that acts on what follows the number: 新建3处….
    Verb,
}

/// Longest indicator that is kept.
const LONGEST: usize = 40;

/// What stands before a number in its clause.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Before<'a> {
    /// The subject; none where it must be carried over or stands after the number.
    pub subject: Option<&'a [char]>,
    /// The thing that a subject which is a mere attribute belongs to: **规模企业**完成产值.
    pub owner: Option<&'a [char]>,
    /// What stands between subject and number.
    pub predicate: Option<Predicate>,
    /// The words of a share (完成年初任务目标), without 的.
    pub share: Option<&'a [char]>,
    /// The subject is counted as what is added: 新增停车位, without the verb.
    pub added: bool,
    /// The subject is a verb alone, or a list that the noun after the number closes.
    pub wants_noun: bool,
}

/// Subject and predicate in the words before a number.
pub fn before_number<'a>(chars: &'a [char], range: Range<usize>, lexicon: &Lexicon) -> Before<'a> {
    let start = range.start;
    let mut found = Before::default();
    let all = clean(&chars[range.clone()], lexicon);
    // 改造提升3条主干道路: two verbs that act, though the second could tell a rise.
    if all.len() >= 4
        && all.len() <= 6
        && is_only_verbs(all, lexicon)
        && lexicon.verbs.deeds.at_end(all).is_none()
        && lexicon.predicates.rises.at_start(all).is_none_or(|(len, ())| len < 2)
        && lexicon.verbs.actions.at_start(all).is_some_and(|(len, ())| len >= 2)
        && lexicon.verbs.manners.at_start(all).is_none()
    {
        found.predicate = Some(Predicate::Verb);
        found.wants_noun = true;
        found.subject = Some(all);
        return found;
    }
    let end = start + without_predicate(&chars[range.clone()], lexicon, &mut found);
    let listed = matches!(chars.get(end).filter(|_| end < range.end), Some('、' | '和' | '与' | '及'));
    let words = if end == range.end { all } else { clean(&chars[start..end], lexicon) };
    // 先后有3000多名游客: nothing but openings.
    let nothing = lexicon.predicates.openings.at_start(words).is_some_and(|(len, ())| len == words.len());
    // 2024年再招引8个: the same again.
    let again =
        words.len() < end - start && chars[end - words.len() - 1] == '再' && is_only_verbs(words, lexicon);
    // 受旱灾影响减产4.3%: what was named before.
    let swayed = words.first() == Some(&'受') && words.ends_with(&['影', '响']);
    let nothing = nothing || swayed || matches!(words, ['增', '收'] | ['同', '比', '增', '收']);
    if nothing || again || words.len() < 2 && !words.iter().any(char::is_ascii_alphabetic) {
        found.wants_noun = true;
        return found;
    }
    if found.predicate.is_none() {
        if is_only_verbs(words, lexicon) && !lexicon.verbs.deeds.whole(words) {
            found.predicate = Some(Predicate::Verb);
            found.wants_noun = true;
        } else if listed
            || words.last() == Some(&'等')
            || noun::ends_in_verb(words, lexicon)
            || words.contains(&'、')
        {
            found.wants_noun = true;
        }
    }
    let (owner, noun) = strip_verb(words, lexicon);
    found.owner = owner;
    found.added = words.len() == noun.len() + 2 && noun::ADDING.iter().any(|verb| words.starts_with(verb));
    found.subject = Some(noun);
    found
}

/// Length of the words without predicates, adverbs, shares and times at their end, which are noted.
fn without_predicate<'a>(words: &'a [char], lexicon: &Lexicon, found: &mut Before<'a>) -> usize {
    let p = &lexicon.predicates;
    let mut end = words.len();
    while end > 0 {
        let rest = &words[..end];
        if matches!(rest[end - 1], '、' | '和' | '与' | '及' | '(' | ' ' | '了' | ',' | ':' | '/') {
            end -= 1;
            continue;
        }
        if let Some(len) = edges::each_at_end(rest, lexicon) {
            end -= len;
            continue;
        }
        let time = edges::date_at_end(rest, lexicon)
            .or_else(|| edges::years_running(rest))
            .or_else(|| edges::month_at_end(rest));
        if let Some(len) = time.or_else(|| share::comparison(rest, lexicon)) {
            end -= len;
            continue;
        }
        if let Some((len, more)) = share::more_than(rest, lexicon) {
            found.predicate.get_or_insert(if more { Predicate::Rises } else { Predicate::Falls });
            end -= len;
            // 投资增幅比全市低1.2个百分点: the growth is less, not the investment.
            if p.growth_names.at_end(&words[..end]).is_some() {
                break;
            }
            continue;
        }
        if let Some(len) = noun::added(rest, lexicon) {
            found.predicate.get_or_insert(Predicate::Adds);
            end -= len;
            break;
        }
        // 降幅比一季度收窄21个百分点: what has narrowed.
        let turned = matches!(found.predicate, Some(Predicate::Rises | Predicate::Falls));
        if turned && p.growth_names.whole(rest) {
            break;
        }
        let new_ones =
            rest.ends_with(&['新', '增']) || rest.ends_with(&['增', '设']) || rest.ends_with(&['增', '收']);
        // 总量及增速: a second subject, not a predicate.
        let joined = |len: usize| {
            end > len
                && matches!(rest[end - 1], '速' | '幅')
                && matches!(rest[end - len - 1], '及' | '和' | '、' | '与')
        };
        // 人口自然增长率为5‰: a rate, no growth of a rate.
        let natural = || ends_any(rest, &["自然增长率为", "自然增长率达", "自然增长率达到"]);
        let rises = p
            .rises
            .at_end(rest)
            .filter(|&(len, ())| !new_ones && !natural() && !joined(len))
            .map(|(len, _)| (len, Predicate::Rises));
        let falls = p.falls.at_end(rest).map(|(len, _)| (len, Predicate::Falls));
        let reaches = p.reaches.at_end(rest).filter(|_| !new_ones).map(|(len, _)| (len, Predicate::Reaches));
        let best = [rises, falls, reaches].into_iter().flatten().max_by_key(|&(len, _)| len);
        let adverb = p.adverbs.at_end(rest).map(|(len, _)| len);
        match (best, adverb) {
            // 得到, 争取到: one verb.
            (Some((1, _)), _) if lexicon.verbs.actions.at_end(rest).is_some_and(|(len, ())| len > 1) => break,
            (Some((len, kind)), adverb) if adverb.is_none_or(|a| a <= len) => {
                found.predicate.get_or_insert(kind);
                end -= len;
            }
            (_, Some(len)) => end -= len,
            _ => {
                if let Some(len) = share::bounded(rest, lexicon) {
                    found.predicate.get_or_insert(Predicate::Shares);
                    end -= len;
                    continue;
                }
                let Some(share) = share::of_target(rest, lexicon) else { break };
                found.predicate.get_or_insert(Predicate::Shares);
                found.share.get_or_insert(share);
                end = share::start_of(rest, share);
            }
        }
    }
    end
}
