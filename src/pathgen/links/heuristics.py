"""The marks by which pages that are not what they seem give themselves away: error pages, parked domains, walls.

Phrases alone prove nothing: an article may be about any of these. What they start is a second look (see ``judge``).
The phrases themselves stand in ``heuristics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from pathgen.http.page import Page
from pathgen.urls import split

_FEW_WORDS = 150
"""Walls and parking pages say little; an article about them says more."""
_HARDLY_A_LINE = 60
_HARDLY_A_WORD = 30
_NAMED_WORDS = 2
"""With how many words an error page names what is not there, beside those that we know: "Acme lecture not found"."""

_CUES: dict[str, Any] = tomllib.loads(files("pathgen.links").joinpath("heuristics.toml").read_text(encoding="utf-8"))
_NO_SUCH_PAGE = {language: tuple(phrases) for language, phrases in _CUES["no_such_page"].items()}
_NOT_FOUND_IN_ENGLISH = re.compile(rf"\b(?:{'|'.join(map(re.escape, _NO_SUCH_PAGE.pop('en')))})")
_NOT_FOUND_ELSEWHERE = tuple(phrase for phrases in _NO_SUCH_PAGE.values() for phrase in phrases)
_ERROR_WORDS = frozenset(_CUES["error"]["words"])
_ERROR_SIGNS = frozenset(_CUES["error"]["signs"])
_TELLING_WORDS = _ERROR_SIGNS | _ERROR_WORDS | frozenset(_CUES["error"]["telling"])
_BETWEEN_PARTS = re.compile(r"\s[-–—|·•»:]+\s|[|–—·•»:]")
_BETWEEN_SENTENCES = re.compile(r"\s[-–—|·•»:]+\s|\sat\s|[|–—·•»:,.!?]")
_WORK = re.compile(r"\((?:film|movie|novel|book|album|song|band|play|game|\w+ series)\)")
_ADDRESS = re.compile(r"\S*/\S*")
_QUOTED = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_WORD = re.compile(r"\w+")

_WALL_HEADERS = {
    "cf-mitigated": "challenge",  # developers.cloudflare.com, "Detect a challenge page response"
    "x-amzn-waf-action": "",  # docs.aws.amazon.com, AWS WAF, "CAPTCHA and Challenge actions"
    "x-vercel-mitigated": "",
    "sg-captcha": "challenge",  # SiteGround
}
"""The headers that only a wall's own answer has, whatever its status, and what they hold."""
_REFUSAL_HEADERS = ("x-datadome", "x-sucuri-block", "x-kpsdk-ct", "x-datadome-cid")
"""Those that some send with the page itself too: they mark a wall only where the status refuses."""
_WALL_MARKS, _WALL_SCRIPTS, _WALL_WORDS = (tuple(_CUES["wall"][kind]) for kind in ("marks", "scripts", "words"))
_WALL_TITLES = re.compile("|".join(_CUES["wall"]["titles"]))
_WALL_PATH = re.compile(r"/(?:show_?captcha|captcha|sorry/index)(?:[/.]|$)", re.IGNORECASE)
_FOR_WALLS = frozenset({202, 401, 403, 405, 406, 429, 503})

_PARKING_HOSTS = re.compile(rf"(?:^|[/.@])(?:{'|'.join(map(re.escape, _CUES['parked']['hosts']))})(?=$|[/:?#])")
_PARKING_MARKS, _FOR_SALE = (tuple(_CUES["parked"][kind]) for kind in ("marks", "words"))
_PARKING_TITLES = re.compile("|".join(_CUES["parked"]["titles"]))
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|sso|oauth2?|authori[sz]e|saml2?|cas|wp-login\.php|sign_in|servicelogin"
    r"|session/new|auth|checkpoint|account/login|accounts/login)(?:[/.;]|$)",
    re.IGNORECASE,
)
_LOGIN_HOSTS = re.compile(
    r"(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|appleid\.apple\.com|auth\..+|login\..+"
    r"|sso\..+|signin\..+|id\.atlassian\.com|idp\..+|.+\.okta\.com|.+\.auth0\.com)",
    re.IGNORECASE,
)
_LOGIN_WORDS = tuple(_CUES["login"]["words"])
_ERROR_PATH = re.compile(r"/[^/]*(?:404|not-?_?found|page-?_?missing|errorpage|error-page)[^/]*/?$", re.IGNORECASE)
_MADE_BY_SCRIPT = re.compile(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?"  # lines of code
    r"|(?:issue|pr|discussion|commit)comment-\d+|(?:discussion_r|pullrequestreview-|event-|diff-)\w+",  # loaded later
    re.IGNORECASE,
)


