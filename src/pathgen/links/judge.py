"""What the evidence about a link means. Nothing here touches the network, and no link is called dead on a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from itertools import takewhile
from urllib.parse import unquote

from pathgen.http.exchange import ClientProfile, Exchange, Fault
from pathgen.http.page import Page
from pathgen.http.request_url import BadAddressError, host_of, joined, site_of, to_request_url
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.heuristics import (
    anchor_in_other_case,
    gate_before,
    has_anchor,
    is_block_address,
    is_blocked,
    is_error_address,
    is_handled_by_script,
    is_login,
    is_long,
    is_parked,
    looks_missing,
    looks_parked,
    may_be_login,
    says_video_is_gone,
    script_may_add,
    shows_login,
    titled_and_headed_missing,
    titled_missing,
)
from pathgen.links.moves import is_folder_of, is_gate, is_short_lived, keeps_word
from pathgen.links.oembed import Testimony, oembed_question
from pathgen.links.reasons import REASONS
from pathgen.links.verdict import Judgement, Verdict
from pathgen.urls import normalised, split

_ALIKE = 0.7
"""The least share of words that two error pages of one site have in common, not counting words of the address."""
_AKIN = 0.5
"""The same for pages whose titles and headings agree: the rest of their text may change from day to day."""
_HOST_LETTERS = 4
"""The name of a host with fewer letters may be in any text."""
_READABLE = 20
"""With fewer words, a page says too little, or its script says the rest."""
_HTML = ("text/html", "application/xhtml+xml", "")
_HOME = re.compile(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?"
    r"|/(?:(?:ar|bg|cs|da|de|el|en|es|fa|fi|fr|he|hi|hu|id|it|ja|ko|nb|nl|no|pl|pt|ro|ru|sk|sv|th|tr|uk|us|vi|zh)"
    r"|[a-z]{2}[-_][a-zA-Z]{2})(?:/(?:index|default|home|startseite|accueil|inicio)(?:\.\w{2,5})?)?/?"
)
"""The paths of home pages, those of a language too; of two letters only common ones, as ``/ai`` is a subject."""
_ORIGIN_QUERY = re.compile(
    r"\?(?:(?:from|ref|referr?er|redirect(?:ed)?(?:_?from)?|source|src|url|origin|error|lang|locale|hl|utm_\w+)=[^&#]*&?)+"
    r"(?=#|$)",
    re.IGNORECASE,
)
"""A query that only records where a visitor came from. Any other may name a page of its own: ``/?p=5``."""
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
    Fault.NO_IPV6: "no-ipv6",
    Fault.RESET: "reset",
    Fault.TIMEOUT: "timeout",
    Fault.TLS: "tls",
    Fault.HANDSHAKE: "tls-handshake",
    Fault.INCOMPLETE_CHAIN: "incomplete-chain",
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
_OURS = frozenset({Fault.NO_SUCH_NAME, Fault.NAME_TROUBLE, Fault.UNREACHABLE, Fault.PRIVATE, Fault.PROXY})
"""Faults of the network or its settings: a witness has these in common with its host, so they keep their reasons."""
_BY_TESTIMONY = {
    Testimony.THERE: "ok",
    Testimony.PRIVATE: "video-private",
    Testimony.GONE: "video-gone",
    Testimony.DENIED: "witness-failed",
    Testimony.NOTHING: "witness-failed",
}
_TRANSIENT_FAULTS = frozenset(_BY_FAULT) - {
    *(Fault.PRIVATE, Fault.PROXY, Fault.BAD_ADDRESS, Fault.NO_IPV6, Fault.INCOMPLETE_CHAIN)
}
_TRANSIENT_STATUSES = frozenset({408, 425, 429}) | (frozenset(range(500, 600)) - {501, 505})
_MAY_REFUSE_BOTS = frozenset(range(400, 500)) - {408, 425, 429, 451} | frozenset(range(600, 1000))


def needs_browser_visit(visit: Visit) -> bool:
    """Whether to ask again with the headers of a browser, as the server may have refused a bot only."""
    last = visit.last
    if visit.profile is ClientProfile.BROWSER:
        return False
    if visit.stop:
        return visit.stop is not RedirectStop.TOO_LONG
    if last.status is None:
        return False
    is_doubtful = _is_success(last) and looks_missing(last.page)
    return last.status in _MAY_REFUSE_BOTS or is_doubtful or is_blocked(last.status, last.headers, last.page)


def is_transient(visit: Visit) -> bool:
    """Whether a failure may be temporary, so that it is worth trying again."""
    last = visit.last
    if last.fault is not None:
        return last.fault in _TRANSIENT_FAULTS
    status = last.status or 0
    return status in _TRANSIENT_STATUSES and not is_blocked(status, last.headers, last.page)


def needs_probe(evidence: Evidence) -> bool:
    """Whether to compare the page with what the site answers for an address that certainly does not exist."""
    visit = evidence.visits[-1]
    if not _is_success(visit.last):
        return False
    page = visit.last.page
    if looks_parked(page) or _may_lead_astray(visit, evidence.url) or _may_be_anywhere(visit.last):
        return True
    return _is_deep(evidence.url) and (_ends_at_fallback(visit) or looks_missing(page))


def judge(evidence: Evidence) -> Judgement:
    """Return the verdict on one link: that of the first visit that succeeded, else that of the last visit.

    A failure after a refusal says nothing new: a server that refuses bots may do so in several ways.
    """
    if (testified := _judge_testimony(evidence)) and evidence.is_by_witness:
        return testified
    judged = _judge_visits(evidence)
    return testified if testified and judged.verdict in (Verdict.OK, Verdict.MOVED) else judged


def _judge_testimony(evidence: Evidence) -> Judgement | None:
    """Return what the host's oEmbed service says; ``None`` where the page is asked and the service does not deny it."""
    question = oembed_question(evidence.url)
    if question is None or evidence.witness is None:
        return None
    answer, service = evidence.witness.last, question[0]
    said = service.testimony(answer)
    if said is Testimony.NOTHING and service.page:
        return None
    if said is Testimony.NOTHING and answer.fault in _OURS:
        return _judgement(_BY_FAULT[answer.fault], answer.detail)
    why = "" if answer.status is None else f"status {answer.status}"
    return _judgement(_BY_TESTIMONY[said], why if _BY_TESTIMONY[said] == "witness-failed" else "")


