"""In the Markdown file text is text: nothing that anyone wrote becomes markup, and whose words are whose can be seen."""

import os
import re
from pathlib import Path

import pytest
from draft_samples import facts_text, full_facts, sharing, small_corpus
from hypothesis import given
from hypothesis import strategies as st

from essaykit.draft.assemble import build_draft
from essaykit.draft.excerpts import about_work, choose_excerpts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.library import find_template
from essaykit.draft.markdown import comment, literal, render_markdown, spelt_out
from essaykit.draft.seal import is_untouched

REPORT = find_template("report")
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = [
    "# 一",
    "<script>alert(1)</script>",
    "{{ x }}",
    "{% y %}",
    "a|b",
    "--> 二",
    "1. 三",
    "![x](y)",
    "`z`",
    "> 四",
    "*五*",
    "- 六",
    "&lt;",
    "$q$",
]


def rendered(text: str, excerpts: bool = False) -> str:
    facts = parse_facts(text.encode(), REPORT, "facts.toml")
    return render_markdown(
        build_draft(REPORT, facts, choose_excerpts(small_corpus(), REPORT, about_work(REPORT, facts)) if excerpts else None)
    )


def test_a_heading_for_each_section_with_its_words_so_far():
    page = rendered('[cover]\ntrade = "银行柜员"\n[unit]\nrules = "不碰现金"\n')
    assert page.startswith("# 银行柜员实习报告\n")
    assert "\n## 二、实习单位与岗位\n\n<!-- 字数 22 / 330。" in page
    assert "\n我的岗位是银行柜员。要守的规矩是：不碰现金。\n" in page


def test_an_empty_slot_leaves_its_question_as_a_comment_and_in_the_list():
    page = rendered("")
    slot = REPORT.section("purpose").slot("goal")
    assert f"<!-- 待写〔目标〕{slot.ask}（事实表 purpose.goal） -->" in page
    assert f"- [ ] purpose.goal 目标：{slot.ask}" in page


def test_vague_answers_are_listed_with_what_to_write_instead():
    page = rendered('[purpose]\norigin = "学校安排在某公司"\n')
    assert "- [ ] purpose.origin 怎么来的\n    - purpose.origin：“某公司”，写出全称" in page


def test_excerpts_are_blockquotes_with_id_and_source_and_in_the_list():
    page = rendered('[cover]\ntrade = "银行柜员"\n', excerpts=True)
    assert (
        "> 【摘录】我选择农商行的柜台，是想弄清楚一张存单从填写到入库要经过几个人的手。\n>\n"
        "> —— 《银行柜员实习报告》，`0000000000000001-0`，1.txt，https://wenku.example/1\n"
    ) in page
    assert re.search(r"### 摘录出处\n\n1\. 《银行柜员实习报告》，`0000000000000001-0`，1\.txt", page)


def test_a_stock_phrase_is_called_one():
    shared = sharing("感谢师傅替我守住了那个窗口。")
    page = render_markdown(build_draft(REPORT, full_facts(REPORT), choose_excerpts(shared, REPORT, "")))
    assert "（这句话见于 3 个互不相干的来源，是套话）" in page


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_student_wrote_is_text(text):
    markdown_it = pytest.importorskip("markdown_it")
    page = rendered(f"[purpose]\norigin = '''{text}'''\n[cover]\nmajor = '''{text}'''\n")
    plain = rendered("[purpose]\norigin = '''好'''\n[cover]\nmajor = '''好'''\n")
    parser = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table")
    kinds = [[token.type for token in parser.parse(p)] for p in (page, plain)]
    assert kinds[0] == kinds[1]
    inline = [child.type for token in parser.parse(page) for child in token.children or []]
    assert set(inline) <= {"text", "softbreak", "text_special", "code_inline"}


@given(st.text(max_size=30) | st.text(alphabet="实#>-+=*_`[](){}<>|~$^&!\\1.)a \t\n\x1b\u202e\ud800", max_size=12))
def test_markdown_prints_literal_text_as_it_is(text):
    markdown_it = pytest.importorskip("markdown_it")
    escaped = literal(text)
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(escaped)
    inline = [token for token in tokens if token.type == "inline"]
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert all(child.type in ("text", "text_special") for token in inline for child in token.children)
    shown = "".join(child.content for token in inline for child in token.children)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", spelt_out(text))


@given(st.text(alphabet="ab-!<> \n实", max_size=20))
def test_nothing_ends_a_comment_but_its_end(text):
    made = comment(text)
    assert made.startswith("<!-- ")
    assert made.find("-->") == len(made) - 3
    assert "\n" not in made


def test_terminal_escapes_and_bidirectional_overrides_are_spelt_out():
    page = rendered('[purpose]\norigin = "\\u001b[31m红\\u202e"\n')
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_draft_knows_whether_it_was_touched():
    page = rendered("")
    assert is_untouched(page.encode())
    assert is_untouched(page.replace("\n", "\r\n").encode())
    for other in (page + "\n", page.replace("实习目的", "实习目标"), "", "我自己的稿子\n", "<!--"):
        assert not is_untouched(other.encode())
    assert not is_untouched(b"\xff\xfe\x00")


@pytest.mark.parametrize("name", ["report", "reflection", "weekly"])
def test_a_complete_draft_is_the_golden_one(name):
    """ESSAYKIT_REWRITE_GOLDEN=1 writes it anew; the difference is reviewed like code."""
    template = find_template(name)
    facts = parse_facts(facts_text(template).encode(), template, "facts.toml")
    page = render_markdown(build_draft(template, facts, choose_excerpts(small_corpus(), template, about_work(template, facts))))
    path = GOLDEN / f"{name}.md"
    if os.environ.get("ESSAYKIT_REWRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(page.encode())
    assert path.read_bytes().decode() == page
