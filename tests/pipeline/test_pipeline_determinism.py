"""The same input gives the same bytes, in whatever process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from essaykit.pipeline import build_document, document_id, rules_version

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = sorted(p for p in GOLDEN.iterdir() if p.suffix != ".json")

PROGRAM = """
import sys, hashlib, pathlib, msgspec
from essaykit.pipeline import build_document
for path in map(pathlib.Path, sys.argv[1:]):
    print(hashlib.sha256(msgspec.json.encode(build_document(path.read_bytes(), path.name))).hexdigest())
"""


def digests():
    return [hashlib.sha256(msgspec.json.encode(build_document(p.read_bytes(), p.name))).hexdigest() for p in DOCUMENTS]


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_hash_seed_locale_and_folder_are_no_difference(seed, tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, DOCUMENTS)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.split() == digests()


def test_no_place_of_the_machine_is_in_a_document():
    data = DOCUMENTS[0].read_bytes()
    assert str(Path.cwd()).encode() not in msgspec.json.encode(build_document(data, "x/a.txt"))


def test_the_id_is_the_hash_of_the_bytes_and_the_path_is_no_part_of_the_text():
    data = DOCUMENTS[0].read_bytes()
    one, two = build_document(data, "x/a.txt"), build_document(data, "y/b.txt")
    assert one.id == two.id == document_id(data) == hashlib.sha256(data).hexdigest()[:16]
    assert one.text_sha256 == two.text_sha256


def test_the_version_of_the_rules_is_the_same_in_every_call():
    assert rules_version() == rules_version()
    assert len(rules_version()) == 16
