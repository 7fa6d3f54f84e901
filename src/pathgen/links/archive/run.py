"""Archive pages in the Wayback Machine, one request after another.

The state of each request is written to the history: before it is made, and again with each answer. So if a run stops,
even by a power cut, the next one resumes where it left off, and no page is requested twice.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter

from pathgen.http.client import Fetcher
from pathgen.http.clock import SYSTEM_CLOCK, Clock
from pathgen.http.exchange import Exchange, Fault
from pathgen.http.rate_limit import LONGEST_WAIT_SECONDS, TOO_FAST, asked_to_wait
from pathgen.links.archive.plan import ArchivePlan, Outcome, PageToArchive
from pathgen.links.archive.wayback import (
    CLIENT_ERRORS,
    KEY,
    LONGEST_CAPTURE_SECONDS,
    SECRET,
    STATUS_SECONDS,
    Service,
    answer_from,
)
from pathgen.links.history import History
from pathgen.links.history_rows import Capture

_POLL_SECONDS = 5.0
"""How often to ask for the status of a copy, as in the service's own example."""
_TICK_SECONDS = 1.0
"""How often the caller can show the progress."""
_MOST_TROUBLES = 3
"""After this many unusable answers in a row, the run stops."""
_NOT_REACHED = frozenset(
    [
        *(Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.PRIVATE, Fault.REFUSED),
        *(Fault.UNREACHABLE, Fault.NO_IPV6, Fault.BAD_ADDRESS),
        *(Fault.TLS, Fault.HANDSHAKE, Fault.INCOMPLETE_CHAIN),
    ]
)
"""The faults where a request did not reach the service, and the next one would not either."""
_UNAUTHORISED = frozenset({401, 403})
_REFUSALS = TOO_FAST | _UNAUTHORISED
"""The statuses by which the service refuses a client, whatever the body says."""


@dataclass(slots=True)
class _Job:
    """A page that the service is saving; times are seconds of the monotonic clock."""

    page: PageToArchive
    capture: Capture
    until: float
    next_at: float


