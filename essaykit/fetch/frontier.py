"""The frontier of a crawl: every address that was found, and what became of it, on disk so that a kill loses nothing.

Scrapy's own job folder holds its queue only after a clean stop; here each answer is one transaction, which says that
the page is done and which addresses it led to. What was in flight when the process died is waiting again afterwards.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Literal, NamedTuple

from essaykit.errors import CorpusError
from essaykit.fetch.addresses import address_key, origin

Kind = Literal["start", "page", "part", "list"]

RANK: dict[Kind, int] = {"part": 0, "start": 1, "page": 1, "list": 2}
"""What comes first: an article that was begun is ended, essays go before lists that lead to more."""

_SCHEMA = """
create table if not exists entries (
    id integer primary key, key text unique not null, url text not null, host text not null, kind text not null, rank integer not null,
    depth integer not null, article text not null, number integer not null, state integer not null, tries integer not null default 0,
    via integer not null default 0, reason text not null default '', bytes integer not null default 0
);
create index if not exists waiting on entries (host, state, rank, id);
create table if not exists hosts (host text primary key, until real not null, delay real not null);
create table if not exists facts (name text primary key, value text not null);
"""


class State(IntEnum):
    """What became of an address."""

    WAITING = 0
    TAKEN = 1
    FETCHED = 2
    UNCHANGED = 3
    SKIPPED = 4
    FAILED = 5
    ALIAS = 6
    """Another address leads to it by a redirect, and answers for it."""


class Entry(NamedTuple):
    """An address to be fetched."""

    id: int
    url: str
    kind: Kind
    depth: int
    """Links that led here from a start address."""
    article: str
    """Key of the first page of the article that it is a part of; empty for none."""
    number: int
    """Which part it is, from 1."""
    tries: int


class Frontier:
    """Addresses of one crawl. Not to be shared between threads or processes."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")  # a killed process loses nothing; a power cut the last seconds
            self._db.executescript(_SCHEMA)
            self._db.execute("update entries set state = ? where state = ?", (State.WAITING, State.TAKEN))
        except sqlite3.Error as error:
            raise CorpusError(
                f"the unfinished crawl can't be read: {error}", file=str(path), hint="remove the file to begin anew"
            ) from None
        rows = self._db.execute("select host, count(*) from entries where state = ? group by host order by host", (State.WAITING,))
        self.waiting: Counter[str] = Counter(dict(rows))
        self.taken: Counter[str] = Counter()
        self._turn = 0

    def close(self) -> None:
        """Leave the file as it is."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is written whole or not at all."""
        self._db.execute("begin")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # ---- addresses -------------------------------------------------------------------------------

    def add(self, url: str, kind: Kind, depth: int = 0, article: str = "", number: int = 1) -> bool:
        """Take an address in, unless it is known; whether it is new."""
        host = origin(url)
        done = self._db.execute(
            "insert or ignore into entries (key, url, host, kind, rank, depth, article, number, state) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (address_key(url), url, host, kind, RANK[kind], depth, article, number, State.WAITING),
        )
        if done.rowcount:
            self.waiting[host] += 1
        return bool(done.rowcount)

    def refuse(self, url: str, reason: str) -> None:
        """Take in an address that is never asked for."""
        self._db.execute(
            "insert or ignore into entries (key, url, host, kind, rank, depth, article, number, state, reason)"
            " values (?, ?, '', 'start', 1, 0, '', 1, ?, ?)",
            (url, url, State.SKIPPED, reason),
        )

    def claim(self, url: str, entry: int) -> bool:
        """Let an entry answer for the address that it was redirected to; False if that is known by itself."""
        key = address_key(url)
        self._db.execute(
            "insert or ignore into entries (key, url, host, kind, rank, depth, article, number, state, via)"
            " values (?, ?, ?, 'page', 1, 0, '', 1, ?, ?)",
            (key, url, origin(url), State.ALIAS, entry),
        )
        row = self._db.execute("select id, via, state from entries where key = ?", (key,)).fetchone()
        if row[0] == entry or row[1] == entry:
            return True
        if row[2] == State.WAITING:  # it is fetched now, so it need not be fetched later
            self._db.execute("update entries set state = ?, via = ? where id = ?", (State.ALIAS, entry, row[0]))
            self.waiting[origin(url)] -= 1
            return True
        return False

    def state_of(self, url: str) -> State | None:
        """What became of an address; None for an unknown one."""
        row = self._db.execute("select state from entries where key = ?", (address_key(url),)).fetchone()
        return State(row[0]) if row else None

    def make_part(self, url: str, article: str, number: int) -> None:
        """An address that waits or is in flight turns out to be a part of an article."""
        self._db.execute(
            "update entries set kind = 'part', rank = 0, article = ?, number = ? where key = ? and state in (?, ?)",
            (article, number, address_key(url), State.WAITING, State.TAKEN),
        )

    def entry(self, number: int) -> Entry:
        """An entry as it stands now."""
        row = self._db.execute("select id, url, kind, depth, article, number, tries from entries where id = ?", (number,)).fetchone()
        return Entry(*row)

    def take(self, most: int, rests: Callable[[str], bool] = lambda _: False) -> Entry | None:
        """The next address of a host of which fewer than ``most`` are in flight, the hosts in turn; None if there is none.

        ``rests`` says of a host, name and port, that it is to be left alone.
        """
        hosts = [host for host, count in self.waiting.items() if count > 0 and self.taken[host] < most and not rests(host)]
        if not hosts:
            return None
        self._turn += 1
        host = hosts[self._turn % len(hosts)]
        row = self._db.execute(
            "select id, url, kind, depth, article, number, tries from entries where host = ? and state = ? order by rank, id limit 1",
            (host, State.WAITING),
        ).fetchone()
        if row is None:  # the count was wrong; it heals itself
            self.waiting[host] = 0
            return self.take(most, rests)
        self._db.execute("update entries set state = ? where id = ?", (State.TAKEN, row[0]))
        self.waiting[host] -= 1
        self.taken[host] += 1
        return Entry(*row)

    def settle(self, entry: Entry, state: State, reason: str = "", size: int = 0) -> None:
        """Say what became of an address that was taken."""
        self._db.execute("update entries set state = ?, reason = ?, bytes = ? where id = ?", (state, reason, size, entry.id))
        self.taken[origin(entry.url)] -= 1

    def tried(self, entry: int, tries: int) -> None:
        """Remember how often an address was tried."""
        self._db.execute("update entries set tries = ? where id = ?", (tries, entry))

    # ---- hosts and facts -------------------------------------------------------------------------

    def rest(self, host: str, until: float, delay: float) -> None:
        """Remember until when (seconds since 1970) a host is left alone, and the gap that it asks for."""
        self._db.execute("insert or replace into hosts values (?, ?, ?)", (host, until, delay))

    def rests(self) -> dict[str, tuple[float, float]]:
        """Until when each host is left alone, and the gap that it asks for."""
        return {host: (until, delay) for host, until, delay in self._db.execute("select host, until, delay from hosts")}

    def fact(self, name: str) -> str | None:
        """A fact about the crawl as a whole."""
        row = self._db.execute("select value from facts where name = ?", (name,)).fetchone()
        return row[0] if row else None

    def note(self, name: str, value: str) -> None:
        """Write such a fact."""
        self._db.execute("insert or replace into facts values (?, ?)", (name, value))

    def begin_anew(self) -> None:
        """Forget all addresses: the crawl was finished, and the next one looks at everything again."""
        with self.together():
            self._db.execute("delete from entries")
            self._db.execute("delete from facts")
        self.waiting.clear()

    # ---- looking back ----------------------------------------------------------------------------

    def counts(self) -> list[tuple[str, State, str, int, int]]:
        """Host, state, reason, addresses and bytes, summed up."""
        rows = self._db.execute(
            "select host, state, reason, count(*), sum(bytes) from entries group by host, state, reason order by host, state, reason"
        )
        return [(host, State(state), reason, count, size) for host, state, reason, count, size in rows]

    def addresses(self, *states: State, limit: int = 1000) -> list[tuple[str, str]]:
        """Addresses in these states, with the reason, in the order in which they were found."""
        marks = ",".join("?" * len(states))
        sql = f"select url, reason from entries where state in ({marks}) order by rank, id limit ?"  # noqa: S608 - question marks only
        return list(self._db.execute(sql, (*states, limit)))
