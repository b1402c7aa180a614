"""`keyness`, `phrases`, `terms` … as they are called."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import corpus, essaykit  # noqa: F401 - fixtures


@pytest.fixture
def essays_file(essays, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "".join(json.dumps({"id": t.id, "title": t.title, "text": t.text, **t.fields}, ensure_ascii=False) + "\n" for t in essays)
    (tmp_path / "essays.jsonl").write_text(lines, encoding="utf-8")
    return "essays.jsonl"


def test_keyness_as_json_and_as_a_table(essaykit, essays_file):  # noqa: F811
    code, out, err = essaykit(
        "keyness", "--from", essays_file, "--by", "trade", "--group", "bank", "--count", "essays", "--csv", "k.csv", "--json"
    )
    found = json.loads(out)
    assert (code, err) == (0, "")
    items = found["groups"][0]["items"]
    assert items[0]["log_ratio"] > 0
    with Path("k.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["item"] for row in rows] == [item["item"] for item in items]
    assert [float(row["g2"]) for row in rows] == [item["g2"] for item in items]


def test_keyness_says_essays_and_sources(essaykit, essays_file):  # noqa: F811
    code, out, err = essaykit("keyness", "--from", essays_file, "--by", "trade")
    assert code == 0
    assert out.startswith("── trade bank (12 essays, ")
    assert " independent sources, " in err


def test_a_group_of_the_users_own_table(essaykit, essays_file):  # noqa: F811
    with Path("m.csv").open("w", encoding="utf-8") as file:
        file.write("id,school\nbank-1,A\nward-1,B\n")
    code, out, err = essaykit("keyness", "--from", essays_file, "--metadata", "m.csv", "--by", "school", "--json")
    assert code == 0
    assert [g["group"] for g in json.loads(out)["groups"]] == ["", "A", "B"]
    assert err == "34 of 36 texts have no row in m.csv\n"


def test_phrases_and_terms(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("phrases", "--from", essays_file, "--where", "trade=ward", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["phrases"][0]["phrase"]
    assert found["counted"]["selected"] == ["trade=ward"]
    code, out, _ = essaykit("terms", "--from", essays_file, "--count", "essays", "--out", "terms.txt", "--json")
    terms = [p["phrase"] for p in json.loads(out)["phrases"]]
    assert code == 0
    with Path("terms.txt").open(encoding="utf-8") as file:
        assert [line.removesuffix(" n\n") for line in file] == terms
    assert essaykit("keywords", "--from", essays_file, "--user-dict", "terms.txt")[0] == 0


def test_a_corpus_remembers_its_sources(essaykit, corpus):  # noqa: F811
    (corpus / "state").mkdir(exist_ok=True)
    first = essaykit("phrases", "--min", "1", "--json")
    assert (corpus / "state" / "copies.bin").exists()
    assert essaykit("phrases", "--min", "1", "--json") == first
    counted = json.loads(first[1])["counted"]
    assert 1 <= counted["sources"] <= counted["texts"]


@pytest.mark.parametrize("command", ["keyness", "phrases", "terms"])
@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (["--from", "{}", "--where", "trade=farm"], 2, "no text has farm as its trade (there are: bank, shop, ward)"),
        (["--from", "{}", "--where", "trade"], 2, "trade is no condition"),
        (["--from", "{}", "--csv", "k.doc"], 2, "k.doc: is no table that can be written"),
        (["--from", "{}", "--csv", "no/k.csv"], 3, "no/k.csv: "),
        (["--from", "{}", "--metadata", "none.csv"], 3, "none.csv: "),
        (["--from", "{}", "--metadata", "{}"], 3, "essays.jsonl: "),
        (["--from", "missing.jsonl"], 3, "missing.jsonl: "),
        (["--corpus", "none"], 3, "none: there is no such corpus folder"),
        (["--from", "{}", "--count", "copies"], 2, "essaykit {command}: invalid value for '--count'"),
        (["--from", "{}", "--user-dict", "none.txt"], 3, "none.txt: "),
    ],
)
def test_what_goes_wrong_is_one_line(essaykit, essays_file, command, args, code, line):  # noqa: F811
    got, out, err = essaykit(command, *(essays_file if a == "{}" else a for a in args))
    assert (got, out, err.count("\n")) == (code, "", 1)
    assert err.startswith(line.replace("{command}", command))


def test_an_unknown_group(essaykit, essays_file):  # noqa: F811
    code, out, err = essaykit("keyness", "--from", essays_file, "--group", "farm")
    assert (code, out) == (2, "")
    assert err == "no text has farm as its trade (there are: bank, shop, ward)\n"


def test_ngrams_of_a_length(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("ngrams", "--from", essays_file, "--n", "3", "--count", "essays", "--json")
    found = json.loads(out)
    assert code == 0
    assert {n["words"] for n in found["ngrams"]} == {3}
    assert essaykit("ngrams", "--from", essays_file, "--n", "3", "--to", "2")[0] == 2


def test_kwic_with_filters_on_a_corpus(essaykit, corpus):  # noqa: F811
    everything = json.loads(essaykit("kwic", "我", "--json")[1])
    some = json.loads(essaykit("kwic", "我", "--flag", "truncated", "--json")[1])
    assert 0 < some["found"] < everything["found"]
    assert some["selected"] == ["flag=truncated"]
    assert essaykit("kwic", "我", "--year", "1999")[0] == 2
    assert essaykit("kwic", "我", "--section", "收获")[0] == 2


def test_search_leads_to_the_raw_place(essaykit, corpus):  # noqa: F811
    code, out, err = essaykit("search", "网点", "--csv", "found.csv", "--json")
    one = json.loads(out)["texts"][0]
    assert (code, err) == (0, "")
    assert one["first"]["place"]["line"] == 4
    with Path("found.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["id"], row["line"]) for row in csv.DictReader(file)] == [(one["id"], "4")]
    code, out, err = essaykit("search", "网点")
    assert "【网点】" in out
    assert err.startswith("1 of ")


def test_kwic_as_a_table(essaykit, corpus):  # noqa: F811
    found = json.loads(essaykit("kwic", "的", "--csv", "hits.csv", "--json")[1])
    with Path("hits.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], int(row["start"]), row["match"], int(row["line"])) for row in csv.DictReader(file)]
    assert rows == [(h["id"], h["start"], h["match"], h["place"]["line"]) for h in found["hits"]]


def test_counts_of_sources_appear_once_copies_have_been_looked_for(essaykit, corpus):  # noqa: F811
    assert json.loads(essaykit("kwic", "的", "--json")[1])["in_sources"] is None
    (corpus / "state").mkdir(exist_ok=True)
    assert essaykit("copies")[0] == 0
    found = json.loads(essaykit("kwic", "的", "--json")[1])
    assert 0 < found["in_sources"] <= found["sources"] <= found["texts"]


def test_collocations_of_a_word(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("collocations", "护士", "--from", essays_file, "--count", "essays", "--csv", "near.tsv", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["places"] > 0
    with Path("near.tsv").open(encoding="utf-8", newline="") as file:
        assert [row["collocate"] for row in csv.DictReader(file, delimiter="\t")] == [c["collocate"] for c in found["collocates"]]
    code, out, err = essaykit("collocations", "没有这词", "--from", essays_file)
    assert code == 0
    assert err.startswith("没有这词: 0 places")
    assert essaykit("collocations", "", "--from", essays_file)[0] == 2


def test_a_network_and_its_file(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("cooccur", "--from", essays_file, "--count", "essays", "--graph", "w.gexf", "--json")
    found = json.loads(out)
    assert code == 0
    assert Path("w.gexf").read_text(encoding="utf-8").count("<edge ") == len(found["links"]) > 0
    code, out, err = essaykit("cooccur", "--from", essays_file, "--graph", "w.dot")
    assert (code, out) == (2, "")
    assert err.startswith("w.dot: is no format for networks")


@pytest.mark.parametrize(
    ("args", "rows", "key"),
    [
        (["dispersion", "--count", "essays"], "words", "word"),
        (["dispersion", "护士", "客户", "--by", "trade"], "words", "word"),
        (["trends", "护士", "--over", "trade"], "periods", "period"),
        (["trends", "护士", "--over", "position", "--parts", "4"], "periods", "period"),
        (["readability", "--by", "trade"], "rows", "id"),
        (["readability", "--each"], "rows", "id"),
        (["reflection", "--by", "trade"], "rows", "id"),
        (["reflection", "--each"], "rows", "id"),
    ],
)
def test_measures_as_json_and_as_a_table(essaykit, essays_file, args, rows, key):  # noqa: F811
    code, out, err = essaykit(*args, "--from", essays_file, "--csv", "t.csv", "--json")
    found = json.loads(out)[rows]
    assert (code, err) == (0, "")
    assert found
    with Path("t.csv").open(encoding="utf-8", newline="") as file:
        assert [row[key] for row in csv.DictReader(file)] == [row[key] for row in found]
    code, out, err = essaykit(*args, "--from", essays_file)
    assert code == 0
    assert "independent sources" in err


def test_growth_of_groups(essaykit, essays_file):  # noqa: F811
    code, out, _ = essaykit("growth", "--from", essays_file, "--by", "trade", "--seed", "5", "--csv", "g.csv", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["seed"] == 5
    with Path("g.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == sum(len(g["points"]) for g in found["groups"]) > 0


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["readability", "--each", "--by", "trade"], "essaykit readability: --each and --by exclude each other"),
        (["reflection", "--each", "--by", "trade"], "essaykit reflection: --each and --by exclude each other"),
        (["trends", "护士", "--over", "nobody"], "no text has a field nobody"),
        (["trends", "(", "--regex"], "( is no regular expression"),
        (["dispersion", ""], "the query is empty"),
        (["growth", "--by", "nobody"], "no text has a field nobody"),
    ],
)
def test_measures_that_can_not_be_taken(essaykit, essays_file, args, line):  # noqa: F811
    code, out, err = essaykit(*args, "--from", essays_file)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(line)


def test_single_words_among_the_phrases(essaykit, essays_file):  # noqa: F811
    def words(*args):
        out = essaykit("phrases", "--from", essays_file, "--count", "essays", "--top", "999", "--json", *args)[1]
        return {p["words"] for p in json.loads(out)["phrases"]}

    assert 1 not in words()
    assert 1 in words("--known")


@pytest.mark.parametrize(
    ("command", "limits"),
    [
        ("ngrams", "--min 3 and --min-spread 2"), ("phrases", "--min 3 and --min-spread 1"), ("terms", "--min 3 and --min-spread 2"),
        ("cooccur", "--min-spread 3 and --min-npmi 0.1"), ("dispersion", "--min-spread 2"),
    ],
)  # fmt: skip
def test_where_nothing_is_found_the_limits_are_named(essaykit, tmp_path, command, limits):  # noqa: F811
    (tmp_path / "one.jsonl").write_text('{"id": "a", "text": "今天在柜台给客户办业务。"}\n', encoding="utf-8")
    code, _, err = essaykit(command, "--from", str(tmp_path / "one.jsonl"))
    assert code == 0
    assert f"nothing reaches {limits}: ask for less\n" in err
