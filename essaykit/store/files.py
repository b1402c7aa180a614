"""Files that appear whole or not at all, and plain words for what a disk can do to them."""

# Plain calls of the system where each document is written: `pathlib` takes as long as the disk.
# ruff: noqa: PTH105, PTH108, PTH118, PTH120

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from essaykit.errors import CorpusError

_COUNTER = itertools.count()
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_HINTS = {
    errno.ENOSPC: "free some space and run the same command again; what is finished is kept",
    errno.EDQUOT: "free some space and run the same command again; what is finished is kept",
    errno.EACCES: "check the rights of the folder",
    errno.EPERM: "check the rights of the folder",
    errno.EROFS: "choose a folder that can be written to",
    errno.ENOENT: "make its folder first, or choose one that there is",
    errno.ENOTDIR: "a file stands where its folder should be; choose another name",
}


@contextmanager
def told(path: str | Path) -> Iterator[None]:
    """Turn an `OSError` inside into a `CorpusError` that names the file and the cause."""
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        raise CorpusError(error.strerror or str(error), file=str(path), hint=_HINTS.get(number)) from None


def write_whole(path: str | Path, data: bytes, *, durable: bool = True) -> None:
    """Put a file in its place by one rename; whoever looks sees the old one or the new one.

    Args:
        path: where it goes; its folder exists.
        data: all of it.
        durable: wait until the disk has it, so that it also outlasts a power cut. Document files
            go without, as the index knows their hashes and the next build writes a torn one anew.

    Raises:
        CorpusError: if the disk is full or the folder can't be written to; the old file is left.
    """
    folder = os.path.dirname(path)
    temporary = os.path.join(folder, f".essaykit-{os.getpid()}-{next(_COUNTER)}.tmp")
    with told(path):
        try:
            handle = os.open(temporary, _WRITE, 0o666)
            try:
                view = memoryview(data)
                while view:  # a nearly full disk takes a part of it before it says so
                    view = view[os.write(handle, view) :]
                if durable:
                    os.fsync(handle)
            finally:
                os.close(handle)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        if durable:
            _sync_folder(folder)


def _sync_folder(folder: str) -> None:
    """Make the rename itself durable, where folders can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder or os.curdir, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_temporary(name: str) -> bool:
    """Whether a file name is one that `write_whole` uses while it writes."""
    return name.startswith(".essaykit-") and name.endswith(".tmp")


def sweep(folder: Path) -> None:
    """Remove what killed runs left half written in a folder; the caller holds its lock."""
    if folder.is_dir():
        for file in folder.iterdir():
            if is_temporary(file.name):
                with suppress(OSError):
                    file.unlink()
