"""What a build of ``raw/`` finds, compared with ``raw/expected.json``, which was written by hand from the texts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RAW = ROOT / "raw"
pytest.importorskip("essaykit.pipeline")
EXPECTED = {f["path"]: f for f in json.loads((RAW / "expected.json").read_text(encoding="utf-8"))["files"]} if RAW.is_dir() else {}
HAN_TOLERANCE = 0.02  # an elision mark may stay or go; two characters in a hundred are a lost sentence

pytestmark = pytest.mark.skipif(not EXPECTED, reason="raw/ is not here (an installed package has no samples)")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The documents of a fresh build of ``raw/`` by path."""
    out = tmp_path_factory.mktemp("corpus")
    subprocess.run(
        [sys.executable, "-m", "essaykit", "build", str(RAW), "--out", str(out), "--quiet"], check=True, capture_output=True, timeout=300
    )
    documents = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(out.rglob("*.json"))]
    return {d["source"]["path"]: d for d in documents if "essays" in d and "source" in d}


def folded(text):
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def han(text):
    return len(re.findall("[\u3400-\u9fff]", text))


def test_samples_are_what_the_readme_says():
    essays = [e for f in EXPECTED.values() if f["kind"] not in ("diary", "weekly") for e in f["essays"]]
    assert (len(EXPECTED), len(essays), sum(not e["flags"] for e in essays)) == (24, 47, 38)
    entries = sum(len(f["essays"]) for f in EXPECTED.values() if f["kind"] in ("diary", "weekly"))
    assert f"{len(EXPECTED)} documents" in (text := (RAW / "README.md").read_text(encoding="utf-8"))
    assert f"{len(essays)} essays and {entries} entries" in text


def test_every_sample_is_built(built):
    assert sorted(EXPECTED) == sorted(path for path in built if path != "README.md")


def test_readme_of_the_folder_holds_no_essay(built):
    assert built.get("README.md", {"essays": []})["essays"] == []


@pytest.mark.parametrize("path", EXPECTED)
class TestSample:
    def test_title_and_promise(self, built, path):
        document, expected = built[path], EXPECTED[path]
        if expected["title"] is not None:
            assert document["title"] == expected["title"]
        assert document["promised_count"] == expected["promised_count"]

    def test_essays(self, built, path):
        found = [(folded(e["text"])[:12], folded(e["text"])[-12:]) for e in built[path]["essays"]]
        assert found == [(e["begins"], e["ends"]) for e in EXPECTED[path]["essays"]]

    def test_headings(self, built, path):
        assert [e["heading"] and folded(e["heading"]) for e in built[path]["essays"]] == [
            e["heading"] and folded(e["heading"]) for e in EXPECTED[path]["essays"]
        ]

    def test_nothing_of_the_author_is_lost(self, built, path):
        for essay, expected in zip(built[path]["essays"], EXPECTED[path]["essays"], strict=True):
            assert han(essay["text"]) == pytest.approx(expected["han"], rel=HAN_TOLERANCE), expected["begins"]

    def test_nothing_of_the_site_is_left(self, built, path):
        texts = [folded(e["text"]) for e in built[path]["essays"]]
        assert [x for x in EXPECTED[path]["removed"] if any(folded(x) in t for t in texts)] == []

    def test_flags(self, built, path):
        document, expected = built[path], EXPECTED[path]
        assert set(document["flags"]) == set(expected["flags"])
        assert [sorted(e["flags"]) for e in document["essays"]] == [sorted(e["flags"]) for e in expected["essays"]]
