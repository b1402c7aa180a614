"""Killed at any moment, the next run goes on: nothing twice but what was in flight, nothing lost."""

import random
import signal
from collections import Counter

from essaykit.errors import Exit
from tests.fetch.texts import BANK, paragraphs

PAGES = 120
AT_ONCE = 8


def site(web):
    for n in range(PAGES):
        links = "".join(f"<a href='/{(n * 7 + k) % PAGES}.htm'>第{k}号</a> " for k in (1, 2, 5, 11))
        more = f"<a href='/{n}_2.htm'>下一页</a>" if n % 10 == 0 else ""
        web.put("site.example", f"/{n}.htm", f"<title>第{n}号</title><h1>第{n}号</h1>{paragraphs(BANK)}{links}{more}")
        if more:
            web.put("site.example", f"/{n}_2.htm", f"<title>第{n}号</title>{paragraphs(BANK)}")
    return web.url("site.example", "/0.htm")


def test_a_crawl_killed_at_random_moments_ends_complete(web):
    start = site(web)
    moment = random.Random(5)
    kills = 0
    while kills < 4:
        before = len(web.hits())
        process = web.begin(start, "--depth", "99")
        wanted = before + moment.randrange(5, 30)
        web.wait_for(lambda wanted=wanted, process=process: len(web.hits()) > wanted or process.poll() is not None)
        assert process.poll() is None, "it was quicker"
        web.kill(process)
        kills += 1
    report = web.fetch(start, "--depth", "99", code=0)
    asked = Counter(web.paths("site.example"))
    assert set(asked) == {f"/{n}.htm" for n in range(PAGES)} | {f"/{n}_2.htm" for n in range(0, PAGES, 10)}
    assert sum(asked.values()) - len(asked) <= kills * AT_ONCE
    assert report["pages"] == len(asked)
    records = web.records()
    assert len(records) == len(asked)
    assert all(web.body(record) for record in records.values())
    assert all(len(records[web.url("site.example", f"/{n}.htm")]["parts"]) == 2 for n in range(0, PAGES, 10))


def test_ctrl_c_keeps_what_came_and_says_how_to_go_on(web):
    start = site(web)
    process = web.begin(start, "--depth", "99", delay=0.05)
    web.wait_for(lambda: len(web.hits()) > 10)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)[1].decode()
    assert process.returncode == Exit.INTERRUPTED
    assert said.count("\n") == 1
    assert "the same command goes on from there" in said
    kept = len(web.records())
    assert kept > 0
    assert web.fetch(start, "--depth", "99", "--dry-run")["resumed"]
    report = web.fetch(start, "--depth", "99", code=0)
    assert report["pages"] == PAGES + PAGES // 10


def test_the_budget_holds_across_kills(web):
    start = site(web)
    process = web.begin(start, "--depth", "99", "--max-pages", "40")
    web.wait_for(lambda: len(web.hits()) > 20)
    web.kill(process)
    web.fetch(start, "--depth", "99", "--max-pages", "40", code=0)
    assert len(web.paths("site.example")) <= 40 + AT_ONCE


def test_two_crawls_into_one_folder(web):
    start = site(web)
    process = web.begin(start, "--depth", "99", delay=0.3)
    web.wait_for(lambda: web.paths("site.example"))
    code, _, said = web.run(*web.line(start))
    web.kill(process)
    assert code == Exit.NOTHING_READ
    assert f"process {process.pid} is working in this folder" in said


def test_a_full_disk_ends_the_crawl_in_one_line(web):
    start = site(web)
    web.out.mkdir()
    (web.out / f"site.example_{web.port}").write_text("in the way", encoding="utf-8")
    code, _, said = web.run(*web.line(start))
    assert code == Exit.NOTHING_READ
    assert said.count("\n") == 1
    assert "site.example" in said
