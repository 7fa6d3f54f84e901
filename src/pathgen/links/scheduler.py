"""When each request is made: many servers at the same time, each within its rate limit, and retries at the end.

A link's check is a generator of requests (see ``check_steps``). Each request waits in the queue of its server, so that
redirects respect the rate limit as first requests do, and a slow rate limit never occupies a worker.

The order of things:

1. Every job enters the queue of its server, and every server with a queue is put on a heap by the time from which it
   may be asked (``_waiting``).
2. A free worker moves the servers whose time has come to a second heap, by importance (``_ready``), takes the first
   request of the best one, and puts that server back on ``_waiting`` for its next request.
3. The response is sent into the job's generator. Its next request enters the queue of *its* server at the front, as it
   was already waited for; a ``RetryLater`` goes to ``_retries``.
4. When no job of the first wave is left, ``_retries`` enter the queues: the second wave. A retry that is asked for
   after that goes straight to its queue.

Two heaps are needed because the two orders differ: by time while a server has to wait, by importance when several may
be asked now.

Invariants, all under one lock:

- A server is on one of the heaps at most once (``is_scheduled``), and only if it may have work. Its place is decided
  when it is put there, so a worker checks again whether it is still due when it is taken from the heap.
- ``_left`` counts the jobs without a result; the run is over at 0. ``_first_wave_left`` counts those that neither
  have a result nor were put off to the second wave.
- A job is in one queue, in ``_retries``, or with one worker, never in two of them. So its generator needs no lock.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import Generic, TypeVar

from pathgen.http.client import Request
from pathgen.http.clock import SYSTEM_CLOCK, Clock
from pathgen.http.exchange import Exchange
from pathgen.http.rate_limit import HostRateLimit
from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.links.evidence import Evidence

_TICK_SECONDS = 0.1
"""How often results are yielded: waking the caller for each would take longer than handling it."""
_JOIN_SECONDS = 1.0
"""How long to wait for workers in the middle of a request when a run is interrupted."""
Key = TypeVar("Key")


class LeftError(Exception):
    """A job was not finished when the time was up: it is left for the next run."""


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Yielded instead of a request: the next request belongs to the second wave, ``seconds`` after its start."""

    seconds: float


Steps = Generator[Request | RetryLater, Exchange | None, Evidence]
"""A check of one link: it yields requests and is sent the exchanges; after ``RetryLater`` it is sent ``None``."""


@dataclass(slots=True)
class Job(Generic[Key]):
    """One link to check: ``key`` is the caller's own, ``url`` the address first asked, ``begin`` starts its steps."""

    key: Key
    url: str
    begin: Callable[[], Steps]
    rank: int = 0
    """Jobs of a lower rank are asked first."""
    expected: float = 0.0
    """The seconds that it is expected to take. Slow jobs start first, so that none is left to wait for at the end."""
    steps: Steps | None = None
    seconds: float = 0.0
    """The seconds that its requests took."""
    is_retry: bool = False
    """Whether it belongs to the second wave."""


@dataclass(slots=True)
class _Server(Generic[Key]):
    """A server's queue of requests, and its rate limit."""

    rate_limit: HostRateLimit
    queue: deque[tuple[Job[Key], Request | None]] = field(default_factory=deque)
    """Each job with its next request; ``None`` for a job that was not started yet."""
    is_scheduled: bool = False
    """Whether it is on one of the heaps."""
    was_asked: bool = False
    not_before: float = 0.0
    """The earliest time for its next request (monotonic): a pause before a retry."""

    @property
    def order(self) -> tuple[int, bool, float]:
        """The sort key among servers that may be asked now, the smallest first.

        After the rank, servers asked before and jobs under way come first: their connection is open, and a check that
        was started should end before another starts. Then the server with the most left to do, as the length of a run
        is that of its longest queue.
        """
        job, request = self.queue[0]
        seconds_left = len(self.queue) * self.rate_limit.interval + job.expected
        return job.rank, not self.was_asked and request is None, -seconds_left


