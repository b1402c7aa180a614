"""The reflection mix: sentences by cue words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.reflection import KINDS, cue_cards, reflection_mix, sentence_cues, sentence_kinds
from essaykit.analyse.texts import Text, Texts

CARDS = cue_cards()
HITS = [(kind, line) for kind, card in CARDS.items() for line in card.hits]
MISSES = [(kind, line) for kind, card in CARDS.items() for line in card.misses]


@pytest.mark.parametrize(("kind", "line"), HITS)
def test_a_card_knows_its_sentences(kind, line):
    assert kind in sentence_kinds(line)


@pytest.mark.parametrize(("kind", "line"), MISSES)
def test_a_card_leaves_its_near_misses_alone(kind, line):
    assert kind not in sentence_kinds(line)


@pytest.mark.parametrize("kind", KINDS)
def test_every_card_has_examples_and_every_exception_holds_a_cue(kind):
    card = CARDS[kind]
    assert card.hits
    assert card.misses
    every = [word for other in CARDS.values() for word in other.words]
    assert all(any(word in never and word != never for word in every) for never in card.never)


def test_shares_of_sentences():
    text = "上午我登记来访的人。我很紧张。原因在于没有经验，我很后悔。天很蓝。"
    one = reflection_mix([Text(id="1", text=text)], each=True).rows[0]
    assert (one.sentences, one.describe, one.feel, one.analyse, one.plan, one.none) == (4, 0.25, 0.5, 0.25, 0.0, 0.25)


def test_a_group_is_the_mean_of_its_sources():
    texts = Texts(
        texts=tuple(Text(id=str(i), text=t, fields={"g": "x"}) for i, t in enumerate(["我很紧张。", "我很紧张。", "天很蓝。"])),
        sources=(0, 0, 1),
    )
    assert reflection_mix(texts, by="g").rows[0].feel == 0.5
    assert reflection_mix(texts, by="g", unit="essays").rows[0].feel == pytest.approx(2 / 3, abs=1e-4)
    cue = next(cue for cue in reflection_mix(texts).cues if cue.word == "紧张")
    assert (cue.kind, cue.frequency, cue.essays, cue.sources) == ("feel", 2, 2, 1)


@given(st.lists(st.sampled_from(["我觉得", "原因", "说明书", "今后", "，", "。", "\n", "上午", "天很蓝", "1"]), max_size=12).map("".join))
def test_every_cue_belongs_to_one_sentence(text):
    from essaykit.text import sentences

    spoken = [text[a:b] for a, b in sentences(text) if any(c.isalnum() for c in text[a:b])]
    assert [len(words) for words in sentence_cues(text)] == [sum(len(w) for w in sentence_cues(s)) for s in spoken]


def test_nothing_to_count():
    row = reflection_mix([Text(id="1", text=""), Text(id="2", text="……")]).rows[0]
    assert (row.sentences, row.feel, row.none) == (0, None, None)
    assert reflection_mix([]).rows[0].essays == 0
