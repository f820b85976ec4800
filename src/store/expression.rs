//! What a person types to search, and what FTS5 is asked for it.
//!
//! Words side by side must all be there, like those joined by AND; OR, NOT, parentheses and quotation
//! marks as everywhere. NOT binds more tightly than AND, and AND more tightly than OR.

use crate::error::{Error, Kind, Result};
use crate::text::fold::fold;

/// Deeper parentheses are a slip; FTS5 itself allows 256.
const DEEPEST: usize = 64;
/// More words and marks are no search of a person, and a chain of so many NOT is as deep as FTS5 goes.
const MOST: usize = 240;

/// A search, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// These characters, folded, side by side.
    Words(Vec<char>),
    And(Box<[Expression; 2]>),
    Or(Box<[Expression; 2]>),
    /// The first without the second.
    Not(Box<[Expression; 2]>),
}

impl Expression {
    /// Understands what was typed.
    ///
    /// # Errors
    /// [`Kind::Usage`] where it is no search.
    pub(super) fn parse(typed: &str) -> Result<Expression> {
        let tokens = tokens(typed)?;
        if tokens.len() > MOST {
            return Err(wrong("there are too many words"));
        }
        let mut parser = Parser { tokens, at: 0, depth: 0 };
        let expression = parser.or()?;
        match parser.peek() {
            None => Ok(expression),
            Some(_) => Err(wrong("a parenthesis is closed that was not opened")),
        }
    }

    /// The same for FTS5, whose index holds pairs of characters.
    pub(super) fn for_fts5(&self) -> String {
        let mut asked = String::new();
        self.put(&mut asked);
        asked
    }

    fn put(&self, asked: &mut String) {
        let (operator, [left, right]) = match self {
            Expression::Words(words) => return put_words(words, asked),
            Expression::And(sides) => (" AND ", &**sides),
            Expression::Or(sides) => (" OR ", &**sides),
            Expression::Not(sides) => (" NOT ", &**sides),
        };
        for (side, before) in [(left, ""), (right, operator)] {
            asked.push_str(before);
            // A chain of ANDs needs no parentheses, and without them no depth.
            let chained = matches!(
                (self, side),
                (_, Expression::Words(_))
                    | (Expression::And(_), Expression::And(_))
                    | (Expression::Or(_), Expression::Or(_))
            );
            asked.push_str(if chained { "" } else { "(" });
            side.put(asked);
            asked.push_str(if chained { "" } else { ")" });
        }
    }

    /// Whether folded characters hold it: what FTS5 is to find.
    pub(super) fn holds(&self, folded: &[char]) -> bool {
        match self {
            Expression::Words(words) => folded.windows(words.len()).any(|place| place == &**words),
            Expression::And(sides) => sides.iter().all(|side| side.holds(folded)),
            Expression::Or(sides) => sides.iter().any(|side| side.holds(folded)),
            Expression::Not(sides) => sides[0].holds(folded) && !sides[1].holds(folded),
        }
    }

    /// The words that a hit can hold: those that no NOT stands before.
    pub(super) fn wanted(&self) -> Vec<&[char]> {
        match self {
            Expression::Words(words) => vec![words],
            Expression::And(sides) | Expression::Or(sides) => {
                sides.iter().flat_map(Expression::wanted).collect()
            }
            Expression::Not(sides) => sides[0].wanted(),
        }
    }
}

/// 招商引资 is the phrase "招商 商引 引资"; one character is the beginning of a pair, or the last one.
fn put_words(words: &[char], asked: &mut String) {
    asked.push('"');
    if let [only] = words {
        asked.extend([*only, '"', '*']);
        return;
    }
    for (index, pair) in words.windows(2).enumerate() {
        asked.push_str(if index == 0 { "" } else { " " });
        asked.extend(pair);
    }
    asked.push('"');
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Words(Vec<char>),
    And,
    Or,
    Not,
    Open,
    Close,
}

const OPEN: [char; 2] = ['(', '（'];
const CLOSE: [char; 2] = [')', '）'];
const QUOTES: [char; 3] = ['"', '“', '”'];

fn tokens(typed: &str) -> Result<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = typed;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c.is_whitespace() {
            rest = after;
        } else if OPEN.contains(&c) || CLOSE.contains(&c) {
            tokens.push(if OPEN.contains(&c) { Token::Open } else { Token::Close });
            rest = after;
        } else if QUOTES.contains(&c) {
            let end = after.find(QUOTES).ok_or_else(|| wrong("a quotation mark has no second one"))?;
            tokens.push(words(&after[..end])?);
            let closing = after[end..].chars().next().map_or(0, char::len_utf8);
            rest = &after[end + closing..];
        } else {
            let ends =
                |c: char| c.is_whitespace() || OPEN.contains(&c) || CLOSE.contains(&c) || QUOTES.contains(&c);
            let end = rest.find(ends).unwrap_or(rest.len());
            tokens.push(match &rest[..end] {
                "AND" => Token::And,
                "OR" => Token::Or,
                "NOT" => Token::Not,
                word => words(word)?,
            });
            rest = &rest[end..];
        }
    }
    Ok(tokens)
}

