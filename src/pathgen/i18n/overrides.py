"""A project's own words: ``languages/TAG.yaml`` beside its catalogue, over those of pathgen, text by text.

What such a file leaves out stays as it is, in English for a language that pathgen does not speak. It is held to the
names, the forms and the values of pathgen's own texts, so that a slip is told with its place and not met by a reader.
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
from pathgen.files import read_bytes

FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural categories of CLDR."""
_VALUE = re.compile(r"\{([a-z_]*)\}")


class MessageOverrides(NamedTuple):
    """The text of such a file; it is read against another's when it is asked for."""

    language: str
    file: str
    written: str


def read_overrides(folder: Path) -> tuple[MessageOverrides, ...]:
    """Read the files of a project; none where it has no such folder.

    Raises:
        PathgenError: one cannot be read, or is not named after a language.
    """
    found = []
    for path in sorted(folder.glob("[!.]*.yaml")) if folder.is_dir() else ():
        try:
            Locale.parse(path.stem, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise PathgenError(f"{path}: {path.stem!r} is the tag of no language; en or pt-BR is one") from error
        try:
            found.append(MessageOverrides(path.stem, str(path), read_bytes(path).decode("utf-8-sig")))
        except UnicodeDecodeError as error:
            raise PathgenError(f"{path}: byte {error.start} is not UTF-8 text; save it as UTF-8") from error
    return tuple(found)


def over(ours: dict[str, Any], own: MessageOverrides) -> dict[str, Any]:
    """Put a project's own texts over ours.

    Raises:
        PathgenError: a text is none of ours, or does not have its shape; the message has its place.
    """
    try:
        node = yaml.compose(own.written, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise PathgenError(f"{own.file}{place}: not YAML: {getattr(error, 'problem', None) or 'unreadable'}") from error
    return ours if node is None else _Over(own.file).part(ours, node, "")


class _Over:
    """Puts the values of one file over ours, and refuses what does not fit."""

    def __init__(self, file: str) -> None:
        self.file = file

    def part(self, ours: dict[str, Any], node: yaml.Node, above: str) -> dict[str, Any]:
        """Go through the texts of a part; ``above`` is its name with a dot behind it."""
        made = dict(ours)
        for name, value in self._items(node, above):
            if name.value not in ours:
                help_ = did_you_mean(name.value, ours) or f"there are {', '.join(ours)}"
                self._refuse(name, f"there is no text {above}{name.value}; {help_}")
            made[name.value] = self._value(ours[name.value], value, f"{above}{name.value}")
        return made

    def _value(self, ours: Any, node: yaml.Node, name: str) -> Any:
        if isinstance(ours, dict) and not FORMS.issuperset(ours):
            return self.part(ours, node, f"{name}.")
        if isinstance(ours, dict):
            return self._forms(ours, node, name)
        if isinstance(ours, list):
            if not isinstance(node, yaml.SequenceNode) or len(node.value) != len(ours):
                self._refuse(node, f"{name} is a list of {len(ours)} texts")
            return [self._text(node, (), name) for node in node.value]
        return self._text(node, _VALUE.findall(str(ours)), name)

    def _forms(self, ours: dict[str, str], node: yaml.Node, name: str) -> dict[str, str]:
        known = {value for form in ours.values() for value in _VALUE.findall(form)} | {"count"}
        made = {}
        for form, text in self._items(node, f"{name}."):
            if form.value not in FORMS:
                self._refuse(form, f"{form.value} is no form of a plural; there are {', '.join(sorted(FORMS))}")
            made[form.value] = self._text(text, known, f"{name}.{form.value}")
        if "other" not in made:
            self._refuse(node, f"{name} needs the form `other`, which stands in for those that are left out")
        return made

    def _text(self, node: yaml.Node, known: Iterable[str], name: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._refuse(node, f"{name} is a single text")
        text = str(node.value)
        if re.search("[{}]", _VALUE.sub("", text)):
            self._refuse(node, f"{name} has a brace that is around no value; a value is written {{count}}, and no more")
        for value in _VALUE.findall(text):
            if value not in known:
                names = ", ".join(f"{{{one}}}" for one in sorted(known)) or "none"
                self._refuse(node, f"{name} knows no value {{{value}}}; it has {names}")
        return text

    def _items(self, node: yaml.Node, above: str) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._refuse(node, f"{above.rstrip('.') or 'the file'} is a mapping of names and texts")
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self._refuse(name, "a name is a single word")
        return list(node.value)

    def _refuse(self, node: yaml.Node, message: str) -> NoReturn:
        raise PathgenError(f"{self.file}:{node.start_mark.line + 1}:{node.start_mark.column + 1}: {message}")
