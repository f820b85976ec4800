//! Formats that place characters on pages (PDF, OFD) and pages of the web: the text that went into a
//! file comes out of it, and files made to break their reader are refused in words, at a bounded cost.

use std::fmt::Write as _;
use std::io::Write as _;

use archive::error::Error;
use archive::read::{self, Decoded, Format, How, Limits};

use crate::fixture::ofd;

const REPORT: &str = include_str!("files/layout/report.txt");

fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/files/layout/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn decode(bytes: &[u8]) -> Result<Decoded, Error> {
    read::decode_as(bytes, &How::default())
}

fn with_steps(bytes: &[u8], max_steps: u64) -> Result<Decoded, Error> {
    let limits = Limits { max_steps, ..Limits::default() };
    read::decode_as(bytes, &How { limits, ..How::default() })
}

fn text(bytes: &[u8]) -> String {
    decode(bytes).unwrap_or_else(|error| panic!("{error}")).text.source().to_owned()
}

fn check_refused(bytes: &[u8], reason: &str) {
    let error = decode(bytes).expect_err(reason);
    assert!(error.message().contains(reason), "{} is not about {reason}", error.message());
    assert!(error.next_step().is_some(), "{reason}");
}

fn check_same(got: &str, wanted: &str, what: &str) {
    for (got, wanted) in got.lines().zip(wanted.lines()) {
        assert_eq!(got, wanted, "{what}");
    }
    assert_eq!(got.lines().count(), wanted.trim_end().lines().count(), "{what}");
}

// ---- PDF ----

