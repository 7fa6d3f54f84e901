"""Fill the variables in the headers of a ``link_policy``, each only for the server that the environment names for it.

A catalogue, which may be a stranger's, names a variable and a host; so it must not decide where a secret goes. For
``PATHGEN_HEADER_TOKEN`` the variable ``PATHGEN_HEADER_TOKEN_HOST`` does: ``api.example`` (https, the usual port), or
an origin such as ``http://intranet.example:8080``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pathgen.catalogue.model import LinkPolicy
from pathgen.catalogue.values import VARIABLE
from pathgen.http.request_url import BadAddressError, to_request_url

_HOST = "_HOST"


def filled(value: str, url: str) -> str | None:
    """Return the value of a header for a request; ``None`` if a variable is not set, not for this server or not valid.

    The server is an origin (scheme, host and port, RFC 6454 §4): neither a subdomain nor a redirect to http gets it.
    """
    origin = _origin(url)
    for name in VARIABLE.findall(value):
        if not os.environ.get(name) or origin is None or origin != _origin_of(name):
            return None
    text = VARIABLE.sub(lambda match: os.environ[match[1]].strip(), value)
    return text if text.isascii() and text.isprintable() else None


def unsent(policies: Iterable[LinkPolicy]) -> Iterator[str]:
    """Explain which variables are set and never sent, as no server is named for them."""
    values = (value for policy in policies for value in policy.headers.values())
    for name in sorted({name for value in values for name in VARIABLE.findall(value)}):
        if os.environ.get(name) and _origin_of(name) is None:
            yield f"{name} is not sent: set {name}{_HOST} to the host that may receive it"


def _origin_of(name: str) -> tuple[str, str] | None:
    """Return the server that may receive a variable."""
    server = os.environ.get(name + _HOST, "").strip()
    return _origin(server if "://" in server else f"https://{server}") if server else None


def _origin(url: str) -> tuple[str, str] | None:
    try:
        request = to_request_url(url)
    except BadAddressError:
        return None
    return request.scheme, request.site
