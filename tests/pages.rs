//! Characters and lines on pages: what lines part is read cell by cell, row by row, however the words wrap in
//! the cells; footnotes follow the text; columns stay apart.

use archive::read::lines::{self, Page, Placed, Rule};

use crate::fixture::ofd;

/// Points from the foot of a line of characters to the next, and the height of a character.
const LINE: f64 = 16.0;
const SIZE: f64 = 12.0;

/// A page on which words stand, and lines.
#[derive(Default)]
struct Sheet {
    placed: Vec<Placed>,
    rules: Vec<Rule>,
}

impl Sheet {
    fn words(&mut self, x: f64, y: f64, words: &str) {
        self.sized(SIZE, x, y, words);
    }

    fn sized(&mut self, size: f64, x: f64, y: f64, words: &str) {
        let mut x = x;
        for character in words.chars() {
            let width = size * if character.is_ascii() { 0.5 } else { 1.0 };
            self.placed.push(Placed { x, y, size, width, character });
            x += width;
        }
    }

    fn rule(&mut self, (left, top): (f64, f64), (right, foot): (f64, f64)) {
        self.rules.push(Rule { left, top, right, foot });
    }

    /// Words that wrap in a cell, in the middle of its height.
    fn cell(&mut self, (left, top): (f64, f64), (right, foot): (f64, f64), words: &str) {
        let mut lines = vec![String::new()];
        let mut at = 0.0;
        for c in words.chars() {
            let width = SIZE * if c.is_ascii() { 0.5 } else { 1.0 };
            if c == '\n' || at + width > right - left - 10.0 {
                lines.push(String::new());
                at = 0.0;
            }
            if c != '\n' {
                lines.last_mut().unwrap().push(c);
                at += width;
            }
        }
        let first = top + (foot - top - LINE * lines.len() as f64) / 2.0 + 13.0;
        for (row, line) in lines.iter().enumerate() {
            self.words(left + 5.0, first + LINE * row as f64, line);
        }
    }

    fn page(self) -> Page {
        Page::new(595.0, 842.0, self.placed, &self.rules)
    }

    fn text(self) -> String {
        lines::text(vec![self.page()])
    }
}

/// Columns of a sheet of tasks: number, task, office, day.
const XS: [f64; 5] = [80.0, 120.0, 300.0, 420.0, 515.0];
const YS: [f64; 4] = [200.0, 230.0, 300.0, 380.0];
const TASKS: [[&str; 4]; 3] = [
    ["序号", "工作任务", "责任单位", "完成时限"],
    ["1", "完成望江岭集镇污水处理厂主管网铺设8公里，新建提升泵站两座", "镇农业农村办公室、财政所", "6月底前"],
    [
        "2",
        "新建改建农村公路12.5公里，改造危桥3座",
        "镇规划建设办公室、综合行政执法队、各村",
        "2023年12月底前完成主体工程",
    ],
];

fn tasks() -> Sheet {
    let mut sheet = Sheet::default();
    sheet.words(80.0, 150.0, "附件：重点任务分解表");
    for x in XS {
        sheet.rule((x, YS[0]), (x, YS[3]));
    }
    for y in YS {
        sheet.rule((XS[0], y), (XS[4], y));
    }
    for (row, cells) in TASKS.iter().enumerate() {
        for (column, words) in cells.iter().enumerate() {
            sheet.cell((XS[column], YS[row]), (XS[column + 1], YS[row + 1]), words);
        }
    }
    sheet.words(80.0, 420.0, "以上任务由镇督查室按月调度。");
    sheet
}

fn lines_of(rows: &[[&str; 4]]) -> String {
    rows.iter().map(|row| row.join("\t")).collect::<Vec<String>>().join("\n")
}

#[test]
fn words_that_wrap_in_cells_stay_in_them() {
    let wanted = format!("附件：重点任务分解表\n{}\n以上任务由镇督查室按月调度。", lines_of(&TASKS));
    assert_eq!(tasks().text(), wanted);
}

/// Each cell with borders of its own, a hair apart from its neighbours'.
#[test]
fn borders_of_cells_are_lines_of_the_table() {
    let mut sheet = tasks();
    sheet.rules.clear();
    for y in YS.windows(2) {
        for x in XS.windows(2) {
            let (left, right, top, foot) = (x[0] + 0.4, x[1] - 0.4, y[0] + 0.4, y[1] - 0.4);
            sheet.rule((left, top), (right, top));
            sheet.rule((left, foot), (right, foot));
            sheet.rule((left, top), (left, foot));
            sheet.rule((right, top), (right, foot));
        }
    }
    assert!(sheet.text().contains(&lines_of(&TASKS)));
}

