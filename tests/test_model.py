"""The records: frozen, closed, the same in Python as in JSON."""

from __future__ import annotations

import inspect
from typing import get_args

import msgspec
import pytest

from essaykit import model
from essaykit.model import ROLE_NAMES, Document, FlagName, Operation, Reason, Record, RoleName, Source, State

RECORDS = [c for _, c in inspect.getmembers(model, inspect.isclass) if issubclass(c, Record) and c is not Record]
WHY = Reason(zh="页码", en="a page number")
OPERATION = Operation(id="op-1", start=2, end=3, before="3", after="", rule="layout.page-number", reason=WHY)


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_a_record_is_frozen_closed_and_by_keyword_only(record):
    config = record.__struct_config__
    assert config.frozen
    with pytest.raises(TypeError, match="positional"):
        record("x")
    assert config.forbid_unknown_fields
    assert not config.omit_defaults  # every field is in the JSON, whether it has its default or not


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_a_record_holds_nothing_that_can_change(record):
    assert [f.name for f in msgspec.structs.fields(record) if "list[" in str(f.type) or "dict[" in str(f.type)] == []


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_a_record_has_a_schema(record):
    assert msgspec.json.schema(record)["$defs"][record.__name__]["additionalProperties"] is False


def test_the_lists_of_names_are_the_types():
    assert get_args(RoleName) == ROLE_NAMES
    assert set(get_args(State)) == {"applied", "proposed", "rejected", "superseded"}
    assert {"truncated", "headless", "promised_not_kept", "no_essays", "preview"} <= set(get_args(FlagName))


def test_json_and_back():
    assert msgspec.json.decode(msgspec.json.encode(OPERATION), type=Operation) == OPERATION


def test_the_json_of_a_document_has_the_fields_that_others_rely_on():
    document = Document(
        rules_version="0", id="ab", source=Source(path="银行/a.txt", sha256="ab", media_type="text/plain"), text_sha256="cd", characters=0,
        title=None, promised_count=None,
    )  # fmt: skip
    data = msgspec.json.decode(msgspec.json.encode(document))
    assert {"schema_version", "id", "source", "title", "promised_count", "essays", "flags", "flag_evidence", "operations"} <= set(data)
    assert data["schema_version"] == 1
    assert data["source"]["path"] == "银行/a.txt"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"start": "2"}, "$.start"),
        ({"state": "done"}, "$.state"),
        ({"colour": 1}, "unknown field `colour`"),
        ({"reason": {"zh": "页码"}}, "$.reason"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(change, place):
    data = msgspec.json.decode(msgspec.json.encode(OPERATION)) | change
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.json.decode(msgspec.json.encode(data), type=Operation)
    assert place in str(error.value)


def test_a_record_cannot_be_changed():
    with pytest.raises(AttributeError):
        OPERATION.start = 3
