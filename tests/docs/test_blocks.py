"""What README and docs show is what is printed."""

import importlib.util
import os
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def _blocks():
    spec = importlib.util.spec_from_file_location("docs_blocks", DOCS / "blocks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BLOCKS = _blocks()


@pytest.mark.usefixtures("pinned")
@pytest.mark.skipif(os.name == "nt", reason="the pages show commands of a Unix shell")
@pytest.mark.parametrize("page", BLOCKS.pages(), ids=lambda page: page.name)
def test_every_command_of_a_page_prints_what_the_page_shows(page):
    assert BLOCKS.shown(page) == page.read_text(encoding="utf-8"), "run: python docs/blocks.py"


@pytest.mark.parametrize("page", BLOCKS.pages(), ids=lambda page: page.name)
def test_commands_stand_in_blocks_that_are_run(page):
    """`$ essaykit` outside a console block would not be run; help pages, made from the code, are checked elsewhere."""
    text = page.read_text(encoding="utf-8")
    if "made by docs/generate.py" not in text:
        assert not re.search(r"^\s*\$ essaykit", BLOCKS.FENCE.sub("", text), re.MULTILINE)


def test_lines_left_out_fit_anything():
    assert BLOCKS.fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert BLOCKS.fits("a\n…\n", "a\n")
    assert not BLOCKS.fits("a\n", "a\nb\n")
    assert not BLOCKS.fits("a\n…\nd\n", "a\nb\n")
