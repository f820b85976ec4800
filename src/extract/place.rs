//! Whose report it is: the place in the title, that of whoever reports, or what the text calls itself.

use std::collections::HashMap;

use super::period;
use crate::lexicon::Lexicon;
use crate::outline::Outline;
use crate::text::charset::CharSet;
use crate::text::is_han;
use crate::text::phrase::{count, places_of};

/// The place whose report it is, and the places that it lies in.
#[derive(Debug, Default)]
pub struct Place {
    /// The township, or the county or city, as printed.
    pub town: Option<String>,
    /// The county.
    pub county: Option<String>,
    /// The province.
    pub province: Option<String>,
}

/// Longest place name, its suffix included.
const LONGEST_NAME: usize = 8;
/// The same of a zone, which says what it is for, and of a county that is named for its peoples.
const LONGEST_ZONE: usize = 14;
/// A name that is no more than mentioned comes back less often than this.
const OFTEN: usize = 3;

/// Reads the place from the title, from whoever reports, then from what the text calls itself.
pub fn place(chars: &[char], outline: &Outline, lexicon: &Lexicon) -> Place {
    let front_end = outline.nodes.first().map_or(chars.len(), |n| n.range.start).min(3_000).min(chars.len());
    let title = outline.title.clone().unwrap_or(0..0);
    let named = in_title(&chars[title], lexicon)
        .or_else(|| reporter(&chars[..front_end], lexicon))
        .or_else(|| most_named(chars, lexicon))
        .or_else(|| called(chars, lexicon))
        .or_else(|| signing(chars, lexicon))
        .or_else(|| acting(&chars[..front_end], lexicon));
    let mut place = Place { town: named.clone(), ..Place::default() };
    let front = &chars[..outline.body.min(front_end)];
    if let Some(town) = &named {
        place.province = before_suffix(front, &["省", "自治区"]);
        if !town.ends_with('县') && !town.ends_with('市') {
            place.county = before_suffix(front, &["县", "区"])
                .filter(|county| county != town && !town.contains(county.as_str()));
        }
        if town.ends_with('县') || town.ends_with('区') {
            place.county = Some(town.clone());
        }
    }
    place
}

/// The place that opens a title: 张庄镇2019年…, 2021年某县政府工作报告.
fn in_title(title: &[char], lexicon: &Lexicon) -> Option<String> {
    let mut words: Vec<char> = title.to_vec();
    while let Some(&(at, _)) = period::years_in(&words, 0..words.len()).first() {
        if at == 0 {
            let end = words.iter().position(|&c| c == '年').unwrap_or(words.len() - 1);
            words.drain(..=end);
        } else {
            words.truncate(at);
        }
    }
    let mut name: Vec<char> = words.into_iter().filter(|c| !matches!(c, ' ' | '\n')).collect();
    // 某镇“十四五”规划…, 某镇《…》: whose it is stands before.
    name.truncate(name.iter().position(|c| matches!(c, '“' | '《')).unwrap_or(name.len()));
    if let Some((at, ..)) = lexicon.places.behind_in_title.find(&name) {
        name.truncate(at);
    }
    while matches!(name.first(), Some('年' | '度' | '关' | '于' | '在' | '-' | '—' | ':')) {
        name.remove(0);
    }
    // 青石镇农业服务中心: an office of the town.
    let office = lexicon.places.offices.at_end(&name).is_some();
    let town = (2..name.len()).rev().find(|&at| matches!(name[at], '镇' | '乡')).filter(|_| office);
    let town = town.or_else(|| of_bureau(&name, lexicon));
    // 某镇2021-2025年….
    while matches!(name.last(), Some('-' | '—' | '0'..='9')) {
        name.pop();
    }
    last_place(town.map_or(&name[..], |at| &name[..=at]), lexicon)
}

/// Where the county ends whose bureau a name is: 青石县|交通运输局.
fn of_bureau(name: &[char], lexicon: &Lexicon) -> Option<usize> {
    lexicon.places.bureaux.at_end(name)?;
    let county = |at: &usize| matches!(name[*at], '县' | '区' | '旗') && name[*at - 1] != '社';
    (2..name.len()).find(county).or_else(|| (2..name.len()).find(|&at| name[at] == '市'))
}

