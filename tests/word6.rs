//! Word 6 and 95: text in a code page, tables, fields, numbers, what was deleted, files written fast.

use archive::read::{self, How};
use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};

use crate::fixture::word6::{Form, Run, plain};

const IN_TABLE: &[u8] = &[24, 1];
const ENDS_ROW: &[u8] = &[24, 1, 25, 1];
const DELETED: &[u8] = &[65, 1];
const HIDDEN: &[u8] = &[85, 1, 92, 1];

const TITLE: &str = "河口乡一九九九年政府工作报告\r";
const FIRST: &str = "一、一九九八年工作回顾\r";
const SAID: &str = "全乡完成工农业总产值8600万元，比上年增长12.5%，农民人均纯收入达到1860元。\r";

#[track_caller]
fn says(file: &[u8], words: &str) {
    let decoded = read::decode_as(file, &How { name: Some("a.doc"), ..How::default() })
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(decoded.text.source(), words);
    assert_eq!(decoded.format.word(), "doc");
}

fn cell(words: &str) -> Run<'_> {
    Run { paragraph: Some(IN_TABLE), ..plain(words) }
}

fn within<'t>(words: &'t str, character: &'t [u8]) -> Run<'t> {
    Run { words, character, paragraph: None }
}

/// A paragraph with a number: its level, how it is written, from which on, and what stands around it.
fn numbered(level: u8, style: u8, start: u8, before: &[u8], after: &[u8]) -> Vec<u8> {
    let mut label = vec![style, before.len() as u8, after.len() as u8, 0];
    label.extend([0; 6]);
    label.extend([start, 0]);
    label.extend([0; 8]);
    label.extend([before, after].concat());
    [&[13, level, 12, label.len() as u8][..], &label].concat()
}

fn report() -> Vec<Run<'static>> {
    vec![
        plain(TITLE),
        plain(FIRST),
        within("全乡完成工农业总产值", &[]),
        within("7900万元", DELETED),
        within("略", HIDDEN),
        plain("8600万元，比上年增长12.5%。\r"),
        cell("指标\u{7}"),
        cell("1998年\u{7}"),
        Run { paragraph: Some(ENDS_ROW), ..plain("\u{7}") },
        cell("粮食总产\u{7}"),
        cell("9200吨\u{7}"),
        Run { paragraph: Some(ENDS_ROW), ..plain("\u{7}") },
        plain("见\u{13} REF 一 \u{14}第一节\u{15}，第\u{13} PAGE \u{15}页。\r"),
        plain("注：粮食按原粮计算。\r"),
    ]
}

const REPORT: &str = "河口乡一九九九年政府工作报告\n一、一九九八年工作回顾\n全乡完成工农业总产值8600万元，比上年增长12.5%。\n\
    指标\t1998年\n粮食总产\t9200吨\n见第一节，第页。\n注：粮食按原粮计算。";

#[test]
fn a_report_in_one_piece() {
    says(
        &Form { notes: "注：粮食按原粮计算。\r".chars().count() * 2 - 1, ..Form::new(GBK) }.file(&report()),
        REPORT,
    );
}

#[test]
fn a_report_that_was_written_fast() {
    let pieces = Some(&[13, 0, 1, 5, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12][..]);
    says(&Form { pieces, ..Form::new(GBK) }.file(&report()), REPORT);
    says(&Form { pieces, wide: true, mark: 0xa699, ..Form::new(GBK) }.file(&report()), REPORT);
}

/// Neither the language that a file states nor the width of its characters keeps its text from being read.
#[test]
fn the_code_page_is_found() {
    let simplified = format!("{TITLE}{FIRST}{SAID}");
    let traditional = hanconv::s2t(&simplified);
    let short = "关于开会的通知\r".to_owned();
    let japanese = "理事会開催のお知らせ\r".to_owned();
    let korean = "새 문서를 만들려면\r".to_owned();
    let western = "“Æ” – naïve café\r".to_owned();
    let cases: &[(&str, &'static Encoding, u16, u16, bool)] = &[
        (&simplified, GBK, 0xa5dc, 0x0409, false),
        (&simplified, GBK, 0xa5dc, 0x0804, true),
        (&traditional, BIG5, 0xa5dc, 0x0409, false),
        (&traditional, BIG5, 0xa699, 0x0409, true),
        (&short, GBK, 0xa5dc, 0x0804, false),
        (&short, GBK, 0xa699, 0x0409, true),
        (&japanese, SHIFT_JIS, 0xa697, 0x0411, true),
        (&korean, EUC_KR, 0xa698, 0x0412, true),
        (&western, WINDOWS_1252, 0xa5dc, 0x0409, false),
        (&western, WINDOWS_1252, 0xa5dc, 0x0409, true),
    ];
    for (text, encoding, mark, language, wide) in cases {
        let form = Form { mark: *mark, language: *language, wide: *wide, ..Form::new(encoding) };
        says(&form.file(&[plain(text)]), text.replace('\r', "\n").trim_end());
    }
}

#[test]
fn numbers_of_paragraphs_are_words() {
    // 、 in the code page of the file.
    let head = numbered(1, 39, 1, &[], &[0xa1, 0xa2]);
    let (item, inner) = (numbered(10, 0, 1, &[], b"."), numbered(2, 39, 3, b"(", b")"));
    let with = |words, own| Run { words, character: &[], paragraph: Some(own) };
    let runs = [
        with("工作回顾\r", &head[..]),
        with("农业\r", &item[..]),
        with("工业\r", &item[..]),
        plain("以上两项均已完成，全乡经济稳步发展。\r"),
        with("重新计数的一项\r", &item[..]),
        with("打算\r", &head[..]),
        with("小节\r", &inner[..]),
    ];
    let words = "一、工作回顾\n1.农业\n2.工业\n以上两项均已完成，全乡经济稳步发展。\n1.重新计数的一项\n二、打算\n(三)小节";
    says(&Form::new(GBK).file(&runs), words);
}

/// Cut off or with a byte changed anywhere: words or a reason, within the time of a test.
#[test]
fn damaged_files_give_words_or_a_reason() {
    let file = Form { pieces: Some(&[1, 0]), ..Form::new(GBK) }.file(&[plain(TITLE), plain(SAID)]);
    for at in (0..file.len()).step_by(3) {
        for value in [0, 0xff] {
            let mut bad = file.clone();
            bad[at] = value;
            if let Err(error) = read::decode_as(&bad, &How { name: Some("a.doc"), ..How::default() }) {
                assert!(error.next_step().is_some(), "{at}: {error}");
            }
        }
        let _ = read::decode(&file[..at], None);
    }
}
