"""What a redirect means: a move, a page on the way, or that the page is gone and another is shown instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from itertools import takewhile

from pathgen.http.exchange import Exchange
from pathgen.http.request_url import joined, site_of, to_request_url
from pathgen.links.evidence import Evidence, Visit
from pathgen.links.heuristics import is_error_address, is_login, is_long, is_route, may_be_login, says_outage
from pathgen.links.likeness import is_bought, is_stranger, names_entry, says_the_same
from pathgen.links.moves import (
    carries_address,
    is_above,
    is_deep,
    is_folder_of,
    is_front_page,
    is_gate,
    is_home,
    is_same,
    is_same_page,
    is_same_search,
    is_search,
    is_short_lived,
    keeps_word,
    may_be_search,
    without_query,
)
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Judgement
from pathgen.urls import split, untracked

_ORIGIN_QUERY = re.compile(
    r"\?(?:(?:from|ref|referr?er|redirect(?:ed)?(?:_?from)?|source|src|url|origin|error|lang|locale|hl|utm_\w+)=[^&#]*&?)+"
    r"(?=#|$)",
    re.IGNORECASE,
)
"""A query that only records where a visitor came from. Any other may name a page of its own: ``/?p=5``."""


def judgement(reason: str, detail: str = "", suggestion: str | None = None) -> Judgement:
    """Return the judgement for a reason."""
    return Judgement(REASONS[reason].verdict, reason, suggestion, detail)


def judge_move(visit: Visit, evidence: Evidence) -> Judgement:
    """Judge where the redirects of a visit lead; a page without any is ok."""
    if elsewhere := _judge_elsewhere(visit, evidence):
        return elsewhere
    url = evidence.url
    new = _permanent_target(visit, url)
    if is_same(url, new) or is_short_lived(url, new):
        return judgement("ok")
    if is_deep(url) and is_home(_ORIGIN_QUERY.sub("", new)):
        return judgement("moved-home", new[:200])
    why = _doubt(visit, evidence, new)
    return judgement("moved", f"{new[:200]} is not offered: {why}") if why else _offer(new)


def _judge_elsewhere(visit: Visit, evidence: Evidence) -> Judgement | None:
    """Judge redirects that end at another page than the one that is meant; ``None`` if they may lead to it."""
    url, end = evidence.url, visit.last.url
    if _is_on_the_way(visit, evidence):
        return judgement("gate", end[:200])
    if is_reached_by_any(visit, evidence):
        is_sure = _is_permanent(visit, url) or _is_usual_substitute(end, url)
        is_gone = is_sure and not says_outage(visit.last.page)
        return judgement(
            "soft-404" if is_gone else "same-everywhere", f"the site sends any missing page to {end[:200]}"
        )
    if _ends_at_error_page(visit, url):
        return judgement("odd-status", f"the site leads to its error page {end[:200]}")
    if site_of(url) != site_of(end) and (is_stranger(visit, evidence) or is_bought(visit, evidence)):
        return judgement("other-site", end[:200])
    return None


def _is_on_the_way(visit: Visit, evidence: Evidence) -> bool:
    """Whether redirects lead to a page that asks something first.

    An address with the old one in any of its parameters may also be of the work, so there the page decides.
    """
    url, end, page = evidence.url, visit.last.url, visit.last.page
    if is_gate(url, end):
        return True
    if (
        not carries_address(url, end)
        or ends_at_fallback(visit)
        or is_search(end, url)
        or "error" in split(end).path.casefold()
    ):
        return False
    return not is_long(page) and not names_entry(page, evidence)


def may_lead_astray(visit: Visit, url: str) -> bool:
    """Whether a redirect may lead to a page that stands for any missing page of the site."""
    if len(visit.exchanges) == 1:
        return False
    end, new = visit.last.url, _permanent_target(visit, url)
    if is_gate(url, end) or is_short_lived(url, new):
        return False
    if is_deep(url) and may_be_search(end, url):
        return True
    if is_same(url, new):  # a temporary redirect
        return is_deep(url) and site_of(url) == site_of(end) and not keeps_word(url, end)
    return not keeps_word(url, new) and (is_deep(url) or site_of(url) == site_of(new))


def is_reached_by_any(visit: Visit, evidence: Evidence) -> bool:
    """Whether a made-up neighbour of an address reaches the same page of the site too, so that the page is gone."""
    url, end, probe = evidence.url, visit.last.url, evidence.probe
    if probe is None or probe.last.status is None or probe.last.status >= 300 or not is_deep(url):  # noqa: PLR2004 - RFC 9110 §15.3
        return False
    is_reached = is_same_page(probe.last.url, end) or is_same_search(probe.last.url, end)
    if not is_reached or site_of(end) != site_of(url) or not may_lead_astray(visit, url):
        return False
    return not _ends_at_route(visit) and not _is_told_apart(visit, evidence, probe)


def _is_told_apart(visit: Visit, evidence: Evidence, probe: Visit) -> bool:
    """Whether only the query distinguishes the page from its neighbour's, and it is certainly another."""
    url, last = evidence.url, visit.last
    if is_same(probe.last.url, last.url) or is_search(last.url, url):
        return False
    return names_entry(last.page, evidence) and not says_the_same(last.page, evidence)


