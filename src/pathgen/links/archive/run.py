"""Having pages kept by the Wayback Machine, one request after another, and what becomes of each.

What is under way stands in the history: noted before a page is asked for, and again with each answer. A run that is
stopped, even by a power cut, is gone on with by the next one, and no page is asked for twice.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic, sleep, time

from pathgen.http.client import Fetcher
from pathgen.http.exchange import Exchange, Fault
from pathgen.http.rate_limit import LONGEST_WAIT_SECONDS, TOO_FAST, asked_to_wait
from pathgen.links.archive.plan import ArchivePlan, Outcome, PageToArchive
from pathgen.links.archive.wayback import (
    KEY,
    LONGEST_CAPTURE_SECONDS,
    OURS,
    SECRET,
    STATUS_SECONDS,
    Service,
    answer_from,
)
from pathgen.links.history import Capture, History

_POLL_SECONDS = 5.0
"""How often to ask how far a copy is, as the service's own example does."""
_TICK_SECONDS = 1.0
"""How often the caller may say how far the run is."""
_PATIENCE = 3
"""After so many answers in a row that are none, nothing more is asked."""
_NOT_ASKED = frozenset(
    [
        *(Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.PRIVATE, Fault.REFUSED),
        *(Fault.UNREACHABLE, Fault.TLS, Fault.BAD_ADDRESS),
    ]
)
"""The faults by which a request did not reach the service, nor will the next."""
_UNAUTHORISED = frozenset({401, 403})
_REFUSALS = TOO_FAST | _UNAUTHORISED
"""The statuses by which the service refuses who asks, whatever the body says."""


@dataclass(slots=True)
class _Job:
    """A page that the service is at work on: times are seconds of the monotonic clock."""

    page: PageToArchive
    capture: Capture
    until: float
    next_at: float


