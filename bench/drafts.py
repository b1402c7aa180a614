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
import random
import resource
import sys
from collections import Counter
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


def bench_outline() -> None:
    from essaykit.draft.mining import mine_outline

    scorer, gold = labelled()
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for essay in gold:
        groups.setdefault((essay["trade"], essay["form"]), []).append(essay)
    found = []
    for (trade, form), essays in groups.items():
        ids = {essay["id"] for essay in essays}
        mined = mine_outline([e["text"] for e in essays], [e["text"] for e in gold if e["id"] not in ids])
        found.append({"trade": trade, "form": form, "roles": [section.role for section in mined.proposed()]})
    for name, trades in parts({trade for trade, _ in groups}).items():
        rows = [row for row in found if row["trade"] in trades]
        print(f"{name:14} {json.dumps(scorer.outline([e for e in gold if e['trade'] in trades], rows))}")


# ---- planted faults -------------------------------------------------------------------------------

PLANTS: dict[str, tuple[str, ...]] = {
    "leftover": (
        "〔待写：部门〕",
        "{{ unit.profile }}",
        "（此处写班组分工）",
        "TODO 补数字",
        "【摘录】",
        "这里的数据待补充",
        "〈岗位名称〉",
        "[请在此插入照片]",
    ),
    "vague": (
        "我做的是相关工作",
        "处理各种单据和报表",
        "学到不少知识",
        "在一家知名企业里，某部门",
        "遇到一些问题",
        "这让我受益匪浅",
        "若干文件",
        "其他的事宜",
    ),
    "mask": ("XX支行", "20__年", "××医院", "*公司", "2023年X月", "某某师傅", "XXXX", "○○大学"),
    "phone": ("13800138000", "159-3344-5566", "187 0011 2233", "0571-87654321", "１３９１２３４５６７８", "+8613612345678"),
    "id_number": ("330102199901015678", "11010520001231002X", "44030619870715231x", "510107200106304417"),
}
"""Texts to plant by the check that ought to find them."""
FRAMES = ("那几天的记录里写着{}，师傅看过。", "我在本子上写的是：{}。", "午休时我们说起{}，都记得。", "表上有一行是{}，我抄了下来。")
CHANGES = (0.0, 0.1, 0.2, 0.3)


def clean_papers() -> list[list[str]]:
    """Paragraphs of papers in which nothing is wrong: every template with every trade, filled with the examples of its own cards."""
    sys.path.insert(0, str(ROOT / "tests" / "draft"))
    from draft_samples import full_facts

    from essaykit.draft.assemble import build_draft
    from essaykit.draft.library import load_templates
    from essaykit.draft.trades import load_trades, with_trade

    papers = []
    for template in load_templates().values():
        for trade in load_trades().values():
            larger = with_trade(template, trade)
            sections = build_draft(larger, full_facts(larger)).sections
            papers.append([p.text for s in sections if s.budget for p in s.paragraphs if not p.heading])
    return papers


def changed(text: str, share: float, rng: random.Random, alphabet: str) -> str:
    """A text with a share of its characters replaced, dropped or doubled by others."""
    out = []
    for char in text:
        if rng.random() >= share:
            out.append(char)
        elif (kind := rng.random()) < 0.6:
            out.append(rng.choice(alphabet))
        elif kind < 0.8:
            out += [char, rng.choice(alphabet)]
    return "".join(out)


def bench_faults() -> None:
    from essaykit.copies import Index, find_grams
    from essaykit.draft.check import check_paper
    from essaykit.draft.paper import paper_of

    _, gold = labelled()
    rng = random.Random(8)
    stock = {sentence for e in gold for sentence in e["sentences_stock"]}
    bodies = [e["text"] for e in gold]
    index = Index.of(find_grams(bodies))
    runs = [line for text in bodies for line in text.split("\n") if len(line) >= 60 and not any(s in line for s in stock)]
    alphabet = "".join(sorted({char for text in bodies for char in text if "\u4e00" <= char <= "\u9fff"}))
    right: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    for paragraphs in clean_papers():
        lines, plants = list(paragraphs), []
        for kind, texts in PLANTS.items():
            plants.append((kind, kind, rng.choice(FRAMES).format(rng.choice(texts))))
        copied = [(share, changed(rng.choice(runs)[: rng.randint(60, 150)], share, rng, alphabet)) for share in CHANGES]
        plants += [("overlap", f"overlap, {share:.0%} changed", text) for share, text in copied]
        places = rng.sample(range(len(lines) + 1), min(len(plants), len(lines) + 1))
        for (_, _, text), place in sorted(zip(plants, places, strict=False), key=lambda pair: -pair[1]):
            lines.insert(place, text)
        plants = plants[: len(places)]
        paper = paper_of([("body", line) for line in lines])
        checked = check_paper(paper, "paper", against=(index, lambda n: (gold[n]["id"], gold[n]["title"], bodies[n])))
        spans = [(check, name, start := paper.text.index(text), start + len(text)) for check, name, text in plants]
        for check, name, start, end in spans:
            planted[name] += 1
            right[name] += any(f.check == check and f.start < end and f.end > start for f in checked.findings)
        for f in checked.findings:
            if f.check in (*PLANTS, "overlap", "contact", "card_number", "address", "claim", "repetition", "patient"):
                alarms["all"] += 1
                alarms["true"] += any(f.start < end and f.end > start for _, _, start, end in spans)
                if not any(f.start < end and f.end > start for _, _, start, end in spans):
                    print("false alarm", f.check, f.found[:40], file=sys.stderr)
    for name in sorted(planted):
        print(f"{name:22} {right[name]:4} of {planted[name]:4}  {right[name] / planted[name]:.3f}")
    print(f"recall {right.total() / planted.total():.3f}, precision {alarms['true'] / alarms['all']:.3f} of {alarms['all']} findings")


# ---- times ----------------------------------------------------------------------------------------


def bench_speed() -> None:
    """CPU seconds of a warm build and a warm check, each in a process of its own, against 10,000 generated essays."""
    import subprocess
    import tempfile

    sys.path.insert(0, str(ROOT / "bench"))
    from generate import write

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(ESSAYS, place / "raw.jsonl", seed=3)
        paper = "\n\n".join("\n\n".join(paper) for paper in clean_papers()[:3])[:3000]
        (place / "paper.md").write_text(paper, encoding="utf-8")
        (place / "facts.toml").write_text('template = "report"\n[cover]\ntrade = "银行柜员"\n', encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}

        def spent(*args: str) -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-m", "essaykit", *args], cwd=place, env=environment, check=False, capture_output=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

        spent("build", "raw.jsonl", "--out", "corpus", "--quiet", "--workers", "1")
        print(f"python and essaykit alone: {spent('--version'):.2f} CPU s")
        build = ("draft", "build", "report", "--facts", "facts.toml", "--out", "draft.docx", "--force")
        check = ("draft", "check", "paper.md")
        for name, line in (("draft build", build), ("draft check", check)):
            cold, warm = spent(*line), min(spent(*line) for _ in range(3))
            print(f"{name}: {cold:.1f} CPU s the first time, {warm:.2f} after that ({ESSAYS} essays)")


ESSAYS = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(BENCHES), nargs="+")
    for what in parser.parse_args().what:
        BENCHES[what]()
    return 0


BENCHES = {"excerpts": bench_excerpts, "outline": bench_outline, "faults": bench_faults, "speed": bench_speed}

if __name__ == "__main__":
    sys.exit(main())
