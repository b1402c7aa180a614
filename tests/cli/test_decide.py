"""`undo` and `decide`: what is written down, and that it is only ever added."""

import json

import pytest

from essaykit import open_corpus
from essaykit.cli.rulings import decide_place
from essaykit.errors import Exit
from essaykit.store import append_decision, read_decisions
from tests.cli.corpora import DIARY, diary

NOTICE = next(o for o in diary().operations if o.rule == "site.download-notice")


def decisions(corpus):
    found, problems = read_decisions(corpus)
    assert problems == ()
    return found


def test_undo_writes_down_the_place_with_its_words_and_says_what_carries_it_out(corpus, essaykit):
    code, out, err = essaykit("undo", NOTICE.id, "--document", "diary.txt", "--who", "王编辑")
    assert code == Exit.OK
    assert "essaykit build" in err
    (d,) = decisions(corpus)
    assert out == f"{d.id}  reject  {NOTICE.id}\n"
    assert (d.verdict, d.operation, d.span, d.quote, d.who) == ("reject", NOTICE.id, (NOTICE.start, NOTICE.end), NOTICE.before, "王编辑")
    assert (d.document, d.path) == (diary().id, "bank/diary.txt")
    assert d.before == DIARY[max(0, NOTICE.start - 20) : NOTICE.start]
    assert d.after == DIARY[NOTICE.end : NOTICE.end + 20]
    assert d.when.endswith("Z")


def test_an_operation_that_twins_share_asks_for_the_document(corpus, essaykit):
    code, _, err = essaykit("undo", NOTICE.id)
    assert code == Exit.USAGE
    assert "--document" in err
    assert not decisions(corpus)


def test_the_beginning_of_an_id_is_enough(corpus, essaykit):
    assert essaykit("decide", NOTICE.id[:8], "accept", "--document", "diary.txt")[0] == Exit.OK


def test_edit_needs_a_text(corpus, essaykit):
    assert essaykit("decide", NOTICE.id, "edit", "--document", "diary.txt")[0] == Exit.USAGE
    assert essaykit("decide", NOTICE.id, "edit", "--text", "", "--document", "diary.txt")[0] == Exit.OK
    assert [(d.verdict, d.value) for d in decisions(corpus)] == [("edit", "")]


@pytest.mark.parametrize(
    ("options", "verdict", "value"),
    [
        (["--role", "body"], "role", "body"),
        (["--split"], "split", None),
        (["--merge"], "merge", None),
        (["--heading", "第一周"], "heading", "第一周"),
    ],
)
def test_decide_a_place(options, verdict, value, corpus, essaykit):
    assert essaykit("decide", "diary.txt:7", *options)[0] == Exit.OK
    (d,) = decisions(corpus)
    assert (d.verdict, d.value, d.quote) == (verdict, value, "第二天")


def test_an_operation_is_found_by_the_id_that_it_had_when_it_was_decided(corpus, essaykit):
    """An accepted line takes its line end with it, and has another id then."""
    line = (NOTICE.start, NOTICE.start + len(NOTICE.before.rstrip()))
    document = open_corpus(corpus).documents_in({diary().id})
    append_decision(corpus, decide_place(next(iter(document)), line, "accept", None, "", operation="op-0123456789ab"))
    assert essaykit("undo", "op-0123456789ab")[0] == Exit.OK
    assert (decisions(corpus)[-1].operation, decisions(corpus)[-1].verdict) == (NOTICE.id, "reject")


def test_decide_a_part_of_a_line(corpus, essaykit):
    essaykit("decide", "diary.txt:4", "--split", "--quote", "师傅")
    (d,) = decisions(corpus)
    assert d.quote == "师傅"
    assert DIARY[d.span[0] : d.span[1]] == "师傅"


def test_decide_a_rule_on_a_site(corpus, essaykit):
    assert essaykit("decide", "--rule", "site.download-notice", "reject", "--site", "bank")[0] == Exit.OK
    (d,) = decisions(corpus)
    assert (d.rule, d.site, d.verdict, d.document) == ("site.download-notice", "bank", "reject", None)


def test_a_site_that_no_document_is_from_may_be_mistyped(corpus, essaykit):
    rule = ["decide", "--rule", "site.download-notice", "reject", "--site"]
    site = open_corpus(corpus).indexed[0].site
    assert "no document of this corpus is from" not in essaykit(*rule, site)[2]
    code, _, err = essaykit(*rule, f"{site}.")
    assert (code, f"no document of this corpus is from {site}." in err) == (Exit.OK, True)


def test_decisions_are_only_added(corpus, essaykit):
    essaykit("decide", "diary.txt:7", "--split")
    before = (corpus / "decisions.jsonl").read_bytes()
    essaykit("decide", "diary.txt:7", "--merge")
    assert (corpus / "decisions.jsonl").read_bytes().startswith(before)
    assert [d.verdict for d in decisions(corpus)] == ["split", "merge"]


def test_json_prints_the_decision(corpus, essaykit):
    printed = json.loads(essaykit("decide", "diary.txt:7", "--split", "--json")[1])["decision"]
    assert printed["id"] == decisions(corpus)[0].id


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["diary.txt:7"],
        ["diary.txt:7", "--split", "--merge"],
        ["diary.txt:7", "--role", "bodi"],
        ["diary.txt", "--split"],
        ["diary.txt:7", "--split", "--quote", "不在这里"],
        ["op-nothing", "accept"],
        ["", "accept"],
        [NOTICE.id, "allow"],
        [NOTICE.id, "accept", "--split"],
        [NOTICE.id, "accept", "--site", "bank"],
        [NOTICE.id, "accept", "--text", "x"],
        ["--rule", "site.download-notice"],
        ["--rule", "site.download-notise", "reject"],
        ["--rule", "site.download-notice", "edit"],
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(args, corpus, essaykit):
    code, out, err = essaykit("decide", *args)
    assert (code, out) == (Exit.USAGE, "")
    assert err.count("\n") == 1
    assert not decisions(corpus)