def looks_missing(page: Page) -> bool:
    """Whether a page may be one that says that there is no such page: in a title, or where it says little else."""
    return titled_missing(page) or (
        page.words < _FEW_WORDS and _mentions_missing(page.running_text) and not _names_work(page.title)
    )


def titled_missing(page: Page) -> bool:
    """Whether a page says in its title or a heading that there is no such page.

    Where the title has a sign such as 404 for the name of something else, so may a heading: of a bus line.
    """
    if _names_work(page.title):
        return False
    titles = (page.title, *page.headings)
    return any(map(_tells_missing, titles)) or any(map(_is_error, titles[: 1 if _has_sign(page.title) else None]))


def is_long(page: Page) -> bool:
    """Whether a page says more than error pages do, beside what frames any page of its site."""
    return page.own_words >= _FEW_WORDS


def entitled_missing(page: Page) -> bool:
    """Whether both the title and a heading of a page say that there is no such page."""
    return _says_missing(page.title) and any(map(_says_missing, page.headings))


def _says_missing(title: str) -> bool:
    return _is_error(title) or _tells_missing(title)


def says_only_missing(page: Page) -> bool:
    """Whether a page says that there is no such page, and little else."""
    return page.words < _FEW_WORDS and titled_missing(page)


def _mentions_missing(text: str) -> bool:
    """Whether a text speaks of something that is not there; what it quotes are the words of another."""
    small = _QUOTED.sub("", _small(text))
    return any(map(small.__contains__, _NOT_FOUND_ELSEWHERE)) or bool(_NOT_FOUND_IN_ENGLISH.search(small))


def _tells_missing(title: str) -> bool:
    """Whether a title says that something is not there and, where it is English, names nothing: no Not Found Band."""
    small = _ADDRESS.sub("", _QUOTED.sub("", _small(title)))
    return any(map(small.__contains__, _NOT_FOUND_ELSEWHERE)) or any(map(_only_tells, _BETWEEN_SENTENCES.split(small)))


def _only_tells(sentence: str) -> bool:
    """Whether a sentence tells so and names at most what is not there: "lecture not found"."""
    before, *behind = _NOT_FOUND_IN_ENGLISH.split(sentence)
    named, more = (set(_WORD.findall(words)) - _TELLING_WORDS for words in (before, " ".join(behind)))
    return bool(behind) and len(named) <= _NAMED_WORDS and not more


def _is_error(title: str) -> bool:
    """Whether a part of a title names an error and nothing else: ``404``, but no Peugeot 404."""
    parts = (set(_WORD.findall(part)) for part in _BETWEEN_PARTS.split(_small(title)))
    return any(not words.isdisjoint(_ERROR_SIGNS) and words <= _ERROR_SIGNS | _ERROR_WORDS for words in parts)


def _has_sign(title: str) -> bool:
    return not _ERROR_SIGNS.isdisjoint(_WORD.findall(_small(title)))


def _names_work(title: str) -> bool:
    """Whether a title is that of a film or the like, as encyclopedias tell them apart."""
    return bool(_WORK.search(_small(title)))


def _small(text: str) -> str:
    return text.lower().replace("’", "'")  # noqa: RUF001 - the apostrophe of typesetters


def is_error_address(url: str) -> bool:
    """Whether an address is that of a page which says that there is no such page."""
    return bool(_ERROR_PATH.search(split(url).path))


def is_wall(status: int, headers: Mapping[str, str], page: Page) -> bool:
    """Whether a wall against robots stands before the page."""
    if any(value in headers.get(name, "-").lower() for name, value in _WALL_HEADERS.items() if name in headers):
        return True
    is_titled = any(map(_WALL_TITLES.match, (title := page.title.lower(), *_BETWEEN_PARTS.split(title))))
    if status in _FOR_WALLS:
        refuses = status >= 400 and any(name in headers for name in _REFUSAL_HEADERS)  # noqa: PLR2004 - RFC 9110 §15.5
        return refuses or is_titled or _holds(page, _WALL_MARKS + _WALL_SCRIPTS)
    if page.words < _HARDLY_A_LINE and _holds(page, _WALL_MARKS):
        return True
    if not page.title:  # the page of one wall is a frame and nothing else
        return page.words < _HARDLY_A_WORD and _holds(page, _WALL_SCRIPTS)
    return is_titled and page.words < _FEW_WORDS and _holds(page, _WALL_MARKS + _WALL_SCRIPTS + _WALL_WORDS)


