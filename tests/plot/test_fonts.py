"""Fonts: one that has Chinese characters, or a word about how to get one."""

import sys
from pathlib import Path

import pytest

from essaykit.errors import UsageError
from tests.plot.conftest import make_font

pytest.importorskip("matplotlib")
from essaykit.plot.fonts import chinese_font, without_boxes
from essaykit.plot.picture import check_picture


@pytest.fixture(autouse=True)
def afresh():
    chinese_font.cache_clear()
    yield
    chinese_font.cache_clear()


def test_without_a_chinese_font_one_is_told_how_to_get_one(monkeypatch, tmp_path):
    make_font(tmp_path / "NotoSansCJK-Latin.ttf", range(0x20, 0x7F))  # its name promises too much
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [str(tmp_path / "NotoSansCJK-Latin.ttf"), "/gone/simhei.ttf"])
    monkeypatch.delenv("ESSAYKIT_FONT", raising=False)
    with pytest.raises(UsageError, match="no font with Chinese characters is installed") as told:
        chinese_font()
    assert "fonts-noto-cjk" in told.value.hint
    assert "ESSAYKIT_FONT" in told.value.hint


def test_without_matplotlib_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="matplotlib is not installed") as told:
        check_picture(Path("p.svg"))
    assert "essaykit[plot]" in told.value.hint


def test_of_several_the_best_to_read_is_taken(monkeypatch, tmp_path):
    names = ["simsun.ttf", "NotoSansCJK-Bold.ttf", "NotoSansCJK-Regular.ttf", "other.ttf"]
    for name in names:
        make_font(tmp_path / name, map(ord, "实习心得主题的一是在，。"))
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [str(tmp_path / name) for name in names])
    monkeypatch.delenv("ESSAYKIT_FONT", raising=False)
    assert chinese_font().name == "NotoSansCJK-Regular.ttf"


@pytest.mark.parametrize("content", [None, b"no font"])
def test_the_font_that_is_named_has_to_be_one(content, monkeypatch, tmp_path):
    path = tmp_path / "x.ttf"
    if content:
        path.write_bytes(content)
    monkeypatch.setenv("ESSAYKIT_FONT", str(path))
    with pytest.raises(UsageError, match="is no font with Chinese characters"):
        chinese_font()


def test_what_the_font_lacks_is_a_question_mark_and_is_told(font):
    assert without_boxes(["心得🙂", "a𡌛🙂"], font) == (["心得？", "a？？"], "🙂𡌛")
