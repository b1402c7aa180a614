"""Arrays that are put aside for later: in memory, and what is more than that should hold in a file without a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from tempfile import TemporaryFile, gettempdir
from typing import BinaryIO, TypeVar, cast
from weakref import finalize

import numpy as np
import numpy.typing as npt

from essaykit.errors import CorpusError

MOST_HELD = 1 << 27
"""Bytes that are held in memory."""

T = TypeVar("T", bound=np.generic)


class Shelf:
    """A place for arrays; each is got back by what `put` returns, as often as it is asked for. The file is gone with the last of these."""

    def __init__(self, most_held: int | None = None) -> None:
        """Begin with none; so many bytes are held in memory, `MOST_HELD` if that is not said."""
        self._left = MOST_HELD if most_held is None else most_held
        self._file: BinaryIO | None = None

    def put(self, array: npt.NDArray[T]) -> Callable[[], npt.NDArray[T]]:
        """Put an array aside.

        Raises:
            CorpusError: if there is no room for the file.
        """
        self._left -= array.nbytes
        if self._left >= 0:
            return lambda: array
        try:
            file = self._open()
            place = file.seek(0, 2)
            file.write(np.ascontiguousarray(array).data)
            file.flush()
        except OSError as error:
            raise CorpusError("can't be written", file=gettempdir(), hint=f"{error.strerror}; TMPDIR names another folder") from error
        return partial(self._read, place, array.size, array.dtype)

    def _open(self) -> BinaryIO:
        if self._file is None:
            self._file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed with the shelf
            finalize(self, self._file.close)
        return self._file

    def _read(self, place: int, size: int, kind: np.dtype[T]) -> npt.NDArray[T]:
        file = self._open()
        file.seek(place)
        return np.frombuffer(file.read(size * kind.itemsize), dtype=kind)
