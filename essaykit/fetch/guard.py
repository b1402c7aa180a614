"""No connection into private networks: addresses are judged after the name is resolved, where the connection is made.

Whatever form a name takes (``2130706433``, ``127.1``, ``[::ffff:10.0.0.1]``, a public name that leads to a private
address), the resolver turns it into the addresses that are then connected to, and hands on only those that are
public. Links, redirects, robots.txt, sitemaps and refreshes all come through here.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer

NO_CONTACT = "its owner has to be able to reach you: --contact"

CACHED = 1000
"""Names of which the addresses are remembered; a pooled connection goes on where it was made."""

_SHARED = ipaddress.ip_network("100.64.0.0/10")
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))


def is_public(address: str) -> bool:
    """Whether an IP address may be connected to by anybody: not private, loopback, link-local, shared, multicast or reserved.

    >>> [is_public(a) for a in ("93.184.215.14", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "0.0.0.0")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _WRAPPED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    elif ip in _SHARED:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local)


@implementer(IResolutionReceiver)
class _Filter:
    """Hands on the addresses that may be connected to."""

    def __init__(self, receiver: Any, owner: GuardedResolver, host: str, port: int) -> None:
        self._receiver = receiver
        self._owner = owner
        self._origin = (host, port)
        self._found: list[IAddress] = []
        self._refused = ""

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's name
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if self._origin in self._owner.allowed:
            self._found.append(address)
        elif not is_public(address.host):
            self._refused = f"leads to the private address {address.host}"
        elif not self._owner.named:
            self._refused = NO_CONTACT
        else:
            self._found.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._refused:  # one private address among public ones: the name is not to be trusted
            self._found = []
            self._owner.refused[self._origin] = self._refused
        elif self._found:
            self._owner.remember(self._origin, self._found)
        for address in self._found:
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """The reactor's resolver, with every answer judged before anybody can connect to it."""

    def __init__(self, reactor: Any, allowed: frozenset[tuple[str, int]], fixed: dict[tuple[str, int], str], *, named: bool) -> None:
        self._reactor = reactor
        self._usual = reactor.nameResolver
        self._fixed = fixed
        self._known: dict[tuple[str, int], list[IAddress]] = {}
        self.allowed = allowed
        """Origins, as host and port, that may lead to private addresses."""
        self.refused: dict[tuple[str, int], str] = {}
        """Origins that were refused, and why."""
        self.named = named
        """Sites are told whom to turn to; without that, no public one is asked."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Scrapy's way to make one."""
        settings = crawler.settings
        return cls(reactor, settings["ESSAYKIT_ALLOWED"], settings["ESSAYKIT_ADDRESSES"], named=settings["ESSAYKIT_NAMED"])

    def install_on_reactor(self) -> None:
        """Take the place of the usual resolver."""
        self._reactor.installNameResolver(self)

    def remember(self, origin: tuple[str, int], addresses: list[IAddress]) -> None:
        """Keep the addresses of an origin for the next connections."""
        if len(self._known) >= CACHED:
            self._known.pop(next(iter(self._known)))
        self._known[origin] = addresses

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name and hand on what may be connected to."""
        host = hostName.lower().rstrip(".")
        origin = (host, portNumber)
        receiver = _Filter(resolutionReceiver, self, host, portNumber)
        known = self._known.get(origin)
        fixed = self._fixed.get(origin)
        if known is None and fixed is not None:
            given: Any = (IPv6Address if ":" in fixed else IPv4Address)("TCP", fixed, portNumber)
            known = [given]
        if known is None:
            found: IHostResolution = self._usual.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
            return found
        resolution: Any = _Resolution(hostName)
        receiver.resolutionBegan(resolution)
        for address in known:
            receiver.addressResolved(address)
        receiver.resolutionComplete()
        done: IHostResolution = resolution
        return done


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing goes on that could be stopped."""
