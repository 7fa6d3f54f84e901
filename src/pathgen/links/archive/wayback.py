"""Save Page Now 2, the API of the Wayback Machine for archiving a page. Nothing here touches the network.

``POST /save`` with the fields ``url`` and ``if_not_archived_within`` is answered with ``{"job_id": "spn2-…"}``. ``GET
/save/status/JOB`` then returns ``{"status": "pending"}``, ``{"status": "success", "timestamp": "20261126190000"}`` or
``{"status": "error", "status_ext": "error:not-found"}``. An error may also be the answer to ``POST /save``, with the
status 200 ("Save Page Now 2 Public API Docs", 2025-10-22, published by the Internet Archive). Only these fields of an
answer are read, and only if they are valid.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from pathgen.errors import PathgenError
from pathgen.http.client import Request
from pathgen.http.exchange import Exchange

WAYBACK = "https://web.archive.org"
"""The default service."""
KEY, SECRET = "IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY"
"""The environment variables with the keys of an account, named as in the Internet Archive's own tools."""
CAPTURES_A_MINUTE = 3.0
CAPTURES_A_MINUTE_WITH_KEYS = 6.0
"""The rate limits: 3 without keys, and somewhat less than the 7 allowed with them ("Limitations")."""
LONGEST_CAPTURE_SECONDS = 300.0
"""How long to wait for a copy: it takes 2 minutes at most, but may be queued first ("Limitations")."""
STATUS_SECONDS = 3600.0
"""How long the service knows the status of a capture ("Status request")."""
CLIENT_ERRORS = frozenset(
    {"user-session-limit", "max-daily-bandwidth", "max-daily-bandwidth-from-ip", "blocked-client-ip"}
)
"""The errors that are about the client, not about the page."""
_RECENT = "30d"
"""A copy that is not older than this is as good as a new one."""
_ANSWER_BYTES = 2 * 1024 * 1024
"""The most bytes read of an answer: it may list 500 addresses of the page's parts and 500 of its links."""
_ERROR = re.compile(r"error:([a-z0-9-]{1,60})")


@dataclass(frozen=True, slots=True)
class Service:
    """The service to use; ``seconds`` is the time limit of one request."""

    api: str
    seconds: float
    keys: str = field(default="", repr=False)
    """The keys of an account (``KEY:SECRET``), sent with each request; no request follows a redirect."""

    def save(self, page: str) -> Request:
        """Return the request to save a page."""
        return replace(self._ask("/save"), form={"url": page, "if_not_archived_within": _RECENT})

    def status(self, job: str) -> Request:
        """Return the request for the status of a job."""
        return self._ask(f"/save/status/{job}")

    def copy_of(self, page: str, timestamp: str) -> str:
        """Return the address of a copy."""
        return f"{self.api}/web/{timestamp}/{page}"

    def _ask(self, path: str) -> Request:
        headers = {"Accept": "application/json"} | ({"Authorization": f"LOW {self.keys}"} if self.keys else {})
        return Request(f"{self.api}{path}", self.seconds, headers=headers, bytes=_ANSWER_BYTES, any_kind=True)


def keys() -> str:
    """Return the keys of an account from the environment (``KEY:SECRET``); empty if there are none.

    Raises:
        PathgenError: one of the two is missing, or is not valid in a header.
    """
    found = {name: os.environ.get(name, "").strip() for name in (KEY, SECRET)}
    for name, value in found.items():
        if not value and any(found.values()):
            raise PathgenError(f"{name} is not set; set both {KEY} and {SECRET}")
        if value and not re.fullmatch(r"[\x21-\x7e]+", value):
            raise PathgenError(f"{name} contains characters that are not valid in a key; set it again")
    return ":".join(found.values()) if all(found.values()) else ""


def _is_time(digits: str) -> str:
    datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - it is only validated
    return digits


_Job = Annotated[str, Field(pattern=r"^spn2-[0-9a-f]{40}$")]
_Time = Annotated[str, Field(pattern=r"^[0-9]{14}$"), AfterValidator(_is_time)]


class Answer(BaseModel):
    """An answer of the service: the fields that are read."""

    status: Literal["pending", "success", "error"] | None = None
    job: _Job | None = Field(alias="job_id", default=None)
    timestamp: _Time | None = None
    status_ext: str = ""

    @property
    def error(self) -> str:
        """Why a page could not be saved: the service's code without ``error:``; empty if there was no error."""
        code = _ERROR.fullmatch(self.status_ext)
        return "" if self.status != "error" else code[1] if code else "an error without a name"


def answer_from(exchange: Exchange, job: str | None = None) -> Answer | None:
    """Return the answer in an exchange, about ``job`` if given; ``None`` if it is not a valid answer."""
    try:
        answer = Answer.model_validate_json(exchange.body)
    except ValidationError:
        return None
    return answer if exchange.is_whole and (job is None or answer.job in (None, job)) else None
