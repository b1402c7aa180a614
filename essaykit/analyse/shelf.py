"""Arrays that are put aside for later: in memory, and what is more than that should hold in a file without a name."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile, gettempdir
from typing import Any, BinaryIO, TypeVar, cast

import numpy as np
import numpy.typing as npt

from essaykit.errors import CorpusError

MOST_HELD = 1 << 27
"""Bytes that are held in memory."""

T = TypeVar("T", bound=np.generic)


class Shelf:
    """A place for arrays; each is got back by what `put` returns, as often as it is asked for."""

    def __init__(self, most: int | None = None) -> None:
        """Begin with none.

        Args:
            most: bytes to hold in memory; `MOST_HELD` if none is given.
        """
        self._left = MOST_HELD if most is None else most
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
            file = self._file = self._file or cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed with the shelf
            place = file.seek(0, 2)
            file.write(np.ascontiguousarray(array).data)
            file.flush()
        except OSError as error:
            raise CorpusError("can't be written", file=gettempdir(), hint=f"{error.strerror}; TMPDIR names another folder") from error
        kind, size = array.dtype, array.size

        def read() -> npt.NDArray[Any]:
            file.seek(place)
            return np.frombuffer(file.read(size * kind.itemsize), dtype=kind)

        return read
