"""`template`, `facts` and `draft` on the command line: files appear whole, nobody's work is lost, errors are one line."""

import json
import re
import sys
from pathlib import Path

import docx
import msgspec
import pytest
from draft_samples import LOBBY, NURSE, TELLER, facts_text

from essaykit.cli.main import main
from essaykit.draft.assemble import Draft
from essaykit.draft.library import TemplateListing, find_template, load_templates
from essaykit.draft.template import Template

REPORT = find_template("report")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def essaykit(capfdbinary):
    """Run a command line; gives exit code, standard output and standard error."""

    def call(*args: str) -> tuple[int, str, str]:
        code = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def facts(place):
    path = place / "facts.toml"
    path.write_text(facts_text(REPORT), encoding="utf-8")
    return "facts.toml"


@pytest.fixture
def raw(place):
    folder = place / "raw"
    folder.mkdir()
    for name, title, text in (("1.txt", "银行柜员实习报告", TELLER), ("2.txt", "大堂实习心得", LOBBY), ("3.txt", "护理实习报告", NURSE)):
        (folder / name).write_text(f"{title}\n\n{text.strip()}\n", encoding="utf-8")
    return "raw"


def test_the_list_names_both_templates(essaykit):
    code, out, _ = essaykit("template", "list")
    assert code == 0
    assert "report" in out
    assert "实习心得" in out


def test_lists_and_templates_are_printed_as_records(essaykit):
    listing = msgspec.json.decode(essaykit("template", "list", "--json")[1], type=TemplateListing)
    assert [t.id for t in listing.templates] == list(load_templates())
    assert msgspec.json.decode(essaykit("template", "show", "实习报告", "--json")[1], type=Template) == REPORT


def test_a_template_shows_its_sections_questions_and_budgets(essaykit):
    out = essaykit("template", "show", "report")[1]
    assert "2. [purpose] 实习目的  240 字（8%）" in out
    assert all(slot.ask in out for section in REPORT.sections for slot in section.slots)


def test_facts_and_draft_from_an_empty_folder(essaykit, place):
    assert essaykit("facts", "new", "report", "--out", "facts.toml")[0] == 0
    code, out, err = essaykit("draft", "build", "report", "--facts", "facts.toml", "--out", "draft.md", "--excerpts", "none")
    assert (code, out) == (0, "")
    assert err == "draft.md: 0 of 3000 words, 24 answers missing or vague, 0 excerpts\n"
    assert (place / "draft.md").read_text(encoding="utf-8").startswith("# 实习报告\n")


def test_a_draft_goes_to_standard_output_and_json_stands_alone(essaykit, facts):
    page = essaykit("draft", "build", "report", "--facts", facts, "--excerpts", "none")[1]
    assert page.startswith("# 银行大堂引导员实习报告\n")
    draft = msgspec.json.decode(essaykit("draft", "build", "report", "--facts", facts, "--excerpts", "none", "--json")[1], type=Draft)
    assert draft.title == "银行大堂引导员实习报告"


def test_json_and_a_file_can_be_had_at_once(essaykit, facts, place):
    code, out, err = essaykit("draft", "build", "report", "--facts", facts, "--excerpts", "none", "--json", "--out", "d.md")
    assert (code, err) == (0, "")
    assert json.loads(out)["template"] == "report"
    assert (place / "d.md").exists()


def test_excerpts_come_from_a_corpus(essaykit, facts, raw):
    assert essaykit("build", raw, "--out", "corpus")[0] == 0
    page = essaykit("draft", "build", "report", "--facts", facts)[1]
    assert re.search(r"> 【摘录】.*\n>\n> —— 《.*》，`[0-9a-f]{16}-\d+`，\d\.txt\n", page)


