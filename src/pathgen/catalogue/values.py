"""The values of a catalogue: words from closed lists, and texts with a format, such as dates and durations."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# --- words from closed lists -------------------------------------------------------------------------------------


class Word(StrEnum):
    """A word of a closed list, with its meaning for people who fill in a catalogue."""

    meaning: str

    def __new__(cls, value: str, meaning: str = "") -> Self:
        """Return a word; a look-up by its value alone has no meaning to pass."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.meaning = meaning
        return word


class Kind(Word):
    """What a resource is."""

    ARTICLE = "article", "A text on one subject, published once."
    BLOG = "blog", "A site with a series of posts, as a whole."
    BOOK = "book", "A book, in print or online."
    BOOK_CHAPTER = "book-chapter", "A chapter of a book."
    CHEAT_SHEET = "cheat-sheet", "A page or two to look things up on."
    CODE = "code", "Source code to read or run."
    COMPETITION_WRITEUP = "competition-writeup", "How somebody solved a competition."
    COURSE = "course", "Lessons in order, with exercises."
    ENCYCLOPEDIA = "encyclopedia", "An article of an encyclopedia."
    DATASET = "dataset", "Data to work with."
    DOCUMENTATION = "documentation", "The manual or reference of a software."
    EXERCISE = "exercise", "Tasks to solve."
    LECTURE_NOTES = "lecture-notes", "The written text of a lecture."
    LIBRARY = "library", "Software to use from your programs."
    LIST = "list", "A collection of links."
    NOTES = "notes", "A learner's or teacher's own notes."
    NOTEBOOK = "notebook", "A page of text and code to run, such as Jupyter's."
    PAPER = "paper", "A scientific paper."
    PODCAST = "podcast", "Something to listen to."
    Q_AND_A = "q-and-a", "A question with answers."
    SLIDES = "slides", "The slides of a talk or lecture."
    TOOL = "tool", "A program to use."
    TUTORIAL = "tutorial", "Instructions to follow step by step."
    VIDEO = "video", "A single video."
    VIDEO_SERIES = "video-series", "Videos in order."
    WORKSHOP = "workshop", "The material of a lesson for a group, to work through."


class Role(Word):
    """The role of a resource in its step: ``alternative`` can replace the entry before it."""

    CORE = "core", "An essential: what every reader of the step takes."
    OPTIONAL = "optional", "For readers who want more."
    ALTERNATIVE = "alternative", "Can replace the entry before it."
    REFERENCE = "reference", "To look things up in."


class Level(Word):
    """What a reader needs to know: school mathematics, general machine learning, or research experience."""

    BEGINNER = "beginner", "School mathematics is enough."
    INTERMEDIATE = "intermediate", "Needs general knowledge of the subject."
    ADVANCED = "advanced", "Needs experience in research or years of practice."


class Access(Word):
    """What a reader needs to see a resource: nothing, an account, or money."""

    FREE = "free", "Open to everyone."
    REGISTRATION = "registration", "Needs an account, which costs nothing."
    PAID = "paid", "Costs money."


class EntryState(Word):
    """The status of a resource."""

    ACTIVE = "active", "Up to date."
    HISTORIC = "historic", "Still there, and of interest for its time."
    GONE = "gone", "No longer online."
    PAYWALLED = "paywalled", "Now behind a paywall."


class LibraryState(Word):
    """The status of a library."""

    ACTIVE = "active", "Developed further."
    MAINTENANCE = "maintenance", "Problems are fixed, but nothing new is added."
    DISCONTINUED = "discontinued", "No longer maintained."
    ARCHIVED = "archived", "Its repository is read-only."


class Setting(Word):
    """The severity of a rule in this catalogue."""

    ERROR = "error", "A problem is an error."
    WARNING = "warning", "A problem is a warning."
    OFF = "off", "The rule is not run."


# --- values with a format ----------------------------------------------------------------------------------------


MAX_SEVERAL = 1_000
"""The most values in a list that may also be written as a single value: no work has more creators."""


def one_or_more(value: object) -> object:
    """Return a single value as a list of one (``creators: Matt Mazur``), anything else as it is."""
    if isinstance(value, list) and len(value) > MAX_SEVERAL:
        raise PydanticCustomError("too_many", "write at most 1,000 values")
    return (value,) if isinstance(value, str) else value


