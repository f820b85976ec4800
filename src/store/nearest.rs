//! The name that somebody may have meant.

/// The nearest of the names, where one is near enough to be meant.
pub(super) fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    let near = |candidate: &&&str| {
        let part = name.len() > 2 && (candidate.contains(&name) || name.contains(**candidate));
        part || distance(&name, candidate) * 2 <= name.chars().count().max(2)
    };
    names.iter().filter(near).min_by_key(|candidate| distance(&name, candidate)).copied()
}

/// `; did you mean goals?`, or nothing.
pub(super) fn or_nearest(name: &str, names: &[&str]) -> String {
    nearest(name, names).map_or_else(String::new, |near| format!("; did you mean {near}?"))
}

/// How many letters to add, drop or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let names = ["goals", "outcomes", "value_low", "town"];
        for (typed, meant) in [
            ("goal", Some("goals")),
            ("gaols", Some("goals")),
            ("Outcome", Some("outcomes")),
            ("value", Some("value_low")),
            ("twon", Some("town")),
            ("spreadsheet", None),
            ("x", None),
        ] {
            assert_eq!(nearest(typed, &names), meant, "{typed}");
        }
    }
}
