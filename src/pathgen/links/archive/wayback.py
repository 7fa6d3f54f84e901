"""Save Page Now 2, by which the Wayback Machine is asked to keep a page. Nothing here touches the network.

``POST /save`` with the fields ``url`` and ``if_not_archived_within`` is answered with ``{"job_id": "spn2-…"}``. ``GET
/save/status/JOB`` then tells ``{"status": "pending"}``, ``{"status": "success", "timestamp": "20261126190000"}`` or
``{"status": "error", "status_ext": "error:not-found"}``; an error may come at once, and with the status 200 ("Save Page
Now 2 Public API Docs", 2025-10-22, which the Internet Archive keeps as a document of its own). Of all that an answer
says, only these are looked at, and only where they have their form.
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
"""The service that is asked where none is named."""
KEY, SECRET = "IA_ACCESS_KEY_ID", "IA_SECRET_ACCESS_KEY"
"""The variables that hold the keys of an account, as the Internet Archive's own tools name them."""
CAPTURES_A_MINUTE = 3.0
CAPTURES_A_MINUTE_WITH_KEYS = 6.0
"""How often it may be asked: 3 times without keys, and somewhat less than the 7 with them ("Limitations")."""
LONGEST_CAPTURE_SECONDS = 300.0
"""How long to wait for a copy: making it takes 2 minutes at most, and may have to wait for others ("Limitations")."""
STATUS_SECONDS = 3600.0
"""How long the service knows of a capture ("Status request")."""
OURS = frozenset({"user-session-limit", "max-daily-bandwidth", "max-daily-bandwidth-from-ip", "blocked-client-ip"})
"""The errors that speak of who asks and not of the page."""
_RECENT = "30d"
"""A copy that is no older than this serves as well as a new one."""
_ANSWER_BYTES = 2 * 1024 * 1024
"""More than an answer is long that lists 500 addresses of parts of the page and 500 of links on it."""
_ERROR = re.compile(r"error:([a-z0-9-]{1,60})")


@dataclass(frozen=True, slots=True)
class Service:
    """Where and as whom to ask: ``seconds`` are those of one request."""

    api: str
    seconds: float
    keys: str = field(default="", repr=False)
    """What proves an account; it is sent with each request, and no request follows a redirect."""

    def save(self, page: str) -> Request:
        """Ask that a page be kept."""
        return replace(self._ask("/save"), form={"url": page, "if_not_archived_within": _RECENT})

    def status(self, job: str) -> Request:
        """Ask how far it is."""
        return self._ask(f"/save/status/{job}")

    def copy_of(self, page: str, timestamp: str) -> str:
        """Make the address of a copy."""
        return f"{self.api}/web/{timestamp}/{page}"

    def _ask(self, path: str) -> Request:
        headers = {"Accept": "application/json"} | ({"Authorization": f"LOW {self.keys}"} if self.keys else {})
        return Request(f"{self.api}{path}", self.seconds, headers=headers, bytes=_ANSWER_BYTES, any_kind=True)


def keys() -> str:
    """Read the keys of an account from the environment; nothing where there are none.

    Raises:
        PathgenError: one of the two is missing, or holds what no header may.
    """
    found = {name: os.environ.get(name, "").strip() for name in (KEY, SECRET)}
    for name, value in found.items():
        if not value and any(found.values()):
            raise PathgenError(f"{name} is not set; the keys of an account are {KEY} and {SECRET} together")
        if value and not re.fullmatch(r"[\x21-\x7e]+", value):
            raise PathgenError(f"{name} holds characters that no key has; set it again")
    return ":".join(found.values()) if all(found.values()) else ""


def _is_time(digits: str) -> str:
    datetime.strptime(digits, "%Y%m%d%H%M%S")  # noqa: DTZ007 - it is only looked at
    return digits


_Job = Annotated[str, Field(pattern=r"^spn2-[0-9a-f]{40}$")]
_Time = Annotated[str, Field(pattern=r"^[0-9]{14}$"), AfterValidator(_is_time)]


class Answer(BaseModel):
    """What the service said, as far as it has the form that it should."""

    status: Literal["pending", "success", "error"] | None = None
    job: _Job | None = Field(alias="job_id", default=None)
    timestamp: _Time | None = None
    status_ext: str = ""

    @property
    def error(self) -> str:
        """Why a page could not be kept: the code of the service without its ``error:``."""
        code = _ERROR.fullmatch(self.status_ext)
        return "" if self.status != "error" else code[1] if code else "an error without a name"


def answer_from(exchange: Exchange, job: str | None = None) -> Answer | None:
    """Read an answer, of a certain job if one is named; ``None`` where it is none."""
    try:
        said = Answer.model_validate_json(exchange.body)
    except ValidationError:
        return None
    return said if exchange.is_whole and (job is None or said.job in (None, job)) else None
