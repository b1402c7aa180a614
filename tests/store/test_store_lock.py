"""One writer at a time; a dead one never blocks the living."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from essaykit.errors import CorpusError
from essaykit.store.lock import locked

HOLD = """
import sys, time
from pathlib import Path
from essaykit.store.lock import locked
with locked(Path(sys.argv[1]), wait=0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock")], stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_the_file_is_empty_when_nobody_holds_it(tmp_path):
    path = tmp_path / "lock"
    with locked(path, wait=0):
        assert path.read_text(encoding="ascii") == str(os.getpid())
    assert path.read_bytes() == b""


def test_a_second_one_says_who_is_there(tmp_path, holder):
    heard = []
    with pytest.raises(CorpusError) as caught, locked(tmp_path / "lock", wait=0.2, on_wait=heard.append):
        pass
    assert str(caught.value) == f"{tmp_path}: process {holder.pid} is working in this folder (try again when it is done)"
    assert heard == [f"waiting for process {holder.pid}, which is working in {tmp_path}"]


def test_a_second_one_waits(tmp_path, holder):
    threading.Timer(0.3, holder.kill).start()
    started = time.monotonic()
    with locked(tmp_path / "lock", wait=30):
        assert time.monotonic() - started < 20


def test_the_lock_of_a_dead_process_is_free(tmp_path, holder):
    holder.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    holder.wait()
    with locked(tmp_path / "lock", wait=1):
        pass
    assert (tmp_path / "lock").read_bytes() == b""


def test_an_error_inside_frees_it(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock", wait=0):
        raise ZeroDivisionError
    with locked(tmp_path / "lock", wait=0):
        pass
