"""A profile from a few pages: what repeats is chrome, what is linked alike are essays, what is called next follows.

Only names of elements, classes and numbers of addresses go into a proposal, never a page's own text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from essaykit.fetch.addresses import origin, page_places, shape
from essaykit.fetch.elements import soup_of
from essaykit.fetch.links import Outline, followable, next_list, next_page, outline
from essaykit.fetch.profile import Profile, Selectors
from essaykit.fetch.words import words

MOST_CHROME = 12
REPEATED = 0.6
"""Share of the articles on which a box has to have the same text to be chrome."""

LONGEST = 100
"""Characters of a title, name or date."""

MOST = 3
"""Selectors that are proposed for one thing, the best first."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")
_NUMBERS = re.compile("(?<!%)(?<!%[0-9A-Fa-f])[0-9]+")  # not those of what is written in percent signs
_BLANK = re.compile(r"\s+")
_BEHIND_TITLE = re.compile(r"\s*[_|｜–—]\s*|\s+-\s+")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}")
_AUTHOR = re.compile(r"(?:作者|编辑|投稿|author|by)\s*[:：]\s*\S[^:：]{0,20}", re.IGNORECASE)
_BOXES = ["div", "td", "table", "ul", "header", "footer", "nav", "aside", "section", "p"]


class Sample(NamedTuple):
    """A page to learn from."""

    url: str
    outline: Outline
    soup: BeautifulSoup


def sample(url: str, text: str) -> Sample:
    """Take a page, decoded, apart."""
    return Sample(url, outline(text, url), soup_of(text))


def propose(samples: Sequence[Sample]) -> Profile:
    """A profile of the site that these pages come from; what can't be told is left to the rules."""
    lists = [page for page in samples if page.outline.is_list]
    articles = [page for page in samples if not page.outline.is_list]
    essays = _essay_links(lists, articles)
    list_urls = [page.url for page in lists] + [url for page in lists if (url := next_list(page.outline, page.url))]
    return Profile(
        about="Learnt from a few pages; look it over.",
        hosts=tuple(dict.fromkeys(origin(page.url) for page in samples)),
        start=tuple(page.url for page in lists),
        essays=_patterns([*(page.url for page in articles if not _is_later_part(page.url)), *essays]),
        lists=_patterns(list_urls),
        select=Selectors(
            title=_best(articles, _is_title),
            author=_best(articles, _is_author),
            date=_best(articles, _is_date),
            links=_link_boxes(lists, set(essays)),
            next=_next_links(samples),
            chrome=_chrome(articles),
        ),
    )


# ---- addresses ------------------------------------------------------------------------------------


def _essay_links(lists: Sequence[Sample], articles: Sequence[Sample]) -> list[str]:
    """The links of the lists that look like those of the articles at hand; without any, the most common look."""
    links = [link.url for page in lists for link in followable(page.outline, page.url)]
    known = {shape(page.url) for page in articles}
    if not known & {shape(url) for url in links}:
        others = {shape(page.url) for page in lists}
        count = Counter(shape(url) for url in links if shape(url) not in others and "#" in shape(url))
        known = {what for what, number in count.most_common(1) if number >= 3}
    return [url for url in links if shape(url) in known]


def _is_later_part(url: str) -> bool:
    return any(place.number > 1 for place in page_places(url))


def _patterns(urls: Iterable[str]) -> tuple[str, ...]:
    """Regular expressions for the places of addresses, their numbers left open.

    >>> _patterns(["http://a.example/x/12.htm", "http://a.example/x/7.htm"])
    ('^/x/[0-9]+\\\\.htm$',)
    >>> _patterns(["http://a.example/%E5%AE%9E/3.htm"])
    ('^/%E5%AE%9E/[0-9]+\\\\.htm$',)
    """
    found: Counter[str] = Counter()
    for url in urls:
        parts = urlsplit(url)
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        found["^" + "[0-9]+".join(re.escape(piece) for piece in _NUMBERS.split(place)) + "$"] += 1
    return tuple(pattern for pattern, _ in found.most_common(5))


# ---- elements -------------------------------------------------------------------------------------


def selector_of(tag: Tag) -> str | None:
    """The shortest selector of an element by its own id, class or name; None where these can't be written down.

    >>> selector_of(soup_of("<h1 class='post-title big'>x</h1>").h1)
    'h1.post-title'
    """
    ident = tag.get("id")
    if isinstance(ident, str) and _NAME.fullmatch(ident) and not re.search(r"\d{2}", ident):
        return f"{tag.name}#{ident}"
    for name in tag.get("class") or ():
        if _NAME.fullmatch(name) and not re.search(r"\d{3}", name):
            return f"{tag.name}.{name}"
    return tag.name if tag.name in {"h1", "h2", "time", "header", "footer", "nav", "aside"} else None