class Scheduler(Generic[Key]):
    """Runs jobs on threads; ``rate_limit_for`` makes the rate limit of a host."""

    def __init__(
        self,
        exchange: Callable[[Request], Exchange],
        threads: int,
        rate_limit_for: Callable[[str], HostRateLimit],
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._exchange = exchange
        self._rate_limit_for = rate_limit_for
        self._threads = threads
        self._clock = clock
        self._servers: dict[str, _Server[Key]] = {}
        """By site (``host:port``)."""
        self._waiting: list[tuple[float, int, _Server[Key]]] = []
        """A heap of servers that have to wait, by the time (monotonic) from which they may be asked."""
        self._ready: list[tuple[tuple[int, bool, float], int, _Server[Key]]] = []
        """A heap of servers that may be asked now, by their order."""
        self._retries: list[tuple[float, Job[Key], Request]] = []
        """The second wave, until it starts: the pause after its start, the job, and its next request."""
        self._first_wave_left = 0
        self._left = 0
        self._number = count()
        """A tie-breaker for the heaps, as servers cannot be compared."""
        lock = threading.Lock()
        self._change = threading.Condition(lock)
        """Notified when a worker may have something to do: a request, or the end."""
        self._news = threading.Condition(lock)
        """Notified when the caller should collect results."""
        self._done: list[tuple[Job[Key], Evidence | Exception]] = []
        """Results that the caller has not collected."""
        self._watched_until = inf
        """When the worker that sleeps with a timeout wakes up; see ``_wait``."""
        self._is_stopped = False
        self._is_late = False
        """Whether retries come before what was not started, as the time is nearly up."""
        self._is_out_of_time = False
        """Whether a job ends with the request that it has under way."""

    def run(self, jobs: Iterable[Job[Key]]) -> Generator[tuple[Job[Key], Evidence | Exception] | None, None, None]:
        """Yield each job with its evidence (or our own bug) when it is done, and ``None`` every tick.

        A caller that closes the generator stops the run: requests under way are abandoned, and no new ones start.
        """
        with self._change:
            for job in sorted(jobs, key=lambda job: (job.rank, -job.expected)):
                self._left += 1
                self._first_wave_left += 1
                self._enqueue(job, None, job.url)
            for server in self._servers.values():
                self._schedule(server)
        workers = [threading.Thread(target=self._work, name=f"check {n}", daemon=True) for n in range(self._threads)]
        workers = workers[: self._left]
        for worker in workers:
            worker.start()
        try:
            yield from self._results()
        finally:
            self.stop()
            until = SYSTEM_CLOCK.monotonic() + _JOIN_SECONDS
            for worker in workers:
                worker.join(timeout=max(until - SYSTEM_CLOCK.monotonic(), 0))

    def start_retries(self) -> None:
        """Make retries before what was not started, as the time is nearly up."""
        with self._change:
            self._is_late = True
            self._start_retries()

    def leave_rest(self) -> None:
        """End every job with ``LeftError``: immediately, or with the request that it has under way."""
        with self._change:
            self._is_out_of_time = True
            left = [job for server in self._servers.values() for job, _ in server.queue]
            left += [job for _, job, _ in self._retries]
            for server in self._servers.values():
                server.queue.clear()
            self._retries.clear()
        for job in left:
            self._finish(job, LeftError())

    def stop(self) -> None:
        """Start no more requests."""
        with self._change:
            self._is_stopped = True
            self._change.notify_all()

    def _results(self) -> Iterator[tuple[Job[Key], Evidence | Exception] | None]:
        while True:
            with self._change:
                if self._left and not self._is_full:
                    self._news.wait(_TICK_SECONDS)
                if self._is_full:
                    self._change.notify_all()  # workers paused for lack of room; collecting makes room
                done, self._done = self._done, []
                is_over = not self._left
            yield from done
            if is_over:
                return
            yield None

    @property
    def _is_full(self) -> bool:
        """Whether workers have to pause: results contain whole pages and must not pile up before a slow caller."""
        return len(self._done) >= self._threads

    # --- the workers: everything below takes the lock to touch shared state -------------------------------------

    def _work(self) -> None:
        while (taken := self._next_request()) is not None:
            server, job, request = taken
            answer = None
            try:
                if request is None:
                    job.steps = job.begin()
                    step = next(job.steps)
                    assert isinstance(step, Request)  # noqa: S101 - the first step is a request
                    request = step
                answer = server.rate_limit.answer_for(request.url) or self._exchange(request)
                job.seconds += answer.seconds
                self._advance(job, answer)
            except Exception as error:  # noqa: BLE001 - our own bug on one link must not cost the others their results
                self._finish(job, error)
            finally:
                self._release(server, answer)

    def _advance(self, job: Job[Key], answer: Exchange) -> None:
        """Send an exchange into a job's steps, and enqueue the next request, put it off, or finish the job."""
        assert job.steps is not None  # noqa: S101 - the job was started
        try:
            step = job.steps.send(answer)
            request = next(job.steps) if isinstance(step, RetryLater) else step
        except StopIteration as end:
            self._finish(job, end.value)
            return
        assert isinstance(request, Request)  # noqa: S101 - a request follows a pause
        with self._change:
            is_left = self._is_out_of_time
            if isinstance(step, RetryLater) and not is_left:
                self._put_off(job, request, step.seconds)
            elif not is_left:
                self._schedule(self._enqueue(job, request, request.url))
        if is_left:
            self._finish(job, LeftError())

    def _put_off(self, job: Job[Key], request: Request, seconds: float) -> None:
        """Keep a retry for the second wave, unless that goes on already."""
        self._retries.append((seconds, job, request))
        if not job.is_retry:
            job.is_retry = True
            self._leave_first_wave(1)
        if self._is_late or not self._first_wave_left:
            self._start_retries()

    def _finish(self, job: Job[Key], found: Evidence | Exception) -> None:
        with self._change:
            self._done.append((job, found))
            self._left -= 1
            if not job.is_retry:
                self._leave_first_wave(1)
            if self._is_full or not self._left:
                self._news.notify()
            if not self._left:
                self._change.notify_all()

    def _leave_first_wave(self, jobs: int) -> None:
        self._first_wave_left -= jobs
        if not self._first_wave_left:
            self._start_retries()

    def _start_retries(self) -> None:
        """Enqueue the retries, each with its pause.

        A pause delays the whole server, so only the first in its queue sets one: the others come after it anyway.
        """
        now = self._clock.monotonic()
        for seconds, job, request in self._retries:
            server = self._enqueue(job, request, request.url)
            if server.queue[0][0] is job:
                server.not_before = max(server.not_before, now + seconds)
            self._schedule(server)
        self._retries.clear()

    def _enqueue(self, job: Job[Key], request: Request | None, url: str) -> _Server[Key]:
        """Add a request to its server's queue and return the server.

        A job under way (a redirect, a second profile) goes to the front: a check that was started should end before
        another starts. Retries go to the end, so that a server that fails for one link is asked for the others first;
        to the front when the time is nearly up, as a link that fails each first time would never get its second.
        """
        try:
            site = to_request_url(url).site
        except BadAddressError:
            site = ""  # an address without a server: no rate limit applies, and the exchange reports the fault
        server = self._servers.get(site)
        if server is None:
            server = self._servers[site] = _Server(self._rate_limit_for(site.rpartition(":")[0]))
        if request is None or (job.is_retry and not self._is_late):
            server.queue.append((job, request))
        else:
            server.queue.appendleft((job, request))
        return server

    def _schedule(self, server: _Server[Key]) -> None:
        """Put a server on the heap, unless it is there, has no requests, or has as many under way as it may.

        In the last case ``_release`` schedules it when a request ends.
        """
        if server.is_scheduled or not server.queue or server.rate_limit.active >= server.rate_limit.most:
            return
        server.is_scheduled = True
        due = max(server.rate_limit.free_at, server.not_before)
        heapq.heappush(self._waiting, (due, next(self._number), server))
        self._change.notify()

    def _next_request(self) -> tuple[_Server[Key], Job[Key], Request | None] | None:
        """Wait for the next request that may be made, and count it as started; ``None`` when the run is over."""
        with self._change:
            while not self._is_stopped and self._left:
                now = self._clock.monotonic()
                while self._waiting and self._waiting[0][0] <= now:
                    _, _, server = heapq.heappop(self._waiting)
                    if server.queue:
                        heapq.heappush(self._ready, (server.order, next(self._number), server))
                    else:
                        server.is_scheduled = False
                while self._ready and not self._is_full:
                    server = heapq.heappop(self._ready)[2]
                    server.is_scheduled = False
                    if not server.queue or max(server.rate_limit.free_at, server.not_before) > now:
                        self._schedule(server)  # since it was put there, a response asked for a longer wait
                        continue
                    job, request = server.queue.popleft()
                    server.rate_limit.start(now)
                    server.was_asked = True
                    server.not_before = 0.0
                    self._schedule(server)
                    if self._ready or self._waiting:
                        self._change.notify()  # each worker that leaves with work wakes the next
                    return server, job, request
                self._wait(now)
        return None

    def _wait(self, now: float) -> None:
        """Wait for a change, or until the next server is due.

        Only one worker sleeps with a timeout (the one that set ``_watched_until``) and wakes the others as needed. If
        all did, each due time would wake every worker at the same moment.
        """
        until = self._waiting[0][0] if self._waiting and not self._is_full else inf
        if until >= self._watched_until:
            self._change.wait()
            return
        self._watched_until = until
        self._clock.wait(self._change, until - now)
        if self._watched_until == until:
            self._watched_until = inf

    def _release(self, server: _Server[Key], answer: Exchange | None) -> None:
        """Count a request as ended, adjust the rate limit to its response, and schedule the server again."""
        with self._change:
            server.rate_limit.end(answer or Exchange(""), self._clock.monotonic(), self._clock.epoch())
            self._schedule(server)
