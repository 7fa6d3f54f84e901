"""The web server of `pathgen serve`: the files of a site for the browsers of this machine, whatever they send.

Any website that is open in a browser can send requests to it. So it answers only to names that are ours, as another
name may be a stranger's that leads here (DNS rebinding), and it keeps no connection for long.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files as package_files
from ipaddress import ip_address
from mimetypes import MimeTypes
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from pathgen.errors import PathgenError
from pathgen.site.offline import WORKER

VERSION = "/.pathgen-version"
"""Where pages ask for the version of the site."""
_ASK_MILLISECONDS = 500
_RELOAD = f"""<script>
(() => {{
  async function look() {{
    if (document.hidden) return;
    const answer = await fetch("{VERSION}").catch(() => null);
    if (answer?.ok && (await answer.text()) !== "%s") location.reload();
  }}
  setInterval(look, {_ASK_MILLISECONDS});
  document.addEventListener("visibilitychange", look);
}})();
</script>"""
"""Contains the version of the page, so that a build that ends before it asks is noticed too.

It asks again and again: a page that kept a connection would count towards the six that browsers allow a host.
"""
_IDLE_SECONDS = 10.0
"""How long a client may send or take nothing. Browsers open connections that they may never use."""
_MOST_CONNECTIONS = 64
_LOOPBACK = ("127.0.0.1", "::1")
_HOST = re.compile(r"\[([0-9a-f:.]+)\](?::[0-9]*)?|([^][:/@\s]+)(?::[0-9]*)?", re.IGNORECASE)
"""An authority without user information (RFC 3986 §3.2)."""
_ABSOLUTE = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)
"""What a target in absolute form starts with; its authority is used rather than the Host field (RFC 9112 §3.2.2)."""
_NOT_YET = b"<!doctype html><title>404</title><body>There is no such page yet.</body>"
"""What is sent before the first build, and shows the site after it."""
_ADVICE = "Open the address that pathgen serve printed, or choose another with --host."
_TYPES = MimeTypes()
"""Python's own table: a Windows registry may say otherwise, and a browser then runs no script."""
_TYPES.add_type("text/javascript", ".js")  # as since Python 3.12


@contextmanager
def site_server(folder: Path, host: str, port: int, version: Callable[[], str]) -> Iterator[Callable[[], str]]:
    """Listen on an address; return a function that starts to answer, and returns the site's URL.

    A loopback address is listened on in IPv4 and IPv6, as `localhost` leads to either. Connections wait until answers
    start, and end with the block.

    Raises:
        PathgenError: it cannot be listened on.
    """
    handler = partial(_SiteRequestHandler, folder, version, host)
    servers = _servers(host, port, handler)
    with ExitStack() as ends:

        def start() -> str:
            for server in servers:
                threading.Thread(target=server.serve_forever, daemon=True).start()
                ends.callback(server.server_close)  # an interrupt may come before it: an open socket does no harm
                ends.callback(server.shutdown)
            return f"http://{_authority(host, servers[0].server_port)}/"

        yield start


def _servers(host: str, port: int, handler: Callable[..., BaseHTTPRequestHandler]) -> list[_SiteServer]:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        servers = [_SiteServer(family, address, handler)]
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from error
    if host.lower() == "localhost" or host in _LOOPBACK:
        other = next(loopback for loopback in _LOOPBACK if loopback != servers[0].address)
        try:
            family = socket.AF_INET6 if ":" in other else socket.AF_INET
            servers.append(_SiteServer(family, (other, servers[0].server_port), handler))
        except OSError as error:  # a machine may have no IPv6
            if error.errno == errno.EADDRINUSE and port:
                raise _cannot_listen(other, port, error) from error
    return servers


def _cannot_listen(host: str, port: int, error: Exception) -> PathgenError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return PathgenError(f"cannot listen on {_authority(host, port)}: {reason.lower()}")


