"""What the evidence means. Nothing here touches the network, and nothing is claimed that is not certain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from itertools import takewhile
from urllib.parse import unquote

from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.http.page import Page
from pathgen.http.request_url import BadAddressError, joined, target_of
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.heuristics import (
    entitled_missing,
    has_place,
    is_error_address,
    is_login,
    is_long,
    is_made_by_script,
    is_parked,
    is_wall,
    is_wall_address,
    looks_missing,
    looks_parked,
    may_be_login,
    may_be_made_later,
    shows_login,
    titled_missing,
)
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Judgement, Verdict
from pathgen.urls import normalised, split

PERMANENT = frozenset({301, 308})
"""The redirects that say "use the new address from now on" (RFC 9110 §15.4.2 and §15.4.9)."""
_ALIKE = 0.7
"""The share of words that two error pages of one site have in common, whatever they say of the address."""
_AKIN = 0.5
"""The share of those whose titles and headings say the same; what else they show may be of the day."""
_HTML = ("text/html", "application/xhtml+xml", "")
_HOME = re.compile(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?"
    r"|/[a-z]{2}(?:[-_][a-zA-Z]{2})?(?:/(?:index|default|home|startseite|accueil|inicio)(?:\.\w{2,5})?)?/?"
)
_REMEMBERED = re.compile(
    r"\?(?:(?:from|ref|referr?er|redirect(?:ed)?(?:_?from)?|source|src|url|origin|error|lang|locale|hl|utm_\w+)=[^&#]*&?)+"
    r"(?=#|$)",
    re.IGNORECASE,
)
"""A query in which a site remembers where one came from; others may name a page of their own: ``/?p=5``."""
_WORD = re.compile(r"\w+")
_COMMON_WORDS = frozenset(
    _WORD.findall(
        "a an and as at by de der die das el en et for from how in introduction is it la le les of on or part the to "
        "tutorial und with you your what why"
    )
)

_BY_FAULT = {
    Fault.NO_SUCH_NAME: "no-such-name",
    Fault.NAME_TROUBLE: "name-trouble",
    Fault.PRIVATE: "private-address",
    Fault.REFUSED: "refused",
    Fault.UNREACHABLE: "unreachable",
    Fault.RESET: "reset",
    Fault.TIMEOUT: "timeout",
    Fault.TLS: "tls",
    Fault.BROKEN: "broken-http",
    Fault.PROXY: "proxy",
    Fault.BAD_ADDRESS: "bad-address",
}
_BY_STOP = {
    RedirectStop.LOOP: "redirect-loop",
    RedirectStop.TOO_LONG: "too-many-redirects",
    RedirectStop.SCHEME: "redirect-scheme",
    RedirectStop.BAD_LOCATION: "bad-redirect",
}
_BY_STATUS = {
    300: "ok",
    401: "forbidden",
    402: "forbidden",
    403: "forbidden",
    404: "not-found",
    405: "robots-refused",
    406: "robots-refused",
    407: "forbidden",
    410: "gone",
    418: "robots-refused",
    429: "rate-limited",
    451: "legal",
}
_PASSING_FAULTS = frozenset(_BY_FAULT) - {Fault.PRIVATE, Fault.PROXY, Fault.BAD_ADDRESS}
_PASSING_STATUSES = frozenset({408, 425, 429}) | (frozenset(range(500, 600)) - {501, 505})
_FOR_BROWSERS = frozenset(range(400, 500)) - {408, 425, 429, 451} | frozenset(range(600, 1000))


def asks_browser(visit: Visit) -> bool:
    """Whether a server that was asked as a robot is to be asked as a browser asks: it may refuse only robots."""
    last = visit.last
    if visit.profile is ClientProfile.BROWSER:
        return False
    if visit.stop:
        return visit.stop is not RedirectStop.TOO_LONG
    if last.status is None:
        return False
    is_doubtful = _is_success(last) and looks_missing(last.page)
    return last.status in _FOR_BROWSERS or is_doubtful or is_wall(last.status, last.headers, last.page)


def is_transient(visit: Visit) -> bool:
    """Whether what came of a visit may pass, so that another try is worth its while."""
    last = visit.last
    if last.fault is not None:
        return last.fault in _PASSING_FAULTS
    status = last.status or 0
    return status in _PASSING_STATUSES and not is_wall(status, last.headers, last.page)


def asks_neighbour(evidence: Evidence) -> bool:
    """Whether the answer is to be held against that for an address which surely does not exist."""
    visit = evidence.visits[-1]
    if not _is_success(visit.last):
        return False
    page = visit.last.page
    return looks_parked(page) or (_is_deep(evidence.url) and (_ends_at_refuge(visit) or looks_missing(page)))


def judge(evidence: Evidence) -> Judgement:
    """Give the verdict on one link: that of a visit that succeeded, else that of the last one.

    A failure behind a refusal says nothing new: who refuses robots may do so in several ways.
    """
    found = [_visited(visit, evidence) for visit in evidence.visits]
    good = next((one for one in found if one.verdict in (Verdict.OK, Verdict.MOVED)), None)
    if good:
        return good
    refused = next((one for one in found if one.verdict is Verdict.UNKNOWN), None)
    return refused if refused and found[-1].verdict is Verdict.FAILING else found[-1]


def settle(
    judgement: Judgement, failing_runs: int, failing_since: datetime | None, now: datetime, *, runs: int, days: float
) -> Judgement:
    """Call dead what failed in so many runs, this one included, over so many days."""
    if failing_since is None or failing_runs < runs or now - failing_since < timedelta(days=days):
        return judgement
    why = REASONS[judgement.reason].says
    detail = f"{why}: {judgement.detail}" if judgement.detail else why
    return Judgement(
        Verdict.DEAD, "long-failing", detail=f"{failing_runs} times since {failing_since:%Y-%m-%d}; {detail}"
    )


def drifted(before: str, now: str, named: str) -> str:
    """Notice that a page is another than it was: its title changed, and shares no word with the entry's any more."""
    if not now or before == now or not _significant(before) & _significant(named):
        return ""
    if _significant(now) & _significant(named):
        return ""
    return f"its title was {before[:200]!r} and is now {now[:200]!r}"


