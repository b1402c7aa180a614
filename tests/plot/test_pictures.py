"""Pictures with their data and their parameters."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.errors import UsageError

pytest.importorskip("matplotlib")
from essaykit.analyse.collocations import Collocate
from essaykit.plot.cloud import place_box
from essaykit.plot.collocations import graph_points
from essaykit.plot.network import spread_points
from essaykit.plot.picture import Picture, check_picture, picture_files

LINES = {
    "keywords": ["keywords", "--top", "30"],
    "keywords of groups": ["keywords", "--by", "trade", "--top", "5"],
    "topics": ["topics", "--k", "3"],
    "keyness": ["keyness", "--by", "trade", "--top", "8", "--count", "essays"],
    "collocations": ["collocations", "银行", "--count", "essays"],
    "network": ["cooccur", "--words", "40", "--count", "essays"],
    "dispersion": ["dispersion", "--top", "8", "--count", "essays"],
    "trends": ["trends", "柜员", "护士", "--over", "trade"],
}


@pytest.fixture
def corpus_file(essays, font, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = (json.dumps({"id": t.id, "title": t.title, "text": t.text, **t.fields}, ensure_ascii=False) + "\n" for t in essays)
    Path("essays.jsonl").write_text("".join(lines), encoding="utf-8")
    return "essays.jsonl"


@pytest.mark.parametrize("line", LINES)
def test_each_picture_has_its_data_and_parameters(line, essaykit, corpus_file):
    code, out, err = essaykit(*LINES[line], "--from", corpus_file, "--plot", "p.svg")
    assert code == 0, err
    assert out
    assert ET.parse("p.svg").getroot().tag.endswith("svg")
    rows = list(csv.reader(io.StringIO(Path("p.csv").read_text(encoding="utf-8"), newline="")))
    assert len(rows) > 3
    assert len({len(row) for row in rows}) == 1
    parameters = json.loads(Path("p.json").read_text(encoding="utf-8"))
    assert parameters["font"] == "squares.ttf"
    assert {"picture"} < set(parameters)


@pytest.mark.parametrize("form", ["svg", "png", "html"])
def test_the_same_result_is_the_same_bytes(form, essaykit, corpus_file):
    for name in ("a", "b"):
        assert essaykit("topics", "--k", "3", "--from", corpus_file, "--plot", f"{name}.{form}")[0] == 0
    assert Path(f"a.{form}").read_bytes() == Path(f"b.{form}").read_bytes()
    start = {"svg": b"<?xml", "png": b"\x89PNG", "html": b"<!DOCTYPE html>"}[form]
    assert Path(f"a.{form}").read_bytes().startswith(start)


def test_a_page_needs_nothing_else_and_takes_no_text_for_markup(font, tmp_path):
    picture = Picture("图 <1>", ("名",), (("<script>",),), {"seed": 0}, lambda figure, shown: figure.text(0, 0, shown("$x_1$ <b>")))
    files, missing = picture_files(tmp_path / "p.html", picture)
    page = files[tmp_path / "p.html"].decode()
    assert "<svg" in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "src=" not in page
    assert missing == ""


def test_characters_that_the_font_lacks_are_told(font, tmp_path):
    picture = Picture("图", ("名",), (("🙂",),), {}, lambda figure, shown: figure.text(0, 0, shown("心得🙂")))
    assert picture_files(tmp_path / "p.svg", picture)[1] == "🙂"


def test_nothing_to_draw(font, tmp_path):
    with pytest.raises(UsageError, match="there is nothing to draw"):
        picture_files(tmp_path / "p.svg", Picture("图", ("名",), (), {}, lambda figure, shown: None))


@pytest.mark.parametrize("name", ["p.pdf", "p", "svg"])
def test_another_format(name):
    with pytest.raises(UsageError, match="is no picture that can be drawn"):
        check_picture(Path(name))


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["topics", "--plot", "p.bmp"], "p.bmp: is no picture that can be drawn"),
        (["topics", "--k", "3", "--plot", "no/folder/p.svg"], "no/folder"),
        (["keyness", "--csv", "p.csv", "--plot", "p.svg"], "p.csv: belongs to the picture"),
        (["keywords", "--each", "--plot", "p.svg"], "--each draws nothing"),
        (["trends", "没有的词", "--over", "trade", "--plot", "p.pdf"], "p.pdf"),
    ],
)
def test_pictures_that_can_not_be_had(args, told, essaykit, corpus_file):
    code, _, err = essaykit(*args, "--from", corpus_file)
    assert code in (2, 3)
    assert told in err
    assert not list(Path().glob("p.*"))


@given(st.lists(st.tuples(st.floats(1, 200), st.floats(1, 60)), max_size=25))
def test_words_of_a_cloud_never_meet(sizes):
    placed = []
    for width, height in sizes:
        placed.append(place_box(width, height, placed))
    for i, a in enumerate(placed):
        for b in placed[:i]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def test_collocates_stand_on_their_side_and_the_strongest_is_nearest():
    def one(left, right, g2):
        return Collocate(
            collocate="x", together=left + right, left=left, right=right, frequency=9, essays=1, sources=1, expected=1.0, g2=g2, p=0.0,
            pmi=0.0, t=0.0, logdice=0.0,
        )  # fmt: skip

    before, after, strongest = graph_points([one(5, 0, 4.0), one(0, 5, 4.0), one(2, 3, 90.0)], "g2")
    assert before[0] < 0 < after[0]
    assert np.hypot(*strongest) < np.hypot(*before)
    assert graph_points([one(1, 1, 2.0)], "g2") != [(0.0, 0.0)]
    assert graph_points([], "g2") == []


def test_linked_words_come_nearer_than_others():
    ends = np.array([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)])
    points = spread_points(6, ends, seed=0)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    assert apart[:3, :3].max() < apart[:3, 3:].min()
    assert np.array_equal(points, spread_points(6, ends, seed=0))
    assert np.isfinite(spread_points(1, np.zeros((0, 2), dtype=int), seed=0)).all()


def test_a_line_is_as_high_as_its_values_and_ends_before_the_undated(font):
    from matplotlib.figure import Figure

    from essaykit.analyse.texts import Text, Texts
    from essaykit.analyse.trends import find_trends
    from essaykit.plot.lines import trend_lines

    years = ({}, {"year": "2020"}, {"year": "2021"})
    texts = Texts(texts=tuple(Text(id=str(n), text="柜员" if n == 4 else "师傅", fields=years[n % 3]) for n in range(300)))
    figure = Figure()
    trend_lines(find_trends(texts, ["柜员"], over="year", min_spread=1)).draw(figure, str)
    (axes,) = figure.axes
    assert axes.get_ylim()[1] < 0.2
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2020", "2021", "（无）"]
    assert len(axes.lines[0].get_xdata()) == 2