/// A cell over two rows stands in the first; one over columns is one value; paragraphs of a cell have a blank
/// between them.
#[test]
fn merged_cells_stand_where_they_begin() {
    let mut sheet = Sheet::default();
    let (xs, ys) = ([80.0, 180.0, 330.0, 515.0], [100.0, 130.0, 180.0, 230.0]);
    sheet.rule((xs[0], ys[0]), (xs[0], ys[3]));
    sheet.rule((xs[1], ys[1]), (xs[1], ys[3]));
    sheet.rule((xs[2], ys[0]), (xs[2], ys[3]));
    sheet.rule((xs[3], ys[0]), (xs[3], ys[3]));
    for y in [ys[0], ys[1], ys[3]] {
        sheet.rule((xs[0], y), (xs[3], y));
    }
    sheet.rule((xs[1], ys[2]), (xs[3], ys[2]));
    sheet.cell((xs[0], ys[0]), (xs[2], ys[1]), "指标");
    sheet.cell((xs[2], ys[0]), (xs[3], ys[1]), "目标");
    sheet.cell((xs[0], ys[1]), (xs[1], ys[3]), "民生");
    sheet.cell((xs[1], ys[1]), (xs[2], ys[2]), "新建公厕");
    sheet.cell((xs[2], ys[1]), (xs[3], ys[2]), "3处\n12月底前");
    sheet.cell((xs[1], ys[2]), (xs[2], ys[3]), "改造户厕");
    sheet.cell((xs[2], ys[2]), (xs[3], ys[3]), "200户");
    assert_eq!(sheet.text(), "指标\t目标\n民生\t新建公厕\t3处 12月底前\n\t改造户厕\t200户");
}

/// Open at its sides, and with a line only under its head: what stands side by side is a row.
#[test]
fn rows_without_lines_between_them_are_rows() {
    let mut sheet = Sheet::default();
    for x in [200.0, 320.0] {
        sheet.rule((x, 100.0), (x, 290.0));
    }
    for y in [100.0, 130.0, 290.0] {
        sheet.rule((80.0, y), (515.0, y));
    }
    let rows = [
        ["指标", "2022年", "2023年"],
        ["总产值", "8.6亿元", "9.4亿元"],
        ["财政收入", "4260万元", "4500万元"],
        ["新增就业", "150人", "180人"],
        ["新建公厕", "3处", "5处"],
        ["粮食播种面积", "2.1万亩", "2.1万亩"],
    ];
    for (at, row) in rows.iter().enumerate() {
        for (words, x) in row.iter().zip([85.0, 205.0, 325.0]) {
            sheet.words(x, 120.0 + 30.0 * at as f64, words);
        }
    }
    let wanted: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    assert_eq!(sheet.text(), wanted.join("\n"));
}

/// A list of duties: who has them in the middle of the height of what they are. Each cell is read for itself, the
/// duties paragraph by paragraph, also where one begins behind a full line.
#[test]
fn a_cell_of_many_paragraphs_beside_its_label() {
    let mut sheet = Sheet::default();
    let (xs, ys) = ([80.0, 140.0, 200.0, 515.0], [100.0, 130.0, 300.0, 400.0]);
    for x in xs {
        sheet.rule((x, ys[0]), (x, ys[3]));
    }
    for y in ys {
        sheet.rule((xs[0], y), (xs[3], y));
    }
    let village = [
        "（1）每周到施工现场查看不少于一次，并把查看的情况记入台账，查看的人要签名，台账要留存。",
        "（2）发现未经批准动工的，当天劝阻并报告镇政府办。",
        "（3）张贴审批结果和举报电话。",
        "（4）每月月底报送一次进度。",
    ];
    assert_eq!(village[1].chars().count(), 25, "the line is full");
    let town = [
        "（1）按月调度。",
        "（2）按季通报。",
        "（3）按年考核，考核的结果与村干部的报酬和评先评优挂钩，连续两年末位的要约谈。",
        "（4）建账。",
    ];
    sheet.cell((xs[0], ys[0]), (xs[1], ys[1]), "层级");
    sheet.cell((xs[1], ys[0]), (xs[2], ys[1]), "单位");
    sheet.cell((xs[2], ys[0]), (xs[3], ys[1]), "职责");
    sheet.cell((xs[0], ys[1]), (xs[1], ys[2]), "村级");
    sheet.cell((xs[1], ys[1]), (xs[2], ys[2]), "村民委员会");
    sheet.cell((xs[2], ys[1]), (xs[3], ys[2]), &village.join("\n"));
    sheet.cell((xs[1], ys[2]), (xs[2], ys[3]), "镇政府");
    sheet.cell((xs[2], ys[2]), (xs[3], ys[3]), &town.join("\n"));
    let wanted =
        format!("层级\t单位\t职责\n村级\t村民委员会\t{}\n\t镇政府\t{}", village.join("\n"), town.join("\n"));
    assert_eq!(sheet.text(), wanted);
}

