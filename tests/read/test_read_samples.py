"""Real and composed documents, where they are at hand: nothing fails that should not, nothing of an essay is lost."""

import json
import os
import re
from pathlib import Path

import pytest

from essaykit.read import read_source

SHARED = Path(os.environ.get("ESSAYKIT_SHARED") or Path(__file__).parents[3] / "shared") / "samples"
HELD_OUT = frozenset(
    ["003", "007", "011", "014", "015", "024", "029", "030", "033", "037", "038", "045", "046", "049", "050", "052", "053", "057"]
)
FILES = sorted(
    path
    for bank in ("composed", "real")
    for path in (SHARED / bank / "raw").glob("*")
    if not path.name.startswith("dev-c") and path.stem not in HELD_OUT
)
_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+")

pytestmark = pytest.mark.skipif(not FILES, reason="the samples are not at hand (ESSAYKIT_SHARED)")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_essay_is_in_the_text(path):
    source = read_source(path.read_bytes(), path.name)
    visible = _UNSEEN.sub("", "".join(source.text[b.start : b.end] for b in source.blocks if not b.hidden))
    gold = json.loads((path.parents[1] / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    wanted = [_UNSEEN.sub("", line) for essay in gold["essays"] for line in (essay.get("text_strict") or essay["text"]).split("\n")]
    found = sum(len(line) for line in wanted if line in visible) + sum(_pieces(line, visible) for line in wanted if line not in visible)
    assert found >= 0.99 * sum(map(len, wanted))


def _pieces(line, text):
    """Characters of a line that stand in the text in pieces, with something injected between."""
    found = start = 0
    while start < len(line):
        size = next((size for size in range(min(40, len(line) - start), 3, -1) if line[start : start + size] in text), 0)
        found += size
        start += size or 1
    return found
