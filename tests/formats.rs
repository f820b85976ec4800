//! The formats that reports come in: each gives the words that went in, and bad files of each a reason.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use archive::error::Result;
use archive::read::{self, Decoded, How};

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(file(name)).unwrap()
}

fn decode(bytes: &[u8], name: &str) -> Result<Decoded> {
    read::decode_as(bytes, &How { name: Some(name), ..How::default() })
}

#[track_caller]
fn says(name: &str, bytes: &[u8], format: &str, words: &str) {
    let decoded = decode(bytes, name).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(decoded.format.word(), format, "{name}");
    assert_eq!(decoded.text.source().trim_end(), words.trim_end(), "{name}");
    assert!(decoded.damage.is_empty(), "{name}");
}

/// Headings, automatic numbers and the table included.
#[test]
fn the_same_report_reads_the_same_from_every_program() {
    let words = text("report.txt");
    for name in ["report.docx", "by_office.docx", "report.doc", "report.rtf", "report.odt", "report.pdf"] {
        // On a page nothing stands between the number of an item and the words that begin with one.
        let words =
            if name == "report.pdf" { words.replace("2. 5亿元", "2.5亿元") } else { words.clone() };
        says(name, &file(name), name.rsplit('.').next().unwrap(), &words);
    }
}

#[test]
fn content_decides_before_the_name() {
    let words = text("report.txt");
    for (name, from, format) in [
        ("a.doc", "report.docx", "docx"),
        ("a.docx", "report.doc", "doc"),
        ("a.wps", "report.doc", "wps"),
        ("a.WPS", "report.docx", "wps"),
        ("a.doc", "report.rtf", "rtf"),
        ("a.docx", "report.odt", "odt"),
        ("a.docx", "report.txt", "txt"),
        ("", "report.doc", "doc"),
    ] {
        says(name, &file(from), format, &words);
    }
}

/// OpenDocument as one XML file: the parts of the package one behind the other.
#[test]
fn a_flat_document_reads_as_its_package() {
    let mut zip = zip::ZipArchive::new(Cursor::new(file("report.odt"))).unwrap();
    let mut inside = |part: &str| {
        let xml = std::io::read_to_string(zip.by_name(part).unwrap()).unwrap();
        let from = xml.find("<office:document-").unwrap();
        let from = from + xml[from..].find('>').unwrap() + 1;
        xml[from..xml.rfind("</office:document-").unwrap()].to_owned()
    };
    let parts = [inside("styles.xml"), inside("content.xml")].concat();
    let flat = |kind: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<office:document{} office:mimetype=\"application/vnd.oasis.opendocument.{kind}\">\
             {parts}</office:document>",
            " xmlns:a=\"urn:a\"".repeat(150)
        )
    };
    says("a.fodt", flat("text").as_bytes(), "odt", &text("report.txt"));
    says("a.txt", flat("text").as_bytes(), "odt", &text("report.txt"));
    refused("a.fods", flat("spreadsheet").as_bytes(), "an OpenDocument file, but no text");
}

/// Changes are taken as accepted; text boxes, controls and links stand once; notes follow the text.
#[test]
fn what_only_word_has_is_read_as_word_shows_it() {
    says("changes.docx", &file("changes.docx"), "docx", &text("changes.txt"));
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], reason: &str) {
    let error = decode(bytes, name).expect_err(name);
    assert!(error.message().contains(reason), "{name}: {error}");
    assert!(error.next_step().is_some(), "{name}: {error}");
}

