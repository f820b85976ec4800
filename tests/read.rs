//! Reading: every encoding gives the same words, and what is no text is refused in plain words.

use archive::error::Kind;
use archive::read::{self, encoding};
use encoding_rs::{BIG5, GB18030, GBK};

/// Invented texts, short and long: what offices write, down to the length of a title.
const SIMPLIFIED: &[&str] = &[
    "青石镇2023年政府工作报告",
    "今年全镇一般公共预算收入增长6.2%以上。",
    "一是抓项目,二是抓招商",
    "各位代表：现在，我代表镇人民政府，向大会报告工作，请予审议。\n一、2022年工作回顾\n（一）经济运行稳中有进。\
     全年完成地区生产总值6.2亿元，同比增长5.3%；规模以上工业增加值增长7%左右。新建公厕3处，硬化道路12.5公里。\n\
     二、2023年工作安排\n1.持续推进云溪水库除险加固工程，确保年内建成投用。\n",
    "Roads: 12 km. 硬化道路12公里, budget 3.2 million",
    "镇党委、镇政府坚持以习近平新时代中国特色社会主义思想为指导,深入实施“三区一河”工程——抓好民生实事①②③。",
];

const TRADITIONAL: &[&str] = &[
    "青石鎮2023年政府工作報告",
    "今年全鎮一般公共預算收入增長6.2%以上。",
    "一是抓項目,二是抓招商",
    "各位代表：現在，我代表鎮人民政府，向大會報告工作，請予審議。\n一、2022年工作回顧\n（一）經濟運行穩中有進。\
     全年完成地區生產總值6.2億元，同比增長5.3%；新建公廁3處，硬化道路12.5公里。\n\
     二、2023年工作安排\n1.持續推進雲溪水庫除險加固工程，確保年內建成投用。\n",
    "強化項目建設,壯大特色產業",
    "深入貫徹落實科學發展觀，突出抓發展、保位次，抓穩定、保平安，抓民生、保和諧。",
];

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    mark.into_iter()
        .chain(text.encode_utf16())
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

fn encoded(text: &str, traditional: bool) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let mut all = vec![
        ("UTF-8", "UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with mark", "UTF-8", ["\u{feff}", text].concat().into_bytes()),
        ("GB18030", "GB18030", GB18030.encode(text).0.into_owned()),
        ("GBK", "GB18030", GBK.encode(text).0.into_owned()),
        ("UTF-16LE with mark", "UTF-16LE", utf16(text, true, true)),
        ("UTF-16BE with mark", "UTF-16BE", utf16(text, false, true)),
        ("UTF-16LE", "UTF-16LE", utf16(text, true, false)),
        ("UTF-16BE", "UTF-16BE", utf16(text, false, false)),
    ];
    if traditional {
        all.push(("Big5", "Big5", BIG5.encode(text).0.into_owned()));
    }
    all
}

fn check_matrix(texts: &[&str], traditional: bool) {
    for text in texts {
        for (how, name, bytes) in encoded(text, traditional) {
            let decoded = read::decode(&bytes, None).unwrap_or_else(|e| panic!("{how} of {text}: {e}"));
            assert_eq!(decoded.text.source(), *text, "{how}");
            assert_eq!(decoded.encoding, name, "{how} of {text}");
            assert!(decoded.damage.is_empty(), "{how} of {text}");
            assert!(!decoded.encoding_unsure, "{how} of {text}");
        }
    }
}

#[test]
fn simplified_texts_decode_alike_from_every_encoding() {
    check_matrix(SIMPLIFIED, false);
}

#[test]
fn traditional_texts_decode_alike_from_every_encoding() {
    check_matrix(TRADITIONAL, true);
}

/// Every beginning of a text from six characters on, in the two encodings that look most alike.
#[test]
fn short_pieces_are_told_apart() {
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (texts, encodings) in [(SIMPLIFIED, &[GBK][..]), (TRADITIONAL, &[GBK, BIG5][..])] {
        for text in texts {
            let characters: Vec<char> = text.chars().filter(|c| *c > '\u{4dff}' && *c < '\u{a000}').collect();
            for piece in characters.windows(6) {
                let piece: String = piece.iter().collect();
                for &with in encodings {
                    tried += 1;
                    let bytes = with.encode(&piece).0;
                    if !read::decode(&bytes, None).is_ok_and(|d| d.text.source() == piece) {
                        wrong.push(format!("{piece} in {}", with.name()));
                    }
                }
            }
        }
    }
    assert!(wrong.len() * 100 <= tried, "{} of {tried}: {wrong:?}", wrong.len());
}