fn words(typed: &str) -> Result<Token> {
    let folded: Vec<char> = fold(typed).chars().collect();
    if folded.is_empty() {
        return Err(wrong(&format!("there is nothing to look for in “{typed}”"))
            .hint("search looks for Hanzi, letters and digits; it passes over blanks and punctuation"));
    }
    Ok(Token::Words(folded))
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, token: &Token) -> bool {
        let there = self.peek() == Some(token);
        self.at += usize::from(there);
        there
    }

    fn or(&mut self) -> Result<Expression> {
        let mut left = self.and()?;
        while self.take(&Token::Or) {
            left = Expression::Or(Box::new([left, self.and()?]));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression> {
        let mut left = self.not()?;
        loop {
            if self.take(&Token::And) {
                // 甲 AND NOT 乙 is what others write for 甲 NOT 乙.
                left = if self.take(&Token::Not) {
                    Expression::Not(Box::new([left, self.one()?]))
                } else {
                    Expression::And(Box::new([left, self.not()?]))
                };
            } else if matches!(self.peek(), Some(Token::Words(_) | Token::Open)) {
                left = Expression::And(Box::new([left, self.not()?]));
            } else {
                return Ok(left);
            }
        }
    }

    fn not(&mut self) -> Result<Expression> {
        let mut left = self.one()?;
        while self.take(&Token::Not) {
            left = Expression::Not(Box::new([left, self.one()?]));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Expression> {
        let token = self.peek().cloned();
        self.at += 1;
        match token {
            Some(Token::Words(words)) => Ok(Expression::Words(words)),
            Some(Token::Open) => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(wrong("there are too many parentheses in each other"));
                }
                let inner = self.or()?;
                self.depth -= 1;
                if self.take(&Token::Close) { Ok(inner) } else { Err(wrong("a parenthesis is not closed")) }
            }
            Some(Token::Close) => Err(wrong("a parenthesis is closed where words are missing")),
            Some(Token::Not) => {
                Err(wrong("NOT needs words before it: what to look for, NOT what to leave out"))
            }
            Some(Token::And | Token::Or) => Err(wrong("AND and OR need words on both sides")),
            None => Err(wrong("words to look for are missing")),
        }
    }
}

fn wrong(what: &str) -> Error {
    Error::new(Kind::Usage, format!("this is no search: {what}"))
        .hint("for example 招商引资 OR (营商环境 NOT \"5G 基站\"); words side by side must all be there")
}

#[cfg(test)]
mod tests {
    use super::Expression;

    fn asked(typed: &str) -> String {
        Expression::parse(typed).map_or_else(|error| error.message().to_owned(), |it| it.for_fts5())
    }

    #[test]
    fn what_fts5_is_asked() {
        for (typed, expected) in [
            ("招商引资", r#""招商 商引 引资""#),
            ("镇", r#""镇"*"#),
            ("招商引資 OR 營商環境", r#""招商 商引 引资" OR "营商 商环 环境""#),
            ("甲乙 丙丁", r#""甲乙" AND "丙丁""#),
            ("甲乙 AND 丙 OR 丁", r#"("甲乙" AND "丙"*) OR "丁"*"#),
            ("甲 OR 乙 丙", r#""甲"* OR ("乙"* AND "丙"*)"#),
            ("（甲 OR 乙）丙", r#"("甲"* OR "乙"*) AND "丙"*"#),
            ("甲 NOT 乙 丙", r#"("甲"* NOT "乙"*) AND "丙"*"#),
            ("甲 乙 AND NOT 丙", r#"("甲"* AND "乙"*) NOT "丙"*"#),
            ("甲 NOT (乙 OR 丙) NOT 丁", r#"("甲"* NOT ("乙"* OR "丙"*)) NOT "丁"*"#),
            ("\"5G 基站\"“OR”NOT", "this is no search: words to look for are missing"),
            ("\"5G 基站\"“OR”", r#""5g g基 基站" AND "or""#),
            ("and or", r#""an nd" AND "or""#),
            ("增长5.2％", r#""增长 长5 5. .2 2%""#),
            ("甲-乙", r#""甲乙""#),
            ("", "this is no search: words to look for are missing"),
            (
                "NOT 甲",
                "this is no search: NOT needs words before it: what to look for, NOT what to leave out",
            ),
            (
                "甲 OR NOT 乙",
                "this is no search: NOT needs words before it: what to look for, NOT what to leave out",
            ),
            ("甲 OR", "this is no search: words to look for are missing"),
            ("OR 甲", "this is no search: AND and OR need words on both sides"),
            ("(甲", "this is no search: a parenthesis is not closed"),
            ("甲)", "this is no search: a parenthesis is closed that was not opened"),
            ("()", "this is no search: a parenthesis is closed where words are missing"),
            ("\"甲", "this is no search: a quotation mark has no second one"),
            ("甲 、", "this is no search: there is nothing to look for in “、”"),
        ] {
            assert_eq!(asked(typed), expected, "{typed}");
        }
        let deep = format!("{}甲{}", "(".repeat(100), ")".repeat(100));
        assert!(asked(&deep).contains("too many parentheses"));
        assert!(asked(&"甲 ".repeat(200)).ends_with(r#" AND "甲"*"#));
        assert!(asked(&"甲 ".repeat(9000)).contains("too many words"));
    }
}
