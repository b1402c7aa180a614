"""Errors are for the person who reads them: one line, a place, a cause, what to do, an exit code that stays as it is."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.errors import CardError, CorpusError, DecisionError, EssaykitError, Exit, LedgerError, ReadError, UsageError, printable

KINDS = [EssaykitError, UsageError, ReadError, CorpusError, CardError, LedgerError, DecisionError]


def test_exit_codes_are_part_of_the_interface():
    assert {e.name: int(e) for e in Exit} == {"OK": 0, "FINDINGS": 1, "USAGE": 2, "NOTHING_READ": 3, "SOME_FAILED": 4, "INTERRUPTED": 130}


@pytest.mark.parametrize(
    ("kind", "code"),
    [(EssaykitError, 3), (UsageError, 2), (ReadError, 3), (CorpusError, 3), (CardError, 2), (LedgerError, 3), (DecisionError, 2)],
)
def test_each_kind_has_its_exit_code(kind, code):
    assert kind("x").exit_code == code


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "is empty"),
        ({"file": "a.txt"}, "a.txt: is empty"),
        ({"file": "a.txt", "place": "line 3", "hint": "0 bytes"}, "a.txt: line 3: is empty (0 bytes)"),
        ({"place": "$.essays[0]"}, "$.essays[0]: is empty"),
    ],
)
def test_a_line_has_file_place_cause_and_hint(parts, line):
    assert str(ReadError("is empty", **parts)) == line


@given(st.text(max_size=30))
def test_whatever_is_printed_stays_on_one_line_and_can_be_encoded(text):
    assert printable(text).isprintable()
    str(EssaykitError("x" + text, file="f" + text, place="p" + text, hint="h" + text)).encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "shown"), [("实习.txt", "实习.txt"), ("a\nb", "a\\nb"), ("\x1b[2J", "\\x1b[2J"), ("\udce9", "\\udce9"), ("a b", "a b")]
)
def test_controls_and_surrogates_are_escaped(raw, shown):
    assert printable(raw) == shown


@pytest.mark.parametrize("kind", KINDS)
def test_errors_come_back_whole_from_worker_processes(kind):
    error = pickle.loads(pickle.dumps(kind("cause", file="f", place="p", hint="h")))
    assert type(error) is kind
    assert (error.cause, error.file, error.place, error.hint) == ("cause", "f", "p", "h")