# The JSON Schema is for editors, which resolve plain scalars (YAML 1.2 §10.3): to them `title: 1984` is a number.
# An editor proposes true and false where the type is a boolean, so that they are accepted without naming it.
_SCALAR: dict[str, Any] = {
    "anyOf": [{"type": ["string", "number"]}, {"not": {"type": ["string", "number", "object", "array", "null"]}}]
}
_WORD: dict[str, Any] = {"not": {"type": ["number", "object", "array", "null"]}}
ID_PATTERN = r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
HOW_TO_WRITE_DATE = "write 2016, 2016-01 or 2016-01-05"
HOW_TO_WRITE_ID = "use lower-case letters and digits with `-` between them, such as step-by-step"
HOW_TO_WRITE_HOST = "write a host name such as example.org, without https:// and port"
HOW_TO_WRITE_MINUTES = "write minutes, hours or a range: 40, 2h, 2h-4h, 30-60; or unknown"
HOW_TO_WRITE_YEAR = "write a year of four digits"
_EDITORS = "patternErrorMessage"
"""What editors with the YAML language server show instead of the pattern."""
_DATE_FORMAT = r"^[1-9][0-9]{3}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
# For editors: the months by their lengths. Which years have a 29 February takes more than a pattern.
_DAY = r"(?:0[1-9]|1[0-9]|2[0-9])"
_DATE_PATTERN = (
    rf"^[1-9][0-9]{{3}}(?:-(?:0[1-9]|1[0-2])|-(?:0[1-9]|1[0-2])-{_DAY}"
    r"|-(?:0[13-9]|1[0-2])-30|-(?:0[13578]|1[02])-31)?$"
)

Text = Annotated[str, StringConstraints(min_length=1), WithJsonSchema({**_SCALAR, "minLength": 1})]
"""A line of text; line breaks and runs of spaces in the YAML count as one space."""

Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=100),
    WithJsonSchema({**_SCALAR, "pattern": ID_PATTERN, _EDITORS: HOW_TO_WRITE_ID, "maxLength": 100, "minimum": 0}),
]
"""A permanent name: lower-case letters and digits, with ``-`` or ``.`` between them."""


@dataclass(slots=True)
class Validation:
    """What the parts of a catalogue need to know of the whole while they are validated."""

    errors_left: int
    """How many more errors are collected: the rest is left out, as each error takes a kilobyte."""
    kinds: Mapping[str, AddedKind] = field(default_factory=dict)
    """The kinds that the catalogue adds, by their ids."""


