"""Key words of groups."""

import pytest

from essaykit.analyse.keyness import REST, find_keyness
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError


@pytest.fixture
def alone(essays):
    """Essays of which none is a copy."""
    return Texts(texts=essays, sources=tuple(range(len(essays))))


def keys(found, group):
    return [item.item for one in found.groups if one.group == group for item in one.items]


def test_each_trade_has_its_own_words(alone):
    found = find_keyness(alone, by="trade", top=6)
    assert [(g.group, g.against) for g in found.groups] == [("bank", REST), ("shop", REST), ("ward", REST)]
    assert {"银行", "客户"} & set(keys(found, "bank"))
    assert {"护士", "病房", "医院"} & set(keys(found, "ward"))
    assert all(item.log_ratio > 0 and item.low <= item.log_ratio <= item.high for g in found.groups for item in g.items)


def test_what_a_group_has_less_often_is_listed_when_asked_for(alone):
    found = find_keyness(alone, by="trade", group="bank", against="ward", negative=True, top=40)
    ratios = {item.item: item.log_ratio for item in found.groups[0].items}
    assert ratios["银行"] > 0 > ratios["医院"]


def test_two_groups_see_each_other_from_both_sides(alone):
    here = find_keyness(alone, by="trade", group="bank", against="ward", negative=True, top=999)
    there = find_keyness(alone, by="trade", group="ward", against="bank", negative=True, top=999)
    g2 = {item.item: item.g2 for item in there.groups[0].items}
    assert {item.item: item.g2 for item in here.groups[0].items} == pytest.approx(g2)


def test_copies_do_not_make_a_word_key():
    """Twenty copies of one text speak of 桂花; counted as one source they say no more than one text does."""
    copied = [Text(id=f"a{i}", text="我买了桂花，桂花很香。", fields={"g": "a"}) for i in range(20)]
    others = [
        Text(id=f"b{i}", text=f"我买了{w}，很好。", fields={"g": "b"}) for i, w in enumerate(["酱油", "桂花", "毛巾", "雨伞", "书包"])
    ]
    texts = Texts(texts=(*copied, *others), sources=(*[0] * 20, 1, 2, 3, 4, 5))
    as_sources, as_essays = (find_keyness(texts, by="g", group="a", unit=unit, min_spread=1) for unit in ("sources", "essays"))
    one, many = (next(item for item in found.groups[0].items if item.item == "桂花") for found in (as_sources, as_essays))
    assert (one.essays, one.sources, one.frequency) == (many.essays, many.sources, many.frequency) == (20, 1, 40)
    assert one.q > 0.05
    assert many.g2 > 2 * one.g2


def test_function_words_are_left_out_unless_asked_for():
    texts = Texts(
        texts=(Text(id="1", text="因为下雨，因为路滑。", fields={"g": "a"}), Text(id="2", text="下雨，路滑。", fields={"g": "b"})),
        sources=(0, 1),
    )

    def named(**asked):
        return {i.item for g in find_keyness(texts, by="g", min_spread=1, negative=True, **asked).groups for i in g.items}

    assert "因为" not in named()
    assert "因为" in named(stop_words=True)


def test_phrases_can_be_compared_too(alone):
    assert find_keyness(alone, by="trade", group="bank", items="phrases").groups[0].items


def test_by_ratio_only_what_is_significant_is_listed(alone):
    items = find_keyness(alone, by="trade", group="bank", order="ratio", top=999).groups[0].items
    assert items
    assert all(item.q < 0.05 for item in items)
    assert [item.log_ratio for item in items] == sorted((item.log_ratio for item in items), reverse=True)


def test_the_order_of_the_texts_does_not_matter(essays):
    there, back = (
        find_keyness(Texts(texts=texts, sources=tuple(range(len(texts)))), by="trade", top=999) for texts in (essays, essays[::-1])
    )
    assert [sorted(g.items, key=lambda i: i.item) for g in there.groups] == [sorted(g.items, key=lambda i: i.item) for g in back.groups]


@pytest.mark.parametrize(
    ("asked", "cause"),
    [
        ({"by": "nobody"}, "no text has a field nobody"),
        ({"by": "trade", "group": "farm"}, "no text has farm as its trade"),
        ({"by": "trade", "group": "bank", "against": "farm"}, "no text has farm as its trade"),
        ({"by": "trade", "group": "bank", "against": "bank"}, "bank is compared with itself"),
        ({"by": "trade", "against": "bank"}, "there is something to compare with but no group"),
    ],
)
def test_what_can_not_be_compared(alone, asked, cause):
    with pytest.raises(UsageError, match=cause):
        find_keyness(alone, **asked)


def test_all_essays_in_one_group():
    with pytest.raises(UsageError, match="all texts have the same g"):
        find_keyness([Text(id="1", text="我在银行。", fields={"g": "x"})], by="g")


def test_texts_without_a_single_word():
    texts = [Text(id=str(i), text="……", fields={"g": str(i)}) for i in range(3)]
    assert [g.items for g in find_keyness(texts, by="g").groups] == [(), (), ()]
