"""Excerpts are whole sentences of unflagged essays, word for word, with their source; one from a document, none twice."""

import random

import pytest
from draft_samples import STOCK, essay, sharing, small_corpus
from msgspec.structs import replace

from essaykit.draft.excerpt_index import sentence_key
from essaykit.draft.excerpts import about_work, choose_excerpts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.library import find_template
from essaykit.draft.roles import cue_score, role_cards, typed_paragraphs

REPORT = find_template("report")
ESSAYS = small_corpus()
CHOSEN = choose_excerpts(ESSAYS, REPORT, "银行柜员")
ALL = [(section, excerpt) for section, excerpts in CHOSEN.items() for excerpt in excerpts]


def test_each_section_gets_sentences_of_its_own_role():
    by_section = {section: " ".join(e.text for e in excerpts) for section, excerpts in CHOSEN.items()}
    assert "我选择农商行的柜台" in by_section["purpose"]
    assert "员工十四人" in by_section["unit"]
    assert "试错了三次" in by_section["cases"]
    assert "漏看日期" in by_section["problem"]
    assert "从业资格证书" in by_section["plan"]
    assert "老花镜" in by_section["suggest"]


def test_the_trade_of_the_student_comes_first():
    bank = choose_excerpts(ESSAYS, REPORT, "银行柜员")["gain"][0]
    nurse = choose_excerpts(ESSAYS, REPORT, "儿科护理")["gain"][0]
    assert (bank.document, nurse.document) == (ESSAYS[0].document, ESSAYS[2].document)


def test_an_excerpt_is_what_stands_in_the_essay():
    texts = {e.id: e for e in ESSAYS}
    for _, excerpt in ALL:
        source = texts[excerpt.essay]
        assert source.text[excerpt.start : excerpt.end] == excerpt.text
        assert (excerpt.document, excerpt.path, excerpt.title) == (source.document, source.path, source.title)


def test_nothing_flagged_is_quoted():
    assert ESSAYS[4].document not in {excerpt.document for _, excerpt in ALL}


def test_one_excerpt_from_a_document_and_no_sentence_beside_two_sections():
    for excerpts in CHOSEN.values():
        assert len({excerpt.document for excerpt in excerpts}) == len(excerpts) <= 3
    keys = [sentence_key(excerpt.text) for _, excerpt in ALL]
    assert len(set(keys)) == len(keys)


def test_a_stock_sentence_gives_way_and_tells_in_how_many_documents_it_stands():
    assert STOCK not in [excerpt.text for section, excerpt in ALL if section != "thanks"]
    thanks = choose_excerpts(sharing(f"{STOCK[:-1]}，感谢师傅的帮助和照顾。"), REPORT, "")["thanks"]
    assert [excerpt.sources for excerpt in thanks] == [3]


def test_copies_of_one_text_are_one_source():
    text = "致谢\n感谢师傅在我最慌的那天替我守住了窗口。"
    assert [e.sources for e in choose_excerpts([essay(1, "实习报告", text), essay(2, "实习报告", text)], REPORT, "")["thanks"]] == [1]


def test_a_sentence_counts_in_flagged_essays_too():
    essays = sharing("感谢师傅在我最慌的那天替我守住了窗口。")
    essays = [essays[0], *(replace(e, flags=("truncated",)) for e in essays[1:])]
    assert [e.sources for e in choose_excerpts(essays, REPORT, "")["thanks"]] == [3]


def test_near_copies_are_one():
    essays = [
        essay(1, "实习报告", "致谢\n感谢师傅在我最慌的那天替我守住了窗口。"),
        essay(2, "实习报告", "致谢\n感谢师傅，在我最慌的那一天，替我守住了窗口！"),
    ]
    assert len(choose_excerpts(essays, REPORT, "")["thanks"]) == 1


def test_the_order_of_the_corpus_does_not_matter():
    shuffled = ESSAYS.copy()
    random.Random(1).shuffle(shuffled)
    assert choose_excerpts(shuffled, REPORT, "银行柜员") == CHOSEN


@pytest.mark.parametrize("about", ["", "天文台", "x", "！！", "Java"])
def test_whatever_the_trade_is_called_there_are_excerpts(about):
    assert any(choose_excerpts(ESSAYS, REPORT, about).values())


@pytest.mark.parametrize("essays", [[], [essay(1, "", "")], [essay(1, "空", "\n \n")], [essay(1, "目录", "一、实习目的\n二、收获")]])
def test_a_corpus_that_has_nothing_to_say_gives_nothing(essays):
    assert not any(choose_excerpts(essays, REPORT, "银行").values())


def test_what_is_said_of_the_work_comes_from_the_slots_that_the_template_names():
    facts = parse_facts('[cover]\ntrade = "银行柜员"\nunit = "城南支行"\nname = "林晓禾"\n'.encode(), REPORT, "f")
    assert about_work(REPORT, facts).split() == ["银行柜员", "城南支行"]


CARDS = [(role, text) for role, card in role_cards().items() for text in card.hits]
NEAR = [(role, text) for role, card in role_cards().items() for text in card.misses]


@pytest.mark.parametrize(("role", "text"), CARDS)
def test_a_role_is_known_by_its_cues(role, text):
    scores = {other: cue_score(card, text) for other, card in role_cards().items()}
    assert max(scores, key=lambda other: scores[other]) == role


@pytest.mark.parametrize(("role", "text"), NEAR)
def test_another_roles_sentence_is_left_alone(role, text):
    scores = {other: cue_score(card, text) for other, card in role_cards().items()}
    assert scores[role] < max(scores.values())


def test_roles_of_an_essay_without_headings_come_in_their_usual_order():
    best = [max(p.roles, key=lambda role, p=p: p.roles[role]) for p in typed_paragraphs(ESSAYS[1].text)]
    assert best[:4] == ["purpose", "unit", "duties", "event"]


@pytest.mark.parametrize("text", ["", "\n", "一", "实习报告", "a" * 3000, "\n".join(["我"] * 500)])
def test_a_paragraph_plays_one_role_or_none(text):
    for paragraph in typed_paragraphs(text):
        assert 0 <= sum(paragraph.roles.values()) <= 1 + 1e-9
        assert text[paragraph.start : paragraph.end].strip()


def test_all_cards_have_both_kinds_of_examples():
    assert [role for role, card in role_cards().items() if not (card.hits and card.misses)] == []


def test_a_sections_own_words_draw_sentences():
    section = REPORT.section("thanks")
    essays = [essay(1, "实习报告", "致谢\n感谢老师。感谢食堂的阿姨每天给我多打半勺菜。感谢保安师傅替我收下寄来的快递箱子。")]
    for word, found in (("食堂", "食堂"), ("快递", "快递")):
        wanted = replace(section, evidence=replace(section.evidence, words=(word,)))
        only = replace(REPORT, sections=(wanted,))
        assert found in choose_excerpts(essays, only, "")["thanks"][0].text
