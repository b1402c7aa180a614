"""What can be told of any page by rule: its links, the page that follows, whether it is there at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from essaykit.fetch.addresses import absolute, follows, origin, page_places, why_refused
from essaykit.fetch.words import words

MOST_BYTES = 2 << 20
"""Of a page that are searched for links; the page itself is kept whole."""

MOST_LINKS = 5000
LIST_SHARE = 0.6
"""Share of links among links and sentences from which on a page is a list, not an article."""

SENTENCE = 20

SHORT = 200
"""Characters outside links; a page that says that it is not there has no more."""

_BLANK = re.compile(r"\s+")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}")
_NUMBERED = re.compile(r"第?(\d{1,3})页?|\[(\d{1,3})\]")
_NOT_SEEN = ("script", "style", "noscript", "template", "select", "textarea", "title")


class Link(NamedTuple):
    """A link of a page."""

    url: str
    """Absolute, without a fragment."""
    text: str
    following: bool
    """The page says that it is the next one (``rel=next``)."""


class Outline(NamedTuple):
    """A page as far as a crawl needs it."""

    title: str
    links: tuple[Link, ...]
    linked: int
    """Characters in links."""
    plain: int
    """Characters outside links."""
    prose: int
    """Of these, the ones in stretches as long as a sentence: dates and counters beside links are shorter."""
    hidden_from_crawlers: bool
    """The page asks not to be followed (``<meta name=robots content=nofollow>``)."""
    start: str
    """Its first words."""

    @property
    def is_list(self) -> bool:
        """Whether most of what can be read on it are links."""
        return self.linked > LIST_SHARE * (self.linked + self.prose)


def outline(text: str, url: str) -> Outline:
    """Look over a page, decoded.

    >>> page = outline('<title>甲</title><p>第一天到网点，师傅教我点钞，我学会了怎样把钱墩齐。<a href="/2.htm">下一页</a>', "http://a.example/1.htm")
    >>> page.title, page.links[0].url, page.is_list
    ('甲', 'http://a.example/2.htm', False)
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = harmless(text).encode("utf-8", "replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        return Outline("", (), 0, 0, 0, hidden_from_crawlers=False, start="")
    base_tag, title_tag = root.find(".//base[@href]"), root.find(".//title")
    base = (absolute(url, base_tag.get("href")) if base_tag is not None else None) or url
    title = _tidy("".join(title_tag.itertext()))[:300] if title_tag is not None else ""
    named = [tag for tag in root.iter("meta") if (tag.get("name") or "").lower() in {"robots", "essaykit"}]
    nofollow = any({"nofollow", "none"} & set(re.split(r"[\s,]+", (tag.get("content") or "").lower())) for tag in named)
    heads = [tag for tag in root.iter("link") if (tag.get("rel") or "").lower() == "next"]
    links = [Link(target, "", following=True) for tag in heads if (target := absolute(base, tag.get("href") or ""))]
    etree.strip_elements(root, *_NOT_SEEN, with_tail=False)
    linked = 0
    for tag in root.iter("a"):
        said = "".join(tag.itertext())
        linked += _size(said)
        href = tag.get("href")
        target = absolute(base, href) if href and len(links) < MOST_LINKS else None
        if target:
            links.append(Link(target, _tidy(said)[:80], "next" in (tag.get("rel") or "").lower().split()))
    etree.strip_elements(root, "a", with_tail=False)
    plain = prose = 0
    begun: list[str] = []
    for said in root.itertext():
        size = _size(said)
        if size and plain < SHORT:
            begun.append(said.strip())
        plain += size
        prose += size if size >= SENTENCE else 0
    return Outline(title, tuple(links), linked, plain, prose, hidden_from_crawlers=nofollow, start=" ".join(begun)[: 2 * SHORT])


def _size(text: str) -> int:
    """Characters that can be seen."""
    return len("".join(text.split()))


def harmless(text: str) -> str:
    """The beginning of a page without what would cost a parser ages: tags with thousands of attributes."""
    return _LONG_TAG.sub(" ", text[:MOST_BYTES].replace("\0", " "))


def _tidy(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def next_page(page: Outline, url: str) -> str | None:
    """The page that follows in the same article, by how links are called and how addresses are spelt.

    A link that is called so must also be spelt so: 下一页 leads to the next article on many sites.
    """
    known = words()
    numbers = {place.number for place in page_places(url)}
    for link in page.links:
        name = link.text.strip(" \u3000»›>[]（）()→").lower()
        number = _NUMBERED.fullmatch(link.text.strip())
        called = link.following or name in known.next or bool(number and int(number[1] or number[2]) - 1 in numbers)
        if called and not _is_other(link, url) and follows(url, link.url):
            return link.url
    return None


def _is_other(link: Link, url: str) -> bool:
    """Whether a link leads to another article or site, whatever it is called."""
    return any(word in link.text for word in words().other_article) or origin(link.url) != origin(url)


def next_list(page: Outline, url: str) -> str | None:
    """The page that follows in a list: what is called so on the same site."""
    known = words()
    for link in page.links:
        name = link.text.strip(" \u3000»›>[]（）()→").lower()
        if (link.following or name in known.next) and origin(link.url) == origin(url) and link.url != url:
            return link.url
    return None


def followable(page: Outline, url: str, hosts: tuple[str, ...] = ()) -> tuple[Link, ...]:
    """Links that lead to other pages of the same site, or of these hosts, and may hold text, each once."""
    if page.hidden_from_crawlers:
        return ()
    here = {origin(url), *hosts}
    found: dict[str, Link] = {}
    for link in page.links:
        ending = link.url.partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()
        if origin(link.url) in here and ending not in words().not_text and why_refused(link.url) is None:
            found.setdefault(link.url, link)
    return tuple(found.values())


def is_missing(page: Outline, texts: tuple[str, ...] = ()) -> bool:
    """Whether a page that came with status 200 says that there is none (a soft 404).

    >>> is_missing(outline("<title>页面不存在</title><p>您访问的页面已删除", "http://a.example/"))
    True
    """
    if texts and any(text in page.start or text in page.title for text in texts):
        return True
    if page.plain > SHORT:
        return False
    said = f"{page.title} {page.start}".lower()
    return any(word in said for word in words().missing)
