//! Numbers told as a share of another, or against another: 完成年初任务的, 占耕地总面积的, 高于全市平均水平.

use crate::lexicon::Lexicon;
use crate::text::phrase::places_of;

/// Farthest that the verb of a share stands before its number, in characters.
const FARTHEST: usize = 18;

/// The words of a share at the end of `words`, without the 的 that closes them.
pub fn of_target<'a>(words: &'a [char], lexicon: &Lexicon) -> Option<&'a [char]> {
    let p = &lexicon.predicates;
    if let Some((len, ())) = p.shares.at_end(words) {
        return Some(closed(&words[words.len() - len..]));
    }
    let of = words.last() == Some(&'的');
    let body = closed(words);
    let near = body.len().saturating_sub(FARTHEST);
    // 占规上工业增加值比重: what is divided by stands after 占.
    let taken = places_of(&body[near..], ['占'])
        .map(|at| &body[near + at..])
        .filter(|words| !matches!(words.get(1), Some('地' | '比' | '用' | '有' | '领' | '道' | '据')));
    if let Some(words) = taken.last()
        && words.len() >= 3
        && !words.iter().any(|c| matches!(c, '、' | '“'))
    {
        return Some(words);
    }
    // 完成年初任务目标的: the words of a task, and the verb that is nearest before them.
    let (len, ()) = p.targets.at_end(body).filter(|_| of)?;
    let before = &body[..body.len() - len];
    let at = (near..=before.len()).rev().find(|&at| p.share_verbs.at_end(&before[..at]).is_some())?;
    let (verb, ()) = p.share_verbs.at_end(&before[..at])?;
    (!before[at..].iter().any(|c| matches!(c, '、' | '的'))).then(|| &body[at - verb..])
}

/// Length of a bound and of what the share is of at the end: 不超过上年人均纯收入的.
pub fn bounded(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    /// Shortest thing that a share is of.
    const SHORTEST: usize = 2;
    let body = words.strip_suffix(&['的'])?;
    let near = body.len().saturating_sub(FARTHEST);
    let at = (near..body.len()).rev().find_map(|at| {
        let (len, ()) = lexicon.predicates.bound_shares.at_start(&body[at..])?;
        let of = &body[at + len..];
        let plain = of.len() >= SHORTEST && !of.iter().any(|c| matches!(c, ',' | '、' | '“' | '。'));
        plain.then_some(at)
    })?;
    Some(words.len() - at)
}

/// Index in `words` where a stretch of them begins that [`of_target`] gave.
pub fn start_of(words: &[char], share: &[char]) -> usize {
    let closing = words.len() - closed(words).len();
    words.len().saturating_sub(closing + share.len())
}

/// Without the words that close a share: 的, 达, 为.
fn closed(words: &[char]) -> &[char] {
    let mut end = words.len();
    while end > 0 && matches!(words[end - 1], '的' | '达' | '为') {
        end -= 1;
    }
    &words[..end]
}

/// Length of a comparison with others at the end: 高出全市平均水平.
pub fn comparison(words: &[char], lexicon: &Lexicon) -> Option<usize> {
    let p = &lexicon.predicates;
    let mut end = words.len();
    let (average, ()) = p.averages.at_end(words)?;
    end -= average;
    if end > 0 && words[end - 1] == '的' {
        end -= 1;
    }
    end -= p.fields.at_end(&words[..end]).map_or(0, |(len, ())| len);
    end -= p.against.at_end(&words[..end]).map(|(len, ())| len)?;
    Some(words.len() - end)
}

/// Length of what something is more or less than at the end, and whether it is more: 比全市平均水平低, 比年初目标高.
pub fn more_than(words: &[char], lexicon: &Lexicon) -> Option<(usize, bool)> {
    /// Characters from 比 to the end of what it is compared with.
    const NEAR: usize = 12;
    let (more, body) = match words {
        [body @ .., '高' | '快' | '多'] => (true, body),
        [body @ .., '低' | '慢' | '少'] => (false, body),
        _ => return None,
    };
    let p = &lexicon.predicates;
    [&p.averages, &p.targets, &p.fields].into_iter().find_map(|class| class.at_end(body))?;
    let near = body.len().saturating_sub(NEAR);
    let at = near + body[near..].iter().rposition(|c| matches!(c, '比' | '较'))?;
    Some((words.len() - at, more))
}
