"""The texts of the site itself, in the language of the catalogue: one file for each language, ``languages/TAG.yaml``.

A text is named after its keys in the file: ``topic.entries``. ``{name}`` in it is replaced by a value. A text with a
count has all plural forms of its language (CLDR plural categories,
https://cldr.unicode.org/index/cldr-spec/plural-rules). A project may replace texts (``overrides.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files as package_files
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from pathgen.i18n.overrides import MessageOverrides, over

_FOLDER = package_files("pathgen.i18n").joinpath("languages")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's takes a fifteenth of the time
ENGLISH = "en"
FOR_SCRIPTS = "script"
"""The part of a file with the texts of the pages' scripts, which get all of it."""


class Messages:
    """The texts of one language; call it with the name of a text and its values."""

    def __init__(self, language: str, overrides: Iterable[MessageOverrides] = ()) -> None:
        self.language = language
        self._locale = Locale.parse(language, sep="-")
        self.direction = str(self._locale.text_direction)
        """``ltr`` or ``rtl``."""
        ours = next((tag for tag in (language, _base(language)) if tag in _languages()), ENGLISH)
        self._written = _written(ours)
        for override in overrides:
            self._written = over(self._written, override)

    def __call__(self, name: str, /, **values: Any) -> str:
        """Return a text; the value ``count`` chooses its plural form, and numbers are written as the language does.

        If a value is markup, so is the text, and the rest of it is escaped. In a language that is written from right
        to left each value is isolated, so that a title in Latin letters does not change the order of the words around.
        """
        return self._filled(self._form(name, values), values)

    def around(self, value: str, name: str, /, **values: Any) -> tuple[str, str]:
        """Return the text before and after one of its values, so that a page can make a link of the value."""
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
        shown = {key: self._said(value) for key, value in values.items()}
        if any(isinstance(value, Markup) for value in shown.values()):
            return Markup(escape(text)).format(**shown)  # noqa: S704 - escaped here, and `format` escapes the values
        return text.format(**shown)

    @property
    def identity(self) -> str:
        """A key that differs between any two sets of texts, a project's own included."""
        return repr((self.language, self._written))

    @property
    def is_right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return bool(self._locale.text_direction == "rtl")

    def listed(self, name: str) -> list[str]:
        """Return a list of texts."""
        return list(self._find(name))

    def part(self, name: str) -> Mapping[str, Any]:
        """Return a part of the file as it is written there."""
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
        """Return a text of a catalogue isolated from the text around it, where that may run in the other direction.

        Between isolates it has its own direction (Unicode Standard Annex #9, §2.4).
        """
        return "\u2068" + text + "\u2069" if self.direction == "rtl" else text

    def number(self, value: float) -> str:
        """Return a number as the language writes it: ``1,234``."""
        return _number(value, self._locale)

    def language_name(self, tag: str) -> str:
        """Return the name of another language, such as ``German``, or its tag where it has no name in this one."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.language) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    @property
    def of_scripts(self) -> Mapping[str, Any]:
        """The texts of the scripts, as the file has them."""
        return self.part(FOR_SCRIPTS)


@lru_cache(maxsize=4096)
def _number(value: float, locale: Locale) -> str:
    """Return a number as a language writes it; a site repeats a few hundred of them, thousands of times."""
    return str(format_decimal(value, locale=locale))


_OWN: ContextVar[tuple[MessageOverrides, ...]] = ContextVar("_OWN", default=())


@contextmanager
def use_overrides(overrides: tuple[MessageOverrides, ...]) -> Iterator[None]:
    """Use a project's own texts for everything written inside the ``with`` block."""
    token = _OWN.set(overrides)
    try:
        yield
    finally:
        _OWN.reset(token)


def messages_of(language: str) -> Messages:
    """Return the texts of a language, else of the language it is a variety of, else English: ``pt-BR``, ``pt``, ``en``.

    Raises:
        PathgenError: the project's own texts are invalid.
    """
    return _texts_of(language, _OWN.get())


@cache
def _texts_of(language: str, overrides: tuple[MessageOverrides, ...]) -> Messages:
    spoken = {*_languages(), *(override.language.lower() for override in overrides)}
    tag = next((tag for tag in (language, _base(language)) if tag.lower() in spoken), ENGLISH)
    chosen = [
        override
        for kind in dict.fromkeys((_base(tag).lower(), tag.lower()))
        for override in overrides
        if override.language.lower() == kind
    ]
    return Messages(tag, chosen)


def _base(tag: str) -> str:
    """Return the language that a tag is a variety of: ``pt`` for ``pt-BR``, and ``pt`` for itself."""
    return tag.partition("-")[0]


@cache
def _written(tag: str) -> dict[str, Any]:
    """Return the texts of one of our files, which nobody changes."""
    text = _FOLDER.joinpath(f"{tag}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _Loader))  # noqa: S506 - either is a safe loader


@cache
def _languages() -> frozenset[str]:
    return frozenset(file.name.removesuffix(".yaml") for file in _FOLDER.iterdir() if file.name.endswith(".yaml"))


def languages() -> list[str]:
    """List the languages that pathgen speaks."""
    return sorted(_languages())
