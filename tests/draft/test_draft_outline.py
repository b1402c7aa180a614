"""Outlines: mined from essays with one vote for each independent source, proposed as a sound template, written in three formats."""

import random
from xml.etree import ElementTree as ET

import pytest
from draft_samples import LOBBY, NURSE, TELLER, essay, full_facts, small_corpus

from essaykit.draft.assemble import build_draft
from essaykit.draft.library import load_templates, read_template
from essaykit.draft.mining import mine_outline
from essaykit.draft.outline import FORMATS, outline_of
from essaykit.draft.proposal import proposed_template, template_card
from essaykit.draft.role_words import typed_essays
from essaykit.draft.roles import typed_paragraphs

TEXTS = [TELLER.strip(), LOBBY.strip(), NURSE.strip()]


def test_sections_are_counted_by_sources_and_stand_in_their_usual_order():
    mined = mine_outline(TEXTS, group="柜台")
    roles = [section.role for section in mined.sections]
    assert (mined.essays, mined.sources) == (3, 3)
    assert roles.index("purpose") < roles.index("gain") < roles.index("thanks")
    purpose = next(section for section in mined.sections if section.role == "purpose")
    assert (purpose.sources, purpose.share, purpose.proposed) == (3, 1.0, True)
    assert purpose.headings[0].text == "实习目的"
    assert purpose.headings[0].sources == 2
    assert purpose.words > 20


def test_copies_of_one_essay_have_one_vote():
    copied = mine_outline([TELLER.strip()] * 5 + [NURSE.strip()])
    assert (copied.essays, copied.sources) == (6, 2)
    unit = next(section for section in copied.sections if section.role == "unit")
    assert (unit.sources, unit.share) == (1, 0.5)


def test_what_fewer_than_half_have_is_told_but_not_proposed():
    mined = mine_outline(TEXTS)
    plan = next(section for section in mined.sections if section.role == "suggestion")
    assert plan.share < 0.5
    assert plan not in mined.proposed()


def test_the_order_of_the_essays_does_not_matter():
    turned = TEXTS[::-1]
    assert mine_outline(turned).sections == mine_outline(TEXTS).sections


@pytest.mark.parametrize("texts", [[], [""], ["一"], ["实习目的\n实习收获"]])
def test_essays_without_sections_propose_nothing(texts):
    assert mine_outline(texts).proposed() == ()


def test_a_proposal_is_a_template_fit_for_use():
    mined = mine_outline(TEXTS, group="银行")
    template = proposed_template(mined, "bank-here")
    card = template_card(template, mined)
    assert read_template(card, "bank-here.toml") == template
    assert sum(section.weight for section in template.sections) == 100
    assert [section.id for section in template.sections[1:]] == [section.role for section in mined.proposed()]
    assert template.section("purpose").heading == "实习目的"
    assert "# 3 independent sources (100%)" in card
    assert "# Fewer than half of the sources have: " in card
    assert build_draft(template, full_facts(template)).words > 0


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda t: t.id)
def test_any_template_comes_back_from_its_card(template):
    assert read_template(template_card(template), "t.toml").sections == template.sections


def _depth(element):
    return 1 + max((_depth(child) for child in element), default=0)


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda t: t.id)
def test_an_outline_holds_every_question_in_every_format(template):
    outline = outline_of(template)
    opml, mm = ET.fromstring(FORMATS["opml"](outline)), ET.fromstring(FORMATS["mm"](outline))
    in_opml = {e.get("text") for e in opml.iter("outline")}
    in_map = {e.get("TEXT") for e in mm.iter("node")}
    assert in_opml == in_map
    markdown = FORMATS["md"](outline)
    for section in template.sections:
        for slot in section.slots:
            assert slot.ask in in_opml
            assert slot.ask in markdown
    assert _depth(mm) == 5


def test_markup_in_a_template_stays_text():
    template = load_templates()["report"]
    point = outline_of(template)
    hostile = type(point)(text='<x> & "y" \x07', points=())
    for style in ("opml", "mm"):
        assert '<x> & "y" \\x07' in [value for e in ET.fromstring(FORMATS[style](hostile)).iter() for value in e.attrib.values()]


# ---- roles learnt from the essays at hand ----------------------------------------------------------


def test_few_essays_teach_nothing():
    assert typed_essays(TEXTS) == [typed_paragraphs(text) for text in TEXTS]


def test_words_beside_headings_teach_the_role_of_a_paragraph_without_one():
    rng = random.Random(1)
    words = ["鹭鸶", "砚台", "罗盘", "陶埙", "竹筏", "驼铃"]

    def made(n):
        said = "".join(rng.sample(words, 3))
        return (
            f"一、实习目的\n{said}，我要去看。\n二、工作内容\n我负责登记和整理，每天四十份。\n三、致谢\n感谢师傅的帮助和指导，谢谢{n}号。"
        )

    plain = "鹭鸶砚台罗盘，陶埙竹筏驼铃。\n我负责登记和整理，每天四十份。"
    taught = typed_essays([*(made(n) for n in range(40)), plain])[-1][0]
    alone = typed_paragraphs(plain)[0]
    assert taught.roles["purpose"] > alone.roles["purpose"]
    assert max(taught.roles, key=lambda role: taught.roles[role]) == "purpose"


def test_likelihoods_stay_likelihoods():
    for paragraphs in typed_essays([e.text for e in small_corpus()] * 10):
        for paragraph in paragraphs:
            assert 0 <= sum(paragraph.roles.values()) <= 1 + 1e-9


def test_an_essay_of_nothing_has_no_paragraphs():
    assert typed_essays([""] * 40) == [[]] * 40
    assert mine_outline([essay(1, "", "").text] * 3).sections == ()
