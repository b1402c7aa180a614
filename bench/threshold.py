"""The price of both errors: text lost and boilerplate left for thresholds from which a removal is carried out.

    python bench/threshold.py [--set composed|real]

One line for each threshold: below that confidence a removal is proposed and the
line stays. Needs the labelled samples, as bench/quality.py does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.quality import SHARED, module, rows, totals  # noqa: E402
from essaykit.errors import ReadError  # noqa: E402
from essaykit.pipeline import build_document, removals  # noqa: E402

THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def corpus_at(threshold: float, raw: Path, folder: Path) -> Path:
    """Documents of all raw files, with a threshold of one's own."""
    removals.DOUBTFUL = threshold
    (folder / "documents").mkdir(parents=True)
    for file in sorted(raw.iterdir()):
        try:
            document = build_document(file.read_bytes(), file.name)
        except ReadError:
            continue
        (folder / "documents" / f"{document.id}.json").write_bytes(msgspec.json.encode(document))
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("composed", "real"), default="composed")
    given = parser.parse_args()
    samples = SHARED / "samples"
    if not samples.is_dir():
        print(f"no samples in {samples}")
        return 0
    scorer = module("score", samples / "score.py")
    print(f"{given.set:10} strict F1    lost     left")
    with tempfile.TemporaryDirectory() as place:
        for threshold in THRESHOLDS:
            corpus = corpus_at(threshold, samples / given.set / "raw", Path(place) / str(threshold))
            found = totals(scorer, [rows(scorer, given.set, corpus)])
            print(f"{threshold:10.2f} {found['strict']['f1']:9.3f} {100 * found['loss']:6.2f} % {100 * found['leak']:6.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
