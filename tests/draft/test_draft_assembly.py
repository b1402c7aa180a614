"""What the student wrote stands in the draft, marked as the student's; what is missing is asked for; nothing is mixed."""

import re

import msgspec
import pytest
from draft_samples import facts_text, full_facts, small_corpus
from hypothesis import given
from hypothesis import strategies as st

from essaykit.draft.assemble import Draft, build_draft
from essaykit.draft.excerpts import choose_excerpts
from essaykit.draft.facts_file import parse_facts, tidy_answer
from essaykit.draft.library import find_template, load_templates
from essaykit.draft.template import EVENT_PARTS, Event

REPORT = find_template("report")


def draft_of(text: str, template=REPORT) -> Draft:
    return build_draft(template, parse_facts(text.encode(), template, "facts.toml"))


def section_of(draft: Draft, name: str):
    return next(section for section in draft.sections if section.id == name)


def test_facts_are_worked_into_the_frames_of_their_section():
    draft = draft_of('[cover]\ntrade = "银行柜员"\n[unit]\nduties = "取号引导。"\nrules = "不碰现金"\n')
    assert draft.title == "银行柜员实习报告"
    assert [p.text for p in section_of(draft, "unit").paragraphs] == ["我的岗位是银行柜员，职责是：取号引导。要守的规矩是：不碰现金。"]


def test_each_stretch_of_the_students_own_is_marked():
    draft = draft_of('[unit]\nrules = "不碰现金。"\n')
    (paragraph,) = section_of(draft, "unit").paragraphs
    assert [(paragraph.text[own.start : own.end], own.slot) for own in paragraph.own] == [("不碰现金。", "unit.rules")]


def test_an_answer_of_several_paragraphs_stays_several():
    draft = draft_of("[gain]\nview = '''\n以前这样想。\n\n现在那样想\n'''\n")
    assert [p.text for p in section_of(draft, "gain").paragraphs] == ["以前这样想。", "现在那样想。"]


def test_several_events_are_told_one_after_the_other_in_different_words():
    events = "".join(f'[[work.stages]]\ntime = "第{n}周"\ntask = "第{n}项"\nnumber = "{n} 张"\n' for n in "一二三四")
    texts = [p.text for p in section_of(draft_of(events), "work").paragraphs]
    assert texts == [
        "第一周，我的任务是第一项。这一段的数字是：一 张。",
        "第二周，我负责第二项。数下来，二 张。",
        "第三周，要做的是第三项。有记录的数字是：三 张。",
        "第四周，我的任务是第四项。这一段的数字是：四 张。",
    ]


def test_an_answer_whose_frame_lacks_another_stands_by_itself():
    draft = draft_of('[unit]\nduties = "取号引导"\n')
    assert [p.text for p in section_of(draft, "unit").paragraphs] == ["取号引导。"]
    assert draft.unplaced == ("unit.duties",)


def test_empty_and_vague_slots_are_listed_filled_ones_are_not():
    draft = draft_of('[purpose]\norigin = "学校安排在某公司"\ncourses = "会计学基础"\n')
    gaps = {gap.slot: gap.state for gap in section_of(draft, "purpose").gaps}
    assert gaps == {"purpose.origin": "vague", "purpose.goal": "empty", "purpose.before": "empty"}


def test_a_section_of_optional_slots_only_is_left_out_when_empty():
    assert "thanks" not in [section.id for section in draft_of("").sections]
    draft = draft_of('[thanks]\nwhom = "陈师傅"\n')
    assert section_of(draft, "thanks").heading == "九、致谢"


def test_words_are_counted_without_excerpts_and_against_the_budget():
    quoted = choose_excerpts(small_corpus(), REPORT, "银行柜员")
    with_excerpts, without = build_draft(REPORT, full_facts(REPORT), quoted), build_draft(REPORT, full_facts(REPORT))
    assert with_excerpts.words == without.words > 0
    assert with_excerpts.budget == sum(section.budget for section in with_excerpts.sections) == 3000
    assert with_excerpts.words == sum(section.words for section in with_excerpts.sections if section.budget)


def test_excerpts_stay_records_of_their_own_with_a_list_of_sources():
    quoted = choose_excerpts(small_corpus(), REPORT, "银行柜员")
    draft = build_draft(REPORT, full_facts(REPORT), quoted)
    own = "\n".join(p.text for section in draft.sections for p in section.paragraphs)
    for section in draft.sections:
        assert section.excerpts == quoted.get(section.id, ())
        assert all(excerpt.text not in own for excerpt in section.excerpts)
    assert {source.essay for source in draft.sources} == {e.essay for excerpts in quoted.values() for e in excerpts}


def test_the_record_comes_back_from_its_json():
    draft = build_draft(REPORT, full_facts(REPORT), choose_excerpts(small_corpus(), REPORT, "银行柜员"))
    assert msgspec.json.decode(msgspec.json.encode(draft), type=Draft) == draft


ANSWERS = st.text(alphabet="实习对账a1 。，；！“”（）#>|<{}[]*_`\n", max_size=12).filter(lambda text: "'" not in text)


@st.composite
def answered(draw):
    """A template and an answer for each of its slots."""
    template = draw(st.sampled_from(list(load_templates().values())))
    answers: dict[str, str | Event] = {}
    for section in template.sections:
        for slot in section.slots:
            name = f"{section.id}.{slot.id}"
            answers[name] = Event(**{part: draw(ANSWERS) for part in EVENT_PARTS}) if slot.kind == "event" else draw(ANSWERS)
    return template, answers


@given(answered())
def test_every_answer_stands_in_the_draft_in_full(case):
    template, answers = case
    draft = build_draft(template, parse_facts(facts_text(template, answers).encode(), template, "facts.toml"))
    printed: dict[str, str] = {}
    for section in draft.sections:
        for paragraph in section.paragraphs:
            for own in paragraph.own:
                assert 0 <= own.start < own.end <= len(paragraph.text)
                printed[own.slot] = printed.get(own.slot, "") + paragraph.text[own.start : own.end]
    for name, answer in answers.items():
        section, slot = (part for part in name.split("."))
        many = template.section(section).slot(slot).many
        parts = (
            {f"{name}{'.1' if many else ''}.{part}": answer.part(part) for part in EVENT_PARTS}
            if isinstance(answer, Event)
            else {name: answer}
        )
        for address, text in parts.items():
            said = re.sub(r"[\s。，；、：,;:.]", "", tidy_answer(text))
            if said:
                assert said in re.sub(r"[\s。，；、：,;:.]", "", printed.get(address, "")), address


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda t: t.id)
def test_an_empty_facts_file_gives_a_draft_of_questions(template):
    draft = draft_of("", template)
    assert draft.words == draft.own_words == 0
    asked = {gap.slot for section in draft.sections for gap in section.gaps}
    assert asked >= {f"{s.id}.{slot.id}" for s in template.sections for slot in s.slots if not slot.optional}
