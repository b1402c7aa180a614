"""Word files are right for Chinese, the same every time, and what a school's form asks for; a form from outside can't run anything."""

import io
import shutil
import subprocess
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from draft_samples import full_facts, small_corpus

from essaykit.draft.assemble import build_draft
from essaykit.draft.docx import render_docx
from essaykit.draft.excerpts import about_work, choose_excerpts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.form import check_form, fill_form
from essaykit.draft.html import render_html
from essaykit.draft.library import find_template
from essaykit.draft.profile import find_profile, read_profile
from essaykit.draft.seal import is_untouched
from essaykit.errors import CardError, ReadError, UsageError

REPORT = find_template("report")
FACTS = full_facts(REPORT)
DRAFT = build_draft(REPORT, FACTS, choose_excerpts(small_corpus(), REPORT, about_work(REPORT, FACTS)))
EMPTY = build_draft(REPORT, parse_facts(b"", REPORT, "f"), choose_excerpts(small_corpus(), REPORT, ""))
STANDARD = find_profile("standard")


def opened(data):
    return docx.Document(io.BytesIO(data))


def xml(data, part):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part).decode()


def test_styles_have_chinese_fonts_and_the_language_is_chinese():
    document = opened(render_docx(DRAFT, STANDARD))
    for name, font in (("Normal", "宋体"), ("Body Text", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体"), ("Excerpt", "楷体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert 'w:eastAsia="zh-CN"' in xml(render_docx(DRAFT, STANDARD), "word/styles.xml")


def test_paragraphs_are_indented_by_characters_with_a_length_for_others():
    indent = opened(render_docx(DRAFT, STANDARD)).styles["Body Text"].element.pPr.ind
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "480")
    indent = opened(render_docx(DRAFT, STANDARD)).styles["Excerpt"].element.pPr.ind
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "420")


def test_contents_and_page_numbers_are_fields():
    data = render_docx(DRAFT, STANDARD)
    assert 'TOC \\o "1-1"' in xml(data, "word/document.xml")
    assert any(" PAGE " in xml(data, name) for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.startswith("word/footer"))
    assert "TOC" not in xml(render_docx(DRAFT, find_profile("compact")), "word/document.xml")


def test_the_contents_come_after_the_cover_and_before_the_first_heading():
    paragraphs = opened(render_docx(DRAFT, STANDARD)).paragraphs
    styles = [p.style.name for p in paragraphs]
    cover = len(DRAFT.sections[0].paragraphs)
    assert styles[: cover + 3] == ["Title", *["Cover"] * cover, "Contents", "Heading 1"]


def test_the_table_of_budgets_has_room_for_headings_and_bars():
    (table,) = opened(render_docx(DRAFT, STANDARD)).tables
    widths = [[cell.width.cm for cell in row.cells] for row in table.rows]
    assert all(row == widths[0] for row in widths)
    assert widths[0][0] > 4
    assert widths[0][4] > 5


def test_every_paragraph_of_the_draft_stands_in_the_file_in_order():
    said = [p.text for p in opened(render_docx(DRAFT, STANDARD)).paragraphs]
    wanted = [p.text for section in DRAFT.sections for p in section.paragraphs]
    places = [said.index(text) for text in wanted]
    assert places == sorted(places)


def test_excerpts_are_quotations_or_comments_in_the_margin():
    quoted, margin = render_docx(DRAFT, STANDARD), render_docx(DRAFT, STANDARD, excerpts="comment")
    text = next(section.excerpts[0].text for section in DRAFT.sections if section.excerpts)
    assert any(text in p.text for p in opened(quoted).paragraphs)
    assert not any(text in p.text for p in opened(margin).paragraphs)
    assert any(text in comment.text for comment in opened(margin).comments)


def test_empty_slots_are_questions_in_the_margin():
    asked = [comment.text for comment in opened(render_docx(EMPTY, STANDARD)).comments]
    assert any("你给自己定了哪一两个目标" in text and "purpose.goal" in text for text in asked)


def test_the_same_draft_gives_the_same_bytes_and_a_touched_file_is_known():
    data = render_docx(DRAFT, STANDARD, excerpts="comment")
    assert data == render_docx(DRAFT, STANDARD, excerpts="comment")
    assert is_untouched(data)
    document = opened(data)
    document.paragraphs[3].add_run("我的话")
    out = io.BytesIO()
    document.save(out)
    assert not is_untouched(out.getvalue())
    assert not is_untouched(b"PK\x03\x04 no archive")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path):
    (tmp_path / "draft.docx").write_bytes(render_docx(DRAFT, STANDARD, excerpts="comment"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "draft.docx")], check=True, capture_output=True, timeout=170)
    text = (tmp_path / "draft.txt").read_text(encoding="utf-8-sig")
    assert DRAFT.sections[1].paragraphs[0].text in text


