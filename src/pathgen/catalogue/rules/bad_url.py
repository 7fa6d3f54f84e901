"""An address is not one that a browser can open.

A reader who clicks on it gets nowhere, and an address such as `javascript:…` would run code in the reader's browser.
An address starts with `https://` or `http://`, has a host, and contains no spaces, control characters or passwords.
A full stop, comma or bracket at its end usually comes from the sentence from which it was copied; the stop of a name
(`/wiki/Warner_Bros.`) is fine, and so are letters of any script. The rule checks every address in the
catalogue; former addresses (`formerly`) may end in any way.

Bad:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: www.example.org/a

Good:

    topics:
      - id: basics
        title: Basics
        resources:
          - title: A page
            url: https://www.example.org/a
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import unquote

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.model import Library, Part, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.diagnostics import Diagnostic, Severity, quote
from pathgen.urls import Address, split
from pathgen.yamldoc.slips.other_formats import ADDRESS_IN_MARKS

CODE = "bad-url"
SCHEMES = ("http", "https")
HOW_TO_WRITE_SEVERAL = "write one address here, and each other one in `also` with what is there: `also: {slides: …}`"
LONGEST_CORRECTED = 500
"""The longest address that the help repeats, in characters."""

# Most addresses are as plain as this, and need no closer look.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9-]{1,63}\.){1,3}[a-z][a-z0-9-]{1,62}(?:/|[/?#][\w~%!$&*+:@=/?#.-]*[\w~%=/&+-])?", re.ASCII
)
_NOT_PLAIN = re.compile(r"[^!#-;=?-\[\]^-~]")
_HOSTLIKE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?(?=[/?#]|$)")
_SLIP = re.compile(r"(?:(https?)(?::|;/|//)/*)+", re.IGNORECASE)
_NOT_IN_A_HOST = re.compile(r"[^\w.-]", re.ASCII)
_LONGEST_LABEL, _LONGEST_NAME = 63, 253
"""The most characters of a part of a host name, and of the whole (RFC 1035 §2.3.4)."""
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_LAST_WORD = re.compile(r"[/_+ -]([^\W\d_][\w'.-]*)\.$")
_ABBREVIATION = re.compile(r"(?:\w\.)+\w|al|etc")
_LONGEST_WORD = 100
_PORTS = range(1, 2**16)
_SEVERAL = re.compile(r"(?<=[^\s,;|])(?:\s+(?:and|or)\s+|[\s,;|]*[\s][\s,;|]*)(?=https?://)")
"""What separates two addresses."""
_WORDS = re.compile(r"(?<=\S)\s+(?=[(\[|\u2013\u2014-]\s*\w)")
"""What separates an address from words about it."""
_SPACE_OR_CONTROL = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_JOINERS = "\u200c\u200d"
"""Invisible, but part of words in several scripts."""


class UrlProblem(NamedTuple):
    """What is wrong with a part of an address, from ``start`` to ``end``, and how to fix it."""

    start: int
    end: int
    message: str
    help: str
    otherwise: str = ""
    """What to add to the help if it shows the corrected address, which may not be the one that was meant."""


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Yield the problems of every address in the catalogue."""
    for part, path, written in _addresses(catalogue):
        if _PLAIN.fullmatch(written):
            continue
        found = url_problems(written, is_history=path[0] == "formerly")
        corrected = _corrected(written) if found else ""
        for fault in found:
            span = part.span(*path).within(written, fault.start, fault.end)
            help_ = f"write {corrected}{fault.otherwise}" if corrected else fault.help
            yield Diagnostic(CODE, Severity.ERROR, span, fault.message, help_)


def _addresses(catalogue: Catalogue) -> Iterator[tuple[Part, tuple[str | int, ...], str]]:
    """Yield every address with its part and field."""
    for credit in catalogue.path.sources:
        if credit.url:
            yield credit, ("url",), credit.url
    for library in catalogue.libraries:
        if library.repository:
            yield library, ("repository",), library.repository
    parts: tuple[Library | Resource, ...] = (*catalogue.libraries, *(resource for _, resource in catalogue.written))
    for part in parts:
        yield part, ("url",), part.url
        if part.archived:
            yield part, ("archived",), part.archived
        for name, number, url in part.also.addresses if isinstance(part, Resource) and part.also else ():
            yield part, ("also", name, number), url
        for index, former in enumerate(part.formerly):
            yield part, ("formerly", index), former


def url_problems(written: str, *, is_history: bool = False) -> list[UrlProblem]:
    """Return what is wrong with an address; a former address (``is_history``) may end in any way."""
    if more := _more_than_address(written):
        return [more]
    found = [*_bad_character(written)]
    if found and found[0].start == 0:
        return found
    address = split(written)
    found += _bad_scheme(written, address)
    if (address.scheme or "").lower() in SCHEMES:
        found += _bad_authority(written, address)
    if not is_history:
        found += _bad_end(written)
    return found


def _more_than_address(written: str) -> UrlProblem | None:
    """Find what follows an address in its field: another one, or words about it."""
    if several := _SEVERAL.search(written):
        return UrlProblem(*several.span(), "more than one address is here", HOW_TO_WRITE_SEVERAL)
    if words := _WORDS.search(written):
        help_ = f"write {written[: words.start()]}, and the words after it in another field"
        return UrlProblem(*words.span(), "words follow the address", help_)
    return None


