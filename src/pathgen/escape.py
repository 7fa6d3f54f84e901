"""Escaping: how text from a catalogue is written into each kind of output. No other module escapes."""

from __future__ import annotations

import json
import re
from math import inf
from urllib.parse import quote

import yaml
from markupsafe import Markup, escape

from pathgen.terminal import visible

_MARKDOWN = re.compile(r"[\x00-\x1f!-/:-@\[-`{-\x7f]")
"""Every character of ASCII but letters, digits and the space; to compile what it is not takes ten times as long."""
_BREAK = re.compile(r"\s*[\r\n]\s*")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_SCRIPT = re.compile(r"[<>&\u2028\u2029]|\{(?=[{%#])")
_MEANING = re.compile(r"[\\`*_\[\]<>#&~|]")
_GITHUB_SIGN = re.compile(r"[\x00-\x1f!-&(-+./:-@\[-`{-\x7f]")
_GITHUB_MENTION = re.compile("&#(?:64|35);(?=.)")
_PLAIN_IN_A_URL = "%/:?#=&+,~!$@"
_ENDS_A_URL = re.compile(r"[\s<>\\\x00-\x1f\x7f]")
_MEANT_IN_A_URL = re.compile(r"[()]|&(?=#?\w+;)")
_OUTSIDE = re.compile(r"https?://", re.IGNORECASE)

# BibTeX counts braces even after a backslash, so that a brace has to be written by its name.
_BIBTEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "#$%&_"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
    }
)
_NOT_IN_A_URL = re.compile(r"[\s{}\\<>\"^`|\x00-\x1f\x7f]")
_OTHERS = " and others"
_AND = re.compile(r"\band\b|,", re.IGNORECASE)


def one_line(value: object) -> object:
    """Return a text with spaces for line breaks, so that no part of it can start a line in Markdown."""
    if isinstance(value, str) and ("\n" in value or "\r" in value) and not isinstance(value, Markup):
        return _BREAK.sub(" ", value)
    return value


def markdown(text: str) -> Markup:
    """Return text for a line of Markdown: every ASCII sign becomes a character reference, so none has a meaning."""
    return Markup(_MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", str(one_line(text))))  # noqa: S704 - escaped here


def front_matter(text: str) -> Markup:
    """Return text as a YAML value of front matter or nav, escaped for HTML, as the engines do not escape it.

    A JSON string would not do: JSON writes a character above U+FFFF as two escapes, which YAML refuses (YAML 1.2.2
    §5.7), and then the page shows its front matter as text.
    """
    quoted = yaml.safe_dump(str(escape(one_line(text))), default_style='"', allow_unicode=True, width=inf)
    return Markup(quoted.rstrip())  # noqa: S704 - escaped here


def head(text: str) -> Markup:
    """Return text for an attribute in a page's head, in a file that the engine reads as a template."""
    return Markup(str(escape(one_line(text))).replace("{", "&#123;"))  # noqa: S704 - escaped here


def json_script(data: object) -> Markup:
    """Return JSON for a script element, in a file that the engine reads as a template.

    No string in it can end the element or start a comment (HTML Living Standard §4.12.1.3), end a line of JavaScript
    (ECMA-262 before 2019), or start a template expression: between strings, JSON has no two braces in a row.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(_IN_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))  # noqa: S704 - escaped here


def plain_markdown(text: str) -> str:
    """Return text for a line of Markdown that people also read unrendered: signs with a meaning get a backslash."""
    return _MEANING.sub(r"\\\g<0>", str(one_line(text)))


def github_markdown(text: str) -> str:
    """Return text for Markdown on GitHub, in which no sign has a meaning to Markdown, HTML or GitHub.

    GitHub looks for ``@someone`` and ``#1`` after it has rendered the Markdown, so a zero-width space goes between.
    """
    written = _GITHUB_SIGN.sub(lambda sign: f"&#{ord(sign[0])};", visible(text))
    return _GITHUB_MENTION.sub(lambda mention: mention[0] + "&#8203;", written)


def github_link(title: str, url: str) -> str:
    """Return a link for Markdown on GitHub, also within a table; without a title it shows its address."""
    return f"[{github_markdown(title or url)}]({quote(visible(url), safe=_PLAIN_IN_A_URL)})"


def markdown_url(url: str) -> str:
    """Return an address for a link in Markdown: nothing in it ends the link or stands for another character."""
    encoded = _ENDS_A_URL.sub(lambda sign: quote(sign[0]), url)
    return _MEANT_IN_A_URL.sub(r"\\\g<0>", encoded)


def is_outside(url: str) -> bool:
    """Whether an address may become a link: only http and https may, even if the catalogue turns its rules off."""
    return bool(_OUTSIDE.match(url))


def xml(text: str) -> str:
    """Return text without the characters that XML forbids, escaped or not (XML 1.0 §2.2)."""
    return _NOT_IN_XML.sub("", text)


def bibtex(text: str) -> str:
    """Return text for a BibTeX field, between braces: nothing in it ends the value or is a TeX command."""
    return " ".join(text.split()).translate(_BIBTEX)


def bibtex_name(name: str) -> str:
    """Return a name for a list of authors, in braces if BibTeX would split it or read it as "et al."."""
    first, others, rest = name.partition(_OTHERS)
    if others and first and not rest:
        return bibtex_name(first) + _OTHERS
    written = bibtex(name)
    return f"{{{written}}}" if _AND.search(name) or name.strip().lower() == "others" else written


def bibtex_url(url: str) -> str:
    r"""Return an address for BibTeX, which styles pass to ``\url``: characters it must not contain are encoded."""
    return _NOT_IN_A_URL.sub(lambda sign: quote(sign[0]), url)
