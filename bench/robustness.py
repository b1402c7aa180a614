"""How far the share of essays found right falls when the surroundings of our own documents change.

    python bench/robustness.py [--seeds N] [--show KIND]

One line for each kind of perturbation of `tests/robustness`: share before, after,
and the fall in points; ``--show`` names the documents in which essays are lost.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.robustness.perturb import KINDS, counts, fall, perturbed  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--show", choices=KINDS, metavar="KIND")
    given = parser.parse_args()
    for kind in [given.show] if given.show else KINDS:
        before, after = fall(kind, given.seeds)
        print(f"{kind:40} {before:.3f} {after:.3f} {100 * (before - after):+6.1f}")
    for seed in range(given.seeds if given.show else 0):
        for old, new in perturbed(given.show, seed):
            (right, of), (right_now, of_now) = counts(old), counts(new)
            if right_now * of < right * of_now:
                print(f"  seed {seed}  {old.name}: {right // 2} right before, {right_now // 2} after")
    return 0


if __name__ == "__main__":
    sys.exit(main())
