"""A build ends with the same bytes however it came about; what can't be read is listed, and nothing is lost."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import fake_core
import pytest

from essaykit.build import build_corpus
from essaykit.build import stages as room
from essaykit.build.check import check_corpus
from essaykit.errors import CorpusError, ReadError, UsageError
from essaykit.model import Decision
from essaykit.store import append_decision, open_corpus

CORE = fake_core.CORE
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def build(raw, out, **options):
    return build_corpus([raw], out, core=CORE, **options)


def snapshot(folder):
    """Every file of a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


@pytest.fixture
def raw(tmp_path):
    raw = tmp_path / "raw"
    (raw / "bank").mkdir(parents=True)
    for i in range(6):
        (raw / "bank" / f"{i}.txt").write_text(f"下载须知\n我的第{i}次实习。\n", encoding="utf-8")
    (raw / "alone.txt").write_text("下载须知\n我在律所实习。\n", encoding="utf-8")
    (raw / "copy.txt").write_bytes((raw / "bank" / "3.txt").read_bytes())
    (raw / "r.jsonl").write_text('{"text":"甲"}\n{"text":"乙"}\nbroken\n{"text":"甲"}\n', encoding="utf-8")
    return raw


# ---- what a build is ------------------------------------------------------------------------------


def test_a_first_build(raw, tmp_path):
    report = build(raw, tmp_path / "c")
    assert (report.built, report.reused, report.removed) == (9, 0, 0)
    assert [(f.path, f.cause) for f in report.failures] == [("r.jsonl#3", "is no record")]
    corpus = open_corpus(tmp_path / "c")
    assert [line.path for line in corpus.index] == [
        "alone.txt", "bank/0.txt", "bank/1.txt", "bank/2.txt", "bank/3.txt", "bank/4.txt", "bank/5.txt",
        "r.jsonl#1", "r.jsonl#2", "r.jsonl#3",
    ]  # fmt: skip
    assert corpus.document("bank/0.txt").essays[0].text == "\n我的第0次实习。\n"
    assert corpus.document("alone.txt").essays[0].text == "下载须知\n我在律所实习。\n"
    assert report.totals == corpus.totals
    assert check_corpus(corpus).problems == ()


def test_the_same_bytes_at_two_paths_are_one_document_with_two_sources(raw, tmp_path):
    build(raw, tmp_path / "c")
    corpus = open_corpus(tmp_path / "c")
    document = corpus.document("bank/3.txt")
    assert document == corpus.document("copy.txt")
    assert [s.path for s in (document.source, *document.other_sources)] == ["bank/3.txt", "copy.txt"]
    assert [s.path for s in corpus.document("r.jsonl#1").other_sources] == ["r.jsonl#4"]


def test_only_document_files_end_in_json(raw, tmp_path):
    build(raw, tmp_path / "c")
    names = {p.name for p in (tmp_path / "c").rglob("*.json")}
    assert names == {f"{line.id}.json" for line in open_corpus(tmp_path / "c").indexed}


def test_nothing_depends_on_place_or_time(raw, tmp_path):
    build(raw, tmp_path / "c")
    shutil.copytree(raw, tmp_path / "elsewhere" / "raw2")
    build(tmp_path / "elsewhere" / "raw2", tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")
    for data in snapshot(tmp_path / "c").values():
        assert str(tmp_path).encode() not in data


def test_the_bytes_do_not_depend_on_the_number_of_workers(raw, tmp_path, monkeypatch):
    monkeypatch.setattr(room, "SHARD_BYTES", 64)
    build(raw, tmp_path / "1", workers=1)
    build(raw, tmp_path / "3", workers=3)
    assert snapshot(tmp_path / "1") == snapshot(tmp_path / "3")


def test_standard_input_is_one_more_document(raw, tmp_path):
    build(raw, tmp_path / "c", stdin="从管道来。".encode())
    assert open_corpus(tmp_path / "c").document("-").essays[0].text == "从管道来。"
    build(raw, tmp_path / "d")
    assert build(raw, tmp_path / "c").removed == 1
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


def test_progress_runs_from_nothing_to_all_in_both_passes(raw, tmp_path):
    heard = []
    build(raw, tmp_path / "c", progress=lambda *news: heard.append(news))
    for stage in ("read", "build"):
        done = [(d, total) for s, d, total in heard if s == stage]
        assert done == sorted(done)
        assert done[0][0] == 0
        assert done[-1][0] == done[-1][1] > 0


# ---- what a second build does ---------------------------------------------------------------------


def test_a_second_build_makes_nothing(raw, tmp_path):
    build(raw, tmp_path / "c")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "c" / "documents").iterdir()}
    time.sleep(0.01)
    report = build(raw, tmp_path / "c")
    assert (report.built, report.reused) == (0, 9)
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "c" / "documents").iterdir()}


