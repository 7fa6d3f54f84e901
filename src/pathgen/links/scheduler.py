"""When each request is made: many servers at once, each at its own pace, and second tries at the end.

A link's check is a conversation (see ``visit``). Each of its requests waits in the line of its server, so that
redirects are as polite as first requests, and a worker is never held by a server that wants to be asked slowly.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from math import inf
from time import monotonic, time
from typing import Generic, TypeVar

from pathgen.http.client import Request
from pathgen.http.exchange import Exchange
from pathgen.http.rate_limit import HostRateLimit
from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.links.evidence import Evidence

_TICK_SECONDS = 0.1
"""How often results are handed on: to wake the caller for each would take longer than to make use of it."""
_PATIENCE_SECONDS = 1.0
"""How long workers in the middle of a request are waited for when a run is interrupted."""
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Said in place of a request: the next one belongs to the second wave, so many seconds after it starts."""

    seconds: float


Steps = Generator[Request | RetryLater, Exchange | None, Evidence]
"""A check of one link: it yields requests and is sent what came back; for ``RetryLater`` it is sent nothing."""


@dataclass(slots=True)
class Job(Generic[Key]):
    """One link to be checked: ``key`` is the caller's, ``url`` its address, ``begin`` starts the conversation."""

    key: Key
    url: str
    begin: Callable[[], Steps]
    rank: int = 0
    """Jobs of a lower rank are asked first."""
    expected: float = 0.0
    """How many seconds it is expected to take: the slow ones start first, as what starts last ends last."""
    steps: Steps | None = None
    seconds: float = 0.0
    """How long its requests took."""
    is_second: bool = False


@dataclass(slots=True)
class _Server(Generic[Key]):
    """A server's line: what waits for it, and the pace it is asked at."""

    pace: HostRateLimit
    line: deque[tuple[Job[Key], Request | None]] = field(default_factory=deque)
    is_queued: bool = False
    is_begun: bool = False
    not_before: float = 0.0

    @property
    def order(self) -> tuple[int, bool, float]:
        """Tell when it is its turn among those that may be asked now: the least first.

        A server that was asked before comes first, as its connection is open; of the others the one with the longest
        way to go. A link whose check is under way comes to its end before a new one is begun.
        """
        job, ask = self.line[0]
        return job.rank, not self.is_begun and ask is None, -len(self.line) * self.pace.interval - job.expected


