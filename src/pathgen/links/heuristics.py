"""Heuristics that recognise pages other than the one asked for: error pages, parked domains, bot protection, logins.

A phrase alone proves nothing, as an article may be about any of these. It only leads to a second check (see ``judge``).
The phrases are in ``heuristics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from pathgen.http.page import Page
from pathgen.http.request_url import host_of, joined, site_of
from pathgen.urls import split

_FEW_WORDS = 150
"""Blocking and parking pages have fewer words than this; an article about them has more."""
_A_FEW_LINES = 60
_A_LINE_OR_TWO = 30
_SAYS_SOMETHING = 5
"""A page with fewer words is empty until a script has run."""
_NAMED_WORDS = 2
"""The most unknown words with which an error page names what is missing: "Acme lecture not found"."""
_OFFER_WORDS, _DOMAIN_OFFER_WORDS = 4, 6
"""The most words with which a title offers a host beside its name, and a domain: "The domain name … is for sale"."""

_PHRASES: dict[str, Any] = tomllib.loads(files("pathgen.links").joinpath("heuristics.toml").read_text(encoding="utf-8"))
_PAGE_MISSING = {language: tuple(phrases) for language, phrases in _PHRASES["page_missing"].items()}
_NOT_FOUND_IN_ENGLISH = re.compile(rf"\b(?:{'|'.join(map(re.escape, _PAGE_MISSING.pop('en')))})")
_NOT_FOUND_ELSEWHERE = tuple(phrase for phrases in _PAGE_MISSING.values() for phrase in phrases)
_ERROR_WORDS = frozenset(_PHRASES["error"]["words"])
_ERROR_SIGNS = frozenset(_PHRASES["error"]["signs"])
_FILLER_WORDS = _ERROR_SIGNS | _ERROR_WORDS | frozenset(_PHRASES["error"]["filler"])
_BETWEEN_PARTS = re.compile(r"\s[-–—|·•»:]+\s|[|–—·•»:]")
_BETWEEN_SENTENCES = re.compile(r"\s[-–—|·•»:]+\s|\sat\s|[|–—·•»:,.!?]")
_WORK_MARK = re.compile(r"\((?:film|movie|novel|book|album|song|band|play|game|\w+ series)\)")
_URL_LIKE = re.compile(r"\S*/\S*")
_QUOTED = re.compile(r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_WORD = re.compile(r"\w+")

_BLOCK_HEADERS = {
    "cf-mitigated": "challenge",  # developers.cloudflare.com, "Detect a challenge page response"
    "x-amzn-waf-action": "",  # docs.aws.amazon.com, AWS WAF, "CAPTCHA and Challenge actions"
    "x-vercel-mitigated": "",
    "sg-captcha": "challenge",  # SiteGround
}
"""Headers that only bot protection sends, whatever the status, and the text that they contain."""
_REFUSAL_HEADERS = ("x-datadome", "x-sucuri-block", "x-kpsdk-ct", "x-datadome-cid")
"""Headers that bot protection also sends with the page itself, so they count only where the status is a refusal."""
_BLOCK_MARKS, _BLOCK_SCRIPTS, _BLOCK_WORDS = (
    tuple(_PHRASES["blocked"][kind]) for kind in ("marks", "scripts", "words")
)
_BLOCK_TITLES = re.compile("|".join(_PHRASES["blocked"]["titles"]))
_COOKIE_TEST = tuple(_PHRASES["blocked"]["cookie_test"])
_CONSENT = ("consent.", "guce.")
"""The start of the hosts of consent walls: consent.youtube.com, consent.google.com, guce.yahoo.com."""
_GATES = {
    "invited-only": _PHRASES["gates"]["invited"],
    "region": _PHRASES["gates"]["region"],
    "consent": _PHRASES["gates"]["consent"],
    "gate": _PHRASES["gates"]["age"],
}
_BLOCK_PATH = re.compile(r"/(?:show_?captcha|captcha|sorry/index)(?:[/.]|$)", re.IGNORECASE)
_BLOCK_STATUSES = frozenset({202, 401, 403, 405, 406, 429, 503})

_PARKING_HOSTS = re.compile(rf"(?:^|[/.@])(?:{'|'.join(map(re.escape, _PHRASES['parked']['hosts']))})(?=$|[/:?#])")
_PARKING_PLACES = re.compile("|".join(_PHRASES["parked"]["places"]))
_PARKING_SUBDOMAIN = re.compile(r"ww\d{1,2}\.")
"""The start of the names to which a parked domain sends its visitors, such as ``ww38.``; ``www2.`` is a site's own."""
_PARKING_MARKS, _UNUSED, _FOR_SALE, _DOMAIN = (
    tuple(_PHRASES["parked"][kind]) for kind in ("marks", "words", "sale", "domain")
)
_PARKING_TITLES = re.compile("|".join(_PHRASES["parked"]["titles"]))
_DEFAULT_TEXTS = re.compile("|".join(_PHRASES["parked"]["texts"]))
_TAKEN_OVER, _MAYBE_TAKEN_OVER = (re.compile("|".join(_PHRASES["taken_over"][kind])) for kind in ("titles", "hints"))
_OUTAGE = tuple(_PHRASES["outage"]["words"])
_COUNTERS = tuple(_PHRASES["scripts"]["counters"])
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|sso|oauth2?|authori[sz]e|saml2?|cas|wp-login\.php|sign_in|servicelogin"
    r"|session/new|auth|authwall|checkpoint|account/login|accounts/login)(?:[/.;]|$)",
    re.IGNORECASE,
)
_LOGIN_HOSTS = re.compile(
    r"(?:accounts\.google\.com|login\.microsoftonline\.com|login\.live\.com|appleid\.apple\.com|auth\..+|login\..+"
    r"|sso\..+|signin\..+|id\.atlassian\.com|idp\..+|.+\.okta\.com|.+\.auth0\.com)",
    re.IGNORECASE,
)
_LOGIN_WORDS = tuple(_PHRASES["login"]["words"])
_ERROR_PATH = re.compile(
    r"/(?:[^/]*(?:404|not-?_?found|page-?_?missing|errorpage|error-page)[^/]*|errors?(?:\.\w{2,5})?)/?$", re.IGNORECASE
)
_ERROR_QUERY = re.compile(r"(?:^|&)(?:code|status|error|err)=404(?:&|$)", re.IGNORECASE)
SHORT_LIVED_PARAMETERS, RETURN_PARAMETERS = (
    re.compile("|".join(_PHRASES["moved"][kind])) for kind in ("short_lived", "returns")
)
SHORT_LIVED_PATH = re.compile("|".join(_PHRASES["moved"]["short_lived_paths"]), re.IGNORECASE)
GATE_PATH = re.compile("|".join(_PHRASES["moved"]["gates"]), re.IGNORECASE)
SEARCH_PARAMETERS = re.compile("|".join(_PHRASES["moved"]["searched"]))
SEARCH_PATH = re.compile("|".join(_PHRASES["moved"]["search"]), re.IGNORECASE)
_NO_PLACE = re.compile("|".join((*_PHRASES["places"]["shared"], *_PHRASES["places"]["scripted"])), re.IGNORECASE)
_SLIDE = re.compile("|".join(_PHRASES["places"]["slides"]), re.IGNORECASE)
_PLACE_SCRIPTS = tuple(_PHRASES["places"]["programs"])
_LAYOUT = frozenset(_PHRASES["places"]["layout"])


