//! Raised digits: the power of a unit, the mark of a note.

/// The forms of 0 to 9.
const FORMS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The raised form of a digit.
pub fn raised(digit: char) -> Option<char> {
    FORMS.get(digit.to_digit(10)? as usize).copied()
}

/// The digit that is raised; `None` for every other character.
pub fn digit(c: char) -> Option<char> {
    let at = FORMS.iter().position(|form| *form == c)?;
    char::from_digit(at as u32, 10)
}

#[cfg(test)]
mod tests {
    use super::{digit, raised};

    #[test]
    fn ten_digits_go_up_and_come_down() {
        for c in '0'..='9' {
            assert_eq!(raised(c).and_then(digit), Some(c));
        }
        assert_eq!((raised('a'), digit('1'), digit('₁')), (None, None, None));
    }
}
