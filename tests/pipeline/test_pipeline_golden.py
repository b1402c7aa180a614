"""Whole documents, small and our own, beside what becomes of them.

The expected JSON is a reduced form, so that a difference can be read. Rewrite it with
``ESSAYKIT_REWRITE_GOLDEN=1 pytest tests/pipeline/test_pipeline_golden.py`` and look at the diff as at code.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from essaykit.ledger import account, applied, restore_source
from essaykit.pipeline import build_document
from essaykit.read import read_source

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = sorted(p.name for p in GOLDEN.iterdir() if p.suffix != ".json")
REWRITE = os.environ.get("ESSAYKIT_REWRITE_GOLDEN") == "1"


def reduced(document):
    """What a person would look at first."""
    return {
        "title": document.title,
        "promised": document.promised_count,
        "flags": list(document.flags),
        "metadata": [f"{m.name}: {m.value}" for m in document.metadata],
        "essays": [{"heading": e.heading, "number": e.number, "flags": list(e.flags), "text": e.text.split("\n")} for e in document.essays],
        "kept": [f"{k.kind}: {k.text.strip()}" for k in document.kept if k.text.strip()],
        "changed": [
            f"{o.rule}: {o.before!r} → {o.after!r}" for o in applied(document.operations) if not o.rule.startswith("layout.paragraph")
        ],
        "proposed": [f"{o.rule}: {o.before!r} → {o.after!r}" for o in document.operations if o.state == "proposed"],
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_whole_document(name):
    # git may check text out with Windows line ends
    data = (GOLDEN / name).read_bytes().replace(b"\r\n", b"\n")
    document = build_document(data, name)
    assert restore_source(document) == read_source(data, name).text
    assert account(document) == []
    found, expected = reduced(document), GOLDEN / f"{name}.json"
    if REWRITE:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def test_there_are_documents_and_none_is_left_over():
    assert len(DOCUMENTS) >= 3
    assert sorted(p.name for p in GOLDEN.glob("*.json")) == [f"{name}.json" for name in DOCUMENTS]
