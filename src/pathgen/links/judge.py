"""What the evidence about a link means. Nothing here touches the network, and no link is called dead on a guess."""

from __future__ import annotations

from datetime import datetime, timedelta

from pathgen.http.exchange import ClientProfile, Exchange, Fault, is_success
from pathgen.http.network_guard import is_ip
from pathgen.http.page import Page
from pathgen.http.request_url import host_of
from pathgen.links.evidence import Evidence, RedirectStop, Visit
from pathgen.links.heuristics import (
    anchor_in_other_case,
    gate_before,
    has_anchor,
    has_own_script,
    is_block_address,
    is_blocked,
    is_handled_by_script,
    is_login,
    is_long,
    is_parked,
    is_parking_address,
    looks_missing,
    looks_parked,
    may_be_login,
    says_outage,
    says_video_is_gone,
    script_may_add,
    shows_login,
    titled_and_headed_missing,
    titled_missing,
)
from pathgen.links.likeness import (
    ALIKE,
    is_bought,
    is_stranger,
    names_entry,
    quoted_words,
    says_the_same,
    share,
    significant_words,
)
from pathgen.links.moves import is_deep, is_gate, is_same_page
from pathgen.links.oembed import Testimony
from pathgen.links.reasons import REASONS
from pathgen.links.redirection import (
    ends_at_fallback,
    followed,
    is_fallback_for_any,
    is_reached_by_any,
    judge_move,
    judgement,
    may_lead_astray,
)
from pathgen.links.verdict import Judgement, Verdict
from pathgen.urls import split

_AKIN = 0.5
"""The least share of words of two error pages whose titles and headings agree: the rest may change from day to day."""
_HTML = ("text/html", "application/xhtml+xml", "")

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
    is_doubtful = is_success(last.status) and looks_missing(last.page)
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
    if not is_success(visit.last.status) or is_parking_address(evidence.url, visit.last.url):
        return False
    page = visit.last.page
    if (
        looks_parked(page, host_of(evidence.url))
        or may_lead_astray(visit, evidence.url)
        or _is_of_others(visit, evidence)
    ):
        return True
    if is_deep(evidence.url):
        return ends_at_fallback(visit) or looks_missing(page) or _may_be_anywhere(visit.last)
    is_short = _may_be_anywhere(visit.last) or (looks_missing(page) and not is_long(page))
    return is_short and not names_entry(page, evidence)


def judge(evidence: Evidence) -> Judgement:
    """Return the verdict on one link: that of the first visit that succeeded, else that of the last visit.

    A failure after a refusal says nothing new: a server that refuses bots may do so in several ways.
    """
    if (testified := _judge_testimony(evidence)) and evidence.is_by_witness:
        return testified
    judged = _judge_visits(evidence)
    contradicts = testified is not None and testified.verdict is not Verdict.OK
    return testified if testified and contradicts and judged.verdict in (Verdict.OK, Verdict.MOVED) else judged


def _judge_testimony(evidence: Evidence) -> Judgement | None:
    """Return what the host's oEmbed service says; ``None`` where the page is asked and the service does not deny it."""
    if evidence.witness is None or evidence.service is None:
        return None
    answer, service = evidence.witness.last, evidence.service
    said = service.testimony(answer)
    if said is Testimony.NOTHING and service.page:
        return None
    if said is Testimony.NOTHING and answer.fault in _OURS:
        return judgement(_BY_FAULT[answer.fault], answer.detail)
    why = "" if answer.status is None else f"status {answer.status}"
    return judgement(_BY_TESTIMONY[said], why if _BY_TESTIMONY[said] == "witness-failed" else "")


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
    if not now or before == now or not significant_words(before) & significant_words(entry_title):
        return ""
    if significant_words(now) & significant_words(entry_title):
        return ""
    return f"the page's title changed from {before[:200]!r} to {now[:200]!r}"


def _judge_visit(visit: Visit, evidence: Evidence) -> Judgement:
    last = visit.last
    if is_parking_address(evidence.url, last.url):
        return judgement("parked", last.url[:200])
    if last.fault is not None:
        return judgement(_BY_FAULT[last.fault], last.detail)
    if visit.stop is not None:
        if visit.stop is RedirectStop.BAD_LOCATION and not last.location.strip():
            return judgement("odd-status", "a redirect without a target")
        return judgement(
            _BY_STOP[visit.stop],
            visit.target[:200] if visit.stop in (RedirectStop.SCHEME, RedirectStop.BAD_LOCATION) else "",
        )
    if is_blocked(last.status or 0, last.headers, last.page):
        return judgement("challenge")
    return _judge_page(visit, last.page, evidence) if is_success(last.status) else _judge_status(last.status or 0)


def _judge_status(status: int) -> Judgement:
    if status in _BY_STATUS:
        return judgement(_BY_STATUS[status])
    if 500 <= status < 600:  # noqa: PLR2004 - RFC 9110 §15.6
        return judgement("server-error")
    if 400 <= status < 500 and status not in _TRANSIENT_STATUSES:  # noqa: PLR2004 - "the client seems to have erred" (RFC 9110 §15.5)
        return judgement("client-error")
    return judgement("robots-refused" if status >= 600 else "odd-status")  # noqa: PLR2004 - no such class exists: 999 is LinkedIn's


