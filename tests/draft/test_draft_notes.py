"""Notes: a line a day; they come back as they were, and flow by day, by week, or into the slot that they name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.draft.assemble import build_draft
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.library import find_template
from essaykit.draft.notes import HEAD, Note, note_line, parse_notes, with_notes
from essaykit.errors import CardError, ReadError, UsageError

NOTES = """# 实习笔记

- 2025-07-02 站了一天，引导了八十个人
- 2025-07-01 [problem.mistakes] 写错一张登记单。
- 2025-07-03 学看印鉴卡
  师傅说先看角再看字
- 2025-07-14 独立站岗
"""


def events(template, section, slot, notes=NOTES):
    found = find_template(template)
    facts, lost = with_notes(parse_facts(b"", found, "f"), found, parse_notes(notes.encode(), "notes.md"), "notes.md")
    assert lost == 0
    return [(e.time, e.action) for e in facts.answer(section, slot).events]


def test_notes_are_read_by_day_and_a_note_may_go_on_in_the_next_line():
    notes = parse_notes(NOTES.encode(), "notes.md")
    assert [n.day for n in notes] == ["2025-07-01", "2025-07-02", "2025-07-03", "2025-07-14"]
    assert notes[2].text == "学看印鉴卡师傅说先看角再看字"
    assert [n.slot for n in notes] == ["problem.mistakes", "", "", ""]


def test_a_diary_has_an_entry_a_day_and_a_log_one_a_week():
    plain = NOTES.replace("[problem.mistakes] ", "")
    assert events("diary", "entries", "entries", plain)[1] == ("7月2日 星期三", "站了一天，引导了八十个人。")
    assert [time for time, _ in events("weekly", "entries", "entries", plain)] == ["第一周（7月1日至7月3日）", "第三周（7月14日）"]


def test_a_report_takes_notes_by_week_and_those_that_name_a_slot_there():
    assert events("report", "problem", "mistakes") == [("7月1日", "写错一张登记单。")]
    assert [time for time, _ in events("report", "work", "stages")] == ["第一周（7月2日至7月3日）", "第三周（7月14日）"]


def test_an_event_made_of_notes_says_what_it_still_lacks():
    report = find_template("report")
    facts, _ = with_notes(parse_facts(b"", report, "f"), report, parse_notes(NOTES.encode(), "n"), "n")
    answer = facts.answer("problem", "mistakes")
    assert answer.state == "vague"
    assert [r.advice for r in answer.remarks] == ["还缺任务", "还缺结果", "还缺数字"]
    diary = find_template("diary")
    facts, _ = with_notes(parse_facts(b"", diary, "f"), diary, [Note(day="2025-07-02", text="站了一天")], "n")
    assert facts.answer("entries", "entries").state == "filled"


def test_notes_stand_in_the_draft_under_their_day():
    diary = find_template("diary")
    facts, _ = with_notes(parse_facts(b"", diary, "f"), diary, [Note(day="2025-07-02", text="站了一天")], "n")
    section = next(s for s in build_draft(diary, facts).sections if s.id == "entries")
    assert [(p.text, p.heading) for p in section.paragraphs] == [("7月2日 星期三", True), ("站了一天。", False)]


def test_notes_are_added_to_the_answer_of_a_plain_slot():
    report = find_template("report")
    facts = parse_facts('[gain]\nskill = "会点钞"\n'.encode(), report, "f")
    facts, _ = with_notes(facts, report, [Note(day="2025-07-02", text="会看单", slot="gain.skill")], "n")
    assert facts.answer("gain", "skill").text == "会点钞。会看单。"


def test_notes_without_a_place_are_counted():
    reflection = find_template("reflection")
    assert with_notes(parse_facts(b"", reflection, "f"), reflection, [Note(day="2025-07-02", text="一")], "n")[1] == 1


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        ("- 昨天站了一天\n".encode(), CardError, "line 1: is no note"),
        ("\n- 2025-02-30 站\n".encode(), CardError, "line 2: 2025-02-30 is no day"),
        ("- 2025-07-01 银行".encode("gb18030"), ReadError, "is not UTF-8"),
    ],
)
def test_a_line_that_is_no_note_is_named(data, kind, said):
    with pytest.raises(kind, match=said):
        parse_notes(data, "notes.md")


def test_a_note_for_a_slot_that_is_not_there_is_refused():
    report = find_template("report")
    with pytest.raises(CardError, match=r"notes.md: 2025-07-01: unknown slot 'work.x'"):
        with_notes(parse_facts(b"", report, "f"), report, [Note(day="2025-07-01", text="一", slot="work.x")], "notes.md")


@given(
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.text(alphabet="实习。，[]#-*0a. \n\t", max_size=20),
    st.sampled_from(["", "work.stages"]),
)
def test_a_note_is_read_as_it_was_written_or_refused(day, text, slot):
    note = Note(day=day.isoformat(), text=" ".join(text.split()), slot=slot)
    try:
        line = note_line(note)
    except UsageError:
        return
    assert parse_notes((HEAD + line).encode(), "n") == (note,)


def test_a_note_of_nothing_is_refused():
    for text in ("", "  ", "[work.stages] 一"):
        with pytest.raises(UsageError):
            note_line(Note(day="2025-07-01", text=text))


def test_a_note_for_a_report_stands_under_its_week_in_a_log():
    weekly = find_template("weekly")
    note = Note(day="2025-07-09", text="写错一张登记单", slot="problem.mistakes")
    facts, lost = with_notes(parse_facts(b"", weekly, "f"), weekly, [note], "notes.md")
    assert lost == 0
    assert any("写错一张登记单" in event.action for event in facts.answer("entries", "entries").events)
    with pytest.raises(CardError, match=r"unknown slot 'problem\.mistaks'"):
        with_notes(facts, weekly, [Note(day="2025-07-09", text="写错", slot="problem.mistaks")], "notes.md")


def test_no_note_for_the_one_event_of_a_slot_is_lost():
    reflection = find_template("reflection")
    notes = [Note(day=f"2025-07-0{day}", text=text, slot="moment.story") for day, text in ((1, "卡被吞了"), (2, "他又来了"))]
    for data, time, action in (
        (b"", "7月1日", "卡被吞了。他又来了。"),
        ("[moment.story]\ntime = '那天'\naction = '我请他坐下'\n".encode(), "那天", "我请他坐下。卡被吞了。他又来了。"),
    ):
        facts, _ = with_notes(parse_facts(data, reflection, "f"), reflection, notes, "notes.md")
        (event,) = facts.answer("moment", "story").events
        assert (event.time, event.action) == (time, action)