/// The place whose office signs on one of the last lines: 某乡人民政府.
fn signing(chars: &[char], lexicon: &Lexicon) -> Option<String> {
    /// Lines that a signature and its date may be.
    const LAST_LINES: usize = 3;
    let lines = chars.rsplit(|&c| c == '\n').filter(|line| !line.is_empty());
    lines.take(LAST_LINES).find_map(|line| {
        let (len, ()) = lexicon.places.signers.at_end(line)?;
        last_place(&line[..line.len() - len], lexicon)
    })
}

/// The township that the words before the first heading set to work: …,某镇紧扣…, 某镇党委、政府….
fn acting(front: &[char], lexicon: &Lexicon) -> Option<String> {
    /// Characters of such a name without its suffix.
    const NAME: std::ops::RangeInclusive<usize> = 2..=5;
    (2..front.len()).find_map(|at| {
        let end = match front[at] {
            '镇' | '乡' => at + 1,
            '街' if front.get(at + 1) == Some(&'道') => at + 2,
            _ => return None,
        };
        let start = front[..at].iter().rposition(|&c| !is_han(c)).map_or(0, |before| before + 1);
        let rest = &front[end..];
        let does = rest.starts_with(&['党', '委'])
            || rest.starts_with(&['党', '政'])
            || rest.starts_with(&['紧'])
            || lexicon.verbs.actions.at_start(rest).is_some_and(|(len, ())| len > 1)
            || lexicon.verbs.manners.at_start(rest).is_some_and(|(len, ())| len > 1);
        let name = NAME.contains(&(at - start)) && does;
        if !name
            || lexicon.is_common(&front[start..at])
            || lexicon.places.common_towns.at_end(&front[..end]).is_some()
        {
            return None;
        }
        last_place(&front[start..end], lexicon)
    })
}

/// A zone with a government of its own: what it reports on lies in it.
pub fn is_zone(town: &str, lexicon: &Lexicon) -> bool {
    let town: Vec<char> = town.chars().collect();
    lexicon.places.zones.at_end(&town).is_some()
}

/// A name for the whole zone whose report it is: 青石高新区, 高新区, 青石高新技术产业开发区.
pub fn calls_zone(name: &str, zone: &str, lexicon: &Lexicon) -> bool {
    let words: Vec<char> = name.chars().collect();
    let Some((len, ())) = lexicon.names.definite.at_end(&words) else { return name == zone };
    let place: String = words[..words.len() - len].iter().collect();
    zone.starts_with(&place)
}

/// The name without the party's committee before it or behind it: 中共某镇委员会, 中共某镇委某镇.
fn without_committee<'n>(mut name: &'n [char], lexicon: &Lexicon) -> &'n [char] {
    let committees = &lexicon.places.committees;
    while let Some((len, ())) = committees.at_end(name) {
        name = &name[..name.len() - len];
    }
    while let Some((at, len, ())) = committees.find(name) {
        name = &name[at + len..];
    }
    name.strip_prefix(&['中', '共']).unwrap_or(name)
}

/// The innermost place of a run of places (某省某市某县某镇 → 某镇).
fn last_place(name: &[char], lexicon: &Lexicon) -> Option<String> {
    let name = without_committee(name, lexicon);
    if !is_name(name) {
        return None;
    }
    let last = *name.last()?;
    let tail_len = if name.ends_with(&['街', '道']) || name.ends_with(&['苏', '木']) { 2 } else { 1 };
    let suffix = matches!(last, '镇' | '乡' | '县' | '市' | '区' | '旗' | '州' | '场' | '村')
        || name.ends_with(&['苏', '木']);
    if !suffix && tail_len == 1 {
        return None;
    }
    let inner = &name[..name.len() - tail_len];
    let from = inner
        .iter()
        .enumerate()
        .skip(2)
        .filter(|&(at, &c)| matches!(c, '省' | '市' | '县' | '区' | '州' | '旗') && at + 1 < inner.len())
        .map(|(at, _)| at + 1)
        .next_back()
        .unwrap_or(0);
    let place = &name[from..];
    let autonomous = place.len() > 3 && matches!(place, [.., '自', '治', _]);
    let long = autonomous || lexicon.places.zones.at_end(place).is_some();
    let longest = if long { LONGEST_ZONE } else { LONGEST_NAME };
    // 乡镇 are all of them; 自治县 is what the text calls its own.
    let own =
        (2..=longest).contains(&place.len()) && place != ['乡', '镇'] && !matches!(place, ['自', '治', _]);
    own.then(|| place.iter().collect())
}

