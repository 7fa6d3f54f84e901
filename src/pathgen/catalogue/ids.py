"""Ids that are made from other things, and what they were called when those had another id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from pathgen.catalogue.model import Resource, SelfCheck, Step, Topic

LONGEST = 100
"""The most characters of an id."""


def derived_id(page: str, title: str) -> str:
    """Return an entry's id, made from its step or topic and its title: a change of other entries does not change it."""
    return f"{page}-{slug(title)}"[:LONGEST].rstrip("-")


def slug(title: str) -> str:
    """Return an id made from a title alone.

    A title without ASCII letters or digits, once accents are dropped, gets a digest.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].rstrip("-") or sha256(title.encode()).hexdigest()[:8]


def check_id(step: str, question: str) -> str:
    """Return the id of a question, made from its text: questions have no id and may change places."""
    return f"{step}/{sha256(question.encode()).hexdigest()[:8]}"


def former_ids_of(page: Step | Topic) -> list[str]:
    """Return what a step or topic was called. Its id itself is an alias if it had another address under it."""
    return [alias for alias in page.aliases if alias != page.id]


def carried_entry_ids(resource: Resource, page: Step | Topic) -> Iterator[str]:
    """Yield what an entry was called when its step or topic had another id, from which its own was made."""
    if resource.id is None:
        yield from (derived_id(former, resource.title) for former in former_ids_of(page))
    yield from _renamed(resource.aliases, page, "-")


def carried_check_ids(check: SelfCheck, step: Step) -> Iterator[str]:
    """Yield what a question was called when its step had another id."""
    yield from (check_id(former, check.question) for former in former_ids_of(step))
    yield from _renamed(check.aliases, step, "/")


def _renamed(names: Iterable[str], page: Step | Topic, sign: str) -> Iterator[str]:
    """Yield those of some names that start with an id of a page as if they started with each of its former ids."""
    starts = [f"{id_}{sign}" for id_ in (page.id, *former_ids_of(page))]
    rests = [name.removeprefix(start) for name in names for start in starts if name.startswith(start)]
    yield from (start + rest for start in starts[1:] for rest in rests)