#[test]
fn a_cut_last_character_is_marked_and_the_rest_read() {
    let text = TRADITIONAL[3].trim_end_matches("。\n");
    for (how, name, bytes) in encoded(text, true) {
        let decoded = read::decode(&bytes[..bytes.len() - 1], None).unwrap();
        let mut whole: Vec<char> = text.chars().collect();
        whole.pop();
        let kept: String = decoded.text.source().chars().take(whole.len()).collect();
        assert_eq!(kept, whole.into_iter().collect::<String>(), "{how}");
        assert_eq!(decoded.encoding, name, "{how}");
        assert_eq!(decoded.damage.len(), 1, "{how}");
        assert_eq!(decoded.text.quote(decoded.damage[0]), Some("\u{fffd}"), "{how}");
    }
}

#[test]
fn a_few_broken_bytes_keep_their_place() {
    let mut bytes = SIMPLIFIED[3].as_bytes().to_vec();
    let at = SIMPLIFIED[3].find("年完").unwrap();
    bytes[at + 1] = b'?';
    let decoded = read::decode(&bytes, None).unwrap();
    assert_eq!(decoded.encoding, "UTF-8");
    let place = decoded.damage[0];
    assert_eq!(place.start as usize, SIMPLIFIED[3][..at].chars().count());
    assert!(decoded.text.source().starts_with(&SIMPLIFIED[3][..at]));
}

#[test]
fn a_named_encoding_overrides() {
    let bytes = BIG5.encode(TRADITIONAL[0]).0;
    let big5 = encoding::by_label("big5").unwrap();
    assert_eq!(read::decode(&bytes, Some(big5)).unwrap().text.source(), TRADITIONAL[0]);
    let utf8 = encoding::by_label("utf8").unwrap();
    let error = read::decode(&bytes, Some(utf8)).unwrap_err();
    assert!(error.message().contains("cannot be read as UTF-8"), "{error}");
    assert_eq!(encoding::by_label("gb2312").unwrap().name(), "GB18030");
    let error = encoding::by_label("klingon").unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.next_step().unwrap().contains("GB18030"));
}

fn check_refused(bytes: &[u8], reason: &str) {
    let error = read::decode(bytes, None).expect_err(reason);
    assert_eq!(error.kind(), Kind::Input, "{reason}");
    assert!(error.message().contains(reason), "{} is not about {reason}", error.message());
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    check_refused(b"", "the file is empty");
    check_refused(" \r\n\t　\u{feff}\n".as_bytes(), "the file is empty");
    check_refused(b"%PDF-1.7\n1 0 obj", "the PDF");
    check_refused(b"PK\x03\x04\x14\0\x06\0word/document.xml", "cut off or damaged");
    check_refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "cut off or damaged");
    check_refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture");
    check_refused(b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture");
    check_refused(b"\x7fELF\x02\x01\x01\0", "a program");
    check_refused(b"SQLite format 3\0\x10\0", "an SQLite database");
    check_refused(b"\n<!DOCTYPE HTML><html>", "no text");
    check_refused(&[0, 1, 2, 3, 0, 0, 7, 0, 0, 0, 200, 1], "a binary file");
}

#[test]
fn nul_bytes_are_reported_not_dropped() {
    for encode in [|t: &str| t.as_bytes().to_vec(), |t: &str| GBK.encode(t).0.into_owned()] {
        let mut bytes = encode(SIMPLIFIED[3]);
        bytes.extend(b"\0");
        bytes.extend(encode("完"));
        check_refused(&bytes, "1 NUL byte");
    }
    let english = [&b"a report in plain ASCII words without any Chinese "[..], b"\0", b"end"].concat();
    check_refused(&english, "1 NUL byte");
    check_refused(&utf16(&[SIMPLIFIED[3], "\0"].concat(), true, true), "1 NUL");
}

/// Bytes without any sense, reproducible: no character statistics, no marks.
#[test]
fn noise_is_refused_and_never_panics() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for length in 1..400 {
        let noise: Vec<u8> = (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 32) as u8
            })
            .collect();
        if length > 100 {
            assert!(read::decode(&noise, None).is_err(), "{length}");
        } else {
            let _ = read::decode(&noise, None);
        }
    }
}

#[test]
fn other_languages_stay_readable() {
    for text in ["Привет, мир. Отчёт за год.", "plain English", "Résumé of the year", "今年は工事を進める"]
    {
        let decoded = read::decode(text.as_bytes(), None).unwrap();
        assert_eq!((decoded.text.source(), decoded.encoding), (text, "UTF-8"));
    }
}
