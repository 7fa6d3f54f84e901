"""From a file to a catalogue and everything that is wrong with it, in one run.

A file with mistakes still gives a catalogue: what cannot be read is left out or stood in for, so that the rules can
speak about the rest at the same time.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import ValidationError

from pathgen.catalogue import text
from pathgen.catalogue.model import File, Part, Setting
from pathgen.catalogue.resolve import Catalogue, resolve
from pathgen.catalogue.rules import RULES
from pathgen.catalogue.suggest import did_you_mean
from pathgen.diagnostics import Diagnostic, Severity, Span, quote

ROUNDS = 20
"""How often a file is mended and validated again: each round gets past at least one level of nesting."""

Loc = tuple[str | int, ...]
_FATAL = frozenset(rule.code for rule in RULES if rule.fatal)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue, and what is wrong with its file, sorted by place.

    ``catalogue`` is ``None`` where the file could not be read at all. Where there are errors it holds what could be
    made of the file: good enough for looking, not for publishing.
    """

    catalogue: Catalogue | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def is_valid(self) -> bool:
        """Whether no diagnostic is an error."""
        return all(found.severity is not Severity.ERROR for found in self.diagnostics)


def load(path: str | Path) -> Loaded:
    """Read, validate and check the catalogue at ``path``.

    Raises:
        PathgenError: the file cannot be opened.

    """
    path = Path(path)
    return parse(str(path), text.read_bytes(path), prose=_prose_files(path.parent / "content"))


def parse(file: str, data: bytes, prose: frozenset[str] = frozenset()) -> Loaded:
    """Do what ``load`` does with bytes; ``prose`` names the Markdown files below ``content/``."""
    _, tree, found = text.read(file, data)
    if tree is None:
        return Loaded(None, tuple(found))
    model, problems = _validate(tree)
    found += problems
    catalogue = None
    if model is not None:
        found += _first(_unknown_rules(tree, model))
        catalogue = resolve(model, tree.source, prose)
        for rule in RULES:
            if rule.check is not None and model.rules.get(rule.code) is not Setting.OFF:
                found += _first(rule.check(catalogue))
    settings = _settings(tree.value)
    found = [kept for one in found if (kept := _as_set(one, settings)) is not None]
    return Loaded(catalogue, tuple(sorted(found, key=lambda one: one.place)))


