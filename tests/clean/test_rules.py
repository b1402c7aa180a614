"""Every rule by its own examples: hits, near misses, literals, speed."""

import re
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.clean import Engine, RuleCard, check_card, engine, rule_cards
from essaykit.errors import CardError
from essaykit.model import Block, Reason

CARDS = rule_cards()
HITS = [(name, text) for name, card in CARDS.items() for text in card.hits]
MISSES = [(name, text) for name, card in CARDS.items() for text in card.misses]


def whole(text):
    """A text as one block, as a line of a file is."""
    inner = text.strip()
    start = text.index(inner)
    return [Block(start=start, end=start + len(inner))] if inner else []


def lines(text):
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            blocks.append(Block(start=start, end=at + len(line.rstrip())))
        at += len(line) + 1
    return blocks


def plain_loop(text, blocks, cards):
    """The hits of each rule on each line, without any look-up of literals."""
    return {(card.id, b.start) for b in blocks for card in cards if card.scope == "line" and card.regex().match(text, b.start, b.end)}


def card(**changes):
    base = {
        "id": "a.b",
        "since": "0.1",
        "scope": "span",
        "pattern": "甲",
        "evidence": (),
        "reason": Reason(zh="因", en="why"),
        "hits": ("甲",),
        "misses": ("乙",),
    }
    return RuleCard(**base | changes)


@pytest.mark.parametrize("rule", CARDS)
def test_the_patterns_of_each_rule_are_patterns(rule):
    check_card(CARDS[rule], f"{rule}.toml")


@pytest.mark.parametrize(("rule", "text"), HITS)
def test_rule_matches_its_hit(rule, text):
    assert CARDS[rule].matches(text)


@pytest.mark.parametrize(("rule", "text"), MISSES)
def test_rule_leaves_its_near_miss_alone(rule, text):
    assert not CARDS[rule].matches(text)


@pytest.mark.parametrize("rule", CARDS)
def test_rule_has_both_and_says_why_in_both_languages(rule):
    found = CARDS[rule]
    assert found.id == rule
    assert found.hits
    assert found.misses
    assert found.evidence
    assert found.reason.zh
    assert found.reason.en


@pytest.mark.parametrize(("rule", "text"), HITS)
def test_each_hit_holds_a_literal(rule, text):
    literals = CARDS[rule].literals
    assert not literals or any(literal in text for literal in literals)


@pytest.mark.parametrize("rule", CARDS)
def test_literals_change_nothing(rule):
    """On the examples of all rules, a rule hits the same with its literals as without."""
    found = CARDS[rule]
    for _, text in HITS + MISSES:
        line = text.strip()
        free = found.regex().match(line) if found.scope == "line" else found.regex().search(text)
        assert found.matches(text) == (free is not None), text


def test_engine_gives_the_hits_of_the_plain_loop():
    text = "\n".join(text.replace("\n", " ") for _, text in HITS + MISSES)
    blocks = lines(text)
    found = {(hit.rule, hit.start) for hit in engine().run(text, blocks) if CARDS[hit.rule].scope == "line"}
    assert found == plain_loop(text, blocks, CARDS.values())


@settings(deadline=None)  # patterns are compiled when first used
@given(st.lists(st.sampled_from([t for _, t in HITS + MISSES]), max_size=6).map("".join))
def test_engine_and_plain_loop_agree_on_joined_examples(text):
    blocks = lines(text)
    found = {(hit.rule, hit.start) for hit in engine().run(text, blocks) if CARDS[hit.rule].scope == "line"}
    assert found == plain_loop(text, blocks, CARDS.values())


