"""Files appear whole or not at all, and what a disk does to them is said in one line."""

from __future__ import annotations

import errno
import os

import pytest
from samples import names

from essaykit.errors import CorpusError
from essaykit.store import files
from essaykit.store.files import sweep, write_whole


def test_a_file_is_replaced(tmp_path):
    path = tmp_path / "index.jsonl"
    write_whole(path, b"old")
    write_whole(path, b"new", durable=False)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["index.jsonl"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "index.jsonl"
    write_whole(path, b"old")
    written = []

    def nearly_full(handle, data):
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(1)
        return real_write(handle, data[:2])

    real_write = os.write
    monkeypatch.setattr(files.os, "write", nearly_full)
    with pytest.raises(CorpusError) as caught:
        write_whole(path, b"newer and longer")
    assert str(caught.value) == (
        f"{path}: No space left on device (free some space and run the same command again; what is finished is kept)"
    )
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["index.jsonl"]


def test_a_missing_folder_is_one_line(tmp_path):
    with pytest.raises(CorpusError, match=r"x: No such file or directory \(make its folder first"):
        write_whole(tmp_path / "none" / "x", b"")


def test_sweeping_takes_leftovers_and_nothing_else(tmp_path):
    for name in (".essaykit-1-2.tmp", "mine.tmp", ".essaykit", "a.json"):
        (tmp_path / name).write_bytes(b"")
    sweep(tmp_path)
    assert names(tmp_path) == [".essaykit", "a.json", "mine.tmp"]
    sweep(tmp_path / "none")
