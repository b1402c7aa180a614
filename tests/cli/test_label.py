"""`label`: what was decided, as labelled data; a build scored against its own labels is right in everything."""

import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from essaykit import open_corpus
from essaykit.cli.labelled import folded, label_document
from essaykit.errors import Exit
from tests.cli.test_build import TEXT

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).parents[3] / "shared"))
SCORER = SHARED / "samples" / "score.py"


def own_score(document, labels):
    """Shares of what labels ask for that a document (as parsed JSON) has: essays, headings, flags, facts, pieces kept out."""
    essays = {folded(e["text"]): e for e in document["essays"]}
    wanted = labels["essays"]
    pairs = [(e, essays[folded(e["text"])]) for e in wanted if folded(e["text"]) in essays]
    texts = "\0".join(essays)
    leaked = [
        p
        for p in labels["boilerplate_texts"]
        if (p["before"] and folded(p["before"] + p["text"]) in texts) or (p["after"] and folded(p["text"] + p["after"]) in texts)
    ]
    return {
        "essays": 2 * len(pairs) / (len(wanted) + len(document["essays"])) if wanted or essays else 1.0,
        "headings": share(a["heading"] == b["heading"] for a, b in pairs),
        "flags": share(sorted(a["flags"]) == sorted(b["flags"]) for a, b in pairs),
        "facts": share(document[name] == labels[name] for name in ("title", "promised_count")),
        "kept out": 1 - len(leaked) / max(1, len(labels["boilerplate_texts"])),
    }


def share(right):
    right = list(right)
    return sum(right) / len(right) if right else 1.0


RIGHT = {"essays": 1.0, "headings": 1.0, "flags": 1.0, "facts": 1.0, "kept out": 1.0}


def exported(essaykit, *args):
    code, out, err = essaykit("label", *args)
    assert code == Exit.OK, err
    return json.loads(out)


def test_labels_say_what_was_decided(corpus, essaykit):
    labels = exported(essaykit, "diary.txt")
    assert (labels["file"], labels["title"], labels["promised_count"]) == ("diary.txt", "我的实习日记（共3篇）", 3)
    assert [(e["heading"], e["flags"]) for e in labels["essays"]] == [("第一天", []), ("第二天", ["truncated"])]
    assert labels["essays"][0]["text"] == "第一天到网点，师傅教我点钞。我学会了——🙂𡌛。"


def test_a_piece_has_its_type_its_place_and_what_stands_around_it(corpus, essaykit):
    notice, page = exported(essaykit, "diary.txt")["boilerplate_texts"]
    assert notice == {
        "type": "site.download-notice", "text": "1、下载文档前请自行甄别文档内容的完整性", "place": "pre", "before": "", "after": "",
    }  # fmt: skip
    assert page == {
        "type": "layout.page-number",
        "text": "- 3 -",
        "place": "essay",
        "before": "网点，师傅教我点",
        "after": "钞。我学会了——",
    }


def test_a_piece_whose_absence_nobody_could_tell_is_no_label(corpus):
    """One of two equal characters: what is left reads the same whichever went."""
    document = open_corpus(corpus).document("diary.txt")
    (doubled,) = [o for o in document.operations if o.rule == "repair.doubled"]
    one = replace(doubled, start=doubled.start + 1, before="的", after="", state="applied")
    essays = [replace(e, text=e.text.replace("的的", "的")) for e in document.essays]
    operations = [one if o is doubled else o for o in document.operations]
    labels = label_document(replace(document, essays=tuple(essays), operations=tuple(operations)))
    assert [p.type for p in labels.boilerplate_texts] == ["site.download-notice", "layout.page-number"]


def test_every_shipped_document_is_right_by_its_own_labels(raw_corpus, essaykit):
    for line in open_corpus(raw_corpus).indexed:
        document = json.loads(essaykit("show", line.id, "--json", "--corpus", str(raw_corpus))[1])
        assert own_score(document, exported(essaykit, line.id, "--corpus", str(raw_corpus))) == RIGHT, line.path


def test_the_check_sees_what_is_wrong(corpus, essaykit):
    labels = exported(essaykit, "diary.txt")
    document = json.loads(essaykit("show", "diary.txt", "--json")[1])
    one, two = document["essays"]
    wrong = [
        ("essays", {**document, "essays": [one]}),
        ("essays", {**document, "essays": [one, {**two, "text": two["text"][5:]}]}),
        ("headings", {**document, "essays": [{**one, "heading": "第三天"}, two]}),
        ("flags", {**document, "essays": [one, {**two, "flags": []}]}),
        ("facts", {**document, "promised_count": None}),
        ("kept out", {**document, "essays": [{**one, "text": one["text"].replace("点钞", "点- 3 -钞")}, two]}),
    ]
    for measure, changed in wrong:
        assert own_score(changed, labels)[measure] < 1.0, measure


