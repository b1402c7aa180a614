"""What class names, ids and tags say of the text inside an element: content, navigation, comments …; a data file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.cards import package_text

_NUMBER = re.compile("[0-9]{4,}")  # shorter ones number columns and tabs
_TAG = re.compile("[^.#]*")
_CODE = frozenset({"pre", "code", "xmp", "listing"})
_FIELDS = frozenset({"textarea"})
_VERBATIM = re.compile("|".join(sorted(_CODE | _FIELDS)))


class Group(NamedTuple):
    """Names that say the same."""

    name: str
    parts: re.Pattern[str] | None
    tags: frozenset[str]


@cache
def groups() -> tuple[Group, ...]:
    """The groups of names; the first speaks for text, all others against it."""
    found = tomllib.loads(package_text("essaykit.page", "names.toml"))
    return tuple(Group(name, re.compile(card["parts"]) if card["parts"] else None, frozenset(card["tags"])) for name, card in found.items())


@lru_cache(maxsize=8192)
def groups_of(path: str) -> int:
    """The groups that a step of a path is named by: bit 0 for the first, and so on.

    >>> [group.name for bit, group in enumerate(groups()) if groups_of("div.wrap/div.article-body") >> bit & 1]
    ['content']
    """
    said = 0
    for step in path.split("/"):
        said |= _groups_of_step(step)
    return said


@lru_cache(maxsize=8192)
def _groups_of_step(step: str) -> int:
    tag = _TAG.match(step)[0]  # type: ignore[index]  # the pattern matches anything
    if tag in {"html", "body"}:
        return 0
    names = step[len(tag) :].lower()
    said = 0
    for index, group in enumerate(groups()):
        if tag in group.tags or (names and group.parts is not None and group.parts.search(names)):
            said |= 1 << index
    return said


def unpacked(said: Sequence[int]) -> NDArray[np.float64]:
    """Bits as `groups_of` gives them, a row each and a column a group.

    >>> unpacked([1, 0])[:, :2].tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    bits: NDArray[np.float64] = (np.array(said, np.int64)[:, None] >> np.arange(len(groups())) & 1).astype(np.float64)
    return bits


class Ending(NamedTuple):
    """What the end of a block's path says of the block itself."""

    groups: int
    """Bits, as `groups_of` gives them."""
    code: bool
    field: bool
    """It is the content of an input field."""


@lru_cache(maxsize=8192)
def ending_of(path: str) -> Ending:
    """What a block's own element and the one around it are called."""
    said = 0
    for step in path.rsplit("/", 2)[-2:]:
        said |= _groups_of_step(step)
    if not _VERBATIM.search(path):
        return Ending(said, code=False, field=False)
    tags = {_TAG.match(step)[0] for step in path.split("/")}  # type: ignore[index]
    return Ending(said, not _CODE.isdisjoint(tags), not _FIELDS.isdisjoint(tags))


@lru_cache(maxsize=8192)
def numbered_steps(path: str) -> tuple[str, ...]:
    """The steps of a path whose id counts, number left out: posts of a forum share them.

    >>> numbered_steps("body/div#post_4711/p")
    ('div#post_',)
    """
    return tuple(_NUMBER.sub("", step) for step in path.split("/") if "#" in step and _NUMBER.search(step.rpartition("#")[2]))