class AddedKind(str):
    """A kind that a catalogue adds to those of ``Kind``, with the name that readers see."""

    __slots__ = ("label",)

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Return the kind with this id."""
        kind = str.__new__(cls, value)
        kind.label = label
        return kind


def _kind(written: object, info: ValidationInfo) -> Kind | AddedKind:
    """Return a kind of the catalogue or one of ours; the catalogue may rename ours.

    Raises:
        PydanticCustomError: it is neither.
    """
    validation: Validation | None = info.context
    added = validation.kinds if validation else {}
    if isinstance(written, str) and written in added:
        return added[written]
    try:
        return Kind(str(written))
    except ValueError:
        expected = ", ".join(map(repr, dict.fromkeys((*added, *map(str, Kind)))))
        raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected}) from None


AnyKind = Annotated[Kind | AddedKind, PlainValidator(_kind, json_schema_input_type=Kind | Id)]
"""One of our kinds, or one that the catalogue adds under ``kinds``."""

_HOW_TO_WRITE_CHECK_ID = "write the id as `pathgen diff` shows it: that of the step, `/` and eight signs"
_CHECK_ID_PATTERN = f"{ID_PATTERN.removesuffix('$')}/[0-9a-f]{{8}}$"


def _check_id(written: str) -> str:
    if not re.fullmatch(_CHECK_ID_PATTERN, written):
        raise ValueError(_HOW_TO_WRITE_CHECK_ID)
    return written


CheckId = Annotated[
    str,
    AfterValidator(_check_id),
    WithJsonSchema(
        {"type": "string", "pattern": _CHECK_ID_PATTERN, _EDITORS: _HOW_TO_WRITE_CHECK_ID, "maxLength": 109}
    ),
]
"""What a question is called in the progress of readers."""


def _on_the_calendar(written: str) -> str:
    """Return a date of the right format, unless there is no such month or day.

    Raises:
        ValueError: says which months there are, or how long the month is.
    """
    year, month, day = (int(part) for part in (written + "-01-01")[: len("2016-01-05")].split("-"))
    if not 1 <= month <= len(month_name) - 1:
        raise ValueError("there is no such month; write 01 to 12, as in 2016-01")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValueError(f"there is no such day: {month_name[month]} {year} has {days} days")
    return written


Date = Annotated[
    str,
    StringConstraints(pattern=_DATE_FORMAT),
    AfterValidator(_on_the_calendar),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": _DATE_PATTERN,
            _EDITORS: f"{HOW_TO_WRITE_DATE}, a day that exists",
            "minimum": 1000,
            "maximum": 9999,
        }
    ),
]
"""A year, a month or a day: ``2016``, ``2016-01``, ``2016-01-05`` (ISO 8601)."""

Url = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uri",
            "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
            _EDITORS: "write the whole address, with https://",
        }
    ),
]
"""An address; the rule ``bad-url`` decides which addresses are good."""


def _digits(value: object) -> object:
    """Return a text of digits; what pydantic also reads as a whole number, such as ` +2_016.0`, is refused.

    Raises:
        PydanticCustomError: it is another text.
    """
    if isinstance(value, str) and not re.fullmatch("[0-9]+", value):
        raise PydanticCustomError("int_parsing", "Input should be a valid integer")
    return value


Number = Annotated[
    int,
    BeforeValidator(_digits),
    Field(ge=1),
    WithJsonSchema(
        {"type": ["integer", "string"], "minimum": 1, "pattern": "^0*[1-9][0-9]*$", _EDITORS: "write digits only"}
    ),
]
"""A number to count with."""

Year = Annotated[
    int,
    BeforeValidator(_digits),
    Field(ge=1000, le=2100),
    WithJsonSchema(
        {
            "type": ["integer", "string"],
            "minimum": 1000,
            "maximum": 2100,
            "pattern": "^0*(?:1[0-9]{3}|20[0-9]{2}|2100)$",
            _EDITORS: HOW_TO_WRITE_YEAR,
        }
    ),
]

HOW_TO_WRITE_LANGUAGE = "write a tag such as en or zh-Hans"
_SHORT_LANGUAGE = re.compile(
    "a[abefkmnrsvyz]|b[aeghimnors]|c[aehorsuvy]|d[aevz]|e[elnostu]|f[afijory]|g[adlnuv]|h[aeiortuyz]|"
    "i[adegiknostuw]|j[aivw]|k[agijklmnorsuvwy]|l[abginotuv]|m[ghiklnorsty]|n[abdeglnorvy]|o[cjmrs]|"
    "p[ailst]|q[u]|r[mnouw]|s[acdeghiklmnoqrstuvw]|t[aeghiklnorstwy]|u[gkrz]|v[eio]|w[ao]|x[h]|y[io]|"
    "z[ahu]"
)
"""The languages of two letters in IANA's registry of subtags (RFC 5646 §3)."""
_AFTER_LANGUAGE = (
    r"(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
)
_LANGUAGE_FORMAT = rf"^[a-z]{{2,3}}{_AFTER_LANGUAGE}"
_LANGUAGE_PATTERN = rf"^(?:{_SHORT_LANGUAGE.pattern}|[a-z]{{3}}){_AFTER_LANGUAGE}"
_LANGUAGE_OF_COUNTRY = {
    "cn": "zh", "cz": "cs", "dk": "da", "gr": "el", "il": "he", "ir": "fa", "jp": "ja", "ua": "uk", "vn": "vi",
}  # fmt: skip
"""What to write instead of the code of a country that is the code of no language."""


def _known_language(tag: str) -> str:
    """Return a language tag, unless its language has two letters and is not in IANA's registry.

    Raises:
        ValueError: says which tag may have been meant.
    """
    language, _, rest = tag.partition("-")
    if len(language) == len("en") and not _SHORT_LANGUAGE.fullmatch(language):
        meant = _LANGUAGE_OF_COUNTRY.get(language)
        offer = f"did you mean {meant}{rest and f'-{rest}'}?" if meant else HOW_TO_WRITE_LANGUAGE
        raise ValueError(f"there is no language {language}; {offer}")
    return tag


