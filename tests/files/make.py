"""Makes the files of this folder: python3 make.py, with python-docx and LibreOffice Writer at hand.

report.txt is what every report.* says. report.docx is made with Word's own numbering, so that no 一、 stands
in its text; LibreOffice makes the other formats from it. changes.docx and changes.txt are the things that
only Word has: changes under tracking, text boxes, controls, notes. raised.* are words above and below their line.
"""

import copy
import pathlib
import shutil
import subprocess

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

HERE = pathlib.Path(__file__).parent
W = nsdecls("w")

LEVELS = [
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
]

# Level of the automatic number (None: none) and words.
REPORT = [
    (None, "柳河坪镇2023年政府工作报告"),
    (None, "——2023年1月12日在柳河坪镇第十九届人民代表大会第三次会议上"),
    (None, "镇长 何以宁"),
    (None, "各位代表："),
    (None, "现在，我代表镇人民政府，向大会报告工作，请予审议，并请列席人员提出意见。"),
    (0, "2022年工作回顾"),
    (1, "经济运行稳中有进"),
    (None, "全年完成地区生产总值18.6亿元，同比增长5.3%；一般公共预算收入4260万元，增长6.1%。"),
    (2, "工业支撑有力。规模以上工业增加值增长7.2%，新增规上企业2家。"),
    (2, "5亿元以上的项目落地1个，柳河坪农产品冷链物流园建成投用。"),
    (1, "民生福祉不断增进"),
    (None, "新建公厕3处，硬化通组道路12.5公里，惠及群众2700多人。"),
    (0, "2023年工作安排"),
    (None, "今年经济社会发展的主要预期目标见下表。"),
    ("table", [["指标", "2022年完成", "2023年目标"],
               ["地区生产总值", "18.6亿元", "增长6%以上"],
               ["一般公共预算收入", "4260万元", "4500万元"]]),
    (1, "抓项目，增后劲"),
    (2, "加快推进柳河坪集镇污水处理厂建设，确保6月底前通水。"),
    (3, "完成主管网铺设8公里。"),
    (3, "完成设备安装。"),
    (2, "开工建设望江岭茶叶交易市场。"),
    (1, "抓民生，惠百姓"),
    (None, "改造农村户厕200户，新增城镇就业150人以上。"),
    (None, "各位代表！让我们同心同德，为建设美丽柳河坪而奋斗！"),
]


