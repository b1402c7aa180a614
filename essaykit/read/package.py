"""The parts of a Word file: an untrusted zip archive of untrusted XML.

Nothing is unpacked to disk. Sizes are limited while unpacking, whatever the
archive's directory claims; XML with a document type definition is refused, so
there are no entities to expand and no files or addresses to fetch.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from essaykit.errors import ReadError

MEMBERS = 20_000
"""Most members an archive may have."""

PART_BYTES = 256 * 1024 * 1024
"""Most bytes one part may unpack to."""

ALL_BYTES = 512 * 1024 * 1024
"""Most bytes all parts that are read may unpack to."""

RATIO, RATIO_FROM = 200, 16 * 1024 * 1024
"""A part above `RATIO_FROM` bytes may be at most so many times its packed size: real XML packs 10 to 40 to 1."""

_STEP = 1024 * 1024
_OFFICE_DOCUMENT = "/officeDocument"


class Package:
    """Reads parts of a Word file by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _ZIP_ERRORS:
            raise ReadError("is a broken docx file", hint="its end is missing or damaged: fetch or copy it again") from None
        if len(members) > MEMBERS:
            raise ReadError(f"holds {len(members)} parts", hint=f"a zip bomb? at most {MEMBERS} are read")
        self._members = {member.filename: member for member in members}
        self._left = ALL_BYTES

    def read(self, name: str) -> bytes | None:
        """Bytes of a part, or None if there is none.

        Raises:
            ReadError: if it is damaged, encrypted, or unpacks to too much.
        """
        member = self._members.get(name)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise ReadError("is encrypted", hint="open it with its password and save it without one")
        limit = min(PART_BYTES, self._left)
        if member.compress_size and len(self._members) and member.file_size > RATIO_FROM:
            limit = min(limit, max(RATIO_FROM, RATIO * member.compress_size))
        chunks, size = [], 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_STEP):
                    size += len(chunk)
                    if size > limit:
                        raise ReadError(f"unpacks to more than {limit // _STEP} MB", place=name, hint="a zip bomb? it is not read")
                    chunks.append(chunk)
        except _ZIP_ERRORS:
            raise ReadError("is a broken docx file", place=name, hint="this part is damaged: fetch or copy the file again") from None
        self._left -= size
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element | None:
        """Root element of a part, or None if there is none.

        Raises:
            ReadError: if it is no well-formed XML, or holds a document type definition.
        """
        data = self.read(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
                raise ReadError(*_DTD[:1], place=name, hint=_DTD[1]) from None
            if "depth" in str(error.msg):
                raise ReadError("is nested too deeply", place=name, hint="Word itself allows far less") from None
            message = str(error.msg).split(", ")[0]
            raise ReadError("is a broken docx file", place=name, hint=f"XML: {message}") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise ReadError(*_DTD[:1], place=name, hint=_DTD[1])
        return root

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part: id → (last word of the type, target part)."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        if root is None:
            return found
        for relation in root:
            target = relation.get("Target", "")
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            if relation.get("TargetMode") != "External":
                target = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[relation.get("Id", "")] = (kind, target)
        return found

    def main_part(self) -> str:
        """Name of the part that holds the document itself."""
        named = [target for kind, target in self.relations("").values() if kind == "officeDocument"]
        return next((name for name in [*named, "word/document.xml"] if name in self._members), "")


_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, OverflowError)
_DTD = ("holds a document type definition", "Word never writes one; entities are not expanded")


def local(element: etree._Element) -> str:
    """Name of an element without its namespace: transitional and strict files differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Attribute by local name."""
    value: str | None = element.get(name)
    if value is not None:
        return value
    for key, found in element.attrib.items():
        if key.endswith(f"}}{name}"):
            return str(found)
    return None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """First child with a local name."""
    if element is not None:
        for one in element:
            if local(one) == name:
                return one
    return None


def value(element: etree._Element | None, name: str) -> str | None:
    """``w:val`` of a child."""
    one = child(element, name)
    return None if one is None else attribute(one, "val")


def switch(element: etree._Element | None, name: str) -> bool | None:
    """A child that switches something on, or off by ``w:val``; None if it isn't there."""
    one = child(element, name)
    if one is None:
        return None
    return (attribute(one, "val") or "1").lower() not in {"0", "false", "off", "none"}
