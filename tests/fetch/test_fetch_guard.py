"""No request reaches a private network, whatever way leads there."""

import json
import socket
import threading
from contextlib import suppress

import pytest

from essaykit.fetch.guard import is_public
from tests.fetch.web import Answer, outcome

PAGE = "<title>实习报告</title><p>我在网点实习，学会了点钞，也学会了怎样和客户说话。"


@pytest.fixture
def internal():
    """A server that nobody may reach: counts connections, on IPv4 and IPv6."""
    count = []
    sockets = [socket.create_server(("127.0.0.1", 0))]
    port = sockets[0].getsockname()[1]
    if socket.has_ipv6:
        with suppress(OSError):
            sockets.append(socket.create_server(("::1", port), family=socket.AF_INET6))

    def serve(listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            count.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
            connection.close()

    for listener in sockets:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
    yield port, count
    for listener in sockets:
        listener.close()


FORMS = [
    "127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.1", "0.0.0.0", "0", "localhost", "LOCALHOST.", "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::]", "127.0.0.1.",
    "１２７.0.0.1", "user@127.0.0.1", "www.example.org@127.0.0.1",
]  # fmt: skip
"""Ways to spell the loopback device."""


def test_no_way_leads_to_an_internal_server(web, internal):
    port, count = internal
    targets = [f"http://{form}:{port}/secret" for form in FORMS]
    others = [
        "file:///etc/passwd",
        f"ftp://127.0.0.1:{port}/x",
        "data:text/html,<p>x",
        "gopher://127.0.0.1:1/",
        "//[::1",
        "javascript:alert(1)",
    ]
    ways = [
        *(
            web.put("redirect.example", f"/r{n}", Answer(status=302, headers={"Location": target}))
            for n, target in enumerate(targets + others)
        ),
        *(
            web.put("refresh.example", f"/m{n}", f"<meta http-equiv=refresh content='0; url={target}'>{PAGE}")
            for n, target in enumerate(targets)
        ),
        web.put("links.example", "/", PAGE + "".join(f"<a href='{target}'>下一页</a>" for target in targets + others)),
        web.put("based.example", "/", f"<base href='http://127.0.0.1:{port}/'>{PAGE}<a href=a.htm>下一页</a><a rel=next href=b.htm>2</a>"),
        web.put(
            "map.example",
            "/sitemap.xml",
            "<urlset>" + "".join(f"<url><loc>{t}</loc></url>" for t in targets) + "</urlset>",
            Content_Type="text/xml",
        ),
        web.put("hop.example", "/", Answer(status=301, headers={"Location": web.url("redirect.example", "/r0")})),
    ]
    web.put("robots.example", "/robots.txt", Answer(status=302, headers={"Location": f"http://127.0.0.1:{port}/robots.txt"}))
    ways.append(web.put("robots.example", "/", PAGE))
    report = web.fetch(*ways, "--depth", "2")
    assert count == []
    assert web.paths("links.example") == ["/"]
    assert outcome(report, "redirect.example")["pages"] == 0
    assert "leads to the private address 127.0.0.1" in str(outcome(report, "redirect.example")["skipped"])
    assert web.paths("robots.example") == [], "a robots.txt that can't be had forbids everything"
    web.fetch(*targets, *others, "--out", str(web.folder / "direct"), code=3)
    assert count == []


def test_a_name_that_leads_to_a_private_address_is_refused(web):
    web.put("inside.example", "/", PAGE)
    report = web.fetch(web.url("inside.example"), allow=False)
    assert web.hits() == []
    assert report["code"] == 3
    assert "leads to the private address 127.0.0.1" in str(outcome(report, "inside.example")["skipped"])


def test_without_a_contact_no_public_site_is_asked(web):
    page = web.put("open.example", "/", PAGE)
    line = web.line(page, "http://public.example/", "--resolve", "public.example:80:93.184.215.14", "--json")
    place = line.index("--contact")
    code, out, _ = web.run(*line[:place], *line[place + 2 :])
    report = json.loads(out)
    assert (code, report["pages"]) == (0, 1)
    assert outcome(report, "public.example")["skipped"] == {"robots.txt can't be had: its owner has to be able to reach you: --contact": 1}


def test_one_origin_is_opened_and_no_other_port_of_it(web, internal):
    port, count = internal
    web.put("open.example", "/", PAGE + f"<a href='http://open.example:{port}/'>x</a>")
    web.put("open.example", "/r", Answer(status=302, headers={"Location": f"http://open.example:{port}/"}))
    report = web.fetch(
        web.url("open.example"), web.url("open.example", "/r"), "--depth", "1", "--resolve", f"open.example:{port}:127.0.0.1"
    )
    assert count == []
    assert report["pages"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.8.8.8", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:0:0", "64:ff9b::a00:1",
        "2002:7f00:1::", "::127.0.0.1", "192.0.2.1", "not an address",
    ],
)  # fmt: skip
def test_private_addresses(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses(address):
    assert is_public(address)
