//! Lines → reading order: a page set in columns is read column by column.

use super::Line;

/// A gutter is at least so wide, in heights.
const GUTTER: f64 = 0.8;
/// Columns of prose have at least so many lines; less is a row or two of a table.
const LEAST_LINES: usize = 4;
/// Lines of prose fill at least this share of their column; the cells of a table rarely do.
const FILLED: f64 = 0.6;
/// Columns within columns.
const DEEPEST: usize = 3;
/// Places at which a page is looked at for a gutter.
const SLOTS: usize = 200;

/// Brings the lines of a page, which come from the top and the left, into reading order.
pub fn order(lines: Vec<Line>) -> Vec<Line> {
    within(lines, DEEPEST)
}

fn within(lines: Vec<Line>, depth: usize) -> Vec<Line> {
    let gutter = if depth == 0 || lines.len() < 2 * LEAST_LINES { None } else { gutter(&lines) };
    let Some(gutter) = gutter else { return lines };
    let mut ordered = Vec::with_capacity(lines.len());
    let mut band: Vec<Line> = Vec::new();
    for line in lines {
        if line.x < gutter && line.end > gutter {
            columns(std::mem::take(&mut band), gutter, depth, &mut ordered);
            ordered.push(line);
        } else {
            band.push(line);
        }
    }
    columns(band, gutter, depth, &mut ordered);
    ordered
}

/// Reads a band that nothing crosses: its left half, then its right one, where both are prose.
fn columns(band: Vec<Line>, gutter: f64, depth: usize, ordered: &mut Vec<Line>) {
    let (left, right): (Vec<Line>, Vec<Line>) = band.iter().cloned().partition(|line| line.x < gutter);
    if is_prose(&left) && is_prose(&right) {
        ordered.extend(within(left, depth - 1));
        ordered.extend(within(right, depth - 1));
    } else {
        ordered.extend(band);
    }
}

fn is_prose(lines: &[Line]) -> bool {
    let left = lines.iter().map(|line| line.x).fold(f64::INFINITY, f64::min);
    let right = lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
    let full = lines.iter().filter(|line| line.end - line.x >= FILLED * (right - left)).count();
    lines.len() >= LEAST_LINES && full * 2 >= lines.len()
}

/// The middle of the widest strip in the middle of the page that few lines cross.
pub fn gutter(lines: &[Line]) -> Option<f64> {
    let left = lines.iter().map(|line| line.x).fold(f64::INFINITY, f64::min);
    let right = lines.iter().map(|line| line.end).fold(f64::NEG_INFINITY, f64::max);
    let slot = (right - left) / SLOTS as f64;
    if slot <= 0.0 {
        return None;
    }
    let mut sizes: Vec<f64> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let at = |x: f64| (((x - left) / slot) as usize).min(SLOTS);
    // How many lines begin less how many end, slot by slot: their running sum is what crosses it.
    let mut change = [0i64; SLOTS + 2];
    for line in lines {
        change[at(line.x)] += 1;
        change[at(line.end) + 1] -= 1;
    }
    let few = (lines.len() / 5) as i64;
    let mut crossing = 0;
    let mut best: Option<(usize, usize)> = None;
    let mut open: Option<usize> = None;
    for (slot, change) in change.iter().enumerate().take(SLOTS + 1) {
        crossing += change;
        let inside = (SLOTS / 5..=SLOTS * 4 / 5).contains(&slot);
        match (crossing <= few && inside, open) {
            (true, None) => open = Some(slot),
            (false, Some(start)) => {
                if best.is_none_or(|(from, to)| slot - start > to - from) {
                    best = Some((start, slot));
                }
                open = None;
            }
            _ => {}
        }
    }
    let (start, end) = best?;
    let wide = (end - start) as f64 * slot >= GUTTER * size;
    wide.then(|| left + slot * (start + end) as f64 / 2.0)
}
