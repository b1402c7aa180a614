"""What a site's profile says of a page beyond its address: what is chrome, and whether a part of the text only is shown.

Both take the ways that people's rulings take, so that they are seen, explained and taken back like these.
"""

from __future__ import annotations

from msgspec.structs import replace

from essaykit.model import Decision, Document, Flag, SourceText
from essaykit.store.pages import PageRecord

PREVIEW = "preview"


def chrome_rulings(text: SourceText, record: PageRecord | None) -> tuple[Decision, ...]:
    """Rulings that blocks inside elements which the profile calls chrome are navigation; a person's own come later and win.

    >>> from essaykit.model import Block
    >>> blocks = (Block(start=0, end=2, path="html/body/div.menu/a"), Block(start=3, end=5, path="html/body/p"))
    >>> chrome_rulings(SourceText(text="首页 实习", blocks=blocks, media_type="text/html"), None)
    ()
    """
    if record is None or not record.chrome:
        return ()
    inside = tuple(f"{path}/" for path in record.chrome)
    return tuple(
        Decision(
            id=f"profile-{block.start}",
            verdict="role",
            who=f"profile {record.profile}",
            span=(block.start, block.end),
            quote=text.text[block.start : block.end],
            value="navigation",
        )
        for block in text.blocks
        if f"{block.path}/".startswith(inside)
    )


def with_preview(document: Document, record: PageRecord | None) -> Document:
    """A document with the flag ``preview`` where the profile found that the site shows a part of the text only."""
    if record is None or not record.preview or PREVIEW in document.flags:
        return document
    flag = Flag(name="preview", evidence=(f"profile {record.profile}",))
    return replace(document, flags=(*document.flags, "preview"), flag_evidence=(*document.flag_evidence, flag))