@pytest.mark.parametrize("rule", CARDS)
def test_no_pattern_is_slow_on_a_hostile_line(rule):
    found = CARDS[rule]
    for seed in [*found.hits, found.hits[0][: len(found.hits[0]) // 2 + 1], " ", "·", "1", "-", "：", "(", "汉", "汉 ", "第", "下载", "。"]:
        line = seed * (100_000 // len(seed))
        begin = time.process_time()
        if found.scope == "line":
            found.regex().match(line)
        else:
            for _ in found.regex().finditer(line):
                pass
        assert time.process_time() - begin < 1, seed  # measured: below 0.1 s, one rule 0.3 s; the bound leaves room for a busy machine


@pytest.mark.parametrize("rule", [name for name, c in CARDS.items() if c.scope == "line"])
def test_line_rules_leave_a_paragraph_alone_that_goes_on(rule):
    """A line that begins like a notice and goes on as an author writes is an author's."""
    on = "，这是我在实习的第二个星期从师傅那里听来的。后来我把它记在本子上，每天下班前都翻一翻，慢慢就懂了其中的道理。" * 4
    assert [text for text in CARDS[rule].hits if CARDS[rule].matches(text + on)] == [] or rule in OPEN


OPEN = {"site.previous-next"}
"""Line rules that name only how the line begins."""

LINES_OF_AUTHORS = [
    "下面是小编为大家整理的，这样的开头被带我的老师删掉了，她说读者不爱看。",
    "我在编辑部的工作是整理来稿，然后把整理好的稿子分享到微信和微博。",
    "主编要求我们转载文章时一定要注明来源，侵权的事一次也不能有。",
    "第一天学会了登录系统，第二天学会了下载报表，第三天才敢自己点提交。",
    "登录页面由小陈写，注册页面由我写，购物车最后才做。",
    "客户扫了二维码却没有关注公众号，我们只好再解释一遍。",
    "浏览量从三百涨到三千，主管说这是标题的功劳。",
    "以上就是我这两个月的实习内容，希望老师多提意见。",
    "希望我的这些体会对以后来实习的同学有所帮助。",
    "在此，我要感谢公司给我这次机会，也感谢师傅的耐心指导。",
    "指导老师的评语只有四个字：再接再厉。我把它抄在扉页上。",
    "感谢您的来电，再见。这句话我一天要说八十遍。",
    "一、实习目的",
    "3、下载客户资料并核对金额",
    "时间：2019年7月1日至8月30日",
    "地点：市人民医院内科",
    "实习单位：某商业银行支行",
    "二、工作内容：柜台、大堂、后台",
    "首先，是态度。其次，是方法。",
    "（1）接待访客，登记来访时间",
    "小结",
    "收获与体会",
    "7月3日 星期三 晴",
    "Day 2",
    "关键词：实习；会计；报表",
]


@pytest.mark.parametrize("line", LINES_OF_AUTHORS)
def test_no_line_rule_takes_what_authors_write(line):
    assert [hit.rule for hit in engine().run(line, whole(line)) if CARDS[hit.rule].scope == "line"] == []


def test_dropped_part_of_a_match_goes_and_the_rest_stays():
    text = "今 天 是 我 实 习 的 第 一 天 ， 很 累 。"
    (hit,) = [h for h in engine().run(text, whole(text)) if h.rule == "damage.letter-spaced"]
    assert text[: hit.start] + hit.replacement + text[hit.end :] == "今天是我实习的第一天，很累。"


def test_rule_that_wants_more_than_one_match():
    quoted = "日记里有一个字写作旳，我查了字典"
    assert not [h for h in engine().run(quoted, whole(quoted)) if h.rule == "damage.spinner-de"]
    spun = "宝贵旳经验，难忘旳日子"
    assert len([h for h in engine().run(spun, whole(spun)) if h.rule == "damage.spinner-de"]) == 2


def test_a_reading_that_the_author_gives_stays():
    text = "村名里的“垚”(yáo)字，我问了老乡才会念"
    assert not [h for h in engine().run(text, whole(text)) if h.rule == "damage.reading"]


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"hits": ()}, "hits and misses"),
        ({"misses": ()}, "hits and misses"),
        ({"scope": "line"}, "names a role"),
        ({"role": "notice"}, "names a role"),
        ({"pattern": "("}, "pattern"),
        ({"drop": "("}, "pattern"),
        ({"drop": "甲", "replace": "乙"}, "drop"),
    ],
)
def test_card_whose_parts_do_not_fit(changes, cause):
    with pytest.raises(CardError, match=re.escape(cause)):
        check_card(card(**changes), "a.b.toml")


def test_engine_works_without_the_automaton(monkeypatch):
    monkeypatch.setattr(sys.modules["essaykit.lexicon"], "_automaton", lambda words: None)
    slow = Engine(tuple(CARDS.values()))
    text = "\n".join(text.replace("\n", " ") for _, text in HITS)
    assert slow.run(text, lines(text)) == engine().run(text, lines(text))
