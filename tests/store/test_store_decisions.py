"""What people ruled is only ever added to."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import names

from essaykit.errors import CorpusError
from essaykit.model import Decision
from essaykit.store import append_decision, read_decisions
from essaykit.store import decisions as room
from essaykit.store.layout import prepared_corpus


@pytest.fixture
def corpus(tmp_path):
    return prepared_corpus(tmp_path / "corpus").folder


def ruling(number, **fields):
    return Decision(id=f"d{number}", verdict="reject", **fields)


def test_none_yet(corpus):
    assert read_decisions(corpus) == ((), ())


def test_they_come_back_in_the_order_in_which_they_were_made(corpus):
    append_decision(corpus, ruling(2, quote="“实习”\n😀"), ruling(1))
    append_decision(corpus, ruling(3))
    assert [d.id for d in read_decisions(corpus)[0]] == ["d2", "d1", "d3"]
    assert "“实习”" in (corpus / "decisions.jsonl").read_text(encoding="utf-8")


def test_each_broken_line_is_reported_and_stays(corpus):
    path = corpus / "decisions.jsonl"
    append_decision(corpus, ruling(1))
    broken = path.read_bytes() + b'{"id": "x"}\n\nnot json\n\xff\n' + b'{"id":"d2","verdict":"reject","span":[1,"a"]}\n'
    path.write_bytes(broken)
    decisions, problems = read_decisions(corpus)
    assert [d.id for d in decisions] == ["d1"]
    assert [p.place for p in problems] == ["line 2", "line 4", "line 5", "line 6"]
    assert str(problems[0]) == f"{path}: line 2: Object missing required field `verdict` (mend or delete this line)"
    append_decision(corpus, ruling(3))
    assert path.read_bytes().startswith(broken)


def test_a_line_that_was_cut_off_does_not_swallow_the_next(corpus):
    path = corpus / "decisions.jsonl"
    path.write_bytes(b'{"id":"d0","verd')
    append_decision(corpus, ruling(1))
    decisions, problems = read_decisions(corpus)
    assert [d.id for d in decisions] == ["d1"]
    assert len(problems) == 1


def test_a_full_disk_leaves_the_file_as_it_was(corpus, monkeypatch):
    append_decision(corpus, ruling(1))
    before = (corpus / "decisions.jsonl").read_bytes()

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(room.os, "fsync", full)
    with pytest.raises(CorpusError, match=r"decisions.jsonl: No space left on device \(free some space"):
        append_decision(corpus, ruling(2))
    assert (corpus / "decisions.jsonl").read_bytes() == before


def test_a_lone_surrogate_is_refused_before_anything_is_written(corpus):
    with pytest.raises(CorpusError, match="surrogates not allowed"):
        append_decision(corpus, ruling(1), ruling(2, value="\ud800"))
    assert read_decisions(corpus) == ((), ())


def test_no_corpus_no_decision(tmp_path):
    with pytest.raises(CorpusError):
        append_decision(tmp_path, ruling(1))
    assert names(tmp_path) == []


def test_the_state_folder_may_be_gone(corpus):
    (corpus / "state").rmdir()
    append_decision(corpus, ruling(1))
    assert len(read_decisions(corpus)[0]) == 1


def test_many_writers_at_once_lose_nothing(corpus):
    script = (
        "import sys; from pathlib import Path; from essaykit.store import append_decision; from essaykit.model import Decision\n"
        "for i in range(20): append_decision(Path(sys.argv[1]), Decision(id=f'{sys.argv[2]}-{i}', verdict='accept', quote='长' * 3000))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    writers = [subprocess.Popen([sys.executable, "-c", script, str(corpus), name], env=environment) for name in "ab"]
    assert [w.wait(timeout=60) for w in writers] == [0, 0]
    decisions, problems = read_decisions(corpus)
    assert problems == ()
    assert sorted(d.id for d in decisions) == sorted(f"{name}-{i}" for name in "ab" for i in range(20))


texts = st.text(alphabet='实习 \u3000\r\n1、__×😀\u2028"\\', max_size=8)


@given(st.lists(st.builds(Decision, id=texts, verdict=st.sampled_from(["accept", "edit", "role"]), quote=texts, value=st.none() | texts)))
def test_any_decision_comes_back_from_its_line(decisions):
    lines = room.encode_decisions(decisions).split(b"\n")[:-1]
    assert [msgspec.json.decode(line, type=Decision) for line in lines] == decisions
