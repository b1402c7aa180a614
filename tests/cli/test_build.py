"""`build`: what it says, what it leaves, what it is told by decisions."""

import json
from contextlib import redirect_stderr

import pytest

from essaykit.cli.build import MOST_LINES, document_line
from essaykit.cli.progress import Progress
from essaykit.errors import Exit
from essaykit.store import IndexedDocument
from essaykit.text import display_width

TEXT = """\
银行实习心得两篇
篇一
我在城东网点实习了四十天，每天跟着师傅学点钞。师傅说手要稳，心要静，一天练两个小时。我把练功券带回宿舍，睡前再练一百张。
到第三个星期，我终于能在规定的时间里点完一把，师傅点了点头，没有说话，可我知道这就是他的夸奖了。
篇二
第二个网点在老街上，来的多是老人。他们存折攥得很紧，说话要凑近了听。我学会了放慢语速，把每一笔都念给他们听。
离开的那天，一位常来的大爷问我明天还在不在，我说不在了，他把存折又看了一遍，才慢慢走出去。
"""


@pytest.fixture
def raw(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "两篇.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "raw"


def test_one_line_a_document_and_a_summary(raw, essaykit):
    code, out, err = essaykit("build", "raw")
    assert (code, err) == (Exit.OK, "")
    line, summary = out.splitlines()
    assert line.startswith("两篇.txt: 2 essays of 2 promised, ")
    assert line.endswith("银行实习心得两篇")
    assert summary.startswith("1 document (1 made, 0 as before, 0 gone), 2 essays, ")
    assert "(0 made, 1 as before, 0 gone)" in essaykit("build", "raw")[1]
    assert "(1 made, 0 as before, 0 gone)" in essaykit("build", "raw", "--force")[1]


def test_explain_says_what_each_rule_did(raw, essaykit):
    (raw / "两篇.txt").write_text(TEXT.replace("篇二\n", "第 3 页 共 9 页\n篇二\n"), encoding="utf-8")
    out = essaykit("build", "raw", "--explain")[1]
    assert "layout.page-of-pages: 1 place, " in out
    assert "line 5: “第 3 页 共 9 页”" in out
    page, _ = out.split("\n\n")
    assert page + "\n\n" == essaykit("show", "两篇.txt", "--explain")[1], "the same page without a build"


def test_a_line_of_a_document_says_what_was_removed_and_what_waits():
    line = document_line(indexed())
    assert line == "a.txt: 2 essays of 3 promised, 50 characters removed (5.0%), 4 waiting  [preview truncated:1]  实习日记"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_line_never_leaves_the_terminal_and_a_long_path_gives_way_to_the_numbers(width):
    line = document_line(indexed(path=f"{'很长的文件夹名' * 9}/a.txt", title="一个很长很长的标题" * 9), width)
    assert display_width(line) <= width
    assert "2 essays of 3" in line
    if width >= 80:
        assert "(5.0%), 4 waiting" in line


def indexed(path="a.txt", title="实习日记"):
    return IndexedDocument(
        path=path, id="0" * 16, title=title, site="", media_type="text/plain", encoding="utf-8", promised=3, essays=2, flags=("preview",),
        essay_flags={"truncated": 1}, characters=1000, kept=950, proposed=4, rules_version="", context_digest="", decisions_digest="",
        sha256="", file_sha256="", key="",
    )  # fmt: skip


def test_of_many_documents_only_the_sums_are_printed_unless_asked_for(raw, essaykit):
    for number in range(MOST_LINES):
        (raw / f"{number}.txt").write_text(f"{number}\n", encoding="utf-8")
    code, out, err = essaykit("build", "raw")
    assert (code, out.count("\n")) == (Exit.OK, 1)
    assert out.startswith(f"{MOST_LINES + 1} documents ")
    assert err.count("\n") == 1
    assert "--verbose" in err
    assert essaykit("build", "raw", "--quiet") == (Exit.OK, "", "")
    _, out, err = essaykit("build", "raw", "--verbose")
    assert (out.count("\n"), err) == (MOST_LINES + 2, "")


def test_quiet_prints_nothing_and_json_one_document(raw, essaykit):
    assert essaykit("build", "raw", "--quiet") == (Exit.OK, "", "")
    assert json.loads(essaykit("build", "raw", "--json")[1])["totals"]["essays"] == 2


def test_json_is_whole_even_when_nothing_can_be_read(raw, essaykit):
    code, out, _ = essaykit("build", "missing", "--json", "--out", "new")
    assert code == Exit.NOTHING_READ
    assert json.loads(out)["failures"][0]["path"]


def test_standard_input_is_a_document_called_dash(raw, installed):
    done = installed("build", "-", "--out", "new", stdin=None, input=TEXT.encode("gb18030"))
    assert done.returncode == Exit.OK, done.stderr
    assert done.stdout.decode().startswith("-: 2 essays")


def test_a_mixed_folder_of_encodings_reads_right(raw, essaykit):
    """Every file of one folder in its own encoding; the guess and its evidence are in the record."""
    encodings = {"gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-16": "utf-16", "utf-8-sig": "utf-8"}
    for name in encodings:
        text = TEXT.replace("两", "兩").replace("实习", "實習") if name == "big5" else TEXT
        (raw / f"{name}.txt").write_bytes((text + f"文件{name}\n").encode(name, "ignore"))
    assert essaykit("build", "raw", "--quiet")[0] == Exit.OK
    for name, expected in encodings.items():
        record = json.loads(essaykit("show", f"{name}.txt", "--json")[1])
        assert record["source"]["encoding"].replace("_", "-").startswith(expected), name
        assert record["source"]["encoding_evidence"]
        if name != "big5":
            assert essaykit("show", f"{name}.txt", "--raw")[1].removeprefix("\ufeff").startswith(TEXT)


def test_encoding_overrides_the_guess(raw, essaykit):
    (raw / "两篇.txt").write_bytes(TEXT.encode("gb18030"))
    assert essaykit("build", "raw", "--encoding", "gb18030", "--quiet")[0] == Exit.OK
    record = json.loads(essaykit("show", "两篇.txt", "--json")[1])
    assert record["source"]["encoding"] == "gb18030"
    assert "given by the user" in record["source"]["encoding_evidence"]


def test_undo_has_its_effect_at_the_next_build_and_survives_force(raw, essaykit):
    (raw / "两篇.txt").write_text(TEXT.replace("篇二\n", "第 3 页 共 9 页\n篇二\n"), encoding="utf-8")
    essaykit("build", "raw")
    (operation,) = [o for o in json.loads(essaykit("show", "两篇.txt", "--json")[1])["operations"] if "第 3 页" in o["before"]]
    assert operation["state"] == "applied"
    assert essaykit("undo", operation["id"])[0] == Exit.OK
    for force in ((), ("--force",)):
        assert essaykit("build", "raw", *force)[0] == Exit.OK
        (place,) = json.loads(essaykit("why", "两篇.txt", "第 3 页", "--json")[1])["places"]
        assert place["fate"] != "removed"
        assert [d["verdict"] for d in place["decisions"]] == ["reject"]
    assert essaykit("check")[0] == Exit.OK


def test_decided_roles_and_splits_are_carried_out(raw, essaykit):
    essaykit("build", "raw")
    assert essaykit("decide", "两篇.txt:4", "--split")[0] == Exit.OK
    essaykit("build", "raw")
    assert len(json.loads(essaykit("show", "两篇.txt", "--json")[1])["essays"]) == 3
    assert essaykit("decide", "两篇.txt:3", "--role", "notice")[0] == Exit.OK
    essaykit("build", "raw")
    assert json.loads(essaykit("why", "两篇.txt:3", "--json")[1])["places"][0]["fate"] == "removed"
    assert essaykit("check")[0] == Exit.OK


def test_a_build_that_reads_nothing_leaves_the_corpus_alone(raw, essaykit):
    essaykit("build", "raw")
    code, _, err = essaykit("build", "missing")
    assert code == Exit.NOTHING_READ
    assert "left as it was" in err
    assert essaykit("stats")[0] == Exit.OK


class Terminal:
    """A standard error that is a terminal, and a clock that it moves."""

    encoding = "utf-8"

    def __init__(self):
        self.text, self.now = "", 0.0

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.fixture
def terminal(monkeypatch):
    made = Terminal()
    monkeypatch.setattr("time.monotonic", lambda: made.now)
    monkeypatch.setattr("time.time", lambda: made.now)
    return made


def run(terminal, seconds, **options):
    with redirect_stderr(terminal), Progress(**options) as progress:
        for done in range(11):
            terminal.now = done / 10 * seconds
            progress("build", done * 1_000_000, 10_000_000)


def test_a_bar_with_rate_and_remaining_time_for_long_work(terminal):
    run(terminal, seconds=10)
    assert "1.0 MB/s" in terminal.text
    assert "00:00:0" in terminal.text


def test_no_bar_for_quick_work_or_when_it_is_not_wanted(terminal):
    run(terminal, seconds=1)
    run(terminal, seconds=10, shown=False)
    assert terminal.text == ""


def essays(essaykit, name="两篇.txt"):
    return json.loads(essaykit("show", name, "--json")[1])["essays"]


def test_merge_joins_an_essay_to_the_one_before(raw, essaykit):
    essaykit("build", "raw")
    assert len(essays(essaykit)) == 2
    assert essaykit("decide", "两篇.txt:5", "--merge")[0] == Exit.OK
    essaykit("build", "raw")
    (essay,) = essays(essaykit)
    assert "老街" in essay["text"]
    assert essaykit("check")[0] == Exit.OK


def test_heading_gives_an_essay_the_heading_that_a_person_wrote(raw, essaykit):
    essaykit("build", "raw")
    assert essaykit("decide", "两篇.txt:5", "--heading", "第二篇：老街")[0] == Exit.OK
    essaykit("build", "raw")
    assert [e["heading"] for e in essays(essaykit)] == ["篇一", "第二篇：老街"]
    assert essaykit("check")[0] == Exit.OK


@pytest.mark.parametrize(("verdict", "text"), [("accept", "要稳"), ("reject", "要-稳"), ("edit", "要很稳")])
def test_what_waits_is_settled(verdict, text, raw, essaykit):
    (raw / "两篇.txt").write_text(TEXT.replace("手要稳", "手要-稳"), encoding="utf-8")
    essaykit("build", "raw")
    (waiting,) = json.loads(essaykit("list", "--proposed", "--json")[1])["proposed"]
    operation = waiting["operation"]["id"]
    assert waiting["line"] == 3
    if verdict == "edit":
        assert essaykit("decide", operation, "edit", "--text", "很")[0] == Exit.OK
    else:
        assert essaykit("decide", operation, verdict)[0] == Exit.OK
    essaykit("build", "raw")
    assert f"手{text}" in essays(essaykit)[0]["text"]
    assert json.loads(essaykit("list", "--proposed", "--json")[1])["proposed"] == []
    assert essaykit("check")[0] == Exit.OK


def test_a_rule_is_rejected_as_a_whole(raw, essaykit):
    (raw / "两篇.txt").write_text(TEXT.replace("篇二\n", "第 3 页 共 9 页\n篇二\n"), encoding="utf-8")
    essaykit("build", "raw")
    assert essaykit("decide", "--rule", "layout.page-of-pages", "reject")[0] == Exit.OK
    essaykit("build", "raw")
    states = {o["rule"]: o["state"] for o in json.loads(essaykit("show", "两篇.txt", "--json")[1])["operations"]}
    assert states.get("layout.page-of-pages") != "applied"
    assert essaykit("check")[0] == Exit.OK


def test_a_decision_that_finds_no_place_any_more_is_said(raw, essaykit):
    essaykit("build", "raw")
    essaykit("decide", "两篇.txt:5", "--merge")
    (raw / "两篇.txt").write_text(TEXT.replace("篇二\n", ""), encoding="utf-8")
    assert "no place any more" in essaykit("build", "raw")[2]
