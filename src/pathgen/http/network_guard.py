"""Which networks may be reached: the public internet, and those that the curator allows."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread

from pathgen.http.proxy import Proxy

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IP = ipaddress.IPv4Address | ipaddress.IPv6Address
SocketAddress = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]
"""An address family and an address of it, as ``socket.connect`` takes it."""

_NOT_PUBLIC_4 = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4"),
    "168.63.129.16/32",  # the platform of Azure, from each of its machines; looks public (Microsoft's documentation)
)
_NOT_PUBLIC_6 = (
    *("64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    *("5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
)
_NOT_PUBLIC: tuple[Network, ...] = (
    *map(ipaddress.IPv4Network, _NOT_PUBLIC_4),
    *map(ipaddress.IPv6Network, _NOT_PUBLIC_6),
)
"""What is not globally reachable (IANA's special-purpose address registries), deprecated, or multicast.

A table of ours, as that of Python changes with its version. Of 192.0.0.0/24 and 2001::/23, which are kept for
protocols, the few public addresses are no websites either.
"""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that is given out of IPv6 as public addresses (RFC 4291 §2.4; IANA's registry of the address space)."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that a gateway turns into the IPv4 address in their last 32 bits (RFC 6052 §2.1)."""
_NO_ADDRESS = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
"""What the system reports of a name without addresses."""


@dataclass(frozen=True, slots=True)
class NetworkGuard:
    """Decides which addresses may be reached: public ones, and those in the networks that the curator ``opened``.

    A proxy looks up names itself, so through one only hosts that are written as an IP address can be refused.
    """

    opened: tuple[Network, ...] = ()
    proxy: Proxy | None = None

    def allows(self, address: str) -> bool:
        """Whether an IP address may be connected to."""
        ip = ipaddress.ip_address(address.partition("%")[0])
        if any(ip in network for network in self.opened if network.version == ip.version):
            return True
        inner = _inner(ip)
        if inner is not None:
            return self.allows(str(inner))
        if any(ip in network for network in _NOT_PUBLIC if network.version == ip.version):
            return False
        return isinstance(ip, ipaddress.IPv4Address) or ip in _UNICAST


def _inner(ip: IP) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address carries (mapped, 6to4, NAT64 or Teredo), or ``None``."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)


def look_up(host: str, port: int, seconds: float) -> Sequence[SocketAddress]:
    """Return the addresses of a host; wait for the name server for so many seconds at most.

    A look-up cannot be interrupted, so a thread of its own waits for it.

    Raises:
        OSError: ``socket.gaierror`` from the system, or ``TimeoutError`` if nothing answers in time.
    """
    if is_ip(host):
        return _resolve(host, port, socket.AI_NUMERICHOST)
    answer: SimpleQueue[Sequence[SocketAddress] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(_resolve_twice(host, port))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0))
    except Empty:
        raise TimeoutError("the name server did not answer in time") from None
    if isinstance(found, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "not a valid host name") from None
    if isinstance(found, OSError):
        raise found
    return found


def is_ip(host: str) -> bool:
    """Whether a host is written as an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _resolve_twice(host: str, port: int) -> list[SocketAddress]:
    """Look up both kinds of addresses; a name without any is looked up again for IPv4 alone.

    If the name server fails for IPv4 and is empty for IPv6, some systems report only the latter.
    """
    try:
        return _resolve(host, port, 0)
    except socket.gaierror as error:
        if error.errno not in _NO_ADDRESS:
            raise
    return _resolve(host, port, 0, socket.AF_INET)


def _resolve(host: str, port: int, flags: int, family: int = socket.AF_UNSPEC) -> list[SocketAddress]:
    found = socket.getaddrinfo(host, port, family, type=socket.SOCK_STREAM, flags=flags)
    return [(family, address) for family, _, _, _, address in found]  # type: ignore[misc]
