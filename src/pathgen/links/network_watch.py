"""Notices that no host at all can be reached, so that a run ends after a few hosts and not with a report on each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from itertools import count

from pathgen.errors import PathgenError
from pathgen.http.client import Request
from pathgen.http.exchange import Exchange, Fault
from pathgen.http.request_url import host_of

_FAULTS = frozenset({Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.UNREACHABLE})
"""What a request meets where there is no network; a dead host may meet it too."""
_UNSAID = frozenset({Fault.BAD_ADDRESS, Fault.PRIVATE, Fault.PROXY})
"""Faults that say nothing about the network."""
_ENOUGH_HOSTS = 25
"""After so many hosts, none of which was reached, a run does not go on; a list of that many dead ones is run whole."""


class NoNetworkError(PathgenError):
    """No host was reached, of enough to say that it is this machine's network."""

    def __init__(self, hosts: int) -> None:
        super().__init__(
            f"there is no network: none of {hosts} hosts could be found or reached, so nothing is reported or stored;"
            " check the connection and its name server, or name a proxy (--proxy)"
        )


class NetworkWatch:
    """Counts the hosts that could not be reached until one is; used by many threads.

    Requests that were under way when there were enough are waited for: a host that answers is slower than a name
    server that knows no name.
    """

    def __init__(self, exchange: Callable[[Request], Exchange], dead: Collection[str]) -> None:
        """Watch a function that sends requests; hosts that were ``dead`` before prove nothing."""
        self._exchange = exchange
        self._dead = dead
        self._lock = threading.Lock()
        self._number = count()
        self._under_way: set[int] = set()
        self._failed: set[str] = set()
        self._waited_for: set[int] | None = None
        """Requests that were under way when enough hosts had failed; ``None`` until then."""
        self._is_reached = False

    def exchange(self, request: Request) -> Exchange:
        """Send a request."""
        with self._lock:
            number = next(self._number)
            self._under_way.add(number)
        answer = None
        try:
            answer = self._exchange(request)
            return answer
        finally:
            with self._lock:
                self._end(number, answer)

    def refuse_missing_network(self) -> None:
        """Do nothing while there may be a network.

        Raises:
            NoNetworkError: there is none.
        """
        with self._lock:
            if not self._is_reached and self._waited_for is not None and not self._waited_for:
                raise NoNetworkError(len(self._failed))

    def _end(self, number: int, answer: Exchange | None) -> None:
        self._under_way.discard(number)
        if self._waited_for is not None:
            self._waited_for.discard(number)
        if self._is_reached or answer is None or answer.fault in _UNSAID:
            return
        if answer.fault not in _FAULTS:
            self._is_reached = True
        elif (host := host_of(answer.url)) not in self._dead:
            self._failed.add(host)
            if len(self._failed) >= _ENOUGH_HOSTS and self._waited_for is None:
                self._waited_for = set(self._under_way)
