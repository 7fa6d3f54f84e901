"""What servers answered about one address, before anyone says what it means. Nothing here touches the network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathgen.http.exchange import ClientProfile, Exchange


class RedirectStop(StrEnum):
    """Why a chain of redirects was not followed to its end."""

    LOOP = "loop"
    TOO_LONG = "too-long"
    """More hops than a browser follows: 20 (Fetch Standard §4.4, HTTP-redirect fetch)."""
    SCHEME = "scheme"
    """It leads to a scheme that is not http or https."""
    BAD_LOCATION = "bad-location"
    """It leads to what is no address."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One way of asking for an address: the exchanges from the address to where its redirects end; one at least."""

    exchanges: tuple[Exchange, ...]
    profile: ClientProfile = ClientProfile.BOT
    stop: RedirectStop | None = None
    """Why the last redirect was not followed; ``target`` is then where it leads."""
    target: str = ""

    @property
    def last(self) -> Exchange:
        """The exchange at the end of the chain."""
        return self.exchanges[-1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was learnt of an address in one run: its visits in order, and a probe of a made-up neighbour."""

    url: str
    """As it is written in the catalogue, fragment and all."""
    visits: tuple[Visit, ...]
    probe: Visit | None = None
    """The visit of an address beside it that surely does not exist; made where a page looks like an error page."""
