"""The hosts of repositories: which repository an address names, how it is asked for, and what the answer says.

GitHub: ``GET /repos/{owner}/{repo}`` (docs.github.com/rest/repos/repos#get-a-repository). GitLab:
``GET /projects/{path, percent-encoded}?license=true`` (docs.gitlab.com/api/projects, "Retrieve a project"). Both lead
on with 301 from the former name of what was renamed. Nothing here touches the network.
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
    """Whose API a host speaks."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"


@dataclass(frozen=True, slots=True)
class Forge:
    """A host of repositories: its name in addresses, whose API it speaks, where, and which variable has a token."""

    name: str
    kind: ForgeKind
    api: str
    variable: str

    def request_for(self, name: str) -> str:
        """Make the address that tells of a repository."""
        if self.kind is ForgeKind.GITLAB:
            return f"{self.api}/projects/{quote(name, safe='')}?license=true"
        return f"{self.api}/repos/{quote(name)}"

    def headers(self, etag: str | None) -> dict[str, str]:
        """Make the headers of a request, the token of the environment among them.

        Raises:
            PathgenError: the token holds what no header may.
        """
        headers = {"Accept": "application/json"}
        if self.kind is ForgeKind.GITHUB:
            headers |= {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
        token = os.environ.get(self.variable, "").strip()
        if token and not (token.isascii() and token.isprintable()):
            raise PathgenError(f"{self.variable} holds characters that no token has; set it again")
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return headers | ({"If-None-Match": etag} if etag else {})


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as an address names it: ``name`` is its path on the host."""

    host: Forge
    name: str

    @property
    def key(self) -> str:
        """The name by which it is kept: hosts tell no capitals apart."""
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
"""First parts of addresses on the hosts that are pages of their own."""
_PAGES_OF_GITLAB = frozenset({"-", "tree", "blob", "raw", "issues", "wikis", "merge_requests", "commits", "tags"})
"""What ends the path of a project on GitLab, where groups may hold groups."""
_NAME = re.compile(NAME)


def forge_from(written: str) -> Forge:
    """Read ``HOST=URL``: where the API of a host stands. One whose address ends in ``/api/v4`` is a GitLab.

    Raises:
        ValueError: it is not written so.
    """
    name, _, api = written.partition("=")
    name, api = name.strip().lower(), api.strip().rstrip("/")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.:-]*", name) or not api.lower().startswith(("https://", "http://")):
        raise ValueError(f"{written!r} is no host with its API; write git.example.org=https://git.example.org/api/v3")
    usual = next((one for one in USUAL if one.name == name), None)
    if usual:
        return Forge(name, usual.kind, api, usual.variable)
    kind = ForgeKind.GITLAB if api.endswith("/api/v4") else ForgeKind.GITHUB
    return Forge(name, kind, api, f"{kind.upper()}_ENTERPRISE_TOKEN")


def repository_of(url: str, hosts: tuple[Forge, ...]) -> Repository | None:
    """Tell which repository an address leads to, or into; ``None`` where none."""
    parts = split(url)
    name = (parts.authority or "").lower().removeprefix("www.")
    host = next((one for one in hosts if one.name == name), None)
    segments = parts.path.strip("/").split("/")
    if host is None or parts.scheme not in ("http", "https") or segments[0].lower() in _NO_OWNERS:
        return None
    end = 2
    if host.kind is ForgeKind.GITLAB:
        end = next((at for at, one in enumerate(segments) if at > 1 and one in _PAGES_OF_GITLAB), len(segments))
    path = "/".join(segments[:end]).removesuffix(".git")
    return Repository(host, path) if _NAME.match(path) and not {".", ".."}.intersection(segments) else None


def moved(url: str, repository: Repository, facts: RepositoryFacts) -> str:
    """Write an address with the new name of its repository; what stands behind the name stays."""
    parts = split(url)
    rest = parts.path.strip("/")[len(repository.name) :].removeprefix(".git")
    end = "/" if parts.path.endswith("/") and rest else ""
    return str(parts._replace(scheme="https", authority=repository.host.name, path=f"/{facts.name}{rest}{end}"))


# --- what the answers say: only what is named here is looked at, and only where it has the right type ------------


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
    """Read what a host answered; ``None`` where it tells of no repository."""
    try:
        said: _GitHub | _GitLab = (_GitHub if kind is ForgeKind.GITHUB else _GitLab).model_validate_json(body)
        return RepositoryFacts(
            name=said.name,
            archived=said.archived,
            changed=said.changed.astimezone(UTC).date().isoformat() if said.changed else None,
            licence=said.licence,
            stars=said.stars,
            checked=now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            etag=etag if re.fullmatch(r"[\x21-\x7e]{1,200}", etag) else None,
        )
    except (ValidationError, OverflowError):
        return None


def licence_id(written: str) -> str | None:
    """Give the SPDX identifier that a text is, whatever its capitals; ``None`` where it is none."""
    if not re.fullmatch(r"[A-Za-z0-9.+-]{1,64}", written) or written.lower().startswith("licenseref"):
        return None
    try:
        return canonicalize_license_expression(written)
    except InvalidLicenseExpression:
        return None