fn is_name(name: &[char]) -> bool {
    name.len() >= 2
        && name.iter().all(|&c| is_han(c))
        // 县政府和镇党委.
        && !name.windows(2).any(|pair| pair == ['政', '府'])
        && !name
            .iter()
            .any(|c| matches!(c, '的' | '了' | '年' | '我' | '本' | '全' | '各' | '某' | '在' | '等'))
}

/// Last characters of places that have a government.
const SUFFIX: &CharSet = &CharSet::of(&['镇', '乡', '县', '市', '区', '道', '旗', '州', '木']);

/// `我代表某县人民政府`, `某区人民政府区长`, `某县第十六届人民代表大会`.
fn reporter(front: &[char], lexicon: &Lexicon) -> Option<String> {
    const STARTS: &[&str] =
        &["代表", "在", "于", "日", "上", "\n", ",", " ", "《", "(", "向", "受", "委员会"];
    let mut best: Option<String> = None;
    for at in 1..front.len() {
        if !SUFFIX.has(front[at - 1]) || lexicon.places.reporters.at_start(&front[at..]).is_none() {
            continue;
        }
        if front[at] == '第' && !front[at..].iter().take(14).collect::<String>().contains('届') {
            continue;
        }
        let from = at.saturating_sub(14);
        let window: String = front[from..at].iter().collect();
        let start = STARTS.iter().filter_map(|s| window.rfind(s).map(|i| i + s.len())).max().unwrap_or(0);
        let name: Vec<char> = window[start..].chars().collect();
        if let Some(place) = last_place(&name, lexicon) {
            best = Some(place);
            break;
        }
    }
    best
}