def numbering(document):
    part = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{label}"/><w:lvlJc w:val="left"/></w:lvl>'
        for at, (form, label) in enumerate(LEVELS)
    )
    list_ = parse_xml(f'<w:abstractNum {W} w:abstractNumId="70"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>')
    part.insert(0, list_)
    part.append(parse_xml(f'<w:num {W} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))


def number(paragraph, level):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="70"/></w:numPr>'))


def plain(rows):
    """What the rows say, numbers written out."""
    counts, lines = [0] * 4, []
    han = "零一二三四五六七八九"
    for level, words in rows:
        if level == "table":
            lines += ["\t".join(row) for row in words]
        elif level is None:
            lines.append(words)
        else:
            counts[level] += 1
            counts[level + 1:] = [0] * (3 - level)
            count = counts[level]
            shown = han[count] if LEVELS[level][0] == "chineseCounting" else str(count)
            label = LEVELS[level][1].replace(f"%{level + 1}", shown)
            space = " " if label[-1].isascii() and words[0].isascii() and words[0].isalnum() else ""
            lines.append(label + space + words)
    return "\n".join(lines) + "\n"


def report():
    document = docx.Document()
    numbering(document)
    for level, words in REPORT:
        if level == "table":
            table = document.add_table(rows=0, cols=len(words[0]))
            for row in words:
                for cell, value in zip(table.add_row().cells, row):
                    cell.text = value
            continue
        # The headings are headings of Word, the numbers below them a list.
        paragraph = document.add_paragraph(words, style=f"Heading {level + 1}" if level in (0, 1) else None)
        if level is not None:
            number(paragraph, level)
    document.save(HERE / "report.docx")
    (HERE / "report.txt").write_text(plain(REPORT), encoding="utf-8")


def footnotes(document, notes):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    content = f"<w:footnotes {W}>{notes}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), kind, content, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def changes():
    document = docx.Document()
    numbering(document)
    body = document.element.body
    author = 'w:id="1" w:author="a" w:date="2023-01-01T00:00:00Z"'
    mc = ('xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
          'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
          'xmlns:v="urn:schemas-microsoft-com:vml"')
    run = lambda words, more="": f"<w:r>{more}<w:t xml:space='preserve'>{words}</w:t></w:r>"
    box = "<w:txbxContent><w:p><w:r><w:t>文本框里的话。</w:t></w:r></w:p></w:txbxContent>"
    paragraphs = [
        run("新建公厕") + f"<w:del {author}><w:r><w:delText>2</w:delText></w:r></w:del>"
        + f"<w:ins {author}>{run('3')}</w:ins>" + run("处。"),
        # The mark between these two was deleted: they are one.
        f"<w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr>" + run("硬化道路"),
        run("12.5公里。"),
        f"<w:moveFrom {author}>{run('移走的句子。')}</w:moveFrom>" + run("留下的句子。"),
        run("有文本框的一段。") + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>" + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + run("控件里的话。") + "</w:sdtContent></w:sdt>"
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击此处输入文字。") + "</w:sdtContent></w:sdt>",
        "<w:hyperlink w:anchor='a'>" + run("链接里的话") + "</w:hyperlink>" + run("，")
        + "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
        + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("域的结果")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r>" + run("。"),
        run("看得见的。") + run("看不见的。", "<w:rPr><w:vanish/></w:rPr>"),
        run("有脚注的一句") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("。"),
        "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='70'/></w:numPr><w:pPrChange " + author
        + "><w:pPr><w:numPr><w:ilvl w:val='3'/><w:numId w:val='70'/></w:numPr></w:pPr></w:pPrChange></w:pPr>"
        + run("编号的标题"),
    ]
    end = body[-1]
    for words in paragraphs:
        end.addprevious(parse_xml(f"<w:p {W} {mc}>{words}</w:p>"))
    table = f"<w:tbl {W}><w:tblPr/><w:tblGrid/>" + "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p>{run(value)}</w:p></w:tc>' for value in row)}</w:tr>"
        for row in [["表里", "的字"], ["独占一行"]]) + "</w:tbl>"
    end.addprevious(parse_xml(table))
    footnotes(document, f"<w:footnote w:type='separator' w:id='0'><w:p>{run('分隔')}</w:p></w:footnote>"
              f"<w:footnote w:id='1'><w:p>{run('没有引用的脚注')}</w:p></w:footnote>"
              f"<w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r>{run('脚注的话。')}</w:p></w:footnote>")
    document.save(HERE / "changes.docx")
    (HERE / "changes.txt").write_text("\n".join([
        "新建公厕3处。", "硬化道路12.5公里。", "留下的句子。", "有文本框的一段。", "文本框里的话。", "控件里的话。",
        "链接里的话，域的结果。", "看得见的。", "有脚注的一句。", "一、编号的标题", "表里\t的字", "独占一行", "脚注的话。",
    ]) + "\n", encoding="utf-8")


# ^ raises a run by its own format, ! by a style, + by points; _ lowers it, = keeps it on the line within a style that raises.
RAISED = [
    "全年生产总值增长12.5%|^1|，工业增加值增长8|!2|%。",
    "望江岭污水处理厂|^3|2023年6月建成，服务12万人|+4|。",
    "新建厂房1200m|^2|，土方8600m|!3|，绿化3.5km|+2|。",
    "一般公共预算收入增长6.1%|^[1|^2]|，固定资产投资增长9%|^（注5）|。",
    "单位产值CO|_2|排放下降3%，举办第4|^th|届茶叶节，改造户厕|^1250|户，硬化道路|=12|公里。",
    "^1|按可比价格计算。",
    "有脚注的增长7%|#|，占3成。",
]
RAISED_SHOWN = [
    "全年生产总值增长12.5%¹，工业增加值增长8²%。",
    "望江岭污水处理厂³2023年6月建成，服务12万人⁴。",
    "新建厂房1200m²，土方8600m³，绿化3.5km²。",
    "一般公共预算收入增长6.1%[¹²]，固定资产投资增长9%（注⁵）。",
    "单位产值CO2排放下降3%，举办第4th届茶叶节，改造户厕1250户，硬化道路12公里。",
    "¹按可比价格计算。",
    "有脚注的增长7%，占3成。",
    "脚注的话。",
]


def raised():
    document = docx.Document()
    basis = document.styles.add_style("Mark of a note", WD_STYLE_TYPE.CHARACTER)
    basis.font.superscript = True
    derived = document.styles.add_style("Bold mark", WD_STYLE_TYPE.CHARACTER)
    derived.base_style, derived.font.bold = basis, True
    for line in RAISED:
        paragraph = document.add_paragraph()
        for piece in line.split("|"):
            how, words = (piece[0], piece[1:]) if piece[0] in "^!+_=#" else ("", piece)
            run = paragraph.add_run(words, style=derived if how in ("!", "=") else None)
            match how:
                case "^": run.font.superscript = True
                case "_": run.font.subscript = True
                case "=": run._r.get_or_add_rPr().append(parse_xml(f"<w:vertAlign {W} w:val='baseline'/>"))
                case "+": run._r.get_or_add_rPr().append(parse_xml(f"<w:position {W} w:val='8'/>"))
                case "#": run._r.append(parse_xml(f"<w:footnoteReference {W} w:id='2'/>"))
    footnotes(document, "<w:footnote w:id='2'><w:p><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:footnoteRef/></w:r>"
              "<w:r><w:t>脚注的话。</w:t></w:r></w:p></w:footnote>")
    document.save(HERE / "raised.docx")
    (HERE / "raised.txt").write_text("\n".join(RAISED_SHOWN) + "\n", encoding="utf-8")


def office(source, *formats):
    """Has LibreOffice convert a file; each format is an ending and perhaps the name of its filter."""
    for form in formats:
        subprocess.run(["soffice", "--headless", "--convert-to", form, "--outdir", HERE, HERE / source], check=True)


if __name__ == "__main__":
    report()
    changes()
    raised()
    office("raised.docx", "doc", "rtf", "odt", "html")
    office("report.docx", "doc", "rtf", "odt", "pdf")
    shutil.copy(HERE / "report.docx", HERE / "by_office.in.docx")
    office("by_office.in.docx", "odt")
    office("by_office.in.odt", "docx")
    (HERE / "by_office.in.docx").rename(HERE / "by_office.docx")
    (HERE / "by_office.in.odt").unlink()