/// Every file cut off at many places: an error in words, never a panic, and never a text that goes on
/// as if nothing were missing without being a part of the whole one.
#[test]
fn cut_off_files_are_refused() {
    for name in ["report.docx", "report.doc", "report.rtf", "report.odt"] {
        let bytes = file(name);
        for parts in 1..40 {
            let cut = &bytes[..bytes.len() * parts / 40];
            if let Err(error) = decode(cut, name) {
                assert!(error.next_step().is_some(), "{name}: {error}");
            }
        }
        refused(name, &bytes[..bytes.len() / 2], "cut off");
    }
}

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    package(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// An OLE file with one stream.
fn ole(stream: &str, content: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn bad_files_are_refused_in_words_a_person_understands() {
    refused("a.docx", &docx(&"<w:p>".repeat(1_000_000)), "nested more than 400 deep");
    refused("a.docx", &docx("<w:p><w:r><w:t>一</w:t></w:p>"), "its XML is damaged");
    refused("a.docx", &docx("<w:p/>"), "it holds no text");
    says("a.docx", &docx("<w:p><w:r><w:t>一个\n词</w:t></w:r></w:p>"), "docx", "一个 词");
    let picture: &[(&str, &[u8])] = &[
        ("word/document.xml", b"<w:document xmlns:w='w'/>"),
        ("word/media/image1.png", b"x"),
        ("word/media/image2.png", b"x"),
    ];
    refused("a.docx", &package(picture), "it holds 2 pictures and no text");
    refused("a.docx", &ole("EncryptedPackage", b"x"), "encrypted with a password");
    refused("a.doc", &ole("Workbook", b"x"), "an old Excel workbook");
    refused("a.doc", &ole("Anything", b"x"), "an OLE file without a Word document in it");
    let mut encrypted = vec![0; 1000];
    encrypted[..2].copy_from_slice(&[0xec, 0xa5]);
    encrypted[2..4].copy_from_slice(&[0xc1, 0]);
    encrypted[11] = 1;
    refused("a.doc", &ole("WordDocument", &encrypted), "it is encrypted with a password");
    encrypted[2] = 104;
    refused("a.doc", &ole("WordDocument", &encrypted), "it is encrypted with a password");
    encrypted[11] = 0;
    refused("a.doc", &ole("WordDocument", &encrypted), "it holds no text");
    refused("a.doc", &ole("WordDocument", b"x"), "none of Word's");
    refused("a.xlsx", &package(&[("xl/workbook.xml", b"<a/>")]), "an Excel workbook");
    refused("a.rtf", &[&b"{\\rtf1 "[..], &b"{".repeat(1_000_000)].concat(), "nested more than 400 deep");
    refused("a.rtf", b"{\\rtf1 a", "it is cut off");
    let manifest: &[(&str, &[u8])] = &[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>"),
        ("content.xml", b"\x01\x02"),
    ];
    refused("a.odt", &package(manifest), "it is encrypted with a password");
    let bomb = package(&[("word/document.xml", &vec![b' '; 40 << 20])]);
    refused("a.docx", &bomb, "a zip bomb");
    refused("a.doc", b"<?xml version='1.0'?><w:wordDocument>", "a Word document saved as one XML file");
    refused("a.mht", b"MIME-Version: 1.0\r\n\r\n=E5=B7=A5", "saved with its pictures as one file");
}

/// Word keeps a ringed number, a reading above a character and a fraction as code without a result.
const EQUATIONS: [(&str, &str); 3] =
    [(r"EQ \o\ac(○,3)", "③"), (r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(jū),苴)", "苴"), (r"eq \f(2,3)", "2/3")];

#[test]
fn equations_show_their_code() {
    for (code, shown) in EQUATIONS {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
        let (code_1, code_2) = code.split_at(5);
        let field = format!(
            "{}<w:r><w:instrText> {code_1}</w:instrText></w:r><w:r><w:instrText>{code_2} </w:instrText></w:r>{}",
            mark("begin"),
            mark("end")
        );
        let page = format!(
            "{}<w:r><w:instrText>PAGE</w:instrText></w:r>{}<w:r><w:t>7</w:t></w:r>{}",
            mark("begin"),
            mark("separate"),
            mark("end")
        );
        let words = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
        let body = format!("<w:p>{}{field}{}{page}</w:p>", words("前"), words("后"));
        says("a.docx", &docx(&body), "docx", &format!("前{shown}后7"));
        let unicode = |text: &str| -> String {
            let escaped = text.replace('\\', "\\\\");
            escaped
                .chars()
                .map(|c| if c.is_ascii() { c.into() } else { format!("\\u{}?", c as u32) })
                .collect()
        };
        let rtf = format!(
            "{{\\rtf1 {}{{\\field{{\\*\\fldinst {{\\b {}}}{{\\i {}}}}}{{\\fldrslt }}}}{}{{\\field{{\\*\\fldinst PAGE}}{{\\fldrslt 7}}}}\\par}}",
            unicode("前"),
            unicode(code_1),
            unicode(code_2),
            unicode("后")
        );
        says("a.rtf", rtf.as_bytes(), "rtf", &format!("前{shown}后7"));
    }
    let ruby = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>jū</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>苴</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
    says("a.docx", &docx(ruby), "docx", "苴");
    says(
        "a.html",
        "<html><meta charset=utf-8><p>前<ruby>苴<rp>(</rp><rt>jū</rt><rp>)</rp></ruby>后".as_bytes(),
        "html",
        "前苴后",
    );
}

/// Entries of a table of contents go; words that somebody set in its style for its looks stay.
#[test]
fn a_style_alone_makes_no_table_of_contents() {
    let paragraph = |inside: &str| format!("<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr>{inside}</w:p>");
    let words = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let body = [
        paragraph(&[mark("begin"), mark("separate"), words("一、回顾")].concat()),
        paragraph(&words("二、打算")),
        paragraph(&mark("end")),
        paragraph(&words("一、过去的工作\t1")),
        paragraph(&words("二、今后的打算")),
        paragraph(&words("改造国道G312")),
        paragraph(&words("推广Part 2和规范5.1")),
        paragraph(&words("三、结束语……12")),
    ];
    let document = format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", body.concat());
    let styles = "<w:styles xmlns:w='w'><w:style w:type='paragraph' w:styleId='a'><w:name w:val='toc 1'/></w:style></w:styles>";
    let relations =
        "<Relationships><Relationship Id='r' Type='x/styles' Target='styles.xml'/></Relationships>";
    let file = package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ]);
    says("a.docx", &file, "docx", "二、今后的打算\n改造国道G312\n推广Part 2和规范5.1");
}

/// Neither entities of its own nor of other files are expanded.
#[test]
fn entities_do_nothing() {
    let document = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
        <document><p><r><t>前&b;&c;后</t></r></p></document>";
    let decoded = decode(&package(&[("word/document.xml", document.as_bytes())]), "a.docx").unwrap();
    assert_eq!(decoded.text.source(), "前\u{fffd}\u{fffd}后");
    assert_eq!(decoded.damage.len(), 1);
}

#[test]
fn rtf_of_old_word_and_wps_in_the_code_page_of_its_font() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1\\fcharset0 Times;}}\
        {\\stylesheet{\\s1 toc 1;}{\\s0 Normal;}}{\\info{\\title x}}\\pard\\s1 \\f0 \\'c4\\'bf\\par\
        \\pard\\s0{\\pntext\\f0 \\'d2\\'bb\\'a1\\'a2\\tab}\\f0 \\'b9\\'a4\\'d7\\'f7{\\f1 2022}{\\deleted x}{\\v y}\\par\
        {\\field{\\*\\fldinst PAGE}{\\fldrslt \\u24180?}}{\\footnote \\'d7\\'a2}\\'a1\\'a3\\par}";
    says("a.doc", rtf, "rtf", "一、工作2022\n年。\n注");
    // The circle of a list is a letter of its font.
    says("a.rtf", b"{\\rtf1 {\\listtext\\f3 o\\tab}3\\par{\\listtext a)\\tab}4\\par}", "rtf", "3\na) 4");
}

