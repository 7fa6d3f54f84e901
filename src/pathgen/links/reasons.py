"""The reasons for verdicts: a closed list, each with its verdict, its message and its advice."""

from __future__ import annotations

from dataclasses import dataclass

from pathgen.links.verdict import Result, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: the verdict it leads to, its message (``{status}`` is filled in), and what to do about it."""

    verdict: Verdict
    message: str
    advice: str = ""
    ages: bool = False
    """Whether a link that keeps failing for it becomes dead: only where the fault is certainly the server's."""

    def with_status(self, status: int | str | None = "N") -> str:
        """Return the message with a status filled in, or ``N`` where it is for any status."""
        return self.message.format(status=status)


_OK, _MOVED, _FAILING, _DEAD, _UNKNOWN, _SKIPPED = Verdict
_LOOK = "open it in a browser; if the page loads, there is nothing to do"
_REPLACE = "replace the link, or add an archived copy in `archived`"
_WAIT = "nothing yet: after three failed runs over a week it counts as dead"
_IF_SAME = "check whether it is the same work; if so, write the new address"
_ASK_AGAIN = "open it in a browser; it may be this network that the server does not answer"

REASONS: dict[str, Reason] = {
    "ok": Reason(_OK, "the page loads"),
    "not-modified": Reason(_OK, "the page has not changed since the last check"),
    "moved": Reason(_MOVED, "the page has moved permanently", _IF_SAME),
    "moved-home": Reason(
        _MOVED, "the address now redirects permanently to a home page", "find the page's new address, or replace it"
    ),
    "refused": Reason(_FAILING, "the server refuses connections", _WAIT, ages=True),
    "unreachable": Reason(_FAILING, "the server's network cannot be reached", _WAIT, ages=True),
    "reset": Reason(_FAILING, "the server closed the connection without a response", _ASK_AGAIN),
    "timeout": Reason(_FAILING, "the server did not respond in time", _ASK_AGAIN),
    "name-trouble": Reason(
        _FAILING, "DNS lookup of the host failed for now", "nothing yet: the name server may answer the next time"
    ),
    "tls": Reason(_FAILING, "no secure connection could be made (TLS)", "inform the site's owner; " + _WAIT, ages=True),
    "tls-handshake": Reason(_FAILING, "the server and pathgen could not agree on a secure connection (TLS)", _LOOK),
    "broken-http": Reason(_FAILING, "the response is not valid HTTP", _WAIT, ages=True),
    "server-error": Reason(_FAILING, "server error {status}", _WAIT, ages=True),
    "odd-status": Reason(_FAILING, "unexpected status {status}", _LOOK),
    "not-found": Reason(_DEAD, "404 Not Found", _REPLACE),
    "gone": Reason(_DEAD, "410 Gone: the page was removed permanently", _REPLACE),
    "no-such-name": Reason(_DEAD, "the host does not exist", _REPLACE),
    "bad-address": Reason(_DEAD, "this is not a valid web address", "correct the address"),
    "redirect-loop": Reason(_DEAD, "the address redirects in a loop", _REPLACE),
    "redirect-scheme": Reason(_DEAD, "the address redirects to something that is not a web page", _REPLACE),
    "bad-redirect": Reason(_DEAD, "the address redirects to an invalid address", _REPLACE),
    "soft-404": Reason(_DEAD, 'the page says "not found", although its status is {status}', _REPLACE),
    "parked": Reason(_DEAD, "the domain is for sale, shows only advertisements, or has no site", _REPLACE),
    "taken-over": Reason(
        _DEAD, "the domain is in other hands: it shows casinos, pills or the like at every address", _REPLACE
    ),
    "missing-fragment": Reason(
        _DEAD, "the page loads, but has no such anchor", "correct the part of the address after the #"
    ),
    "video-gone": Reason(_DEAD, "the host says that the video or recording was removed", _REPLACE),
    "video-private": Reason(_DEAD, "the host says that the video is private", _REPLACE),
    "long-failing": Reason(_DEAD, "failed in several runs over a week or more", _REPLACE),
    "forbidden": Reason(_UNKNOWN, "the server refuses access ({status})", _LOOK),
    "rate-limited": Reason(_UNKNOWN, "the server reports too many requests ({status})", _LOOK),
    "legal": Reason(_UNKNOWN, "the page is unavailable here for legal reasons (451)", _LOOK),
    "client-error": Reason(_UNKNOWN, "the server does not accept the request ({status})", _LOOK),
    "robots-refused": Reason(_UNKNOWN, "the server refuses automated requests ({status})", _LOOK),
    "challenge": Reason(_UNKNOWN, "blocked by bot protection", _LOOK),
    "consent": Reason(_UNKNOWN, "the host asks visitors for their consent first", _LOOK),
    "invited-only": Reason(_UNKNOWN, "the page is for invited readers only", _LOOK),
    "region": Reason(_UNKNOWN, "the page depends on the visitor's country", _LOOK),
    "login": Reason(_UNKNOWN, "the page requires a login", _LOOK),
    "witness-failed": Reason(_UNKNOWN, "the host's oEmbed service did not say whether this work is there", _LOOK),
    "no-ipv6": Reason(
        _UNKNOWN,
        "the host has only IPv6 addresses, and this network cannot reach them",
        "check from a network with IPv6",
    ),
    "incomplete-chain": Reason(
        _UNKNOWN,
        "the server leaves out an intermediate certificate, which browsers fetch",
        "inform the site's owner, or " + _LOOK,
    ),
    "gate": Reason(_UNKNOWN, "the address leads to a page that asks something first", _LOOK),
    "other-site": Reason(
        _UNKNOWN,
        "the address now leads to another site, whose page does not name the entry",
        "check whether it is the same work; if not, replace the link, or add an archived copy in `archived`",
    ),
    "unrelated": Reason(
        _UNKNOWN,
        "the page shares no word with the entry, and the site may have been sold",
        "check whether it is the same work; if not, replace the link, or add an archived copy in `archived`",
    ),
    "same-everywhere": Reason(
        _UNKNOWN, "the site answers the same for an address that does not exist", "open it; replace it if it is gone"
    ),
    "private-address": Reason(
        _UNKNOWN,
        "the address is on a private network",
        "if it is meant, allow its network with --allow-private",
    ),
    "proxy": Reason(_UNKNOWN, "the proxy blocked the request", "check the proxy (--proxy), or " + _LOOK),
    "too-many-redirects": Reason(_UNKNOWN, "there are more redirects than a browser follows", _LOOK),
    "internal-error": Reason(_UNKNOWN, "pathgen failed to check this link", "please report this, with the address"),
    "known-gone": Reason(_SKIPPED, "the catalogue says that the page is gone"),
    "ignored": Reason(_SKIPPED, "the catalogue's link_policy says to ignore this host"),
    "excluded": Reason(_SKIPPED, "not selected for this run"),
    "unchanged": Reason(_SKIPPED, "not changed since the given revision"),
    "other-shard": Reason(_SKIPPED, "checked by another shard"),
    "out-of-budget": Reason(_SKIPPED, "the time budget ran out before this link was checked"),
    "interrupted": Reason(_SKIPPED, "the run was interrupted before this link was checked"),
    "offline": Reason(_SKIPPED, "offline, and the history has no result for this link"),
}
"""Every reason by its code. Codes are stable; their messages may change."""


