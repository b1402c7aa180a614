"""`show --explain`: a page about a document, from its record alone."""

import json

import msgspec
import pytest

from essaykit import open_corpus
from essaykit.cli.pages import explain_document, page_lines
from essaykit.cli.records import ExplainedDocument
from essaykit.errors import Exit
from essaykit.ledger import applied


@pytest.fixture(scope="module")
def documents(raw_corpus):
    return list(open_corpus(raw_corpus).documents())


def test_the_page_tells_headings_removals_what_waits_and_flags(corpus, essaykit):
    code, out, err = essaykit("show", "diary.txt", "--explain")
    assert (code, err) == (Exit.OK, "")
    for part in (
        "essays   2 of 3 promised",
        "line 3: “第一天”",
        "site.download-notice: 1 place, 21 characters: download notice of a document site",
        "line 2: “1、下载文档前请自行甄别文档内容的完整性”",
        "waiting  1 operation",
        "line 8: “的的” by repair.doubled",
        "a doubled character; essaykit decide op-",
        "truncated (1.00), essay ",
    ):
        assert part in out, part


def test_a_heading_is_explained_by_the_series_it_belongs_to(documents):
    (document,) = [d for d in documents if d.source.path.startswith("银行客服")]
    page = explain_document(document)
    assert [e.line for e in page.essays] == sorted(e.line for e in page.essays)
    assert all(e.evidence[0] == "style titled" and f"{len(page.essays)} in a row" in e.evidence for e in page.essays)


def test_a_document_without_a_series_says_so(documents):
    (document,) = [d for d in documents if d.source.path.endswith(".pdf")]
    assert explain_document(document).essays[0].evidence == ("the document's title: no series of headings was found",)


def test_pages_account_for_all_that_was_done(documents):
    for document in documents:
        page = explain_document(document)
        done = applied(document.operations)
        assert sum(r.operations for r in page.rules) == len(done)
        assert sum(r.characters for r in page.rules) == page.removed == sum(len(o.before) for o in done)
        assert [e.essay for e in page.essays] == [e.id for e in document.essays]
        assert all(e.evidence for e in page.essays)
        assert sorted(f.flag for f in page.flags) == sorted([*document.flags, *(f for e in document.essays for f in e.flags)])
        assert len(list(page_lines(page))) >= 6


def test_as_json(corpus, essaykit):
    page = msgspec.json.decode(essaykit("show", "diary.txt", "--explain", "--json")[1], type=ExplainedDocument)
    assert [(f.flag, f.places[0].line) for f in page.flags if f.places] == [("truncated", 8)]
    assert [w.operation.rule for w in page.waiting] == ["repair.doubled"]


def test_an_essay_names_its_document(corpus, essaykit):
    essay = json.loads(essaykit("show", "diary.txt", "--json")[1])["essays"][1]["id"]
    assert essaykit("show", essay, "--explain") == essaykit("show", "diary.txt", "--explain")


@pytest.mark.parametrize("args", [["nowhere.txt", "--explain"], ["diary.txt", "--explain", "--raw"]])
def test_a_bad_call_is_one_line(args, corpus, essaykit):
    code, out, err = essaykit("show", *args)
    assert (code, out, err.count("\n")) == (Exit.USAGE, "", 1)
