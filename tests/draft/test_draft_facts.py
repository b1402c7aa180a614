"""A facts file is read whole or refused in one line with its place; answers are empty, vague or filled."""

import re

import pytest
from draft_samples import facts_text
from hypothesis import given
from hypothesis import strategies as st

from essaykit.draft.blank import blank_facts
from essaykit.draft.facts import Facts
from essaykit.draft.facts_file import parse_facts, tidy_answer
from essaykit.draft.library import find_template
from essaykit.draft.vague import vague_groups, vague_words
from essaykit.errors import CardError, EssaykitError, ReadError

REPORT = find_template("report")


def read(text: str | bytes) -> Facts:
    return parse_facts(text.encode() if isinstance(text, str) else text, REPORT, "facts.toml")


@pytest.mark.parametrize(
    ("line", "state", "text"),
    [
        ('trade = ""', "empty", ""),
        ('trade = " \\n "', "empty", ""),
        ('trade = "银行柜员"', "filled", "银行柜员"),
        ('trade = "某公司文员"', "vague", "某公司文员"),
        ("trade = 45", "filled", "45"),
        ("trade = 3.5", "filled", "3.5"),
        ("trade = 2025-07-01", "filled", "2025年7月1日"),
        ("trade = '''\n银行\n柜员\n\n第二段\n'''", "filled", "银行柜员\n第二段"),
        ("", "empty", ""),
    ],
)
def test_states_of_an_answer(line, state, text):
    answer = read(f"[cover]\n{line}\n").answer("cover", "trade")
    assert (answer.state, answer.text) == (state, text)


def test_an_event_is_filled_when_all_its_parts_are():
    facts = read(facts_text(REPORT))
    assert facts.answer("cases", "events").state == "filled"


def test_an_event_that_lacks_a_number_is_vague_and_says_so():
    answer = read('[[cases.events]]\ntime = "周三"\ntask = "对账"\naction = "逐笔勾对"\nresult = "轧平"\n').answer("cases", "events")
    assert answer.state == "vague"
    assert [(remark.place, remark.found, remark.advice) for remark in answer.remarks] == [("cases.events.1.number", "", "还缺数字")]


def test_events_left_blank_do_not_count():
    answer = read('[[cases.events]]\ntime = ""\n[[cases.events]]\ntime = " "\n').answer("cases", "events")
    assert (answer.state, answer.events) == ("empty", ())


def test_one_event_may_be_written_as_a_plain_table():
    assert len(read('[cases.events]\ntime = "周三"\n').answer("cases", "events").events) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[cover]\ntrad = "x"\n', "facts.toml: line 2: unknown slot 'cover.trad' (there are name, major,"),
        ('[cover]\n\ngoal = "x"\n', "facts.toml: line 3: unknown slot 'cover.goal' (it stands under [purpose])"),
        ('[covr]\ntrade = "x"\n', "facts.toml: line 1: unknown section 'covr' (there are cover, purpose,"),
        ('trade = "x"\n', "facts.toml: line 1: has the questions of the trade 'x' ("),
        ('cover = "x"\n', "facts.toml: line 1: 'cover' is a section, not an answer (write [cover]"),
        ('[cover]\ntrade = ["x"]\n', "facts.toml: line 2: cover.trade: expected text between quotation marks, got a list"),
        ("[cover]\ntrade = true\n", "facts.toml: line 2: cover.trade: expected text between quotation marks, got true or false"),
        ("[cover]\ntrade = { a = 1 }\n", "facts.toml: line 2: cover.trade: expected text between quotation marks, got a table"),
        ('[cases]\nevents = "x"\n', "facts.toml: line 2: cases.events: expected [[cases.events]] with time, task"),
        ('[[cases.events]]\nwhen = "x"\n', "facts.toml: line 1: cases.events: unknown part 'when'; an event has time, task"),
        ("[[cases.events]]\ntime = []\n", "facts.toml: line 1: cases.events: expected text for 'time', got a list"),
        ('template = "reflection"\n', "facts.toml: line 1: is for the template 'reflection', not for 'report'"),
        ("[cover]\ntrade = “银行”\n", "facts.toml: line 2: is not TOML: Invalid value (the signs around an answer are ASCII"),
        ('[cover]\ntrade ＝ "银行"\n', "facts.toml: line 2: is not TOML: "),
        ('[cover]\ntrade = "他说"好"了"\n', "facts.toml: line 2: is not TOML: "),
        ("[cover]\ntrade = 银行\n", "facts.toml: line 2: is not TOML: "),
        ('[cover]\ntrade = "a"\ntrade = "b"\n', "(each answer stands once)"),
        ("[purpose]\ngoal = '''\n没有收尾", "facts.toml: end of file: is not TOML: "),
        (f"[cover]\ntrade = 0x{'f' * 5000}\n", "facts.toml: line 2: cover.trade: expected text between quotation marks, got a number"),
        (f"[cover]\ntrade = {'9' * 5000}\n", "facts.toml: is nested too deeply, or holds an endless number"),
        ('[cover]\ntrad = "x"\nunti = "y"\n', "and 1 more like it"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line_with_its_place(text, message):
    with pytest.raises(CardError, match=re.escape(message)) as caught:
        read(text)
    assert "\n" not in str(caught.value)


def test_quotation_marks_inside_an_answer_get_a_hint():
    with pytest.raises(CardError, match="put an answer that holds quotation marks between '''"):
        read('[cover]\ntrade = "他说"好"了"\n')


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("[cover]\ntrade = '银行柜员'\n".encode("gb18030"), "facts.toml: line 2: is not UTF-8"),
        ("[cover]\n".encode("utf-16"), "facts.toml: is UTF-16, not UTF-8"),
        (b"\x00\xff\x80", "facts.toml: line 1: is not UTF-8"),
    ],
)
def test_a_wrong_encoding_is_named(data, message):
    with pytest.raises(ReadError, match=re.escape(message)):
        read(data)


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter():
    text = "[cover]\ntrade = \"银行柜员\"\n[purpose]\ngoal = '''\n一\n\n二\n'''\n"
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read(text)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_whatever_the_bytes_are_the_file_is_read_or_refused(data):
    try:
        facts = read(data)
    except EssaykitError as error:
        assert "\n" not in str(error)  # noqa: PT017 - an error is one of the two right outcomes
    else:
        assert facts.template == "report"