def _judge_visits(evidence: Evidence) -> Judgement:
    judgements = [_judge_visit(visit, evidence) for visit in evidence.visits]
    good = next((judgement for judgement in judgements if judgement.verdict in (Verdict.OK, Verdict.MOVED)), None)
    if good:
        return good
    last = judgements[-1]
    refused = next((judgement for judgement in judgements if judgement.verdict is Verdict.UNKNOWN), None)
    return refused if refused and last.verdict is Verdict.FAILING else last


def settle(
    judgement: Judgement,
    status: int | None,
    failing_runs: int,
    failing_since: datetime | None,
    now: datetime,
    *,
    runs: int,
    days: float,
) -> Judgement:
    """Return a failing link's judgement, or ``dead`` once it failed in ``runs`` runs (with this one) over ``days``.

    A failure that may be due to our network or our client never makes a link dead.
    """
    if not REASONS[judgement.reason].ages:
        return judgement
    if failing_since is None or failing_runs < runs or now - failing_since < timedelta(days=days):
        return judgement
    why = REASONS[judgement.reason].with_status(status)
    detail = f"{why}: {judgement.detail}" if judgement.detail else why
    return Judgement(
        Verdict.DEAD, "long-failing", detail=f"{failing_runs} times since {failing_since:%Y-%m-%d}; {detail}"
    )


def title_change(before: str, now: str, entry_title: str) -> str:
    """Return a notice if a page may be a different one now: its new title shares no word with the entry's; else ''."""
    if not now or before == now or not _significant_words(before) & _significant_words(entry_title):
        return ""
    if _significant_words(now) & _significant_words(entry_title):
        return ""
    return f"the page's title changed from {before[:200]!r} to {now[:200]!r}"