def _text(tag: Tag) -> str:
    return _BLANK.sub(" ", tag.get_text(" ")).strip()


def _is_title(tag: Tag, said: str, page: Sample) -> bool:
    title = _BEHIND_TITLE.split(page.outline.title, maxsplit=1)[0]
    return tag.name in {"h1", "h2", "h3", "div", "td", "span", "p", "strong", "font"} and len(title) > 2 and said == title


def _is_date(_: Tag, said: str, __: Sample) -> bool:
    return len(said) <= 60 and _DATE.search(said) is not None


def _is_author(_: Tag, said: str, __: Sample) -> bool:
    return _AUTHOR.fullmatch(said) is not None


def _best(articles: Sequence[Sample], fits: Callable[[Tag, str, Sample], bool]) -> tuple[str, ...]:
    """Selectors whose first element is what is looked for, on most articles first."""
    hits: Counter[str] = Counter()
    for page in articles:
        found = set()
        for tag in page.soup.find_all(True):
            said = _text(tag)
            if 0 < len(said) <= LONGEST and fits(tag, said, page) and (selector := selector_of(tag)):
                found.add(selector)
        for selector in found:
            first = page.soup.select_one(selector)
            hits[selector] += first is not None and fits(first, _text(first), page)
    ranked = sorted(hits.items(), key=lambda hit: (-hit[1], not hit[0].startswith("h1"), hit[0]))
    return tuple(selector for selector, count in ranked if count > len(articles) / 2)[:MOST]


def _chrome(articles: Sequence[Sample]) -> tuple[str, ...]:
    """The outermost boxes that say the same on most articles."""
    if len(articles) < 2:
        return ()
    said: dict[str, Counter[str]] = {}
    for page in articles:
        for tag in page.soup.find_all(_BOXES):
            selector = selector_of(tag)
            if selector is not None and len(page.soup.select(selector, limit=2)) == 1:
                said.setdefault(selector, Counter())[_text(tag)] += 1
    same = {
        selector
        for selector, texts in said.items()
        if (most := texts.most_common(1)[0]) and len(most[0]) > 3 and most[1] >= max(2, REPEATED * len(articles))
    }
    outermost: dict[str, None] = {}
    for page in articles:
        for selector in sorted(same):
            box = page.soup.select_one(selector)
            if box is not None and not any((parent := selector_of(each)) in same and parent != selector for each in box.parents):
                outermost[selector] = None
    return tuple(outermost)[:MOST_CHROME]


def _link_boxes(lists: Sequence[Sample], essays: set[str]) -> tuple[str, ...]:
    """The innermost boxes of the lists that hold most of the links to essays."""
    count: Counter[str] = Counter()
    for page in lists:
        links = [tag for tag in page.soup.select("a[href]") if _leads_to(tag, page.url) in essays]
        holders: Counter[int] = Counter()
        boxes: dict[int, Tag] = {}
        for link in links:
            for parent in link.parents:
                if parent.name in _BOXES and selector_of(parent):
                    holders[id(parent)] += 1
                    boxes[id(parent)] = parent
        if holders:
            most = max(holders.values())
            inner = min((boxes[key] for key, number in holders.items() if number == most), key=lambda tag: len(_text(tag)))
            count[selector_of(inner) or ""] += 1
    return tuple(selector for selector, _ in count.most_common(MOST) if selector)


def _leads_to(tag: Tag, base: str) -> str:
    from essaykit.fetch.addresses import absolute

    return absolute(base, str(tag.get("href") or "")) or ""


def _next_links(samples: Sequence[Sample]) -> tuple[str, ...]:
    """Where the link to the next page stands: its box, and how it is called."""
    count: Counter[str] = Counter()
    for page in samples:
        target = next_list(page.outline, page.url) if page.outline.is_list else next_page(page.outline, page.url)
        if target is None:
            continue
        for tag in page.soup.select("a[href]"):
            name = _text(tag).strip(" »›>").lower()
            if _leads_to(tag, page.url) == target and name in words().next:
                box = next((selector for parent in tag.parents if (selector := selector_of(parent))), None)
                count[f"{box or 'body'} a:-soup-contains('{next(w for w in sorted(words().next) if w == name)}')"] += 1
                break
    return tuple(selector for selector, _ in count.most_common(MOST))
