"""A paper is checked for what a machine can see: each planted fault is found in its place, a clean paper is left alone."""

import io
import re
import time

import docx
import msgspec
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from draft_samples import LOBBY, NURSE, TELLER, full_facts, sharing, small_corpus
from hypothesis import given
from hypothesis import strategies as st

from essaykit.copies import Index, find_grams
from essaykit.draft.assemble import build_draft
from essaykit.draft.check import DraftCheck, check_paper
from essaykit.draft.check_page import CHECKS, check_page
from essaykit.draft.disclosure import disclose, disclosure_lines
from essaykit.draft.docx import render_docx
from essaykit.draft.excerpts import about_work, choose_excerpts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.library import find_template
from essaykit.draft.markdown import render_markdown
from essaykit.draft.outline_check import slot_findings
from essaykit.draft.paper import open_docx, read_docx, read_markdown, read_text
from essaykit.draft.profile import find_profile
from essaykit.draft.profile_lint import profile_findings
from essaykit.draft.remarks import leftover_groups
from essaykit.errors import ReadError
from essaykit.text import word_count

REPORT = find_template("report")
FACTS = full_facts(REPORT)
DRAFT = build_draft(REPORT, FACTS, choose_excerpts(small_corpus(), REPORT, about_work(REPORT, FACTS)))
WRITTEN = [p for s in DRAFT.sections if s.budget for p in s.paragraphs]
PAGE = render_markdown(DRAFT)
CLEAN = PAGE.partition("\n---\n")[0]
TEXTS = [TELLER, LOBBY, NURSE]
INDEX = Index.of(find_grams(TEXTS))


def source(number):
    return f"e{number}", f"第{number}篇", TEXTS[number]


def found(text, template=None, against=None):
    return check_paper(read_markdown(text), "paper.md", template, against).findings


def kinds(text, **settings):
    return {f.check for f in found(text, **settings)}


GROUPS = leftover_groups()
HITS = [(group.id, text) for group in GROUPS for text in group.hits]
MISSES = [(group.id, text) for group in GROUPS for text in group.misses]


@pytest.mark.parametrize(("check", "text"), HITS)
def test_what_must_not_be_left_over_is_found_where_it_stands(check, text):
    paper = check_paper(read_text(f"那天上午我到了，{text}，后来就走了。"), "p")
    assert check in {f.check for f in paper.findings}
    assert all(f.check in CHECKS for f in paper.findings)


@pytest.mark.parametrize(("check", "text"), MISSES)
def test_what_a_writer_could_have_written_is_left_alone(check, text):
    assert check not in {f.check for f in check_paper(read_text(f"那天上午我到了，{text}，后来就走了。"), "p").findings}


def test_a_complete_draft_has_nothing_that_must_be_changed_but_the_tools_own_list():
    assert [f.found for f in found(PAGE, REPORT) if f.severity == "must"] == ["写作清单"]
    assert [f for f in found(CLEAN, REPORT) if f.severity == "must"] == []


def test_a_question_that_is_still_there_is_a_missing_slot():
    empty = render_markdown(build_draft(REPORT, parse_facts(b"", REPORT, "f")))
    asked = {f.found for f in found(empty, REPORT) if f.check == "missing_slot"}
    assert {"目标", "单位", "打算"} & asked
    assert len(asked) >= 20


def test_facts_that_are_missing_are_told_with_their_question():
    draft = build_draft(REPORT, parse_facts(b'[cover]\ntrade = "x"\n', REPORT, "f"))
    assert any(f.found == "目标" and "purpose.goal" in f.advice for f in slot_findings(draft))


def test_a_section_that_is_not_there_is_named_and_one_under_another_heading_is_known():
    without = re.sub(r"## 五、问题与不足.*?(?=## 六)", "", CLEAN, flags=re.DOTALL)
    assert [f.section for f in found(without, REPORT) if f.check == "missing_section"] == ["problem"]
    renamed = CLEAN.replace("## 五、问题与不足", "## （五）存在的问题")
    assert [f for f in found(renamed, REPORT) if f.check == "missing_section"] == []


def test_words_are_counted_for_each_section_without_quotations():
    sections = {s.section: s.words for s in check_paper(read_markdown(CLEAN), "p", REPORT).sections}
    assert sections == {s.id: s.words for s in DRAFT.sections if s.heading}


