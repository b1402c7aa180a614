"""For all rooms."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

PINS = Path(__file__).parents[1] / "constraints.txt"


@pytest.fixture(scope="session")
def pinned():
    """Skips a test that compares bytes, unless the versions are those with which they were made."""
    library_pins = PINS.read_text(encoding="utf-8").partition("# tools")[0]
    others = []
    for name, pin in (line.split("==") for line in library_pins.splitlines() if "==" in line):
        try:
            found = version(name)
        except PackageNotFoundError:
            continue  # what is not installed has no part in what is made here
        others += [f"{name} {found}, pinned {pin}"] if found != pin else []
    if others:
        pytest.skip("made with other versions: " + "; ".join(others))
