"""The bad inputs that every newcomer tries, with every command.

Whatever is wrong: no traceback, no exit code 0, at most three lines, and in them the file, the cause and a next step.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from essaykit.cli.main import main
from essaykit.draft.library import template_text
from essaykit.errors import Exit
from tests.cli.conftest import our_environment, program
from tests.cli.corpora import DIARY, diary, sample
from tests.cli.lines import LINES

ON_CORPUS = [name for name, line in LINES.items() if "--corpus" in line]
COUNTING = ("export", "keywords", "keyness", "phrases", "ngrams", "terms", "topics", "kwic", "search", "collocations", "cooccur")
MEASURING = ("dispersion", "trends", "growth", "readability", "reflection")
READS_DOCUMENTS = sorted(
    {"check", "show", "stats", "label", "why", "diff", "undo", "decide", "copies", *COUNTING, *MEASURING} & set(ON_CORPUS)
)
QUIET = ("check", "rules test", "template check", "note add")
"""What prints no result when nothing is wrong."""

LONG_LINE = "实" * (20 << 20)

KNOWN_CODES = set(Exit)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working folder with a sound corpus and a raw file."""
    monkeypatch.chdir(tmp_path)
    sample(tmp_path / "corpus")
    (tmp_path / "raw.txt").write_text(DIARY, encoding="utf-8")
    (tmp_path / "paper.md").write_text("# 实习报告\n\n那天我在窗口站了六个小时，教了八十个人取号。\n", encoding="utf-8")
    (tmp_path / "my-school.toml").write_text(template_text("report", "my-school"), encoding="utf-8")
    return tmp_path


def assert_told(result, *named):
    """The message is short, names what it is about, and says what to do."""
    code, _, err = result
    assert code in KNOWN_CODES - {Exit.OK}
    assert "Traceback" not in err
    assert "unexpected" not in err
    assert 1 <= err.count("\n") <= 3, err
    for name in named:
        assert str(name) in err
    assert "(" in err, "says no next step"


def on_corpus(name, folder):
    return [folder if word == "corpus" else word for word in LINES[name]]


# ---- what is said about a corpus ------------------------------------------------------------------


@pytest.mark.parametrize("name", LINES)
def test_every_line_works_when_nothing_is_wrong(name, place, essaykit):
    code, out, err = essaykit(*LINES[name])
    assert code == Exit.OK, err
    assert out or name in QUIET


@pytest.mark.parametrize("name", ON_CORPUS)
def test_missing_corpus(name, place, essaykit):
    assert_told(essaykit(*on_corpus(name, "nowhere")), "nowhere")


@pytest.mark.parametrize("name", ON_CORPUS)
def test_file_given_as_corpus(name, place, essaykit):
    assert_told(essaykit(*on_corpus(name, "raw.txt")), "raw.txt")


@pytest.mark.parametrize("name", ON_CORPUS)
def test_empty_folder_given_as_corpus(name, place, essaykit):
    (place / "empty").mkdir()
    assert_told(essaykit(*on_corpus(name, "empty")), "empty")


@pytest.mark.parametrize("junk", [b"\x00\x01\xff\xfe" * 99, b'{"kind":"document","path":"\xd6\xd0"}\n', LONG_LINE.encode() + b"\n"])
@pytest.mark.parametrize("name", ON_CORPUS)
def test_index_that_is_binary_or_of_another_encoding_or_one_endless_line(name, junk, place, essaykit):
    (place / "corpus" / "index.jsonl").write_bytes(junk)
    assert_told(essaykit(*LINES[name]), "index.jsonl")


@pytest.mark.parametrize("junk", [b"", b"\x00\x01\xff\xfe" * 99, b'{"id": "\xd6\xd0"}', b"[" * 100_000, LONG_LINE.encode()])
@pytest.mark.parametrize("name", READS_DOCUMENTS)
def test_document_that_is_broken(name, junk, place, essaykit):
    file = place / "corpus" / "documents" / f"{diary().id}.json"
    file.write_bytes(junk)
    code, out, err = essaykit(*LINES[name])
    if name == "check":  # what is broken is what it looks for
        assert (code, file.name in out) == (Exit.FINDINGS, True)
    else:
        assert_told((code, out, err), file.name)


