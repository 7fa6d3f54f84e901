"""The evidence about one link: what servers answered, before it is judged. Nothing here touches the network."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathgen.http.exchange import ClientProfile, Exchange
from pathgen.links.oembed import OEmbedService


class RedirectStop(StrEnum):
    """Why redirects were not followed to the end."""

    LOOP = "loop"
    TOO_LONG = "too-long"
    """More hops than a browser follows: 20 (Fetch Standard §4.4, HTTP-redirect fetch)."""
    SCHEME = "scheme"
    """The target's scheme is not http or https."""
    BAD_LOCATION = "bad-location"
    """The target is not a valid address."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt at loading an address with one profile: its exchanges, redirects included; at least one."""

    exchanges: tuple[Exchange, ...]
    profile: ClientProfile = ClientProfile.BOT
    stop: RedirectStop | None = None
    """Why the last redirect was not followed; ``target`` is then where it leads to."""
    target: str = ""

    @property
    def last(self) -> Exchange:
        """The exchange at the end of the redirects."""
        return self.exchanges[-1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that was found out about an address in one run: its visits in order, and a probe."""

    url: str
    """As it is written in the catalogue, with its fragment."""
    visits: tuple[Visit, ...]
    probe: Visit | None = None
    """The visit of a made-up address next to it, to compare with; made where a page looks like an error page."""
    witness: Visit | None = None
    """The last visit of the oEmbed service that knows the work at the address, where there is such a service."""
    titles: tuple[str, ...] = ()
    """The titles of the entries that link to it; none where only prose does."""
    creators: tuple[str, ...] = ()
    service: OEmbedService | None = None
    """The service that the witness is of."""

    @property
    def is_by_witness(self) -> bool:
        """Whether only the witness was asked, and not the page."""
        return self.witness is not None and self.visits[-1] is self.witness