def edit(raw):
    (raw / "alone.txt").write_text("我在律所实习了两次。", encoding="utf-8")


def same_size_and_time(raw):
    file = raw / "alone.txt"
    status = file.stat()
    file.write_bytes(file.read_bytes().replace("律所".encode(), "银行".encode()))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def edit_a_record(raw):
    (raw / "r.jsonl").write_text('{"text":"丙"}\n{"text":"乙"}\n', encoding="utf-8")


def new_repetition(raw):
    (raw / "bank" / "x.txt").write_text("我的第1次实习。\n别的。", encoding="utf-8")


def last_repetition_gone(raw):
    for i in range(5):
        (raw / "bank" / f"{i}.txt").unlink()


def move(raw):
    (raw / "alone.txt").rename(raw / "moved.txt")


def copy_gone(raw):
    (raw / "copy.txt").unlink()


def swap(raw):
    a, b = (raw / "bank" / "0.txt"), (raw / "bank" / "1.txt")
    x, y = a.read_bytes(), b.read_bytes()
    a.write_bytes(y)
    b.write_bytes(x)


def broken_now(raw):
    (raw / "alone.txt").write_bytes(b"\0")


def nothing(_):
    pass


@pytest.mark.parametrize(
    ("change", "made"),
    [(edit, 1), (same_size_and_time, 1), (edit_a_record, 1), (new_repetition, 2), (last_repetition_gone, 3), (move, 1), (copy_gone, 1),
     (swap, 2), (broken_now, 0), (nothing, 0)],
)  # fmt: skip
def test_a_second_build_does_what_changed_and_ends_with_the_bytes_of_a_fresh_one(raw, tmp_path, change, made):
    build(raw, tmp_path / "c")
    change(raw)
    report = build(raw, tmp_path / "c")
    build(raw, tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")
    assert report.built == made


def test_many_random_changes_end_with_the_bytes_of_a_fresh_build(raw, tmp_path):
    chance = random.Random(3)
    for _ in range(12):
        file = raw / "bank" / f"{chance.randrange(8)}.txt"
        if file.exists() and chance.random() < 0.3:
            file.unlink()
        else:
            file.write_text("\n".join(f"第{chance.randrange(5)}行" for _ in range(3)), encoding="utf-8")
        build(raw, tmp_path / "c", encoding=chance.choice([None, None, None, "gb18030"]))
    build(raw, tmp_path / "c")
    build(raw, tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


def test_other_rules_or_another_encoding_make_all_anew(raw, tmp_path, monkeypatch):
    build(raw, tmp_path / "c")
    monkeypatch.setenv("FAKE_RULES", "newer")
    assert build(raw, tmp_path / "c").built == 9
    assert build(raw, tmp_path / "c").built == 0
    assert build(raw, tmp_path / "c", encoding="utf-8").built == 9


def test_force_makes_all_anew(raw, tmp_path):
    build(raw, tmp_path / "c")
    assert build(raw, tmp_path / "c", force=True).built == 9


@pytest.mark.parametrize("spoil", [lambda f: f.unlink(), lambda f: f.write_bytes(b""), lambda f: f.write_bytes(f.read_bytes() + b" ")])
def test_a_document_file_that_was_lost_or_edited_is_written_anew(raw, tmp_path, spoil):
    build(raw, tmp_path / "c")
    before = snapshot(tmp_path / "c")
    spoil(next((tmp_path / "c" / "documents").iterdir()))
    assert build(raw, tmp_path / "c").built == 1
    assert snapshot(tmp_path / "c") == before


@pytest.mark.parametrize("file", ["index.jsonl", "state/observations.jsonl"])
@pytest.mark.parametrize("spoil", [lambda f: f.unlink(), lambda f: f.write_bytes(b"\xff{"), lambda f: f.write_bytes(f.read_bytes()[:-30])])
def test_an_index_or_state_that_was_lost_or_spoilt_is_written_anew(raw, tmp_path, file, spoil):
    build(raw, tmp_path / "c")
    before = snapshot(tmp_path / "c")
    spoil(tmp_path / "c" / file)
    build(raw, tmp_path / "c")
    assert snapshot(tmp_path / "c") == before


def test_the_state_folder_can_be_thrown_away(raw, tmp_path):
    build(raw, tmp_path / "c")
    before = snapshot(tmp_path / "c")
    shutil.rmtree(tmp_path / "c" / "state")
    assert build(raw, tmp_path / "c").built == 0
    assert snapshot(tmp_path / "c") == before


def test_files_of_others_in_a_corpus_folder_are_left_alone(raw, tmp_path):
    build(raw, tmp_path / "c")
    for name in ("notes.txt", "documents/readme.md", "documents/mine.json", "state/mine"):
        (tmp_path / "c" / name).write_bytes(b"mine")
    (raw / "alone.txt").unlink()
    build(raw, tmp_path / "c", force=True)
    assert list(snapshot(tmp_path / "c").values()).count(b"mine") == 4


def test_documents_of_files_that_are_gone_are_removed(raw, tmp_path):
    build(raw, tmp_path / "c")
    (raw / "alone.txt").unlink()
    report = build(raw, tmp_path / "c")
    assert report.removed == 1
    assert len(list((tmp_path / "c" / "documents").iterdir())) == 8


def test_a_mistyped_path_does_not_empty_a_corpus(raw, tmp_path):
    build(raw, tmp_path / "c")
    before = snapshot(tmp_path / "c")
    report = build(tmp_path / "rwa", tmp_path / "c")
    assert report.left_alone
    assert [f.cause for f in report.failures] == ["there is no such file or folder"]
    assert snapshot(tmp_path / "c") == before


def test_nothing_read_into_a_new_folder_is_an_index_of_failures(tmp_path):
    report = build(tmp_path / "rwa", tmp_path / "c")
    assert not report.left_alone
    assert [f.path for f in open_corpus(tmp_path / "c").failures] == ["rwa"]


# ---- decisions ------------------------------------------------------------------------------------


def ruling(name, **fields):
    return Decision(id=name, verdict="reject", **fields)


def digests(out):
    return {d.source.path: d.decisions_digest for d in open_corpus(out).documents() if d.decisions_digest}


def test_decisions_reach_their_documents_and_survive_everything(raw, tmp_path):
    out = tmp_path / "c"
    build(raw, out)
    some = open_corpus(out).document("bank/0.txt")
    append_decision(out, ruling("one", document=some.id, path="bank/0.txt"), ruling("path", path="bank/1.txt"))
    append_decision(out, ruling("site", rule="site.repeated", site="bank"), ruling("lost", document="f" * 16))
    report = build(raw, out)
    others = {f"bank/{i}.txt": "site" for i in range(2, 6)}
    assert digests(out) == {"bank/0.txt": "one,site", "bank/1.txt": "path,site", **others}
    assert report.built == 6
    assert report.homeless_decisions == ("lost",)
    before = (out / "decisions.jsonl").read_bytes()
    assert build(raw, out, force=True).built == 9
    assert (out / "decisions.jsonl").read_bytes() == before
    shutil.copytree(out, tmp_path / "d", ignore=shutil.ignore_patterns("documents", "index.jsonl", "state"))
    build(raw, tmp_path / "d")
    assert snapshot(out) == snapshot(tmp_path / "d")


def test_a_decision_follows_its_path_when_the_raw_file_was_edited(raw, tmp_path):
    out = tmp_path / "c"
    build(raw, out)
    append_decision(out, ruling("one", document=open_corpus(out).find("alone.txt").id, path="alone.txt"))
    edit(raw)
    assert build(raw, out).homeless_decisions == ()
    assert digests(out) == {"alone.txt": "one"}


def test_a_decision_about_a_document_that_moved_stays_with_it(raw, tmp_path):
    out = tmp_path / "c"
    build(raw, out)
    append_decision(out, ruling("one", document=open_corpus(out).find("alone.txt").id, path="alone.txt"))
    move(raw)
    (raw / "alone.txt").write_text("另一篇。", encoding="utf-8")
    build(raw, out)
    assert digests(out) == {"moved.txt": "one"}


def test_a_broken_line_of_decisions_is_reported_and_the_others_count(raw, tmp_path):
    out = tmp_path / "c"
    build(raw, out)
    append_decision(out, ruling("path", path="alone.txt"))
    with (out / "decisions.jsonl").open("ab") as file:
        file.write(b"{oops\n")
    report = build(raw, out)
    assert len(report.broken_decisions) == 1
    assert "decisions.jsonl: line 2: is broken" in report.broken_decisions[0]
    assert digests(out) == {"alone.txt": "path"}


# ---- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_each_bad_input_is_one_line_and_the_rest_goes_on(raw, tmp_path, workers):
    (raw / "empty.txt").write_bytes(b"")
    (raw / "binary").write_bytes(b"\0\1")
    (raw / "crash.txt").write_bytes(b"CRASH")
    (raw / "late.txt").write_bytes(b"FAIL-BUILD")
    (raw / "old.doc").write_bytes(b"nooffice")
    report = build(raw, tmp_path / "c", workers=workers)
    assert [(f.path, f.place, f.cause, f.hint) for f in report.failures] == [
        ("binary", "byte 0", "is binary", "not text"),
        ("crash.txt", None, "internal error: ZeroDivisionError: reader", "a fault of essaykit's; please report it"),
        ("empty.txt", None, "is empty", None),
        ("late.txt", None, "internal error: KeyError: 'oops'", "a fault of essaykit's; please report it"),
        ("old.doc", None, "LibreOffice is not installed", None),
        ("r.jsonl#3", None, "is no record", None),
    ]
    assert report.built == 9
    assert [f.path for f in open_corpus(tmp_path / "c").failures] == [f.path for f in report.failures]
    build(raw, tmp_path / "c")
    build(raw, tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


@posix
def test_a_document_that_brings_down_its_process_costs_no_other(raw, tmp_path):
    (raw / "bank" / "2x.txt").write_bytes(b"KILL-READ")
    (raw / "bank" / "4x.txt").write_bytes(b"KILL-BUILD")
    report = build(raw, tmp_path / "c", workers=2)
    cause = "its process was ended by SIGKILL (out of memory?)"
    assert [(f.path, f.cause) for f in report.failures[:2]] == [("bank/2x.txt", cause), ("bank/4x.txt", cause)]
    assert report.totals.documents == 9
    assert check_corpus(open_corpus(tmp_path / "c")).problems == ()


def test_an_old_word_file_is_converted_once(raw, tmp_path):
    (raw / "old.doc").write_text("我在柜台实习。", encoding="utf-8")
    calls = []

    def convert(data, name, timeout):
        calls.append(name)
        return fake_core.convert_office(data, name, timeout)

    core = replace(CORE, convert_office=convert)
    for _ in range(2):
        build_corpus([raw], tmp_path / "c", core=core)
    assert open_corpus(tmp_path / "c").document("old.doc").essays[0].text == "converted 我在柜台实习。"
    assert calls == ["old.doc"]
    (raw / "old.doc").unlink()
    build_corpus([raw], tmp_path / "c", core=core)
    assert list((tmp_path / "c" / "state" / "converted").iterdir()) == []


def test_a_file_that_changes_between_the_passes_is_said_to_have_changed(raw, tmp_path):
    def view(observation, context):
        edit(raw)
        return fake_core.view_context(observation, context)

    report = build_corpus([raw], tmp_path / "c", core=replace(CORE, view_context=view))
    assert (report.failures[0].path, report.failures[0].cause) == ("alone.txt", "was changed while it was read")
    assert build(raw, tmp_path / "c").built == 1


def test_a_record_file_is_cut_up_once_a_process_not_once_a_record(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "r.jsonl").write_text("".join(f'{{"text":"第{i}篇"}}\n' for i in range(50)), encoding="utf-8")
    calls = []

    def records(data, name):
        calls.append(name)
        return fake_core.read_records(data, name)

    build_corpus([raw], tmp_path / "c", core=replace(CORE, read_records=records))
    assert len(calls) == 2
    assert [line.path for line in open_corpus(tmp_path / "c").indexed][8:11] == ["r.jsonl#9", "r.jsonl#10", "r.jsonl#11"]


def test_names_that_are_no_text_are_built_and_found(raw, tmp_path):
    name = b"\xb2\xbb\n.txt"
    try:
        (raw / os.fsdecode(name)).write_bytes("不是。".encode())
    except OSError:
        pytest.skip("such names can't be on this disk")
    build(raw, tmp_path / "c")
    assert open_corpus(tmp_path / "c").document("\\xb2\\xbb\n.txt").essays[0].text == "不是。"


# ---- kills, locks, full disks ---------------------------------------------------------------------

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import fake_core
from essaykit.build import build_corpus, stages
stages.SHARD_BYTES = 2000
if __name__ == "__main__":
    print("ready", flush=True)
    report = build_corpus([sys.argv[2]], sys.argv[3], workers=int(sys.argv[4]), core=fake_core.CORE)
    print(report.built, report.reused, flush=True)
"""


@pytest.fixture
def start(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = []

    def start(raw, out, workers=1):
        command = [sys.executable, str(script), str(Path(__file__).parent), str(raw), str(out), str(workers)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment))
        assert started[-1].stdout.readline() == "ready\n"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def slow(tmp_path):
    raw = tmp_path / "slow"
    raw.mkdir()
    for i in range(30):
        (raw / f"{i}.txt").write_text(f"SLOW\n第{i}篇\n", encoding="utf-8")
    return raw


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_that_is_killed_again_and_again_ends_with_the_bytes_of_an_unbroken_one(slow, tmp_path, start, workers):
    chance = random.Random(workers)
    for kill in range(4):
        process = start(slow, tmp_path / "c", workers)
        time.sleep(chance.uniform(0, 0.2) if workers == 1 else chance.uniform(0.2, 0.7))
        if kill == 2:
            (tmp_path / "c").mkdir(exist_ok=True)
            (tmp_path / "c" / ".essaykit-1-1.tmp").write_bytes(b"left over")
        process.kill()
        process.wait()
    process = start(slow, tmp_path / "c", workers)
    made, reused = map(int, process.communicate(timeout=60)[0].split())
    assert made + reused == 30
    build(slow, tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


@posix
def test_what_a_killed_build_finished_is_not_made_again(slow, tmp_path, start):
    process = start(slow, tmp_path / "c")
    while len(list((tmp_path / "c").glob("documents/*.json"))) < 10:
        time.sleep(0.005)
    process.kill()
    process.wait()
    done = len(list((tmp_path / "c").glob("documents/*.json")))
    assert done < 30
    report = build(slow, tmp_path / "c")
    assert report.reused >= done - 1


@posix
def test_an_interrupted_rebuild_leaves_a_corpus_that_can_be_read(slow, tmp_path, start):
    build(slow, tmp_path / "c")
    for i in range(30):
        (slow / f"{i}.txt").write_text(f"SLOW\n新的第{i}篇\n", encoding="utf-8")
    process = start(slow, tmp_path / "c")
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(list(open_corpus(tmp_path / "c"))) == 30


def test_two_builds_into_one_folder_at_once(slow, tmp_path, start):
    processes = [start(slow, tmp_path / "c") for _ in range(2)]
    outs = [process.communicate(timeout=60)[0].split() for process in processes]
    assert sorted(outs) == [["0", "30"], ["30", "0"]]
    build(slow, tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


def test_a_build_that_does_not_wait_says_who_is_there(slow, tmp_path, start):
    process = start(slow, tmp_path / "c")
    while not (tmp_path / "c" / "documents").is_dir() or not any((tmp_path / "c" / "documents").iterdir()):
        time.sleep(0.005)
    with pytest.raises(CorpusError, match=f"process {process.pid} is working in this folder"):
        build(slow, tmp_path / "c", wait=0)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_disk_stops_the_build_in_one_line(raw, tmp_path, workers):
    out = tmp_path / "c"
    build(raw, out)
    edit(raw)
    parts = out / "state" / "parts"
    parts.write_bytes(b"a file where a folder has to be")
    with pytest.raises(CorpusError, match=r"parts: File exists$"):
        build(raw, out, workers=workers)
    parts.unlink()
    build(raw, out)
    build(raw, tmp_path / "d")
    assert snapshot(out) == snapshot(tmp_path / "d")


# ---- check ----------------------------------------------------------------------------------------


def test_check_names_what_is_wrong_with_file_and_place(raw, tmp_path):
    out = tmp_path / "c"
    build(raw, out)
    corpus = open_corpus(out)
    first, second, third, fourth = [f"{line.id}.json" for line in corpus.indexed[:4]]
    documents = out / "documents"

    def change(name, old, new):
        data = (documents / name).read_bytes()
        assert old.encode() in data
        (documents / name).write_bytes(data.replace(old.encode(), new.encode()))

    change(first, "我在律所实习", "我在银行实习")
    change(second, '"characters":14', '"characters":15')
    (documents / third).unlink()
    change(fourth, '"essays":[', '"essays":[1,')
    (documents / ("0" * 16 + ".json")).write_bytes(b"")
    problems = [(p.path, p.file, p.place, p.cause) for p in check_corpus(corpus).problems]
    assert ("alone.txt", f"documents/{first}", None, "the restored source text does not have the recorded hash") in problems
    assert ("alone.txt", f"documents/{first}", None, "the file is not the one that the build wrote") in problems
    assert any(path == "bank/0.txt" and "characters is 14, the document 15" in cause for path, _, _, cause in problems)
    assert ("bank/1.txt", f"documents/{third}", None, "is missing") in problems
    assert ("bank/2.txt", f"documents/{fourth}", "$.essays[0]", "Expected `object`, got `int`") in problems
    assert (None, "documents/0000000000000000.json", None, "is not in the index") in problems


@pytest.mark.parametrize("offset", range(0, 14, 3))
def test_check_finds_any_changed_character(raw, tmp_path, offset):
    out = tmp_path / "c"
    build(raw, out)
    file = next((out / "documents").iterdir())
    document = json.loads(file.read_bytes())
    text = document["essays"][0]["text"]
    at = offset % len(text)
    document["essays"][0]["text"] = text[:at] + "变" + text[at + 1 :]
    file.write_bytes(json.dumps(document).encode())
    assert any("the restored source text" in p.cause for p in check_corpus(open_corpus(out)).problems)


def test_a_read_error_keeps_its_one_line():
    assert str(ReadError("is empty", file="a\nb.txt")) == "a\\nb.txt: is empty"


def test_a_file_that_is_called_like_a_record_is_not_lost_silently(raw, tmp_path):
    (raw / "r.jsonl#2").write_text("丁", encoding="utf-8")
    report = build(raw, tmp_path / "c")
    assert [(f.path, f.cause) for f in report.failures][:1] == [("r.jsonl#2", "a file and a record have this path")]
    assert open_corpus(tmp_path / "c").document("r.jsonl#2").essays[0].text == "乙"


def test_an_encoding_that_is_none(raw, tmp_path):
    with pytest.raises(UsageError, match="there is no encoding called gbk2313"):
        build(raw, tmp_path / "c", encoding="gbk2313")
    assert not (tmp_path / "c").exists()