def test_vague_words_and_claims_without_an_event_have_their_place():
    text = "## 收获\n\n我学会了很多东西，明白了团队合作的重要。\n\n那天她把单子退回来，我才明白了日期要写两遍。"
    paper = read_markdown(text)
    remarks = [f for f in check_paper(paper, "p").findings if f.check in ("vague", "claim")]
    said = [(f.check, paper.text[f.start : f.end]) for f in remarks]
    assert said == [("claim", "我学会了很多东西，明白了团队合作的重要。"), ("vague", "很多东西")]


def test_a_sentence_said_twice_is_found_and_a_short_one_is_not():
    text = "我把登记簿从头到尾又抄了一遍，抄到手酸。\n\n好。好。\n\n我把登记簿从头到尾又抄了一遍，抄到手都酸。"
    assert [f.start for f in found(text) if f.check == "repetition"] == [read_markdown(text).text.rindex("我把")]


def test_a_long_paper_is_looked_through_in_a_moment():
    sentences = [f"第{n}天我在{'甲乙丙丁'[n % 4]}号窗口数了{n * 37}张单据，又抄了{n * n}个字。" for n in range(3000)]
    text = "".join(sentences) + sentences[5] + "{" * 30000 + "1" * 30000 + "QQ" * 30000
    begun = time.process_time()
    said = [f.start for f in found(text) if f.check == "repetition"]
    assert time.process_time() - begun < 10
    assert said[-1] == read_text(text).text.rindex("第5天")


def test_what_stands_in_the_corpus_must_be_quoted_or_rewritten():
    copied = TELLER.split("\n")[8]
    text = f"我自己的一段话，说的是别的事情。\n\n{copied}\n\n又是我自己的话，和谁都不一样。"
    told = check_paper(read_markdown(text), "p", against=(INDEX, source))
    (run,) = [f for f in told.findings if f.check == "overlap"]
    assert run.severity == "must"
    assert run.found in copied
    assert "e0" in run.advice
    assert told.overlap.largest_source == "e0"
    assert told.overlap.own > 0.3


def test_a_marked_quotation_counts_in_the_raw_rate_only():
    quoted = f"我自己的一段话，说的是别的事情。\n\n> {TELLER.split(chr(10))[8]}\n"
    told = check_paper(read_markdown(quoted), "p", against=(INDEX, source))
    assert [f for f in told.findings if f.check == "overlap"] == []
    assert told.overlap.own == 0.0 < told.overlap.raw


def test_a_paper_without_headings_is_known_by_what_its_paragraphs_tell():
    sections = {s.section: s.words for s in check_paper(read_text(LOBBY), "p", find_template("reflection")).sections}
    assert sections["next"] or sections["self"]


def test_word_markdown_and_text_are_the_same_paper():
    data = render_docx(DRAFT, find_profile("standard"))
    word = check_paper(read_docx(open_docx(data, "d.docx")), "p", REPORT)
    markdown = check_paper(read_markdown(PAGE), "p", REPORT)
    assert [(s.section, s.words) for s in word.sections] == [(s.section, s.words) for s in markdown.sections]
    assert word.words == markdown.words


def test_tables_margins_and_tracked_changes_of_a_word_file_are_read():
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "电话", "13812345678"
    document.sections[0].header.paragraphs[0].text = "XX大学实习报告"
    paragraph = document.add_paragraph("我在城南支行站了三十四天，")
    for change, leaf, text in (
        ("w:ins", "w:t", "记下了13712345678，"),
        ("w:del", "w:delText", "13612345678"),
        ("w:moveFrom", "w:t", "TODO"),
    ):
        run = OxmlElement("w:r")
        run.append(OxmlElement(leaf))
        run[0].text = text
        mark = OxmlElement(change)
        mark.append(run)
        paragraph._p.append(mark)
    out = io.BytesIO()
    document.save(out)
    paper = read_docx(open_docx(out.getvalue(), "d.docx"))
    told = check_paper(paper, "d.docx")
    assert [f.found for f in told.findings] == ["XX", "13812345678", "13712345678"]
    assert told.words == sum(word_count(p.text) for p in paper.paragraphs if p.kind == "body")
    assert "XX大学" not in "".join(p.text for p in paper.own())


def test_a_mask_of_stars_or_lines_is_not_taken_for_bold():
    assert [f.found for f in found("20__年__月，**经理带我，____公司。")] == ["__", "__", "**", "____"]
    assert read_markdown("**重点**在 __后面__ 。").text == "重点在 后面 。"


