"""What people rule: carried out at its place, found again by its quote, reported where that is gone."""

from __future__ import annotations

import pytest
from nasty import on_operation, on_span

from essaykit.ledger import account, applied, restore_source
from essaykit.model import Decision
from essaykit.pipeline import build_document, decisions_digest, place

PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
    "离开的那天，同事们送了我一本笔记本，扉页上写着慢就是快。我想，这就是我这个夏天最大的收获。",
)
ONE, TWO, THREE, FOUR = PROSE
TEXT = f"银行实习心得(精选2篇)\n银行实习心得 篇1\n{ONE}\n- 3 -\n{TWO}\n银行实习心得 篇2\n{THREE}\n{FOUR}\n上一篇：会计实习报告\n"
PLAIN = build_document(TEXT.encode(), "bank/a.txt")


def ruled(*decisions, text=TEXT):
    document = build_document(text.encode(), "bank/a.txt", decisions=decisions)
    assert restore_source(document) == text
    assert account(document) == []
    return document


def at(quote, verdict, value=None, *, number=0, text=TEXT):
    """A decision about the place of a quote."""
    start = text.index(quote)
    return on_span(PLAIN, text, verdict, (start, start + len(quote)), number=number, value=value)


def operation(before):
    return next(o for o in PLAIN.operations if o.before.strip() == before)


def test_without_decisions():
    assert [e.text for e in PLAIN.essays] == [f"{ONE}\n{TWO}", f"{THREE}\n{FOUR}"]
    assert {o.before.strip() for o in applied(PLAIN.operations)} >= {"- 3 -", "上一篇：会计实习报告"}
    assert PLAIN.decisions_digest == ""


# ---- operations ---------------------------------------------------------------------------------


def test_a_refused_removal_stays_in_the_text():
    document = ruled(on_operation(PLAIN, TEXT, operation("- 3 -"), "reject"))
    assert "- 3 -" in document.essays[0].text
    assert {o.state for o in document.operations if o.before.strip() == "- 3 -"} == {"rejected"}


def test_an_edit_puts_its_own_text_in():
    document = ruled(on_operation(PLAIN, TEXT, operation("- 3 -"), "edit", value="【此处缺页】\n"))
    assert document.essays[0].text == f"{ONE}\n【此处缺页】\n{TWO}"


def test_a_rule_refused_as_a_whole():
    rule = operation("- 3 -").rule
    assert "- 3 -" in ruled(Decision(id="de-0", verdict="reject", rule=rule)).essays[0].text
    assert "- 3 -" not in ruled(Decision(id="de-0", verdict="reject", rule=rule, site="other.example")).essays[0].text
    assert "- 3 -" in ruled(Decision(id="de-0", verdict="reject", rule=rule, site="folder:bank")).essays[0].text


def test_the_last_word_counts():
    no = on_operation(PLAIN, TEXT, operation("- 3 -"), "reject", number=0)
    yes = on_operation(PLAIN, TEXT, operation("- 3 -"), "accept", number=1)
    assert "- 3 -" not in ruled(no, yes).essays[0].text
    assert "- 3 -" in ruled(yes, no).essays[0].text


def test_a_single_place_may_be_excepted_from_a_rule():
    rule = operation("- 3 -").rule
    keep = on_operation(PLAIN, TEXT, operation("- 3 -"), "reject", number=1)
    assert "- 3 -" in ruled(Decision(id="de-0", verdict="accept", rule=rule), keep).essays[0].text


# ---- roles, headings, essays --------------------------------------------------------------------


def test_a_paragraph_given_to_the_site_goes():
    assert ruled(at(TWO, "role", "notice")).essays[0].text == ONE


def test_a_line_given_to_the_author_stays():
    assert ruled(at("上一篇：会计实习报告", "role", "body")).essays[1].text == f"{THREE}\n{FOUR}\n上一篇：会计实习报告"