Language = Annotated[
    str,
    StringConstraints(pattern=_LANGUAGE_FORMAT),
    AfterValidator(_known_language),
    WithJsonSchema({"type": "string", "pattern": _LANGUAGE_PATTERN, _EDITORS: HOW_TO_WRITE_LANGUAGE}),
]
"""A language tag such as ``en`` or ``zh-Hans`` (RFC 5646 §2.1, without extensions)."""

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_GROUP = r"[0-9a-fA-F]{1,4}"
_IPV6 = rf"(?:{_GROUP}:){{7}}{_GROUP}|(?:{_GROUP}(?::{_GROUP}){{0,6}})?::(?:{_GROUP}(?::{_GROUP}){{0,6}})?"
_LAST_LABEL = r"[A-Za-z_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_IPV4 = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_HOST_PATTERN = rf"^(?:{_LABEL}\.)*{_LAST_LABEL}$|^{_IPV4}$|^(?:{_IPV6})$"
Host = Annotated[
    str,
    StringConstraints(pattern=_HOST_PATTERN, max_length=253, to_lower=True),
    WithJsonSchema({**_WORD, "pattern": _HOST_PATTERN, _EDITORS: HOW_TO_WRITE_HOST, "maxLength": 253}),
]
"""The name of a host in ASCII (``xn--…`` where it is not), or its IP address; no top-level domain is a number."""

_DECIMAL = re.compile(r"[0-9]*\.?[0-9]+|[0-9]+\.")


def _decimal(value: object) -> object:
    """Return a text that is a decimal number; what Python also reads as one, such as `1_0` and `nan`, is refused.

    Raises:
        ValueError: it is another text.
    """
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise ValueError(_HOW_TO_WRITE_DECIMAL)
    return value


_HOW_TO_WRITE_DECIMAL = "write a number, such as 20 or 0.5"


def _schema_of_decimals(most: int, below: str) -> WithJsonSchema:
    """Return the schema of numbers above 0, up to ``most``; ``below`` is the pattern of the whole ones below it."""
    pattern = rf"^(?!0*\.?0*$)(?:0*(?:{below})?(?:\.[0-9]*)?|0*{most}(?:\.0*)?)$"
    return WithJsonSchema(
        {
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "maximum": most,
            "pattern": pattern,
            _EDITORS: _HOW_TO_WRITE_DECIMAL,
        }
    )


Rate = Annotated[float, BeforeValidator(_decimal), Field(gt=0, le=1000), _schema_of_decimals(1000, "[1-9][0-9]{0,2}")]
"""Requests a second."""

Seconds = Annotated[
    float, BeforeValidator(_decimal), Field(gt=0, le=600), _schema_of_decimals(600, "[1-5][0-9]{2}|[1-9][0-9]?")
]

HeaderName = Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", max_length=100)]
"""The name of a header (RFC 9110 §5.1)."""

VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""An environment variable in the value of a header."""
_FOR_HEADERS = "PATHGEN_HEADER_"


def _only_header_variables(value: str) -> str:
    """Return the value, unless it names other variables: a stranger's catalogue must not send our environment."""
    for name in VARIABLE.findall(value):
        if not name.startswith(_FOR_HEADERS):
            raise ValueError(f"only variables called {_FOR_HEADERS}… can be sent; write ${{{_FOR_HEADERS}{name}}}")
    return value


HeaderValue = Annotated[
    str,
    StringConstraints(pattern=r"^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$", max_length=4000),
    AfterValidator(_only_header_variables),
]
"""The value of a header: visible ASCII (RFC 9110 §5.5)."""

_ANSWER = "^(?:[Yy][Ee][Ss]|[Nn][Oo]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$"
_YES_NO = ("yes", "no", "true", "false")


def _yes_or_no(value: object) -> object:
    """Return a text that says yes or no, in any case; others that pydantic knows, such as `on` and `1`, are refused.

    Raises:
        PydanticCustomError: it is another text.
    """
    if isinstance(value, str) and value.lower() not in _YES_NO:
        raise PydanticCustomError("bool_parsing", "Input should be a valid boolean")
    return value


YesNo = Annotated[
    bool,
    BeforeValidator(_yes_or_no),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": [True, False, "yes", "no"]},  # which editors propose
                {"type": "string", "pattern": _ANSWER, _EDITORS: "write yes or no"},
            ]
        }
    ),
]