def _significant_words(title: str) -> set[str]:
    """Return the words by which titles differ; for scripts without spaces, pairs of characters."""
    words: set[str] = set()
    for word in _WORD.findall(title.casefold()):
        if word.isascii() or not any("\u2e80" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7af" for sign in word):
            words.add(word)
        else:
            words.update(word[start : start + 2] for start in range(max(len(word) - 1, 1)))
    return words - _COMMON_WORDS


def _judgement(reason: str, detail: str = "", suggestion: str | None = None) -> Judgement:
    return Judgement(REASONS[reason].verdict, reason, suggestion, detail)


def _is_success(exchange: Exchange) -> bool:
    return exchange.status is not None and 200 <= exchange.status < 300  # noqa: PLR2004 - RFC 9110 §15.3


def _judge_visit(visit: Visit, evidence: Evidence) -> Judgement:
    last = visit.last
    if last.fault is not None:
        return _judgement(_BY_FAULT[last.fault], last.detail)
    if visit.stop is not None:
        if visit.stop is RedirectStop.BAD_LOCATION and not last.location.strip():
            return _judgement("odd-status", "a redirect without a target")
        return _judgement(
            _BY_STOP[visit.stop],
            visit.target[:200] if visit.stop in (RedirectStop.SCHEME, RedirectStop.BAD_LOCATION) else "",
        )
    if is_blocked(last.status or 0, last.headers, last.page):
        return _judgement("challenge")
    return _judge_page(visit, last.page, evidence) if _is_success(last) else _judge_status(last.status or 0)


def _judge_status(status: int) -> Judgement:
    if status in _BY_STATUS:
        return _judgement(_BY_STATUS[status])
    if 500 <= status < 600:  # noqa: PLR2004 - RFC 9110 §15.6
        return _judgement("server-error")
    if 400 <= status < 500 and status not in _TRANSIENT_STATUSES:  # noqa: PLR2004 - "the client seems to have erred" (RFC 9110 §15.5)
        return _judgement("client-error")
    return _judgement("robots-refused" if status >= 600 else "odd-status")  # noqa: PLR2004 - no such class exists: 999 is LinkedIn's


def _judge_page(visit: Visit, page: Page, evidence: Evidence) -> Judgement:
    """Judge a page that was sent with a success status: it may still not be the page that is meant.

    The order matters. A block or a login hides what the page would be, so they come first. A parked or missing page has
    no anchors to look for. Only a page that passes all of this is ok or moved.
    """
    url, last = evidence.url, visit.last
    if obstacle := _obstacle_before(visit, page, url):
        return _judgement(obstacle)
    if is_parked(host_of(url), host_of(last.url), page) or _sells_domain_everywhere(page, evidence):
        return _judgement("parked")
    if says_video_is_gone(page):
        return _judgement("video-gone")
    is_gone = _matches_probe(visit, page, evidence)
    if is_gone or _is_same_everywhere(visit, evidence):
        return _judgement("soft-404" if is_gone else "same-everywhere", page.title[:200])
    fragment = split(url).fragment or ""
    is_ours = split(_follow(url, visit.exchanges[:-1])).fragment == fragment  # else a redirect named another anchor
    if is_ours and _lacks_anchor(last, page, fragment):
        near = anchor_in_other_case(page, fragment)
        hint = f"; did you mean #{near[:100]}?" if near else ""
        return _judgement("missing-fragment", f"#{fragment[:100]}{hint}")
    return _judge_move(visit, evidence)


def _obstacle_before(visit: Visit, page: Page, url: str) -> str:
    """Return the reason why visitors see something else before the page; ``""`` where nothing is in the way."""
    end = visit.last.url
    is_elsewhere = len(visit.exchanges) > 1
    if is_elsewhere and is_block_address(end):
        return "challenge"
    is_sent_to_login = is_elsewhere and is_login(end) and may_be_login(page)
    if not is_login(url) and (is_sent_to_login or shows_login(page)):
        return "login"
    return gate_before(host_of(url), host_of(end), page)


def _matches_probe(visit: Visit, page: Page, evidence: Evidence) -> bool:
    """Whether the site answers in the same way for an address that does not exist."""
    probe = evidence.probe
    if probe is None or not _is_success(probe.last) or not _is_deep(evidence.url):
        return False
    if _ends_at_fallback(visit) and normalised(_without_query(probe.last.url)) == normalised(
        _without_query(visit.last.url)
    ):
        return True
    other = probe.last.page
    if not looks_missing(page) or not looks_missing(other):
        return False
    quoted = _words_of(evidence.url) | _words_of(probe.exchanges[0].url)
    is_titled_alike = _share(page.title, other.title, quoted) >= _ALIKE and (
        _share(" ".join(page.headings), " ".join(other.headings), quoted) >= _ALIKE
    )
    least = _AKIN if titled_missing(page) and titled_missing(other) else _ALIKE
    share = _share(page.beginning, other.beginning, quoted)
    if is_long(page):
        # A server may send one article for every address; a long error page is filled with news that change, so equal
        # texts are an article.
        return is_titled_alike and titled_and_headed_missing(page) and least <= share < 1
    return is_titled_alike and share >= least


def _may_be_anywhere(answer: Exchange) -> bool:
    """Whether a page says so little that the site may show it at any address.

    Where a script or a frame may say more, its source proves nothing.
    """
    page = answer.page
    if answer.status != 200 or not _kind(answer).endswith("html") or not answer.is_whole or not page.is_read:  # noqa: PLR2004 - RFC 9110 §15.3.1
        return False
    return bool(page.words) and not (is_long(page) or page.is_scripted or page.sources or page.has_password)


def _is_same_everywhere(visit: Visit, evidence: Evidence) -> bool:
    """Whether a short page says the same at an address that does not exist."""
    probe = evidence.probe
    if probe is None or _is_same_page(probe.last.url, visit.last.url):
        return False  # what redirects mean is judged by where they lead
    if not _may_be_anywhere(visit.last) or not _may_be_anywhere(probe.last):
        return False
    page, other = visit.last.page, probe.last.page
    quoted = _words_of(evidence.url) | _words_of(probe.exchanges[0].url)
    pairs = (
        (page.title, other.title),
        (" ".join(page.headings), " ".join(other.headings)),
        (page.beginning, other.beginning),
    )
    return all(_share(text, same, quoted) >= _ALIKE for text, same in pairs)


def _sells_domain_everywhere(page: Page, evidence: Evidence) -> bool:
    """Whether the site offers its domain for sale at every address."""
    probe = evidence.probe
    if probe is None or not _is_success(probe.last) or not looks_parked(page) or not looks_parked(probe.last.page):
        return False
    quoted = _words_of(evidence.url) | _words_of(probe.exchanges[0].url)
    return _share(page.beginning, probe.last.page.beginning, quoted) >= _ALIKE


def _words_of(url: str) -> set[str]:
    """Return the words of an address, which an error page may quote."""
    parts = split(url)
    return set(_WORD.findall(unquote(f"{parts.path} {parts.query or ''}").casefold()))


def _share(text: str, other: str, quoted: set[str]) -> float:
    """Return the share of words that two texts have in common (0 to 1), without the words that they may quote."""
    ours, theirs = (set(_WORD.findall(written.casefold())) - quoted for written in (text, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def _lacks_anchor(last: Exchange, page: Page, fragment: str) -> bool:
    """Whether a page certainly lacks the anchor that a fragment names."""
    if not fragment or not last.body or not last.is_whole or _kind(last) not in _HTML or is_handled_by_script(fragment):
        return False
    return page.is_read and not has_anchor(page, fragment) and not script_may_add(page, fragment)


def _kind(answer: Exchange) -> str:
    """Return the media type of an answer, or ``""``."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _judge_move(visit: Visit, evidence: Evidence) -> Judgement:
    """Judge what a redirect means: a move, a page on the way, or that the page is gone and another is shown instead."""
    url, end = evidence.url, visit.last.url
    if _leads_anything_there(visit, evidence):
        return _judgement("soft-404", f"the site sends any missing page to {end[:200]}")
    is_other = site_of(url) != site_of(end) and _is_stranger(visit.last.page, evidence)
    if is_other or is_gate(url, end):
        return _judgement("other-site" if is_other else "gate", end[:200])
    new = _permanent_target(visit, url)
    if _is_same(url, new) or is_short_lived(url, new):
        return _judgement("ok")
    if _is_deep(url) and _is_home(_ORIGIN_QUERY.sub("", new)):
        return _judgement("moved-home", new[:200])
    why = _doubt(visit, evidence, new)
    return _judgement("moved", f"{new[:200]} is not offered: {why}") if why else _offer(new)


def _offer(new: str) -> Judgement:
    return _judgement("moved", suggestion=_as_requested(new))


def _permanent_target(visit: Visit, url: str) -> str:
    """Return where the first permanent redirects lead."""
    return _follow(url, takewhile(lambda exchange: exchange.is_permanent, visit.exchanges[:-1]))


def _doubt(visit: Visit, evidence: Evidence, new: str) -> str:
    """Return why a new address may be of another work; empty if it is surely of the same."""
    url, probe = evidence.url, evidence.probe
    is_kept = keeps_word(url, new)
    if is_gate(url, new) or (is_login(new) and may_be_login(visit.last.page)):
        return "it is a page on the way to another"
    if "@" in (split(new).authority or ""):
        return "it carries a name or a password"
    if not is_kept and probe is not None and _is_same_page(probe.last.url, visit.last.url):
        return "the site leads there from any address"
    if not is_kept and _is_deep(url) and (probe is None or probe.last.status is None):
        return "it keeps no word of the old address"
    is_known = _names(visit.last.page, evidence) if evidence.titles else is_kept and _is_deep(url)
    return (
        ""
        if is_known or site_of(url) == site_of(new)
        else "the site is another, and nothing on its page names the entry"
    )


def _may_lead_astray(visit: Visit, url: str) -> bool:
    """Whether a redirect may lead to a page that stands for any missing page of the site."""
    if len(visit.exchanges) == 1:
        return False
    end, new = visit.last.url, _permanent_target(visit, url)
    if is_gate(url, end) or is_short_lived(url, new):
        return False
    if _is_same(url, new):  # a temporary redirect
        return _is_deep(url) and is_folder_of(end, url) and not keeps_word(url, end)
    return not keeps_word(url, new) and (_is_deep(url) or site_of(url) == site_of(new))


def _leads_anything_there(visit: Visit, evidence: Evidence) -> bool:
    """Whether a made-up neighbour of an address reaches the same page of the site too, so that the page is gone.

    A temporary redirect may be due to an outage or a choice, so for that ``_may_lead_astray`` wants a folder above.
    """
    url, end, probe = evidence.url, visit.last.url, evidence.probe
    if probe is None or not _is_success(probe.last) or not _is_deep(url) or not _may_lead_astray(visit, url):
        return False
    return site_of(end) == site_of(url) and _is_same_page(probe.last.url, end)


def _is_same_page(url: str, other: str) -> bool:
    """Whether two addresses are of the same page, whatever their queries record about where a visitor came from."""
    return normalised(_without_query(url)) == normalised(_without_query(other))


def _names(page: Page, evidence: Evidence) -> bool:
    """Whether a page names an entry, with half of the words of its title, or with one of its creators."""
    shown = _shown_words(page)
    wanted = [_significant_words(title) for title in evidence.titles]
    creators = [_WORD.findall(name.casefold()) for name in evidence.creators]
    return any(words and 2 * len(words & shown) >= len(words) for words in wanted) or any(
        name and shown.issuperset(name) for name in creators
    )


def _is_stranger(page: Page, evidence: Evidence) -> bool:
    """Whether a page that can be read shares no word at all with the entry: its title, its creators, its host."""
    shown = _shown_words(page)
    host = re.sub(r"\W", "", site_of(evidence.url).rpartition(".")[0])
    words = set[str]().union(*map(_significant_words, (*evidence.titles, *evidence.creators)))
    if not evidence.titles or page.words < _READABLE or words & shown:
        return False
    return len(host) < _HOST_LETTERS or host not in "".join(_WORD.findall(f"{page.title} {page.beginning}".casefold()))


def _shown_words(page: Page) -> set[str]:
    return _significant_words(" ".join((page.title, *page.headings, page.beginning)))


def _follow(url: str, hops: Iterable[Exchange]) -> str:
    """Return where redirects lead from an address; its fragment is kept unless one has its own (RFC 9110 §10.2.2)."""
    return reduce(lambda current, hop: joined(current, hop.onward), hops, url)


def _as_requested(url: str) -> str:
    """Return an address as it is requested: in ASCII, with dot segments resolved."""
    fragment = split(url).fragment
    return str(to_request_url(url)) + (f"#{fragment}" if fragment else "")


def _ends_at_fallback(visit: Visit) -> bool:
    """Whether a redirect led to a home page or an error page, where sites send requests for missing pages."""
    end = visit.last.url
    return len(visit.exchanges) > 1 and (_is_home(_without_query(end)) or is_error_address(end))


def _without_query(url: str) -> str:
    """Return an address without its query, in which a site may record the address asked for."""
    return str(split(url)._replace(query=None, fragment=None))


def _is_home(url: str) -> bool:
    parts = split(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def _is_deep(url: str) -> bool:
    return not _is_home(url)


def _is_same(url: str, other: str) -> bool:
    try:
        return to_request_url(url) == to_request_url(other)
    except BadAddressError:
        return url == other