def sentence(result: Result) -> str:
    """Return the reason for a verdict as a sentence. It may quote a server, so treat it as hostile."""
    message = REASONS[result.reason].with_status(result.status)
    return f"{message}: {result.detail}" if result.detail else message


def advice(result: Result) -> str:
    """Return what to do about a link; empty if nothing."""
    if result.verdict is Verdict.MOVED and result.suggestion:
        return f"write {result.suggestion}"
    if result.verdict is Verdict.DEAD and result.archived:
        return f"an archived copy is at {result.archived}"
    return REASONS[result.reason].advice


_MEANINGS = {
    _OK: "The page loads.",
    _MOVED: "The page loads, permanently at another address.",
    _FAILING: "The page could not be loaded this time.",
    _DEAD: "The address certainly no longer leads to the page.",
    _UNKNOWN: "The link could not be checked. It is not counted as broken.",
    _SKIPPED: "The link was not checked in this run.",
}


def documentation() -> str:
    """Return the list of reasons as Markdown: ``content/documentation/reasons.md``."""
    introduction = (
        "Each link that `pathgen check-links` checks gets a verdict and a reason. Reports name the reason by its code."
    )
    parts = [f"# Verdicts and reasons\n\n{introduction}"]
    for verdict, meaning in _MEANINGS.items():
        rows = [
            f"| `{code}` | {reason.with_status()} | {reason.advice} |"
            for code, reason in REASONS.items()
            if reason.verdict is verdict
        ]
        parts.append(
            f"## {verdict}\n\n{meaning}\n\n| reason | message | what to do |\n| --- | --- | --- |\n" + "\n".join(rows)
        )
    parts.append(
        "## Notices\n\n`other-title`: the page loads, but may be a different one now. Its title has changed and no"
        " longer shares a word with the\nentry's title: the verdict stays `ok`, and the change is reported once. Or the"
        " reason is `unrelated` or `other-site`. The\ndomain may have been sold, or the page replaced."
    )
    return "\n\n".join(parts) + "\n"
