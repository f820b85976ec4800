//! The sentence by which a passage that was found is shown.

use crate::text::Span;
use crate::text::fold::Folded;

/// The sentence that shows a hit best.
pub(super) struct Shown {
    /// The hits between 【 and 】, with some words around them, on one line.
    pub hit: String,
    /// The sentence as printed.
    pub sentence: String,
    /// The sentence's place in the passage.
    pub span: Span,
    /// The first of its hits, there as well.
    pub first: Span,
}

/// So many characters stand before the first hit and behind the last one, at the most.
const AROUND: usize = 24;
/// And so many between them.
const BETWEEN: usize = 80;

/// Shows a passage by the sentence with the most of what was asked for; of equals the first.
pub(super) fn show(text: &str, wanted: &[&[char]]) -> Shown {
    let chars: Vec<char> = text.chars().collect();
    let folded = Folded::of(text);
    let mut places: Vec<(Span, usize)> = Vec::new();
    for (term, words) in wanted.iter().enumerate() {
        places.extend(folded.places(words).into_iter().map(|place| (place, term)));
    }
    places.sort_unstable();
    let mut best: (usize, Span, Span) = (0, Span { start: 0, end: 0 }, Span { start: 0, end: 0 });
    let mut seen = None;
    for (place, _) in &places {
        let sentence = sentence(&chars, *place);
        if seen.replace(sentence) == Some(sentence) {
            continue;
        }
        let mut terms: Vec<usize> = inside(&places, sentence).map(|(_, term)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        if terms.len() > best.0 {
            best = (terms.len(), sentence, *place);
        }
    }
    let (_, span, first) = best;
    let hits: Vec<Span> = inside(&places, span).map(|(place, _)| *place).collect();
    Shown {
        hit: marked(&chars, span, &hits),
        sentence: chars[span.start as usize..span.end as usize].iter().collect(),
        span,
        first,
    }
}

fn inside(places: &[(Span, usize)], sentence: Span) -> impl Iterator<Item = &(Span, usize)> {
    places.iter().filter(move |(place, _)| place.start >= sentence.start && place.end <= sentence.end)
}

/// The sentence around a place; one that runs over a stop or a line end is that of its beginning and its end.
fn sentence(chars: &[char], place: Span) -> Span {
    let stop = |c: &char| matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n');
    let (start, end) = (place.start as usize, place.end as usize);
    let mut from = chars[..start].iter().rposition(stop).map_or(0, |at| at + 1);
    while from < start && chars[from].is_whitespace() {
        from += 1;
    }
    let to = chars[end..].iter().position(stop).map_or(chars.len(), |at| end + at);
    let with_stop = to < chars.len() && chars[to] != '\n';
    Span { start: from as u32, end: (to + usize::from(with_stop)) as u32 }
}

/// The hits between 【 and 】, with some words around them, on one line.
fn marked(chars: &[char], sentence: Span, hits: &[Span]) -> String {
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    let Some(first) = hits.first() else {
        return chars[start..end].iter().take(AROUND * 2).collect();
    };
    let from = (first.start as usize).saturating_sub(AROUND).max(start);
    let until = first.start as usize + BETWEEN;
    let last = hits.iter().map(|hit| hit.end as usize).filter(|end| *end <= until).max();
    let to = (last.unwrap_or(first.end as usize) + AROUND).min(end);
    let mut line = String::new();
    line.push_str(if from > start { "…" } else { "" });
    let mut open_until = None;
    for (at, c) in chars.iter().enumerate().take(to).skip(from) {
        if open_until == Some(at) {
            line.push('】');
            open_until = None;
        }
        if open_until.is_none()
            && let Some(hit) = hits.iter().filter(|hit| hit.start as usize == at).max_by_key(|hit| hit.end)
        {
            line.push('【');
            open_until = Some(hit.end as usize);
        }
        if !c.is_whitespace() {
            line.push(*c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.push_str(if open_until.is_some() { "】" } else { "" });
    line.push_str(if to < end { "…" } else { "" });
    line
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn the_sentence_with_the_most_hits_is_shown() {
        let text = "二、重点工作\n抓招商。今年招 商引资8亿元，优化营商環境，招商不停；其余照旧。";
        let words = |words: &str| words.chars().collect::<Vec<char>>();
        let (one, two) = (words("招商"), words("营商环境"));
        let shown = show(text, &[&one, &two]);
        assert_eq!(shown.hit, "今年【招 商】引资8亿元，优化【营商環境】，【招商】不停；");
        assert_eq!(shown.sentence, "今年招 商引资8亿元，优化营商環境，招商不停；");
        assert_eq!(shown.span.start, 11);
        let shown = show(text, &[&one]);
        assert_eq!((shown.hit.as_str(), shown.first.start), ("抓【招商】。", 8));
        assert_eq!(show(text, &[&words("工作抓")]).hit, "二、重点【工作 抓】招商。");
        let long = format!("{}招商{}", "前".repeat(40), "后".repeat(40));
        let shown = show(&long, &[&one]);
        assert_eq!(shown.hit, format!("…{}【招商】{}…", "前".repeat(24), "后".repeat(24)));
        assert_eq!(shown.sentence, long);
    }
}