def test_excerpts_come_from_files_as_they_are_with_the_ids_and_sources_that_they_state(essaykit, facts, place):
    records = [{"id": "t-1", "title": "柜员", "text": TELLER, "url": "https://a.example/1", "path": "a.html"}, {"id": "t-2", "text": NURSE}]
    (place / "essays.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    page = essaykit("draft", "build", "report", "--facts", facts, "--from", "essays.jsonl")[1]
    assert "> —— 《柜员》，`t-1`，a.html，https://a.example/1\n" in page
    assert "> —— `t-2`\n" in page
    draft = msgspec.json.decode(essaykit("draft", "build", "report", "--facts", facts, "--from", "essays.jsonl", "--json")[1], type=Draft)
    assert {source.essay for source in draft.sources} == {"t-1", "t-2"}


def test_excerpts_come_from_a_folder(essaykit, facts, raw):
    assert "> —— `1.txt`\n" in essaykit("draft", "build", "report", "--facts", facts, "--from", raw)[1]


def test_without_a_corpus_the_draft_is_built_and_says_so(essaykit, facts):
    code, out, err = essaykit("draft", "build", "report", "--facts", facts)
    assert code == 0
    assert "【摘录】" not in out
    assert err.startswith("corpus: no such folder")


def test_a_corpus_that_is_named_must_be_there(essaykit, facts):
    code, out, err = essaykit("draft", "build", "report", "--facts", facts, "--corpus", "nowhere")
    assert (code, out) == (3, "")
    assert err.startswith("nowhere: ")


def test_the_same_call_gives_the_same_bytes(essaykit, facts, raw):
    assert essaykit("draft", "build", "report", "--facts", facts, "--from", raw) == essaykit(
        "draft", "build", "report", "--facts", facts, "--from", raw
    )


def test_a_facts_file_is_never_written_over_unless_forced(essaykit, place, facts):
    before = (place / facts).read_bytes()
    code, _, err = essaykit("facts", "new", "report", "--out", facts)
    assert code == 2
    assert err.startswith("facts.toml: exists and holds work of your own")
    assert (place / facts).read_bytes() == before
    assert essaykit("facts", "new", "report", "--out", facts, "--force")[0] == 0


def test_a_draft_is_written_anew_until_someone_works_on_it(essaykit, place, facts):
    call = ("draft", "build", "report", "--facts", facts, "--excerpts", "none", "--out", "draft.md")
    assert essaykit(*call)[0] == essaykit(*call)[0] == 0
    draft = place / "draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("我最怕", "我很怕"), encoding="utf-8")
    mine = draft.read_bytes()
    code, _, err = essaykit(*call)
    assert code == 2
    assert "exists and holds work of your own" in err
    assert draft.read_bytes() == mine
    assert essaykit(*call, "--force")[0] == 0


BAD = [
    (("draft", "build", "repotr"), 2, "did you mean report?"),
    (("draft", "build", "report", "--facts", "none.toml"), 3, "none.toml: "),
    (("draft", "build", "report", "--facts", "folder"), 3, "folder: is not a file"),
    (("draft", "build", "report", "--facts", "gbk.toml"), 3, "gbk.toml: line 2: is not UTF-8"),
    (("draft", "build", "report", "--facts", "unknown.toml"), 2, "unknown.toml: line 2: unknown slot 'cover.trad'"),
    (("draft", "build", "report", "--facts", "broken.toml"), 2, "broken.toml: line 1: is not TOML"),
    (("draft", "build", "report", "--facts", "large.toml"), 3, "large.toml: is too large for a facts file"),
    (("draft", "build", "report", "--facts", "deep.toml"), 2, "deep.toml: is nested too deeply"),
    (("draft", "build", "report", "--out", "folder"), 2, "folder: is a folder"),
    (("draft", "build", "report", "--out", "no/such/draft.md"), 3, "no/such/draft.md: "),
    (("draft", "build", "report", "--excerpts", "margin"), 2, "--excerpts"),
    (("draft", "build", "report", "--facts", "-", "--from", "-"), 2, "standard input can't be two things at once"),
    (("draft", "build", "report", "--from", "none"), 3, "none: "),
    (("draft", "build", "report", "--profile", "standart"), 2, "did you mean standard?"),
    (("draft", "build", "report", "--trade", "banc"), 2, "did you mean bank?"),
    (("draft", "build", "report", "--out", "draft.pdf"), 2, "draft.pdf: .pdf can't be written"),
    (("draft", "build", "report", "--form", "broken.docx", "--out", "new.docx"), 3, "broken.docx: is no Word file"),
    (("draft", "build", "report", "--form", "loop.docx", "--out", "new.docx"), 3, "loop.docx: document: for is not allowed"),
    (("draft", "build", "report", "--form", "loop.docx", "--out", "new.md"), 2, "new.md: a form is filled into a .docx"),
    (("draft", "build", "report", "--notes", "gbk.toml"), 3, "gbk.toml: is not UTF-8"),
    (("draft", "build", "broken.toml"), 2, "broken.toml: is not TOML"),
    (("draft", "check", "broken.docx"), 3, "broken.docx: is no Word file"),
    (("draft", "check", "none.md"), 3, "none.md: "),
    (("draft", "check", "empty.md"), 3, "empty.md: is empty"),
    (("draft", "check", "paper.pdf"), 3, "paper.pdf: .pdf can't be checked"),
    (("draft", "report", "broken.docx", "--out", "new.html"), 3, "broken.docx: is no Word file"),
    (("note", "add", "  "), 2, "is no note"),
    (("note", "add", "站了一天", "--date", "昨天"), 2, "昨天 is no day"),
    (("note", "add", "站了一天", "--file", "broken.toml"), 2, "broken.toml: line 1: is no note"),
    (("template", "new", "report"), 2, "is no id for a new template"),
    (("template", "learn", "--from", "facts.jsonl", "--group", "trade=x"), 2, "no text has a field trade"),
    (("outline",), 2, "takes a template or --group"),
    (("template", "show", "实习报"), 2, "did you mean 实习报告?"),
    (("facts", "new", "x"), 2, "there are practice"),
]


@pytest.mark.parametrize(("args", "expected", "message"), BAD, ids=lambda x: " ".join(x) if isinstance(x, tuple) else "")
def test_bad_input_is_one_clear_line_and_leaves_nothing_behind(essaykit, place, args, expected, message):
    (place / "folder").mkdir()
    (place / "gbk.toml").write_bytes("[cover]\ntrade = '银行'\n".encode("gb18030"))
    (place / "unknown.toml").write_text('[cover]\ntrad = "x"\n', encoding="utf-8")
    (place / "broken.toml").write_text("[cover\n", encoding="utf-8")
    (place / "large.toml").write_text("#" * 1_000_001, encoding="utf-8")
    (place / "deep.toml").write_text("a = " + "[" * 20_000, encoding="utf-8")
    (place / "broken.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 99)
    (place / "empty.md").write_bytes(b"\n")
    (place / "paper.pdf").write_bytes(b"%PDF-1.7")
    (place / "facts.jsonl").write_text('{"id": "1", "text": "一"}\n', encoding="utf-8")
    loop = docx.Document()
    loop.add_paragraph("{% for x in cover %}{{ x }}{% endfor %}")
    loop.save(str(place / "loop.docx"))
    before = sorted(place.rglob("*"))
    extra = () if "--out" in args or args[:2] != ("draft", "build") else ("--out", "draft.md")
    code, out, err = essaykit(*args, *extra)
    assert code == expected
    assert out == ""
    assert message in err
    assert [line for line in err.splitlines() if not line.startswith("corpus: no such folder")] == err.splitlines()[-1:]
    assert sorted(place.rglob("*")) == before


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no such device here")
def test_a_full_disk_is_one_line_and_the_device_is_left(essaykit):
    code, out, err = essaykit("facts", "new", "report", "--out", "/dev/full")
    assert code != 0
    assert out == ""
    assert err.count("\n") == 1
    assert "No space left" in err
    assert Path("/dev/full").is_char_device()


def test_a_link_is_followed(essaykit, place):
    (place / "target.toml").write_bytes(b"")
    (place / "link.toml").symlink_to("target.toml")
    assert essaykit("facts", "new", "report", "--out", "link.toml", "--force")[0] == 0
    assert (place / "link.toml").is_symlink()
    assert (place / "target.toml").stat().st_size > 1000


def test_facts_may_come_through_a_pipe(essaykit, monkeypatch, tmp_path):
    path = tmp_path / "f.toml"
    path.write_text(facts_text(REPORT), encoding="utf-8")
    with Path("f.toml").open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        assert essaykit("draft", "build", "report", "--facts", "-", "--excerpts", "none")[1].startswith("# 银行大堂引导员实习报告")


def test_a_paper_is_checked_against_the_template_that_its_facts_are_for(essaykit, place):
    reflection = find_template("reflection")
    (place / "mine.toml").write_text(facts_text(reflection), encoding="utf-8")
    essaykit("draft", "build", "reflection", "--facts", "mine.toml", "--excerpts", "none", "--out", "paper.md")
    code, out, err = essaykit("draft", "check", "paper.md", "--facts", "mine.toml", "--json")
    assert (code, json.loads(out)["template"]) == (1, "reflection"), err
    code, out, _ = essaykit("draft", "disclose", "paper.md", "--facts", "mine.toml")
    assert (code, "按“实习心得”模板" in out) == (0, True)


def test_what_notes_fill_is_not_missing(essaykit, place):
    (place / "notes.md").write_text("- 2025-07-01 [problem.cause] 我只记住了步骤，没弄懂预约是为了什么\n", encoding="utf-8")
    essaykit("draft", "build", "report", "--notes", "notes.md", "--out", "paper.md")
    told = json.loads(essaykit("draft", "check", "paper.md", "--notes", "notes.md", "--json")[1])
    missing = [f["found"] for f in told["findings"] if f["check"] == "missing_slot"]
    assert "目标" in missing
    assert "原因" not in missing


def test_a_draft_built_without_excerpts_is_told_of_as_that(essaykit, facts, raw):
    essaykit("draft", "build", "report", "--facts", facts, "--excerpts", "none", "--from", raw, "--out", "paper.md")
    told = ("draft", "disclose", "paper.md", "--template", "report", "--facts", facts, "--from", raw)
    assert "工具给出摘录 0 条" in essaykit(*told, "--excerpts", "none")[1]
    assert "工具给出摘录 0 条" not in essaykit(*told)[1]


def test_only_a_word_file_has_a_profile(essaykit, place):
    (place / "paper.txt").write_text("我在城南支行站了三十四天。", encoding="utf-8")
    code, _, err = essaykit("draft", "check", "paper.txt", "--profile", "standard")
    assert (code, err.count("\n")) == (2, 1)
    assert "only a .docx" in err


def test_a_missing_section_has_its_name_in_the_table(essaykit, place):
    (place / "paper.txt").write_text("一、实习目的\n我想弄清一笔业务要经过几个人的手。\n", encoding="utf-8")
    out = essaykit("draft", "check", "paper.txt", "--template", "report")[1]
    assert "（典型事例）" in out
    assert "（cases）" not in out


def test_a_file_for_a_folder_that_is_not_there_says_what_to_do(essaykit):
    code, _, err = essaykit("facts", "new", "report", "--out", "none/facts.toml")
    assert (code, err) == (3, "none/facts.toml: No such file or directory (make its folder first, or choose one that there is)\n")


def test_a_choice_that_there_is_not_is_said_plainly(essaykit):
    code, _, err = essaykit("outline", "report", "--format", "xx")
    assert (code, "Value error" in err, "'md'" in err) == (2, False, True)


def test_a_template_has_no_negative_weights(essaykit, place):
    essaykit("template", "new", "mine", "--out", "mine.toml")
    text = (
        (place / "mine.toml").read_text(encoding="utf-8").replace("weight = 8\n", "weight = -8\n").replace("weight = 11\n", "weight = 27\n")
    )
    (place / "mine.toml").write_text(text.replace("words = 3000", "words = 0"), encoding="utf-8")
    code, out, _ = essaykit("template", "check", "mine.toml")
    assert code == 1
    assert "purpose: its weight is negative" in out
    assert "words" in out


def test_the_schema_of_a_command_of_two_words_needs_no_quotes(essaykit):
    code, out, _ = essaykit("schema", "draft", "check")
    assert (code, json.loads(out)["title"]) == (0, "essaykit draft check --json")
    assert out == essaykit("schema", "draft check")[1]


def test_notes_of_a_report_are_worked_into_a_log_and_it_is_said(essaykit, place):
    essaykit("note", "add", "写错一张登记单", "--for", "problem.mistakes", "--date", "2025-07-09")
    code, out, err = essaykit("draft", "build", "weekly", "--notes", "notes.md", "--excerpts", "none")
    assert (code, err) == (0, "notes.md: 1 notes are for slots of other templates, and stand under their days\n")
    assert "写错一张登记单" in out


def test_standard_input_is_one_thing(essaykit):
    for args in (("check", "-", "--facts", "-"), ("disclose", "-", "--from", "-"), ("build", "report", "--facts", "-", "--notes", "-")):
        code, _, err = essaykit("draft", *args)
        assert (code, err.count("\n")) == (2, 1)
        assert "standard input can't be two things at once" in err


def test_bars_can_be_printed_in_a_chinese_console(essaykit, place):
    (place / "paper.txt").write_text("一、实习目的\n我想弄清一笔业务要经过几个人的手。\n", encoding="utf-8")
    assert essaykit("draft", "check", "paper.txt", "--template", "report")[1].encode("gbk")
