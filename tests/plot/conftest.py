"""A font of our own in which every Chinese character is a square: pictures are tested alike on machines with fonts and without."""

import pytest

from tests.analyse.conftest import essays  # noqa: F401 - a fixture
from tests.cli.conftest import essaykit  # noqa: F401 - a fixture


def make_font(path, characters):
    """Write a font whose characters are all the same square."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (950, 700), (950, 0)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap(dict.fromkeys(characters, "square"))
    font.setupGlyf({".notdef": square, "square": square})
    font.setupHorizontalMetrics({".notdef": (1000, 50), "square": (1000, 50)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)


@pytest.fixture
def font(tmp_path, monkeypatch):
    """The font in the environment variable, for pictures of this test."""
    pytest.importorskip("matplotlib")
    from essaykit.plot.fonts import chinese_font

    path = tmp_path / "squares.ttf"
    make_font(path, [*range(0x20, 0x7F), *range(0x3000, 0x3010), *range(0x4E00, 0xA000), *map(ord, "，。（）：；？、")])
    monkeypatch.setenv("ESSAYKIT_FONT", str(path))
    chinese_font.cache_clear()
    yield path
    chinese_font.cache_clear()
