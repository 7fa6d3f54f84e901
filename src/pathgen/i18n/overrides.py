"""A project's own words: ``languages/TAG.yaml`` beside its catalogue, which replace those of pathgen, text by text.

Texts that such a file leaves out stay as they are (English for a language that pathgen does not have). A file must use
the names, plural forms and values of pathgen's own texts: a mistake is reported with its place before a reader sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml
from babel import Locale, UnknownLocaleError

from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.errors import PathgenError
from pathgen.files import as_pathgen_error, part_of, read_bytes
from pathgen.yamldoc.past_slips import why_not_yaml

FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of CLDR."""
_VALUE = re.compile(r"\{([a-z_]*)\}")


class MessageOverrides(NamedTuple):
    """The content of such a file; it is parsed and checked when its texts are first used."""

    language: str
    file: str
    written: str


def read_overrides(folder: Path, pattern: str = "*.yaml") -> tuple[MessageOverrides, ...]:
    """Return the files of a project's folder that a pattern names; none where there is no such folder.

    Raises:
        PathgenError: a file cannot be read, or is not named after a language.
    """
    found = []
    with as_pathgen_error(folder, "read"):
        paths = sorted(folder.iterdir()) if folder.exists() else []
    for path in paths:
        if path.name.startswith(".") or not path.match(pattern):
            continue
        try:
            Locale.parse(path.stem, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise PathgenError(
                f"{path}: {path.stem!r} is not a valid language tag; use one such as en or pt-BR"
            ) from error
        try:
            text = read_bytes(part_of(folder, path.name)).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise PathgenError(f"{path}: byte {error.start} is not UTF-8 text; save it as UTF-8") from error
        found.append(MessageOverrides(path.stem, str(path), text))
    return tuple(found)


def over(ours: dict[str, Any], override: MessageOverrides) -> dict[str, Any]:
    """Return our texts with those that a project replaces.

    Raises:
        PathgenError: a text is not one of ours, or has another shape; the message says where.
    """
    try:
        node = yaml.compose(override.written, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise PathgenError(why_not_yaml(override.file, override.written, error)) from error
    return ours if node is None else _Over(override.file).part(ours, node, "")


class _Over:
    """Replaces our texts by those of one file, and refuses what does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file

    def part(self, ours: dict[str, Any], node: yaml.Node, above: str) -> dict[str, Any]:
        """Return a part with the texts that a file replaces; ``above`` is the part's name with a dot after it."""
        merged = dict(ours)
        for name, value in self._items(node, above):
            if name.value not in ours:
                help_ = did_you_mean(name.value, ours) or f"there are {', '.join(ours)}"
                self._refuse(name, f"there is no text {above}{name.value}; {help_}")
            merged[name.value] = self._value(ours[name.value], value, f"{above}{name.value}")
        return merged

    def _value(self, ours: Any, node: yaml.Node, name: str) -> Any:
        if isinstance(ours, dict) and not FORMS.issuperset(ours):
            return self.part(ours, node, f"{name}.")
        if isinstance(ours, dict):
            return self._forms(ours, node, name)
        if isinstance(ours, list):
            if not isinstance(node, yaml.SequenceNode) or len(node.value) != len(ours):
                self._refuse(node, f"{name} must be a list of {len(ours)} texts")
            return [self._text(node, (), name) for node in node.value]
        return self._text(node, _VALUE.findall(str(ours)), name)

    def _forms(self, ours: dict[str, str], node: yaml.Node, name: str) -> dict[str, str]:
        known = {value for form in ours.values() for value in _VALUE.findall(form)} | {"count"}
        forms = {}
        for form, text in self._items(node, f"{name}."):
            if form.value not in FORMS:
                self._refuse(form, f"{form.value} is not a plural form; use one of {', '.join(sorted(FORMS))}")
            forms[form.value] = self._text(text, known, f"{name}.{form.value}")
        if "other" not in forms:
            self._refuse(node, f"{name} needs the form `other`, which is used for the forms that are left out")
        return forms

    def _text(self, node: yaml.Node, known: Iterable[str], name: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(node, f"{name} must be a single text")
        text = str(node.value)
        if re.search("[{}]", _VALUE.sub("", text)):
            self._refuse(node, f"{name} has a brace that is not part of a value; write a value as {{count}}")
        for value in _VALUE.findall(text):
            if value not in known:
                names = ", ".join(f"{{{known_value}}}" for known_value in sorted(known)) or "none"
                self._refuse(node, f"{name} has no value {{{value}}}; its values: {names}")
        return text

    def _items(self, node: yaml.Node, above: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._refuse(node, f"{above.rstrip('.') or 'the file'} must be a mapping of names and texts")
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self._refuse(name, "a name must be a single word")
        return list(node.value)

    def _refuse(self, node: yaml.Node, message: str) -> NoReturn:
        raise PathgenError(f"{self.file}:{node.start_mark.line + 1}:{node.start_mark.column + 1}: {message}")