def test_a_heading_taken_back_makes_one_essay_of_two():
    document = ruled(at("银行实习心得 篇2", "role", "body"))
    assert [e.heading for e in document.essays] == ["银行实习心得 篇1"]
    assert THREE in document.essays[0].text


def test_a_line_made_a_heading_begins_an_essay():
    document = ruled(at(TWO[:5], "role", "heading"))
    assert [e.heading for e in document.essays] == ["银行实习心得 篇1", TWO[:5], "银行实习心得 篇2"]


@pytest.mark.parametrize("quote", [TWO, f"\n{TWO}"])
def test_an_essay_split_in_two(quote):
    document = ruled(at(quote, "split"))
    assert [(e.heading, e.text) for e in document.essays] == [
        ("银行实习心得 篇1", ONE), (None, TWO), ("银行实习心得 篇2", f"{THREE}\n{FOUR}"),
    ]  # fmt: skip


@pytest.mark.parametrize("quote", ["银行实习心得 篇2", THREE])
def test_an_essay_merged_with_the_one_before(quote):
    document = ruled(at(quote, "merge"))
    assert len(document.essays) == 1
    assert document.essays[0].text.startswith(ONE)
    assert document.essays[0].text.endswith(FOUR)


def test_a_merge_takes_a_split_back_and_a_split_a_merge():
    assert ruled(at(TWO, "split", number=0), at(TWO, "merge", number=1)).essays == PLAIN.essays
    assert ruled(at(THREE, "merge", number=0), at(THREE, "split", number=1)).essays == PLAIN.essays


@pytest.mark.parametrize("quote", ["银行实习心得 篇2", THREE])
def test_an_essay_gets_another_heading(quote):
    assert [e.heading for e in ruled(at(quote, "heading", "数字里的夏天")).essays] == ["银行实习心得 篇1", "数字里的夏天"]


# ---- parts of lines, titles ---------------------------------------------------------------------


def test_a_part_of_a_line_given_to_the_site_goes_alone():
    part = "我把存单的期限讲了五遍。"
    document = ruled(at(part, "role", "notice"))
    assert document.essays[0].text == f"{ONE}\n{TWO.removesuffix(part)}"
    assert [(o.before.strip(), o.rule) for o in applied(document.operations) if part in o.before] == [(part, "role.notice")]
    assert [TEXT[r.start : r.end] for r in document.roles if r.role == "notice"] == [part]


def test_a_part_of_a_removed_line_given_to_the_author_comes_back_alone():
    document = ruled(at("会计实习报告", "role", "body"))
    assert document.essays[1].text == f"{THREE}\n{FOUR}\n会计实习报告"


def test_of_a_part_and_its_line_the_later_ruling_counts():
    part, line = "我把存单的期限讲了五遍。", TWO
    assert ruled(at(part, "role", "notice", number=0), at(line, "role", "body", number=1)).essays == PLAIN.essays
    assert ruled(at(part, "role", "body", number=0), at(line, "role", "notice", number=1)).essays[0].text == ONE
    assert ruled(at(line, "role", "notice", number=0), at(part, "role", "body", number=1)).essays[0].text == f"{ONE}\n{part}"


def test_an_essay_split_within_a_line():
    begin, end = TWO[: TWO.index("老人")], TWO[TWO.index("老人") :]
    assert [e.text for e in ruled(at(end, "split")).essays] == [f"{ONE}\n{begin}", end, f"{THREE}\n{FOUR}"]


def test_a_line_made_the_title_names_the_document():
    text = f"青藤小栈文档\n机械厂里的夏天\n{ONE}\n{TWO}\n{THREE}\n{FOUR}\n"
    plain = build_document(text.encode(), "bank/a.txt")
    start = text.index("机械厂")
    document = ruled(on_span(plain, text, "role", (start, start + 7), number=0, value="title"), text=text)
    assert document.title == "机械厂里的夏天"
    assert "机械厂里的夏天" not in "".join(o.before for o in applied(document.operations))


