"""Choosing texts by conditions."""

import pytest

from essaykit.analyse.select import choose_texts, parse_conditions
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError
from essaykit.model import Section

BODY = "一、岗位\n我在柜台。\n二、收获\n我学会了等。"
TEXTS = Texts(
    texts=(
        Text(id="a", title="甲", text=BODY, fields={"trade": "bank", "year": "2019"}, flags=("masked",),
             sections=(Section(start=0, end=11, heading="一、岗位"), Section(start=11, end=len(BODY), heading="二、收获"))),
        Text(id="b", text="我在病房。", fields={"trade": "ward", "year": "2020"}),
        Text(id="c", text="我在车间。", fields={"trade": "", "year": "2020"}, flags=("truncated", "masked")),
    ),
    sources=(4, 5, 6),
)  # fmt: skip


def chosen(*words):
    return [text.id for text in choose_texts(TEXTS, parse_conditions(words)).texts]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ([], "abc"),
        (["trade=bank"], "a"),
        (["trade=bank", "trade=ward"], "ab"),
        (["trade="], "c"),
        (["year=2020", "trade=ward"], "b"),
        (["flag=masked"], "ac"),
        (["flag=masked", "year=2020"], "c"),
        (["section=收获"], "a"),
    ],
)
def test_conditions(words, ids):
    assert chosen(*words) == list(ids)


def test_a_section_is_a_text_of_its_own():
    found = choose_texts(TEXTS, {"section": ("收获",)})
    assert [(text.id, text.title, text.text) for text in found.texts] == [("a", "", "二、收获\n我学会了等。")]


def test_sources_and_conditions_go_along():
    found = choose_texts(TEXTS, parse_conditions(["year=2020"]))
    assert found.sources == (5, 6)
    assert found.selected == ("year=2020",)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["trade"], "trade is no condition"),
        (["=bank"], "=bank is no condition"),
        (["trade=farm"], r"no text has farm as its trade \(there are: \(none\), bank, ward\)"),
        (["school=A"], r"no text has a field school \(there are: flag, section, trade, year\)"),
        (["flag=spun"], r"no text has spun as its flag \(there are: masked, truncated\)"),
        (["trade=bank", "year=2020"], r"no text has 2020 as its year \(there are: 2019\)"),
    ],
)
def test_what_leaves_nothing_says_what_there_is(words, told):
    with pytest.raises(UsageError) as error:
        chosen(*words)
    import re

    assert re.match(told, str(error.value))
