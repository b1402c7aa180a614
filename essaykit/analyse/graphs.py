"""Networks in the formats of network programs: GraphML (Gephi, Cytoscape, igraph, networkx) and GEXF 1.3 (Gephi)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from xml.sax.saxutils import escape, quoteattr

from essaykit.analyse.cooccurrence import Link, Network, Node
from essaykit.errors import UsageError
from essaykit.model import Record

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SKIPPED = ("word", "a", "b")


def graph_text(network: Network, name: str) -> str:
    """A network as the ending of a file's name asks for.

    Raises:
        UsageError: if it ends in neither ``.graphml`` nor ``.gexf``.
    """
    write = _WRITERS.get(PurePath(name).suffix.lower())
    if write is None:
        raise UsageError("is no format for networks", file=name, hint="a name that ends in .graphml or .gexf")
    return write(network)


def graphml(network: Network) -> str:
    """GraphML, undirected; the weight of a link is its NPMI."""
    parts = [_HEAD, '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n']
    for scope, kind in (("node", Node), ("edge", Link)):
        fields = [("label", "string")] if scope == "node" else [("weight", "double")]
        for field, type_name in [*fields, *_fields(kind, whole="int", other="double")]:
            key = f'id="{scope}-{field}" for="{scope}" attr.name="{field}" attr.type="{type_name}"'
            parts.append(f"  <key {key}/>\n")
    parts.append('  <graph id="words" edgedefault="undirected">\n')
    for number, node in enumerate(network.nodes):
        data = "".join(f'<data key="node-{field}">{value}</data>' for field, value in _values(node))
        parts.append(f'    <node id="n{number}"><data key="node-label">{escape(_clean(node.word))}</data>{data}</node>\n')
    for number, (source, target, link) in enumerate(_ends(network)):
        data = "".join(f'<data key="edge-{field}">{value}</data>' for field, value in _values(link))
        weight = f'<data key="edge-weight">{link.npmi}</data>'
        parts.append(f'    <edge id="e{number}" source="n{source}" target="n{target}">{weight}{data}</edge>\n')
    return "".join([*parts, "  </graph>\n</graphml>\n"])


def gexf(network: Network) -> str:
    """GEXF 1.3, undirected; the weight of a link is its NPMI."""
    parts = [_HEAD, '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n', '  <graph defaultedgetype="undirected" mode="static">\n']
    for scope, kind in (("node", Node), ("edge", Link)):
        parts.append(f'    <attributes class="{scope}">\n')
        for field, type_name in _fields(kind, whole="integer", other="double"):
            parts.append(f'      <attribute id="{field}" title="{field}" type="{type_name}"/>\n')
        parts.append("    </attributes>\n")
    parts.append("    <nodes>\n")
    for number, node in enumerate(network.nodes):
        label = quoteattr(_clean(node.word))
        parts.append(f'      <node id="n{number}" label={label}><attvalues>{_attributes(node)}</attvalues></node>\n')
    parts.append("    </nodes>\n    <edges>\n")
    for number, (source, target, link) in enumerate(_ends(network)):
        head = f'id="e{number}" source="n{source}" target="n{target}" weight="{link.npmi}"'
        parts.append(f"      <edge {head}><attvalues>{_attributes(link)}</attvalues></edge>\n")
    return "".join([*parts, "    </edges>\n  </graph>\n</gexf>\n"])


_WRITERS: dict[str, Callable[[Network], str]] = {".graphml": graphml, ".gexf": gexf}
FORMATS = tuple(_WRITERS)


def _fields(kind: type[Record], *, whole: str, other: str) -> list[tuple[str, str]]:
    return [(name, whole if kind.__annotations__[name] == "int" else other) for name in kind.__struct_fields__ if name not in _SKIPPED]


def _values(record: Record) -> list[tuple[str, int | float]]:
    return [(name, getattr(record, name)) for name in record.__struct_fields__ if name not in _SKIPPED]


def _attributes(record: Record) -> str:
    return "".join(f'<attvalue for="{field}" value="{value}"/>' for field, value in _values(record))


def _ends(network: Network) -> Iterator[tuple[int, int, Link]]:
    number = {node.word: i for i, node in enumerate(network.nodes)}
    for link in network.links:
        yield number[link.a], number[link.b], link


def _clean(word: str) -> str:
    return _NO_XML.sub("\ufffd", word)
