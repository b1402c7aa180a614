"""What is installed: versions of packages, and where their data lie, without importing them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def package_version(name: str) -> str:
    """Version of an installed package; empty where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def jieba_file(*parts: str) -> Path | None:
    """A data file of the installed jieba (``dict.txt``, ``analyse/idf.txt``)."""
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]).joinpath(*parts)
    return path if path.is_file() else None