/// Names without lines between them, a few with a sum beside them: rows, not a label.
#[test]
fn few_values_beside_many_names_stay_in_their_rows() {
    let mut sheet = Sheet::default();
    for x in [80.0, 320.0, 515.0] {
        sheet.rule((x, 100.0), (x, 290.0));
    }
    for y in [100.0, 130.0, 290.0] {
        sheet.rule((80.0, y), (515.0, y));
    }
    let rows = [["村名", "补助"], ["望江村", ""], ["青石村", "3万元"], ["云溪村", "5万元"], ["大坪村", ""]];
    for (at, row) in rows.iter().enumerate() {
        for (words, x) in row.iter().zip([85.0, 325.0]) {
            sheet.words(x, 120.0 + 30.0 * at as f64, words);
        }
    }
    assert_eq!(sheet.text(), "村名\t补助\n望江村\n青石村\t3万元\n云溪村\t5万元\n大坪村");
}

/// A closing mark hangs over the border with the empty half of its width.
#[test]
fn a_mark_at_the_border_of_a_cell_is_in_it() {
    let mut sheet = Sheet::default();
    for x in [80.0, 140.0, 254.0] {
        sheet.rule((x, 100.0), (x, 180.0));
    }
    for y in [100.0, 180.0] {
        sheet.rule((80.0, y), (254.0, y));
    }
    sheet.words(85.0, 140.0, "任务");
    sheet.words(145.0, 120.0, "修路、改水、改厕、");
    sheet.words(145.0, 136.0, "建桥。");
    sheet.placed.iter_mut().filter(|p| p.x == 241.0).for_each(|p| p.x = 249.0);
    assert_eq!(sheet.text(), "任务\t修路、改水、改厕、建桥。");
}

/// A frame around a page, a line under its head and lines under words part nothing.
#[test]
fn other_lines_make_no_table() {
    let mut plain = Sheet::default();
    for row in 0..12 {
        let words = if row % 4 == 0 {
            "一、抓项目"
        } else {
            "全镇上下要锚定全年目标任务，以项目建设为抓手，推动经济稳步发展"
        };
        plain.words(100.0, 200.0 + 24.0 * f64::from(row), words);
    }
    let mut framed = Sheet { placed: plain.placed.clone(), rules: Vec::new() };
    for (from, to) in [
        ((60.0, 60.0), (535.0, 60.0)),
        ((60.0, 90.0), (535.0, 90.0)),
        ((60.0, 780.0), (535.0, 780.0)),
        ((60.0, 60.0), (60.0, 780.0)),
        ((535.0, 60.0), (535.0, 780.0)),
        ((100.0, 202.0), (160.0, 202.0)),
    ] {
        framed.rule(from, to);
    }
    assert_eq!(framed.text(), plain.text());
}

/// Lines without number, size or sense cost nothing and hide no words.
#[test]
fn lines_without_end_are_no_table() {
    let mut sheet = tasks();
    let words = sheet.placed.len();
    for at in 0..3_000 {
        let at = f64::from(at) / 5.0;
        sheet.rule((at, 0.0), (at, 842.0));
        sheet.rule((0.0, at), (595.0, at));
    }
    sheet.rule((f64::NAN, 0.0), (f64::INFINITY, f64::NEG_INFINITY));
    let text = sheet.text();
    assert_eq!(text.chars().filter(|c| !c.is_whitespace()).count(), words);
}

/// Two lines that happen to end alike are no margin where three run over it: each line is a paragraph of its own.
#[test]
fn paragraphs_of_one_line_each_stay_apart() {
    let lines = [
        "会议由镇长主持",
        "参加会议的有各村党支部书记和驻村工作队员",
        "会上通报了三季度的进度",
        "讨论并通过了《冬季农田水利建设实施方案》和经费安排",
        "会议要求各村月底前完成勘测",
        "记录由党政办整理后发各村",
        "会议到五时结束",
    ];
    let mut sheet = Sheet::default();
    for (at, line) in lines.iter().enumerate() {
        sheet.words(90.0, 150.0 + LINE * at as f64, line);
    }
    assert_eq!(sheet.text(), lines.join("\n"));
}

