"""Floors on labelled samples, where these are at hand: no flag may get worse unnoticed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "flags.py"

# precision, recall on two of three banks; rises with the flags. What spliced misses its docstring tells.
FLOORS = dict.fromkeys(
    ["truncated", "headless", "elided", "laundered", "self_repeat", "masked", "mojibake", "traditional", "converter_damage", "ocr", "spun",
     "letter_spaced", "chat_residue"],
    (0.95, 0.9),
) | {"spliced": (0.95, 0.7)}  # fmt: skip


@pytest.fixture(scope="module")
def bench():
    if not BENCH.is_file():
        pytest.skip("the bench folder is not part of this copy")
    spec = importlib.util.spec_from_file_location("bench_flags", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_flags"] = module
    spec.loader.exec_module(module)
    if not (module.SHARED / "samples").is_dir():
        pytest.skip("no labelled samples: set ESSAYKIT_SHARED to their folder")
    return module


def test_each_flag_keeps_its_floor(bench):
    scores = bench.accuracy(("dev-a", "dev-b"))
    below = {
        flag: (scores[flag].precision, scores[flag].recall)
        for flag, (p, r) in FLOORS.items()
        if scores[flag].precision < p or scores[flag].recall < r
    }
    assert below == {}


def test_clean_essays_carry_no_flag(bench):
    assert bench.flagged_clean_essays() == []
