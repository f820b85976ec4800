//! Fields of the kind EQ, by which Word sets characters over each other: readings above them, rings around
//! numbers (`⑫` beyond what a font has), fractions. They have no result; what they show is in their code.

/// No equation of an office is nested deeper.
const DEEPEST: usize = 16;
/// Shapes that are laid around characters.
const SHAPES: &[char] = &['○', '〇', '◯', '□', '△', '◇'];
const RINGS: &[char] = &['○', '〇', '◯'];
/// `①`; the next nineteen are the numbers up to 20.
const FIRST_CIRCLED: u32 = 0x2460;
const CIRCLED: std::ops::RangeInclusive<u32> = 1..=20;

/// The words that a field shows, where its code is that of an equation.
pub fn shown(code: &str) -> Option<String> {
    let code = code.trim_start();
    let name = code.get(..2).filter(|name| name.eq_ignore_ascii_case("EQ"))?;
    let rest = &code[name.len()..];
    if !rest.starts_with([' ', '\\', '\u{3000}']) {
        return None;
    }
    let mut signs: Vec<char> = rest.trim().chars().rev().collect();
    let mut words = String::new();
    while !signs.is_empty() {
        words.push_str(&part(&mut signs, 0).words);
        // What parts the arguments of a command means nothing outside of one.
        words.extend(signs.pop());
    }
    Some(words)
}

/// An argument of a command.
#[derive(Default)]
struct Part {
    words: String,
    /// Nothing in it stands on the line.
    raised: bool,
}

/// Reads up to the end of an argument; the signs to come are the last ones of the list.
fn part(signs: &mut Vec<char>, depth: usize) -> Part {
    let mut read = Part::default();
    let mut plain = false;
    let mut command = None;
    let mut raised = false;
    while let Some(sign) = signs.pop() {
        match sign {
            ',' | ';' | ')' => {
                signs.push(sign);
                break;
            }
            '\\' => match signs.pop() {
                Some('*') => format_switch(signs),
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let mut name = String::from(letter);
                    while signs.last().is_some_and(char::is_ascii_alphabetic) {
                        name.extend(signs.pop());
                    }
                    // By how many points, in how many columns.
                    while signs.last().is_some_and(|sign| sign.is_ascii_digit() || *sign == ' ') {
                        signs.pop();
                    }
                    raised |= matches!(name.to_ascii_lowercase().as_str(), "up" | "do");
                    command = command.or_else(|| Some(letter.to_ascii_lowercase()));
                }
                Some(escaped) => {
                    plain = true;
                    read.words.push(escaped);
                }
                None => break,
            },
            '(' if depth < DEEPEST && command.is_some() => {
                let arguments = arguments(signs, depth + 1);
                read.words.push_str(&set(command.take(), arguments));
                plain |= !std::mem::take(&mut raised);
            }
            sign => {
                plain |= !sign.is_whitespace();
                read.words.push(sign);
            }
        }
    }
    read.raised = !plain;
    read.words = read.words.trim().to_owned();
    read
}

/// `\* jc2`, `\* "Font:宋体"`.
fn format_switch(signs: &mut Vec<char>) {
    while signs.last() == Some(&' ') {
        signs.pop();
    }
    let quoted = signs.last() == Some(&'"');
    if quoted {
        signs.pop();
    }
    let end = |sign: &char| if quoted { *sign == '"' } else { matches!(sign, ' ' | '\\') };
    while signs.last().is_some_and(|sign| !end(sign)) {
        signs.pop();
    }
    if quoted {
        signs.pop();
    }
}

fn arguments(signs: &mut Vec<char>, depth: usize) -> Vec<Part> {
    let mut arguments = Vec::new();
    loop {
        arguments.push(part(signs, depth));
        if !matches!(signs.pop(), Some(',' | ';')) {
            return arguments;
        }
    }
}

/// What a command makes of its arguments.
fn set(command: Option<char>, mut arguments: Vec<Part>) -> String {
    match command {
        Some('f') => join(&arguments, "/"),
        Some('o') => {
            let ringed = arguments.iter().any(|part| is_of(part, RINGS));
            leave_out(&mut arguments, |part| part.raised);
            leave_out(&mut arguments, |part| is_of(part, SHAPES));
            let words = join(&arguments, "");
            let number = words.parse().ok().filter(|number| ringed && CIRCLED.contains(number));
            let circled = number.and_then(|number: u32| char::from_u32(FIRST_CIRCLED + number - 1));
            circled.map_or(words, String::from)
        }
        _ => join(&arguments, ""),
    }
}

fn is_of(part: &Part, shapes: &[char]) -> bool {
    let mut signs = part.words.chars();
    signs.next().is_some_and(|sign| shapes.contains(&sign)) && signs.next().is_none()
}

/// Leaves out such parts, unless all are.
fn leave_out(arguments: &mut Vec<Part>, such: fn(&Part) -> bool) {
    if !arguments.iter().all(such) {
        arguments.retain(|part| !such(part));
    }
}

fn join(arguments: &[Part], between: &str) -> String {
    arguments.iter().map(|part| part.words.as_str()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn an_equation_shows_what_stands_on_the_line() {
        for (code, words) in [
            (r#" EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(chóu),稠)"#, "稠"),
            (r"eq \o\ac(○,3)", "③"),
            (r" eq \o\ac(○,21) ", "21"),
            (r"eq \o\ac(□,急)", "急"),
            (r"EQ \f(3,4)", "3/4"),
            (r"EQ 共\f(3,\r(2))亩", "共3/2亩"),
            (r"EQ \s\up 5(2)", "2"),
            (r"EQ \o(\s\up 5(上),\s\do 5(下))", "上下"),
            (r"EQ \b\bc\{(1\,000)", "{1,000"),
            (r"EQ 1,2)", "1,2)"),
            (r"EQ \o\ac(○,", "○"),
            (r"EQ \", ""),
        ] {
            assert_eq!(shown(code).as_deref(), Some(words), "{code}");
        }
        for code in ["PAGEREF _Toc1 \\h", "EQUATION 3", "", "E", "é", "TOC \\o \"1-3\""] {
            assert_eq!(shown(code), None, "{code}");
        }
        let deep = format!("EQ {}", r"\o(".repeat(100_000));
        assert!(shown(&deep).is_some());
    }
}
