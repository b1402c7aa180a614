"""Real and composed documents, where they are at hand: nothing fails that should not, nothing of an essay is lost."""

import json
import os
import re
from pathlib import Path

import pytest

from essaykit.read import read_source

SHARED = Path(os.environ.get("ESSAYKIT_SHARED") or Path(__file__).parents[3] / "shared") / "samples"
HELD_OUT = re.compile(r"dev-c|(003|007|01[145]|024|029|03[0378]|04[569]|05[0237])\.")
FILES = sorted(path for bank in ("composed", "real") for path in (SHARED / bank / "raw").glob("*") if not HELD_OUT.match(path.name))
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+")

pytestmark = pytest.mark.skipif(not FILES, reason="the samples are not at hand (ESSAYKIT_SHARED)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_essay_is_in_the_text(path):
    source = read_source(path.read_bytes(), path.name)
    visible = _UNSEEN.sub("", "".join(source.text[b.start : b.end] for b in source.blocks if not b.hidden))
    gold = json.loads((path.parents[1] / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    lines = [_UNSEEN.sub("", line) for essay in gold["essays"] for line in (essay.get("text_strict") or essay["text"]).split("\n")]
    assert sum(_found(line, visible) for line in lines) >= 0.99 * sum(map(len, lines))


def _found(line, text):
    """Characters of a line that stand in the text, in pieces where something was injected between them."""
    if line in text:
        return len(line)
    found = start = 0
    while start < len(line):
        size = next((size for size in range(min(40, len(line) - start), 3, -1) if line[start : start + size] in text), 0)
        found += size
        start += size or 1
    return found