# ---- what is said about raw files -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 900),
        ("cut.docx", b"PK\x03\x04" + b"\x00" * 400),
        ("cut.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<"),
        ("broken.jsonl", b'{"text": "\n{]\n'),
    ],
)
def test_raw_file_that_can_not_be_read(file, data, place, essaykit):
    (place / file).write_bytes(data)
    code, out, err = essaykit("build", file, "--out", "new")
    assert code == Exit.NOTHING_READ
    assert_told((code, out, err), file)
    code, out, err = essaykit("build", file, "raw.txt", "--out", "new")
    assert code == Exit.SOME_FAILED
    assert_told((code, out, err), file)
    assert "raw.txt: " in out


@pytest.mark.parametrize("path", ["missing.txt", "missing/", "raw.txt/inside", "空\n行.txt", "x" * 250])
def test_raw_file_that_is_not_there(path, place, essaykit):
    assert_told(essaykit("build", path, "--out", "new"))


def test_an_empty_folder_holds_nothing_to_build(place, essaykit):
    (place / "empty").mkdir()
    code, out, err = essaykit("build", "empty", "--out", "new")
    assert code == Exit.NOTHING_READ
    assert_told((code, out, err), "new")


def test_endless_line(place, essaykit):
    (place / "long.txt").write_text("我在网点实习，学会了点钞。" * 10_000, encoding="utf-8")
    code, _, err = essaykit("build", "long.txt", "--out", "new", "--quiet")
    assert (code, err) == (Exit.OK, "")


def test_a_pipe_is_no_file(place, essaykit):
    os.mkfifo(place / "pipe.txt")
    assert_told(essaykit("build", "pipe.txt", "--out", "new"), "pipe.txt")


@pytest.mark.parametrize(("out", "named"), [("raw.txt", "raw.txt"), ("raw.txt/new", "raw.txt"), (".", "."), ("/proc/new", "/proc")])
def test_output_that_can_not_be_written(out, named, place, essaykit):
    assert_told(essaykit("build", "raw.txt", "--out", out), named)
    assert (place / "raw.txt").read_text(encoding="utf-8") == DIARY


@pytest.mark.parametrize("encoding", ["klingon", "zip", "rot13", ""])
def test_no_such_encoding(encoding, place, essaykit):
    assert_told(essaykit("build", "raw.txt", "--out", "new", "--encoding", encoding), "--encoding")


def test_wrong_encoding_is_the_files_trouble(place, essaykit):
    (place / "gbk.txt").write_bytes(DIARY.replace("🙂𡌛", "").encode("gbk"))
    assert_told(essaykit("build", "gbk.txt", "--out", "new", "--encoding", "utf-8"), "gbk.txt")


# ---- what is said about the call ------------------------------------------------------------------


@pytest.mark.parametrize("name", LINES)
def test_unknown_option(name, place, essaykit):
    code, out, err = essaykit(*LINES[name], "--jsn")
    assert (code, out) == (Exit.USAGE, "")
    assert_told((code, out, err), "--jsn", f"essaykit {name}")


@pytest.mark.parametrize("name", LINES)
def test_json_parses_when_things_go_wrong_too(name, place, essaykit):
    code, out, err = essaykit(*LINES[name], "--json", "--jsn")
    error = json.loads(out)["error"]
    assert (code, error["exit_code"]) == (Exit.USAGE, Exit.USAGE)
    assert error["cause"] in err
    assert error["hint"] in err