def is_wall_address(url: str) -> bool:
    """Whether an address is that of a page which asks for a proof that one is a person."""
    return bool(_WALL_PATH.search(split(url).path))


def is_parked(host: str, final_host: str, page: Page) -> bool:
    """Whether a page stands for a site that is not there: by the marks of those who park domains, not by words."""
    if final_host != host and _PARKING_HOSTS.search(final_host.lower()) and not _PARKING_HOSTS.search(host.lower()):
        return True
    if _PARKING_TITLES.fullmatch(_small(page.title)):
        return True
    if page.words >= _FEW_WORDS:
        return False
    names_host = host.removeprefix("www.").lower() in page.title.lower()
    return (
        (names_host and _says_for_sale(page.title))
        or _holds(page, _PARKING_MARKS)
        or any(_PARKING_HOSTS.search(source.lower()) for source in page.sources)
    )


def looks_parked(page: Page) -> bool:
    """Whether a page may offer the domain itself, so that the site is to be asked for something else."""
    return page.words < _FEW_WORDS and any(map(_says_for_sale, (page.title, *page.headings, page.beginning)))


def _says_for_sale(text: str) -> bool:
    small = _QUOTED.sub("", _small(text))
    return any(phrase in small for phrase in _FOR_SALE)


def _holds(page: Page, marks: tuple[str, ...]) -> bool:
    return any(mark in page.lowered for mark in marks)


def is_login(url: str) -> bool:
    """Whether an address is that of a login page."""
    parts = split(url)
    host = (parts.authority or "").partition(":")[0]
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOSTS.fullmatch(host))


def shows_login(page: Page) -> bool:
    """Whether a page is nothing but a login: it asks for a password, calls itself so, and says little else."""
    return page.has_password and page.words < _FEW_WORDS and _is_titled_login(page)


def may_be_login(page: Page) -> bool:
    """Whether the page at an address that a login has may be one; an article on logins may have it too."""
    return page.has_password or page.words < _FEW_WORDS or _is_titled_login(page)


def _is_titled_login(page: Page) -> bool:
    return any(word in text.lower() for text in (page.title, *page.headings) for word in _LOGIN_WORDS)


def is_made_by_script(fragment: str) -> bool:
    """Whether a fragment is no place in the HTML: a route, lines of code, a text to highlight."""
    return fragment[:1] in ("!", "/", ":", "?", "=") or bool(_MADE_BY_SCRIPT.fullmatch(fragment)) or "=" in fragment


def has_place(page: Page, fragment: str) -> bool:
    """Whether a page has the place that a fragment names (HTML Living Standard §7.4.6.4).

    Where only capital letters or the makeup of an accent differ browsers stay at the top, but the page is the one that
    is meant: no alarm.
    """
    wanted = fragment.partition(":~:")[0]  # what follows is a directive, no part of the name (WICG Text Fragments)
    names = {_alike(name) for name in (wanted, unquote(wanted))}
    if not wanted or "top" in names or not names.isdisjoint(map(_alike, page.anchors)):
        return True
    # GitHub gives the ids of a README this prefix, and finds them by a script.
    return any(f"user-content-{name}" in page.anchors for name in names)


def _alike(name: str) -> str:
    """Give the form that a name has in common with those that readers cannot tell from it."""
    return normalize("NFC", name.casefold())


def may_be_made_later(page: Page, fragment: str) -> bool:
    """Whether a script of the page may make the place that a fragment names, for all that its source tells.

    Where the headings have their places in the source, a script that makes others beside them is not to be expected,
    unless the name stands in it.
    """
    if not page.is_scripted:
        return False
    names = {fragment, unquote(fragment)}
    is_named = any(f"{quote}{name}{quote}" in page.html for name in names for quote in "\"'`")
    return is_named or not page.has_places or page.words < _FEW_WORDS // 3
