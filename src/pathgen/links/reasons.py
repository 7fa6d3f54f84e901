"""Why a link gets its verdict: the closed list of reasons, what each says to a person, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from pathgen.links.verdict import Result, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: the verdict that it leads to, its sentence (``{status}`` is filled in), and what to do about it."""

    verdict: Verdict
    says: str
    advice: str = ""


_OK, _MOVED, _FAILING, _DEAD, _UNKNOWN, _SKIPPED = Verdict
_LOOK = "open it in a browser: if it is there, nothing is to be done"
_REPLACE = "replace it, or name an archived copy in `archived`"
_WAIT = "nothing yet: after three failing runs over a week it counts as dead"

REASONS: dict[str, Reason] = {
    "ok": Reason(_OK, "the page is there"),
    "not-modified": Reason(_OK, "the page is as it was at the last check"),
    "moved": Reason(_MOVED, "the page has a new address for good", "write the new address"),
    "moved-home": Reason(
        _MOVED, "the address now leads to a home page for good", "look for the page's new address, or replace it"
    ),
    "refused": Reason(_FAILING, "the server refuses connections", _WAIT),
    "unreachable": Reason(_FAILING, "there is no way to the server's network", _WAIT),
    "reset": Reason(_FAILING, "the server ended the connection without an answer", _WAIT),
    "timeout": Reason(_FAILING, "no whole answer came in time", _WAIT),
    "name-trouble": Reason(_FAILING, "the name server could not tell the host's address", _WAIT),
    "no-network": Reason(_FAILING, "no host at all could be found: is there a network?", "check the network first"),
    "tls": Reason(_FAILING, "no secure connection can be made", "tell the site's owner; " + _WAIT),
    "broken-http": Reason(_FAILING, "the answer is not proper HTTP", _WAIT),
    "server-error": Reason(_FAILING, "the server answers with the error {status}", _WAIT),
    "odd-status": Reason(_FAILING, "the server answers with the status {status}, which is no answer", _WAIT),
    "not-found": Reason(_DEAD, "the server says that there is no such page ({status})", _REPLACE),
    "gone": Reason(_DEAD, "the server says that the page is gone for good (410)", _REPLACE),
    "no-such-name": Reason(_DEAD, "the host's name does not exist", _REPLACE),
    "bad-address": Reason(_DEAD, "nothing can be asked for this address", "correct the address"),
    "redirect-loop": Reason(_DEAD, "the address redirects in a circle", _REPLACE),
    "redirect-scheme": Reason(_DEAD, "the address redirects to what is no web page", _REPLACE),
    "bad-redirect": Reason(_DEAD, "the address redirects to what is no address", _REPLACE),
    "soft-404": Reason(_DEAD, "the page only says that there is no such page, with the status 200", _REPLACE),
    "parked": Reason(_DEAD, "the domain is for sale, shows advertisements or has no site", _REPLACE),
    "missing-fragment": Reason(
        _DEAD, "the page is there, but not the place in it that the address names", "correct what follows the #"
    ),
    "long-failing": Reason(_DEAD, "it failed in several runs over a week or more", _REPLACE),
    "forbidden": Reason(_UNKNOWN, "the server refuses to show the page to a robot ({status})", _LOOK),
    "rate-limited": Reason(_UNKNOWN, "the server says that it is asked too much ({status})", _LOOK),
    "legal": Reason(_UNKNOWN, "the page is withheld here for legal reasons (451)", _LOOK),
    "robots-refused": Reason(_UNKNOWN, "the server answers robots with the status {status}", _LOOK),
    "challenge": Reason(_UNKNOWN, "a wall against robots stands before the page", _LOOK),
    "login": Reason(_UNKNOWN, "the page is behind a login", _LOOK),
    "private-address": Reason(
        _UNKNOWN, "the address is on a private network", "allow the network with --allow-private if it is meant"
    ),
    "proxy": Reason(_UNKNOWN, "the proxy does not let the request through", "check the proxy (--proxy), or " + _LOOK),
    "too-many-redirects": Reason(_UNKNOWN, "there are more redirects than a browser follows", _LOOK),
    "internal-error": Reason(_UNKNOWN, "pathgen itself failed on this link", "please report it with the address"),
    "known-gone": Reason(_SKIPPED, "the catalogue says that it is gone"),
    "ignored": Reason(_SKIPPED, "the catalogue's link_policy says not to check it"),
    "excluded": Reason(_SKIPPED, "it was not chosen for this run"),
    "unchanged": Reason(_SKIPPED, "it was not changed since the revision named"),
    "other-shard": Reason(_SKIPPED, "another shard checks it"),
    "out-of-budget": Reason(_SKIPPED, "the time was over before its turn"),
    "interrupted": Reason(_SKIPPED, "the run was stopped before its turn"),
    "offline": Reason(_SKIPPED, "nothing is asked offline, and nothing is remembered of it"),
}
"""Every reason by its code. Codes are stable; what they say may be said better."""


def sentence(result: Result) -> str:
    """Say in a sentence what became of a link; it may quote a server, so it is hostile."""
    says = REASONS[result.reason].says.format(status=result.status)
    return f"{says}: {result.detail}" if result.detail else says


def advice(result: Result) -> str:
    """Say what to do about a link."""
    if result.verdict is Verdict.MOVED and result.suggestion:
        return f"write {result.suggestion}"
    if result.verdict is Verdict.DEAD and result.archived:
        return f"an archived copy is at {result.archived}"
    return REASONS[result.reason].advice


_MEANINGS = {
    _OK: "The page is there.",
    _MOVED: "The page is there, at another address for good.",
    _FAILING: "It could not be reached this time.",
    _DEAD: "It is certain that the address leads to nothing any more.",
    _UNKNOWN: "Nothing can be told, so it is no reason for alarm.",
    _SKIPPED: "It was not checked in this run.",
}


def documentation() -> str:
    """Write the list of reasons as Markdown: ``content/documentation/reasons.md``."""
    parts = [
        "# Verdicts and reasons\n\nWhat `pathgen check-links` says of a link. Reports name the reason by its code."
    ]
    for verdict, meaning in _MEANINGS.items():
        rows = [
            f"| `{code}` | {reason.says.format(status='N')} | {reason.advice} |"
            for code, reason in REASONS.items()
            if reason.verdict is verdict
        ]
        parts.append(
            f"## {verdict}\n\n{meaning}\n\n| reason | what it says | what to do |\n| --- | --- | --- |\n"
            + "\n".join(rows)
        )
    parts.append(
        "## Notices\n\n`other-title`: the page is there, but its title changed and shares no word with the entry's any"
        " more. The domain\nmay have been sold, or the page replaced. The verdict stays `ok`; it is told once."
    )
    return "\n\n".join(parts) + "\n"