class Scheduler(Generic[Key]):
    """Runs jobs on threads; ``pace_of`` makes the pace of a server from its host name."""

    def __init__(
        self, exchange: Callable[[Request], Exchange], threads: int, pace_of: Callable[[str], HostRateLimit]
    ) -> None:
        self._exchange = exchange
        self._pace_of = pace_of
        self._threads = threads
        self._servers: dict[str, _Server[Key]] = {}
        self._ready: list[tuple[tuple[int, bool, float], int, _Server[Key]]] = []
        self._waiting: list[tuple[float, int, _Server[Key]]] = []
        self._later: list[tuple[float, Job[Key], Request]] = []
        self._first_left = 0
        self._left = 0
        self._number = count()
        lock = threading.Lock()
        self._change = threading.Condition(lock)
        """What workers wait for: something to ask, or the end."""
        self._news = threading.Condition(lock)
        """What the caller waits for: results."""
        self._done: list[tuple[Job[Key], Evidence | Exception]] = []
        self._watched_until = inf
        self._is_stopped = False

    def run(self, jobs: Iterable[Job[Key]]) -> Generator[tuple[Job[Key], Evidence | Exception] | None, None, None]:
        """Give each job with its evidence (or our own bug) as it is done, and ``None`` now and then meanwhile.

        A caller that stops listening stops the run: what is under way is left, and nothing new is started.
        """
        with self._change:
            for job in sorted(jobs, key=lambda job: (job.rank, -job.expected)):
                self._left += 1
                self._first_left += 1
                self._enter(job, None, job.url)
            for server in self._servers.values():
                self._offer(server)
        workers = [threading.Thread(target=self._work, name=f"check {n}", daemon=True) for n in range(self._threads)]
        workers = workers[: self._left]
        for worker in workers:
            worker.start()
        try:
            yield from self._results()
        finally:
            self.stop()
            until = monotonic() + _PATIENCE_SECONDS
            for worker in workers:
                worker.join(timeout=max(until - monotonic(), 0))

    def drop_unstarted(self) -> list[Job[Key]]:
        """Take out the jobs that no request was made for yet, as the time is over; give them."""
        dropped: list[Job[Key]] = []
        with self._change:
            for server in self._servers.values():
                dropped += [job for job, ask in server.line if ask is None]
                server.line = deque(one for one in server.line if one[1] is not None)
            self._left -= len(dropped)
            self._first_done(len(dropped))
            self._change.notify_all()
        return dropped

    def stop(self) -> None:
        """Start nothing more."""
        with self._change:
            self._is_stopped = True
            self._change.notify_all()

    def _results(self) -> Iterator[tuple[Job[Key], Evidence | Exception] | None]:
        while True:
            with self._change:
                if self._left and not self._is_full:
                    self._news.wait(_TICK_SECONDS)
                if self._is_full:
                    self._change.notify_all()  # there is room again
                done, self._done = self._done, []
                is_over = not self._left
            yield from done
            if is_over:
                return
            yield None

    @property
    def _is_full(self) -> bool:
        """Whether so many results wait, each with its pages, that who takes them up slowly slows the workers down."""
        return len(self._done) >= self._threads

    # --- the workers: all below holds the lock where it touches what they share --------------------------------

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            server, job, ask = taken
            answer = None
            try:
                if ask is None:
                    job.steps = job.begin()
                    step = next(job.steps)
                    assert isinstance(step, Request)  # noqa: S101 - a conversation starts with a request
                    ask = step
                answer = server.pace.answer_for(ask.url) or self._exchange(ask)
                job.seconds += answer.seconds
                self._go_on(job, answer)
            except Exception as error:  # noqa: BLE001 - a bug of ours that one link meets must not cost the others
                self._finish(job, error)
            finally:
                self._leave(server, answer)

    def _go_on(self, job: Job[Key], answer: Exchange) -> None:
        """Tell a conversation what came back, and put what it wants next in its line."""
        assert job.steps is not None  # noqa: S101 - it was begun
        try:
            step = job.steps.send(answer)
            if not isinstance(step, RetryLater):
                with self._change:
                    self._offer(self._enter(job, step, step.url))
                return
            ask = next(job.steps)
        except StopIteration as end:
            self._finish(job, end.value)
            return
        assert isinstance(ask, Request)  # noqa: S101 - a request follows a pause
        with self._change:
            self._later.append((step.seconds, job, ask))
            if not job.is_second:
                job.is_second = True
                self._first_done(1)
            elif not self._first_left:
                self._start_second()

    def _finish(self, job: Job[Key], found: Evidence | Exception) -> None:
        with self._change:
            self._done.append((job, found))
            self._left -= 1
            if not job.is_second:
                self._first_done(1)
            if self._is_full or not self._left:
                self._news.notify()
            if not self._left:
                self._change.notify_all()

    def _first_done(self, jobs: int) -> None:
        self._first_left -= jobs
        if not self._first_left:
            self._start_second()

    def _start_second(self) -> None:
        """Put what waits for the second wave in line."""
        now = monotonic()
        for seconds, job, ask in self._later:
            server = self._enter(job, ask, ask.url)
            server.not_before = max(server.not_before, now + seconds) if len(server.line) == 1 else server.not_before
            self._offer(server)
        self._later.clear()

    def _enter(self, job: Job[Key], ask: Request | None, url: str) -> _Server[Key]:
        """Put a request at the end of its server's line; one that goes on (a redirect) comes before new jobs."""
        try:
            site = to_request_url(url).site
        except BadAddressError:
            site = ""  # where no server is named, nothing has to wait
        server = self._servers.get(site)
        if server is None:
            server = self._servers[site] = _Server(self._pace_of(site.rpartition(":")[0]))
        if ask is None or job.is_second:
            server.line.append((job, ask))
        else:
            server.line.appendleft((job, ask))
        return server

    def _offer(self, server: _Server[Key]) -> None:
        """Let workers know of a server that can be asked, now or from a moment on."""
        if server.is_queued or not server.line or server.pace.active >= server.pace.most:
            return
        server.is_queued = True
        at = max(server.pace.free_at, server.not_before)
        heapq.heappush(self._waiting, (at, next(self._number), server))
        self._change.notify()

    def _take(self) -> tuple[_Server[Key], Job[Key], Request | None] | None:
        """Wait for the next request that may be made; ``None`` when the run is over."""
        with self._change:
            while not self._is_stopped and self._left:
                now = monotonic()
                while self._waiting and self._waiting[0][0] <= now:
                    _, _, server = heapq.heappop(self._waiting)
                    if server.line:
                        heapq.heappush(self._ready, (server.order, next(self._number), server))
                    else:
                        server.is_queued = False
                while self._ready and not self._is_full:
                    server = heapq.heappop(self._ready)[2]
                    server.is_queued = False
                    if not server.line or max(server.pace.free_at, server.not_before) > now:
                        self._offer(server)  # an answer that came meanwhile asked for patience
                        continue
                    job, ask = server.line.popleft()
                    server.pace.start(now)
                    server.is_begun = True
                    server.not_before = 0.0
                    self._offer(server)
                    if self._ready or self._waiting:
                        self._change.notify()
                    return server, job, ask
                self._rest(now)
        return None

    def _rest(self, now: float) -> None:
        """Wait for a change. One worker wakes up in time for the next server and then wakes another: not all do."""
        until = self._waiting[0][0] if self._waiting and not self._is_full else inf
        if until >= self._watched_until:
            self._change.wait()
            return
        self._watched_until = until
        self._change.wait(until - now)
        if self._watched_until == until:
            self._watched_until = inf

    def _leave(self, server: _Server[Key], answer: Exchange | None) -> None:
        with self._change:
            server.pace.end(answer or Exchange(""), monotonic(), time())
            self._offer(server)
