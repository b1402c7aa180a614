"""Reading a corpus: typed essays, found by the names that people use, errors with file and place."""

from __future__ import annotations

import builtins
import json

import msgspec
import pytest
from samples import DOCUMENTS, OTHERS, make_document, write_corpus

from essaykit import open_corpus
from essaykit.errors import CorpusError, EssaykitError, UsageError
from essaykit.ledger import account
from essaykit.model import Document
from essaykit.store import CorpusEssay, Totals
from essaykit.store.documents import decode_document, encode_document
from essaykit.store.index import path_order

A, B, C, EMPTY = DOCUMENTS


@pytest.fixture
def corpus(tmp_path):
    return open_corpus(write_corpus(tmp_path / "corpus", DOCUMENTS, OTHERS))


def test_the_samples_are_sound():
    assert [account(d) for d in DOCUMENTS] == [[], [], [], []]


def test_essays_come_in_the_order_of_paths_with_what_they_can_be_grouped_by(corpus):
    essays = list(corpus)
    assert len(corpus) == len(essays) == 4
    assert essays[0] == CorpusEssay(
        id=A.essays[0].id, document=A.id, title="篇1", heading="篇1", number=1, text="我在柜台实习。\n", flags=(), trade=None,
        document_title="银行实习心得", path="bank/a.txt", url=None, site="a.example", year=2009, start=7, end=16,
    )  # fmt: skip
    assert [(e.path, e.title, e.flags) for e in essays[1:]] == [
        ("bank/a.txt", "篇2", ("truncated",)), ("bank/b.txt", "银行实习心得", ()), ("律所/a.txt", "律所实习", ()),
    ]  # fmt: skip
    with pytest.raises(AttributeError):
        essays[0].text = "x"


def test_documents_are_whole_records(corpus):
    assert list(corpus.documents()) == [A, B, EMPTY, C]


@pytest.mark.parametrize(
    ("name", "document"),
    [(B.id, B), (B.id[:6], B), ("bank/a.txt", A), ("b.txt", B), ("copies/c.txt", C), ("c.txt", C), ("empty.html", EMPTY), ("empty", EMPTY)],
)  # fmt: skip
def test_a_document_is_found_by_id_path_or_base_name(corpus, name, document):
    assert corpus.document(name) == document


def test_some_documents_are_read_in_the_order_of_their_paths(corpus):
    assert list(corpus.documents_in({C.id, A.id, "none"})) == [A, C]


def test_a_name_of_several_documents_says_which(corpus):
    with pytest.raises(UsageError) as caught:
        corpus.document("a.txt")
    assert str(caught.value) == (f"{corpus.folder}: a.txt names 2 documents (which of these? {A.id[:8]} bank/a.txt, {C.id[:8]} 律所/a.txt)")


def test_a_name_of_none_suggests_near_ones(corpus):
    with pytest.raises(UsageError, match=r"no document is called bank/bb.txt \(did you mean bank/b.txt, "):
        corpus.document("bank/bb.txt")
    with pytest.raises(UsageError, match="essaykit list shows their names"):
        corpus.document("")


def test_an_essay_is_found_by_its_id_or_as_the_only_one_of_a_document(corpus):
    assert corpus.essay(A.essays[1].id).text == "师傅教我点钞……\n"
    assert corpus.essay("b.txt").text == "我在大堂实习。"
    with pytest.raises(UsageError, match=rf"names 2 essays.*{A.essays[0].id}, {A.essays[1].id}"):
        corpus.essay("bank/a.txt")
    with pytest.raises(UsageError, match="no essay is called"):
        corpus.essay(f"{A.id}-3")
    with pytest.raises(UsageError, match="this document holds none"):
        corpus.essay("empty.html")


def test_totals_add_up(corpus):
    assert corpus.totals == Totals(
        documents=4, essays=4, promised=3, promising=1, characters=sum(d.characters for d in DOCUMENTS),
        kept=sum(d.characters for d in DOCUMENTS) - 1, removed={"layout.page-number": 1}, operations={"layout.page-number": 1},
        essay_flags={"truncated": 1},
    )  # fmt: skip
    assert corpus.totals.merge(Totals()) == corpus.totals
    assert corpus.totals.merge(corpus.totals).removed == {"layout.page-number": 2}


