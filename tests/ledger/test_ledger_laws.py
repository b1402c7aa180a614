"""The ledger: operations carried out, taken back, and every code point accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from essaykit.errors import LedgerError
from essaykit.ledger import (
    account,
    applied,
    apply,
    apply_between,
    essay_operations,
    make_operation,
    record_id,
    restore_essay,
    restore_source,
    settle,
    text_hash,
    to_source,
)
from essaykit.model import Document, Essay, Kept, Reason, Source

WHY = Reason(zh="页码", en="a page number")
hard = st.text(alphabet="实习 \u3000\r\n1、__×😀\u0301\u200b\U00020000", min_size=1, max_size=40)
RULES = ("layout.page-number", "noise.backtick", "role.notice")


def operation(start, before, after="", rule="layout.page-number", **more):
    return make_operation(rule, start, before, after, WHY, **more)


@st.composite
def ledgers(draw):
    """A source text and operations that don't overlap, in any order, some of them not applied."""
    source = draw(hard)
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    found = [
        replace(
            operation(a, source[a:b], draw(st.sampled_from(("", "\n", "实", "\u3000😀"))), draw(st.sampled_from(RULES))),
            state=draw(st.sampled_from(("applied", "applied", "proposed", "rejected"))),
        )
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return source, draw(st.permutations(found))


@st.composite
def crowds(draw):
    """A source text and operations anywhere in it: many overlap, some stand twice."""
    source = draw(hard)
    found = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(source) - 1))
        end = draw(st.integers(start + 1, len(source)))
        found.append(operation(start, source[start:end], draw(st.sampled_from(("", "\n"))), draw(st.sampled_from(RULES))))
    return source, found


def rank(o):
    return RULES.index(o.rule)


# ---- apply --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "operations", "clean"),
    [
        ("他们\n3\n都很好", [(2, "\n3\n", "")], "他们都很好"),
        ("他们\n3\n都很好", [], "他们\n3\n都很好"),
        ("实 习", [(1, " ", ""), (0, "实", "實")], "實习"),
        ("ab", [(0, "ab", "")], ""),
        ("a𠀀b", [(1, "𠀀", "一")], "a一b"),
    ],
)
def test_applied_operations_are_carried_out(source, operations, clean):
    assert apply(source, [operation(*o) for o in operations]) == clean


def test_only_applied_ones_are():
    page = operation(2, "\n3\n")
    assert [apply("他们\n3\n好", [replace(page, state=s)]) for s in ("applied", "proposed", "rejected", "superseded")] == [
        "他们好", "他们\n3\n好", "他们\n3\n好", "他们\n3\n好",
    ]  # fmt: skip


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(case, random):
    source, operations = case
    shuffled = list(operations)
    random.shuffle(shuffled)
    assert apply(source, shuffled) == apply(source, operations)
    assert applied(shuffled) == applied(operations)


@given(ledgers())
def test_rejecting_everything_gives_the_source_back(case):
    source, operations = case
    assert apply(source, [replace(o, state="rejected") for o in operations]) == source


@given(ledgers())
def test_what_is_kept_and_what_is_operated_on_fill_the_text(case):
    source, operations = case
    _, spans = apply_between(source, applied(operations), 0, len(source))
    pieces = sorted([*spans, *((o.start, o.end) for o in applied(operations) if o.start < o.end)])
    at = 0
    for start, end in pieces:
        assert start == at
        at = end
    assert at == len(source)


@pytest.mark.parametrize(
    ("operations", "said"),
    [
        ([(1, "b"), (1, "bc")], "overlaps"),
        ([(0, "ab"), (1, "bc")], "overlaps"),
        ([(1, "x")], "does not fit"),
        ([(3, "d")], "leaves its essay"),
    ],
)
def test_operations_that_do_not_fit_are_refused(operations, said):
    with pytest.raises(LedgerError, match=said):
        apply("abc", [operation(*o) for o in operations])


# ---- undo ---------------------------------------------------------------------------------------


def an_essay(source, operations, start=0, end=None, document="d"):
    end = len(source) if end is None else end
    text, spans = apply_between(source, applied(operations), start, end)
    return Essay(id=f"{document}-{start}", heading=None, text=text, start=start, end=end, spans=spans)


@given(ledgers())
def test_an_essay_gives_its_source_text_back(case):
    source, operations = case
    assert restore_essay(an_essay(source, operations), applied(operations)) == source


@given(ledgers())
def test_an_offset_of_the_clean_text_leads_to_its_character(case):
    source, operations = case
    essay = an_essay(source, operations)
    carried_out = applied(operations)
    for offset, char in enumerate(essay.text):
        at = to_source(essay, carried_out, offset)
        inside = next((o for o in carried_out if o.start == at and o.after and o.start <= at < max(o.end, at + 1)), None)
        assert source[at : at + 1] == char or (inside is not None and char in inside.after)


