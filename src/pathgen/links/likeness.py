"""Whether two pages say the same, and whether a page has anything to do with the entry that links to it."""

from __future__ import annotations

import re
from unicodedata import name
from urllib.parse import unquote

from pathgen.http.page import Page
from pathgen.http.request_url import host_of, site_of
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.heuristics import has_own_script, is_of_buyers, may_be_of_buyers
from pathgen.urls import split

ALIKE = 0.7
"""The least share of words that two error pages of one site have in common, not counting words of the address."""
_READABLE = 20
"""With fewer words, a page says too little, or its script says the rest."""
_SHELL = 60
"""A page with fewer words and a script of its site may be the frame of an application."""
_STEM_LETTERS = 5
_NAME_LETTERS = 4
"""A part of a host's name with fewer letters may be in any text."""
_OF_ANY_HOST = frozenset(
    ["blog", "blogs", "docs", "wiki", "learn", "home", "help", "site", "sites", "online", "courses"]
)
_WORD = re.compile(r"\w+")
_LETTERS = 400
"""How many letters of a text are looked at to know its alphabets."""
_COMMON_WORDS = frozenset(
    _WORD.findall(
        "a an and as at by de der die das el en et for from how in introduction is it la le les of on or part the to "
        "tutorial und with you your what why"
    )
)


def significant_words(title: str) -> set[str]:
    """Return the words by which titles differ; for scripts without spaces, pairs of characters."""
    words: set[str] = set()
    for word in set(_WORD.findall(title.casefold())):
        if word.isascii() or not any("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in word):
            words.add(word)
        else:
            words.update(word[start : start + 2] for start in range(max(len(word) - 1, 1)))
    return words - _COMMON_WORDS


def quoted_words(*urls: str) -> set[str]:
    """Return the words of addresses, which an error page may quote."""
    parts = map(split, urls)
    return {word for part in parts for word in _WORD.findall(unquote(f"{part.path} {part.query or ''}").casefold())}


def share(text: str, other: str, quoted: set[str]) -> float:
    """Return the share of words that two texts have in common (0 to 1), without the words that they may quote."""
    ours, theirs = (set(_WORD.findall(written.casefold())) - quoted for written in (text, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def says_the_same(page: Page, evidence: Evidence) -> bool:
    """Whether the made-up neighbour of an address shows the same as this page: in title, headings and text."""
    if evidence.probe is None:
        return False
    other = evidence.probe.last.page
    quoted = quoted_words(evidence.url, evidence.probe.exchanges[0].url)
    pairs = (
        (page.title, other.title),
        (" ".join(page.headings), " ".join(other.headings)),
        (page.beginning, other.beginning),
    )
    return all(share(text, same, quoted) >= ALIKE for text, same in pairs)


def names_entry(page: Page, evidence: Evidence) -> bool:
    """Whether a page names an entry, with half of the words of its title, or with one of its creators."""
    shown = _shown_words(page)
    wanted = [significant_words(title) for title in evidence.titles]
    creators = [_WORD.findall(creator.casefold()) for creator in evidence.creators]
    return any(words and 2 * len(words & shown) >= len(words) for words in wanted) or any(
        creator and shown.issuperset(creator) for creator in creators
    )


def is_stranger(visit: Visit, evidence: Evidence) -> bool:
    """Whether a page that can be read shares no word at all with the entry: its title, its creators, its host.

    An entry may be translated from the Latin alphabet of its page, and then the page need not share a word with it.
    """
    page = visit.last.page
    if not evidence.titles or page.words < _READABLE:
        return False
    if not _stems(_entry_words(evidence)).isdisjoint(_stems(_shown_words(page))):
        return False
    if page.words < _SHELL and has_own_script(page, visit.last.url):
        return False
    text = f"{page.title} {' '.join(page.headings)} {page.beginning}"
    squeezed = "".join(_WORD.findall(text.casefold()))
    known = _alphabets(" ".join(evidence.titles))
    return ("LATIN" in known or not known.isdisjoint(_alphabets(text))) and not any(
        part in squeezed for part in _parts_of_host(evidence.url)
    )


def is_bought(visit: Visit, evidence: Evidence) -> bool:
    """Whether a page is of those who buy lapsed domains for their visitors, and is not what the entry is about.

    On the site of the entry its titles may share less than half of the words of the entry's, and no word at all where
    others have such titles too, apart from the name of the host; who buys a domain and leads it elsewhere may keep the
    names of works.
    """
    titles = (visit.last.page.title, *visit.last.page.headings)
    if not evidence.titles or may_be_of_buyers(*evidence.titles) or not may_be_of_buyers(*titles):
        return False
    site = site_of(evidence.url)
    words = _stems(significant_words(" ".join(titles).casefold().replace(site, " ")))
    entries = (_stems(significant_words(title)) for title in evidence.titles)
    is_named = any(2 * len(entry & words) >= len(entry) for entry in entries)
    is_sure = is_of_buyers(*titles) and (site != site_of(visit.last.url) or not is_named)
    return is_sure or words.isdisjoint(_stems(_entry_words(evidence)))


def _stems(words: set[str]) -> set[str]:
    """Return the beginnings of words, which their forms have in common: compiler, compilers."""
    return {word[:_STEM_LETTERS] for word in words}


def _entry_words(evidence: Evidence) -> set[str]:
    return set[str]().union(*map(significant_words, (*evidence.titles, *evidence.creators)))


def _parts_of_host(url: str) -> list[str]:
    """Return the parts of a host's name by which its pages may call the site: ``python`` of docs.python.org."""
    if host_of(url).replace(".", "").isdecimal():
        return []
    parts = (re.sub(r"\W", "", part) for part in site_of(url).split(".")[:-1])
    return [part for part in parts if len(part) >= _NAME_LETTERS and part not in _OF_ANY_HOST]


def _alphabets(text: str) -> set[str]:
    """Return the alphabets of a text as Unicode names them: ``LATIN``, ``ARABIC``."""
    letters = [sign for sign in text if sign.isalpha()][:_LETTERS]
    return {name(sign, "").partition(" ")[0] for sign in letters}


def _shown_words(page: Page) -> set[str]:
    return significant_words(" ".join((page.title, *page.headings, page.beginning)))
