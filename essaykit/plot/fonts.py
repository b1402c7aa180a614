"""A font with Chinese characters, found among those of the system; where there is none, that is said, and no boxes are drawn."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from essaykit.errors import UsageError

VARIABLE = "ESSAYKIT_FONT"
"""Environment variable that names a font file to take."""
_NAMES = (
    "notosanscjk", "notosanssc", "sourcehansans", "wqy-microhei", "wqy-zenhei", "msyh", "simhei", "deng", "pingfang", "hiraginosansgb",
    "stheiti", "heiti", "droidsansfallback", "notoserifcjk", "notoserifsc", "sourcehanserif", "simsun", "simkai", "songti", "uming", "ukai",
)  # fmt: skip
"""Beginnings of the file names of fonts with Chinese characters, those first that are read best in pictures."""
_SAMPLE = "实习心得主题的一是在，。"
_HINT = "install one (Debian and Ubuntu: fonts-noto-cjk or fonts-wqy-microhei), or name a font file in ESSAYKIT_FONT"


@cache
def chinese_font() -> Path:
    """The font that pictures are drawn with.

    Raises:
        UsageError: if there is none with Chinese characters, or the one that is named can't be used.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not _covers(Path(named)):
            raise UsageError("is no font with Chinese characters", file=named, hint=f"name another font file in {VARIABLE}")
        return Path(named)
    from matplotlib.font_manager import findSystemFonts

    found = {path: _rank(Path(path)) for path in findSystemFonts()}
    for path in sorted((p for p, rank in found.items() if rank is not None), key=lambda p: (found[p], p)):
        if _covers(Path(path)):
            return Path(path)
    raise UsageError("no font with Chinese characters is installed", file="--plot", hint=_HINT)


def without_boxes(texts: Iterable[str], font: Path) -> tuple[list[str], str]:
    """Texts with a question mark for each character that the font lacks, and these characters."""
    known = _characters(font)
    missing: dict[str, None] = {}

    def shown(char: str) -> str:
        if ord(char) in known or char in "\n ":
            return char
        missing[char] = None
        return "？"

    return ["".join(map(shown, text)) for text in texts], "".join(missing)


def _rank(path: Path) -> int | None:
    name = path.name.lower()
    if any(weight in name for weight in ("bold", "black", "light", "thin", "medium", "bd.", "-b.")):
        return None
    return next((rank for rank, start in enumerate(_NAMES) if name.startswith(start)), None)


def _covers(path: Path) -> bool:
    known = _characters(path)
    return all(ord(char) in known for char in _SAMPLE)


@cache
def _characters(path: Path) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(str(path)).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()
