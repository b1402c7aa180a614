"""`fetch` and `sites` as a person calls them; what a crawl does is held in tests/fetch."""

import io
import json
import sys

import pytest

from essaykit.cli.hosts import HostLines
from essaykit.cli.main import main
from essaykit.errors import Exit

URL = "http://www.example.org/a.htm"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ([], "there is nothing to fetch"),
        (["--urls", "missing.txt"], "missing.txt"),
        ([URL], "the owner of a site has to be able to reach you"),
        ([URL, "--contact", "me"], "me: is no e-mail or web address"),
        ([URL, "--contact", "a@b.cn\r\nX: y"], "is no e-mail or web address"),
        ([URL, "--allow-private", "www.example.org"], "www.example.org: is not HOST:PORT"),
        ([URL, "--resolve", "www.example.org:80"], "is not HOST:PORT:ADDRESS"),
        ([URL, "--resolve", "www.example.org:80:nowhere"], "is not HOST:PORT:ADDRESS"),
        ([URL, "--query", "会计"], "--query needs --site"),
        (["--site", "dedecms", "--dry-run"], "the profile dedecms says no address to begin with"),
        ([URL, "--site", "nosuch"], "no such profile: nosuch"),
        (["--site", "wordpress", "--query", "会计"], "has no search"),
        (["--site", "wordpress"], "there is nothing to fetch"),
        ([URL, "--delay", "-1"], "--delay"),
        (["learn"], "there is nothing to learn from"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_in_one_line(line, named, tmp_path, monkeypatch, essaykit):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ESSAYKIT_CONTACT", raising=False)
    code, out, err = essaykit("fetch", *line)
    assert (code, out) == (Exit.USAGE, "")
    assert named in err
    assert err.count("\n") == 1
    assert "(" in err, "says no next step"
    assert list(tmp_path.iterdir()) == []


def test_scrapy_is_missing(tmp_path, monkeypatch, essaykit):
    monkeypatch.setitem(sys.modules, "scrapy", None)
    code, _, err = essaykit("fetch", URL, "--contact", "me@example.org", "--out", str(tmp_path / "raw"))
    assert code == Exit.NOTHING_READ
    assert err == "essaykit fetch: needs Scrapy (pip install 'essaykit[fetch]')\n"


def test_a_dry_run_needs_neither_scrapy_nor_a_network(tmp_path, monkeypatch, essaykit):
    monkeypatch.setitem(sys.modules, "scrapy", None)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"# mine\n{URL}\n".encode())))
    code, out, err = essaykit("fetch", "--urls", "-", "file:///etc/passwd", "--dry-run", "--out", str(tmp_path / "raw"))
    assert (code, out) == (Exit.OK, f"{URL}\n")
    assert err == "file:///etc/passwd: file: is not fetched, only http and https (it is never fetched)\n"


def test_a_line_for_each_host_where_a_person_watches(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    monkeypatch.setattr("essaykit.cli.hosts._PAUSE", -1)
    with HostLines() as lines:
        lines("a.example", 2, 1_500_000)
        lines("b.example", 3, 0)
        lines("a.example", 5, 0)
    last = terminal.getvalue().rpartition("\x1b[2A")[2].splitlines()
    assert last[0].startswith("\x1b[2Ka.example  1 pages, 1.5 MB, 1 skipped or failed")
    assert last[1].startswith("\x1b[2Kb.example  1 pages")
    monkeypatch.setattr("sys.stderr", quiet := io.StringIO())
    with HostLines() as lines:
        lines("a.example", 2, 1)
    assert quiet.getvalue() == ""


def test_sites_of_a_corpus(raw_corpus, essaykit):
    code, out, _ = essaykit("sites", "--corpus", str(raw_corpus), "--json")
    assert code == Exit.OK
    found = json.loads(out)["sites"]
    assert sum(site["pages"] for site in found) == 24
    assert all(site["characters"] == site["kept"] + sum(site["removed"].values()) for site in found)
    assert all(isinstance(site["repeated_lines"], int) for site in found)
    pages = [site["pages"] for site in found]
    assert pages == sorted(pages, reverse=True)


def test_sites_without_what_the_build_observed(corpus, essaykit):
    code, out, err = essaykit("sites")
    assert code == Exit.OK
    bank = out.splitlines()[1].split()
    assert (bank[:3], bank[5]) == (["bank", "1", "2"], "?")
    assert "learns them again" in err


def test_the_program_still_answers_without_the_extra(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "scrapy", None)
    monkeypatch.setitem(sys.modules, "warcio", None)
    assert main(["fetch", "--help"]) == Exit.OK
    assert "--allow-private" in capsys.readouterr().out
