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
from queue import Empty, Full, Queue
from time import monotonic, time
from typing import Generic, TypeVar

from pathgen.links.evidence import Evidence, Exchange
from pathgen.links.fetch import Ask
from pathgen.links.pace import Pace
from pathgen.links.target import BadAddressError, target_of

_TICK_SECONDS = 0.2
"""How often a caller that waits for results gets a chance to show how far it is."""
_PATIENCE_SECONDS = 1.0
"""How long workers in the middle of a request are waited for when a run is interrupted."""
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Later:
    """Said in place of a request: the next one belongs to the second wave, so many seconds after it starts."""

    seconds: float


Steps = Generator[Ask | Later, Exchange | None, Evidence]
"""A link's check: it yields requests (a first one at once) and is sent what came back; ``Later`` is sent nothing."""


@dataclass(slots=True)
class Job(Generic[Key]):
    """One link to be checked: ``key`` is the caller's, ``url`` its address, ``begin`` starts the conversation."""

    key: Key
    url: str
    begin: Callable[[], Steps]
    weight: float = 0.0
    """Of two servers with lines of one length, the one whose next job weighs more is asked first."""
    steps: Steps | None = None
    seconds: float = 0.0
    """How long its requests took."""
    is_second: bool = False


@dataclass(slots=True)
class _Server(Generic[Key]):
    """A server's line: what waits for it, and the pace it is asked at."""

    pace: Pace
    line: deque[tuple[Job[Key], Ask | None]] = field(default_factory=deque)
    is_queued: bool = False
    not_before: float = 0.0


class Schedule(Generic[Key]):
    """Runs jobs on threads; ``pace_of`` makes the pace of a server from its host name."""

    def __init__(self, exchange: Callable[[Ask], Exchange], threads: int, pace_of: Callable[[str], Pace]) -> None:
        self._exchange = exchange
        self._pace_of = pace_of
        self._threads = threads
        self._servers: dict[str, _Server[Key]] = {}
        self._ready: list[tuple[float, int, _Server[Key]]] = []
        self._waiting: list[tuple[float, int, _Server[Key]]] = []
        self._later: list[tuple[float, Job[Key], Ask]] = []
        self._first_left = 0
        self._left = 0
        self._number = count()
        self._change = threading.Condition()
        # Each result holds pages: who takes them up slowly slows the workers down.
        self._done: Queue[tuple[Job[Key], Evidence | Exception]] = Queue(threads)
        self._owed = 0
        self._is_stopped = False

    def run(self, jobs: Iterable[Job[Key]]) -> Generator[tuple[Job[Key], Evidence | Exception] | None, None, None]:
        """Give each job with its evidence (or our own bug) as it is done, and ``None`` now and then meanwhile.

        A caller that stops listening stops the run: what is under way is left, and nothing new is started.
        """
        with self._change:
            for job in jobs:
                self._owed += 1
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
            self._owed -= len(dropped)
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
        while self._owed:
            try:
                job, found = self._done.get(timeout=_TICK_SECONDS)
            except Empty:
                yield None
                continue
            self._owed -= 1
            yield job, found

    # --- the workers: all below holds the lock where it touches what they share --------------------------------

    def _work(self) -> None:
        while (taken := self._take()) is not None:
            server, job, ask = taken
            answer = None
            try:
                if ask is None:
                    job.steps = job.begin()
                    step = next(job.steps)
                    assert isinstance(step, Ask)  # noqa: S101 - a conversation starts with a request
                    ask = step
                answer = self._exchange(ask)
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
            if not isinstance(step, Later):
                with self._change:
                    self._offer(self._enter(job, step, step.url))
                return
            ask = next(job.steps)
        except StopIteration as end:
            self._finish(job, end.value)
            return
        assert isinstance(ask, Ask)  # noqa: S101 - a request follows a pause
        with self._change:
            self._later.append((step.seconds, job, ask))
            if not job.is_second:
                job.is_second = True
                self._first_done(1)
            elif not self._first_left:
                self._start_second()

    def _finish(self, job: Job[Key], found: Evidence | Exception) -> None:
        while not self._is_stopped:
            try:
                self._done.put((job, found), timeout=_TICK_SECONDS)
                break
            except Full:
                continue
        with self._change:
            self._left -= 1
            if not job.is_second:
                self._first_done(1)
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

    def _enter(self, job: Job[Key], ask: Ask | None, url: str) -> _Server[Key]:
        """Put a request at the end of its server's line; one that goes on (a redirect) comes before new jobs."""
        try:
            site = target_of(url).site
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

    def _take(self) -> tuple[_Server[Key], Job[Key], Ask | None] | None:
        """Wait for the next request that may be made; ``None`` when the run is over."""
        with self._change:
            while not self._is_stopped and self._left:
                now = monotonic()
                while self._waiting and self._waiting[0][0] <= now:
                    _, _, server = heapq.heappop(self._waiting)
                    # The longest line first: it takes longest, and what starts last ends last.
                    weight = len(server.line) + (server.line[0][0].weight if server.line else 0)
                    heapq.heappush(self._ready, (-weight, next(self._number), server))
                while self._ready:
                    server = heapq.heappop(self._ready)[2]
                    server.is_queued = False
                    if not server.line or max(server.pace.free_at, server.not_before) > now:
                        self._offer(server)  # an answer that came meanwhile asked for patience
                        continue
                    job, ask = server.line.popleft()
                    server.pace.start(now)
                    server.not_before = 0.0
                    self._offer(server)
                    return server, job, ask
                if not self._waiting or self._waiting[0][0] > now:
                    self._change.wait(self._waiting[0][0] - now if self._waiting else None)
        return None

    def _leave(self, server: _Server[Key], answer: Exchange | None) -> None:
        with self._change:
            server.pace.end(answer or Exchange(""), monotonic(), time())
            self._offer(server)
