"""Every flag's card: its examples carry the flag, its near misses don't."""

from __future__ import annotations

from typing import get_args

import pytest

from essaykit.flags import DOCUMENT_FLAGS, ESSAY_FLAGS, DocumentEvidence, EssayEvidence
from essaykit.flags.card import flag_card
from essaykit.model import FlagName

WITHOUT_CARD = {"promised_not_kept", "no_essays"}
CARDS = {name: flag_card(name) for name in [*ESSAY_FLAGS, *DOCUMENT_FLAGS] if name not in WITHOUT_CARD}


def carries(name, text):
    if name in ESSAY_FLAGS:
        return ESSAY_FLAGS[name](EssayEvidence(source=text, start=0, end=len(text), text=text, zone=(0, len(text))))
    return DOCUMENT_FLAGS[name](DocumentEvidence(source=text, essay_count=1))


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, c in CARDS.items() for t in c.hits])
def test_a_flag_finds_its_examples(name, text):
    flag = carries(name, text)
    assert flag is not None
    assert flag.name == name
    assert flag.spans
    assert all(0 <= start < end <= len(text) for start, end in flag.spans)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, c in CARDS.items() for t in c.misses])
def test_a_flag_leaves_its_near_misses_alone(name, text):
    assert carries(name, text) is None


def test_every_flag_of_the_model_has_a_module():
    assert {*ESSAY_FLAGS, *DOCUMENT_FLAGS} == set(get_args(FlagName))


def test_every_card_has_both_kinds_of_examples():
    assert [name for name, card in CARDS.items() if not (card.hits and card.misses)] == []
