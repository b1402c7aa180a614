"""`keywords`, `topics` and `kwic` as they are called."""

import csv
import json
from pathlib import Path

import pytest

from essaykit.cli.main import main
from tests.cli.conftest import corpus, essaykit  # noqa: F401 - fixtures


@pytest.fixture
def essays_file(essays, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "".join(json.dumps({"id": t.id, "title": t.title, "text": t.text, **t.fields}, ensure_ascii=False) + "\n" for t in essays)
    (tmp_path / "essays.jsonl").write_text(lines, encoding="utf-8")
    return "essays.jsonl"


def test_keywords_of_each_as_json_lines(essaykit, essays_file, essays):  # noqa: F811
    code, out, err = essaykit("keywords", "--from", essays_file, "--each", "--top", "4", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [line["id"] for line in lines] == [t.id for t in essays]
    assert all(list(line) == ["id", "keywords"] and len(line["keywords"]) == 4 for line in lines)


def test_keywords_by_a_field_of_the_records(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("keywords", "--from", essays_file, "--by", "trade", "--top", "3")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["trade", "bank", "shop", "ward"]


def test_keywords_of_a_corpus(essaykit, corpus):  # noqa: F811
    code, out, err = essaykit("keywords", "--top", "3")
    assert code == 0
    assert out.startswith("keyword")
    assert "method: phrases" in err
    assert essaykit("keywords", "--by", "site", "--json")[0] == 0


def test_topics_as_json(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("topics", "--from", essays_file, "--k", "3", "--seed", "2", "--json")
    found = json.loads(out)
    assert code == 0
    assert {"topic", "words", "size"} <= set(found["topics"][0])
    assert {"id", "cluster", "stability"} == set(found["assignments"][0])
    assert (found["k"], found["seed"]) == (3, 2)


def test_topics_are_saved_and_new_essays_assigned(essaykit, essays_file):  # noqa: F811
    code, out, err = essaykit("topics", "--from", essays_file, "--k", "3", "--by", "trade", "--save", "t.bin")
    assert (code, out.splitlines()[-4].split()) == (0, ["trade", "essays", "topic", "0", "topic", "1", "topic", "2"])
    assert "coherence" in err
    Path("new.jsonl").write_text('{"id": "new", "text": "护士给病人输液、抽血。"}\n', encoding="utf-8")
    code, out, err = essaykit("topics", "--model", "t.bin", "--from", "new.jsonl")
    assert code == 0
    assert "护士" in out.splitlines()[1]
    assert "1 essays; 0 have no word that the topics know" in err
    assert json.loads(essaykit("topics", "--model", "t.bin", "--from", "new.jsonl", "--json")[1])["assignments"][0]["id"] == "new"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--model", "nowhere.bin"], "nowhere.bin"),
        (["--model", "essays.jsonl"], "is no topic model"),
        (["--model", "t.bin", "--k", "3"], "--model goes without --k, --save, --csv and --plot"),
        (["--method", "nmf", "--features", "embedding"], "nmf has no use for embeddings"),
        (["--k", "99"], "99 topics can't be made of 36 texts"),
        (["--k", "3", "--save", "no/folder/t.bin"], "no/folder/t.bin"),
        (["--by", "colour"], "no text has a field colour"),
    ],
)
def test_topics_that_can_not_be_had(args, told, essaykit, essays_file):  # noqa: F811
    code, _, err = essaykit("topics", "--from", essays_file, *args)
    assert code in (2, 3)
    assert told in err
    assert err.count("\n") == 1


def test_topics_count_sources_where_copies_were_looked_for(essaykit, corpus):  # noqa: F811
    assert essaykit("topics", "--k", "1")[1].splitlines()[0].split() == ["topic", "essays", "stability", "coherence", "words"]
    assert essaykit("copies")[0] == 0
    code, out, _ = essaykit("topics", "--k", "1")
    assert (code, out.splitlines()[0].split()[:3]) == (0, ["topic", "essays", "sources"])


def test_topics_of_too_few_essays(essaykit, corpus):  # noqa: F811
    code, out, err = essaykit("topics")
    assert code == 0
    assert "too few texts to cluster" in err
    assert out.startswith("topic")


def test_kwic_of_a_corpus_names_the_raw_line(essaykit, corpus):  # noqa: F811
    code, out, err = essaykit("kwic", "的", "--json")
    hits = json.loads(out)["hits"]
    assert (code, err) == (0, "")
    assert all(hit["place"]["line"] >= 1 for hit in hits)
    code, out, err = essaykit("kwic", "的", "--width", "5")
    assert len(out.splitlines()) == len(hits)
    assert (
        err
        == f"{len(hits)} places in {len({h['id'] for h in hits})} of {json.loads(essaykit('kwic', '的', '--json')[1])['texts']} essays\n"
    )


def test_a_folder_of_text_files(essaykit, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t" / "a").mkdir(parents=True)
    (tmp_path / "t" / "a" / "1.txt").write_bytes("我在银行。\r\n银行很大。".encode("gb18030"))
    (tmp_path / "t" / "2.txt").write_text("我也在银行。", encoding="utf-8")
    (tmp_path / "t" / "3.txt").write_text("", encoding="utf-8")
    code, out, err = essaykit("kwic", "银行", "--from", "t", "--json")
    assert code == 0
    assert [(h["id"], h["start"]) for h in json.loads(out)["hits"]] == [("2.txt", 3), ("a/1.txt", 2), ("a/1.txt", 6)]
    assert [(h["place"]["path"], h["place"]["line"]) for h in json.loads(out)["hits"]] == [("2.txt", 1), ("a/1.txt", 1), ("a/1.txt", 2)]
    assert "3.txt: is empty" in err


def test_a_hit_in_a_record_names_the_line_of_the_file(essaykit, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.jsonl").write_text('{"id": "a", "text": "无"}\n\n{"id": "b", "text": "我\\n在银行"}\n', encoding="utf-8")
    hit = json.loads(essaykit("kwic", "银行", "--from", "t.jsonl", "--json")[1])["hits"][0]
    assert (hit["id"], hit["place"]) == ("b", {"path": "t.jsonl#3", "start": 3, "line": 2})


def test_a_user_dictionary(essaykit, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.jsonl").write_text('{"id": 1, "text": "顶岗实习和毕业实习不同，顶岗实习更长。"}', encoding="utf-8")
    (tmp_path / "my.txt").write_text("顶岗实习 100 n", encoding="utf-8")
    _, out, _ = essaykit("keywords", "--from", "t.jsonl", "--each", "--method", "words", "--user-dict", "my.txt", "--json")
    assert json.loads(out) == {"id": "1", "keywords": ["顶岗实习", "毕业"]} or json.loads(out)["keywords"][0] == "顶岗实习"


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (["keywords", "--corpus", "none"], 3, "none: there is no such corpus folder"),
        (["topics", "--corpus", "none"], 3, "none: there is no such corpus folder"),
        (["kwic", "实习", "--corpus", "none"], 3, "none: there is no such corpus folder"),
        (["kwic", "(", "--regex", "--from", "{}"], 2, "( is no regular expression"),
        (["kwic", "", "--from", "{}"], 2, "the query is empty"),
        (["topics", "--k", "99", "--from", "{}"], 2, "99 topics can't be made of 36 texts"),
        (["topics", "--k", "0", "--from", "{}"], 2, "essaykit topics: invalid value for '--k'"),
        (["keywords", "--by", "nobody", "--from", "{}"], 2, "no text has a field nobody"),
        (["keywords", "--by", "trade", "--each", "--from", "{}"], 2, "essaykit keywords: --each and --by exclude each other"),
        (["keywords", "--from", "missing.jsonl"], 3, "missing.jsonl: "),
        (["keywords", "--from", "{}", "--user-dict", "missing.txt"], 3, "missing.txt: "),
        (["keywords", "--from", "{}", "--method", "best"], 2, "essaykit keywords: invalid value for '--method'"),
        (["keywords", "--from", "{}", "--from", "{}"], 2, "two texts have the id"),
    ],
)
def test_what_goes_wrong_is_one_line(essaykit, essays_file, args, code, line):  # noqa: F811
    got, out, err = essaykit(*(a.format(essays_file) if a == "{}" else a for a in args))
    assert (got, out, err.count("\n")) == (code, "", 1)
    assert err.startswith(line)


@pytest.mark.parametrize("bad", ['{"id": 1}\n', '{"text": 1}\n', '{"text": "a"\n', "[1]\n", "\n", "null\n"])
def test_broken_records_name_their_line(essaykit, tmp_path, monkeypatch, bad):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.jsonl").write_text(bad, encoding="utf-8")
    code, out, err = essaykit("keywords", "--from", "bad.jsonl")
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert err.startswith("bad.jsonl: ")


def test_the_commands_import_nothing_heavy_before_they_are_called():
    import subprocess
    import sys

    code = "import sys, essaykit.cli.analyse; print([m for m in ('numpy', 'sklearn', 'scipy', 'jieba', 'rjieba') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout == "[]\n"
    assert main(["kwic", "--help"]) == 0


def test_topics_as_a_table_have_a_row_for_each_essay(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("topics", "--k", "3", "--json", "--csv", "t.csv", "--from", essays_file)
    assert code == 0
    with Path("t.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    found = json.loads(out)
    assert [(row["id"], int(row["topic"])) for row in rows] == [(one["id"], one["cluster"]) for one in found["assignments"]]
    assert rows[0]["words"] == " ".join(found["topics"][int(rows[0]["topic"])]["words"][:5])
