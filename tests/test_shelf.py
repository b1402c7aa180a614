"""Arrays that are put aside come back as they were, from memory or from a file."""

import gc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit import shelf as module
from essaykit.errors import CorpusError
from essaykit.shelf import Shelf


@given(st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=5), max_size=5), st.integers(0, 60))
def test_what_is_put_aside_comes_back_as_often_as_it_is_asked_for(parts, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_HELD", most)
        shelf = Shelf()
        arrays = [np.array(part, dtype=np.uint32 if i % 2 else np.int64) for i, part in enumerate(parts)]
        got = [shelf.put(array) for array in arrays]
        del shelf
        for _ in range(2):
            for array, back in zip(arrays, got, strict=True):
                assert back().dtype == array.dtype
                assert back().tolist() == array.tolist()


def test_the_file_is_closed_with_the_last_array(monkeypatch):
    monkeypatch.setattr(module, "MOST_HELD", 0)
    files = []
    monkeypatch.setattr(module, "TemporaryFile", lambda make=module.TemporaryFile: files.append(make()) or files[-1])
    back = Shelf().put(np.arange(3))
    gc.collect()
    assert back().tolist() == [0, 1, 2]
    assert not files[0].closed
    del back
    gc.collect()
    assert files[0].closed


def test_no_room_is_one_clear_line(monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "MOST_HELD", 0)
    monkeypatch.setattr(module, "TemporaryFile", full)
    with pytest.raises(CorpusError, match=r"can.t be written .No space left on device; TMPDIR names another folder"):
        Shelf().put(np.arange(3))
