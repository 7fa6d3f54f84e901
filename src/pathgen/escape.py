"""How text from a catalogue is written into each kind of output: here, and nowhere else."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from markupsafe import Markup, escape

_MARKDOWN = re.compile(r"[^\w \u0080-\U0010ffff]|_", re.ASCII)
_BREAK = re.compile(r"\s*[\r\n]\s*")
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_SCRIPT = re.compile(r"[<>&\u2028\u2029]|\{(?=[{%#])")
_MEANING = re.compile(r"[\\`*_\[\]<>#&~|]")
_ENDS_A_URL = re.compile(r"[\s<>\\\x00-\x1f\x7f]")
_MEANT_IN_A_URL = re.compile(r"[()]|&(?=#?\w+;)")
_OUTSIDE = re.compile(r"https?://", re.IGNORECASE)

# BibTeX counts braces even behind a backslash, so that a brace can only be spoken of by name.
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
    """Fold the line breaks of a text into spaces: a value can then never start a line of its own in Markdown."""
    if isinstance(value, str) and ("\n" in value or "\r" in value) and not isinstance(value, Markup):
        return _BREAK.sub(" ", value)
    return value


def markdown(text: str) -> Markup:
    """Write text into a line of Markdown: every ASCII sign becomes a character reference, so none has a meaning."""
    return Markup(_MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", str(one_line(text))))  # noqa: S704 - escaped here


def front_matter(text: str) -> Markup:
    """Write text as a YAML value of front matter or nav; the engines put it into HTML as it stands, so it is escaped.

    A JSON string is a YAML string (YAML 1.2.2 §1.3).
    """
    return Markup(json.dumps(str(escape(one_line(text)))))  # noqa: S704 - escaped here


def head(text: str) -> Markup:
    """Write text into an attribute of a page's head, in a file that the engine reads as a template."""
    return Markup(str(escape(one_line(text))).replace("{", "&#123;"))  # noqa: S704 - escaped here


def json_script(data: object) -> Markup:
    """Write JSON into a script element, in a file that the engine reads as a template.

    No string of it can end the element or begin a comment (HTML Living Standard §4.12.1.3), end a line of JavaScript
    (ECMA-262 before 2019), or begin a part of a template: between strings JSON has no brace before another one.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(_IN_SCRIPT.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))  # noqa: S704 - escaped here


def plain_markdown(text: str) -> str:
    """Write text into a line of Markdown that people read as it stands: signs with a meaning get a backslash."""
    return _MEANING.sub(r"\\\g<0>", str(one_line(text)))


def markdown_url(url: str) -> str:
    """Write an address as that of a link in Markdown: nothing in it ends the address or means another sign."""
    encoded = _ENDS_A_URL.sub(lambda sign: quote(sign[0]), url)
    return _MEANT_IN_A_URL.sub(r"\\\g<0>", encoded)


def is_outside(url: str) -> bool:
    """Whether an address may become a link: http or https, whatever the rules of the catalogue let through."""
    return bool(_OUTSIDE.match(url))


def xml(text: str) -> str:
    """Drop the characters that no XML file may hold, escaped or not (XML 1.0 §2.2)."""
    return _NOT_IN_XML.sub("", text)


def bibtex(text: str) -> str:
    """Write text as the value of a BibTeX field, between braces: nothing in it ends the value or commands TeX."""
    return " ".join(text.split()).translate(_BIBTEX)


def bibtex_name(name: str) -> str:
    """Write one name of a list of authors; braces keep it one where BibTeX would take it apart or as "et al."."""
    first, others, rest = name.partition(_OTHERS)
    if others and first and not rest:
        return bibtex_name(first) + _OTHERS
    written = bibtex(name)
    return f"{{{written}}}" if _AND.search(name) or name.strip().lower() == "others" else written


def bibtex_url(url: str) -> str:
    r"""Write an address, which styles set as it stands (``\url``): what it may not contain is percent-encoded."""
    return _NOT_IN_A_URL.sub(lambda sign: quote(sign[0]), url)