def looks_missing(page: Page) -> bool:
    """Whether a page may be an error page: a title says that the page is missing, or a short text does."""
    return titled_missing(page) or (
        page.words < _FEW_WORDS and _mentions_missing(page.running_text) and not _names_work(page.title)
    )


def titled_missing(page: Page) -> bool:
    """Whether the title or a heading of a page says that the page is missing.

    Where the title uses a number such as 404 to name something else (a bus line), headings may do so too.
    """
    if _names_work(page.title):
        return False
    titles = (page.title, *page.headings)
    return any(map(_says_missing, titles)) or any(map(_is_error, titles[: 1 if _has_sign(page.title) else None]))


def is_long(page: Page) -> bool:
    """Whether a page has more words of its own than an error page, not counting the frame of its site."""
    return page.own_words >= _FEW_WORDS


def titled_and_headed_missing(page: Page) -> bool:
    """Whether both the title and a heading of a page say that the page is missing."""
    return _is_error_title(page.title) and any(map(_is_error_title, page.headings))


def _is_error_title(title: str) -> bool:
    return _is_error(title) or _says_missing(title)


def is_told_apart_by_query(page: Page) -> bool:
    """Whether to compare a page with one of another query: it says that something is missing, and little else."""
    return (page.words < _FEW_WORDS and titled_missing(page)) or (page.words < _A_LINE_OR_TWO and looks_missing(page))


