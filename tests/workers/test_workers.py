"""Work over shards: the same results in order whoever does it, and no dead process takes others along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from essaykit.errors import CorpusError
from essaykit.workers import Lost, WorkerError, map_shards


def double(x):
    return 2 * x


def slow_if_first(x):
    time.sleep(0.3 if x == 0 else 0)
    return x


def die_on(bad, x):
    if x == bad:
        os.kill(os.getpid(), signal.SIGKILL)
    return x


def exit_on(bad, x):
    if x == bad:
        os._exit(7)
    return x


def die_once(mark, x):
    if x == 1 and not Path(mark).exists():
        Path(mark).write_text("", encoding="utf-8")
        os._exit(1)
    return x


def full_disk(_):
    raise CorpusError("No space left on device", file="corpus/index.jsonl", hint="free some space")


class UnportableError(Exception):
    def __init__(self, a, b):
        super().__init__(f"{a}{b}")


def unportable(_):
    raise UnportableError(1, 2)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_stand_in_the_order_of_the_shards(workers):
    assert map_shards(double, [3, 1, 2], workers) == [6, 2, 4]


def test_no_shards_no_results():
    assert map_shards(double, [], 2) == []


def test_progress_comes_as_shards_are_done_and_results_in_order():
    heard = []
    assert map_shards(slow_if_first, [0, 1, 2, 3], 2, lambda number, result: heard.append((number, result))) == [0, 1, 2, 3]
    assert sorted(heard) == [(n, n) for n in range(4)]
    assert heard[-1] == (0, 0)


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_killed_worker_costs_one_shard_and_is_named():
    heard = []
    results = map_shards(partial(die_on, 2), range(6), 2, lambda number, result: heard.append(number))
    assert results == [0, 1, Lost(2, "its process was ended by SIGKILL (out of memory?)"), 3, 4, 5]
    assert sorted(heard) == list(range(6))


def test_a_process_that_ends_itself_is_reported_with_its_code():
    assert map_shards(partial(exit_on, 0), [0, 1], 2) == [Lost(0, "its process ended with code 7"), 1]


def test_a_shard_whose_worker_dies_is_tried_once_more(tmp_path):
    assert map_shards(partial(die_once, str(tmp_path / "mark")), range(4), 2) == [0, 1, 2, 3]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_as_it_was(workers):
    with pytest.raises(CorpusError) as caught:
        map_shards(full_disk, [1, 2, 3], workers)
    assert str(caught.value) == "corpus/index.jsonl: No space left on device (free some space)"


def test_an_error_that_cannot_be_handed_over_is_described():
    with pytest.raises(WorkerError, match="UnportableError: 12"):
        map_shards(unportable, [1, 2], 2)


SCRIPT = """
import sys, time
from essaykit.workers import map_shards

def work(x):
    print("pid", __import__("os").getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    try:
        map_shards(work, [1, 2], 2)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(130)
"""


ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def _wait_until_dead(pids):
    until = time.monotonic() + 10
    while any(_alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(_alive(pid) for pid in pids)


def _start(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env=ENVIRONMENT,
    )
    pids = [int(process.stdout.readline().split()[1]) for _ in range(2)]
    return process, pids


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_all_workers_without_a_word_from_them(tmp_path):
    process, pids = _start(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "interrupted\n", "")
    assert _wait_until_dead(pids)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_killed_parent_takes_its_workers_along(tmp_path):
    process, pids = _start(tmp_path)
    process.kill()
    process.communicate(timeout=20)
    assert _wait_until_dead(pids)


def test_a_script_without_a_main_guard_is_told_what_to_do(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        from essaykit.workers import map_shards, WorkerError
        try:
            map_shards(len, ["a", "b"], 2)
        except WorkerError as error:
            print(error)
        """),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=ENVIRONMENT
    )
    assert "worker processes can't be started" in done.stdout
    assert "__main__" in done.stdout