@pytest.mark.parametrize("name", LINES)
def test_mistyped_command(name, place, essaykit):
    *groups, last = name.split()
    typo = last[0] + last[2] + last[1] + last[3:] if last[1] != last[2] else last[0] + last
    code, out, err = essaykit(*groups, typo)
    assert (code, out) == (Exit.USAGE, "")
    assert f"did you mean {last}?" in err
    assert_told((code, out, err))


# ---- what comes from outside ----------------------------------------------------------------------


@pytest.mark.parametrize("name", LINES)
def test_interrupted_anywhere(name, place, essaykit, monkeypatch):
    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("essaykit.cli.groups.Command.invoke", interrupt)
    code, out, err = essaykit(*LINES[name])
    assert (code, out) == (Exit.INTERRUPTED, "")
    assert err.count("\n") == 1
    assert "kept" in err


def test_ctrl_c_while_waiting_for_input(place):
    process = subprocess.Popen(
        [*program(), "build", "-", "--out", "new"],
        cwd=place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=our_environment(),
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == Exit.INTERRUPTED
    assert out == b""
    assert err.count(b"\n") == 1
    assert b"kept" in err


def test_ctrl_c_in_the_middle_of_a_build_and_going_on(place, essaykit):
    """The whole group hears Ctrl-C, workers in the middle of their imports too; what is built afterwards is what a fresh build builds."""
    (place / "many").mkdir()
    for number in range(80):
        (place / "many" / f"{number}.txt").write_text(f"{number}\n{DIARY * 20}", encoding="utf-8")
    line = ["build", "many", "--out", "new", "--workers", "2", "--quiet"]
    process = subprocess.Popen([*program(), *line], cwd=place, stderr=subprocess.PIPE, env=our_environment(), start_new_session=True)
    time.sleep(0.9)
    os.killpg(process.pid, signal.SIGINT)
    err = process.communicate(timeout=60)[1].decode()
    if process.returncode == Exit.OK:
        pytest.skip("it was quicker")
    assert process.returncode == Exit.INTERRUPTED
    assert err.count("\n") == 1, err
    assert "kept" in err
    assert essaykit("build", "many", "--out", "new", "--quiet") == (Exit.OK, "", "")
    assert essaykit("build", "many", "--out", "fresh", "--quiet") == (Exit.OK, "", "")
    left, right = ({f.relative_to(place / c): f.read_bytes() for f in (place / c).rglob("*") if f.is_file()} for c in ("new", "fresh"))
    assert left == right


@pytest.mark.parametrize("name", LINES)
def test_full_disk_behind_standard_output(name, place, installed):
    with Path("/dev/full").open("wb") as full:
        done = installed(*LINES[name], cwd=place, stdout=full)
    if name in QUIET:
        assert done.returncode == Exit.OK
        return
    assert_told((done.returncode, "", done.stderr.decode()), "standard output")


@pytest.mark.parametrize("name", LINES)
def test_reader_that_closes_the_pipe(name, place, installed):
    read, write = os.pipe()
    os.close(read)
    try:
        done = installed(*LINES[name], cwd=place, stdout=write)
    finally:
        os.close(write)
    talk = [line for line in done.stderr.decode().splitlines() if "Error" in line or "Exception" in line or "Broken" in line]
    assert talk == []
    assert done.returncode == Exit.OK


@pytest.mark.parametrize("name", LINES)
def test_nothing_asks_for_the_network(name, place):
    code = (
        "import sys\n"
        "def guard(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.bind'): raise OSError('network')\n"
        "sys.addaudithook(guard)\n"
        f"from essaykit.cli.main import main\nsys.exit(main({LINES[name]!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, check=False, env=our_environment())
    assert done.returncode == Exit.OK, done.stderr.decode()


def test_an_error_inside_is_one_line_too(monkeypatch, capsys):
    monkeypatch.delenv("ESSAYKIT_DEBUG", raising=False)
    monkeypatch.setattr("essaykit.cli.root.WELCOME", 7)
    assert main([]) == Exit.NOTHING_READ
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "please report" in err
