"""What several rooms ask of arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def begins(ordered: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Where in a sorted row a new value begins.

    >>> begins(np.array([3, 3, 7], np.uint32)).tolist()
    [True, False, True]
    """
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new
