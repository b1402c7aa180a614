"""Where a page leads: to the page that follows, and to others; by its profile where that speaks, else by rule."""

from __future__ import annotations

from collections.abc import Iterator

from essaykit.fetch.addresses import origin, same_article
from essaykit.fetch.elements import Selected
from essaykit.fetch.frontier import Kind
from essaykit.fetch.links import Outline, followable, next_list, next_page
from essaykit.fetch.profile import Profile


def page_that_follows(url: str, page: Outline | None, selected: Selected, *, is_list: bool) -> str | None:
    """The next page of an article or list, on the same site."""
    if page is None or page.hidden_from_crawlers:
        return None
    if selected.next is not None:
        return selected.next if origin(selected.next) == origin(url) and selected.next != url else None
    if is_list:
        return next_list(page, url)
    return None if page.is_list else next_page(page, url)


def links_to_follow(profile: Profile, url: str, page: Outline, selected: Selected, *, article: bool) -> Iterator[tuple[str, Kind]]:
    """The links of a page that lead to essays or lists, and which of them.

    Args:
        profile: of the site.
        url: the page's address.
        page: the page.
        selected: what the profile selects on it.
        article: it is one of several pages of an article; links to the others are not followed, they come as its parts.
    """
    chosen = set(selected.links) if selected.links is not None else None
    for link in followable(page, url, profile.hosts):
        if (chosen is None or link.url in chosen) and not (article and same_article(url, link.url)):
            kind = _kind(profile, link.url)
            if kind is not None:
                yield link.url, kind


def _kind(profile: Profile, url: str) -> Kind | None:
    known = profile.kind_of(url)
    if known == "list":
        return "list"
    if known == "never" or (known is None and profile.essays):
        return None
    return "page"
