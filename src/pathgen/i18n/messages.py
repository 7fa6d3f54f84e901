"""What the site says in its own name, in the language of the catalogue: one file a language, ``languages/TAG.yaml``.

A text is named by its place in the file: ``topic.entries``. ``{name}`` in it stands for a value. One that counts is
written in the forms of its language (CLDR plural categories, https://cldr.unicode.org/index/cldr-spec/plural-rules).
A project may say some of it in words of its own (``own_texts.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files as package_files
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from pathgen.i18n.overrides import MessageOverrides, over

_FOLDER = package_files("pathgen.i18n").joinpath("languages")
ENGLISH = "en"
FOR_SCRIPTS = "script"
"""The part of a file that the pages' scripts say; they get it whole."""


class Messages:
    """The texts of one language: called with a text's name and its values, it gives the text."""

    def __init__(self, language: str, own: Iterable[MessageOverrides] = ()) -> None:
        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self.direction = str(self._locale.text_direction)
        """``ltr`` or ``rtl``."""
        ours = next((tag for tag in (language, _base(language)) if tag in _languages()), ENGLISH)
        self._written = yaml.safe_load(_FOLDER.joinpath(f"{ours}.yaml").read_text(encoding="utf-8"))
        for one in own:
            self._written = over(self._written, one)

    def __call__(self, name: str, /, **values: Any) -> str:
        """Give a text; ``count`` among the values chooses its form, and numbers are written as the language does.

        Where a value is markup, so is the text, and all else in it is escaped. In a language that runs from right to
        left each value stands apart, so that a title in Latin letters leaves the order of what is around it alone.
        """
        return self._filled(self._form(name, values), values)

    def around(self, value: str, name: str, /, **values: Any) -> tuple[str, str]:
        """Give what a text says before one of its values and behind it, so that a page can make a link of that."""
        before, _, after = self._form(name, values).partition(f"{{{value}}}")
        return self._filled(before, values), self._filled(after, values)

    def _form(self, name: str, values: Mapping[str, Any]) -> str:
        found = self._find(name)
        if isinstance(found, dict):
            found = found.get(self._locale.plural_form(values["count"]), found["other"])
        return str(found)

    def _filled(self, text: str, values: Mapping[str, Any]) -> str:
        if not values:
            return text
        said = {key: self._said(value) for key, value in values.items()}
        if any(isinstance(value, Markup) for value in said.values()):
            return Markup(escape(text)).format(**said)  # noqa: S704 - escaped here, and `format` escapes the values
        return text.format(**said)

    @property
    def identity(self) -> str:
        """Tell these texts from any others, those of a project included."""
        return repr((self.language, self._written))

    def listed(self, name: str) -> list[str]:
        """Give a list of texts."""
        return list(self._find(name))

    def part(self, name: str) -> Mapping[str, Any]:
        """Give a part of the file as it is written there."""
        return dict(self._find(name))

    def _find(self, name: str) -> Any:
        found: Any = self._written
        for part in name.split("."):
            found = found[part]
        return found

    def _said(self, value: Any) -> Any:
        if isinstance(value, (int, float)):
            return self.number(value)
        return self.apart(value if isinstance(value, str) else str(value))  # markup stays markup

    def apart(self, text: str) -> str:
        """Put a text of a catalogue apart from what is around it, where that may run the other way.

        Between isolates it runs in its own direction (Unicode Standard Annex #9, §2.4).
        """
        return "\u2068" + text + "\u2069" if self.direction == "rtl" else text

    def number(self, value: float) -> str:
        """Write a number as the language does: ``1,234``."""
        return str(format_decimal(value, locale=self._locale))

    def language_name(self, tag: str) -> str:
        """Name another language: ``German``; by its tag where nobody has a name for it."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.language) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    @property
    def of_scripts(self) -> Mapping[str, Any]:
        """The texts that scripts say, as the file has them."""
        return self.part(FOR_SCRIPTS)


_OWN: ContextVar[tuple[MessageOverrides, ...]] = ContextVar("_OWN", default=())


@contextmanager
def use_overrides(own: tuple[MessageOverrides, ...]) -> Iterator[None]:
    """Let a project's own texts count for what is written meanwhile."""
    token = _OWN.set(own)
    try:
        yield
    finally:
        _OWN.reset(token)


def messages_of(language: str) -> Messages:
    """Give the texts of a language, of the one it is a kind of, or English ones: ``pt-BR``, ``pt``, ``en``.

    Raises:
        PathgenError: the project's own texts are wrong.
    """
    return _texts_of(language, _OWN.get())


@cache
def _texts_of(language: str, own: tuple[MessageOverrides, ...]) -> Messages:
    spoken = {*_languages(), *(one.language.lower() for one in own)}
    tag = next((tag for tag in (language, _base(language)) if tag.lower() in spoken), ENGLISH)
    over_it = [one for kind in dict.fromkeys((_base(tag), tag)) for one in own if one.language.lower() == kind.lower()]
    return Messages(tag, over_it)


def _base(tag: str) -> str:
    """Give the language of which this one is a kind: ``pt`` of ``pt-BR``, and ``pt`` of itself."""
    return tag.partition("-")[0]


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml"))


def languages() -> list[str]:
    """List the languages that pathgen speaks."""
    return sorted(_languages())
