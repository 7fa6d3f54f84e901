"""Diagnostics for the errors of pydantic: in a curator's words, at their place in the file."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pathgen.catalogue import value_names
from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.field_names import field_meant, field_spelt, help_for_unknown
from pathgen.catalogue.ids import slug
from pathgen.catalogue.model import (
    Concept,
    Edition,
    File,
    KindOfCatalogue,
    Library,
    LinkPolicy,
    Part,
    Path,
    Reference,
    Resource,
    Step,
    Topic,
    Track,
)
from pathgen.catalogue.recovery import value_at
from pathgen.catalogue.values import HOW_TO_WRITE_DATE, HOW_TO_WRITE_HOST, HOW_TO_WRITE_ID, HOW_TO_WRITE_LANGUAGE
from pathgen.diagnostics import Diagnostic, Severity, Span, quote, shorten
from pathgen.yamldoc.cut_off import cut_off_text, how_to_keep
from pathgen.yamldoc.parse import Tree, key_span_of, span_of
from pathgen.yamldoc.scalars import quoted

Loc = tuple[str | int, ...]
"""The location of an error, as pydantic returns it: keys and positions from the top, and the tags of unions."""


def path_of(loc: Loc) -> Loc:
    """Return a location without the tags of unions, which are not in the file."""
    return tuple(
        step
        for before, step in zip((None, *loc), loc, strict=False)
        if not (isinstance(before, int) and step in ("resource", "reference"))
    )


_MEANINGS = {
    "string_type": ("is not a single line of text", "write one value"),
    "string_too_long": ("is too long", "keep it under 100 characters"),
    "int_parsing": ("is not a whole number", "write digits only"),
    "int_type": ("is not a whole number", "write digits only"),
    "bool_parsing": ("is neither yes nor no", "write yes or no"),
    "bool_type": ("is neither yes nor no", "write yes or no"),
    "too_long": ("has too many values", "write at most 20, as readers have to choose one"),
    "tuple_type": ("is not a list", "write a list: one `- ` line for each item"),
    "dict_type": ("is not a mapping", "write `key: value` lines below it"),
    "model_type": ("is not a mapping", "write `key: value` lines below it"),
    "model_attributes_type": ("is not a mapping", "write `key: value` lines below it"),
}
_PATTERNS = {
    "language": ("is not a valid language tag", HOW_TO_WRITE_LANGUAGE),
    "added": ("is not a valid date", HOW_TO_WRITE_DATE),
    "reviewed": ("is not a valid date", HOW_TO_WRITE_DATE),
    "collected": ("is not a valid date", HOW_TO_WRITE_DATE),
    "host": ("is not a valid host", HOW_TO_WRITE_HOST),
}
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_TAG = re.compile(r"<[^<>]*>")
_NAMES_WITHOUT_COLON = re.compile(r"^(?:title|name)\b\s*[:=]?|\s+(?:url|link)\s*[:=]?\s*$", re.IGNORECASE)
"""Fields of an entry that was written in one line, or without the colons."""
_AROUND_WORDS = " \t!`_-\u2013\u2014:,;|()[]<>"
"""What people write between the words for a page and its address."""
_IDS = re.compile(r"[(\[\uff3b\uff08-]*\s*([a-z0-9-]+(?:\s*[,;\uff0c\u3001]\s*[a-z0-9-]+)*)\s*[)\]\uff3d\uff09]*")
"""Several ids, or one in the brackets of another format."""
_ID_FORMAT = ("is not a valid id", HOW_TO_WRITE_ID)


def diagnose(tree: Tree, error: Any) -> Diagnostic:
    """Return the diagnostic for an error of pydantic, in the words of the catalogue."""
    path = path_of(error["loc"])
    kind = error["type"]
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "the catalogue")
    if kind == "extra_forbidden":
        help_ = _instead_of_unknown(name, fields_at(error["loc"][:-1]), error["input"], value_at(tree, path[:-1]))
        span = key_span_of(tree.source, tree.marks, path)
        return Diagnostic("unknown-field", Severity.ERROR, span, f"there is no field `{shorten(name)}` here", help_)
    span = _first_line(span_of(tree.source, tree.marks, path))
    if kind == "missing":
        return Diagnostic("missing-field", Severity.ERROR, span, f"`{name}` is missing", f"add `{name}:` here")
    written = error["input"]
    shown = f" {quote(written)}" if isinstance(written, str) else ""
    if written == "":
        lost = cut_off_text(span.source.text, span.start, span.end)
        help_ = how_to_keep("", lost) if lost else "write a value after the colon, or delete the line"
        return Diagnostic("missing-value", Severity.ERROR, span, f"`{name}` has no value", help_)
    if kind == "enum":
        help_ = _word_instead(name, written if isinstance(written, str) else "", error["msg"])
        return Diagnostic(
            "unknown-value", Severity.ERROR, span, f"`{name}` cannot be{shown or ' a list or mapping'}", help_
        )
    wrong, help_ = _why_bad(tree, path, error)
    meant = _VALUES[name](written) if isinstance(written, str) and name in _FORMS else written
    if meant != written and re.fullmatch(_FORMS[name], meant):
        help_ = f"did you mean `{meant}`?"
    return Diagnostic("bad-value", Severity.ERROR, span, f"`{name}`{shown} {wrong}", help_)


def _why_bad(tree: Tree, path: Loc, error: Any) -> tuple[str, str]:
    """Return why a value is not one that its field can have, and how to write one."""
    kind, written = error["type"], error["input"]
    if kind == "string_pattern_mismatch":
        name = next(str(step) for step in reversed(path) if isinstance(step, str))
        return _PATTERNS.get(name) or (_ID_FORMAT[0], _ids_in(tree, path, written) or _as_id(written))
    if kind == "value_error":
        return "is not valid", error["msg"].removeprefix("Value error, ")
    if kind in ("greater_than_equal", "less_than_equal"):
        return "is out of range", error["msg"].replace("Input should be", "write a number")
    if isinstance(written, list) and isinstance(path[-1], int):
        return "has a list in its list", "write one `-` before each item, and its keys below one another"
    wrong, help_ = _MEANINGS.get(kind, ("is not valid", error["msg"]))
    if kind.startswith("model_") and isinstance(written, str) and (address := _ADDRESS.search(written)):
        return wrong, _with_address(path, written, address[0])
    return wrong, help_


def _with_address(path: Loc, written: str, address: str) -> str:
    """Return how to write a text that has an address as fields."""
    if path[-1] == "also":
        return f"write what is there: `also: {{video: {address}}}`"
    without = _NAMES_WITHOUT_COLON.sub("", written.replace(address, " "))
    words = " ".join(_TAG.sub("", without).split()).strip(_AROUND_WORDS)
    title = f"`title: {quoted(words)}`" if words else "a `title:`"
    return f"write {title} and `url: {address}` below one another"


def _ids_in(tree: Tree, path: Loc, written: str) -> str:
    """Return how to write ids that are an item of a list together, or with other signs; ``""`` for anything else."""
    ids = _IDS.fullmatch(written) if isinstance(path[-1], int) else None
    if ids is None:
        return ""
    words = ", ".join(re.findall("[a-z0-9]+(?:-[a-z0-9]+)*", ids[1]))
    if isinstance(value_at(tree, path[:-1]), str):
        return f"write `{path[-2]}: [{words}]`"
    return f"write each as an item of the list: {words}" if "," in words else f"write {words}"


def _as_id(written: str) -> str:
    """Return how to write words as an id, as `Sour dough` is probably `sour-dough`."""
    are_words = re.fullmatch(r"[a-z][a-z0-9 _-]*", written, re.IGNORECASE)
    return f"write {slug(written)}; {HOW_TO_WRITE_ID}" if are_words else HOW_TO_WRITE_ID


def _instead_of_unknown(name: str, fields: set[str], value: object, part: Collection[str]) -> str:
    """Return what to write instead of a field that does not exist in a ``part``, whose other fields are right.

    It may be the title of a page before its address, or that of a group of entries.
    """
    if _is_title(name, fields, value):
        return f"write `title: {quoted(name)}` and `url: {value}` below one another"
    elsewhere = _elsewhere(name)
    is_entry = fields_at(("steps", 0, "resources", 0, "resource")) <= fields
    if is_entry and isinstance(value, list) and any(isinstance(item, dict) for item in value) and not elsewhere:
        topic = f"`- {{id: {slug(name)}, title: {quoted(name)}, resources: …}}`"
        return f"an entry contains no others; a group of entries is a topic: {topic}"
    if is_entry and "url" in part and field_meant(name, fields, value) == "url":
        if value:
            return "an entry has one `url`; write this address into `also` with what is there: `also: {video: …}`"
        fields = fields - {"url"}
    return help_for_unknown(name, fields, value, elsewhere)


def _is_title(name: str, fields: Collection[str], value: object) -> bool:
    """Whether an unknown field is the title of a page, as its value is an address."""
    is_address = isinstance(value, str) and _ADDRESS.fullmatch(value) is not None
    return is_address and "title" in fields and not field_meant(name, fields, value)


def _word_instead(name: str, written: str, message: str) -> str:
    """Return how to replace a word that is not in the list of its field, which the message of pydantic has."""
    known = re.findall(r"'([^']*)'", message)
    meant = _VALUES.get(name, str)(written)
    close = did_you_mean(meant if meant in known else written, known)
    help_ = close or f"write one of: {', '.join(known)}"
    if name == "kind" and (id_ := slug(written)):
        help_ += f" (or add it to the catalogue's `kinds`: `- {{id: {id_}, title: …}}`)"
    return help_


_VALUES: dict[str, Callable[[str], str]] = {
    "kind": value_names.kind,
    "level": value_names.level,
    "access": value_names.access,
    "role": value_names.role,
    "status": value_names.state,
    "language": value_names.language,
    "minutes": value_names.minutes,
}
"""What other words for the values of a field mean."""
_FORMS = {"language": r"[a-z]{2,3}", "minutes": r"[1-9][0-9]{0,3}(?:h[0-9]{0,2})?"}
"""The forms of values that are not one of a list."""


def renamed(tree: Tree, errors: Iterable[Any]) -> dict[Loc, str]:
    """Return the unknown fields to be read as another that their mapping lacks, each with that one.

    They are those whose name is only spelt in another way, and other words for a field that has to be there.
    """
    missing = {path_of(error["loc"]) for error in errors if error["type"] == "missing"}
    found: dict[Loc, str] = {}
    for error in errors:
        if error["type"] != "extra_forbidden":
            continue
        path = path_of(error["loc"])
        name, fields = str(path[-1]), fields_at(error["loc"][:-1])
        meant = field_meant(name, fields, error["input"])
        target = (*path[:-1], meant or "")
        is_free = target in missing or (meant == field_spelt(name, fields) and meant not in value_at(tree, path[:-1]))
        if meant and is_free and target not in {(*other[:-1], field) for other, field in found.items()}:
            found[path] = meant
    return found


def titles_with_address(errors: Iterable[Any]) -> set[Loc]:
    """Return the unknown fields that are the title of an entry before its address, where it has neither yet."""
    missing = {path_of(error["loc"]) for error in errors if error["type"] == "missing"}
    unknown = [(path_of(error["loc"]), error) for error in errors if error["type"] == "extra_forbidden"]
    return {
        path
        for path, error in unknown
        if {(*path[:-1], "title"), (*path[:-1], "url")} <= missing
        and _is_title(str(path[-1]), fields_at(error["loc"][:-1]), error["input"])
    }


_WHERE: dict[type[Part], str] = {
    File: "the top of the file",
    Path: "`path`",
    Edition: "an edition",
    Track: "a track",
    KindOfCatalogue: "a kind",
    Concept: "a concept",
    Step: "a step",
    Topic: "a topic",
    Resource: "an entry",
    Reference: "a `ref`",
    Library: "a library",
    LinkPolicy: "an item of `link_policy`",
}


def _elsewhere(name: str) -> str:
    """Return where a field of this name is, in case it was written there and slipped; an empty text for none."""
    places = [place for part, place in _WHERE.items() if name in part.model_fields]
    if not places:
        return ""
    return f"`{name}` is a field of {' and '.join(places[:3])}: check how far the line is indented"


def _first_line(span: Span) -> Span:
    """Return the part of a span that is on its first line, where a reader looks."""
    end = span.source.text.find("\n", span.start, span.end)
    return span if end < 0 else Span(span.source, span.start, end)


def kind_at(loc: Loc) -> str:
    """Return what an item of a list is called, such as "a step"."""
    parts = _parts_at(loc)
    return next((name for part, name in _WHERE.items() if part in parts), "another part")


def fields_at(loc: Loc) -> set[str]:
    """Return the fields that the schema has at a location."""
    return {field for part in _parts_at(loc) for field in part.model_fields}


def _parts_at(loc: Loc) -> set[type[Part]]:
    """Return the parts that the schema has at a location."""
    parts: set[type[Part]] = {File}
    for step in loc:
        if isinstance(step, str) and step in ("resource", "reference"):
            parts = {part for part in parts if part.__name__.lower() == step} or parts
        elif isinstance(step, str):
            parts = {below for part in parts for below in _parts_below(part, step)}
    return parts


@cache
def _parts_below(part: type[Part], field: str) -> frozenset[type[Part]]:
    info = part.model_fields.get(field)
    return frozenset(_parts_in(info.annotation)) if info else frozenset()


def _parts_in(annotation: Any) -> set[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return {annotation}
    if get_origin(annotation) in (tuple, Union, types.UnionType, Annotated):
        return {part for argument in get_args(annotation) for part in _parts_in(argument)}
    return set()
