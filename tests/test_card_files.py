"""Cards are data files: read one way, refused with file, place and cause."""

from __future__ import annotations

import pytest

from essaykit.cards import package_cards, package_text, parse_card
from essaykit.clean import RuleCard
from essaykit.errors import CardError
from essaykit.model import Reason, Record
from essaykit.split.cards import StyleCard


class Small(Record, frozen=True, kw_only=True):
    id: str
    weight: float
    reason: Reason
    hits: tuple[str, ...] = ()


GOOD = 'id = "a.b"\nweight = 1\nhits = ["一", "二"]\nreason.zh = "因为"\nreason.en = "because"\n'


def test_a_card_becomes_a_record():
    assert parse_card(GOOD, "a.b.toml", Small) == Small(id="a.b", weight=1.0, reason=Reason(zh="因为", en="because"), hits=("一", "二"))


def test_windows_line_ends_are_no_difference():
    assert parse_card(GOOD.replace("\n", "\r\n"), "a.b.toml", Small) == parse_card(GOOD, "a.b.toml", Small)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "is not TOML"),
        (GOOD + 'id = "twice"\n', "is not TOML"),
        (GOOD.replace("weight = 1\n", ""), "missing required field `weight`"),
        (GOOD.replace("weight = 1", 'weight = "much"'), "$.weight: Expected `float`, got `str`"),
        (GOOD.replace('reason.en = "because"', ""), "$.reason: Object missing required field `en`"),
        (GOOD + "colour = 1\n", "unknown field `colour`"),
        (GOOD.replace('"二"', "2"), "$.hits[1]"),
        ("", "missing required field"),
    ],
)
def test_a_wrong_card_is_refused_in_one_line_with_its_file(text, said):
    with pytest.raises(CardError) as error:
        parse_card(text, "a.b.toml", Small)
    assert str(error.value).startswith("a.b.toml: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("package", "folder", "kind"), [("essaykit.clean", "rules", RuleCard), ("essaykit.split", "styles", StyleCard)])
def test_the_shipped_cards_come_in_the_order_of_their_names(package, folder, kind):
    cards = package_cards(package, folder, kind)
    assert cards
    assert list(cards) == [card.id for card in cards.values()]
    assert [f"{name}.toml" for name in cards] == sorted(f"{name}.toml" for name in cards)


def test_the_text_of_a_data_file():
    assert package_text("essaykit.clean", "roles.toml").startswith(("#", "["))
