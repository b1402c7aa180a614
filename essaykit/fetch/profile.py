"""Site profiles: cards that say how a site is built. What they don't say is done by rule."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from essaykit.cards import package_cards, parse_card
from essaykit.errors import CardError, UsageError
from essaykit.model import Record

GENERIC = "generic"


class Selectors(Record, frozen=True, kw_only=True):
    """CSS selectors of what stands on a page; the first element that has text counts."""

    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Links to essays and lists, or boxes that hold them; without any, all links of the page."""
    next: tuple[str, ...] = ()
    """Link to the page that follows, in an article or a list."""
    chrome: tuple[str, ...] = ()
    """What is no part of an article on any page of the site: menus, boxes, footers."""
    preview: tuple[str, ...] = ()
    """What is there only where the site shows a part of the text."""


class Example(Record, frozen=True, kw_only=True):
    """An example page of the tests, and what the profile finds on it."""

    page: str
    """File in ``tests/fetch/pages``."""
    url: str
    kind: str = "page"
    title: str | None = None
    author: str | None = None
    date: str | None = None
    column: str | None = None
    links: tuple[str, ...] = ()
    next: str | None = None
    chrome: tuple[str, ...] = ()
    preview: bool = False


class Profile(Record, frozen=True, kw_only=True):
    """A site, as a card describes it."""

    id: str = ""
    about: str
    hosts: tuple[str, ...] = ()
    """Names of the site; links that lead elsewhere are not followed."""
    start: tuple[str, ...] = ()
    """Addresses to begin with."""
    search: str | None = None
    """Address of the site's search; ``{query}`` stands for what is looked for."""
    query_encoding: str = "utf-8"
    """Encoding of the words in it."""
    essays: tuple[str, ...] = ()
    """Regular expressions that find essays by the path and query of their address."""
    lists: tuple[str, ...] = ()
    """The same for pages that only lead to others."""
    never: tuple[str, ...] = ()
    """The same for what is not to be fetched."""
    missing: tuple[str, ...] = ()
    """Texts of a page that says there is none, with status 200."""
    depth: int = 3
    """Links to follow from a start address."""
    select: Selectors = Selectors()
    examples: tuple[Example, ...] = ()

    def kind_of(self, url: str) -> str | None:
        """``page``, ``list``, ``never``, or None where the profile says nothing.

        >>> Profile(about="", essays=("^/a/[0-9]+[.]htm$",)).kind_of("http://x.example/a/12.htm")
        'page'
        """
        parts = urlsplit(url)
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        for kind, patterns in (("never", self.never), ("page", self.essays), ("list", self.lists)):
            if any(re.search(pattern, place) for pattern in patterns):
                return kind
        return None

    def starts(self, query: str | None) -> tuple[str, ...]:
        """The addresses to begin with.

        Raises:
            UsageError: if a query is given and the site has no search, or it can't be written in its encoding.
        """
        if query is None:
            return self.start
        if self.search is None:
            raise UsageError("has no search", file=self.id, hint="leave --query out, or write 'search' into the profile")
        try:
            return (self.search.replace("{query}", quote(query, safe="", encoding=self.query_encoding, errors="strict")),)
        except UnicodeEncodeError:
            raise UsageError(f"can't ask for {query}: the site writes {self.query_encoding}", file=self.id) from None


def check_profile(profile: Profile, file: str = "profile", name: str = "") -> Profile:
    """A profile whose patterns, selectors and encoding can be used, with its id.

    Raises:
        CardError: naming the one that can't.
    """
    import codecs

    from msgspec.structs import replace
    from soupsieve import SelectorSyntaxError
    from soupsieve import compile as compile_selector

    try:
        codecs.lookup(profile.query_encoding)
    except LookupError:
        raise CardError(f"there is no encoding called {profile.query_encoding}", file=file, place="query_encoding") from None
    for field in ("essays", "lists", "never"):
        for pattern in getattr(profile, field):
            try:
                re.compile(pattern)
            except re.error as error:
                raise CardError(f"{pattern}: is no regular expression: {error}", file=file, place=field, hint="see docs/cards.md") from None
    for field in Selectors.__struct_fields__:
        for selector in getattr(profile.select, field):
            try:
                compile_selector(selector)
            except SelectorSyntaxError as error:
                cause = str(error).splitlines()[0]
                raise CardError(
                    f"{selector}: is no CSS selector: {cause}", file=file, place=f"select.{field}", hint="see docs/cards.md"
                ) from None
    return replace(profile, id=profile.id or name)


@cache
def shipped_profiles() -> dict[str, Profile]:
    """The profiles that come with the package, by id."""
    return {name: check_profile(card, f"{name}.toml", name) for name, card in package_cards("essaykit.fetch", "profiles", Profile).items()}


def read_profile(name: str) -> Profile:
    """A shipped profile by its id, or one of your own by the path of its file.

    Raises:
        UsageError: if there is none.
        CardError: if it is wrong.
    """
    found = shipped_profiles().get(name)
    if found is not None:
        return found
    path = Path(name)
    if not name.endswith(".toml") and not path.is_file():
        raise UsageError(f"no such profile: {name}", hint=f"one of {', '.join(shipped_profiles())}, or a file.toml of your own")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CardError("is not UTF-8", file=name, hint="save it as UTF-8") from None
    except OSError as error:
        raise UsageError(error.strerror or str(error), file=name, hint="is the name spelt right?") from None
    return check_profile(parse_card(text, name, Profile), name, path.stem)