class ArchiveRun:
    """A run that archives pages; ``rate`` is captures per minute, ``most`` the most pages to request."""

    def __init__(
        self,
        plan: ArchivePlan,
        service: Service,
        history: History,
        fetcher: Fetcher,
        *,
        rate: float,
        most: int | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._service, self._history, self._fetcher, self._clock = service, history, fetcher, clock
        self._pause = 60 / rate
        self._poll_pause = min(_POLL_SECONDS, self._pause)
        self._waiting = plan.to_ask.copy()
        self._most = len(self._waiting) if most is None else most
        self._jobs = [self._job(page, page.before, next_at=0.0) for page in plan.under_way if page.before]
        self._ask_at = 0.0
        self._troubles = 0
        self.asked = 0
        self.stopped = ""
        """Why the run stopped before all pages were requested; empty if it did not."""

    @property
    def under_way(self) -> int:
        """How many pages the service is saving."""
        return len(self._jobs)

    @property
    def to_ask(self) -> int:
        """How many pages are still to be requested in this run."""
        return 0 if self.stopped else min(len(self._waiting), self._most - self.asked)

    @property
    def left(self) -> int:
        """How many pages are still to be requested, in this run or another."""
        return len(self._waiting)

    @property
    def minutes_left(self) -> float:
        """How many minutes the requests of this run still take at this rate."""
        return self.to_ask * self._pause / 60

    def run(self) -> Generator[Outcome | None, None, None]:
        """Yield the outcome for each page when it is known, and ``None`` every tick."""
        while self._jobs or self.to_ask:
            now = self._clock.monotonic()
            job = min(self._jobs, key=attrgetter("next_at"), default=None)
            if job and job.next_at <= now:
                yield self._poll(job)
            elif self.to_ask and self._ask_at <= now:
                yield self._ask(self._waiting.popleft())
            else:
                due = ([job.next_at] if job else []) + ([self._ask_at] if self.to_ask else [])
                self._clock.sleep(min(min(due) - now, _TICK_SECONDS))
                yield None

    def _job(self, page: PageToArchive, capture: Capture, next_at: float) -> _Job:
        return _Job(page, capture, self._clock.monotonic() + LONGEST_CAPTURE_SECONDS, next_at)

    def _ask(self, page: PageToArchive) -> Outcome | None:
        """Ask the service to save a page."""
        capture = Capture(page.url, datetime.now(UTC))
        if not self._history.begin_capture(capture, page.before):
            return Outcome(page, reason="another run has requested it")
        self.asked += 1
        self._ask_at = self._clock.monotonic() + self._pause
        found = self._fetcher.exchange(self._service.save(page.url))
        answer = None if found.status in _REFUSALS else answer_from(found)
        if answer is None or not (answer.error or answer.job):
            return self._unanswered(page, found)
        self._troubles = 0
        if answer.error:
            return self._failed(page, capture, answer.error)
        assert answer.job  # noqa: S101 - it has an error or a job
        capture = replace(capture, job=answer.job)
        self._history.remember_capture(capture)
        self._jobs.append(self._job(page, capture, next_at=self._clock.monotonic() + self._poll_pause))
        return None

    def _unanswered(self, page: PageToArchive, found: Exchange) -> Outcome | None:
        """Handle an unusable answer: a page may be requested again if the service certainly did not accept it."""
        self._troubles += 1
        wait = asked_to_wait(found, self._clock.epoch())
        if 0 < wait <= LONGEST_WAIT_SECONDS and self._troubles < _MOST_TROUBLES:
            self._ask_at = self._clock.monotonic() + max(wait, self._pause)
            self._put_back(page)
            return None
        refusal = self._refusal(found, wait)
        if refusal:
            self.stopped = refusal
            self._put_back(page)
            return None
        if self._troubles >= _MOST_TROUBLES:
            self.stopped = f"{self._service.api} sent {self._troubles} unusable answers in a row"
        if found.status and 300 <= found.status < 500:  # noqa: PLR2004 - RFC 9110 §15: it was not accepted
            self._history.forget_capture(page.url)
        problem = found.fault.value if found.fault else f"status {found.status}"
        return Outcome(page, reason=f"{self._service.api} sent an unusable answer: {problem}")

    def _refusal(self, found: Exchange, wait: float) -> str:
        """Return why the service must not be asked again in this run; empty if it may be."""
        api = self._service.api
        if found.fault in _NOT_REACHED:
            return f"{api} cannot be reached ({found.fault})"
        if found.status in _UNAUTHORISED:
            refusal = "does not accept the keys" if self._service.keys else "needs the keys of an account"
            return f"{api} {refusal} in {KEY} and {SECRET}"
        if found.status in TOO_FAST:
            return f"{api} accepts no more requests now" + (f"; try again in {wait:,.0f} seconds" if wait else "")
        return ""

    def _put_back(self, page: PageToArchive) -> None:
        """Put a page back as one that was not requested."""
        self._history.forget_capture(page.url)
        self._waiting.appendleft(replace(page, before=None))
        self._most += 1

    def _poll(self, job: _Job) -> Outcome | None:
        """Ask for the status of a page."""
        found = self._fetcher.exchange(self._service.status(job.capture.job))
        answer = answer_from(found, job.capture.job)
        now = self._clock.monotonic()
        job.next_at = now + max(self._poll_pause, min(asked_to_wait(found, self._clock.epoch()), LONGEST_WAIT_SECONDS))
        if answer and answer.timestamp and answer.status == "success":
            self._jobs.remove(job)
            copy = self._service.copy_of(job.page.url, answer.timestamp)
            self._history.remember_capture(replace(job.capture, archived=copy))
            return Outcome(job.page, copy=copy)
        if answer and answer.error:
            self._jobs.remove(job)
            return self._failed(job.page, job.capture, answer.error)
        if now < job.until and ((answer and answer.status == "pending") or not _is_forgotten(job.capture)):
            return None
        self._jobs.remove(job)
        if _is_forgotten(job.capture):
            self._waiting.append(job.page)
            self._most += 1
            return None
        return Outcome(job.page, reason="the copy is not ready yet; the next run asks for it")

    def _failed(self, page: PageToArchive, capture: Capture, error: str) -> Outcome | None:
        if error in CLIENT_ERRORS:
            self.stopped = f"{self._service.api} accepts no more requests now: {error}"
            self._put_back(page)
            return None
        self._history.remember_capture(replace(capture, error=error))
        return Outcome(page, reason=error)


def _is_forgotten(capture: Capture) -> bool:
    """Whether the service may no longer know a capture, so that its page has to be requested again."""
    return (datetime.now(UTC) - capture.asked_at).total_seconds() > STATUS_SECONDS
