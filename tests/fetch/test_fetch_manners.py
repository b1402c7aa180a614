"""Robots.txt, gaps, patience and budgets: what the owner of a site sees in his log."""

import time
from itertools import pairwise

import pytest

from tests.fetch.texts import NURSE, paragraphs
from tests.fetch.web import Answer, outcome

PAGE = f"<title>护理见习心得</title><h1>护理见习心得</h1>{paragraphs(NURSE)}"

ROBOTS = """
User-agent: *
Disallow: /

User-agent: essaykit
Disallow: /private/
Disallow: /*.php$
Disallow: /*?sort=
Disallow: /a/
Allow: /a/open/
Disallow: /报告/
"""
FORBIDDEN = ["/private/1.htm", "/x.php", "/list.htm?sort=up", "/a/1.htm", "/a/b/open.htm", "/%E6%8A%A5%E5%91%8A/1.htm"]
ALLOWED = ["/1.htm", "/privat.htm", "/x.php5", "/list.htm?page=2", "/a/open/1.htm"]


def gaps(web, host):
    return [b.at - a.at for a, b in pairwise(web.hits(host))]


def test_no_request_that_robots_txt_forbids(web):
    for host in ("robots.example", "other.example"):
        web.put(host, "/robots.txt", ROBOTS, Content_Type="text/plain")
        web.put(host, "/*", PAGE)
    links = "".join(f"<a href='{path}'>x</a>" for path in FORBIDDEN + ALLOWED)
    web.put("robots.example", "/", PAGE + links)
    web.put("robots.example", "/to", Answer(status=302, headers={"Location": "/private/2.htm"}))
    web.put("robots.example", "/off", Answer(status=301, headers={"Location": web.url("other.example", "/private/3.htm")}))
    web.put("robots.example", "/refresh", f"<meta http-equiv=refresh content='0;url=/private/4.htm'>{PAGE}")
    starts = [web.url("robots.example", path) for path in ("/", "/to", "/off", "/refresh", "/private/5.htm")]
    report = web.fetch(*starts, "--depth", "1")
    assert sorted(web.paths("robots.example")) == sorted(["/", "/to", "/off", "/refresh", *ALLOWED])
    assert web.paths("other.example") == []
    assert outcome(report, "robots.example")["skipped"]["robots.txt forbids it"] == len(FORBIDDEN) + 4
    assert {record["robots"] for record in web.records().values()} == {"allowed"}


@pytest.mark.parametrize(
    ("answer", "asked"),
    [(Answer(status=404), True), (Answer(status=403), True), (Answer(status=500), False), (Answer(b"\xff\xfe\x00binary"), True)],
)
def test_a_robots_txt_that_fails(answer, asked, web):
    """What isn't there allows everything; what the server can't give forbids it (RFC 9309)."""
    web.put("robots.example", "/robots.txt", answer)
    web.put("robots.example", "/1.htm", PAGE)
    report = web.fetch(web.url("robots.example", "/1.htm"))
    assert bool(web.paths("robots.example")) == asked
    assert asked or "robots.txt can't be had: status 500" in str(outcome(report, "robots.example")["skipped"])


def test_each_request_says_who_asks_and_nothing_else(web):
    web.put("new.example", "/1.htm", PAGE + "<a href=2.htm>x</a>", Set_Cookie="id=1; Path=/")
    web.put("new.example", "/2.htm", PAGE)
    web.fetch(web.url("new.example", "/1.htm"), "--depth", "1", code=0)
    for hit in web.hits("new.example"):
        assert hit.headers["user-agent"].startswith("essaykit/")
        assert hit.headers["user-agent"].endswith(" (+mailto:tests@example.org)")
        assert not {"cookie", "referer", "authorization"} & hit.headers.keys()


def test_the_gap_between_requests_is_kept(web):
    links = "".join(f"<a href={n}.htm>x</a>" for n in range(4))
    web.put("slow.example", "/", PAGE + links)
    web.put("slow.example", "/*", PAGE)
    web.put("delay.example", "/robots.txt", "User-agent: *\nCrawl-delay: 1.2\n")
    web.put("delay.example", "/*", PAGE)
    web.put("delay.example", "/", PAGE + links)
    web.fetch(web.url("slow.example"), web.url("delay.example"), "--depth", "1", delay=0.4, code=0)
    assert len(web.hits("slow.example")) == len(web.hits("delay.example")) == 6
    assert min(gaps(web, "slow.example")) >= 0.4
    assert min(gaps(web, "delay.example")) >= 1.2, "robots.txt asks for more"


def test_a_host_that_asks_for_patience_gets_it(web):
    """Retry-After holds for all of the host, and for no other."""
    answers = iter([Answer(status=429, headers={"Retry-After": "3"})])
    web.put("busy.example", "/1.htm", lambda _: next(answers, Answer(PAGE.encode())))
    web.put("busy.example", "/*", PAGE)
    web.put("idle.example", "/*", PAGE)
    urls = [web.url(host, f"/{n}.htm") for host in ("busy.example", "idle.example") for n in range(1, 5)]
    report = web.fetch(*urls, delay=0.1, code=0)
    assert report["pages"] == 8
    hits = [hit for hit in web.hits("busy.example") if hit.path != "/robots.txt"]
    assert hits[0].path == "/1.htm"
    assert hits[1].at - hits[0].at >= 3
    assert max(gaps(web, "idle.example")) < 2


