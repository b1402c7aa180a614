"""Words over years, positions, sections and groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.analyse.periods import bare_heading
from essaykit.analyse.texts import Text, Texts
from essaykit.analyse.trends import armitage, find_trends, wilson_interval
from essaykit.errors import UsageError
from essaykit.model import Section

TEXTS = Texts(
    texts=(
        Text(id="a", text="柜台。", fields={"year": "2018"}),
        Text(id="b", text="柜台，柜台。", fields={"year": "2018"}),
        Text(id="c", text="病房。", fields={"year": "2020"}),
        Text(id="d", text="柜台。", fields={"year": ""}),
    ),
    sources=(0, 0, 1, 2),
)


def rows(found, word="柜台"):
    return {p.period: p for p in found.periods if p.word == word}


def test_years_rise_and_those_without_come_last():
    found = rows(find_trends(TEXTS, ["柜台"]))
    assert list(found) == ["2018", "2020", "(none)"]
    assert (found["2018"].hits, found["2018"].essays, found["2018"].essays_with, found["2018"].sources, found["2018"].sources_with) == (
        3,
        2,
        2,
        1,
        1,
    )
    assert (found["2018"].share, found["2020"].share) == (1, 0)


def test_rates_count_copies_once():
    by_source, by_essay = (rows(find_trends(TEXTS, ["柜台"], unit=unit))["2018"].rate for unit in ("sources", "essays"))
    assert by_source == by_essay == pytest.approx(1e4 * 3 / 9, abs=1e-3)
    one = Texts(texts=(TEXTS.texts[1], *[Text(id=f"n{i}", text="病房。", fields={"year": "2018"}) for i in range(3)]), sources=(0, 1, 1, 1))
    assert rows(find_trends(one, ["柜台"]))["2018"].rate == pytest.approx(1e4 * 2 / 9, abs=1e-3)


def test_a_trend_is_tested_where_periods_are_numbers():
    texts = Texts(
        texts=tuple(
            Text(id=str(i), text="柜台。" if i % 10 < i // 10 else "病房。", fields={"year": str(2010 + i // 10)}) for i in range(100)
        ),
        sources=tuple(range(100)),
    )
    test = find_trends(texts, ["柜台", "病房"]).tests
    assert test[0].z > 3
    assert test[0].p < 0.01
    assert test[1].z == -test[0].z
    assert find_trends(TEXTS, ["柜台"], over="position").tests == ()


def test_parts_of_an_essay():
    texts = [Text(id="1", text="柜台在左边。" + "我" * 6 + "柜台在右边。")]
    found = rows(find_trends(texts, ["柜台"], over="position", parts=3))
    assert [p.hits for p in found.values()] == [1, 0, 1]


def test_sections_are_put_together_by_their_headings():
    def essay(name, *sections):
        text, marks = "", []
        for heading, body in sections:
            marks.append((len(text), heading))
            text += f"{heading}\n{body}\n"
        ends = [start for start, _ in marks[1:]] + [len(text)]
        return Text(id=name, text=text, sections=tuple(Section(start=s, end=e, heading=h) for (s, h), e in zip(marks, ends, strict=True)))

    texts = (
        essay("1", ("一、收获", "柜台。"), ("二、不足", "无。")),
        essay("2", ("（三）收获", "柜台，柜台。"), ("四、杂记", "柜台。")),
        Text(id="3", text="柜台。"),
    )
    found = rows(find_trends(Texts(texts=texts, sources=(0, 1, 2)), ["柜台"], over="section"))
    assert {name: p.hits for name, p in found.items()} == {"收获": 3, "(other)": 1, "(none)": 1}
    assert found["收获"].sources == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("柜台。\n", max_size=15), max_size=5), st.integers(1, 7))
def test_no_place_is_lost_and_no_character_counted_twice(bodies, parts):
    texts = [Text(id=str(i), text=body) for i, body in enumerate(bodies)]
    found = find_trends(Texts(texts=tuple(texts), sources=tuple(range(len(texts)))), ["柜"], over="position", parts=parts)
    assert sum(p.hits for p in found.periods) == "".join(bodies).count("柜")
    hits = sum(p.rate * c for p, c in zip(found.periods, _characters(bodies, parts), strict=True)) / 1e4
    assert hits == pytest.approx("".join(bodies).count("柜"), abs=0.01)


def _characters(bodies, parts):
    return [sum(-(-len(b) * (i + 1) // parts) - -(-len(b) * i // parts) for b in bodies) for i in range(parts)]


def test_patterns():
    assert rows(find_trends(TEXTS, ["柜.|病."], regex=True), "柜.|病.")["2020"].hits == 1


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("一、岗位", "岗位"), ("（二）体会", "体会"), ("3.想法", "想法"), ("第三部分 总结", "总结"), ("【收获】", "收获"),
        ("## 小结", "小结"),
        ("第一次撞刀", "第一次撞刀"), ("一节失败的公开课", "一节失败的公开课"), ("四、夜班的收获\t3", "夜班的收获"), ("三、", "三、"),
    ],
)  # fmt: skip
def test_headings_without_their_numbers(heading, bare):
    assert bare_heading(heading) == bare


@given(st.integers(0, 50), st.integers(0, 50))
def test_a_share_lies_in_its_interval(some, more):
    low, high = (float(x[0]) for x in wilson_interval(np.array([some]), np.array([some + more])))
    assert 0 <= low <= (some / (some + more) if some + more else 0) + 1e-9
    assert high <= 1


def test_armitage_agrees_with_a_correlation():
    some, every, scores = np.array([1, 4, 8]), np.array([10, 10, 10]), np.array([0.0, 1.0, 2.0])
    x = np.repeat(scores, every)
    y = np.concatenate([np.repeat([1, 0], (s, n - s)) for s, n in zip(some, every, strict=True)])
    assert armitage(some, every, scores) == pytest.approx(np.corrcoef(x, y)[0, 1] * np.sqrt(30))


@pytest.mark.parametrize(
    "asked", [{"words": []}, {"words": [""]}, {"words": ["柜"], "over": "nobody"}, {"words": ["柜"], "over": "position", "parts": 0}]
)
def test_what_can_not_be_asked(asked):
    with pytest.raises(UsageError):
        find_trends(TEXTS, **asked)


def test_nothing_to_look_at():
    assert find_trends([], ["柜台"], over="section").periods == ()
