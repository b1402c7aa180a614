"""Consoles, pipes and codes: what reaches whom, in which bytes."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from essaykit.cli.schemas import OUTPUTS, output_types
from essaykit.errors import Exit
from tests.cli.conftest import our_environment, program
from tests.cli.corpora import DIARY, sample
from tests.cli.lines import LINES

GBK = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sample(tmp_path / "corpus")
    (tmp_path / "raw.txt").write_text(DIARY, encoding="utf-8")
    return tmp_path


def test_a_gbk_console_gets_what_it_can_show_and_escapes_for_the_rest(place, installed):
    done = installed("show", "diary.txt", env=GBK)
    assert (done.returncode, done.stderr) == (Exit.OK, b"")
    assert "我学会了——\\U0001f642\\U0002131b。" in done.stdout.decode("gbk")


def test_contexts_on_a_gbk_console(place, installed):
    done = installed("kwic", "学会", env=GBK)
    assert done.returncode == Exit.OK
    assert "学会" in done.stdout.decode("gbk")
    assert "——\\U0001f642\\U0002131b" in done.stdout.decode("gbk")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems hand over text, not bytes")
def test_a_word_is_found_in_the_locale_c_too(place, installed):
    done = installed("kwic", "学会", "--json", env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == Exit.OK
    assert json.loads(done.stdout)["found"] == DIARY.count("学会") * 2


def test_json_is_utf8_on_a_gbk_console_too(place, installed):
    done = installed("show", "diary.txt", "--json", env=GBK)
    assert "——🙂𡌛" in json.loads(done.stdout)["essays"][0]["text"]


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252", "utf-16"])
def test_errors_reach_every_console(encoding, place, installed):
    done = installed("show", "没有—🙂.txt", env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert done.returncode == Exit.USAGE
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", LINES)
def test_a_pipe_gets_no_escape_codes_and_no_carriage_returns(name, place, installed):
    done = installed(*LINES[name], env={"FORCE_COLOR": "1"})
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"\r" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", OUTPUTS)
def test_json_is_one_document_of_the_published_shape_and_nothing_else(name, place, essaykit):
    import msgspec

    _, out, _ = essaykit(*LINES[name], "--json")
    assert not re.search(r"\\u(?!00[01])", out), "only control characters are escaped"
    value = json.loads(out)
    for kind in output_types(name):
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError:
            continue
        return
    pytest.fail("fits none of its records")


def test_the_four_shapes_of_list(place, essaykit):
    import msgspec

    from essaykit.cli import records

    shapes = {(): records.Listing, ("--essays",): records.EssayListing, ("--proposed",): records.Queue, ("--failed",): records.Failures}
    for options, kind in shapes.items():
        assert msgspec.json.decode(essaykit("list", *options, "--json")[1], type=kind)


@pytest.mark.parametrize("rest", ["| head -1", ">&-", "2>&-", ">&- 2>&-", "| true"])
def test_readers_that_leave_and_streams_that_are_closed(rest, place):
    script = f"set -o pipefail; {shlex.join([*program(), 'list', '--corpus', 'corpus'])} {rest}"
    done = subprocess.run(["bash", "-c", script], cwd=place, capture_output=True, check=False, env=our_environment())
    assert (done.returncode, done.stderr) == (Exit.OK, b"")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["list"], Exit.OK),
        (["check"], Exit.FINDINGS),
        (["lits"], Exit.USAGE),
        (["list", "--corpus", "nowhere"], Exit.NOTHING_READ),
        (["build", "raw.txt", "missing.txt", "--out", "new"], Exit.SOME_FAILED),
    ],
)
def test_each_exit_code_leaves_the_program(args, code, place, installed):
    if code == Exit.FINDINGS:
        next((place / "corpus" / "documents").glob("*.json")).write_text("{}", encoding="utf-8")
    assert installed(*args).returncode == code