def is_fallback_for_any(visit: Visit, evidence: Evidence) -> bool:
    """Whether a made-up neighbour of an address is sent to the same home page or error page."""
    probe = evidence.probe
    if probe is None or not is_deep(evidence.url) or not ends_at_fallback(visit):
        return False
    return is_same_page(probe.last.url, visit.last.url) and not _is_told_apart(visit, evidence, probe)


def _ends_at_error_page(visit: Visit, url: str) -> bool:
    """Whether the site leads from this address alone to an error page, as programs do that fail while they answer."""
    end = visit.last.url
    is_sent = is_error_address(end) and not is_error_address(url) and not keeps_word(url, end)
    return is_sent and not is_long(visit.last.page)


def ends_at_fallback(visit: Visit) -> bool:
    """Whether a redirect led to a home page or an error page, where sites send requests for missing pages."""
    url, end = visit.exchanges[0].url, visit.last.url
    if len(visit.exchanges) == 1 or _ends_at_route(visit) or (site_of(url) != site_of(end) and is_gate(url, end)):
        return False
    return is_home(without_query(end)) or is_error_address(end)


def _ends_at_route(visit: Visit) -> bool:
    """Whether a redirect names a page in the fragment, which the program of the home page then shows: ``/#/course``."""
    url = visit.exchanges[0].url
    fragment = split(followed(url, visit.exchanges[:-1])).fragment or ""
    return is_route(fragment) and keeps_word(url, joined(url, fragment.lstrip("!?")))


def followed(url: str, hops: Iterable[Exchange]) -> str:
    """Return where redirects lead from an address; its fragment is kept unless one has its own (RFC 9110 §10.2.2)."""
    return reduce(lambda current, hop: joined(current, hop.onward), hops, url)


def _permanent_target(visit: Visit, url: str) -> str:
    """Return where the first permanent redirects lead."""
    return followed(url, takewhile(lambda exchange: exchange.is_permanent, visit.exchanges[:-1]))


def _is_permanent(visit: Visit, url: str) -> bool:
    return not is_same(url, _permanent_target(visit, url))


def _is_usual_substitute(end: str, url: str) -> bool:
    """Whether sites send visitors of a missing page here; elsewhere a temporary redirect may be due to an outage."""
    return is_folder_of(end, url) or is_search(end, url) or is_error_address(end) or is_front_page(without_query(end))


def _doubt(visit: Visit, evidence: Evidence, new: str) -> str:
    """Return why a new address may be of another work; empty if it is surely of the same."""
    url, probe, page = evidence.url, evidence.probe, visit.last.page
    is_kept = keeps_word(url, new)
    is_known = names_entry(page, evidence) if evidence.titles else is_kept and is_deep(url)
    has_evidence = bool(evidence.titles) or probe is None or probe.last.status is None
    doubts = {
        "it is a page on the way to another": is_gate(url, new) or (is_login(new) and may_be_login(page)),
        "it carries a name or a password": "@" in (split(new).authority or ""),
        "it carries the old address": carries_address(url, new),
        "it is of a folder above": is_above(new, url),
        "it is a search": may_be_search(new, url),
        "the site leads there from any address": not is_kept
        and probe is not None
        and is_same_page(probe.last.url, visit.last.url),
        "it keeps no word of the old address, and nothing on its page names the entry": not is_kept
        and is_deep(url)
        and not is_known
        and has_evidence,
        "the site is another, and nothing on its page names the entry": not is_known and site_of(url) != site_of(new),
    }
    return next((why for why, is_doubtful in doubts.items() if is_doubtful), "")


def _offer(new: str) -> Judgement:
    return judgement("moved", suggestion=_as_requested(new))


def _as_requested(url: str) -> str:
    """Return an address as it is requested: in ASCII, with dot segments resolved; without what follows readers."""
    fragment = split(url).fragment
    return untracked(str(to_request_url(url))) + (f"#{fragment}" if fragment else "")