@given(ledgers())
def test_offsets_never_fall(case):
    source, operations = case
    essay = an_essay(source, operations)
    places = [to_source(essay, applied(operations), i) for i in range(len(essay.text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(source)


# ---- settle -------------------------------------------------------------------------------------


@given(crowds())
def test_settled_operations_never_overlap(case):
    source, operations = case
    settled = settle(operations, rank)
    apply(source, settled)  # raises if two overlap
    assert {o.id for o in settled} == {o.id for o in operations}


@given(crowds(), st.randoms(use_true_random=False))
def test_settling_does_not_depend_on_the_order(case, random):
    _, operations = case
    unique = list({o.id: o for o in operations}.values())
    shuffled = list(unique)
    random.shuffle(shuffled)
    assert settle(shuffled, rank) == settle(unique, rank)


@given(crowds())
def test_settling_twice_changes_nothing(case):
    settled = settle(case[1], rank)
    assert settle(settled, rank) == settled


@given(crowds())
def test_a_loser_names_a_winner_that_it_meets_and_that_does_not_rank_behind_it(case):
    settled = {o.id: o for o in settle(case[1], rank)}
    for loser in settled.values():
        if loser.state == "superseded":
            winner = settled[loser.superseded_by]
            assert winner.state == "applied"
            assert winner.start < loser.end
            assert loser.start < winner.end
            assert rank(winner) <= rank(loser)


def test_of_two_the_lower_rank_wins_then_the_longer_then_the_earlier():
    role, short, long_, late = operation(0, "a", rule="role.notice"), operation(1, "b"), operation(1, "bc"), operation(2, "cd")
    states = {o.id: o.state for o in settle([short, long_])}
    assert (states[record_id("op", short.rule, 1, "b")], states[long_.id]) == ("superseded", "applied")
    assert {o.id: o.state for o in settle([long_, late])}[late.id] == "superseded"
    wide = operation(0, "abcd")
    assert {o.id: o.state for o in settle([role, wide], rank=lambda o: 0 if o.rule == "role.notice" else 1)} == {
        role.id: "applied", wide.id: "superseded",
    }  # fmt: skip


def test_proposed_and_rejected_ones_take_no_part():
    page = replace(operation(0, "abc"), state="rejected")
    assert {o.state for o in settle([page, operation(1, "b")])} == {"rejected", "applied"}


# ---- ids ----------------------------------------------------------------------------------------


def test_an_id_follows_from_kind_rule_place_and_text_only():
    one = operation(2, "3")
    assert one.id == operation(2, "3", "x", confidence=0.1).id == record_id("op", "layout.page-number", 2, "3")
    assert len({one.id, operation(3, "3").id, operation(2, "4").id, operation(2, "3", rule="role.notice").id}) == 4
    assert record_id("op", "r", 1, "a") != record_id("ro", "r", 1, "a")
    assert record_id("op", "r", 1, "\ud800").startswith("op-")


# ---- documents ----------------------------------------------------------------------------------

SOURCE = "实习两篇\n篇一\n我 在。\n3\n好。\n篇二\n下载须知\n再见。\n"


def a_document():
    blank, page = operation(9, " ", rule="noise.blank"), operation(12, "\n3\n", "\n")
    notice = operation(21, "下载须知\n", rule="role.notice")
    operations = (blank, page, notice)
    essays = (an_essay(SOURCE, [blank, page], 8, 17), an_essay(SOURCE, [], 26, 29))
    kept = tuple(
        Kept(start=a, end=b, text=SOURCE[a:b], kind=kind)
        for a, b, kind in ((0, 5, "title"), (5, 8, "heading"), (17, 21, "heading"), (29, 30, "other"))
    )
    return Document(
        rules_version="0", id="d", source=Source(path="a.txt", sha256="d", media_type="text/plain"), text_sha256=text_hash(SOURCE),
        characters=len(SOURCE), title="实习两篇", promised_count=2, essays=essays, kept=kept, operations=operations,
    )  # fmt: skip


def test_a_document_without_its_source_gives_it_back():
    document = a_document()
    assert SOURCE[8:17] == "我 在。\n3\n好。"
    assert [e.text for e in document.essays] == ["我在。\n好。", "再见。"]
    assert restore_source(document) == SOURCE
    assert account(document) == []
    assert [o.before for o in essay_operations(document, document.essays[0])] == [" ", "\n3\n"]


def changed(document, **fields):
    return replace(document, **fields)


def _other_text(d):
    return changed(d, essays=(replace(d.essays[0], text=d.essays[0].text.replace("我", "他")), d.essays[1]))


def _longer_text(d):
    return changed(d, essays=(d.essays[0], replace(d.essays[1], text=d.essays[1].text + "x")))


def _hole(d):
    return changed(d, kept=d.kept[1:])


def _twice(d):
    return changed(d, kept=(*d.kept, d.kept[-1]))


def _lost_operation(d):
    return changed(d, operations=d.operations[:2])


def _refused_operation(d):
    return changed(d, operations=(replace(d.operations[0], state="rejected"), *d.operations[1:]))


def _other_before(d):
    return changed(d, operations=(*d.operations[:2], replace(d.operations[2], before="下载须知!")))


def _other_id(d):
    return changed(d, essays=(replace(d.essays[0], id="d-9"), d.essays[1]))


def _other_spans(d):
    return changed(d, essays=(replace(d.essays[0], spans=()), d.essays[1]))


def _shorter(d):
    return changed(d, characters=d.characters - 1)


def _other_hash(d):
    return changed(d, text_sha256="0")


@pytest.mark.parametrize(
    "change",
    [
        _other_text,
        _longer_text,
        _hole,
        _twice,
        _lost_operation,
        _refused_operation,
        _other_before,
        _other_id,
        _other_spans,
        _shorter,
        _other_hash,
    ],
)
def test_every_change_to_a_document_shows_in_its_accounts(change):
    assert account(change(a_document())) != []


@given(st.data())
def test_a_changed_character_anywhere_in_an_essay_is_found(data):
    document = a_document()
    essay = data.draw(st.sampled_from(document.essays))
    at = data.draw(st.integers(0, len(essay.text) - 1))
    text = essay.text[:at] + "×" + essay.text[at + 1 :]
    essays = tuple(replace(e, text=text) if e is essay else e for e in document.essays)
    assert account(changed(document, essays=essays)) != []