@pytest.mark.skipif(not SCORER.is_file(), reason="the labelled samples and their scorer are not here (ESSAYKIT_SHARED names their folder)")
def test_the_samples_scorer_finds_a_build_right_by_its_own_labels(raw_corpus, tmp_path, essaykit):
    spec = importlib.util.spec_from_file_location("samples_score", SCORER)
    scorer = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = scorer
    spec.loader.exec_module(scorer)
    lines = open_corpus(raw_corpus).indexed
    assert essaykit("label", *(x.path for x in lines), "--corpus", str(raw_corpus), "--out", str(tmp_path / "gold"))[0] == Exit.OK
    total, _ = scorer.score(tmp_path / "gold", raw_corpus, None, True, True)
    assert (total["documents"], total["missing"], total["broken_json"], total["not_in_gold"]) == (len(lines), 0, [], [])
    for measure in ("strict", "lenient", "paragraph_ends"):
        assert total[measure]["f1"] == 1.0, measure
    for measure in ("documents_all_right", "heading_accuracy", "promised_accuracy", "title_accuracy"):
        assert total[measure] == 1.0, measure
    assert (total["loss"], total["leak"], total["flags_not_in_gold"]) == (0.0, 0.0, {})
    assert all(flag["f1"] == 1.0 for flag in total["flags"].values())


@pytest.fixture
def built(tmp_path, monkeypatch, essaykit):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "两篇.txt").write_text(TEXT, encoding="utf-8")
    essaykit("build", "raw", "--quiet")
    return tmp_path


def test_corrections_become_labels_that_an_uncorrected_build_fails(built, essaykit):
    before = json.loads(essaykit("show", "两篇.txt", "--json")[1])
    essaykit("decide", "两篇.txt:3", "--role", "notice")
    essaykit("decide", "两篇.txt:6", "--heading", "第二篇：老街")
    essaykit("build", "raw", "--quiet")
    labels = exported(essaykit, "两篇.txt")
    assert "第二篇：老街" in [e["heading"] for e in labels["essays"]]
    assert ("notice", TEXT.splitlines()[2]) in [(p["type"], p["text"]) for p in labels["boilerplate_texts"]]
    after = json.loads(essaykit("show", "两篇.txt", "--json")[1])
    assert own_score(after, labels) == RIGHT
    assert own_score(before, labels)["essays"] < 1.0
    assert own_score(before, labels)["headings"] < 1.0


def test_decisions_that_no_build_carried_out_are_said(built, essaykit):
    assert essaykit("label", "两篇.txt", "--quiet")[2] == ""
    essaykit("decide", "两篇.txt:3", "--role", "notice")
    assert "ruled on since it was built" in essaykit("label", "两篇.txt", "--quiet")[2]
    essaykit("build", "raw", "--quiet")
    assert essaykit("label", "两篇.txt", "--quiet")[2] == ""


def test_what_waits_is_said(corpus, essaykit):
    assert "1 operation waits" in essaykit("label", "diary.txt")[2]


def test_files_are_named_after_the_raw_document(corpus, tmp_path, essaykit):
    code, out, err = essaykit("label", "diary.txt", "周记.txt", "diary.txt", "--out", "gold/new")
    assert (code, out) == (Exit.OK, "")
    assert "2 documents labelled in gold/new" in err
    assert sorted(p.name for p in (tmp_path / "gold" / "new").iterdir()) == ["diary.txt.json", "周记.txt.json"]
    assert json.loads((tmp_path / "gold/new/diary.txt.json").read_text(encoding="utf-8")) == exported(essaykit, "diary.txt")


@pytest.mark.parametrize("args", [["nowhere.txt"], ["diary.txt", "nowhere.txt", "--out", "gold"], ["diary.txt", "周记.txt"], [""]])
def test_a_bad_call_is_one_line_and_writes_nothing(args, corpus, tmp_path, essaykit):
    code, out, err = essaykit("label", *args)
    assert (code, out) == (Exit.USAGE, "")
    assert err.count("\n") == 1
    assert not (tmp_path / "gold").exists()


def test_two_documents_of_one_base_name_would_be_one_label(tmp_path, monkeypatch, essaykit):
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        (tmp_path / "raw" / folder).mkdir(parents=True)
        (tmp_path / "raw" / folder / "两篇.txt").write_text(TEXT + folder, encoding="utf-8")
    essaykit("build", "raw", "--quiet")
    code, _, err = essaykit("label", "a/两篇.txt", "b/两篇.txt", "--out", "gold")
    assert (code, err.count("\n")) == (Exit.USAGE, 1)
    assert "one base name" in err
    assert not (tmp_path / "gold").exists()