/// As the standard has it; other levels begin where they say.
#[test]
fn a_level_that_does_not_say_where_it_begins_begins_at_zero() {
    let level = |level: u8, start: &str| {
        format!(
            "<w:lvl w:ilvl='{level}'>{start}<w:numFmt w:val='decimal'/><w:lvlText w:val='%{}.'/></w:lvl>",
            level + 1
        )
    };
    let item = |level: u8, words: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let items = [item(0, "总则"), item(1, "目标"), item(0, "任务")].concat();
    let document = format!("<w:document xmlns:w='w'><w:body>{items}</w:body></w:document>");
    let numbering = format!(
        "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'>{}{}</w:abstractNum><w:num w:numId='1'>\
         <w:abstractNumId w:val='0'/></w:num></w:numbering>",
        level(0, ""),
        level(1, "<w:start w:val='5'/>")
    );
    let relations =
        "<Relationships><Relationship Id='r' Type='x/numbering' Target='numbering.xml'/></Relationships>";
    let file = package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
    ]);
    says("a.docx", &file, "docx", "0.总则\n5.目标\n1.任务");
}

/// LibreOffice sets headings in lists of the outline's name as well as outside all lists: they are counted together.
#[test]
fn headings_in_a_list_of_the_outline_keep_their_numbers() {
    let level = |level: u8, format: &str, after: &str| {
        format!(
            "<text:outline-level-style text:level='{level}' style:num-format='{format}' style:num-suffix='{after}'/>"
        )
    };
    let heading = |level: u8, words: &str| format!("<text:h text:outline-level='{level}'>{words}</text:h>");
    let listed = |level: usize, heading: &str| {
        let (before, after) = ("<text:list><text:list-item>", "</text:list-item></text:list>");
        let before = before.repeat(level).replacen("list>", "list text:style-name='Outline'>", 1);
        [before.as_str(), heading, &after.repeat(level)].concat()
    };
    let flat = [
        "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"o\" xmlns:text=\"t\" xmlns:style=\"s\" \
         office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:styles>\
         <text:outline-style style:name='Outline'>",
        &level(1, "一", "、"),
        &level(2, "1", "."),
        "</text:outline-style></office:styles><office:body><office:text>",
        &heading(1, "工作回顾"),
        &listed(2, &heading(2, "农业")),
        "<text:p>粮食丰收。</text:p>",
        &listed(2, &heading(2, "工业")),
        &listed(1, &heading(1, "工作安排")),
        &heading(2, "项目"),
        "</office:text></office:body></office:document>",
    ];
    let words = "一、工作回顾\n1.农业\n粮食丰收。\n2.工业\n二、工作安排\n1.项目";
    says("a.fodt", flat.concat().as_bytes(), "odt", words);
}