def test_a_date_to_wait_for_and_patience_across_a_kill(web):

    def later(_):
        if len(web.paths("busy.example")) > 1:
            return Answer(PAGE.encode())
        return Answer(status=503, headers={"Retry-After": time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 6))})

    web.put("busy.example", "/1.htm", later)
    process = web.begin(web.url("busy.example", "/1.htm"))
    web.wait_for(lambda: web.paths("busy.example"))
    time.sleep(0.5)
    web.kill(process)
    web.fetch(web.url("busy.example", "/1.htm"), code=0)
    assert web.paths("busy.example") == ["/1.htm", "/1.htm"]
    first, *_, last = web.hits("busy.example")[1:]
    assert last.at - first.at >= 5


def test_a_host_that_asks_for_hours_is_left_for_another_run(web):
    web.put("busy.example", "/1.htm", Answer(status=503, headers={"Retry-After": "7200"}))
    web.put("busy.example", "/*", PAGE)
    web.put("busy.example", "/robots.txt", "")
    web.put("idle.example", "/*", PAGE)
    urls = [web.url(host, f"/{n}.htm") for host in ("busy.example", "idle.example") for n in range(1, 4)]
    for _ in range(2):
        report = web.fetch(*urls, delay=0.1, code=4)
        assert web.paths("busy.example") == ["/1.htm"]
        assert outcome(report, "busy.example")["waiting"] == 3
        assert list(report["resting"]) == ["busy.example"]
        assert "asks to be left alone until" in report["said"]
    assert outcome(report, "idle.example")["pages"] == 3


def test_a_robots_txt_that_asks_for_hours_holds_nobody_up(web):
    web.put("busy.example", "/robots.txt", Answer(status=503, headers={"Retry-After": "7200"}))
    web.put("busy.example", "/*", PAGE)
    report = web.fetch(web.url("busy.example", "/1.htm"), delay=0.1, code=3)
    assert web.paths("busy.example") == []
    assert "robots.txt can't be had: status 503" in str(outcome(report, "busy.example")["skipped"])


@pytest.mark.parametrize("status", [500, 503])
def test_three_tries_at_most_with_growing_pauses(status, web):
    web.put("ill.example", "/robots.txt", "")
    web.put("ill.example", "/1.htm", Answer(status=status))
    report = web.fetch(web.url("ill.example", "/1.htm"), code=3)
    assert report["failures"] == [{"url": web.url("ill.example", "/1.htm"), "cause": f"status {status}"}]
    assert web.paths("ill.example") == ["/1.htm"] * 3
    first, second = gaps(web, "ill.example")[-2:]
    assert 1 <= first < second / 2


def test_an_endless_space_ends_by_the_budget_and_is_told(web):
    web.put("turn.example", "/robots.txt", "")

    def calendar(handler):
        page = handler.path.strip("/")
        return Answer(f"<title>{page}</title><p>{NURSE[0]}<a href=/{page}1>x</a> <a href=/{page}2>y</a>".encode())

    web.put("trap.example", "/*", calendar)
    web.put("turn.example", "/*", lambda h: Answer(status=302, headers={"Location": h.path + "1"}))
    report = web.fetch(web.url("trap.example", "/1"), "--depth", "99", "--max-pages", "120", code=0)
    assert len(web.paths("trap.example")) <= 120
    assert report["over_budget"]
    assert report["waiting"] > 0
    assert report["traps"][0]["shape"] == web.url("trap.example", "/#")
    assert "perhaps they have no end" in report["said"]
    web.fetch(*(web.url("turn.example", f"/{n}") for n in range(1, 30)), "--max-pages", "20")
    assert len(web.paths("turn.example")) <= 20, "redirects count too"


def test_session_marks_lead_to_no_second_copy(web):
    def page(handler):
        mark = len(web.hits())
        return Answer((PAGE + f"<a href='/?PHPSESSID={mark}'>x</a><a href='/1.htm;jsessionid={mark}'>y</a>").encode())

    web.put("session.example", "/*", page)
    web.put("session.example", "/", page)
    web.fetch(web.url("session.example"), "--depth", "9", "--max-pages", "50", code=0)
    assert len(web.paths("session.example")) == 2


def test_paths_that_lead_round_in_circles_are_left(web):
    web.put("circle.example", "/*", PAGE + "<a href='a/b/'>x</a>")
    web.put("circle.example", "/", PAGE + "<a href='a/b/'>x</a>")
    web.fetch(web.url("circle.example"), "--depth", "99", "--max-pages", "50", code=0)
    assert len(web.paths("circle.example")) <= 5


def test_a_page_that_asks_not_to_be_followed(web):
    web.put("new.example", "/", "<meta name=robots content='noindex, nofollow'>" + PAGE + "<a href=1.htm>x</a><a href=_2>下一页</a>")
    web.fetch(web.url("new.example"), "--depth", "2", code=0)
    assert web.paths("new.example") == ["/"]
