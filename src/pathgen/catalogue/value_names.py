"""Which value of the schema a word is meant for: another word for a kind, a level, a language, a time or a price."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pathgen.catalogue.ids import slug
from pathgen.catalogue.values import Access, Kind, Level

_KINDS = {
    "article-journal": "paper", "article-magazine": "article", "article-newspaper": "article", "blogpost": "article",
    "blog-post": "article", "booksection": "book-chapter", "chapter": "book-chapter", "computerprogram": "code",
    "conferencepaper": "paper", "dictionaryentry": "encyclopedia", "docs": "documentation", "e-book": "book",
    "ebook": "book", "encyclopediaarticle": "encyclopedia", "inproceedings": "paper",
    "journalarticle": "paper", "journal-article": "paper", "jupyter-notebook": "notebook", "lecture-series": "course",
    "magazinearticle": "article", "manuscript": "paper", "mooc": "course", "newspaperarticle": "article",
    "online-course": "course", "paper-conference": "paper", "post-weblog": "article", "preprint": "paper",
    "presentation": "slides", "repo": "code", "repository": "code", "research-paper": "paper", "report": "paper",
    "software": "code", "opensource": "code", "talk": "video", "thesis": "paper", "videorecording": "video",
    "youtube": "video", "youtube-video": "video", "youtube-playlist": "video-series", "playlist": "video-series",
    "video-course": "course", "hands-on": "exercise", "e-learning": "course",
}  # fmt: skip
"""Words for kinds: the item types of Zotero, of CSL and of lists that people keep."""
_LEVELS = {
    **dict.fromkeys(("easy", "basic", "basics", "introductory", "intro", "novice", "elementary", "100"), "beginner"),
    **dict.fromkeys(("medium", "moderate", "mid", "200"), "intermediate"),
    **dict.fromkeys(("hard", "expert", "difficult", "300"), "advanced"),
}
_ROLES = {
    **dict.fromkeys(("essential", "required", "mandatory", "must", "main", "must-read"), "core"),
    **dict.fromkeys(("extra", "bonus", "additional", "further", "nice-to-have"), "optional"),
    **dict.fromkeys(("instead", "or", "substitute"), "alternative"),
    **dict.fromkeys(("lookup", "look-up", "handbook"), "reference"),
}
_STATES = {
    **dict.fromkeys(("dead", "broken", "offline", "404", "removed", "deleted", "missing", "not-found"), "gone"),
    **dict.fromkeys(("old", "outdated", "obsolete", "deprecated", "legacy"), "historic"),
    **dict.fromkeys(("alive", "ok", "live", "online", "current"), "active"),
}
_FREE = {"checked", "free", "yes", "true", "0", "$0", "none", "open", "gratis", "free of charge"}
_PAID = {"paid", "no", "false", "premium", "subscription", "paywall", "paywalled", "commercial"}
_REGISTRATION = {"login", "account", "sign up", "sign-up", "signup", "register", "free account"}
_TIMES = re.compile(r"(\d+(?:\.\d+)?)\s*(hours?|hrs?|h|minutes?|mins?|m)?(?![a-z])\s*(\d+)?")


def kind(value: Any) -> str:
    """Return the kind that a word means, or "" if it has no meaning here."""
    plain = slug(_plain(value))
    for word in (plain, plain.removesuffix("s")):
        if word in set(Kind) or word in _KINDS:
            return _KINDS.get(word, word)
    return ""


def level(value: Any) -> str:
    """Return the first level that is named in a value."""
    words = re.findall(r"\w+", str(value).lower())
    return next((_LEVELS.get(word, word) for word in words if word in set(Level) or word in _LEVELS), "")


def role(value: Any) -> str:
    """Return the role that a word means, or "" if it has no meaning here."""
    return _ROLES.get(slug(_plain(value)), "")


def state(value: Any) -> str:
    """Return the status that a word means, or "" if it has no meaning here."""
    return _STATES.get(slug(_plain(value)), "")


def language(value: Any) -> str:
    """Return the tag of a language that is named in English or in itself; another value as it is."""
    text = _plain(value)
    return _languages().get(text.lower(), text.replace("_", "-"))


@cache
def _languages() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415 - only who names a language waits for it
    from babel.localedata import exists  # noqa: PLC0415

    english = Locale("en").languages
    theirs = {(Locale(str(tag)).language_name or "").lower(): str(tag) for tag in english if exists(str(tag))}
    return {**theirs, **{str(name).lower(): str(tag) for tag, name in english.items() if "_" not in str(tag)}}


def minutes(value: Any, name: str = "") -> str:
    """Return a duration as the schema writes it: ``2 hours`` as ``2h``, ``1:30`` as ``1h30``; others as they are.

    A number without a unit is minutes, or hours if the column ``name`` has the unit.
    """
    text = _plain(value).lower()
    clock = re.fullmatch(r"(\d+):(\d\d)(?::\d\d)?", text)
    found = _TIMES.fullmatch(text)
    if clock:
        return f"{int(clock[1])}h{clock[2]}"
    if not found:
        return text.replace(" ", "").replace("–", "-")
    is_hours = (found[2] or ("h" if "hour" in name.lower() else "m"))[0] == "h"
    whole = round(float(found[1]) * (60 if is_hours else 1)) + int(found[3] or 0)
    return f"{whole // 60}h" if whole % 60 == 0 else f"{whole // 60}h{whole % 60}" if is_hours else str(whole)


def access(value: Any) -> str:
    """Return what it takes to see something, from a word or a price; "" if that is not clear."""
    text = _plain(value).lower()
    if text in set(Access):
        return text
    if text in _FREE:
        return "free"
    if text in _REGISTRATION:
        return "registration"
    return "paid" if text in _PAID or re.fullmatch(r"\W*[\d.,]+\s*\W*(?:usd|eur|gbp)?", text) else ""


def _plain(value: Any) -> str:
    return " ".join(str(value).split())
