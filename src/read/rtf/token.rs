//! Bytes → groups, control words and characters.

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word12`
    Word(&'a str, Option<i32>),
    /// `\` and a sign.
    Symbol(char),
    /// A byte of text, as it stands or as `\'hh`.
    Byte(u8),
}

/// The tokens of a file, in order.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = self.peek()?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            if first != b'\'' {
                return Some(Token::Symbol(char::from(first)));
            }
            let digit = |at: usize| char::from(self.bytes.get(at).copied().unwrap_or(0)).to_digit(16);
            let (Some(high), Some(low)) = (digit(self.at), digit(self.at + 1)) else {
                return Some(Token::Symbol('\''));
            };
            self.at += 2;
            return Some(Token::Byte((high * 16 + low) as u8));
        }
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            self.at += 1;
        }
        // ASCII letters, so this is never `None`.
        let word = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            // So many bytes of a picture, whatever they look like.
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Some(Token::Word(word, number))
    }

    fn number(&mut self) -> Option<i32> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let digits = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == digits {
            self.at = start;
            return None;
        }
        std::str::from_utf8(&self.bytes[start..self.at]).ok()?.parse().ok()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            return match byte {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                byte => Some(Token::Byte(byte)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn words_numbers_signs_and_pictures() {
        let all: Vec<Token<'_>> = Tokens::of(b"{\\b0 a\r\n\\u-100 \\'c4\\~\\bin3 }}}\\'zz\\par").collect();
        let expected = [
            Token::Open,
            Token::Word("b", Some(0)),
            Token::Byte(b'a'),
            Token::Word("u", Some(-100)),
            Token::Byte(0xc4),
            Token::Symbol('~'),
            Token::Word("bin", Some(3)),
            Token::Symbol('\''),
            Token::Byte(b'z'),
            Token::Byte(b'z'),
            Token::Word("par", None),
        ];
        assert_eq!(all, expected);
        assert_eq!(Tokens::of(b"\\").collect::<Vec<_>>(), []);
    }
}
