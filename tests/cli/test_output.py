"""What is printed, on which stream, in which encoding."""

import json

import pytest

from essaykit.cli import output


def test_json_is_utf8_and_not_escaped_whatever_the_console(capfdbinary, monkeypatch):
    output.print_json({"text": "实习—🙂𡌛"})
    out = capfdbinary.readouterr().out
    assert "实习—🙂𡌛" in out.decode("utf-8")
    assert json.loads(out) == {"text": "实习—🙂𡌛"}


def test_json_of_a_file_name_that_is_not_utf8_still_parses(capfdbinary):
    output.print_json({"path": "实习\udcff.txt"})
    assert json.loads(capfdbinary.readouterr().out) == {"path": "实习\udcff.txt"}


def test_tables_align_wide_characters(capsys):
    output.print_table([["实习", 3, "a"], ["ab", 12, "b"]])
    assert capsys.readouterr().out == "实习   3  a\nab    12  b\n"


@pytest.mark.parametrize("evil", ["\x1b[31m", "\x07", "\x9b31m", "\u202e", "\r"])
def test_a_terminal_obeys_nothing_that_stands_in_a_document(evil, capsys):
    output.print_text(f"a{evil}b")
    assert evil not in capsys.readouterr().out
