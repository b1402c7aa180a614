"""`why` and `diff`."""

import json

import pytest

from essaykit import open_corpus
from essaykit.cli.explain import changed_lines, explain
from essaykit.cli.places import line_of, line_span
from essaykit.cli.trace import _groups
from essaykit.errors import Exit
from essaykit.ledger import restore_source
from tests.cli.corpora import DIARY, diary


def why(essaykit, *args):
    return json.loads(essaykit("why", *args, "--json")[1])["places"]


def test_why_names_rule_reason_evidence_and_the_way_back(corpus, essaykit):
    code, out, _ = essaykit("why", "diary.txt:2")
    assert code == Exit.OK
    for part in (
        "removed",
        "site.download-notice",
        "文库网站的下载须知",
        "download notice",
        "first tenth; numbered list",
        "role    notice",
        "essaykit undo op-",
    ):
        assert part in out


def test_why_of_a_passage_of_the_raw_or_of_the_clean_text(corpus, essaykit):
    assert why(essaykit, "diary.txt", "甄别")[0]["fate"] == "removed"
    (place,) = why(essaykit, "diary.txt", "教我点钞")  # a page number stands between in the raw text
    assert (place["line"], place["fate"], place["clean"]) == (4, "essay", "教我点钞")
    assert place["text"] == "教我点\n- 3 -\n钞"


def test_why_tells_what_waits(corpus, essaykit):
    (place,) = why(essaykit, "diary.txt:8")
    assert [(o["rule"], o["state"]) for o in place["operations"]][:1] == [("repair.doubled", "proposed")]
    assert "settle it" in essaykit("why", "diary.txt:8")[1]


def test_why_knows_the_decisions_about_a_place(corpus, essaykit):
    essaykit("decide", "diary.txt:8", "--role", "body", "--who", "王编辑")
    assert [(d["verdict"], d["who"]) for d in why(essaykit, "diary.txt:8")[0]["decisions"]] == [("role", "王编辑")]


@pytest.mark.parametrize("place", ["diary.txt:0", "diary.txt:99", "diary.txt", "nowhere.txt:3", "diary.txt:" + "9" * 5000])
def test_why_of_no_place_is_a_usage_error(place, corpus, essaykit):
    code, out, err = essaykit("why", place)
    assert (code, out) == (Exit.USAGE, "")
    assert err.count("\n") == 1


def test_diff_in_a_pipe_is_a_unified_diff(corpus, essaykit):
    out = essaykit("diff", "diary.txt")[1].splitlines()
    assert out[:2] == ["--- raw/bank/diary.txt", "+++ clean/bank/diary.txt"]
    assert "-1、下载文档前请自行甄别文档内容的完整性" in out
    assert "-- 3 -" in out
    assert "+第一天到网点，师傅教我点钞。我学会了——🙂𡌛。" in out, "what was joined stands as one line"


def test_a_unified_diff_turns_raw_into_clean(corpus, essaykit):
    """What it keeps and removes is the raw text; what it keeps and adds holds every essay, line by line."""
    _, _, hunk, *lines = essaykit("diff", "diary.txt", "--all")[1].splitlines()
    raw = [x[1:] for x in lines if x[0] in " -"]
    clean = [x[1:] for x in lines if x[0] in " +"]
    assert raw == DIARY.splitlines()
    assert hunk == f"@@ -1,{len(raw)} +1,{len(clean)} @@"
    for essay in diary().essays:
        assert essay.text in "\n".join(clean)


def test_diff_lists_changes_as_json(corpus, essaykit):
    changes = json.loads(essaykit("diff", "diary.txt", "--json")[1])["changes"]
    assert [(c["line"], c["fate"]) for c in changes] == [(2, "removed"), (4, "joined"), (5, "removed")]
    assert changes[0]["raw"].startswith("1、下载")


def test_side_by_side_keeps_its_columns_and_marks_what_changed(corpus, essaykit, monkeypatch):
    monkeypatch.setattr("essaykit.cli.trace.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    lines = essaykit("diff", "diary.txt", "--all")[1].splitlines()
    from essaykit.text import display_width

    assert max(map(display_width, lines)) <= 40
    assert any(line.startswith("2 1、下载") and line.endswith(" -") for line in lines)


def test_places_in_formats_without_lines_are_counted_in_blocks():
    from msgspec.structs import replace

    document = replace(diary(), lines=(0, 12))
    assert line_span(document, DIARY, 2)[0] == 12
    assert line_of(document, DIARY, 13) == 2


def test_the_clean_side_of_every_diff_holds_every_essay(raw_corpus):
    """On the shipped documents: what the diff keeps and adds is what the essays say, also where pages broke their lines."""
    for document in open_corpus(raw_corpus).documents():
        clean = "\n".join(text for _, texts in _groups(changed_lines(document, restore_source(document))) for text in texts)
        for essay in document.essays:
            assert essay.text in clean


def test_every_line_of_the_shipped_documents_is_explained(raw_corpus):
    for document in open_corpus(raw_corpus).documents():
        source = restore_source(document)
        for change in changed_lines(document, source):
            if change.raw.strip():
                explanation = explain(document, source, line_span(document, source, change.line))
                assert explanation.line == change.line
                assert (explanation.fate == "removed") == (not explanation.clean.strip())
                assert explanation.roles or explanation.operations