def test_the_index_also_lists_what_was_not_read(corpus):
    assert [line.path for line in corpus.index] == ["bank/a.txt", "bank/b.txt", "broken.docx", "empty.html", "logo.png", "律所/a.txt"]
    assert [f.cause for f in corpus.failures] == ["is cut off"]


def test_records_of_a_file_stand_in_the_order_of_their_numbers():
    assert sorted(["x.jsonl#10", "x.jsonl#9", "x.txt", "a#b"], key=path_order) == ["a#b", "x.jsonl#9", "x.jsonl#10", "x.txt"]


def test_the_digest_follows_the_documents(corpus, tmp_path):
    again = open_corpus(write_corpus(tmp_path / "again", DOCUMENTS))
    other = open_corpus(write_corpus(tmp_path / "other", DOCUMENTS[:3]))
    assert corpus.digest == again.digest != other.digest


def test_to_pandas(corpus):
    pytest.importorskip("pandas")
    frame = corpus.to_pandas()
    assert list(frame.columns) == list(CorpusEssay.__struct_fields__)
    assert list(frame.path) == ["bank/a.txt", "bank/a.txt", "bank/b.txt", "律所/a.txt"]
    assert frame.text[3].startswith("我在律所实习😀")


def test_to_pandas_without_pandas_says_how_to_get_it(corpus, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "pandas":
            raise ImportError
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EssaykitError, match=r"pandas is not installed \(pip install 'essaykit\[pandas\]'\)"):
        corpus.to_pandas()


# ---- broken files ---------------------------------------------------------------------------------


def spoil(corpus, change):
    path = corpus.folder / "documents" / f"{A.id}.json"
    path.write_bytes(change(path.read_bytes()))
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: b"", "is broken: Input data was truncated"),
        (lambda data: data[:-5], "is broken: Input data was truncated"),
        (lambda data: data.replace(b'"number":1', b'"number":"1"'), r"\$.essays\[0\].number: Expected `int \| null`, got `str`"),
        (lambda data: data.replace("我在".encode(), b"\xff\xfe"), "is broken: .*utf-8"),
        (lambda data: data.replace("我在".encode(), b"\\ud800"), "is broken: .*surrogate"),
        (lambda data: data.replace(b'"id":', b'"idd":', 1), "missing required field `id`|unknown field `idd`"),
        (lambda _: b"[" * 100_000, "is broken: |Expected `object`"),
    ],
)  # fmt: skip
def test_a_broken_document_is_one_line_with_file_and_place(corpus, change, message):
    path = spoil(corpus, change)
    for read in (lambda: list(corpus), lambda: corpus.document(A.id)):
        with pytest.raises(CorpusError, match=message) as caught:
            read()
        assert caught.value.file == str(path)
        assert "\n" not in str(caught.value)


def test_a_missing_document_is_said_to_be_missing(corpus):
    (corpus.folder / "documents" / f"{A.id}.json").unlink()
    with pytest.raises(CorpusError, match=r"json: is missing \(run essaykit build again"):
        list(corpus)


def test_a_broken_index_names_its_line(corpus):
    path = corpus.folder / "index.jsonl"
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:2], b"{", *lines[2:]]))
    with pytest.raises(CorpusError, match=r"index.jsonl: line 3: is broken"):
        open_corpus(corpus.folder).totals  # noqa: B018
    path.write_bytes(b"\n".join(lines)[:-10])
    with pytest.raises(CorpusError, match="last line is cut off"):
        len(open_corpus(corpus.folder))
    path.unlink()
    with pytest.raises(CorpusError, match="has no index yet"):
        len(open_corpus(corpus.folder))


# ---- the bytes of a document ----------------------------------------------------------------------


def test_a_document_file_is_json_in_the_order_of_the_model_with_a_line_an_item():
    data = encode_document(A)
    assert list(json.loads(data)) == list(Document.__struct_fields__)
    assert "我在柜台实习" in data.decode()
    assert sum(line.startswith(b'{"id":') for line in data.splitlines()) == len(A.essays) + len(A.operations)


def test_a_document_comes_back_from_its_file():
    for document in (*DOCUMENTS, make_document("x\n😀\u2028", ["a\tb\x00"])):
        assert decode_document(encode_document(document), "x") == document
        assert msgspec.json.decode(encode_document(document), type=Document) == document