/// Words that were raised by hand, each program's own way to say so: digits as such, and all else as it was. What a page of
/// the web shows as a note's mark is one; other formats keep the marks of their notes apart.
#[test]
fn raised_digits_are_none_of_their_number() {
    let words = text("raised.txt");
    for name in ["raised.docx", "raised.doc", "raised.odt"] {
        says(name, &file(name), name.rsplit('.').next().unwrap(), &words);
    }
    // In RTF LibreOffice raises all words of a style that does, also those that the run keeps on the line.
    says("raised.rtf", &file("raised.rtf"), "rtf", &words.replace("道路12", "道路¹²"));
    let shown = words.replace("7%，占", "7%¹，占").replace("脚注的话", "1脚注的话");
    says("raised.html", &file("raised.html"), "html", &shown);
}

/// Documents packed into a document are read where it refers to them, once; one that cannot be read leaves its place.
#[test]
fn documents_inside_a_document_are_read_in_place() {
    let relation = |id: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='http://x/aFChunk' Target='{target}'/>")
    };
    let with = |body: &str, parts: &[(&str, &[u8])]| {
        let document = format!("<w:document xmlns:w='w' xmlns:r='r'><w:body>{body}</w:body></w:document>");
        let relations: Vec<String> =
            parts.iter().map(|(name, _)| relation(&name[..1], &format!("/word/{name}"))).collect();
        let relations = format!("<Relationships>{}</Relationships>", relations.concat());
        let names: Vec<String> = parts.iter().map(|(name, _)| format!("word/{name}")).collect();
        let mut all: Vec<(&str, &[u8])> = vec![
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", document.as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
        ];
        all.extend(names.iter().zip(parts).map(|(name, (_, content))| (name.as_str(), *content)));
        package(&all)
    };
    let words = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let chunk = |id: &str| format!("<w:altChunk r:id='{id}'/>");
    let inner = with(
        &[words("二、内层"), chunk("t")].concat(),
        &[("t.txt", "内层的一句。\n内层又一句。".as_bytes())],
    );
    let body = [
        words("一、开头"),
        chunk("h"),
        chunk("d"),
        chunk("r"),
        chunk("h"),
        chunk("m"),
        chunk("x"),
        words("结尾"),
    ];
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>附件</w:t></w:r></w:p></w:tc><w:tc>";
    let body = [&body.concat(), table, &chunk("c"), "</w:tc></w:tr></w:tbl>"].concat();
    let file = with(
        &body,
        &[
            (
                "h.html",
                "<html><meta charset=utf-8><p>增长8%<sup>1</sup>。<table><tr><td>甲<td>乙</table>".as_bytes(),
            ),
            ("d.docx", &inner),
            ("r.rtf", b"{\\rtf1\\ansi\\ansicpg936 \\'b9\\'a4\\'d7\\'f7\\par}"),
            ("m.mht", b"MIME-Version: 1.0\r\n\r\n=E5=B7=A5"),
            ("c.txt", "一份".as_bytes()),
        ],
    );
    let decoded = decode(&file, "a.docx").unwrap();
    let expected =
        "一、开头\n增长8%¹。\n甲\t乙\n二、内层\n内层的一句。\n内层又一句。\n工作\n\u{fffd}\n结尾\n附件\t一份";
    assert_eq!(decoded.text.source(), expected);
    assert_eq!(decoded.damage.len(), 1);

    // A document in a document, and so on: as deep as archives in archives.
    let mut file = docx(&words("最里"));
    for _ in 0..6 {
        file = with(&[words("外"), chunk("d")].concat(), &[("d.docx", &file)]);
    }
    assert_eq!(decode(&file, "a.docx").unwrap().text.source(), "外\n外\n外\n外\n\u{fffd}");

    // What a chunk unpacks to counts with all the rest.
    let bomb = package(&[("word/document.xml", &vec![b' '; 40 << 20])]);
    let file = with(&[words("外"), chunk("d")].concat(), &[("d.docx", &bomb)]);
    assert_eq!(decode(&file, "a.docx").unwrap().text.source(), "外\n\u{fffd}");
}