class _OneOrMore:
    """Makes a list accept a single value, here and in the JSON Schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(one_or_more, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        array = handler(schema)
        return {"anyOf": [array["items"], array]}


Item = TypeVar("Item")
Several = Annotated[tuple[Item, ...], _OneOrMore()]
"""A list that may be written as a single value."""


def _line(value: object) -> str:
    """Return a value that is a text; a list or mapping must not pass for the tuple that its field keeps.

    Raises:
        PydanticCustomError: it is a list or a mapping.
    """
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "Input should be a valid string")
    return value


class Duration(NamedTuple):
    """How long something takes, in minutes, from the quickest to the slowest reader."""

    low: int
    high: int


_TIME = r"(?:[0-9]{1,4}h(?:[0-5]?[0-9]m?)?|[0-9]{1,5}m?)"
_DURATION = re.compile(rf"^({_TIME})(?: ?- ?({_TIME}))?$")


def _reversed(unit: str, most: int, group: int) -> str:
    """Return the pattern of ranges in a unit that go down, for numbers up to ``most`` digits.

    The first number has more digits than the second, or at the first digit that differs the higher. ``group`` is the
    number that the group has in the whole pattern.
    """
    number, dash = rf"0*[1-9][0-9]{{{{{{}}}}}}{unit}", " ?- ?"
    longer = "|".join(f"{number.format(f'{n},')}{dash}0*[0-9]{{1,{n}}}{unit}$" for n in range(1, most))
    alike = "|".join(f"{number.format(n)}{dash}{number.format(n)}$" for n in range(most))
    digits = "|".join(rf"{n}[0-9]*{unit}{dash}0*(?!0)\{group}[0-{n - 1}]" for n in range(1, 10))
    return f"{longer}|(?={alike})0*(?!0)([0-9]*)(?:{digits})"


_DURATION_PATTERN = (
    rf"^(?![0hm]+(?:[ -]|$))(?!{_reversed('m?', 5, 1)})(?!{_reversed('h', 4, 2)}){_TIME}(?: ?- ?{_TIME})?$|^unknown$"
)
"""For editors. A range that goes down in hours and minutes (2h-90) takes more than a pattern."""


def _minutes(text: str) -> int:
    hours, _, rest = text.rpartition("h") if "h" in text else ("0", "", text)
    return int(hours) * 60 + int(rest.rstrip("m") or 0)


def _duration(value: object) -> object:
    """Parse ``40``, ``30-60``, ``2h``, ``1h30-4h`` or ``unknown`` (``None``).

    Raises:
        ValueError: the text is none of these.
        PydanticCustomError: it is a list or a mapping.
    """
    if value == "unknown":
        return None
    match = _DURATION.match(_line(value))
    if match is None:
        raise ValueError(HOW_TO_WRITE_MINUTES)
    low = _minutes(match[1])
    high = _minutes(match[2]) if match[2] else low
    if not 0 < low <= high:
        message = "write a time above 0, and a range from the shorter to the longer, such as 30-60"
        raise ValueError(message)
    return Duration(low, high)


def _written_duration(value: Duration | None) -> str | None:
    if value is None:
        return None
    return str(value.low) if value.low == value.high else f"{value.low}-{value.high}"


Minutes = Annotated[
    Duration | None,
    BeforeValidator(_duration),
    PlainSerializer(_written_duration),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": _DURATION_PATTERN,
            _EDITORS: HOW_TO_WRITE_MINUTES,
            "minimum": 1,
            "maximum": 99_999,
        }
    ),
]
"""Minutes, hours or a range (``40``, ``2h``, ``2h-4h``); ``unknown`` means the same as leaving the field out."""


class Status(NamedTuple):
    """The status of something, and the date of it (``None``: not known)."""

    state: str
    date: str | None = None

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None

    def __str__(self) -> str:
        return f"{self.state} {self.date}" if self.date else self.state


class _StatusOf:
    """Reads a status: one of several words and, optionally, a date after it, as in ``discontinued 2017``."""

    def __init__(self, states: type[StrEnum]) -> None:
        self.words = tuple(str(state) for state in states)

    def read(self, value: object) -> object:
        state, _, since = _line(value).partition(" ")
        if state not in self.words:
            expected = " or ".join(map(repr, self.words))
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        since = since.strip()
        if since and not re.match(_DATE_FORMAT, since):
            raise ValueError(f"write a date after the word, as in {state} 2017 or {state} 2017-09-28")
        return Status(state, _on_the_calendar(since) if since else None)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.read, handler(source), serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        del schema, handler  # the model has a pair, the file a text
        pattern = f"^(?:{'|'.join(self.words)})(?: +{_DATE_PATTERN[1:-1]})? *$"
        last = self.words[-1]
        how = f"write one of: {', '.join(self.words)}; and its date if it is known: {last} 2019 or {last} 2019-05"
        return {"type": "string", "pattern": pattern, _EDITORS: how, "examples": list(self.words)}


EntryStatus = Annotated[Status, _StatusOf(EntryState)]
LibraryStatus = Annotated[Status, _StatusOf(LibraryState)]