def _first(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Take as many of a kind as anyone mends by hand; the last one says that there are more."""
    shown = list(islice(found, text.MAX_SAME + 1))
    if len(shown) > text.MAX_SAME:
        message = f"… and more like this: only the first {text.MAX_SAME:,} are told"
        shown[-1] = replace(shown[-1], message=message, help="mend those first", related=())
    return shown


def _prose_files(folder: Path) -> frozenset[str]:
    return (
        frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*.md"))
        if folder.is_dir()
        else frozenset()
    )


def _settings(value: dict[str, Any]) -> dict[str, str]:
    """Read what the file says of the rules even where other parts of it are wrong."""
    rules = value.get("rules")
    return {code: word for code, word in rules.items() if isinstance(word, str)} if isinstance(rules, dict) else {}


def _unknown_rules(tree: text.Tree, model: File) -> Iterator[Diagnostic]:
    """Find settings of rules that do not exist or cannot be set: here, as a rule does not know of the others."""
    settable = [rule.code for rule in RULES if not rule.fatal]
    for code in model.rules:
        if code in settable:
            continue
        span = text.key_span_of(tree.source, tree.marks, ("rules", code))
        if code in _FATAL:
            message = f"the rule {quote(code)} cannot be set, as nothing can be read past it"
            yield Diagnostic("bad-value", Severity.ERROR, span, message, "delete the line")
        else:
            help_ = did_you_mean(code, settable) or "`pathgen rules` lists the rules"
            yield Diagnostic("dangling-reference", Severity.ERROR, span, f"there is no rule {quote(code)}", help_)


def _as_set(found: Diagnostic, settings: dict[str, str]) -> Diagnostic | None:
    """Give a diagnostic the severity that the catalogue wants; what stops the reader cannot be turned down."""
    wanted = settings.get(found.code)
    if wanted not in set(Setting) or found.code in _FATAL:
        return found
    return None if wanted == Setting.OFF else replace(found, severity=Severity(wanted))


def _validate(tree: text.Tree) -> tuple[File | None, list[Diagnostic]]:
    """Validate the plain values; take out or stand in for what is wrong until the rest is a catalogue."""
    found: list[Diagnostic] = []
    for _ in range(ROUNDS):
        try:
            model = File.model_validate(tree.value)
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False, include_context=False)  # of 200,000 it takes 80 MB
        else:
            model.place(tree.source, tree.marks)
            return model, found
        found += _first(_diagnose(tree, error) for error in errors)
        if len(errors) > text.MAX_SAME:
            break
        # From the back, so that taking an item out of a list does not move those still to be mended.
        for error in reversed(errors):
            _mend(tree, _path(error["loc"]), required=error["type"] != "extra_forbidden")
    return None, found


def _path(loc: Loc) -> Loc:
    """Drop from pydantic's location the tags of the union, which are not in the file."""
    return tuple(
        step
        for before, step in zip((None, *loc), loc, strict=False)
        if not (isinstance(before, int) and step in ("resource", "reference"))
    )


# --- saying what is wrong ----------------------------------------------------------------------------------------

_MEANINGS = {
    "string_type": ("is not a single line of text", "write one value"),
    "string_too_long": ("is too long", "keep it under 100 characters"),
    "int_parsing": ("is not a whole number", "write digits only"),
    "int_type": ("is not a whole number", "write digits only"),
    "bool_parsing": ("is neither yes nor no", "write yes or no"),
    "bool_type": ("is neither yes nor no", "write yes or no"),
    "too_long": ("holds too many", "keep to a number that a reader can choose from: at most 20"),
    "tuple_type": ("is not a list", "write a list: one `- ` line for each item"),
    "dict_type": ("is not a mapping", "write `key: value` lines below it"),
    "model_type": ("is not a mapping", "write `key: value` lines below it"),
    "model_attributes_type": ("is not a mapping", "write `key: value` lines below it"),
}
_PATTERNS = {
    "language": ("is not a language tag", "write a tag such as en or zh-Hans"),
    "added": ("is not a date", "write 2016, 2016-01 or 2016-01-05"),
    "reviewed": ("is not a date", "write 2016, 2016-01 or 2016-01-05"),
}
_ID_FORM = ("is not an id", "use small letters and digits with `-` between them, such as step-by-step")


def _diagnose(tree: text.Tree, error: Any) -> Diagnostic:
    """Say in the curator's words what pydantic found."""
    path = _path(error["loc"])
    kind = error["type"]
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "the catalogue")
    if kind == "extra_forbidden":
        fields = sorted(_fields_at(error["loc"][:-1]))
        help_ = did_you_mean(name, fields) or f"known here: {', '.join(fields)}"
        span = text.key_span_of(tree.source, tree.marks, path)
        return Diagnostic("unknown-field", Severity.ERROR, span, f"there is no field `{name}` here", help_)
    span = _first_line(text.span_of(tree.source, tree.marks, path))
    if kind == "missing":
        return Diagnostic("missing-field", Severity.ERROR, span, f"`{name}` is missing", f"add `{name}:` here")
    written = error["input"]
    shown = f" {quote(written)}" if isinstance(written, str) else ""
    if written == "":
        help_ = "give it one, or delete the line"
        return Diagnostic("missing-value", Severity.ERROR, span, f"`{name}` has no value", help_)
    if kind == "enum":
        known = re.findall(r"'([^']*)'", error["msg"])
        help_ = did_you_mean(written if isinstance(written, str) else "", known) or f"write one of: {', '.join(known)}"
        return Diagnostic(
            "unknown-value", Severity.ERROR, span, f"`{name}` cannot be{shown or ' a list or mapping'}", help_
        )
    if kind == "string_pattern_mismatch":
        wrong, help_ = _PATTERNS.get(name, _ID_FORM)
    elif kind == "value_error":
        wrong, help_ = "cannot be read", error["msg"].removeprefix("Value error, ")
    elif kind in ("greater_than_equal", "less_than_equal"):
        wrong, help_ = "is out of range", error["msg"].replace("Input should be", "it should be")
    else:
        wrong, help_ = _MEANINGS.get(kind, ("cannot be read", error["msg"]))
    return Diagnostic("bad-value", Severity.ERROR, span, f"`{name}`{shown} {wrong}", help_)


def _first_line(span: Span) -> Span:
    """Cut a span that runs over several lines down to its first, which is where a reader looks."""
    end = span.source.text.find("\n", span.start, span.end)
    return span if end < 0 else Span(span.source, span.start, end)


def _fields_at(loc: Loc) -> set[str]:
    """Name the fields that the schema knows at a location."""
    parts: set[type[Part]] = {File}
    for step in loc:
        if isinstance(step, str) and step in ("resource", "reference"):
            parts = {part for part in parts if part.__name__.lower() == step} or parts
        elif isinstance(step, str):
            parts = {below for part in parts for below in _parts_below(part, step)}
    return {field for part in parts for field in part.model_fields}


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


# --- going on in spite of it -------------------------------------------------------------------------------------


def _mend(tree: text.Tree, path: tuple[Any, ...], *, required: bool) -> None:
    """Take what is wrong out of the values and the marks; stand in for it where an entry needs the field."""
    value, marks = tree.value, tree.marks
    for at, step in enumerate(path[:-1]):
        below = value[step] if isinstance(value, list) or step in value else None
        if not isinstance(below, dict | list):  # a value read as a list or mapping of one: take out the whole
            path = path[: at + 1]
            break
        children = marks[2]
        value, marks = below, children[step] if isinstance(value, list) else children[step][2]
    if not path:
        return
    last = path[-1]
    if isinstance(value, list):
        del value[last], marks[2][last]
        return
    value.pop(last, None)
    marks[2].pop(last, None)
    if required and last in _STAND_INS and (last != "id" or "title" not in value or "url" not in value):
        value[last] = stand_in = _STAND_INS[last](marks[0])
        if isinstance(stand_in, dict):
            marks[2][last] = (marks[0], marks[0], (marks[0], marks[0], {}))


_STAND_INS: dict[str | int, Any] = {
    "id": lambda at: f"unnamed.{at}",
    "ref": lambda at: f"unnamed.{at}",
    "title": lambda at: f"Untitled {at}",
    "name": lambda at: f"Unnamed {at}",
    "question": lambda _: "?",
    "url": lambda at: f"https://unknown.invalid/{at}",
    "path": lambda _: {"title": "Untitled"},
}