class ArchiveRun:
    """A run that has pages kept; ``rate`` are captures a minute, ``most`` how many are asked for at most."""

    def __init__(
        self,
        wanted: ArchivePlan,
        service: Service,
        history: History,
        fetcher: Fetcher,
        *,
        rate: float,
        most: int | None = None,
        patience_seconds: float = LONGEST_CAPTURE_SECONDS,
    ) -> None:
        self._service, self._history, self._fetcher = service, history, fetcher
        self._pause = 60 / rate
        self._poll_pause = min(_POLL_SECONDS, self._pause)
        self._patience_seconds = patience_seconds
        self._waiting = wanted.to_ask.copy()
        self._most = len(self._waiting) if most is None else most
        self._jobs = [self._job(page, page.before, at=0.0) for page in wanted.under_way if page.before]
        self._ask_at = 0.0
        self._troubles = 0
        self.asked = 0
        self.stopped = ""
        """Why nothing more was asked for, though there was more to ask."""

    @property
    def under_way(self) -> int:
        """How many pages the service is at work on."""
        return len(self._jobs)

    @property
    def to_ask(self) -> int:
        """How many pages are still to be asked for in this run."""
        return 0 if self.stopped else min(len(self._waiting), self._most - self.asked)

    @property
    def left(self) -> int:
        """How many pages are still to be asked for, in this run or another."""
        return len(self._waiting)

    @property
    def minutes_left(self) -> float:
        """How long the asking takes at this pace."""
        return self.to_ask * self._pause / 60

    def run(self) -> Generator[Outcome | None, None, None]:
        """Give what becomes of each page as it is known, and ``None`` now and then meanwhile."""
        while self._jobs or self.to_ask:
            now = monotonic()
            job = min(self._jobs, key=lambda one: one.next_at, default=None)
            if job and job.next_at <= now:
                yield self._look(job)
            elif self.to_ask and self._ask_at <= now:
                yield self._ask(self._waiting.popleft())
            else:
                moments = ([job.next_at] if job else []) + ([self._ask_at] if self.to_ask else [])
                sleep(min(min(moments) - now, _TICK_SECONDS))
                yield None

    def _job(self, page: PageToArchive, capture: Capture, at: float) -> _Job:
        return _Job(page, capture, monotonic() + self._patience_seconds, at)

    def _ask(self, page: PageToArchive) -> Outcome | None:
        """Ask that a page be kept."""
        capture = Capture(page.url, datetime.now(UTC))
        if not self._history.begin_capture(capture, page.before):
            return Outcome(page, reason="another run asks for it")
        self.asked += 1
        self._ask_at = monotonic() + self._pause
        found = self._fetcher.exchange(self._service.save(page.url))
        said = None if found.status in _REFUSALS else answer_from(found)
        if said is None or not (said.error or said.job):
            return self._unanswered(page, found)
        self._troubles = 0
        if said.error:
            return self._failed(page, capture, said.error)
        assert said.job  # noqa: S101 - it has one or the other
        capture = replace(capture, job=said.job)
        self._history.remember_capture(capture)
        self._jobs.append(self._job(page, capture, at=monotonic() + self._poll_pause))
        return None

    def _unanswered(self, page: PageToArchive, found: Exchange) -> Outcome | None:
        """Conclude from an answer that is none: who surely did not take the request in may be asked again."""
        self._troubles += 1
        wait = asked_to_wait(found, time())
        if 0 < wait <= LONGEST_WAIT_SECONDS and self._troubles < _PATIENCE:
            self._ask_at = monotonic() + max(wait, self._pause)
            self._put_back(page)
            return None
        refusal = self._refusal(found, wait)
        if refusal:
            self.stopped = refusal
            self._put_back(page)
            return None
        if self._troubles >= _PATIENCE:
            self.stopped = f"{self._service.api} gave {self._troubles} answers in a row that are none"
        if found.status and 300 <= found.status < 500:  # noqa: PLR2004 - RFC 9110 §15: it was not taken in
            self._history.forget_capture(page.url)
        what = found.fault.value if found.fault else f"status {found.status}"
        return Outcome(page, reason=f"{self._service.api} gave no answer that can be read: {what}")

    def _refusal(self, found: Exchange, wait: float) -> str:
        """Tell why the service is not to be asked any more in this run; nothing where it may be."""
        api = self._service.api
        if found.fault in _NOT_ASKED:
            return f"{api} cannot be reached ({found.fault})"
        if found.status in _UNAUTHORISED:
            wish = "does not accept the keys" if self._service.keys else "wants the keys of an account"
            return f"{api} {wish} in {KEY} and {SECRET}"
        if found.status in TOO_FAST:
            return f"{api} was asked enough" + (f"; it says to wait for {wait:,.0f} seconds" if wait else "")
        return ""

    def _put_back(self, page: PageToArchive) -> None:
        """Leave a page for later, as one that was not asked for."""
        self._history.forget_capture(page.url)
        self._waiting.appendleft(replace(page, before=None))
        self._most += 1

    def _look(self, job: _Job) -> Outcome | None:
        """Ask how far a page is."""
        found = self._fetcher.exchange(self._service.status(job.capture.job))
        said = answer_from(found, job.capture.job)
        now = monotonic()
        job.next_at = now + max(self._poll_pause, min(asked_to_wait(found, time()), LONGEST_WAIT_SECONDS))
        if said and said.timestamp and said.status == "success":
            self._jobs.remove(job)
            copy = self._service.copy_of(job.page.url, said.timestamp)
            self._history.remember_capture(replace(job.capture, archived=copy))
            return Outcome(job.page, copy=copy)
        if said and said.error:
            self._jobs.remove(job)
            return self._failed(job.page, job.capture, said.error)
        if now < job.until and ((said and said.status == "pending") or not _is_forgotten(job.capture)):
            return None
        self._jobs.remove(job)
        if _is_forgotten(job.capture):
            self._waiting.append(job.page)
            self._most += 1
            return None
        return Outcome(job.page, reason="the copy is not made yet; the next run asks after it")

    def _failed(self, page: PageToArchive, capture: Capture, error: str) -> Outcome | None:
        if error in OURS:
            self.stopped = f"{self._service.api} was asked enough: {error}"
            self._put_back(page)
            return None
        self._history.remember_capture(replace(capture, error=error))
        return Outcome(page, reason=error)


def _is_forgotten(capture: Capture) -> bool:
    """Whether the service may know no more of a capture, so that its page has to be asked for again."""
    return (datetime.now(UTC) - capture.asked_at).total_seconds() > STATUS_SECONDS
