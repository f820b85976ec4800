//! Raised digits: marks of notes and powers of units are told from the number that they stand behind, however
//! a producer sets them; digits that are small for another reason stay as they are.

use archive::read::lines::{self, Page, Placed};
use archive::read::{self, decode};

use crate::fixture::ofd;

const SIZE: f64 = 16.0;

/// Words on a line: `^(…)` is set by so many heights of the line, and raised by so many.
fn set(x: f64, y: f64, words: &str, size: f64, rise: f64) -> Vec<Placed> {
    let mut placed = Vec::new();
    let (mut x, mut raised) = (x, false);
    let mut rest = words.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '^' if rest.next_if_eq(&'(').is_some() => raised = true,
            ')' if raised => raised = false,
            character => {
                let (height, up) = if raised { (SIZE * size, SIZE * rise) } else { (SIZE, 0.0) };
                let width = height * if character.is_ascii() { 0.5 } else { 1.0 };
                placed.push(Placed { x, y: y - up, size: height, width, character });
                x += width;
            }
        }
    }
    placed
}

fn page(placed: Vec<Placed>) -> Page {
    Page::new(595.0, 842.0, placed, &[])
}

/// One line among others.
fn read(words: &str, size: f64, rise: f64) -> String {
    let mut placed = set(90.0, 172.0, "一、主要目标", 1.0, 0.0);
    placed.extend(set(90.0, 200.0, words, size, rise));
    placed.extend(set(90.0, 228.0, "二、重点工作", 1.0, 0.0));
    let text = lines::text(vec![page(placed)]);
    let inside = text.strip_prefix("一、主要目标\n").and_then(|text| text.strip_suffix("\n二、重点工作"));
    inside.unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// Share of the height and of the rise, as producers of PDFs set them.
const SETTINGS: [(f64, f64); 7] =
    [(0.58, 0.48), (0.58, 0.33), (0.6, 0.35), (0.65, 0.35), (0.83, 0.38), (0.9, 0.45), (0.45, 0.23)];

#[test]
fn marks_and_powers_are_told_from_the_number() {
    for (words, wanted) in [
        ("财政收入增长12.5%^(1)，工业增长8%^(②)。", "财政收入增长12.5%¹，工业增长8%②。"),
        ("望江岭污水处理厂^(3)2023年6月建成", "望江岭污水处理厂³2023年6月建成"),
        ("新建厂房1200m^(2)，绿化3.5km^(2)，土方8600m^(3)", "新建厂房1200m²，绿化3.5km²，土方8600m³"),
        ("惠及群众12万人^(12)", "惠及群众12万人¹²"),
        ("亩产10^(3)公斤", "亩产10³公斤"),
        ("增长8%^([1])，增长9%^(注2)", "增长8%[¹]，增长9%注²"),
        ("^(1)按可比价格计算", "¹按可比价格计算"),
        ("钙Ca^(2+)含量", "钙Ca²+含量"),
        ("第4^(th)届", "第4th届"),
    ] {
        for (size, rise) in SETTINGS {
            assert_eq!(read(words, size, rise), wanted, "{size} high, {rise} up");
        }
    }
}

#[test]
fn other_small_digits_stay() {
    for (words, size, rise) in [
        ("财政收入增长^(8)%", 0.6, 0.0),
        ("财政收入增长^(8)%", 0.95, 0.1),
        ("全年细颗粒物PM^(25)平均浓度下降", 0.58, -0.1),
        ("单位产值二氧化碳CO^(2)排放下降", 0.58, -0.2),
        ("全镇下发文件碑林^(2023)号", 0.6, 0.4),
        ("全镇改造农村户厕^(1250)户", 0.6, 0.4),
    ] {
        let plain: String = words.replace("^(", "").replace(')', "");
        assert_eq!(read(words, size, rise), plain);
    }
}

/// A small line over a large one, and a number in the next cell, are no marks of it.
#[test]
fn what_stands_elsewhere_is_no_mark() {
    let mut placed = set(90.0, 200.0, "合计", 1.0, 0.0);
    placed.extend(set(90.0 + 4.0 * SIZE, 200.0, "^(12)", 0.7, 0.4));
    assert_eq!(lines::text(vec![page(placed)]), "合计\t12");
    let mut placed = set(90.0, 180.0, "^(123)", 0.6, 0.0);
    placed.extend(set(90.0, 200.0, "合计", 1.0, 0.0));
    assert_eq!(lines::text(vec![page(placed)]), "123\n合计");
}

/// Drawn twice to look bold, it is one.
#[test]
fn a_bold_mark_is_one_mark() {
    let mut placed = set(90.0, 200.0, "增长8%^(1)", 0.58, 0.48);
    let last = placed[placed.len() - 1];
    placed.push(Placed { x: last.x + 0.3, ..last });
    assert_eq!(lines::text(vec![page(placed)]), "增长8%¹");
}

/// The raised form is the digit that went in where copies are compared; what a number is worth leaves it out.
#[test]
fn a_mark_is_no_digit_of_its_number() {
    let normal = |words: &str| -> String {
        let text = decode(words.as_bytes(), None).unwrap().text;
        text.normal().chars().iter().collect()
    };
    for (words, wanted) in [
        ("增长12.5%¹，", "增长12.5%,"),
        ("增长12¹，", "增长12,"),
        ("污水处理厂³2023年", "污水处理厂2023年"),
        ("¹按可比价格计算", "按可比价格计算"),
        ("厂房1200m²、3.5km²、8600m³", "厂房1200m2、3.5km2、8600m3"),
        ("GDP¹120亿元", "GDP¹120亿元"),
        ("增长8¹2023年", "增长8¹2023年"),
        ("5×10⁴吨", "5×10⁴吨"),
        ("CO₂、Ca²⁺", "CO2、Ca²+"),
    ] {
        assert_eq!(normal(words), wanted, "{words}");
    }
    let blanks = |words: &str| -> usize {
        let text = decode(words.as_bytes(), None).unwrap().text;
        text.normal().apart().len()
    };
    let heading = "一、推进产业¹²融合发展";
    assert_eq!((blanks(heading), blanks("一、推进产业¹ 融合发展")), (0, 1));
    let sum = |words: &str| read::decode(words.as_bytes(), None).unwrap().text.content_sha256();
    assert_eq!(sum("新建厂房1200m²"), sum("新建厂房1200m2"));
}

/// An OFD sets the mark as an object of its own.
#[test]
fn marks_in_an_ofd() {
    let object = |x: f64, y: f64, size: f64, words: &str| {
        let steps = words.chars().skip(1).map(|c| if c.is_ascii() { size / 2.0 } else { size });
        let steps: Vec<String> = steps.map(|step| step.to_string()).collect();
        format!(
            "<TextObject ID=\"1\" Boundary=\"{x} {y} 150 8\" Font=\"3\" Size=\"{size}\"><TextCode X=\"0\" \
             Y=\"{size}\" DeltaX=\"{}\">{words}</TextCode></TextObject>",
            steps.join(" ")
        )
    };
    let objects = [
        object(30.0, 40.0, 6.0, "工业增加值增长"),
        object(72.0, 40.0, 6.0, "8%"),
        object(78.0, 40.2, 3.6, "2"),
        object(79.8, 40.0, 6.0, "，新建厂房"),
        object(109.8, 40.0, 6.0, "90m"),
        object(118.8, 40.2, 3.6, "2"),
    ];
    let file = ofd::one_page(&objects.concat());
    let decoded = decode(&file, None).unwrap();
    assert_eq!(decoded.text.source(), "工业增加值增长8%²，新建厂房90m²");
}