KEYS = st.sampled_from(["template", "cover", "trade", "cases", "events", "time", "purpose", "x", "实习"])
VALUES = st.recursive(
    st.sampled_from(['"x"', "1", "1.5", "true", "2025-01-01", "07:00:00", "[]", "'''\na\n'''", '""']),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda v: f"[{', '.join(v)}]")
        | st.tuples(KEYS.filter(str.isascii), inner).map(lambda kv: f"{{ {kv[0]} = {kv[1]} }}")
    ),
    max_leaves=4,
)
LINES = st.one_of(
    st.tuples(KEYS, VALUES).map(lambda kv: f"{kv[0]} = {kv[1]}"),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda k: f"[{'.'.join(k)}]"),
    st.lists(KEYS, min_size=1, max_size=2).map(lambda k: f"[[{'.'.join(k)}]]"),
)


@given(st.lists(LINES, max_size=6))
def test_whatever_the_tables_are_the_file_is_read_or_refused(lines):
    try:
        read("\n".join(lines))
    except EssaykitError as error:
        assert "\n" not in str(error)  # noqa: PT017


def test_the_blank_file_can_be_filled_by_typing_between_the_signs():
    typed = blank_facts(REPORT).replace('trade = ""', 'trade = "银行柜员"').replace("goal = '''\n'''", "goal = '''\n学会点钞\n'''")
    facts = read(typed)
    assert facts.answer("cover", "trade").text == "银行柜员"
    assert facts.answer("purpose", "goal").text == "学会点钞"


@given(st.text(alphabet="实习a，。 \n", max_size=20))
def test_tidying_loses_no_character_but_white_space(text):
    assert tidy_answer(text).replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert tidy_answer(tidy_answer(text).replace("\n", "\n\n")) == tidy_answer(text)


@pytest.mark.parametrize(("group", "text"), [(group, text) for group in vague_groups() for text in group.hits])
def test_vague_words_are_found(group, text):
    assert group.advice in [advice for _, advice in vague_words(text)]


@pytest.mark.parametrize(("group", "text"), [(group, text) for group in vague_groups() for text in group.misses])
def test_concrete_words_are_left_alone(group, text):
    assert group.advice not in [advice for _, advice in vague_words(text)]


def test_every_group_of_vague_words_has_examples_of_both_kinds():
    assert [group.id for group in vague_groups() if not (group.hits and group.misses)] == []