def _authority(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class _SiteServer(ThreadingHTTPServer):
    """Answers each connection in a thread, up to a number; a further connection ends the oldest."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # where it allows two programs to listen on one address
    request_queue_size = 2 * _MOST_CONNECTIONS

    address: str

    def __init__(
        self, family: socket.AddressFamily, address: Any, handler: Callable[..., BaseHTTPRequestHandler]
    ) -> None:
        self.address_family = family
        self._free = threading.Semaphore(_MOST_CONNECTIONS)
        self._connections: dict[socket.socket, None] = {}
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Listen, and ask for no name of the address as the base class does: that may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.address, self.server_port = str(self.server_address[0]), self.server_address[1]
        self.server_name = self.address

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a new thread, once there is room."""
        if not self._free.acquire(blocking=False):
            _end(next(iter(self._connections), None))
            self._free.acquire()
        self._connections[request] = None
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection, after which there is room for another."""
        self._connections.pop(request, None)
        super().shutdown_request(request)
        self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a connection that was dropped; anything else is our bug."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _end(connection: socket.socket | None) -> None:
    """End a connection that another thread answers: what it reads or writes next fails."""
    if connection:
        with suppress(OSError):  # it has ended meanwhile
            connection.shutdown(socket.SHUT_RDWR)


class _SiteRequestHandler(BaseHTTPRequestHandler):
    """Answers one request (HTTP/1.0) with a file of the site or its version."""

    timeout = _IDLE_SECONDS
    server: _SiteServer

    def __init__(self, folder: Path, version: Callable[[], str], host: str, *arguments: Any) -> None:
        self.folder = Path(os.path.realpath(folder))
        self.version = version
        self.host = host
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with the version, a page with the reload script, or another file."""
        absolute = _ABSOLUTE.match(self.path)
        authority = absolute[1] if absolute else self.headers.get("Host", "")
        path = re.split("[?#]", self.path[absolute.end() :] if absolute else self.path)[0]
        if not self._is_ours(authority):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, explain=_ADVICE)
        elif not path.startswith("/"):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif path == VERSION:
            self._send(self.version().encode(), "text/plain; charset=utf-8")
        else:
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 - the base class's form

    def _is_ours(self, authority: str) -> bool:
        """Return whether a URL with this host is this server's; any address is, where it listens on all of them.

        A stranger can have a name lead here, but no address.
        """
        found = _HOST.fullmatch(authority)
        name = (found[1] or found[2]).lower().removesuffix(".") if found else ""
        bound = self.server.address
        names = {"localhost", *_LOOPBACK, self.host.lower(), bound}
        return bool(name) and (name in names or (ip_address(bound).is_unspecified and _is_address(name)))

    def _send_file(self, path: str) -> None:
        name = unquote_to_bytes(path.encode("latin-1")).decode(errors="replace").lstrip("/")
        index = self._read(f"{name.rstrip('/')}/index.html".lstrip("/"))
        file = None if path.endswith("/") else self._read(name)
        if name == WORKER and file is not None:  # what a browser keeps of a preview would be shown for the next project
            file = package_files("pathgen.site").joinpath("assets", WORKER).read_bytes()
        if index is not None and not path.endswith("/"):
            self._redirect(f"/{quote(name)}/")
        elif index is not None:
            self._send_page(index)
        elif file is not None and name.endswith(".html"):
            self._send_page(file)
        elif file is not None:
            self._send(file, _TYPES.guess_type(name)[0] or "application/octet-stream")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _read(self, name: str) -> bytes | None:
        """Return the bytes of a file of the site, if it is one."""
        try:
            file = Path(os.path.realpath(self.folder / name))
            is_inside = ".." not in Path(name).parts and file.is_relative_to(self.folder)  # a link may lead out of it
            return file.read_bytes() if is_inside else None
        except (OSError, ValueError):  # ValueError: a name with NUL
            return None

    def _redirect(self, location: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_page(self, data: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Add the reload script to HTML as it is sent; the files on disk stay as they will be published."""
        before, end, after = data.rpartition(b"</body>")
        script = (_RELOAD % self.version()).encode()
        self._send(before + script + end + after, "text/html; charset=utf-8", status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Send the site's own 404 page, or say what is wrong."""
        status = HTTPStatus(code)
        if status == HTTPStatus.NOT_FOUND:
            self._send_page(self._read("404.html") or _NOT_YET, status)
        else:
            text = f"{status:d} {status.phrase}\n{explain or ''}"
            self._send(text.encode(), "text/plain; charset=utf-8", status)

    def end_headers(self) -> None:
        """Forbid browsers to cache: each save counts immediately."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def version_string(self) -> str:
        """Return the name of the server in answers."""
        return "pathgen"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing: the terminal is for the results of builds."""


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