/// Two lines of a title that run over the margin of a column leave it where it is, since more lines end at it.
#[test]
fn a_title_wider_than_its_column_does_not_cut_the_text() {
    let mut sheet = Sheet::default();
    sheet.words(90.0, 150.0, "望江岭镇人民政府关于做好今冬明春农田水利建设工作的");
    sheet.words(90.0, 166.0, "实施意见和任务分工（征求意见稿）");
    for (at, line) in
        ["各村要在月底前完成沟渠", "的勘测，并报镇农业农村", "办公室备案，逾期不报的", "在全镇通报。"]
            .iter()
            .enumerate()
    {
        sheet.words(90.0, 198.0 + LINE * at as f64, line);
    }
    assert!(
        sheet
            .text()
            .ends_with("各村要在月底前完成沟渠的勘测，并报镇农业农村办公室备案，逾期不报的在全镇通报。")
    );
}

/// A sentence goes on from page to page past the footnotes at the foot.
#[test]
fn footnotes_follow_the_text() {
    let full = "全镇上下要锚定全年目标任务以项目建设为抓手推动经济稳步向好发";
    let pages = [("展，新建公厕", "1 指列入年度计划的。"), ("三处。", "① 数据为快报数。")];
    let pages = pages.map(|(words, note)| {
        let mut sheet = Sheet::default();
        sheet.words(100.0, 200.0, words);
        for row in 0..20 {
            sheet.words(100.0, 224.0 + 24.0 * f64::from(row), full);
        }
        sheet.sized(9.0, 100.0, 720.0, note);
        sheet.sized(9.0, 100.0, 732.0, "按上年口径计算。");
        sheet.page()
    });
    let text = lines::text(pages.to_vec());
    let notes: Vec<&str> = text.lines().rev().take(4).collect();
    assert!(text.contains(&format!("{full}三处。")), "{text}");
    assert_eq!(notes[0], "按上年口径计算。");
    assert!(text.ends_with("按上年口径计算。") && text.contains("\n1 指列入年度计划的。"), "{text}");
}

/// A line that reaches over the margin of its column does not run into the next one.
#[test]
fn columns_stay_apart() {
    let mut sheet = Sheet::default();
    let (left, right) =
        ("全镇上下要锚定全年目标任务以项目建设为抓", "改造提升农村公路开展人居环境整治行动全力");
    for row in 0..20 {
        let y = 150.0 + 20.0 * f64::from(row);
        sheet.words(50.0, y, left);
        if row % 5 == 4 {
            sheet.words(50.0 + 12.0 * 20.0, y, "，");
        }
        sheet.words(315.0, y, right);
    }
    let text = sheet.text();
    assert!(!text.contains("抓改"), "{text}");
    assert_eq!(text.matches("抓全镇").count() + text.matches("抓，全镇").count(), 19, "{text}");
}

