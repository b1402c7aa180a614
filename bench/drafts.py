"""Drafts: excerpts and outlines on the labelled essays, planted faults in checks, and times.

    python bench/drafts.py excerpts | outline | faults | speed

The labelled essays are `samples/essays` of the shared folder; the tool sees titles and texts, never labels. Seven trades of twelve are
set aside (those whose hash is divisible by three): thresholds were swept over the other five.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from essaykit.draft.excerpt_index import index_essays
from essaykit.draft.excerpts import pick_excerpts
from essaykit.draft.library import find_template
from essaykit.draft.quotable import GivenEssay
from essaykit.draft.template import Evidence

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ESSAYKIT_SHARED", ROOT.parent / "shared"))
LABELLED = SHARED / "samples" / "essays"
AT = 5


def set_aside(trade: str) -> bool:
    """Whether nothing was chosen by looking at this trade."""
    return int(hashlib.blake2b(trade.encode(), digest_size=4).hexdigest(), 16) % 3 == 0


def labelled() -> tuple[Any, list[dict[str, Any]]]:
    spec = importlib.util.spec_from_file_location("essays_score", LABELLED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer, scorer.load(str(LABELLED / "essays.jsonl"))


def parts(trades: set[str]) -> dict[str, set[str]]:
    aside = {trade for trade in trades if set_aside(trade)}
    return {"all trades": trades, "… swept over": trades - aside, "… set aside": aside}


def bench_excerpts() -> None:
    scorer, gold = labelled()
    essays = sorted((GivenEssay(id=e["id"], document=e["id"], title=e["title"], text=e["text"]) for e in gold), key=lambda e: e.id)
    texts = {e.id: e.text for e in essays}
    index = index_essays(essays)
    names = {e["trade"]: e["trade_zh"] for e in gold}
    report = find_template("report")
    pairs = sorted({(p["trade"], p["role"]) for p in scorer.paragraphs(gold).values() if p["role"] != "other"})
    found = []
    for trade, role in pairs:
        section = replace(report.sections[1], id="asked", evidence=Evidence(roles=(role,)))
        template = replace(report, sections=(section,))
        hits = pick_excerpts(index, lambda ns: {n: texts[index.essays[n].id] for n in ns}, template, names[trade], most=AT)["asked"]
        assert len({hit.document for hit in hits}) == len(hits)
        rows = [{"id": h.essay, "paragraph": texts[h.essay][: h.start].count("\n"), "sentence": h.text} for h in hits]
        found.append({"query": {"trade": trade, "role": role}, "hits": rows})
    for name, trades in parts(set(names)).items():
        got = scorer.excerpts(gold, [row for row in found if row["query"]["trade"] in trades])
        print(f"{name:14} {json.dumps(got)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(BENCHES), nargs="+")
    for what in parser.parse_args().what:
        BENCHES[what]()
    return 0


BENCHES = {"excerpts": bench_excerpts}

if __name__ == "__main__":
    sys.exit(main())
