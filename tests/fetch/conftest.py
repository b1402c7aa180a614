"""A web for each test, and the crawler run as a program of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fetch.web import Web, environment

pytest.importorskip("scrapy")


@pytest.fixture(scope="session")
def zygote():
    """See ``zygote.py``; None where processes can't be forked."""
    if not hasattr(os, "fork"):
        yield None
        return
    command = [sys.executable, str(Path(__file__).with_name("zygote.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def web(tmp_path, zygote):
    made = Web(tmp_path, zygote)
    yield made
    made.close()
