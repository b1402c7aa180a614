"""What must always hold of a document, whatever came in and whatever people ruled."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nasty import built, compilations, loose_texts, on_operation, pages, raw_documents, rulings

from essaykit.ledger import account, applied, apply, restore_source
from essaykit.model import Decision, Document
from essaykit.pipeline import build_document
from essaykit.read import read_source

often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
sometimes = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def the_source(data):
    return read_source(data, "a.txt").text


@often
@given(raw_documents())
def test_a_document_gives_its_source_text_back(data):
    document = built(data)
    assert restore_source(document) == the_source(data)
    assert account(document) == []


@often
@given(compilations())
def test_a_compilation_gives_its_source_text_back(text):
    document = built(text.encode())
    assert restore_source(document) == the_source(text.encode())
    assert account(document) == []


@often
@given(pages())
def test_a_page_gives_its_source_text_back(data):
    document = built(data, name="a.html")
    assert restore_source(document) == read_source(data, "a.html").text
    assert account(document) == []
    for essay in document.essays:
        assert essay.text == "\n".join(line.strip() for line in essay.text.split("\n") if line.strip())


@often
@given(raw_documents())
def test_every_code_point_is_in_exactly_one_place(data):
    document = built(data)
    pieces = [(k.start, k.end) for k in document.kept]
    for essay in document.essays:
        inside = [(o.start, o.end) for o in applied(document.operations) if essay.start <= o.start and o.end <= essay.end]
        pieces += [*essay.spans, *inside]
    pieces += [
        (o.start, o.end) for o in applied(document.operations) if not any(e.start <= o.start and o.end <= e.end for e in document.essays)
    ]
    at = 0
    for start, end in sorted(pieces):
        assert start == at
        at = end
    assert at == document.characters


@often
@given(raw_documents())
def test_an_essay_is_paragraphs_without_blank_lines_or_loose_ends(data):
    document = built(data)
    for essay in document.essays:
        lines = essay.text.split("\n")
        assert essay.text
        assert [line for line in lines if not line.strip()] == []
        assert [line for line in lines if line != line.rstrip()] == []
        assert essay.text == essay.text.strip()


@often
@given(raw_documents())
def test_what_a_document_says_of_itself_fits_its_source(data):
    document = built(data)
    size = document.characters
    assert len({o.id for o in document.operations}) == len(document.operations)
    assert len({r.id for r in document.roles}) == len(document.roles)
    assert [e.start for e in document.essays] == sorted(e.start for e in document.essays)
    for low, high in ((r.start, r.end) for r in document.roles):
        assert 0 <= low < high <= size
    source = restore_source(document)
    for operation in document.operations:
        assert source[operation.start : operation.end] == operation.before
        assert (operation.superseded_by is not None) == (operation.state == "superseded")
        assert operation.superseded_by is None or any(o.id == operation.superseded_by for o in applied(document.operations))
    for essay in document.essays:
        assert {f.name for f in essay.flag_evidence} == set(essay.flags)
        for flag in essay.flag_evidence:
            assert all(0 <= start <= end <= size for start, end in flag.spans)
        for section in essay.sections:
            assert 0 <= section.start < section.end <= len(essay.text)


@sometimes
@given(loose_texts() | compilations(), st.randoms(use_true_random=False))
def test_the_order_of_operations_does_not_matter(text, random):
    document = built(text.encode("utf-8", "surrogatepass"))
    source = restore_source(document)
    shuffled = list(document.operations)
    random.shuffle(shuffled)
    assert apply(source, shuffled) == apply(source, document.operations)


@sometimes
@given(raw_documents())
def test_the_same_input_gives_the_same_bytes(data):
    first, second = built(data), built(data)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


@sometimes
@given(raw_documents())
def test_a_document_survives_its_own_json(data):
    document = built(data)
    assert msgspec.json.decode(msgspec.json.encode(document), type=Document) == document


# ---- rulings ------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), compilations() | loose_texts())
def test_no_sequence_of_decisions_breaks_the_accounts(data, text):
    raw = text.encode("utf-8", "surrogatepass")
    document = built(raw)
    decisions = data.draw(rulings(document))
    decided = built(raw, decisions)
    assert restore_source(decided) == the_source(raw)
    assert account(decided) == []
    assert built(raw, decisions) == decided


@sometimes
@given(st.data(), compilations())
def test_a_decision_without_a_place_is_reported(data, text):
    raw = text.encode()
    decisions = data.draw(rulings(built(raw)))
    gone = [d for d in decisions if d.quote == "不在这里"]
    decided = built(raw, decisions)
    assert {d.id for d in gone} <= set(decided.unplaced)
    assert set(decided.unplaced) <= {d.id for d in decisions}


@sometimes
@given(st.data(), compilations())
def test_undo_is_building_without_the_decision(data, text):
    raw = text.encode()
    document = built(raw)
    decisions = data.draw(rulings(document))
    built(raw, decisions)
    assert built(raw) == document


@sometimes
@given(compilations())
def test_rejecting_everything_gives_the_source_back(text):
    raw = text.encode()
    document = built(raw)
    source = restore_source(document)
    decisions = [on_operation(document, source, o, "reject", number=i) for i, o in enumerate(document.operations)]
    for _ in range(4):  # what was removed as one may fall into several; each is ruled on as it comes up
        decided = built(raw, decisions)
        left = applied(decided.operations)
        if not left:
            break
        decisions += [on_operation(decided, source, o, "reject", number=len(decisions) + i) for i, o in enumerate(left)]
    assert applied(decided.operations) == []
    assert apply(source, decided.operations) == source


@sometimes
@given(compilations(), st.sampled_from(("accept", "reject")))
def test_a_ruling_on_an_operation_is_what_the_document_then_says(text, verdict):
    raw = text.encode()
    document = built(raw)
    source = restore_source(document)
    wanted = "rejected" if verdict == "reject" else "applied"
    for operation in document.operations[:6]:
        if operation.state == "superseded":
            continue
        decided = built(raw, [on_operation(document, source, operation, verdict)])
        states = {o.state for o in decided.operations if o.id == operation.id}
        assert states <= {wanted, "superseded"}


def test_a_decision_of_an_unknown_operation_without_place_is_reported():
    lost = Decision(id="de-1", verdict="reject", operation="op-000000000000")
    assert build_document("我在银行实习。".encode(), "a.txt", decisions=[lost]).unplaced == ("de-1",)


@pytest.mark.parametrize("text", ["我", "x", "。", "\u200b我", "篇1", "1", "7月4日", "第一周", "-", "😀", "①", "(", "\x07", "\ufffd"])
def test_one_character_or_one_heading_is_a_document(text):
    document = build_document(text.encode(), "a.txt")
    assert restore_source(document) == text
    assert account(document) == []
    assert document.essays == ()
    assert "no_essays" in document.flags