def _bad_character(written: str) -> Iterator[UrlProblem]:
    """Find the first character that is not allowed in an address (RFC 3986 §2 and Appendix C)."""
    for found in _NOT_PLAIN.finditer(written):
        position, character = found.start(), found[0]
        if character in '<>"\\' or (unicodedata.category(character) in _SPACE_OR_CONTROL and character not in _JOINERS):
            shown = "a space" if character == " " else f"the character {_name(character)}"
            help_ = "delete it, or percent-encode it if it belongs to the address"
            yield UrlProblem(position, position + 1, f"the address contains {shown}", help_)
            return


def _name(character: str) -> str:
    return quote(character) if character.isprintable() else f"U+{ord(character):04X}"


def _bad_scheme(written: str, address: Address) -> Iterator[UrlProblem]:
    if address.scheme is None or _HOSTLIKE.match(written):
        marked = ADDRESS_IN_MARKS.fullmatch(written)
        bare = marked["url"] if marked else written.strip("()[]\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb")
        help_ = f"write {bare}" if bare.startswith(("https://", "http://")) else "write all of it"
        yield UrlProblem(0, len(written), "the address does not start with https:// or http://", help_)
    elif address.scheme.lower() not in SCHEMES:
        message = f"an address that starts with {quote(address.scheme + ':')} is not a web page"
        help_ = did_you_mean(address.scheme, SCHEMES) or "write an address that starts with https:// or http://"
        yield UrlProblem(0, len(address.scheme) + 1, message, help_)


def _bad_authority(written: str, address: Address) -> Iterator[UrlProblem]:
    """Find problems between `//` and the path: in user, host and port (RFC 3986 §3.2)."""
    authority = address.authority or ""
    start = len(address.scheme or "") + len("://")
    user, separator, place = authority.rpartition("@")
    if separator:
        message = "the address contains a user name or a password, which everyone could read"
        yield UrlProblem(start, start + len(user) + 1, message, "delete the part before the @, and the @ itself")
        start += len(user) + 1
    host, colon, port = _host_and_port(place)
    if not host:
        yield UrlProblem(0, len(written), "the address has no host", "write it as https://host/page")
    elif not _is_host(host):
        yield UrlProblem(start, start + len(host), f"{quote(host)} is not a valid host name", "check its spelling")
    if colon and not (port.isascii() and port.isdigit() and len(port) <= len("65535") and int(port) in _PORTS):
        start += len(host)
        message = f"{quote(port)} is not a port" if port else "there is no port after the `:`"
        help_ = "delete it and its colon, or write a number from 1 to 65535"
        yield UrlProblem(start, start + 1 + len(port), message, help_)


def _host_and_port(place: str) -> tuple[str, str, str]:
    if not place.startswith("["):
        return place.partition(":")
    host, bracket, rest = place.partition("]")
    return host + bracket, rest[:1], rest[1:]


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ipv6(host)
    name = host.removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        return False
    if any(character.isascii() for character in _NOT_IN_A_HOST.findall(host)):
        return False
    return _is_ipv4(name) if _NUMBER.fullmatch(labels[-1]) else host.isascii() or _has_ascii_form(name)


def _is_ipv4(host: str) -> bool:
    """Whether a host that ends in a number is an address, as browsers need it (URL Standard §3.5)."""
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _has_ascii_form(host: str) -> bool:
    """Whether a host name in another script is one that can be looked up (UTS #46)."""
    import idna  # noqa: PLC0415 - it takes longer to load than most catalogues to check

    try:
        return len(idna.encode(host, uts46=True, transitional=False, std3_rules=False)) <= _LONGEST_NAME
    except (idna.IDNAError, UnicodeError):
        return False


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host[1:-1])
    except ValueError:
        return False
    return host.endswith("]")


def _bad_end(written: str) -> Iterator[UrlProblem]:
    kept = _without_punctuation(written)
    if not 0 < len(kept) < len(written):
        return
    tail = written[len(kept) :]
    encoded = "".join(f"%{ord(sign):02X}" for sign in tail[:3])
    help_ = "delete it, or percent-encode it if it belongs to the address"
    otherwise = f"; if the end belongs to the address, write it as {encoded}"
    yield UrlProblem(len(kept), len(written), f"the address ends in {quote(tail)}", help_, otherwise)


def _without_punctuation(written: str) -> str:
    """Return an address without full stops, commas, semicolons and unopened brackets at its end.

    A full stop that belongs to a name stays: without it `Warner_Bros.` is another page.
    """
    unopened = written.count(")") - written.count("(")
    end = len(written)
    while end and (written[end - 1] in ".,;" or (written[end - 1] == ")" and unopened > 0)):
        if _ends_a_name(unquote(written[max(0, end - _LONGEST_WORD) : end])):
            break
        end -= 1
        unopened -= written[end] == ")"
    return written[:end]


def _ends_a_name(text: str) -> bool:
    """Whether a text ends in a name or an abbreviation with its full stop: `_Bros.`, `_U.S.`, `_et_al.` and so on."""
    word = _LAST_WORD.search(text)
    return word is not None and (word[1][0].isupper() or _ABBREVIATION.fullmatch(word[1]) is not None)


def _corrected(written: str) -> str:
    """Return the address that was probably meant; ``""`` if that is not clear or the address is too long to compare."""
    if len(written) > LONGEST_CORRECTED or _more_than_address(written):
        return ""
    seen = "".join(character for character in written.strip() if character.isprintable())
    text = _without_punctuation(seen.strip('<>"').replace(" ", "%20"))
    if _SLIP.match(text):
        text = _SLIP.sub(r"\1://", text, count=1)
    elif text.startswith("//"):
        text = f"https:{text}"
    elif _HOSTLIKE.match(text):
        text = f"https://{text}"
    address = split(text)
    if address.authority:
        text = str(address._replace(authority=address.authority.rpartition("@")[2]))
    return "" if text == written or url_problems(text) else text
