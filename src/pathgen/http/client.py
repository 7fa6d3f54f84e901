"""Send one request and return what came back, whatever it is. Nothing here judges."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from errno import EHOSTUNREACH, ENETUNREACH
from time import monotonic
from typing import Any

import requests
import urllib3
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict

from pathgen import __version__
from pathgen.http.connection import Adapter, NotAskedError, RequestDeadline, request_deadline
from pathgen.http.exchange import ClientProfile, Exchange, Fault, is_success
from pathgen.http.network_guard import NetworkGuard
from pathgen.http.request_url import BadAddressError, RequestUrl, to_request_url

HOME = "https://github.com/pathgen/pathgen"
"""Where a server's owner learns who sends the requests; in a GitHub workflow, the repository that runs it."""
PAGE_BYTES = 256 * 1024
"""How much of a page is read for its title, headings and first words, after decompression."""
ANCHOR_BYTES = 4 * 1024 * 1024
"""How much of a page is read to find one of its anchors, after decompression."""
_ERROR_BYTES = 32 * 1024
"""How much of an error page is read: enough to recognise bot protection."""
_ERROR_SECONDS = 5.0
"""How long an error page is read; its status says the most."""
_DRAINED_BYTES = 64 * 1024
"""An unwanted body of at most this size is read to keep the connection, as a new one would cost more."""
_DRAINED_SECONDS = 1.0
"""How long an unwanted body is read: browsers follow a redirect without waiting for its body."""
_PIECE = 16 * 1024
_HTML = ("text/html", "application/xhtml+xml")
_CODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""The content codings that we accept (RFC 9110 §8.4.1)."""
_WALLS = frozenset({202, 400, 401, 402, 403, 405, 406, 429, 503, 520, 521, 522, 523, 525, 530})
"""The statuses that bot protection sends; the body then says which kind it is."""


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
    """One request to send: its URL, the client to appear as, the time limit, and how much of a page to read."""

    url: str
    seconds: float
    profile: ClientProfile = ClientProfile.BOT
    headers: Mapping[str, str] = field(default_factory=dict)
    bytes: int = PAGE_BYTES
    cookies: RequestsCookieJar | None = None
    """The cookies of the visit so far; those of the response are added."""
    any_kind: bool = False
    """Whether a body that is not HTML is read too."""
    form: Mapping[str, str] | None = None
    """The fields of a form to post; such a request is never repeated."""


class Fetcher:
    """Sends requests, from many threads; its connections are kept and reused until it is closed."""

    def __init__(self, guard: NetworkGuard, pools: int, per_host: int, ca_file: str | None = None) -> None:
        self._guard = guard
        self._ca_file = ca_file
        self._adapter = Adapter(pools, per_host, ca_file)

    def close(self) -> None:
        """Close every connection."""
        self._adapter.close()

    def exchange(self, request: Request) -> Exchange:
        """Send one request; if the server closed the connection that was kept, a new one is used once.

        A form is posted on a connection of its own: if a kept one breaks, it is not known whether the server
        received the form.
        """
        start = monotonic()
        try:
            url = to_request_url(request.url)
        except BadAddressError as error:
            return Exchange(request.url, fault=Fault.BAD_ADDRESS, detail=str(error))
        if request.form is not None:
            with closing(Adapter(1, 1, self._ca_file)) as fresh:
                found, _ = self._send(request, url, request.seconds, fresh)
            return replace(found, seconds=monotonic() - start)
        found, was_kept = self._send(request, url, request.seconds, self._adapter)
        left = request.seconds - (monotonic() - start)
        if found.fault is Fault.RESET and was_kept and left > 0:
            found, _ = self._send(request, url, left, self._adapter)
        return replace(found, seconds=monotonic() - start)

    def _send(self, request: Request, url: RequestUrl, seconds: float, adapter: Adapter) -> tuple[Exchange, bool]:
        """Send a request; return also whether it used a connection kept from before."""
        with request_deadline(url, seconds, self._guard) as deadline:
            try:
                prepared = _prepared(request, url)
                response = adapter.send(prepared, stream=True)
            except NotAskedError as error:
                return Exchange(request.url, fault=error.fault, detail=error.detail), False
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                fault, detail = _fault(error, deadline)
                return Exchange(request.url, fault=fault, detail=detail), not deadline.connected
            with closing(response):  # which ends the connection, unless all was read and it went back already
                if request.cookies is not None and "set-cookie" in response.raw.headers:
                    extract_cookies_to_jar(request.cookies, prepared, response.raw)
                return _read(request, response, deadline), not deadline.connected


def _prepared(request: Request, url: RequestUrl) -> requests.PreparedRequest:
    """Prepare a request part by part: ``prepare`` would rewrite the percent-encodings of its URL."""
    prepared = requests.PreparedRequest()
    prepared.method, prepared.url = "GET" if request.form is None else "POST", str(url)
    headers = {**_HEADERS_OF[request.profile], **request.headers}
    # Space around a value is not part of it (RFC 9110 §5.5).
    prepared.headers = CaseInsensitiveDict({name: value.strip() for name, value in headers.items()})
    if request.cookies:
        prepared.prepare_cookies(request.cookies)
    if request.form is not None:
        prepared.prepare_body(request.form, None)
    return prepared


def _read(request: Request, response: requests.Response, deadline: RequestDeadline) -> Exchange:
    """Read as much of the body as can matter, for as long as it can matter."""
    raw, status = response.raw, response.status_code
    headers: dict[str, str] = {}
    for name, value in raw.headers.items():
        headers.setdefault(name.lower(), value)  # of two that contradict each other, the first
    limit = _wanted(request, status, headers)
    if not limit:
        deadline.shorten(_DRAINED_SECONDS)
    elif not is_success(status):
        deadline.shorten(_ERROR_SECONDS)
    body = bytearray()
    try:
        for piece in _pieces(raw, limit):
            body += piece
        # A compressed body that was cut short looks complete; only the end of the page shows that it is.
        is_ended = not headers.get("content-encoding") or b"</html" in body[-_PIECE:].lower()
        is_whole = raw.connection is None and len(body) < limit and is_ended
    except (urllib3.exceptions.HTTPError, OSError, http.client.HTTPException, ValueError) as error:
        fault, detail = _fault(error, deadline)
        # The end of an error page adds nothing; of any other page, what came counts, as in a browser.
        is_read = status >= 400 or not limit or body  # noqa: PLR2004 - RFC 9110 §15.5
        if not is_read:
            return Exchange(request.url, headers=headers, fault=fault, detail=detail)
        is_whole = False
    kept = bytes(body) if limit else b""
    return Exchange(request.url, status, headers, kept, is_whole)


def _wanted(request: Request, status: int, headers: Mapping[str, str]) -> int:
    """Return how many decompressed bytes of a body to read: 0 if it is not HTML, or has a coding we do not accept."""
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if kind not in _HTML and not request.any_kind:
        return 0
    codings = headers.get("content-encoding", "").lower().split(",")
    if not all(coding.strip() in _CODINGS for coding in codings):
        return 0
    if is_success(status):
        return request.bytes
    return _ERROR_BYTES if status in _WALLS or status >= 400 else 0  # noqa: PLR2004


def _pieces(raw: urllib3.HTTPResponse, limit: int) -> Iterator[bytes]:
    """Yield a body in pieces, up to a limit; a small body that is not wanted is read and dropped."""
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


def _fault(error: BaseException, deadline: RequestDeadline) -> tuple[Fault, str]:
    """Return what went wrong and in which words; of silence, how far the connection came."""
    fault, detail = _cause_of(error)
    return fault, detail or (deadline.reached if fault in (Fault.TIMEOUT, Fault.RESET) else "")


def _cause_of(error: BaseException) -> tuple[Fault, str]:
    """Return the fault of the innermost error that an exception was raised from, and its words."""
    for cause in reversed(list(_causes(error))):
        if isinstance(cause, OSError) and cause.errno in (EHOSTUNREACH, ENETUNREACH):
            return Fault.UNREACHABLE, ""
        for kinds, fault, detail in _FAULTS:
            if isinstance(cause, kinds):
                return fault, detail(cause)
    return Fault.BROKEN, ""


_BROKEN = {
    "BadStatusLine": "the response does not start as HTTP does",
    "IncompleteRead": "the response ends too early",
    "LineTooLong": "a line is too long, or all headers are longer than 256 KB",
    "UnknownProtocol": "unknown version of HTTP",
}
_FAULTS: tuple[tuple[tuple[type[BaseException], ...], Fault, Callable[[Any], str]], ...] = (
    ((ssl.SSLCertVerificationError,), Fault.TLS, lambda error: error.verify_message.lower().rstrip(".")),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), Fault.RESET, lambda _: "closed during TLS"),
    ((ssl.SSLError,), Fault.HANDSHAKE, lambda error: (error.reason or "no TLS").replace("_", " ").lower()),
    ((urllib3.exceptions.SSLError,), Fault.TLS, lambda _: "the certificate is for another name"),
    ((TimeoutError, urllib3.exceptions.TimeoutError), Fault.TIMEOUT, lambda _: ""),
    ((ConnectionRefusedError,), Fault.REFUSED, lambda _: ""),
    ((ConnectionError,), Fault.RESET, lambda _: ""),
    ((http.client.HTTPException,), Fault.BROKEN, lambda error: _BROKEN.get(type(error).__name__, "")),
)
"""The fault of each kind of error, and its words; the first that fits counts."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and those it was raised from; urllib3 keeps them in its arguments and in ``reason``."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__context__, cause.__cause__, getattr(cause, "reason", None), *cause.args]
