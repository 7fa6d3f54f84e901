"""From braces and brackets to lines of their own, as a long list needs them; each value stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pathgen.catalogue.edit import TextEdit
from pathgen.catalogue.model import Part
from pathgen.diagnostics import Span
from pathgen.errors import PathgenError

_DASH = re.compile(r"[ ]*-[ ]+")
_BETWEEN = re.compile(r"[\s,\[\]{}]*")
_KEY = re.compile(r"[\s,{]*[\"']?[a-z_]+[\"']?\s*:\s*")


def is_in_brackets(span: Span) -> bool:
    """Whether a list or a part is written in brackets or braces."""
    return span.source.text[span.start : span.start + 1] in ("[", "{")


def items(part: Part, field: str) -> Iterator[str]:
    """Give the text of each item of a list in brackets.

    Raises:
        PathgenError: there is a comment between them.
    """
    whole = part.span(field)
    text, at = whole.source.text, whole.start
    for number in range(len(getattr(part, field))):
        span = part.span(field, number)
        _glue(_BETWEEN, text[at : span.start], whole)
        yield text[span.start : span.end]
        at = span.end
    _glue(_BETWEEN, text[at : whole.end], whole)


def to_block_style(part: Part) -> TextEdit:
    """Write a part that is an item in braces with a line for each of its fields.

    Raises:
        PathgenError: there is a comment in it, or it stands in brackets itself.
    """
    whole = part.span()
    text, at = whole.source.text, whole.start
    if not _DASH.fullmatch(text[text.rfind("\n", 0, at) + 1 : at]):
        raise PathgenError(
            f"{whole}: this stands in brackets; write it on lines of its own first, with a dash before it"
        )
    line_end = "\r\n" if "\r\n" in text[:1000] else "\n"
    lines = []
    for field in sorted(part.model_fields_set, key=lambda one: part.span(one).start):
        span = part.span(field)
        _glue(_KEY, text[at : span.start], whole)
        lines.append(f"{field}: {text[span.start : span.end]}")
        at = span.end
    _glue(_BETWEEN, text[at : whole.end], whole)
    return TextEdit(whole.start, whole.end, f"{line_end}{' ' * (whole.column - 1)}".join(lines))


def _glue(form: re.Pattern[str], text: str, whole: Span) -> None:
    if not form.fullmatch(text):
        raise PathgenError(f"{whole}: there is a comment within the brackets; write it on lines of its own first")