/// The township or subdistrict that the text names, where the name without its suffix comes back often.
fn most_named(chars: &[char], lexicon: &Lexicon) -> Option<String> {
    let mut counts: HashMap<&[char], usize> = HashMap::new();
    for at in places_of(chars, ['镇', '乡', '街']).filter(|&at| at >= 2) {
        let end = match chars[at] {
            '街' if chars.get(at + 1) == Some(&'道') => at + 2,
            '街' => continue,
            // 青石乡村旅游 is that of the villages; 青石乡村民 live in a township.
            '乡' if matches!(chars.get(at + 1..at + 3), Some(['村', after]) if !matches!(after, '民' | '委' | '干')) =>
            {
                continue;
            }
            _ => at + 1,
        };
        if lexicon.places.common_towns.at_end(&chars[..end]).is_some() {
            // 化镇 ends 工业化镇 and 超化镇, 城镇 ends 小城镇 and 固城镇: what stands before decides.
            let own = matches!(chars[at - 1], '化' | '城') && lexicon.uncommon(&chars[at - 2..at]) == 2;
            if !own {
                continue;
            }
        }
        for len in 2..=3 {
            let Some(start) = at.checked_sub(len) else { break };
            let name = &chars[start..end];
            let counted = name.iter().any(|&c| {
                matches!(c, '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '个')
            });
            if !is_name(name) || counted || FUNCTION.has(name[0]) || counts.contains_key(name) {
                continue;
            }
            let opened = start == 0 || !is_han(chars[start - 1]) || FUNCTION.has(chars[start - 1]);
            if opened && !lexicon.is_common(&chars[start..at]) {
                counts.insert(name, count(chars, &chars[start..at]));
            }
        }
    }
    let often = counts.into_iter().filter(|&(_, count)| count >= OFTEN);
    often
        .max_by(|(a, m), (b, n)| m.cmp(n).then(a.len().cmp(&b.len())).then(b.cmp(a)))
        .map(|(name, _)| name.iter().collect())
}

/// The words directly before and behind a name.
type Between<'a> = (&'a [char], &'a [char]);

/// What a text calls itself where no township or county is named: 把青石打造成…, 富强青石、生态青石,
/// 青石经济社会发展. Printed as it stands, with 县 or the like where the text has that too.
fn called(chars: &[char], lexicon: &Lexicon) -> Option<String> {
    const NAME: usize = 2;
    let places = &lexicon.places;
    // Each name with the different words that it was met between.
    let mut met: HashMap<&[char], Vec<Between<'_>>> = HashMap::new();
    for at in 1..chars.len().saturating_sub(NAME) {
        // Asked first, for it costs least.
        if is_han(chars[at + NAME]) && !places.words_after.may_open(chars[at + NAME]) {
            continue;
        }
        let before = match places.words_before.at_end(&chars[..at]) {
            Some((len, ())) => &chars[at - len..at],
            None if !is_han(chars[at - 1]) => &chars[at..at],
            None => continue,
        };
        let name = &chars[at..at + NAME];
        if !name.iter().all(|&c| is_han(c)) || FUNCTION.has(name[0]) {
            continue;
        }
        let rest = &chars[at + NAME..];
        let after = match places.words_after.at_start(rest) {
            Some((len, ())) => &rest[..len],
            None if rest.first().is_none_or(|&c| !is_han(c)) => &rest[..0],
            None => continue,
        };
        // 大家的 opens a clause in every speech.
        let weak = before.is_empty() && (after.is_empty() || matches!(after[0], '的' | '而' | '新'));
        if weak || lexicon.uncommon(name) < NAME || !is_name(name) {
            continue;
        }
        let between = met.entry(name).or_default();
        if !between.contains(&(before, after)) {
            between.push((before, after));
        }
    }
    let own = |between: &[(&[char], &[char])]| {
        // 新征程, 新篇章: what is only ever new is no place.
        between.len() >= OFTEN && between.iter().filter(|(before, _)| before != &['新']).count() > 1
    };
    let (name, _) = met
        .into_iter()
        .filter(|(_, between)| own(between))
        .max_by(|(a, m), (b, n)| m.len().cmp(&n.len()).then(b.cmp(a)))?;
    let standing = places_of(chars, [name[0]]).filter(|&at| chars[at..].starts_with(name));
    let followed: Vec<char> = standing.filter_map(|at| chars.get(at + NAME).copied()).collect();
    let suffix =
        ['县', '区', '市', '镇', '乡', '旗', '州'].into_iter().find(|suffix| followed.contains(suffix));
    Some(name.iter().copied().chain(suffix).collect())
}

/// Characters that end the word before a name.
#[rustfmt::skip]
const FUNCTION: &CharSet = &CharSet::of(&[
    '不', '出', '事', '是', '为', '和', '与', '及', '对', '把', '将', '让', '使', '给', '从', '向', '到', '由', '以', '用',
    '们', '按', '打', '造', '建', '设', '动', '进', '发', '展', '化', '新', '美', '大', '小', '强', '富', '色', '业', '型', '级',
]);

/// A name with one of the suffixes that opens a line or follows another place.
fn before_suffix(front: &[char], suffixes: &[&str]) -> Option<String> {
    for suffix in suffixes {
        let suffix: Vec<char> = suffix.chars().collect();
        for at in 2..front.len().saturating_sub(suffix.len()) {
            if !front[at..].starts_with(&suffix) {
                continue;
            }
            // 云溪苗族侗族自治县.
            let longest = if front[..at].ends_with(&['自', '治']) { LONGEST_ZONE } else { 4 };
            for len in 2..=longest {
                let Some(start) = at.checked_sub(len) else { break };
                let opened = start == 0
                    || matches!(front[start - 1], '\n' | '省' | '市' | ':' | ',' | '《' | ' ' | '表' | '在');
                let name = &front[start..at + suffix.len()];
                // 根据县政府办通知: whose word is followed.
                let followed = matches!(
                    name,
                    ['根' | '依', '据', ..] | ['按' | '遵' | '参' | '对', '照', ..] | ['围', '绕', ..]
                );
                if opened
                    && !followed
                    && is_name(name)
                    && !name.iter().take(len).any(|c| matches!(c, '县' | '区' | '市' | '省' | '镇' | '全'))
                {
                    return Some(name.iter().collect());
                }
            }
        }
    }
    None
}