def test_a_line_made_the_title_that_says_it_once_more_goes():
    text = f"银行实习心得\n首页\n银行实习心得\n{ONE}\n{TWO}\n{THREE}\n{FOUR}\n"
    plain = build_document(text.encode(), "bank/a.txt")
    start = text.rindex("银行实习心得")
    document = ruled(on_span(plain, text, "role", (start, start + 6), number=0, value="title"), text=text)
    assert document.title == "银行实习心得"
    assert "role.title" in {o.rule for o in applied(document.operations)}


# ---- places -------------------------------------------------------------------------------------


def test_a_decision_is_found_again_where_the_text_has_moved():
    decision = on_operation(PLAIN, TEXT, operation("- 3 -"), "reject")
    moved = "2021-06-03\n" + TEXT
    assert "- 3 -" in ruled(decision, text=moved).essays[0].text


def test_a_decision_whose_quote_is_gone_is_reported():
    decision = on_operation(PLAIN, TEXT, operation("- 3 -"), "reject", number=7)
    document = ruled(decision, text=TEXT.replace("- 3 -\n", ""))
    assert document.unplaced == ("de-7",)


@pytest.mark.parametrize("verdict", ["role", "split", "merge", "heading", "accept", "reject", "edit"])
def test_a_decision_about_no_place_is_reported(verdict):
    assert ruled(Decision(id="de-9", verdict=verdict, value="body")).unplaced == ("de-9",)


@pytest.mark.parametrize(
    ("verdict", "quote"),
    [
        ("merge", TWO),
        ("merge", ONE),
        ("merge", "银行实习心得 篇1"),
        ("heading", TWO),
        ("split", "心得 篇2"),
        ("accept", TWO),
        ("edit", TWO),
    ],
)
def test_a_decision_about_a_place_where_there_is_nothing_of_its_kind_is_reported(verdict, quote):
    document = ruled(at(quote, verdict, "别的", number=9))
    assert document.unplaced == ("de-9",)
    assert document.essays == PLAIN.essays


@pytest.mark.parametrize(("quote", "value"), [("", "heading"), ("\n", "heading"), (ONE, "no such role")])
def test_a_role_for_nothing_or_of_no_kind_is_reported(quote, value):
    start = TEXT.index(quote)
    decision = on_span(PLAIN, TEXT, "role", (start, start + len(quote)), number=9, value=value)
    assert ruled(decision).unplaced == ("de-9",)


@pytest.mark.parametrize(
    ("decision", "text", "found"),
    [
        ({"span": (2, 4), "quote": "实习"}, "我在实习", (2, 4)),
        ({"span": (2, 4), "quote": "实习", "before": "我在"}, "我在实习", (2, 4)),
        ({"span": (0, 2), "quote": "实习", "before": "银行"}, "我在银行实习", (4, 6)),
        ({"span": (0, 2), "quote": "实习", "before": "银行", "after": "了"}, "银行实习了，后来实习完", (2, 4)),
        ({"span": (0, 2), "quote": "见习"}, "我在银行见习", (4, 6)),
        ({"span": (9, 11), "quote": "实习"}, "实习之前实习", None),
        ({"span": (9, 9), "quote": ""}, "实习", None),
        ({}, "实习", None),
    ],
)
def test_a_place_is_the_span_else_the_one_place_of_the_quote(decision, text, found):
    assert place(Decision(id="de-0", verdict="role", **decision), text) == found


def test_the_digest_is_of_all_decisions_in_order():
    one, two = at(ONE, "role", "body", number=1), at(TWO, "role", "body", number=2)
    assert decisions_digest(()) == ""
    assert len({decisions_digest(d) for d in ((one,), (two,), (one, two), (two, one))}) == 4
    assert ruled(one).decisions_digest == decisions_digest((one,))
