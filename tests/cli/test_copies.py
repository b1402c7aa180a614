"""`copies` and `overlap` as they are called."""

import json

import pytest

from essaykit.copies import find_copies, independent_sources, kept
from essaykit.copies.result import told
from essaykit.errors import Exit
from essaykit.store import open_corpus
from tests.cli.conftest import corpus, essaykit  # noqa: F401 - fixtures
from tests.copies.conftest import BANK, FARM, STOCK, made_up

STOCKS = (
    STOCK,
    "在领导和同事们的关怀与帮助之下我顺利地完成了各项任务，也看到了自己的许多不足。",
)
TEXTS = {
    "bank": "".join(BANK),
    "copy": "".join(BANK).replace("的", ""),
    "half": "".join(BANK[:2]),
    "farm": "".join(FARM),
    **{f"s{n}": made_up(n, 24) + "".join(STOCKS) for n in range(7)},
}


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in TEXTS.items()]
    (tmp_path / "docs.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def rows(path):
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def test_files_for_other_tools(essaykit, docs):  # noqa: F811
    code, _, err = essaykit("copies", "--from", "docs.jsonl", "--pairs", "p.tsv", "--clusters", "c.tsv", "--stock", "s.tsv")
    assert code == Exit.OK
    header, *pairs = rows(docs / "p.tsv")
    assert header == ["a", "b", "share", "relation", "share_a", "share_b"]
    assert {(a, b): kind for a, b, _, kind, *_ in pairs} == {
        ("bank", "copy"): "same", ("bank", "half"): "contained", ("copy", "half"): "contained",
    }  # fmt: skip
    assert all(float(share) == max(float(x), float(y)) for _, _, share, _, x, y in pairs)
    header, *clusters = rows(docs / "c.tsv")
    assert header == ["id", "cluster"]
    assert {name for name, _ in clusters} == set(TEXTS)
    of = dict(clusters)
    assert of["bank"] == of["copy"] != of["farm"]
    header, *stock = rows(docs / "s.tsv")
    assert header == ["a", "b", "share"]
    assert stock
    assert all(name.startswith("s") for a, b, _ in stock for name in (a, b))
    assert "independent sources" in err


def test_copies_of_a_corpus_are_kept_beside_it(essaykit, corpus):  # noqa: F811
    assert independent_sources(open_corpus("corpus")) is None
    first = essaykit("copies", "--json")
    assert first[0] == Exit.OK
    assert essaykit("copies", "--json")[1] == first[1]
    found = json.loads(first[1])
    assert found["digest"] == open_corpus("corpus").digest
    assert set(independent_sources(open_corpus("corpus"))) == {name for c in found["clusters"] for name in c["texts"]}


def test_an_addition_to_a_large_corpus_does_not_search_all_again(corpus, monkeypatch):  # noqa: F811
    essays, state = list(open_corpus("corpus")), corpus / "state"
    ids, texts = [essay.id for essay in essays], [essay.text for essay in essays]
    monkeypatch.setattr(kept, "LARGE", 2)
    monkeypatch.setattr(kept, "GROWN", 2.0)
    earlier = open_corpus("corpus")
    vars(earlier)["digest"] = "of the corpus before"
    state.mkdir(exist_ok=True)
    kept.corpus_copies(earlier, ids[1:], kept.text_grams(texts[1:], state))
    grams = kept.text_grams(texts, state)
    whole = told(find_copies(grams), grams, ids)
    monkeypatch.delattr(kept, "find_copies")
    found, _ = kept.corpus_copies(open_corpus("corpus"), ids, grams)
    assert (found.pairs, found.clusters, found.sources) == (whole.pairs, whole.clusters, whole.sources)
    assert set(independent_sources(open_corpus("corpus"))) == set(ids)


def test_passages_in_the_form_of_the_scorer(essaykit, docs):  # noqa: F811
    (docs / "ask.tsv").write_text("this\tsource\tkind\nhalf\tbank\tx\nfarm\tbank\ty\n", encoding="utf-8")
    code, out, _ = essaykit("overlap", "--from", "docs.jsonl", "--among", "ask.tsv", "--passages", "out.jsonl")
    assert (code, out) == (Exit.OK, "")
    (found,) = [json.loads(line) for line in (docs / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert list(found) == ["this", "source", "this_offset", "this_length", "source_offset", "source_length"]
    assert (found["this"], found["source"], found["this_offset"], found["source_offset"]) == ("half", "bank", 0, 0)


def test_a_draft_against_texts(essaykit, docs):  # noqa: F811
    (docs / "draft.txt").write_text(made_up(50, 3) + BANK[1], encoding="utf-8")
    code, out, err = essaykit("overlap", "draft.txt", "--from", "docs.jsonl", "--report", "o.html", "--json")
    (one,) = json.loads(out)["overlaps"]
    assert code == Exit.OK
    assert one["largest_source"] in ("bank", "copy", "half")
    assert 0.2 < one["own"] < 0.8
    assert BANK[1][:20] in (docs / "o.html").read_text(encoding="utf-8")
    code, out, err = essaykit("overlap", "draft.txt", "bank", "--from", "docs.jsonl")
    assert "draft.txt: " in out
    assert "bank: 100.0% stands elsewhere" in out
    assert "longest run" in err


def test_an_essay_of_the_corpus(essaykit, corpus):  # noqa: F811
    name = next(iter(open_corpus("corpus"))).id
    code, out, _ = essaykit("overlap", name, "--json")
    assert code == Exit.OK
    assert json.loads(out)["overlaps"][0]["id"] == name


def test_nothing_to_compare_is_said(essaykit, docs):  # noqa: F811
    (docs / "short.txt").write_text("短文", encoding="utf-8")
    code, out, _ = essaykit("overlap", "short.txt", "--from", "docs.jsonl")
    assert code == Exit.OK
    assert "nothing could be compared" in out


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["overlap"], Exit.USAGE),
        (["overlap", "empty.txt", "--from", "docs.jsonl"], Exit.NOTHING_READ),
        (["overlap", "binary.txt", "--from", "docs.jsonl"], Exit.NOTHING_READ),
        (["overlap", "missing.txt", "--from", "docs.jsonl"], Exit.NOTHING_READ),
        (["overlap", "bank", "--from", "nowhere.jsonl"], Exit.NOTHING_READ),
        (["overlap", "--among", "ask.tsv"], Exit.USAGE),
        (["overlap", "--from", "docs.jsonl", "--among", "ask.tsv", "--passages", "o.jsonl"], Exit.NOTHING_READ),
        (["copies", "--from", "empty.txt"], Exit.NOTHING_READ),
        (["copies", "--from", "binary.txt"], Exit.NOTHING_READ),
        (["copies", "--from", "docs.jsonl", "--pairs", "no/such/folder.tsv"], Exit.NOTHING_READ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_line(essaykit, docs, line, code):  # noqa: F811
    (docs / "empty.txt").write_bytes(b"")
    (docs / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (docs / "ask.tsv").write_text("a\tb\nbank\tnobody\n", encoding="utf-8")
    found, out, err = essaykit(*line)
    assert (found, out) == (code, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_all_equal(essaykit, docs):  # noqa: F811
    (docs / "equal.jsonl").write_text("".join(f'{{"id": "{n}", "text": "{BANK[0]}"}}\n' for n in range(9)), encoding="utf-8")
    code, out, _ = essaykit("copies", "--from", "equal.jsonl", "--json")
    found = json.loads(out)
    assert (code, found["sources"], len(found["pairs"])) == (Exit.OK, 1, 36)
