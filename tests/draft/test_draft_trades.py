"""A trade adds its own questions and slots to any template, and nothing else."""

import re

import pytest
from draft_samples import full_facts

from essaykit.draft.assemble import build_draft
from essaykit.draft.blank import blank_facts
from essaykit.draft.facts_file import facts_template, parse_facts
from essaykit.draft.library import find_template, load_templates
from essaykit.draft.roles import role_cards
from essaykit.draft.trades import find_trade, load_trades, related_words, with_trade
from essaykit.errors import CardError, UsageError
from essaykit.text import han_count

TRADES = list(load_trades().values())
REPORT = find_template("report")
each_trade = pytest.mark.parametrize("trade", TRADES, ids=lambda t: t.id)


def test_ten_trades_are_built_in():
    assert [t.id for t in TRADES] == [
        "accounting", "bank", "hotel", "law", "mechanical", "media", "nursing", "sales", "software", "teaching",
    ]  # fmt: skip


@each_trade
def test_an_addition_asks_for_something_in_chinese_and_shows_a_good_answer(trade):
    for addition in trade.additions:
        assert addition.role in role_cards()
        assert "？" in addition.slot.ask
        assert han_count(addition.slot.ask) >= 6
        assert f"{{{addition.slot.id}}}" in addition.frame


@each_trade
@pytest.mark.parametrize("template", load_templates().values(), ids=lambda t: t.id)
def test_every_trade_fits_every_template(template, trade):
    larger = with_trade(template, trade)
    before, after = ([slot for section in t.sections for slot in section.slots] for t in (template, larger))
    assert len(after) - len(before) >= 2
    assert larger.overlay == trade.id
    assert full_facts(larger).answers[0].state == "filled"
    draft = build_draft(larger, full_facts(larger))
    assert draft.unplaced == ()
    assert [gap.slot for section in draft.sections for gap in section.gaps] == [], "an example is vague"
    text = "\n".join(p.text for section in draft.sections if section.budget for p in section.paragraphs)
    assert not re.search(r"[{}\[\]]|，，|。。|，。|：。", text)


def test_a_facts_file_names_its_trade_and_is_read_with_it():
    bank = with_trade(REPORT, find_trade("银行"))
    text = blank_facts(bank)
    assert 'template = "report"\ntrade = "bank"\n' in text
    found = facts_template(text.encode(), REPORT, "facts.toml")
    assert found == bank
    assert parse_facts(text.encode(), found, "facts.toml").answer("work", "cash_skill").state == "empty"


def test_the_words_of_a_trade_are_told_by_its_name_or_by_the_students_own():
    assert related_words("law", "银行") == find_trade("law").match
    assert related_words("", "银行大堂引导员") == find_trade("bank").match
    assert related_words("", "天文台") == related_words("", "") == ()


def test_an_unknown_trade_is_told_with_its_neighbour():
    with pytest.raises(UsageError, match="did you mean nursing"):
        find_trade("nurse")
    with pytest.raises(CardError, match=r"facts.toml: line 2: no trade named 'banc'.*did you mean bank"):
        facts_template(b'template = "report"\ntrade = "banc"\n', REPORT, "facts.toml")