def _mentions_missing(text: str) -> bool:
    """Whether a text mentions something missing, outside quotation marks."""
    small = _QUOTED.sub("", _lowered(text))
    return any(map(small.__contains__, _NOT_FOUND_ELSEWHERE)) or bool(_NOT_FOUND_IN_ENGLISH.search(small))


@lru_cache(maxsize=200)  # a title is judged after each visit, and at the end
def _says_missing(title: str) -> bool:
    """Whether a title says that something is missing. In English it may name nothing else ("The Not Found Band")."""
    small = _URL_LIKE.sub("", _QUOTED.sub("", _lowered(title)))
    return any(map(small.__contains__, _NOT_FOUND_ELSEWHERE)) or any(
        map(_only_says_missing, _BETWEEN_SENTENCES.split(small))
    )


def _only_says_missing(sentence: str) -> bool:
    """Whether a sentence says that something is missing and names at most that: "lecture not found"."""
    before, *after = _NOT_FOUND_IN_ENGLISH.split(sentence)
    named, more = (set(_WORD.findall(words)) - _FILLER_WORDS for words in (before, " ".join(after)))
    return bool(after) and len(named) <= _NAMED_WORDS and not more


@lru_cache(maxsize=200)
def _is_error(title: str) -> bool:
    """Whether a part of a title names an error and nothing else: ``404``, but not ``Peugeot 404``."""
    parts = (set(_WORD.findall(part)) for part in _BETWEEN_PARTS.split(_lowered(title)))
    return any(not words.isdisjoint(_ERROR_SIGNS) and words <= _ERROR_SIGNS | _ERROR_WORDS for words in parts)


def _has_sign(title: str) -> bool:
    return not _ERROR_SIGNS.isdisjoint(_WORD.findall(_lowered(title)))


def _names_work(title: str) -> bool:
    """Whether a title names a film or another work, as encyclopedias mark them: "Page Not Found (film)"."""
    return bool(_WORK_MARK.search(_lowered(title)))


def _lowered(text: str) -> str:
    return text.lower().replace("’", "'")  # noqa: RUF001 - the apostrophe of typesetters


def is_error_address(url: str) -> bool:
    """Whether an address looks like that of an error page."""
    parts = split(url)
    return bool(_ERROR_PATH.search(parts.path) or _ERROR_QUERY.search(parts.query or ""))


def says_video_is_gone(page: Page) -> bool:
    """Whether the player of a page says that there is no such video, although the status of the page is 200."""
    return (
        page.words < _FEW_WORDS
        and _PHRASES["video"]["player"] in page.lowered
        and _PHRASES["video"]["gone"] in page.lowered
    )


def is_blocked(status: int, headers: Mapping[str, str], page: Page) -> bool:
    """Whether bot protection answered instead of the page."""
    if any(value in headers.get(name, "-").lower() for name, value in _BLOCK_HEADERS.items() if name in headers):
        return True
    is_titled = any(map(_BLOCK_TITLES.match, (title := page.title.lower(), *_BETWEEN_PARTS.split(title))))
    if status in _BLOCK_STATUSES:
        refuses = status >= 400 and any(name in headers for name in _REFUSAL_HEADERS)  # noqa: PLR2004 - RFC 9110 §15.5
        return refuses or is_titled or _contains(page, _BLOCK_MARKS + _BLOCK_SCRIPTS)
    if page.words < _A_FEW_LINES and _contains(page, _BLOCK_MARKS):
        return True
    if page.words < _SAYS_SOMETHING and not page.scripts and all(map(page.lowered.__contains__, _COOKIE_TEST)):
        return True
    if not page.title:  # Imperva's page is a frame and nothing else
        return page.words < _A_LINE_OR_TWO and _contains(page, _BLOCK_SCRIPTS)
    return is_titled and page.words < _FEW_WORDS and _contains(page, _BLOCK_MARKS + _BLOCK_SCRIPTS + _BLOCK_WORDS)


def gate_before(host: str, final_host: str, page: Page) -> str:
    """Return the reason why visitors see a gate and not the page (``consent``, …); ``""`` where there is none.

    Only short pages are gates: an article may quote the same sentences.
    """
    if final_host.startswith(_CONSENT) and not host.startswith(_CONSENT):
        return "consent"
    text = _QUOTED.sub("", _lowered(" ".join((page.title, *page.headings, page.beginning))))
    lengths = {"invited-only": _FEW_WORDS}
    return next(
        (
            gate
            for gate, said in _GATES.items()
            if page.words < lengths.get(gate, _A_FEW_LINES) and any(map(text.__contains__, said))
        ),
        "",
    )