def test_a_word_file_is_held_to_the_profile():
    data = render_docx(DRAFT, find_profile("standard"))
    document = open_docx(data, "d.docx")
    assert list(profile_findings(document, find_profile("standard"))) == []
    assert {f.found for f in profile_findings(document, find_profile("compact"))} >= {"左边距 3.00 厘米", "一级标题字号 15 磅"}
    bare = docx.Document()
    bare.add_paragraph("我在城南支行的大厅里站了三十四个工作日，每天教人取号、填单、用机器，收市以后清点单据。")
    said = {f.found for f in profile_findings(bare, find_profile("standard"))}
    assert {"没有页码", "没有目录", "正文首行没有缩进", "正文行距1.15 倍"} <= said


def test_line_spacing_is_held_to_the_profile_and_a_font_is_known_by_either_name():
    document = open_docx(render_docx(DRAFT, find_profile("compact")), "d.docx")
    document.styles["Body Text"].element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    assert list(profile_findings(document, find_profile("compact"))) == []
    assert {f.found: f.advice for f in profile_findings(document, find_profile("standard"))}["正文行距固定值 22 磅"] == "应为1.5 倍"


def test_a_broken_word_file_is_one_line():
    with pytest.raises(ReadError, match=r"d\.docx: is no Word file"):
        open_docx(b"PK\x03\x04 broken", "d.docx")


def test_the_record_comes_back_from_its_json():
    told = check_paper(read_markdown(PAGE), "p", REPORT, (INDEX, source))
    assert msgspec.json.decode(msgspec.json.encode(told), type=DraftCheck) == told


def test_no_score_of_how_machine_like_a_text_is_anywhere():
    names = set(DraftCheck.__struct_fields__) | set(CHECKS)
    assert not any(part == "ai" for name in names for part in name.split("_"))


@given(st.text(alphabet="实习我XX〔〕{}>#-_ \n。，1a<!", max_size=60))
def test_whatever_is_written_findings_lie_inside_the_paper(text):
    for paper in (read_markdown(text), read_text(text)):
        for finding in check_paper(paper, "p", REPORT).findings:
            assert -1 <= finding.start <= finding.end <= len(paper.text)
        for paragraph in paper.paragraphs:
            assert paper.text[paragraph.start :].startswith(paragraph.text)


def test_the_page_marks_each_place_and_is_no_markup_of_the_writers():
    told = check_paper(read_markdown("我在XX支行，<script>alert(1)</script>。"), "p<b>.md")
    page = check_page(told, read_markdown("我在XX支行，<script>alert(1)</script>。"))
    assert '<mark title="遮掩：' in page
    assert "<script>" not in page
    assert "p&lt;b&gt;.md" in page


def test_the_disclosure_counts_what_is_whose():
    paper = read_markdown(CLEAN)
    told = disclose(paper, check_paper(paper, "p", REPORT), DRAFT)
    assert told.quoted_words > 0
    assert told.joining_words == DRAFT.words - DRAFT.own_words
    own = sum(word_count(p.text[o.start : o.end]) for p in WRITTEN for o in p.own)
    cover = sum(word_count(p.text) for s in DRAFT.sections if not s.budget for p in s.paragraphs)
    assert told.words == DRAFT.words + cover + told.quoted_words
    assert own == DRAFT.own_words
    assert told.own_share == round((own + cover) / told.words, 3)
    lines = "\n".join(disclosure_lines(told))
    assert f"{told.own_share:.1%}" in lines
    assert "银行柜员实习报告" in lines


def test_a_paper_that_is_all_copied_has_no_words_of_its_own():
    copied = "\n\n".join(line for line in TELLER.strip().split("\n") if "、" not in line[:2])
    paper = read_markdown(copied)
    told = disclose(paper, check_paper(paper, "p", against=(INDEX, source)), None)
    assert told.own_share < 0.15


def test_stock_is_no_copying():
    shared = "感谢师傅在我最慌的那天替我守住了窗口，也感谢一路照顾我的各位老师。"
    others = ("".join(chr(0x4E00 + 500 * n + i) for i in range(300)) for n in range(1, 8))
    texts = [*(e.text for e in sharing(shared)), *(f"{other}。\n{shared}" for other in others)]
    index = Index.of(find_grams(texts))
    told = check_paper(read_text(shared), "p", against=(index, lambda n: (str(n), "", texts[n])))
    assert told.overlap.own == 0.0
    assert told.overlap.raw > 0.9
    assert [f for f in told.findings if f.check == "overlap"] == []
