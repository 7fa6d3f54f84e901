"""One request and what came back, whatever that is. Nothing here judges."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from errno import EHOSTUNREACH, ENETUNREACH
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import requests
import urllib3
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar, get_cookie_header

from pathgen import __version__
from pathgen.http.connection import Adapter, NotAskedError, RequestDeadline, request_deadline
from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.http.network_guard import NetworkGuard
from pathgen.http.request_url import BadAddressError, RequestUrl, to_request_url

HOME = "https://github.com/pathgen/pathgen"
"""Where a server's owner finds out who asks; in a GitHub workflow it is the repository that runs it."""
PAGE_BYTES = 256 * 1024
"""How much of a page is read for its title, headings and first words, unpacked."""
ANCHOR_BYTES = 4 * 1024 * 1024
"""How much of a page is read where one of its anchors is looked for, unpacked."""
_ERROR_BYTES = 32 * 1024
"""How much of an error page is read: enough for the marks of a wall against robots."""
_ERROR_SECONDS = 5.0
"""How long an error page is read; its status said the most."""
_DRAINED_BYTES = 64 * 1024
"""A body of at most this size is read, unwanted, to keep the connection; a new one costs more than that."""
_DRAINED_SECONDS = 1.0
"""How long such a body is read: browsers follow a redirect without waiting for its body."""
_PIECE = 16 * 1024
_HTML = ("text/html", "application/xhtml+xml")
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""How a body may be packed: as we accept it (RFC 9110 §8.4.1)."""
_WALLS = frozenset({202, 400, 401, 402, 403, 405, 406, 429, 503, 520, 521, 522, 523, 525, 530})
"""The statuses that walls against robots answer with; the body then says who stands there."""


def _home() -> str:
    server, repository = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    url = f"{server}/{repository}"
    return url if server and repository and url.isascii() and url.isprintable() else HOME


_BOT = {
    "User-Agent": f"Mozilla/5.0 (compatible; pathgen/{__version__}; +{_home()})",
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
}
_BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.9",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-User": "?1",
}
_HEADERS_OF = {ClientProfile.BOT: _BOT, ClientProfile.BROWSER: _BROWSER}


@dataclass(frozen=True, slots=True)
class Request:
    """One request to be made: for which address, how, within how many seconds, and how much of a page to read."""

    url: str
    seconds: float
    profile: ClientProfile = ClientProfile.BOT
    headers: Mapping[str, str] = field(default_factory=dict)
    bytes: int = PAGE_BYTES
    cookies: RequestsCookieJar | None = None
    """The cookies of the visit so far; those that come back are added."""
    any_kind: bool = False
    """Whether a body that is no HTML is read too."""
    form: Mapping[str, str] | None = None
    """The fields of a form to be posted; such a request is made once and never again."""


class Fetcher:
    """Makes requests, from many threads; its connections are kept and reused until it is closed."""

    def __init__(self, guard: NetworkGuard, pools: int, per_host: int, ca_file: str | None = None) -> None:
        self._guard = guard
        self._ca_file = ca_file
        self._adapter = Adapter(pools, per_host, ca_file)

    def close(self) -> None:
        """Close every connection."""
        self._adapter.close()

    def exchange(self, ask: Request) -> Exchange:
        """Make one request; a connection that the server closed meanwhile is replaced once.

        What is posted has a connection of its own: of one that was kept nobody can tell whether the server took in
        what was sent before it closed.
        """
        start = monotonic()
        try:
            target = to_request_url(ask.url)
        except BadAddressError as error:
            return Exchange(ask.url, fault=Fault.BAD_ADDRESS, detail=str(error))
        if ask.form is not None:
            with closing(Adapter(1, 1, self._ca_file)) as fresh:
                found, _ = self._once(ask, target, ask.seconds, fresh)
            return _timed(found, monotonic() - start)
        found, was_kept = self._once(ask, target, ask.seconds, self._adapter)
        left = ask.seconds - (monotonic() - start)
        if found.fault is Fault.RESET and was_kept and left > 0:
            found, _ = self._once(ask, target, left, self._adapter)
        return _timed(found, monotonic() - start)

    def _once(self, ask: Request, target: RequestUrl, seconds: float, adapter: Adapter) -> tuple[Exchange, bool]:
        """Make one request; tell too whether it used a connection kept from before."""
        with request_deadline(target, seconds, self._guard) as ours:
            request = _prepared(ask, target)
            try:
                response = adapter.send(request, stream=True)
            except NotAskedError as error:
                return Exchange(ask.url, fault=error.fault, detail=error.detail), False
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                fault, detail = _fault(error)
                return Exchange(ask.url, fault=fault, detail=detail), not ours.connected
            try:
                if ask.cookies is not None and "set-cookie" in response.headers:
                    extract_cookies_to_jar(ask.cookies, request, response.raw)
                return _read(ask, response, ours), not ours.connected
            finally:
                response.raw.close()  # which ends the connection unless all was read: then it went back already


def _prepared(ask: Request, target: RequestUrl) -> requests.PreparedRequest:
    request = requests.PreparedRequest()
    request.method = "GET"
    request.url = str(target)
    request.headers = requests.structures.CaseInsensitiveDict(_HEADERS_OF[ask.profile])
    request.headers.update(ask.headers)
    request.body = None
    if ask.form is not None:
        request.method, request.body = "POST", urlencode(ask.form)
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        request.headers["Content-Length"] = str(len(request.body))
    if ask.cookies:
        cookie = get_cookie_header(ask.cookies, request)
        if cookie:
            request.headers["Cookie"] = cookie
    return request


def _read(ask: Request, response: requests.Response, ours: RequestDeadline) -> Exchange:
    """Read as much of the body as can matter, for as long as it can matter."""
    raw, status = response.raw, response.status_code
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        headers.setdefault(name.lower(), value)  # of two that contradict each other, the first
    limit = _wanted(ask, status, headers)
    if not limit:
        ours.shorten(_DRAINED_SECONDS)
    elif not _is_success(status):
        ours.shorten(_ERROR_SECONDS)
    body = bytearray()
    try:
        for piece in _pieces(raw, limit):
            body += piece
        # Nothing tells of a packed body that was cut short; the end of a page does.
        is_ended = not headers.get("content-encoding") or b"</html" in body[-_PIECE:].lower()
        is_whole = raw.connection is None and len(body) < limit and is_ended
    except (urllib3.exceptions.HTTPError, OSError, http.client.HTTPException, ValueError) as error:
        fault, detail = _fault(error)
        is_read = status >= 400 or not limit or (fault is Fault.TIMEOUT and body)  # noqa: PLR2004 - an error page's end says no more
        if not is_read:
            return Exchange(ask.url, headers=headers, fault=fault, detail=detail)
        is_whole = False
    kept = bytes(body) if limit else b""
    return Exchange(ask.url, status, headers, kept, is_whole)


def _wanted(ask: Request, status: int, headers: Mapping[str, str]) -> int:
    """Tell how many unpacked bytes of a body are looked at; none of what is not HTML, or is packed as nobody asked."""
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in _HTML and not ask.any_kind:
        return 0
    codings = headers.get("content-encoding", "").lower().split(",")
    if not all(coding.strip() in _CODINGS for coding in codings):
        return 0
    if _is_success(status):
        return ask.bytes
    return _ERROR_BYTES if status in _WALLS or status >= 400 else 0  # noqa: PLR2004


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - RFC 9110 §15.3


def _pieces(raw: urllib3.HTTPResponse, limit: int) -> Iterator[bytes]:
    """Read a body piece by piece up to a limit; a small one that nobody wants is read as it stands."""
    if not limit:
        if raw.length_remaining is not None and raw.length_remaining <= _DRAINED_BYTES:
            raw.read(_DRAINED_BYTES, decode_content=False)
        return
    left = limit
    while left > 0:
        piece = raw.read1(min(_PIECE, left), decode_content=True)  # what came so far counts if no more does
        if not piece:
            return
        left -= len(piece)
        yield piece


def _timed(found: Exchange, seconds: float) -> Exchange:
    return Exchange(
        found.url, found.status, found.headers, found.body, found.is_whole, found.fault, found.detail, seconds
    )


def _fault(error: BaseException) -> tuple[Fault, str]:
    """Tell what went wrong from the errors that one was raised from, the innermost first."""
    for one in reversed(list(_causes(error))):
        if isinstance(one, OSError) and one.errno in (EHOSTUNREACH, ENETUNREACH):
            return Fault.UNREACHABLE, ""
        for kinds, fault, detail in _FAULTS:
            if isinstance(one, kinds):
                return fault, detail(one)
    return Fault.BROKEN, ""


_BROKEN = {
    "BadStatusLine": "the answer does not start as HTTP does",
    "IncompleteRead": "the answer ends too soon",
    "LineTooLong": "a header is longer than 64 KB",
    "UnknownProtocol": "the answer is of no known version of HTTP",
}
_FAULTS: tuple[tuple[tuple[type[BaseException], ...], Fault, Callable[[Any], str]], ...] = (
    ((ssl.SSLCertVerificationError,), Fault.TLS, lambda one: one.verify_message.lower().rstrip(".")),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), Fault.RESET, lambda _: "closed during TLS"),
    ((ssl.SSLError,), Fault.TLS, lambda one: (one.reason or "no TLS").replace("_", " ").lower()),
    ((urllib3.exceptions.SSLError,), Fault.TLS, lambda _: "the certificate is for another name"),
    ((TimeoutError, urllib3.exceptions.TimeoutError), Fault.TIMEOUT, lambda _: ""),
    ((ConnectionRefusedError,), Fault.REFUSED, lambda _: ""),
    ((ConnectionError,), Fault.RESET, lambda _: ""),
    ((http.client.HTTPException,), Fault.BROKEN, lambda one: _BROKEN.get(type(one).__name__, "")),
)
"""What each error says; the first that fits counts."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an error to what it was raised from; urllib3 keeps that in its arguments and in ``reason``."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__context__, one.__cause__, getattr(one, "reason", None), *one.args]
