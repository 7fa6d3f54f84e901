"""GitHub and GitLab: find the repository in an address, make the request for it, and parse the answer.

GitHub: ``GET /repos/{owner}/{repo}`` (docs.github.com/rest/repos/repos#get-a-repository). GitLab:
``GET /projects/{path, percent-encoded}?license=true`` (docs.gitlab.com/api/projects, "Retrieve a project"). Both
redirect with 301 from the former name of a renamed repository. Nothing here touches the network.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from pydantic import AwareDatetime, BaseModel, Field, StrictBool, ValidationError

from pathgen.errors import PathgenError
from pathgen.forges.store import MOST_STARS, NAME, RepositoryFacts
from pathgen.urls import split


class ForgeKind(StrEnum):
    """The API that a host has."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"


@dataclass(frozen=True, slots=True)
class Forge:
    """A host of repositories: its name in addresses, its API and the API's address, and the variable for a token."""

    name: str
    kind: ForgeKind
    api: str
    variable: str

    def request_for(self, name: str) -> str:
        """Return the API's address for a repository."""
        if self.kind is ForgeKind.GITLAB:
            return f"{self.api}/projects/{quote(name, safe='')}?license=true"
        return f"{self.api}/repos/{quote(name)}"

    def headers(self, etag: str | None) -> dict[str, str]:
        """Return the headers of a request, with the token from the environment if there is one.

        Raises:
            PathgenError: the token is not valid in a header.
        """
        headers = {"Accept": "application/json"}
        if self.kind is ForgeKind.GITHUB:
            headers |= {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        token = os.environ.get(self.variable, "").strip()
        if token and not (token.isascii() and token.isprintable()):
            raise PathgenError(f"{self.variable} contains characters that are not valid in a token; set it again")
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return headers | ({"If-None-Match": etag} if etag else {})


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository in an address: ``name`` is its path on the host."""

    host: Forge
    name: str

    @property
    def key(self) -> str:
        """The key of its facts, in lower case, as hosts ignore case."""
        return f"{self.host.name}/{self.name}".lower()

    def has_moved(self, facts: RepositoryFacts) -> bool:
        """Whether it has another name now."""
        return facts.name.lower() != self.name.lower()


USUAL = (
    Forge("github.com", ForgeKind.GITHUB, "https://api.github.com", "GITHUB_TOKEN"),
    Forge("gitlab.com", ForgeKind.GITLAB, "https://gitlab.com/api/v4", "GITLAB_TOKEN"),
)
_NO_OWNERS = frozenset(
    [
        "about",
        "account",
        "apps",
        "blog",
        "collections",
        "contact",
        "customer-stories",
        "enterprise",
        "events",
        "explore",
        "features",
        "github-copilot",
        "groups",
        "help",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "organizations",
        "pricing",
        "pulls",
        "readme",
        "search",
        "security",
        "settings",
        "site",
        "sponsors",
        "stars",
        "topics",
        "trending",
        "users",
        "-",
    ]
)
"""First path segments on these hosts that are not owners of repositories."""
_GITLAB_PAGES = frozenset({"-", "tree", "blob", "raw", "issues", "wikis", "merge_requests", "commits", "tags"})
"""Path segments that end the path of a project on GitLab, where groups can be nested."""
_NAME = re.compile(NAME)


def forge_from(written: str) -> Forge:
    """Parse ``HOST=URL``, the address of a host's API. If it ends with ``/api/v4``, the host is a GitLab.

    Raises:
        ValueError: the text has another form.
    """
    name, _, api = written.partition("=")
    name, api = name.strip().lower(), api.strip().rstrip("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.:-]*", name) or not api.lower().startswith(("https://", "http://")):
        raise ValueError(f"{written!r} is not HOST=URL; write git.example.org=https://git.example.org/api/v3")
    known = next((forge for forge in USUAL if forge.name == name), None)
    if known:
        return Forge(name, known.kind, api, known.variable)
    kind = ForgeKind.GITLAB if api.endswith("/api/v4") else ForgeKind.GITHUB
    return Forge(name, kind, api, f"{kind.upper()}_ENTERPRISE_TOKEN")


def repository_of(url: str, hosts: tuple[Forge, ...]) -> Repository | None:
    """Return the repository at an address, or that the address is inside; ``None`` if there is none."""
    parts = split(url)
    name = (parts.authority or "").lower().removeprefix("www.")
    host = next((forge for forge in hosts if forge.name == name), None)
    segments = parts.path.strip("/").split("/")
    if host is None or parts.scheme not in ("http", "https") or segments[0].lower() in _NO_OWNERS:
        return None
    end = 2
    if host.kind is ForgeKind.GITLAB:
        ends = (index for index, segment in enumerate(segments) if index > 1 and segment in _GITLAB_PAGES)
        end = next(ends, len(segments))
    path = "/".join(segments[:end]).removesuffix(".git")
    return Repository(host, path) if _NAME.match(path) and not {".", ".."}.intersection(segments) else None


def renamed_url(url: str, repository: Repository, facts: RepositoryFacts) -> str:
    """Return an address with the new name of its repository; the rest of the path stays."""
    parts = split(url)
    rest = parts.path.strip("/")[len(repository.name) :].removeprefix(".git")
    end = "/" if parts.path.endswith("/") and rest else ""
    return str(parts._replace(scheme="https", authority=repository.host.name, path=f"/{facts.name}{rest}{end}"))


# --- the answers: only these fields are read, and only if they have the right type -------------------------------


class _Licence(BaseModel):
    spdx_id: str | None = None
    key: str | None = None


class _Answer(BaseModel):
    archived: StrictBool
    license: _Licence | None = None

    @property
    def licence(self) -> str | None:
        return licence_id((self.license and (self.license.spdx_id or self.license.key)) or "")


class _GitHub(_Answer):
    name: Annotated[str, Field(alias="full_name", pattern=NAME, max_length=500)]
    changed: AwareDatetime | None = Field(alias="pushed_at")
    stars: Annotated[int, Field(alias="stargazers_count", strict=True, ge=0, le=MOST_STARS)]


class _GitLab(_Answer):
    name: Annotated[str, Field(alias="path_with_namespace", pattern=NAME, max_length=500)]
    changed: AwareDatetime | None = Field(alias="last_activity_at")
    stars: Annotated[int, Field(alias="star_count", strict=True, ge=0, le=MOST_STARS)]


def facts_from(kind: ForgeKind, body: bytes, etag: str, now: datetime) -> RepositoryFacts | None:
    """Parse a host's answer; ``None`` if it does not describe a repository."""
    try:
        answer: _GitHub | _GitLab = (_GitHub if kind is ForgeKind.GITHUB else _GitLab).model_validate_json(body)
        return RepositoryFacts(
            name=answer.name,
            archived=answer.archived,
            changed=answer.changed.astimezone(UTC).date().isoformat() if answer.changed else None,
            licence=answer.licence,
            stars=answer.stars,
            checked=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            etag=etag if re.fullmatch(r"[\x21-\x7e]{1,200}", etag) else None,
        )
    except (ValidationError, OverflowError):
        return None


def licence_id(written: str) -> str | None:
    """Return a text as an SPDX identifier, ignoring case; ``None`` if it is not one."""
    if not re.fullmatch(r"[A-Za-z0-9.+-]{1,64}", written) or written.lower().startswith("licenseref"):
        return None
    try:
        return canonicalize_license_expression(written)
    except InvalidLicenseExpression:
        return None
