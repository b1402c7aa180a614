"""Templates are sound: slots and frames fit, budgets add up, questions are asked in Chinese, a filled one reads well."""

import re
import tomllib

import pytest
from draft_samples import full_facts

from essaykit.cards import package_text
from essaykit.draft.assemble import build_draft
from essaykit.draft.blank import blank_facts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.frames import parse_frame
from essaykit.draft.library import find_template, load_templates, read_template
from essaykit.draft.places import address, resolve
from essaykit.draft.roles import role_cards
from essaykit.draft.template import EVENT_PARTS, Event
from essaykit.errors import CardError, UsageError
from essaykit.text import han_count

TEMPLATES = list(load_templates().values())
SLOTS = [(template, section, slot) for template in TEMPLATES for section in template.sections for slot in section.slots]
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.id)
each_slot = pytest.mark.parametrize(("template", "section", "slot"), SLOTS, ids=lambda x: x.id)


def test_six_templates_are_built_in_and_a_weekly_variant_of_the_diary():
    assert {t.id: (t.name, t.words) for t in TEMPLATES if not t.variant} == {
        "report": ("实习报告", 3000), "reflection": ("实习心得", 1500), "summary": ("实习总结", 2000),
        "diary": ("实习日记", 2400), "practice": ("社会实践报告", 3000), "volunteer": ("支教心得", 1800),
    }  # fmt: skip
    assert [(t.id, t.variant) for t in TEMPLATES if t.variant] == [("weekly", "diary")]


@each_template
def test_budgets_add_up(template):
    budgets = template.budgets()
    assert sum(budgets.values()) == template.words
    assert sum(section.weight for section in template.sections) == 100
    assert all((budgets[section.id] > 0) is (section.weight > 0) for section in template.sections)


@each_template
def test_every_slot_of_a_frame_exists_and_every_slot_has_a_frame(template):
    used = set()
    for section in template.sections:
        for paragraph in section.paragraphs:
            event = section.slot(paragraph.event) if paragraph.event else None
            for frame in (paragraph.heading, *paragraph.frames):
                for name in parse_frame(frame).names():
                    place = resolve(name, template, section, event)
                    assert place is not None, (section.id, name)
                    used.add((place.section.id, place.slot.id, place.part))
    for section in template.sections:
        for slot in section.slots:
            for part in EVENT_PARTS if slot.kind == "event" else [None]:
                assert (section.id, slot.id, part) in used


@each_slot
def test_a_question_is_asked_in_chinese_and_answered_by_a_concrete_example(template, section, slot):
    assert han_count(slot.ask) >= 6
    assert not re.search("[A-Za-z]{2,}", slot.ask)
    assert "？" in slot.ask
    facts = full_facts(template)
    assert facts.answer(section.id, slot.id).state == "filled", "the example itself is vague or incomplete"


@each_template
def test_sections_say_what_they_are_for_and_which_sentences_stand_beside_them(template):
    for section in template.sections:
        assert section.purpose
        assert section.belongs
        assert section.avoid
        assert all(han_count(question) >= 5 and question.endswith("？") for question in section.questions)
        if section.weight:
            assert section.evidence is not None
            assert set(section.evidence.roles) <= set(role_cards())


@each_template
def test_a_filled_template_reads_as_sentences(template):
    draft = build_draft(template, full_facts(template))
    text = "\n".join(p.text for section in draft.sections if section.budget for p in section.paragraphs if not p.heading)
    assert not re.search(r"[{}\[\]]|，，|。。|，。|。，|；。|：。|^[，。；：]|是是|我我", text, re.MULTILINE)
    assert all(line[-1] in "。！？…”" for line in text.split("\n"))
    assert draft.unplaced == ()
    assert [gap for section in draft.sections for gap in section.gaps] == []


@each_template
def test_a_filled_template_is_mostly_the_students_own_words(template):
    draft = build_draft(template, full_facts(template))
    assert draft.own_words >= 0.8 * draft.words
    for section in draft.sections:
        assert section.own_words >= 0.6 * section.words, section.id


@each_template
def test_the_blank_facts_file_asks_everything_and_is_empty(template):
    text = blank_facts(template)
    assert tomllib.loads(text)["template"] == template.id
    facts = parse_facts(text.encode(), template, "facts.toml")
    assert {answer.state for answer in facts.answers} == {"empty"}
    for section in template.sections:
        for slot in section.slots:
            assert slot.ask in text
            examples = [slot.example.part(part) for part in EVENT_PARTS] if isinstance(slot.example, Event) else [slot.example]
            assert all(example in text for example in examples)


def test_a_template_is_found_by_id_and_by_chinese_name():
    assert find_template("report") is find_template("实习报告")


@pytest.mark.parametrize(
    ("name", "hint"), [("repotr", "did you mean report?"), ("实习心德", "did you mean 实习心得?"), ("zzz", "there are practice")]
)
def test_an_unknown_template_names_its_neighbours(name, hint):
    with pytest.raises(UsageError, match=re.escape(hint)):
        find_template(name)


def test_addresses_are_those_of_the_facts_file():
    template = find_template("report")
    section = template.section("cases")
    assert address(section, section.slot("events"), 1, "number") == "cases.events.2.number"
    assert address(section, section.slot("thought")) == "cases.thought"


GOOD = package_text("essaykit.draft", "templates/reflection.toml")


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('frames = ["{name}"]', 'frames = ["{nom}"]', "basics: {nom} is no slot"),
        ('frames = ["{name}"]', 'frames = ["[{name}"]', "brackets don't match"),
        ('frames = ["{name}"]', 'frames = ["{}{name}"]', "a brace without its slot"),
        ('frames = ["{name}"]', "frames = []", "no frame uses {basics.name}"),
        ("weight = 15", "weight = 16", "the weights add up to 101"),
        ('id = "scene"', 'id = "daily"', "the section id 'daily' stands twice"),
        ('id = "name"', 'id = "unit"', "the slot id 'unit' stands twice"),
        ('event = "story"', 'event = "feeling"', "'feeling' is no event slot"),
        ('kind = "fact"', 'kind = "event"', "its example is not of its kind"),
        ('kind = "fact"', 'kind = "fcat"', "Invalid enum value 'fcat'"),
        ('trade = ["basics.trade"', 'trade = ["basics.job"', "trade: 'basics.job' is no slot"),
        ('roles = ["problem"]', 'roles = ["trouble"]', "self: there is no role 'trouble'"),
        ('roles = ["problem"]', "roles = []", "self: its evidence names no role"),
        ("words = 1500", "words = 'many'", "Expected `int`, got `str`"),
        ("words = 1500", "", "missing required field `words`"),
        ("words = 1500", "words = 1500\nsize = 3", "unknown field `size`"),
        ("words = 1500", "words = ", "is not TOML"),
    ],
)  # fmt: skip
def test_a_template_that_contradicts_itself_is_refused_in_one_line(old, new, cause):
    assert old in GOOD
    with pytest.raises(CardError, match=re.escape(cause)) as caught:
        read_template(GOOD.replace(old, new, 1), "mine.toml")
    assert str(caught.value).startswith("mine.toml: ")
    assert "\n" not in str(caught.value)