def is_block_address(url: str) -> bool:
    """Whether an address is that of a CAPTCHA page."""
    return bool(_BLOCK_PATH.search(split(url).path))


def is_parking_address(url: str, end: str) -> bool:
    """Whether a redirect led to a company that parks or sells domains, whatever it answers."""
    host, place = host_of(url).lower(), f"{host_of(end).lower()}{split(end).path}"
    if host == host_of(end).lower():
        return bool(_PARKING_PLACES.search(split(end).path)) and not _PARKING_PLACES.search(split(url).path)
    return bool(_is_parking_place(place)) and not _is_parking_place(host + split(url).path)


def _is_parking_place(place: str) -> bool:
    return bool(_PARKING_HOSTS.search(place.partition("/")[0]) or _PARKING_PLACES.search(place))


def is_parked(url: str, end: str, page: Page, entry_titles: Iterable[str]) -> bool:
    """Whether a page replaces a site that does not exist: by the marks of domain parking, not by words alone."""
    host, final_host = host_of(url).lower(), host_of(end).lower()
    if _PARKING_TITLES.fullmatch(_lowered(page.title)):
        return _lowered(page.title) not in map(_lowered, entry_titles)  # else it is an article on such pages
    titles = (page.title, *page.headings) if page.words < _FEW_WORDS else (page.title,)
    if any(_offers_host(title, host.removeprefix("www.")) for title in titles):
        return True
    if _DEFAULT_TEXTS.fullmatch(_lowered(page.beginning)) and _is_bare(page):
        return True
    if page.words >= _FEW_WORDS:
        return False
    if _PARKING_SUBDOMAIN.match(final_host) and final_host.partition(".")[2] == host.removeprefix("www."):
        return page.words < _A_LINE_OR_TWO or looks_parked(page, host)
    return _contains(page, _PARKING_MARKS) or any(
        _PARKING_HOSTS.search(source.lower()) for source in (*page.scripts, *page.frames)
    )


def _offers_host(title: str, host: str) -> bool:
    """Whether a title with a host's name has a part that says that it, or a domain, is for sale, and little else."""
    small = _lowered(title)
    if host not in small:
        return False
    for part in filter(_says_for_sale, _BETWEEN_PARTS.split(small)):
        names_domain = any(map(part.__contains__, _DOMAIN))
        most = _DOMAIN_OFFER_WORDS if names_domain else _OFFER_WORDS
        if (names_domain or host in part) and len(part.replace(host, " ").split()) <= most:
            return True
    return False


def _is_bare(page: Page) -> bool:
    """Whether a page has neither scripts nor a title that says more than its text."""
    return not page.is_scripted and _lowered(page.title) in ("", *map(_lowered, page.headings))


def looks_parked(page: Page, host: str) -> bool:
    """Whether a page may be of an unused domain, so that it is worth probing another address of the site.

    A page that offers something for sale offers its domain if it has a word for it, or if its title is only its host.
    """
    is_titled_by_host = _lowered(page.title) == host.removeprefix("www.")
    texts = (page.title, *page.headings, page.beginning)
    return page.words < _FEW_WORDS and any(_says_unused(text, is_of_domain=is_titled_by_host) for text in texts)


def _says_unused(text: str, *, is_of_domain: bool) -> bool:
    small = _QUOTED.sub("", _lowered(text))
    offers_domain = _says_for_sale(text) and (is_of_domain or any(map(small.__contains__, _DOMAIN)))
    return offers_domain or any(map(small.__contains__, _UNUSED))


def _says_for_sale(text: str) -> bool:
    small = _QUOTED.sub("", _lowered(text))
    return any(map(small.__contains__, _FOR_SALE))


def is_of_buyers(*titles: str) -> bool:
    """Whether a title is of those who buy lapsed domains for their visitors: casinos, pills, essays."""
    return any(_TAKEN_OVER.search(_lowered(title)) for title in titles)


def may_be_of_buyers(*titles: str) -> bool:
    """Whether a title has a word of theirs, which others have too."""
    return is_of_buyers(*titles) or any(_MAYBE_TAKEN_OVER.search(_lowered(title)) for title in titles)


