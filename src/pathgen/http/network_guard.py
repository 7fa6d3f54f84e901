"""Which networks may be reached: the public one, and what the curator opens."""

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
Place = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]
"""A family and the socket address within it, as ``socket.connect`` takes it."""

_NOT_PUBLIC = tuple(map(ipaddress.IPv6Network, ("fec0::/10", "3fff::/20", "5f00::/16")))
"""What Python may take for public: site-local (RFC 3879), for documentation (RFC 9637), segment ids (RFC 9602)."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that a gateway turns into the IPv4 address in their last 32 bits (RFC 6052 §2.1)."""


@dataclass(frozen=True, slots=True)
class NetworkGuard:
    """Tells public addresses from others; ``opened`` are the networks that the curator allows besides.

    Through a proxy it is the proxy that finds a name's addresses, so only what is written as an address is held back.
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
        return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IP) -> ipaddress.IPv4Address | None:
    """Find the IPv4 address that an IPv6 address stands for: mapped, 6to4, NAT64 or Teredo."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    teredo = ip.teredo
    return ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)


def look_up(host: str, port: int, seconds: float) -> Sequence[Place]:
    """Ask for the addresses of a host, for so many seconds at most.

    A name server that hangs cannot be interrupted, so a thread of its own waits for it.

    Raises:
        OSError: ``socket.gaierror`` as the system says it; ``TimeoutError`` where it says nothing in time.
    """
    if is_ip(host):
        return _places(host, port, socket.AI_NUMERICHOST)
    answer: SimpleQueue[Sequence[Place] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            answer.put(_places(host, port, 0))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        found = answer.get(timeout=max(seconds, 0))
    except Empty:
        raise TimeoutError("the name server did not answer in time") from None
    if isinstance(found, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "no name of a host") from None
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


def _places(host: str, port: int, flags: int) -> list[Place]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    return [(family, address) for family, _, _, _, address in found]  # type: ignore[misc]