/// As systems of offices write OFD: several documents in a file, pages with areas of their own, a head in a
/// template, what repeats written short, glyphs beside their codes, a slanting watermark, a seal, a table whose
/// borders are paths, its borders and words in systems of their own.
#[test]
fn an_ofd_as_offices_write_it() {
    let object = |x: f64, y: f64, words: &str| {
        let count = words.chars().count();
        let deltas = if count > 1 { format!("DeltaX=\"g {} 5\"", count - 1) } else { String::new() };
        format!(
            "<ofd:TextObject ID=\"1\" Boundary=\"{x} {y} 150 8\" Font=\"4\" Size=\"2.5\" CTM=\"2 0 0 2 0 0\">\
             <ofd:CGTransform CodePosition=\"0\" CodeCount=\"{count}\" GlyphCount=\"{count}\"><ofd:Glyphs>11 12 13\
             </ofd:Glyphs></ofd:CGTransform><ofd:TextCode X=\"0\" Y=\"2.5\" {}>{words}</ofd:TextCode></ofd:TextObject>",
            deltas.replace(" 5\"", " 2.5\"")
        )
    };
    let path = |x: f64, y: f64, data: &str| {
        format!(
            "<ofd:PathObject ID=\"2\" Boundary=\"{x} {y} 150 50\" LineWidth=\"0.2\"><ofd:AbbreviatedData>{data}\
             </ofd:AbbreviatedData></ofd:PathObject>"
        )
    };
    let watermark = "<ofd:TextObject ID=\"3\" Boundary=\"20 100 150 100\" Size=\"12\" CTM=\"0.7 0.7 -0.7 0.7 0 0\">\
        <ofd:TextCode X=\"0\" Y=\"12\" DeltaX=\"g 3 12\">内部资料</ofd:TextCode></ofd:TextObject>";
    let table = [
        path(30.0, 60.0, "M 0 0 L 120 0 L 120 40 L 0 40 C M 0 15 L 120 15"),
        path(30.0, 60.0, "M 40 0 L 40 40"),
        object(32.0, 64.0, "任务"),
        object(72.0, 64.0, "责任单位"),
        object(32.0, 79.0, "新建改建农村公"),
        object(32.0, 87.0, "路三条"),
        object(72.0, 83.0, "镇规划建设办公室"),
    ];
    let page = |content: &str, area: &str| {
        ofd::xml(&format!(
            "<ofd:Page>{area}<ofd:Template TemplateID=\"9\" ZOrder=\"Background\"/><ofd:Content><ofd:Layer Type=\"Body\">\
             {content}</ofd:Layer></ofd:Content></ofd:Page>"
        ))
    };
    let document = |pages: &str| {
        ofd::xml(&format!(
            "<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
             <ofd:TemplatePage ID=\"9\" BaseLoc=\"Tpls/T.xml\"/></ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>\
             <ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"
        ))
    };
    let template = ofd::xml(&format!(
        "<ofd:Page><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>",
        object(70.0, 10.0, "云溪口镇人民政府文件")
    ));
    let wide = "<ofd:Area><ofd:PhysicalBox>10 10 297 210</ofd:PhysicalBox></ofd:Area>";
    let file = ofd::package(&[
        (
            "OFD.xml",
            ofd::xml(
                "<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/\
                 Signatures.xml</ofd:Signatures></ofd:DocBody><ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot>\
                 </ofd:DocBody></ofd:OFD>",
            ),
        ),
        (
            "Doc_0/Document.xml",
            document(
                "<ofd:Page ID=\"1\" BaseLoc=\"Pages/P1.xml\"/><ofd:Page ID=\"2\" BaseLoc=\"Pages/P2.xml\"/>",
            ),
        ),
        (
            "Doc_0/Pages/P1.xml",
            page(&[&object(60.0, 45.0, "关于分解任务的通知"), watermark, &table.concat()].concat(), ""),
        ),
        ("Doc_0/Pages/P2.xml", page(&object(40.0, 60.0, "请抓好落实。"), wide)),
        ("Doc_0/Tpls/T.xml", template),
        ("Doc_0/Annots/Annotations.xml", ofd::xml("<ofd:Annotations/>")),
        ("Doc_0/Signs/Sign_0/SignedValue.dat", "\u{1}\u{2}".to_owned()),
        ("Doc_1/Document.xml", document("<ofd:Page ID=\"1\" BaseLoc=\"/Doc_1/P.xml\"/>")),
        ("Doc_1/P.xml", page(&object(40.0, 60.0, "附件正文。"), "")),
    ]);
    let decoded = archive::read::decode(&file, None).unwrap();
    let wanted = "关于分解任务的通知\n任务\t责任单位\n新建改建农村公路三条\t镇规划建设办公室\n请抓好落实。\n附件正文。";
    assert_eq!(decoded.text.source(), wanted);
}

/// XML that is set out for reading has line ends and indents around the characters; blanks of the text stay.
#[test]
fn codes_of_an_ofd_may_be_set_out() {
    let object = |y: u8, code: &str| {
        format!(
            "<TextObject Boundary=\"30 {y} 100 8\" Size=\"5\"><TextCode X=\"0\" Y=\"5\" DeltaX=\"g 5 5\">{code}</TextCode></TextObject>"
        )
    };
    let content = object(40, "\n        全镇稳步发展\n    ")
        + &object(60, "\r\n\t\u{3000}一是抓项目\r\n")
        + &object(80, "二 是");
    let decoded = archive::read::decode(&ofd::one_page(&content), None).unwrap();
    let places = |page: &str| -> Vec<String> { page.lines().map(|line| line.trim().to_owned()).collect() };
    assert_eq!(places(decoded.text.source()), ["全镇稳步发展", "一是抓项目", "二 是"].map(str::to_owned));
}