def says_outage(page: Page) -> bool:
    """Whether a short page says that the site is out of order for a while."""
    text = _lowered(" ".join((page.title, *page.headings, page.beginning)))
    return page.words < _FEW_WORDS and any(map(text.__contains__, _OUTAGE))


def has_own_script(page: Page, url: str) -> bool:
    """Whether a page has a script that may say more than its source.

    Counters of visits never do. A script of another site may be the program of an empty page, and does not add to one
    that says something.
    """
    if not all(map(_is_counter, page.inline_scripts)):
        return True
    is_empty = page.words < _SAYS_SOMETHING
    programs = (script for script in page.scripts if not _is_counter(script))
    return any(is_empty or _is_of_site(joined(url, script), url) for script in programs)


def _is_counter(script: str) -> bool:
    small = script.lower()
    return any(counter in small for counter in _COUNTERS)


def _is_of_site(url: str, other: str) -> bool:
    """Whether two addresses are of one site, or of two parts of it: static.a.example and www.a.example."""
    names = [site_of(address).split(".")[-2:] for address in (url, other)]
    return names[0] == names[1]


def _contains(page: Page, marks: tuple[str, ...]) -> bool:
    return any(mark in page.lowered for mark in marks)


def is_login(url: str) -> bool:
    """Whether an address is that of a login page."""
    parts = split(url)
    host = (parts.authority or "").partition(":")[0]
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOSTS.fullmatch(host))


def shows_login(page: Page) -> bool:
    """Whether a page is only a login: it asks for a password, its title names it, and there is little else."""
    return page.has_password and page.words < _FEW_WORDS and _is_titled_login(page)


def may_be_login(page: Page) -> bool:
    """Whether a page at the address of a login may be one; an article about logins may have such an address too."""
    return page.has_password or page.words < _FEW_WORDS or _is_titled_login(page)


def _is_titled_login(page: Page) -> bool:
    return any(word in text.lower() for text in (page.title, *page.headings) for word in _LOGIN_WORDS)


def is_handled_by_script(fragment: str) -> bool:
    """Whether a fragment is not an anchor in the HTML: a route, lines of code, a mark that a share button left."""
    return (
        is_route(fragment)
        or fragment[:1] in (":", "=")
        or "=" in fragment
        or bool(_NO_PLACE.fullmatch(unquote(fragment)))
    )


def is_route(fragment: str) -> bool:
    """Whether a fragment names a page of an application, which its program shows."""
    return fragment[:1] in ("!", "/", "?")


def has_anchor(page: Page, fragment: str) -> bool:
    """Whether a page has the anchor that a fragment names (HTML Living Standard §7.4.6.4).

    Ids are compared with regard to case, as browsers do. The encoding of an accent is not compared: nobody sees it.
    """
    name = fragment.partition(":~:")[0]  # the rest is a directive, not part of the name (WICG Text Fragments)
    names = {normalize("NFC", spelling) for spelling in (name, unquote(name))}
    if not name or name.lower() == "top" or not names.isdisjoint(normalize("NFC", anchor) for anchor in page.anchors):
        return True
    # GitHub and GitLab add this prefix to the ids of a README, and resolve fragments with a script, in any case.
    prefixed = {f"user-content-{name}".casefold() for name in names}
    return any(anchor.casefold() in prefixed for anchor in page.anchors)


def anchor_in_other_case(page: Page, fragment: str) -> str:
    """Return the anchor of a page that differs from a fragment only in case, or ``""``."""
    name = _folded(unquote(fragment.partition(":~:")[0]))
    return min((anchor for anchor in page.anchors if _folded(anchor) == name), default="")


def _folded(name: str) -> str:
    return normalize("NFC", name.casefold())


def script_may_add(page: Page, fragment: str) -> bool:
    """Whether a script of the page may add the anchor that a fragment names.

    If the page has places for readers in the source, scripts are not expected to add more, unless the source has the
    name in quotation marks, or a program that makes places wrote it.
    """
    if not page.is_scripted:
        return False
    if _contains(page, _PLACE_SCRIPTS) or _SLIDE.fullmatch(fragment):
        return True
    names = "|".join(map(re.escape, {fragment, unquote(fragment)}))
    # A script may contain the page as text, with backslashes before its quotation marks; GitHub's does.
    is_named = re.search(rf"[\"'`](?:user-content-)?(?:{names})\\?[\"'`]", page.html) is not None
    return is_named or page.places <= _LAYOUT or page.words < _FEW_WORDS // 3
