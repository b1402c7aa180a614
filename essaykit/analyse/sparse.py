"""`scipy.sparse`, imported without two parts of numpy that its import would load and nobody here asks for.

scipy copies the names of numpy, and to ask numpy for its Fortran translator or its test tools is to import them: two thirds of
what the import costs. Something else stands in their place meanwhile.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

__all__ = ["sparse"]

_UNASKED = ("f2py", "testing")


def _imported() -> Any:
    stand_in = ModuleType("unasked")
    for name in (unasked := [name for name in _UNASKED if name not in vars(np)]):
        setattr(np, name, stand_in)
    try:
        from scipy import sparse
    finally:
        for name in unasked:
            if vars(np).get(name) is stand_in:
                delattr(np, name)
    return sparse


if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = _imported()