def _judge_page(visit: Visit, page: Page, evidence: Evidence) -> Judgement:
    """Judge a page that was sent with a success status: it may still not be the page that is meant.

    The order matters. A block or a login hides what the page would be, so they come first. A parked or missing page has
    no anchors to look for. Only a page that passes all of this is ok or moved.
    """
    url, last = evidence.url, visit.last
    if obstacle := _obstacle_before(visit, page, url):
        return judgement(obstacle)
    if substitute := _substitute_for(visit, page, evidence):
        return judgement(substitute, page.title[:200])
    fragment = split(url).fragment or ""
    is_ours = split(followed(url, visit.exchanges[:-1])).fragment == fragment  # else a redirect named another anchor
    if is_ours and _lacks_anchor(last, page, fragment):
        near = anchor_in_other_case(page, fragment)
        hint = f"; did you mean #{near[:100]}?" if near else ""
        return judgement("missing-fragment", f"#{fragment[:100]}{hint}")
    return judge_move(visit, evidence)


def _substitute_for(visit: Visit, page: Page, evidence: Evidence) -> str:
    """Return the reason why a page stands for one that is gone, or ``""``."""
    if is_parked(evidence.url, visit.last.url, page, evidence.titles) or _sells_domain_everywhere(page, evidence):
        return "parked"
    if says_video_is_gone(page):
        return "video-gone"
    if _is_everywhere(visit, evidence) and is_bought(visit, evidence):
        return "taken-over"
    is_gone = _matches_probe(visit, page, evidence)
    if is_gone or _is_same_everywhere(visit, evidence):
        is_sure = is_gone and (titled_missing(page) or not says_outage(page))
        return "soft-404" if is_sure else "same-everywhere"
    return "unrelated" if _is_unrelated(visit, evidence) else ""


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
    if probe is None or not is_success(probe.last.status):
        return False
    if is_fallback_for_any(visit, evidence):
        return True
    other = probe.last.page
    if not looks_missing(page) or not looks_missing(other):
        return False
    quoted = quoted_words(evidence.url, probe.exchanges[0].url)
    is_titled_alike = share(page.title, other.title, quoted) >= ALIKE and (
        share(" ".join(page.headings), " ".join(other.headings), quoted) >= ALIKE
    )
    least = _AKIN if titled_missing(page) and titled_missing(other) else ALIKE
    shared = share(page.beginning, other.beginning, quoted)
    if is_long(page):
        # A server may send one article for every address; a long error page is filled with news that change, so equal
        # texts are an article.
        return is_titled_alike and titled_and_headed_missing(page) and least <= shared < 1
    return is_titled_alike and shared >= least


def _may_be_anywhere(answer: Exchange) -> bool:
    """Whether a page has so few words that the site may show it at any address.

    Where a script of the site or a frame may say more, its source proves nothing.
    """
    page = answer.page
    if answer.status != 200 or not _kind(answer).endswith("html") or not answer.is_whole or not page.is_read:  # noqa: PLR2004 - RFC 9110 §15.3.1
        return False
    if not page.words or is_long(page) or any(page.frames) or page.has_password:
        return False
    return not has_own_script(page, answer.url)


def _is_same_everywhere(visit: Visit, evidence: Evidence) -> bool:
    """Whether a short page says the same at an address that does not exist.

    A site of a single page may show it at any address: its home page is right where it names the entry.
    """
    probe = evidence.probe
    if probe is None or is_same_page(probe.last.url, visit.last.url):
        return False  # what redirects mean is judged by where they lead
    if not _may_be_anywhere(visit.last) or not _may_be_anywhere(probe.last):
        return False
    is_meant = not is_deep(evidence.url) and names_entry(visit.last.page, evidence)
    return not is_meant and says_the_same(visit.last.page, evidence)


def _sells_domain_everywhere(page: Page, evidence: Evidence) -> bool:
    """Whether the site says at every address that its domain is unused or for sale."""
    probe = evidence.probe
    if (
        probe is None
        or not is_success(probe.last.status)
        or not looks_parked(page, host_of(evidence.url))
        or not looks_parked(probe.last.page, host_of(evidence.url))
    ):
        return False
    quoted = quoted_words(evidence.url, probe.exchanges[0].url)
    return share(page.beginning, probe.last.page.beginning, quoted) >= ALIKE


def _is_of_others(visit: Visit, evidence: Evidence) -> bool:
    """Whether a page may be of those who took the domain over: it has no word of the entry. An IP address has none."""
    return is_bought(visit, evidence) or (is_stranger(visit, evidence) and not is_ip(host_of(evidence.url)))


def _is_everywhere(visit: Visit, evidence: Evidence) -> bool:
    """Whether a made-up neighbour leads to the same page, or to a page that says the same."""
    probe = evidence.probe
    if probe is None or not is_success(probe.last.status):
        return False
    return is_same_page(probe.last.url, visit.last.url) or says_the_same(visit.last.page, evidence)


def _is_unrelated(visit: Visit, evidence: Evidence) -> bool:
    """Whether the site shows something at every address that has no word of the entry, or a casino at this."""
    host = host_of(evidence.url)
    if evidence.probe is None or is_ip(host) or host != host_of(visit.last.url) or not is_stranger(visit, evidence):
        return False
    if is_gate(evidence.url, visit.last.url) or is_reached_by_any(visit, evidence):
        return False  # what redirects mean is judged by where they lead
    return _is_everywhere(visit, evidence) or is_bought(visit, evidence)


def _lacks_anchor(last: Exchange, page: Page, fragment: str) -> bool:
    """Whether a page certainly lacks the anchor that a fragment names."""
    if not fragment or not last.body or not last.is_whole or _kind(last) not in _HTML or is_handled_by_script(fragment):
        return False
    return page.is_read and not has_anchor(page, fragment) and not script_may_add(page, fragment)


def _kind(answer: Exchange) -> str:
    """Return the media type of an answer, or ``""``."""
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()
