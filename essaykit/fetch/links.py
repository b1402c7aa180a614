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
_NOT_SEEN = {"script", "style", "noscript", "template", "select", "textarea"}


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
    base = url
    title = ""
    nofollow = False
    links: list[Link] = []
    words_seen: list[str] = []
    linked = plain = prose = begun = 0
    depth_in_link = skipped = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag
        if event == "start":
            if tag in _NOT_SEEN:
                skipped += 1
            elif tag == "a":
                depth_in_link += 1
                href = node.get("href")
                target = absolute(base, href) if href and len(links) < MOST_LINKS else None
                if target:
                    rel = (node.get("rel") or "").lower().split()
                    links.append(Link(target, _tidy("".join(node.itertext()))[:80], "next" in rel))
            elif tag == "base" and node.get("href") and base == url:
                base = absolute(url, node.get("href")) or url
            elif tag == "title" and not title:
                title = _tidy("".join(node.itertext()))[:300]
                skipped += 1
            elif tag == "title":
                skipped += 1
            elif tag == "link" and (node.get("rel") or "").lower() == "next" and node.get("href"):
                target = absolute(base, node.get("href"))
                links += [Link(target, "", following=True)] if target else []
            elif tag == "meta" and (node.get("name") or "").lower() in {"robots", "essaykit"}:
                nofollow = nofollow or bool({"nofollow", "none"} & set(re.split(r"[\s,]+", (node.get("content") or "").lower())))
            said = node.text
        else:
            if tag in _NOT_SEEN or tag == "title":
                skipped -= 1
            elif tag == "a":
                depth_in_link -= 1
            said = node.tail
        if said and not skipped:
            size = len(said) - len(_BLANK.findall(said)) if len(said) < 1000 else len(_BLANK.sub("", said))
            if depth_in_link:
                linked += size
            else:
                plain += size
                prose += size if size >= SENTENCE else 0
            if begun < SHORT and size:
                words_seen.append(said.strip())
                begun += size
    return Outline(title, tuple(links), linked, plain, prose, hidden_from_crawlers=nofollow, start=" ".join(words_seen)[: 2 * SHORT])


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
