"""The pages made from the code are those that the code makes now."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def generator():
    spec = importlib.util.spec_from_file_location("generate_docs", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = generator().pages()


@pytest.mark.usefixtures("pinned")
@pytest.mark.parametrize("path", PAGES)
def test_page_is_up_to_date(path):
    file = DOCS / path
    assert file.is_file(), "run: python docs/generate.py"
    assert file.read_text(encoding="utf-8") == PAGES[path], "run: python docs/generate.py"


def test_no_schema_is_left_over():
    assert {f"schema/{f.name}" for f in (DOCS / "schema").glob("*.json")} <= set(PAGES)
