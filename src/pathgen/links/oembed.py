"""What oEmbed services say of videos, talks and recordings (oembed.com §2.4). The services are in ``oembed.toml``.

Some hosts answer 200 for a work that was removed, and admit that only in a script. Their oEmbed services answer with a
status, in fewer bytes, and without a wall of consent.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from pathgen.http.exchange import Exchange
from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.urls import split

_SUCCESS = 200
_LONGEST_TITLE = 300


class Testimony(StrEnum):
    """What a service says of a work."""

    THERE = "there"
    PRIVATE = "private"
    GONE = "gone"
    DENIED = "denied"
    """The service does not know the work, but it does break at times."""
    NOTHING = "nothing"
    """The service failed, or its answer is not one."""


@dataclass(frozen=True, slots=True)
class OEmbedService:
    """A table of ``oembed.toml``: the works that a service knows, how it is asked, and what its statuses mean."""

    hosts: frozenset[str]
    paths: re.Pattern[str]
    about: str
    endpoint: str
    statuses: dict[int, Testimony]
    page: bool
    """Whether the page is worth asking where the service says nothing."""

    def testimony(self, answer: Exchange) -> Testimony:
        """Return what an answer of the service says."""
        if answer.status is None or (answer.status == _SUCCESS and _read(answer.body) is None):
            return Testimony.NOTHING
        return self.statuses.get(answer.status, Testimony.NOTHING)

    def leaves_it_to_page(self, answer: Exchange) -> bool:
        """Whether the page is to be asked after this answer."""
        said = self.testimony(answer)
        return said is Testimony.DENIED or (said is Testimony.NOTHING and self.page)


def _services() -> list[OEmbedService]:
    written = tomllib.loads(files("pathgen.links").joinpath("oembed.toml").read_text(encoding="utf-8"))
    return [
        OEmbedService(
            frozenset(table["hosts"]),
            # Each path is a pattern by itself: the same group may be in several.
            path,
            table["about"],
            table["endpoint"],
            {status: testimony for testimony in Testimony for status in table.get(testimony.value, ())},
            table.get("page", False),
        )
        for table in written["service"]
        for path in map(re.compile, table["paths"])
    ]


_BY_HOST: dict[str, list[OEmbedService]] = {}
for _service in _services():
    for _host in _service.hosts:
        _BY_HOST.setdefault(_host, []).append(_service)


def oembed_question(url: str) -> tuple[OEmbedService, str] | None:
    """Return the service that knows the work at an address, and the address that asks it; ``None`` if none does.

    Where the link names a port, the service is asked at the same one.
    """
    try:
        host = to_request_url(url).host.lower().removesuffix(".")
    except BadAddressError:
        return None
    parts = split(url)
    target = parts.path + ("" if parts.query is None else f"?{parts.query}")
    for service in _BY_HOST.get(host, ()):
        if found := service.paths.fullmatch(target):
            about = service.about.format(url=url.partition("#")[0], **found.groupdict())
            return service, _at_port_of(url, service.endpoint + quote(about, safe=""))
    return None


def _at_port_of(url: str, endpoint: str) -> str:
    parts = split(url)
    port = re.search(r":(\d+)$", parts.authority or "")
    if not port:
        return endpoint
    there = split(endpoint)
    return str(there._replace(scheme=parts.scheme, authority=f"{there.authority}:{port[1]}"))


def oembed_title(answer: Exchange) -> str:
    """Return the title in an answer of a service; ``""`` if it has none."""
    title = (_read(answer.body) or {}).get("title")
    return " ".join(title.split())[:_LONGEST_TITLE] if isinstance(title, str) else ""


def _read(body: bytes) -> dict[str, Any] | None:
    """Return an answer's fields; ``None`` if it is not a JSON object."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None
