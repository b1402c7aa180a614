"""What there is to read: files and folders given, as a list of raw files with the paths that the corpus calls them by.

A folder is searched to its depths; hidden files and folders, Word's owner files
(``~$…``), corpus folders and clearly foreign endings are passed over. A path in
the corpus is relative to the folder given; a file given alone has its base
name. Where two roots would give one path, their own names are put in front.
Nothing here depends on the order in which the roots are given.
"""

# Plain strings: half the time for a hundred thousand files, and `Path` has no `abspath`.
# ruff: noqa: PTH100, PTH112, PTH114, PTH116, PTH119, PTH120, PTH123

from __future__ import annotations

import errno
import heapq
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from essaykit.errors import ReadError
from essaykit.store.index import IndexedFailure, IndexedSkip, path_order
from essaykit.store.layout import is_corpus
from essaykit.store.pages import ENDING as RECORD_ENDING

MAX_BYTES = 256 << 20
"""Largest raw file that is read, in bytes; a compilation of ten thousand essays has 40 MB."""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A regular file to read."""

    path: str
    """As the corpus calls it."""
    file: str
    """Where it lies; may hold surrogates for bytes that are no UTF-8."""
    size: int
    record: str | None = None
    """Where the record of a page that was fetched lies."""


@dataclass(slots=True)
class Listing:
    """All that was found under the roots, in the order of paths."""

    files: list[RawFile] = field(default_factory=list)
    failures: list[IndexedFailure] = field(default_factory=list)
    skipped: list[IndexedSkip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    root: str
    """Folder that the path is relative to."""
    relative: str
    file: str
    cause: str | None = None
    skipped: bool = False
    size: int = 0
    hint: str | None = None


def list_sources(paths: Iterable[str | Path], out: Path) -> Listing:
    """Find the raw files under files and folders.

    Args:
        paths: what the user named; a missing one is a failure of the listing.
        out: the corpus folder that is written to; not searched.
    """
    given = {os.path.abspath(path): os.fspath(path) for path in paths}
    folders = {path for path in given if os.path.isdir(path)}
    found: dict[str, _Found] = {}
    for path in sorted(given):
        root = _outermost(path, folders)
        for item in _walk(path, root, os.path.abspath(out)) if path in folders else [_look(path, root)]:
            # named by itself and inside a folder: once, and what was named is not passed over
            if item.file not in found or found[item.file].skipped:
                found[item.file] = item
    return _listing(list(found.values()))


def read_raw(file: str) -> bytes:
    """The bytes of a raw file; never waits for a pipe or device.

    Raises:
        ReadError: if it is no regular file, too large, or can't be read.
    """
    try:
        handle = os.open(file, _READ)
        with open(handle, "rb", buffering=0) as raw:
            if cause := _unfit(os.fstat(handle)):
                raise ReadError(cause)
            data = raw.read()
    except OSError as error:
        raise ReadError(_cause(error)) from None
    if len(data) > MAX_BYTES:
        raise ReadError(_TOO_LARGE)
    return data


_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_TOO_LARGE = f"is larger than {MAX_BYTES >> 20} MiB"


def _outermost(path: str, folders: set[str]) -> str:
    """The outermost folder given that holds a path; for a lone file the folder that it lies in."""
    holders = [f for f in folders if path == f or path.startswith(f.rstrip(os.sep) + os.sep)]
    return min(holders, key=len) if holders else os.path.dirname(path)


def _walk(folder: str, root: str, out: str) -> Iterator[_Found]:
    """All files under a folder, without recursion; each folder once, whatever links lead to it, by its own name if it has one here."""
    if is_corpus(Path(folder)):
        yield _failure(folder, os.path.dirname(folder), "is a corpus folder", "name the raw files that it was built from")
        return
    own, links = [folder], list[str]()
    seen: set[str] = set()
    while own or links:
        here = own.pop() if own else heapq.heappop(links)
        place = os.path.realpath(here)
        if place in seen:
            inside = os.path.realpath(os.path.dirname(here)) + os.sep
            if inside.startswith(place + os.sep):
                yield _failure(here, root, "is a link to a folder that it lies in")
            else:
                yield _Found(root, _relative(here, root), here, "is a link to a folder that is read already", skipped=True)
            continue
        seen.add(place)
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError as error:
            yield _failure(here, root, _cause(error))
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            if _is_folder(entry):
                if entry.path == out or is_corpus(Path(entry.path)):
                    continue
                if entry.is_symlink():
                    heapq.heappush(links, entry.path)
                else:
                    own.append(entry.path)
            elif not entry.name.endswith(RECORD_ENDING) and (ending := _foreign_ending(entry.name)) is not None:
                yield _Found(root, _relative(entry.path, root), entry.path, f".{ending} files hold no essays", skipped=True)
            else:
                yield _look(entry.path, root)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself; said when it is looked at
        return False


def _look(file: str, root: str) -> _Found:
    try:
        status = os.stat(file)
    except FileNotFoundError:
        if os.path.islink(file):
            return _failure(file, root, "is a link to nothing")
        return _failure(file, root, "there is no such file or folder", "check the spelling")
    except OSError as error:
        return _failure(file, root, _cause(error))
    if cause := _unfit(status):
        return _failure(file, root, cause, "save its output to a file, or pipe it in and give - as the path" if "pipe" in cause else None)
    return _Found(root, _relative(file, root), file, size=status.st_size)


def _unfit(status: os.stat_result) -> str | None:
    mode = status.st_mode
    if stat.S_ISREG(mode):
        return _TOO_LARGE if status.st_size > MAX_BYTES else None
    kinds = [
        (stat.S_ISDIR, "is a folder"), (stat.S_ISFIFO, "is a named pipe"), (stat.S_ISSOCK, "is a socket"),
        (stat.S_ISCHR, "is a device"), (stat.S_ISBLK, "is a device"),
    ]  # fmt: skip
    return next((cause for test, cause in kinds if test(mode)), "is no regular file")


def _cause(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "is a link that leads to itself"
    return error.strerror or str(error)


def _failure(file: str, root: str, cause: str, hint: str | None = None) -> _Found:
    return _Found(root, _relative(file, root), file, cause, hint=hint)


def _relative(file: str, root: str) -> str:
    relative = os.path.relpath(file, root)
    return "" if relative == "." else relative.replace(os.sep, "/")


def path_text(path: str) -> str:
    r"""A path as text that JSON can hold, whatever the locale took its bytes for: as UTF-8, bytes that are none as ``\xff``.

    >>> path_text("a\udcff/b"), path_text("\udce5\udcae\udc9e")
    ('a\\xff/b', '实')
    """
    if not any("\ud800" <= c <= "\udfff" for c in path):
        return path
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        pass
    return "".join(
        f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else f"\\u{ord(c):x}" if "\ud800" <= c <= "\udfff" else c for c in path
    )


def named_on_disk(text: str) -> str:
    r"""The path that `path_text` wrote as text.

    >>> named_on_disk("a\\xff/b")
    'a\udcff/b'
    """
    name = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), text)
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def _listing(found: list[_Found]) -> Listing:
    prefixes = _prefixes(found)
    names = [(path_text("/".join(part for part in (prefixes[f.root], f.relative) if part)) or os.path.basename(f.file), f) for f in found]
    listing = Listing()
    taken: set[str] = set()
    for wanted, item in sorted(names, key=lambda pair: (path_order(pair[0]), os.fsencode(pair[1].file))):
        path = wanted
        copy = 2
        while path in taken:  # only names with undecodable bytes, or a file given as two links, come here
            path = f"{wanted}~{copy}"
            copy += 1
        taken.add(path)
        if item.skipped:
            listing.skipped.append(IndexedSkip(path=path, cause=item.cause or ""))
        elif item.cause is not None:
            listing.failures.append(IndexedFailure(path=path, cause=item.cause, hint=item.hint))
        else:
            listing.files.append(RawFile(path, item.file, item.size))
    return listing


def _prefixes(found: list[_Found]) -> dict[str, str]:
    """What to put in front of the paths of each root: nothing, unless two roots would give one path.

    Then each of those roots gets as many of its own last names as tell it from the others.
    """
    roots = sorted({f.root for f in found})
    owners: dict[str, set[str]] = {}
    for f in found:
        owners.setdefault(f.relative, set()).add(f.root)
    clashing = sorted(set().union(*(o for o in owners.values() if len(o) > 1)))
    parts = {root: [p for p in root.replace(os.sep, "/").split("/") if p] for root in roots}
    length = 1
    while True:
        prefixes = {root: "/".join(parts[root][-length:]) for root in clashing}
        unique = Counter(prefixes.values()).most_common(1)
        if not unique or unique[0][1] == 1 or all(length >= len(parts[root]) for root in clashing):
            return {root: prefixes.get(root, "") for root in roots}
        length += 1


@cache
def _foreign() -> frozenset[str]:
    text = files("essaykit.build").joinpath("foreign-endings.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _foreign_ending(name: str) -> str | None:
    ending = name.rpartition(".")[2].lower()
    if name.lower().endswith(".warc.gz"):
        return None
    return ending if "." in name and ending in _foreign() else None