def _significant(title: str) -> set[str]:
    """Give the words that tell titles apart; of scripts without spaces, pairs of characters."""
    words: set[str] = set()
    for word in _WORD.findall(title.casefold()):
        if word.isascii() or not any("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in word):
            words.add(word)
        else:
            words.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
    return words - _COMMON_WORDS


def _of(reason: str, detail: str = "", suggestion: str | None = None) -> Judgement:
    return Judgement(REASONS[reason].verdict, reason, suggestion, detail)


def _is_success(exchange: Exchange) -> bool:
    return exchange.status is not None and 200 <= exchange.status < 300  # noqa: PLR2004 - RFC 9110 §15.3


def _visited(visit: Visit, evidence: Evidence) -> Judgement:
    last = visit.last
    if last.fault is not None:
        return _of(_BY_FAULT[last.fault], last.detail)
    if visit.stop is not None:
        if visit.stop is RedirectStop.BAD_LOCATION and not last.location.strip():
            return _of("odd-status", "a redirect that leads nowhere")
        return _of(
            _BY_STOP[visit.stop],
            visit.target[:200] if visit.stop in (RedirectStop.SCHEME, RedirectStop.BAD_LOCATION) else "",
        )
    if is_wall(last.status or 0, last.headers, last.page):
        return _of("challenge")
    return _shown(visit, last.page, evidence) if _is_success(last) else _by_status(last.status or 0)


def _by_status(status: int) -> Judgement:
    if status in _BY_STATUS:
        return _of(_BY_STATUS[status])
    if 500 <= status < 600:  # noqa: PLR2004 - RFC 9110 §15.6
        return _of("server-error")
    return _of("robots-refused" if status >= 600 else "odd-status")  # noqa: PLR2004 - no such class exists: 999 is LinkedIn's


def _shown(visit: Visit, page: Page, evidence: Evidence) -> Judgement:
    """Judge a page that came with success by whether it is what the address promises."""
    url, last = evidence.url, visit.last
    is_elsewhere = len(visit.exchanges) > 1
    if is_elsewhere and is_wall_address(last.url):
        return _of("challenge")
    is_sent_to_login = is_elsewhere and is_login(last.url) and may_be_login(page)
    if not is_login(url) and (is_sent_to_login or shows_login(page)):
        return _of("login")
    if is_parked(_host(url), _host(last.url), page) or _offers_domain(page, evidence):
        return _of("parked")
    if _is_same_for_nothing(visit, page, evidence):
        return _of("soft-404", page.title[:200])
    fragment = split(url).fragment or ""
    is_ours = split(_led(url, visit.exchanges[:-1])).fragment == fragment  # else a redirect named another place
    if is_ours and _lacks(last, page, fragment):
        return _of("missing-fragment", f"#{fragment[:100]}")
    return _moved(visit, url)


def _is_same_for_nothing(visit: Visit, page: Page, evidence: Evidence) -> bool:
    """Whether the site answers just so for an address that does not exist."""
    probe = evidence.probe
    if probe is None or not _is_success(probe.last) or not _is_deep(evidence.url):
        return False
    if _ends_at_refuge(visit) and normalised(_bare(probe.last.url)) == normalised(_bare(visit.last.url)):
        return True
    other = probe.last.page
    if not looks_missing(page) or not looks_missing(other):
        return False
    quoted = _words_of(evidence.url) | _words_of(probe.exchanges[0].url)
    is_titled_alike = _share(page.title, other.title, quoted) >= _ALIKE and (
        _share(" ".join(page.headings), " ".join(other.headings), quoted) >= _ALIKE
    )
    wanted = _AKIN if titled_missing(page) and titled_missing(other) else _ALIKE
    share = _share(page.beginning, other.beginning, quoted)
    if is_long(page):  # an article that a server gives at any address; an error page's fill is of the moment
        return is_titled_alike and entitled_missing(page) and wanted <= share < 1
    return is_titled_alike and share >= wanted


def _offers_domain(page: Page, evidence: Evidence) -> bool:
    """Whether the site offers its domain at any address."""
    probe = evidence.probe
    if probe is None or not _is_success(probe.last) or not looks_parked(page) or not looks_parked(probe.last.page):
        return False
    quoted = _words_of(evidence.url) | _words_of(probe.exchanges[0].url)
    return _share(page.beginning, probe.last.page.beginning, quoted) >= _ALIKE


def _words_of(url: str) -> set[str]:
    """Give the words of an address, which an error page may quote."""
    parts = split(url)
    return set(_WORD.findall(unquote(f"{parts.path} {parts.query or ''}").casefold()))


def _share(one: str, other: str, quoted: set[str]) -> float:
    """Tell how much of the words of two texts is common to both, but for those that they may quote."""
    ours, theirs = (set(_WORD.findall(text.casefold())) - quoted for text in (one, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def _lacks(last: Exchange, page: Page, fragment: str) -> bool:
    """Whether a page surely lacks the place that a fragment names."""
    kind = last.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not fragment or not last.body or not last.is_whole or kind not in _HTML or is_made_by_script(fragment):
        return False
    return page.is_read and not has_place(page, fragment) and not may_be_made_later(page, fragment)


def _moved(visit: Visit, url: str) -> Judgement:
    """Tell whether an address moved for good, and where to: as far as the first hops say so for good."""
    new = _led(url, takewhile(lambda one: one.status in PERMANENT, visit.exchanges[:-1]))
    if _is_same(url, new):
        return _of("ok")
    if _is_deep(url) and _is_home(_REMEMBERED.sub("", new)):
        return _of("moved-home", new[:200])
    is_offered = "@" not in (split(new).authority or "") and not (is_login(new) and may_be_login(visit.last.page))
    return _of("moved", suggestion=_plain(new) if is_offered else None)


def _led(url: str, hops: Iterable[Exchange]) -> str:
    """Follow redirects from an address; the place in a page that one names counts from there on (RFC 9110 §10.2.2)."""
    return reduce(lambda here, hop: joined(here, hop.location), hops, url)


def _plain(url: str) -> str:
    """Write an address so that any program reads it as it was asked: in ASCII, and without steps back."""
    fragment = split(url).fragment
    return str(target_of(url)) + (f"#{fragment}" if fragment else "")


def _ends_at_refuge(visit: Visit) -> bool:
    """Whether a redirect led to where sites send those whom they have nothing for."""
    end = visit.last.url
    return len(visit.exchanges) > 1 and (_is_home(_bare(end)) or is_error_address(end))


def _bare(url: str) -> str:
    """Give an address without its query, in which a site may remember what was asked for."""
    return str(split(url)._replace(query=None, fragment=None))


def _is_home(url: str) -> bool:
    parts = split(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def _is_deep(url: str) -> bool:
    return not _is_home(url)


def _is_same(one: str, other: str) -> bool:
    try:
        return target_of(one) == target_of(other)
    except BadAddressError:
        return one == other


def _host(url: str) -> str:
    try:
        return target_of(url).host
    except BadAddressError:
        return ""
