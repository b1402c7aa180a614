"""`rules list`, `show`, `test`."""

import json

from msgspec.structs import replace

from essaykit import open_corpus
from essaykit.clean import rule_cards
from essaykit.cli.rulebook import all_rules
from essaykit.errors import Exit


def test_every_card_is_listed_with_its_reason(essaykit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    listed = {r["id"]: r for r in json.loads(essaykit("rules", "list", "--json")[1])["rules"]}
    assert set(rule_cards()) <= set(listed)
    assert all(r["reason"]["zh"] and r["reason"]["en"] for r in listed.values())
    assert all(r["operations"] is None for r in listed.values())


def test_every_rule_that_did_something_can_be_asked_about(raw_corpus):
    assert {o.rule for d in open_corpus(raw_corpus).documents() for o in d.operations} <= set(all_rules())


def test_rules_are_counted_in_a_corpus(corpus, essaykit):
    listed = json.loads(essaykit("rules", "list", "--json")[1])["rules"]
    assert {r["id"]: r["operations"] for r in listed if r["operations"]} == {"site.download-notice": 2}
    assert all(r["operations"] == 0 for r in listed if r["kind"] != "heading" and r["id"] != "site.download-notice")


def test_show(essaykit):
    out = essaykit("rules", "show", "layout.page-dashes")[1]
    assert "页码" in out
    assert "hit" in out


def test_the_shipped_examples_hold(essaykit):
    code, out, err = essaykit("rules", "test")
    assert (code, out) == (Exit.OK, "")
    assert "no failures" in err


def test_a_broken_example_is_a_finding(essaykit, monkeypatch):
    card = rule_cards()["layout.page-dashes"]
    monkeypatch.setattr("essaykit.cli.rulebook.rule_cards", lambda: {card.id: replace(card, hits=("没有页码",), misses=("- 3 -",))})
    code, out, _ = essaykit("rules", "test", card.id)
    assert code == Exit.FINDINGS
    assert out.splitlines() == ["layout.page-dashes: should be a hit: 没有页码", "layout.page-dashes: should be a miss: - 3 -"]


def test_an_unknown_rule_gets_the_nearest(essaykit):
    for args in (("rules", "show", "layout.page-dashs"), ("rules", "test", "layout.page-dashs")):
        code, _, err = essaykit(*args)
        assert code == Exit.USAGE
        assert "did you mean layout.page-dashes?" in err