def test_a_page_marks_whose_words_are_whose_and_runs_nothing():
    page = render_html(DRAFT)
    assert page == render_html(DRAFT)
    assert is_untouched(page.encode())
    own = DRAFT.sections[1].paragraphs[0]
    assert f'title="{own.own[0].slot}">{own.text[own.own[0].start : own.own[0].end]}</span>' in page
    assert "<script" not in page
    facts = parse_facts(b'[cover]\ntrade = "<script>alert(1)</script>"\n', REPORT, "f")
    assert "<script>" not in render_html(build_draft(REPORT, facts))


# ---- profiles -------------------------------------------------------------------------------------

CARD = """id = "mine"
name = "本校"
body = { font = "仿宋", latin = "Arial", points = 14 }
title = { font = "黑体", latin = "Arial", points = 18 }
headings = [{ font = "黑体", latin = "Arial", points = 15 }, { font = "黑体", latin = "Arial", points = 14 }]
quote = { font = "楷体", latin = "Arial", points = 10 }
line_points = 28
page = { width_cm = 21, height_cm = 29.7, top_cm = 3.7, bottom_cm = 3.5, left_cm = 2.8, right_cm = 2.6 }
"""


def test_a_schools_own_profile_sets_the_paper():
    document = opened(render_docx(DRAFT, read_profile(CARD, "mine.toml")))
    assert document.styles["Body Text"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert round(document.sections[0].top_margin.cm, 1) == 3.7
    assert document.styles["Body Text"].paragraph_format.line_spacing.pt == 28


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 14 }\n", "points = 400 }\n", "a size is not between"),
        ("line_points = 28", "", "needs one of 'lines'"),
        ("left_cm = 2.8", "left_cm = 20", "leave no room"),
        ("name = ", "nme = ", "unknown field `nme`"),
    ],
)
def test_a_profile_that_no_page_can_follow_is_refused(old, new, said):
    with pytest.raises(CardError, match=said):
        read_profile(CARD.replace(old, new, 1), "mine.toml")


def test_an_unknown_profile_names_its_neighbour():
    with pytest.raises(UsageError, match="did you mean standard"):
        find_profile("standart")


# ---- forms ----------------------------------------------------------------------------------------


def form(*lines, header="", footer=""):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_form_is_filled_headers_and_footers_too():
    data = form("{{ title }}", "目的：{{ purpose.text }}", header="姓名：{{ cover.name }}", footer="单位：{{cover.unit}}")
    filled, missing = fill_form(data, REPORT, DRAFT, FACTS, "school.docx")
    assert missing == ()
    document = opened(filled)
    assert document.paragraphs[0].text == DRAFT.title
    assert document.sections[0].header.paragraphs[0].text == "姓名：林晓禾"
    assert document.sections[0].footer.paragraphs[0].text == "单位：临江农村商业银行城南支行"
    said = [p.text for p in document.paragraphs]
    assert f"目的：{DRAFT.sections[1].paragraphs[0].text}" in said
    assert DRAFT.sections[1].paragraphs[1].text in said
    assert filled == fill_form(data, REPORT, DRAFT, FACTS, "school.docx")[0]


def test_what_nothing_is_known_for_is_reported_and_marked():
    facts = parse_facts('[cover]\nunit = "甲 & 乙 <银行> {{ 7*7 }}"\n'.encode(), REPORT, "f")
    filled, missing = fill_form(form("{{ cover.name }}|{{ cover.unit }}"), REPORT, build_draft(REPORT, facts), facts, "f.docx")
    assert missing == ("cover.name",)
    assert opened(filled).paragraphs[0].text == "〔待写：cover.name〕|甲 & 乙 <银行> {{ 7*7 }}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{% for x in cover %}{{ x }}{% endfor %}", "for is not allowed"),
        ("{{ cover.__class__ }}", "is no slot"),
        ("{{ cover.name.__class__.__mro__ }}", "is no slot"),
        ("{{ ''.join(cover) }}", "call is not allowed"),
        ("{{ range(10**9) }}", "call is not allowed"),
        ("{{ cover['name'] }}", "getitem is not allowed"),
        ("{{ cover.name|upper }}", "filter is not allowed"),
        ("{{ 9 ** 9 ** 9 }}", "pow is not allowed"),
        ("{% set x = 1 %}", "assign is not allowed"),
        ("{% include '/etc/passwd' %}", "include is not allowed"),
        ("{% if cover.name %}", "document: "),
        ("{{ cover.nam }}", "did you mean cover.name?"),
        ("没有占位符", "has no placeholder"),
    ],
)
def test_a_dangerous_or_wrong_form_is_refused_in_one_line(line, said):
    problems = check_form(form(line), REPORT, "school.docx").problems
    assert any(said in problem for problem in problems), problems
    with pytest.raises(ReadError) as caught:
        fill_form(form(line), REPORT, DRAFT, FACTS, "school.docx")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04" + b"\x00" * 99, b"%PDF-1.7"])
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(ReadError, match=r"school.docx: is no Word file"):
        check_form(data, REPORT, "school.docx")


def test_a_word_file_without_a_body_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "x")
    with pytest.raises(ReadError, match=r"no word/document\.xml"):
        check_form(out.getvalue(), REPORT, "school.docx")