/// Made by LibreOffice, WeasyPrint, fpdf2 (subsets with maps to Unicode) and ReportLab (a registered Chinese
/// encoding, no map), with heads, feet and page numbers of their own.
#[test]
fn what_went_into_a_pdf_comes_out() {
    for name in ["libreoffice.pdf", "weasyprint.pdf", "fpdf2.pdf", "reportlab.pdf"] {
        let decoded = decode(&file(name)).unwrap();
        assert_eq!(decoded.format, Format::Pdf);
        check_same(decoded.text.source(), REPORT, name);
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    check_same(&text(&file("columns.pdf")), REPORT, "columns.pdf");
}

#[test]
fn an_encrypted_pdf_says_so_and_an_open_one_is_read() {
    check_refused(&file("password.pdf"), "encrypted");
    // Encrypted with an empty password, as offices do to forbid printing.
    check_same(&text(&file("owner.pdf")), REPORT, "owner.pdf");
}

/// A PDF of these objects, the first of which is the catalog.
fn pdf(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        write!(bytes, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    let start = bytes.len();
    write!(bytes, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(bytes, "{place:010} 00000 n ").unwrap();
    }
    let count = objects.len() + 1;
    write!(bytes, "trailer\n<</Size {count}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").unwrap();
    bytes
}

fn stream(dict: &str, content: &str) -> String {
    format!("<<{dict}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const RESOURCES: &str = "/Resources<</Font<</F 4 0 R>>/XObject<</X 6 0 R>>>>";

/// One page with this content; objects from 6 on are free.
fn page(content: &str, more: &[String]) -> Vec<String> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R{RESOURCES}>>"),
        FONT.to_owned(),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    objects
}

#[test]
fn a_page_without_text_is_scanned() {
    check_refused(&pdf(&page("q 1 0 0 1 0 0 cm Q", &[]), ""), "1 page, no text: scanned");
}

#[test]
fn words_are_put_together_by_their_places() {
    let content = "BT /F 12 Tf 72 700 Td (Roads) Tj 40 0 Td (of) Tj -40 -20 Td [(the) -400 (to) -20 (wn)] TJ ET \
                   BT /F 12 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (WATERMARK) Tj ET \
                   /Artifact BMC BT /F 12 Tf 72 400 Td (running head) Tj ET EMC";
    assert_eq!(text(&pdf(&page(content, &[]), "")), "Roads of\nthe town");
}

#[test]
fn a_page_that_is_turned_is_read_upright() {
    let turned =
        "BT /F 12 Tf 0 1 -1 0 100 100 Tm (first line) Tj ET BT /F 12 Tf 0 1 -1 0 140 100 Tm (second) Tj ET";
    assert_eq!(text(&pdf(&page(turned, &[]), "")), "first line\nsecond");
}

#[test]
fn loops_in_a_pdf_end() {
    // A page tree that holds itself, beside a page.
    let mut cycle = page("BT /F 12 Tf 72 700 Td (kept) Tj ET", &[]);
    cycle[1] = "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3/Parent 2 0 R>>".to_owned();
    assert!(text(&pdf(&cycle, "")).contains("kept"));
    // A form that draws itself, and a font and a length that are references to themselves.
    let form = stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>", "/X Do");
    let loops = page("BT /F 12 Tf 72 700 Td (kept) Tj ET /X Do /X Do", &[form, "7 0 R".to_owned()]);
    assert_eq!(text(&pdf(&loops, "")), "kept");
    // A cross-reference table whose older edition is itself.
    let plain = page("BT /F 12 Tf 72 700 Td (kept) Tj ET", &[]);
    let start = pdf(&plain, "").windows(5).rposition(|window| window == b"xref\n").unwrap();
    let start = pdf(&plain, "")[..start].windows(5).rposition(|window| window == b"xref\n").unwrap_or(start);
    assert_eq!(text(&pdf(&plain, &format!("/Prev {start}"))), "kept");
}

#[test]
fn forms_that_draw_forms_are_stopped() {
    let mut forms = Vec::new();
    for level in 0..10 {
        let dict = format!("/Type/XObject/Subtype/Form/Resources<</XObject<</X {} 0 R>>>>", 7 + level);
        forms.push(stream(&dict, &"/X Do ".repeat(100)));
    }
    forms.push(stream("/Type/XObject/Subtype/Form", "q Q"));
    let bomb = pdf(&page("/X Do", &forms), "");
    let error = with_steps(&bomb, 200_000).unwrap_err();
    assert!(error.message().contains("takes too long"), "{error}");
}

#[test]
fn sizes_that_a_pdf_only_claims_cost_nothing() {
    let mut claims = page("BT /F 12 Tf 72 700 Td (kept) Tj ET", &[]);
    claims[1] = "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>".to_owned();
    claims[3] = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font\
                 /Subtype/CIDFontType2/BaseFont/A/W[0 4294967295 500 1 4294967294 10]>>]>>"
        .to_owned();
    // Nothing names the characters of this font.
    check_refused(&pdf(&claims, ""), "do not say which characters");
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// Many packed lists of objects, each within its bound, and lists packed twice.
#[test]
fn lists_of_objects_that_unpack_to_too_much_are_refused() {
    let once = packed(&vec![b' '; 1 << 20]);
    for (filter, data) in [("/FlateDecode", once.clone()), ("[/FlateDecode/FlateDecode]", packed(&once))] {
        let mut bytes = b"%PDF-1.5\n".to_vec();
        for number in 1..=12 {
            let dict = format!("<</Type/ObjStm/N 1/First 4/Filter{filter}/Length {}>>", data.len());
            write!(bytes, "{number} 0 obj\n{dict}stream\n").unwrap();
            bytes.extend_from_slice(&data);
            bytes.extend_from_slice(b"\nendstream\nendobj\n");
        }
        let limits = Limits { max_unpacked: 10 << 20, ..Limits::default() };
        let error = read::decode_as(&bytes, &How { limits, ..How::default() }).unwrap_err();
        assert!(error.message().contains("lists of objects unpack to more than"), "{error}");
    }
}

#[test]
fn a_content_that_unpacks_to_too_much_is_refused() {
    let packed = packed(&vec![b' '; 65 << 20]);
    let mut bytes = b"%PDF-1.4\n".to_vec();
    for (index, object) in page("", &[]).iter().enumerate().filter(|(index, _)| *index != 4) {
        write!(bytes, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    write!(bytes, "5 0 obj\n<</Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).unwrap();
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");
    check_refused(&bytes, "too many bytes");
}

#[test]
fn five_hundred_pages_are_read_without_their_heads() {
    let mut objects = page("", &[]);
    let mut kids = String::new();
    for number in 1..=500 {
        let at = objects.len() + 1;
        write!(kids, "{at} 0 R ").unwrap();
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F 4 0 R>>>>>>",
            at + 1
        ));
        objects.push(stream(
            "",
            &format!(
                "BT /F 10 Tf 72 810 Td (Collected papers) Tj ET BT /F 12 Tf 72 700 Td (Item {number}.) Tj ET \
                 BT /F 10 Tf 290 30 Td (- {number} -) Tj ET"
            ),
        ));
    }
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count 500>>");
    let text = text(&pdf(&objects, ""));
    assert_eq!(text.lines().count(), 500);
    assert_eq!(text.lines().last(), Some("Item 500."));
}

#[test]
fn a_cut_or_empty_pdf_is_an_error_or_gives_its_pages() {
    let whole = file("reportlab.pdf");
    for len in (9..whole.len()).step_by(97) {
        // The pages that are there, or a refusal: anything but a panic.
        let _ = decode(&whole[..len]);
    }
    check_refused(b"%PDF-1.7\n", "PDF");
}

// ---- pages of the web ----

/// A page of a site: everything around the article, in the encoding that it declares.
#[test]
fn the_article_of_a_page_is_read_without_the_site() {
    let decoded = decode(&file("site.html")).unwrap();
    assert_eq!(decoded.format, Format::Html);
    assert_eq!(decoded.encoding, "GB18030");
    assert_eq!(decoded.title.as_deref(), Some("云溪口镇2023年政府工作报告"));
    assert_eq!(decoded.published_on.as_deref(), Some("2023-01-16"));
    let table = "附表：主要指标完成情况\n指标\t单位\t2022年\t2023年\n地区生产总值\t亿元\t12.6\t13.4\n农村户厕\t户\t623\t500";
    check_same(decoded.text.source(), &format!("{}\n{table}", REPORT.trim_end()), "site.html");
}

/// A page of the years when tables laid out a site and nothing closed its tags; it declares the wrong encoding.
#[test]
fn tables_that_lay_out_a_page_are_no_tables() {
    let decoded = decode(&file("tables.html")).unwrap();
    assert_eq!(decoded.encoding, "UTF-8");
    assert_eq!(decoded.title.as_deref(), Some("云溪口镇2023年政府工作报告"));
    assert_eq!(decoded.published_on.as_deref(), Some("2023-01-16"));
    let body = REPORT.split_once('\n').unwrap().1;
    assert!(decoded.text.source().contains(body.trim_end()), "{}", decoded.text.source());
    for around in ["招商引资|", "领导之窗", "版权所有", "打印"] {
        assert!(!decoded.text.source().contains(around), "{around}");
    }
}

/// Saved by LibreOffice from the word processor's file.
#[test]
fn a_saved_document_is_read_whole() {
    check_same(&text(&file("libreoffice.html")), REPORT, "libreoffice.html");
}

#[test]
fn the_structure_of_a_page_is_kept() {
    for (page, wanted) in [
        ("<p>甲</p><p>乙<br>丙</p>", "甲\n乙\n丙"),
        ("<p>第一行\n    第二行</p>", "第一行第二行"),
        ("<p>two\n    words</p>", "two words"),
        ("<ol><li>甲<li>乙</ol>", "1.甲\n2.乙"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙"),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁"),
        ("<table><tr><td><p>甲</p></td><td><p>乙</p></td></tr></table>", "甲\t乙"),
        ("<p>甲<script>document.write('<p>不</p>')</script>乙</p>", "甲乙"),
        ("<p>甲<span style='display: none'>不</span>乙</p>", "甲乙"),
        ("<p>6&nbsp;%&lt;7&#x4e2d;</p>", "6 %<7中"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("<div><p>甲</div><p>乙", "甲\n乙"),
    ] {
        let page =
            format!("<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{page}</body></html>");
        assert_eq!(text(page.as_bytes()), wanted, "{page}");
    }
}

/// A million tags one inside the other: no stack overflows, and no element is searched for among them.
#[test]
fn deep_pages_cost_no_more_than_long_ones() {
    for tag in ["div", "table", "b", "a", "p", "td", "ul", "li", "select"] {
        let open = format!("<{tag}>");
        let close = format!("</{tag}>");
        for (before, after) in [(&open, ""), (&open, close.as_str()), (&close, open.as_str())] {
            let page = format!("<html><p>{}甲乙丙丁{}", before.repeat(200_000), after.repeat(200_000));
            let _ = decode(page.as_bytes());
        }
    }
    let crossed = format!("<html>{}甲乙", "<table><tr><td><div><a></div></tr></p>".repeat(50_000));
    assert!(text(crossed.as_bytes()).contains("甲乙"));
    // Words at every depth, all of it named a title, below a title that goes on for ever.
    for element in ["div", "div class=title", "h1", "pre"] {
        let page = format!(
            "<html><head><title>{}</title></head>{}",
            "长".repeat(500_000),
            format!("<{element}>甲乙丙丁").repeat(100_000)
        );
        let decoded = decode(page.as_bytes()).unwrap();
        assert_eq!(decoded.text.source().lines().count(), 100_000, "{element}");
        assert_eq!(decoded.title, None, "{element}");
    }
}

#[test]
fn what_stands_before_the_first_tag_hides_no_page() {
    for before in [
        "<?xml version=\"1.0\"?>\n",
        "<!-- saved -->\n",
        "\u{feff}\n<!DOCTYPE html>",
        "<!--[if IE]><a><![endif]-->",
    ] {
        let page = format!("{before}<html><body><p>甲</p><p><a id=\"x\"/>乙，丙。</p></body></html>");
        assert_eq!(text(page.as_bytes()), "甲\n乙，丙。", "{before}");
    }
    assert_eq!(text("<文>不是网页</文>".as_bytes()), "<文>不是网页</文>");
}

/// A page of prose around which, or in which, stands what is named or linked as if it were not the article.
#[test]
fn an_article_under_a_misleading_name_is_read() {
    let prose = "<p>全镇经济稳步增长，农村户厕改造全面完成，各项民生实事如期兑现。</p>".repeat(12);
    let links = |count: usize| "<li><a href=x>县政府召开常务会议研究有关工作</a></li>".repeat(count);
    let nav = "<div class='nav'><p>欢迎访问本站，今天是星期一，天气晴朗。</p></div>";
    for page in [
        format!("<body class='page with-nav'>{nav}<div>{prose}</div></body>"),
        format!("<div id='int-nav'><div class='col position-relative'>{prose}</div>{nav}</div>"),
        format!(
            "{nav}<div class='body label-hidden'>{prose}</div><div class=a><p>版权声明，请勿转载。</p></div>"
        ),
        format!("<div class='hidden-xs'>{prose}</div>{nav}<p>{}</p>", "附注，".repeat(30)),
        // A short article in one part with long lists of links, above a note of the site.
        format!(
            "<p>{}</p><div><div>{prose}</div><ul>{}</ul></div>",
            "本站所有内容仅供参考，请自行承担全部责任。".repeat(18),
            links(90)
        ),
    ] {
        let page = format!("<!DOCTYPE html><html><head><meta charset=utf-8></head>{page}</html>");
        let text = text(page.as_bytes());
        assert_eq!(text.matches("民生实事如期兑现").count(), 12, "{page}\n{text}");
        assert!(!text.contains("星期一") && !text.contains("常务会议"), "{page}\n{text}");
    }
    // Comments are longer than what they comment on, and are none of it.
    let comments = format!("<div class=comments>{}</div>", "<p>写得很好，支持家乡建设！</p>".repeat(60));
    let page = format!("<html><body><div>{prose}</div>{comments}</body></html>");
    assert!(!text(page.as_bytes()).contains("支持家乡"));
}

/// A long chapter is no article beside a short one of its kind; what has no heading is no chapter.
#[test]
fn chapters_of_one_text_stay_together() {
    let prose = "<p>全镇经济稳步增长，农村户厕改造全面完成，各项民生实事如期兑现。</p>".repeat(12);
    let page = |first: &str, second: &str, class: &str| {
        let site = "<div class='site'><p>本站内容仅供参考。</p></div>";
        let chapters = format!(
            "<div class='{class}'><h2>工作回顾</h2>{prose}</div><div class='{class}'>{second}<p>做好明年工作，责任重大。抓项目、抓民生。</p></div>"
        );
        let page = format!(
            "<html><meta charset=utf-8><body>{site}<div class=book>{first}{chapters}</div></body></html>"
        );
        text(page.as_bytes()).contains("责任重大")
    };
    assert!(page("<h1>报告</h1>", "<h2>工作安排</h2>", "section"));
    assert!(!page("<h1>报告</h1>", "", "section"));
    assert!(!page("<h1>报告</h1>", "<h2>工作安排</h2>", ""));
    // A chapter of many links keeps its words; a list of links under a heading of its own goes.
    let links = "<li><a href=x>县政府召开常务会议研究有关工作</a></li>".repeat(9);
    let page = |inside: &str| {
        let part = format!("<div class=part><h2>有关文件</h2>{inside}<ul>{links}</ul></div>");
        text(format!("<html><meta charset=utf-8><body><div>{prose}{part}</div></body></html>").as_bytes())
    };
    let with_words = page("<p>下列文件一并施行，请遵照执行。</p>");
    assert!(with_words.contains("有关文件\n下列文件") && !with_words.contains("常务会议"), "{with_words}");
    assert!(!page("").contains("有关文件"));
}

#[test]
fn a_page_without_words_says_so() {
    check_refused(b"<html><script>location='/'</script></html>", "no text");
}

// ---- OFD ----

#[test]
fn what_went_into_an_ofd_comes_out() {
    let decoded = decode(&ofd::report(REPORT)).unwrap();
    assert_eq!(decoded.format, Format::Ofd);
    check_same(decoded.text.source(), REPORT, "ofd");
}

/// Where a line happens to begin with 二是 the paragraph goes on, unless it is indented.
#[test]
fn a_list_inside_a_paragraph_does_not_cut_it() {
    let words = "清河镇2023年工作要点\n（经镇人民代表大会审议通过）\n镇人民政府\n\
        今年要抓好三件事，一是新修通村公路八公里，确保通车。二是改造户厕两百户。三是新建养老院一所，床位六十张，年底前投入使用。\n\
        三是要建好队伍，抓作风，抓落实，让群众看到实实在在的变化。\n一、抓项目\n新建桥梁两座。";
    check_same(&text(&ofd::report(words)), words, "ofd");
}

#[test]
fn characters_of_an_ofd_stand_where_matrix_and_distances_put_them() {
    let object = |place: &str, code: &str| format!("<TextObject {place} Size=\"5\">{code}</TextObject>");
    for (content, wanted) in [
        // Written from the foot to the top, read from the top.
        (
            object("Boundary=\"10 60 100 8\"", "<TextCode X=\"0\" Y=\"5\">乙</TextCode>")
                + &object("Boundary=\"10 40 100 8\"", "<TextCode X=\"0\" Y=\"5\">甲</TextCode>"),
            "甲\n乙",
        ),
        // A matrix that doubles; a code without a place goes on where the last one began, one line down.
        (
            object(
                "Boundary=\"10 40 100 8\" CTM=\"2 0 0 2 0 0\"",
                "<TextCode X=\"0\" Y=\"5\" DeltaX=\"5\">甲乙</TextCode>",
            ),
            "甲乙",
        ),
        (
            object(
                "Boundary=\"10 40 100 8\"",
                "<TextCode X=\"0\" Y=\"5\" DeltaX=\"g 9999999999 5\">甲乙</TextCode>",
            ),
            "甲乙",
        ),
        (
            object(
                "Boundary=\"10 40 100 8\"",
                "<TextCode X=\"0\" Y=\"5\" DeltaX=\"0 x NaN\" DeltaY=\"10 10\">甲乙丙</TextCode>",
            ),
            "甲\n乙\n丙",
        ),
    ] {
        assert_eq!(text(&ofd::one_page(&content)), wanted, "{content}");
    }
}

/// A text whose size is missing, none, or spelt otherwise is read all the same.
#[test]
fn a_text_of_an_ofd_without_its_size_is_read() {
    let code = "<TextCode X=\"0\" Y=\"5\" DeltaX=\"g 3 5\">全镇稳步</TextCode>";
    for place in [
        "Boundary=\"10 40 100 5\"",
        "Boundary=\"10 40 100 5\" Size=\"0\"",
        "Boundary=\"10 40 100 0\" Size=\"x\"",
        "Boundary=\"10 40 100 50\" size=\"5\"",
    ] {
        let next = place.replace("10 40", "10 46");
        let content =
            format!("<TextObject {place}>{code}</TextObject><TextObject {next}>{code}</TextObject>");
        assert_eq!(text(&ofd::one_page(&content)).matches("全镇稳步").count(), 2, "{place}");
    }
}

/// An OFD of one page, whose resources hold these drawings: identifier and content.
fn with_drawings(page: &str, drawings: &[(&str, &str)]) -> Vec<u8> {
    let units: String = drawings
        .iter()
        .map(|(id, content)| {
            format!("<CompositeGraphicUnit ID=\"{id}\"><Content>{content}</Content></CompositeGraphicUnit>")
        })
        .collect();
    let page = format!("<Page><Content><Layer>{page}</Layer></Content></Page>");
    ofd::package(&[
        ("OFD.xml", ofd::xml("<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>")),
        (
            "Doc_0/Document.xml",
            ofd::xml(
                "<Document><CommonData><PublicRes>PublicRes.xml</PublicRes><DocumentRes>Res.xml</DocumentRes>\
                 </CommonData><Pages><Page ID=\"1\" BaseLoc=\"P.xml\"/></Pages></Document>",
            ),
        ),
        (
            "Doc_0/Res.xml",
            ofd::xml(&format!("<Res><CompositeGraphicUnits>{units}</CompositeGraphicUnits></Res>")),
        ),
        ("Doc_0/P.xml", ofd::xml(&page)),
    ])
}

fn shown(place: &str, id: &str) -> String {
    format!("<CompositeObject {place} ResourceID=\"{id}\"/>")
}

/// A record printed to OFD is one drawing in points that the page shows, made smaller; its borders are in it
/// as well. A drawing may show others; one that is not there takes nothing else with it.
#[test]
fn drawings_that_a_page_of_an_ofd_shows_are_read() {
    let words = |x: u16, y: u16, words: &str| {
        format!(
            "<TextObject Boundary=\"{x} {y} 200 20\" Size=\"10\"><TextCode X=\"0\" Y=\"9\" DeltaX=\"g 9 10\">{words}</TextCode></TextObject>"
        )
    };
    let borders = "<PathObject Boundary=\"90 150 400 60\"><AbbreviatedData>M 0 0 L 400 0 L 400 60 L 0 60 C M 120 0 \
        L 120 60 M 0 30 L 400 30</AbbreviatedData></PathObject>";
    let record = [
        words(100, 100, "村道验收记录"),
        borders.to_owned(),
        words(95, 160, "检查部位"),
        words(215, 160, "路面"),
        words(95, 190, "检查结果"),
        shown("Boundary=\"115 100 1 1\" CTM=\"1 0 0 1 0 0\"", "7"),
        shown("Boundary=\"0 0 1 1\"", "8"),
    ]
    .concat();
    let file = with_drawings(
        &shown("Boundary=\"0 0 210 297\" CTM=\"0.35 0 0 0.35 0 0\"", "5"),
        &[("7", &words(100, 90, "合格")), ("5", &record)],
    );
    assert_eq!(text(&file), "村道验收记录\n检查部位\t路面\n检查结果\t合格");
}

/// Drawings that show themselves, or each other many times over, end.
#[test]
fn drawings_of_an_ofd_that_show_themselves_end() {
    let word = "<TextObject Boundary=\"30 40 100 8\" Size=\"5\"><TextCode X=\"0\" Y=\"5\">甲</TextCode></TextObject>";
    let own = with_drawings(&shown("", "1"), &[("1", &(word.to_owned() + &shown("", "1")))]);
    assert_eq!(text(&own), "甲");
    let twenty = |id: &str| shown("CTM=\"1 0 0 1 5 1\"", id).repeat(20);
    let many: Vec<(String, String)> =
        (1..9).map(|n| (n.to_string(), word.to_owned() + &twenty(&(n + 1).to_string()))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(id, content)| (&**id, &**content)).collect();
    check_refused(&with_drawings(&shown("", "1"), &many), "drawings of more than");
}

/// What only cuts off a drawing, or fills it with a pattern, is no border and no word.
#[test]
fn clips_and_patterns_of_an_ofd_are_not_drawn() {
    let words = |x: u16, y: u16, words: &str, more: &str| {
        format!(
            "<TextObject Boundary=\"{x} {y} 100 8\" Size=\"5\">{more}<TextCode X=\"0\" Y=\"5\" DeltaX=\"g 9 5\">{words}</TextCode></TextObject>"
        )
    };
    let clip = "<Clips><Clip><Area><Path Boundary=\"0 0 200 200\"><AbbreviatedData>M 0 0 L 80 0 L 80 50 L 0 50 C M 22 0 L \
        22 50</AbbreviatedData></Path></Area></Clip></Clips>";
    let pattern = words(30, 43, "样", "");
    let drawn = format!(
        "<PathObject Boundary=\"28 38 100 50\">{clip}<FillColor><Pattern><CellContent>{pattern}</CellContent></Pattern>\
         </FillColor><AbbreviatedData>M 0 0 B 1 1 2 2 3 3</AbbreviatedData></PathObject>"
    );
    let content = drawn + &words(30, 40, "全镇稳步发", clip) + &words(30, 47, "展各项工作", "");
    assert!(text(&ofd::one_page(&content)).starts_with("全镇稳步发"), "{}", text(&ofd::one_page(&content)));
    assert!(!text(&ofd::one_page(&content)).contains(['\t', '样']));
}

/// A page that lies on its side has its number turned with the paper; a page whose words are all turned is
/// read as if it were not.
#[test]
fn turned_words_of_an_ofd() {
    let level = |x: u16, y: u16, words: &str| {
        format!(
            "<TextObject Boundary=\"{x} {y} 100 8\" Size=\"5\"><TextCode X=\"0\" Y=\"5\" DeltaX=\"g 9 5\">{words}</TextCode></TextObject>"
        )
    };
    let turned = |x: u16, y: u16, words: &str| {
        format!(
            "<TextObject Boundary=\"{x} {y} 8 100\" Size=\"5\" CTM=\"0 1 -1 0 0 0\"><TextCode X=\"0\" Y=\"-1\" DeltaX=\"g 9 5\">{words}\
             </TextCode></TextObject>"
        )
    };
    let body = level(30, 40, "附件一") + &level(40, 60, "各村要按时报送");
    let number = turned(10, 40, "—") + &turned(10, 47, "6") + &turned(10, 52, "—");
    assert_eq!(text(&ofd::one_page(&(number + &body))), "附件一\n各村要按时报送");
    // In the words' own system the next line stands to the left.
    let aside = turned(100, 40, "任务分解表") + &turned(80, 40, "新建改建村道");
    assert_eq!(text(&ofd::one_page(&aside)), "任务分解表\n新建改建村道");
}

#[test]
fn a_damaged_or_empty_ofd_is_refused_in_words() {
    check_refused(&ofd::one_page("<ImageObject/>"), "1 page, no text: scanned");
    check_refused(&ofd::package(&[("OFD.xml", ofd::xml("<OFD/>"))]), "no pages");
    check_refused(
        &ofd::package(&[("OFD.xml", ofd::xml("<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>"))]),
        "no Doc_0/Document.xml",
    );
    check_refused(&ofd::one_page(&"<PageBlock>".repeat(100_000)), "nested more than");
    check_refused(
        &ofd::package(&[
            ("OFD.xml", ofd::xml("<OFD><DocRoot>D.xml</DocRoot></OFD>")),
            ("D.xml", "<a".to_owned()),
        ]),
        "XML",
    );
}
