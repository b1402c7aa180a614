"""Locks between processes: the system's own, so that a dead process never leaves one behind.

The lock file stays, empty, when nobody holds it; while somebody does, it names the process.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from essaykit.errors import CorpusError
from essaykit.store.files import told

_LOCKED_BYTE = 1 << 30
"""Windows keeps others from reading a locked byte: lock one far behind the name of the holder."""

_PAUSE = 0.05
"""Seconds between two tries."""

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _leave(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _leave(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path, *, wait: float, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of a file; others who want it wait.

    Args:
        path: the lock file; made if it isn't there.
        wait: seconds to wait for whoever holds it.
        on_wait: told once, in one line, who is waited for.

    Raises:
        CorpusError: if it is still held after that, or can't be made.
    """
    with told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(handle, path, wait, on_wait)
        with suppress(OSError):  # the name is a courtesy; a full disk must not stop the work here
            _sign(handle, str(os.getpid()))
        try:
            yield
        finally:
            with suppress(OSError):
                os.ftruncate(handle, 0)
            _leave(handle)
    finally:
        os.close(handle)


def _wait_for(handle: int, path: Path, wait: float, on_wait: Callable[[str], None] | None) -> None:
    until = time.monotonic() + wait
    said = False
    while True:
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            holder = _holder(handle)
            if time.monotonic() >= until:
                raise CorpusError(f"{holder} is working in this folder", file=str(path.parent), hint="try again when it is done") from None
            if on_wait is not None and not said:
                on_wait(f"waiting for {holder}, which is working in {path.parent}")
                said = True
            time.sleep(_PAUSE)
        except OSError as error:
            raise CorpusError(
                f"files can't be locked here: {error.strerror}", file=str(path), hint="put the corpus on a local disk"
            ) from None
        else:
            return


def _sign(handle: int, name: str) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, name.encode())


def _holder(handle: int) -> str:
    with suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        name = os.read(handle, 20).decode("ascii", "replace")
        if name.isdigit():
            return f"process {name}"
    return "another process"
