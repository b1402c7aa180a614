"""The frontier: whatever happens in whatever order, no address is lost and none is handed out twice but after a kill."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.errors import CorpusError
from essaykit.fetch.addresses import address_key, follows, page_places, shape, why_refused
from essaykit.fetch.frontier import Frontier, State

ADDRESSES = [f"http://{host}.example/{n}.htm" for host in "ab" for n in range(6)]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(ADDRESSES), st.sampled_from(["start", "page", "part", "list"])),
        st.tuples(st.just("take"), st.integers(1, 3), st.none()),
        st.tuples(st.just("settle"), st.sampled_from([State.FETCHED, State.FAILED, State.SKIPPED, State.UNCHANGED]), st.none()),
        st.tuples(st.just("claim"), st.sampled_from(ADDRESSES), st.none()),
        st.tuples(st.just("kill"), st.none(), st.none()),
    ),
    max_size=40,
)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_nothing_is_lost_and_nothing_is_done_twice(steps):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "f.sqlite"
        frontier = Frontier(file)
        known, flying, handed, killed = set(), [], Counter(), Counter()
        for what, first, second in steps:
            if what == "add":
                assert frontier.add(first, second) == (first not in known)
                known.add(first)
            elif what == "take":
                entry = frontier.take(first)
                if entry is not None:
                    flying.append(entry)
                    handed[entry.url] += 1
                    assert sum(each.url[7] == entry.url[7] for each in flying) <= first
            elif what == "settle" and flying:
                frontier.settle(flying.pop(), first)
            elif what == "claim" and flying:
                frontier.claim(first, flying[-1].id)
                known.add(first)
            elif what == "kill":
                killed.update(entry.url for entry in flying)
                flying = []
                frontier.close()
                frontier = Frontier(file)
        while flying or (entry := frontier.take(9)):
            entry = flying.pop() if flying else entry
            handed[entry.url] += entry.url not in handed
            frontier.settle(entry, State.FETCHED)
        states = {url: frontier.state_of(url) for url in ADDRESSES}
        assert {url for url, state in states.items() if state is not None} == known
        assert State.WAITING not in states.values()
        assert State.TAKEN not in states.values()
        assert all(count <= 1 + killed[url] for url, count in handed.items())
        frontier.close()


def test_what_is_written_together_is_written_whole(tmp_path):
    frontier = Frontier(tmp_path / "f.sqlite")
    with pytest.raises(ZeroDivisionError), frontier.together():
        frontier.add(ADDRESSES[0], "page", depth=1 // (not frontier.add(ADDRESSES[1], "page")))
    assert frontier.state_of(ADDRESSES[1]) is None


def test_a_file_that_is_no_frontier(tmp_path):
    (tmp_path / "f.sqlite").write_bytes(b"\x00\x01 not a database" * 99)
    with pytest.raises(CorpusError, match="remove the file to begin anew"):
        Frontier(tmp_path / "f.sqlite")


@pytest.mark.parametrize(
    ("url", "target", "yes"),
    [
        ("http://a.example/9.htm", "http://a.example/9_2.htm", True),
        ("http://a.example/9_2.htm", "http://a.example/9_3.htm", True),
        ("http://a.example/9-1.htm", "http://a.example/9-2.htm", True),
        ("http://a.example/x/9/", "http://a.example/x/9/2/", True),
        ("http://a.example/s?id=9", "http://a.example/s?id=9&page=2", True),
        ("http://a.example/s?page=2&id=9", "http://a.example/s?id=9&page=3", True),
        ("http://a.example/9.htm", "http://a.example/9_3.htm", False),
        ("http://a.example/9.htm", "http://a.example/10.htm", False),
        ("http://a.example/9.htm", "http://b.example/9_2.htm", False),
        ("http://a.example/s?id=9", "http://a.example/s?id=10", False),
        ("http://a.example/s?id=9", "http://a.example/s?id=8&page=2", False),
        ("http://a.example/2019/05/1.htm", "http://a.example/2019/05/2.htm", False),
    ],
)
def test_which_address_follows_which(url, target, yes):
    assert follows(url, target) == yes


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at_as_an_address(text):
    for url in (text, f"http://a.example/{text}", f"http://{text}/"):
        if why_refused(url) is None:
            assert address_key(address_key(url)) == address_key(url)
            assert page_places(url)
            assert shape(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/", "data:text/html,x", "javascript:x", "//a.example/", "a.example", "", "http://", "http:///x",
        "http://a@b.example/", "http://a:b@b.example/", "http://b.example:99999/", "http://[::1/", "http://a.example/\n",
        "http://a b.example/",
        f"http://a.example/{'a' * 3000}", "http://a.example/a/a/a/a/", "HTTP://a@b.example/", "mailto:a@b.example",
    ],
)  # fmt: skip
def test_addresses_that_are_never_asked_for(url):
    assert why_refused(url) is not None
