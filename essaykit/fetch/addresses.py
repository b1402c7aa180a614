"""Addresses of pages: which may be asked for, when two are the same, and which follows which."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit

from essaykit.fetch.words import words

LONGEST = 2000
"""Characters of an address; traps grow them without end."""

RECENT = 4096
"""Addresses of which the parts are remembered: each is looked at several times."""

REPEATS = 3
"""A path in which one step stands so often leads round in circles, as ``/a/b/a/b/a/b``."""

_PORTS = {"http": 80, "https": 443}
_LEFT = "%/:=&?~+!$,;'@()*[]"
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?P<stem>.*?)(?:[_-](?:p(?:age)?)?(?P<number>\d{1,3}))?(?P<ending>\.[A-Za-z]{2,6})?/?")
_PAGE_STEP = re.compile(r"(?P<stem>.*?)/(?:p(?:age)?[_/-]?)?(?P<number>\d{1,3})/?")
_PAGE_FIELD = re.compile(r"(?:p|pg|page|pn|pageno|page_?num|curpage)", re.IGNORECASE)


@lru_cache(RECENT)
def why_refused(url: str) -> str | None:
    """Why an address is never asked for, by its looks alone; None if it may be.

    Where its name leads is looked at when the connection is made: see `essaykit.fetch.guard`.

    >>> why_refused("file:///etc/passwd"), why_refused("http://a@b.example/"), why_refused("http://b.example/")
    ('file: is not fetched, only http and https', 'has a user name in it', None)
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no address"
    if parts.scheme not in _PORTS:
        return (
            f"{parts.scheme[:20]}: is not fetched, only http and https" if parts.scheme else "is no address: http:// or https:// is missing"
        )
    if not host or _CONTROL.search(url):
        return "is no address"
    if "@" in parts.netloc:
        return "has a user name in it"
    if len(url) > LONGEST:
        return f"is longer than {LONGEST} characters"
    steps = [step for step in parts.path.split("/") if step]
    if any(steps.count(step) > REPEATS for step in set(steps)):
        return "leads round in circles"
    return None


def absolute(base: str, href: str) -> str | None:
    """The address that a link leads to, without its fragment; None for what is no address of a page.

    >>> absolute("http://a.example/x/y.htm", "../z.htm#top")
    'http://a.example/z.htm'
    """
    try:
        url = urljoin(base, href.strip())
    except ValueError:
        return None
    url = url.partition("#")[0]
    return written_out(url) if url.startswith(("http://", "https://")) else None


@lru_cache(RECENT)
def written_out(url: str) -> str:
    """An address as it goes over the wire: blanks and letters outside ASCII as browsers write them; a broken one as it is.

    >>> written_out("http://例.example/实习 1.htm?q=a b")
    'http://xn--fsq.example/%E5%AE%9E%E4%B9%A0%201.htm?q=a%20b'
    """
    if url.isascii() and " " not in url:
        return url
    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return url
    return parts._replace(netloc=host, path=quote(parts.path, safe=_LEFT), query=quote(parts.query, safe=_LEFT)).geturl()


@lru_cache(RECENT)
def origin(url: str) -> str:
    """Host and port as an address spells them, without the port that goes without saying.

    >>> origin("HTTP://A.example:80/x"), origin("https://[::1]:8443/")
    ('a.example', '[::1]:8443')
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"


@lru_cache(RECENT)
def address_key(url: str) -> str:
    """One spelling for all spellings of an address, session marks left out: the same key, the same page.

    >>> address_key("HTTP://A.example:80?PHPSESSID=1&id=3#x")
    'http://a.example/?id=3'
    """
    parts = urlsplit(url)
    path = _PATH_SESSION.sub("", parts.path) or "/"
    query = parts.query
    if query and any(f"{name}=" in query.lower() for name in words().session):
        fields = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True, encoding="latin-1") if k.lower() not in words().session]
        query = urlencode(fields, encoding="latin-1")
    return SplitResult(parts.scheme.lower(), origin(url), path, query, "").geturl()


def shape(url: str) -> str:
    """An address with its numbers taken out: pages made by one script have one shape.

    >>> shape("http://a.example/cal/2031/02?d=7")
    'http://a.example/cal/#/#?d=#'
    """
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{origin(url)}{re.sub(r'[0-9]+', '#', parts.path + query)}"


class PagePlace(NamedTuple):
    """An address taken apart as one page of several."""

    stem: str
    number: int
    """1 for the first page, which mostly has no number."""


def page_places(url: str) -> set[PagePlace]:
    """All ways in which an address can be read as a page of an article.

    >>> sorted(page_places("http://a.example/9_2.htm"))
    [PagePlace(stem='http://a.example/9.htm', number=2), PagePlace(stem='http://a.example/9_2.htm', number=1)]
    """
    parts = urlsplit(url)
    site = f"{parts.scheme}://{origin(url)}"
    query = f"?{parts.query}" if parts.query else ""
    found = {PagePlace(f"{site}{parts.path.rstrip('/')}{query}", 1)}
    for pattern in (_PAGE_NUMBER, _PAGE_STEP):
        match = pattern.fullmatch(parts.path)
        if match and match["number"]:
            ending = match.groupdict().get("ending") or ""
            found.add(PagePlace(f"{site}{match['stem'].rstrip('/')}{ending}{query}", int(match["number"])))
    fields = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    for name, value in fields:
        if _PAGE_FIELD.fullmatch(name) and value.isdigit() and len(value) <= 3:
            rest = urlencode([f for f in fields if f != (name, value)], encoding="latin-1")
            found.add(PagePlace(f"{site}{parts.path.rstrip('/')}{f'?{rest}' if rest else ''}", int(value)))
    return found


def follows(url: str, target: str) -> bool:
    """Whether an address is the next page of the same article, by how both are spelt.

    >>> follows("http://a.example/9.htm", "http://a.example/9_2.htm"), follows("http://a.example/9.htm", "http://a.example/10.htm")
    (True, False)
    """
    here, there = page_places(url), page_places(target)
    return any(PagePlace(stem, number + 1) in there and number + 1 > 1 for stem, number in here if number > 0)


def same_article(url: str, target: str) -> bool:
    """Whether an address is spelt like another page of the same article.

    >>> same_article("http://a.example/9.htm", "http://a.example/9_4.htm"), same_article("http://a.example/9.htm", "http://a.example/8.htm")
    (True, False)
    """
    stems = {place.stem for place in page_places(url)}
    return any(place.stem in stems for place in page_places(target))
