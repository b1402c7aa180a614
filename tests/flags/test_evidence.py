"""Flags point at the source: through removed and replaced text, into the notices around the body, and no further."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.flags import ESSAY_FLAGS, DocumentEvidence, EssayEvidence, flag_document, flag_essay
from essaykit.flags.evidence import Again, places, said_again
from essaykit.ledger import apply_between, make_operation
from essaykit.model import Reason

WHY = Reason(zh="试验", en="a trial")
BODY = "第一周我只负责打水扫地，顺便认人认门。\n第二周师傅让我上手，我学会了看图纸，也学会了记账。"


def evidence(text, **more):
    return EssayEvidence(source=text, start=0, end=len(text), text=text, zone=(0, len(text)), **more)


def names(essay):
    return [flag.name for flag in flag_essay(essay)]


def cleaned(source, operations, start=0, end=None):
    end = len(source) if end is None else end
    text, _ = apply_between(source, operations, start, end)
    return EssayEvidence(source=source, start=start, end=end, text=text, zone=(0, len(source)), operations=tuple(operations))


def test_a_clean_essay_carries_no_flag():
    assert names(evidence(BODY)) == []


def test_a_repaired_sign_is_still_seen():
    source = BODY.replace("我只", "我旳", 1)
    essay = cleaned(source, [make_operation("repair.de", source.index("旳"), "旳", "的", WHY)])
    [flag] = flag_essay(essay)
    assert flag.name == "converter_damage"
    assert [source[a:b] for a, b in flag.spans] == ["旳"]


def test_a_removed_line_before_the_body_is_still_seen():
    line = "好的，这是为您撰写的实习报告：\n"
    source = line + BODY
    operations = [make_operation("chat.line", 0, line, "", WHY)]
    essay = EssayEvidence(source=source, start=len(line), end=len(source), text=BODY, zone=(0, len(source)), operations=tuple(operations))
    [flag] = flag_essay(essay)
    assert flag.name == "chat_residue"
    assert source[slice(*flag.spans[0])] == line.strip()


def test_a_line_outside_the_zone_is_not():
    line = "好的，这是为您撰写的实习报告：\n"
    essay = EssayEvidence(source=line + BODY, start=len(line), end=len(line + BODY), text=BODY, zone=(len(line), len(line + BODY)))
    assert names(essay) == []


@pytest.mark.parametrize("at", [0, 1])
def test_a_mark_between_two_essays_tells_of_both(at):
    mark = "……此处隐藏12345个字……"
    one, two = "我在前台学会了接电话，后来又学", "完了全部课程，我回到学校。"
    source = one + mark + two
    start, end = [(0, len(one)), (len(one + mark), len(source))][at]
    essay = EssayEvidence(source=source, start=start, end=end, text=source[start:end], zone=(start, end), is_first=at == 0, is_last=at == 1)
    assert "elided" in names(essay)
    assert ("headless" in names(essay)) is (at == 1)


def test_an_essay_in_the_middle_needs_more_than_a_missing_mark():
    text = BODY + "\n第三周我还在师傅那里学习怎么把旧账本重新装订"
    assert names(evidence(text)) == ["truncated"]
    assert names(evidence(text, is_last=False)) == []
    assert names(evidence(text + "在", is_last=False)) == ["truncated"]


@pytest.mark.parametrize(
    ("following", "title", "is_headless"),
    [
        ("篇3 车间", "实习心得五篇", True),
        ("篇2 车间", None, True),
        ("篇2 车间", "实习心得五篇", False),
        ("篇1 车间", None, False),
        ("车间", None, False),
    ],
)
def test_the_next_heading_tells_whether_the_first_is_missing(following, title, is_headless):
    source = BODY + "\n" + following + "\n别的"
    essay = EssayEvidence(
        source=source, start=0, end=len(BODY), text=BODY, zone=(0, len(BODY) + 1), is_first=True, is_last=False, document_title=title
    )
    assert ("headless" in names(essay)) is is_headless


@st.composite
def edits(draw):
    """A source text with deletions and replacements in it, and a span of the clean text."""
    pieces = draw(
        st.lists(
            st.tuples(st.text("甲乙丙，\n", min_size=1, max_size=6), st.text("旳„", max_size=3), st.sampled_from(["", "的"])), min_size=1
        )
    )
    source, operations = "", []
    for kept, before, after in pieces:
        source += kept
        if before:
            operations.append(make_operation("trial", len(source), before, after, WHY))
        source += before
    return cleaned(source, operations)


@given(edits(), st.data())
def test_places_lie_inside_the_essay_and_hold_what_was_kept(essay, data):
    start = data.draw(st.integers(0, len(essay.text) - 1))
    end = data.draw(st.integers(start + 1, len(essay.text)))
    [(low, high)] = places(essay, [(start, end)])
    assert essay.start <= low < high <= essay.end
    if essay.text[start] in "甲乙丙，\n":
        assert essay.source[low] == essay.text[start]
    if essay.text[end - 1] in "甲乙丙，\n":
        assert essay.source[high - 1] == essay.text[end - 1]


@given(st.text(st.sampled_from("实习 \u3000\r\n1、__×?-„旳…“”。，：AI您的我了\ud800\ufffd吒叩é實習20年"), max_size=80))
def test_no_text_breaks_a_flag(text):
    for flag in flag_essay(evidence(text)):
        assert flag.name in ESSAY_FLAGS
        assert all(0 <= start < end <= len(text) for start, end in flag.spans)


def test_documents_tell_what_is_missing():
    def flags(**more):
        return [f.name for f in flag_document(DocumentEvidence(source=BODY, **more))]

    assert flags(essay_count=5, promised_count=5) == []
    assert flags(essay_count=4, promised_count=5) == ["promised_not_kept"]
    assert flags(essay_count=0) == ["no_essays"]
    assert flags(essay_count=0, promised_count=5) == ["promised_not_kept", "no_essays"]


def test_a_preview_line_inside_an_essay_is_the_authors():
    line = "已阅读5页，还剩12页未读"
    assert [f.name for f in flag_document(DocumentEvidence(source=line, essay_count=1))] == ["preview"]
    assert flag_document(DocumentEvidence(source=line, essay_count=1, essays=((0, len(line)),))) == ()


def test_a_preview_line_is_judged_by_where_it_begins():
    source = "前言\n我的最后一天。已阅读5页，还剩12页未读\n已阅读5页，还剩12页未读"
    start, end = source.index("我"), source.index("已")
    flags = flag_document(DocumentEvidence(source=source, essay_count=1, essays=((start, end),)))
    assert [f.spans for f in flags] == [((source.rindex("\n") + 1, len(source)),)]


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("我先看图纸，再量尺寸。\n后来下料。", Again(0, 0)),
        ("我先看图纸，再量尺寸，下料。\n他先看图纸，再量尺寸，磨刀。", Again(4, 4)),
        ("再看图纸，再量尺寸，下料\n再看图纸，再量尺寸，磨刀，再量尺寸", Again(4, 8)),
        ("看图,量尺寸,看图,量尺寸", Again(3, 5)),
    ],
)
def test_clauses_that_stand_again_are_measured_alone_and_in_a_row(text, again):
    assert said_again(text) == again
