"""The schema of ``resources.yaml``, written once: what a catalogue may say, and what each word means.

The same models validate a file, give editors their JSON Schema, and are what the rest of pathgen reads.
Every scalar reaches them as the text its author wrote; the field decides what that text means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainSerializer,
    PrivateAttr,
    StringConstraints,
    Tag,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, PydanticOmit, core_schema

from pathgen.catalogue.tree import COMPOSITE, Marks, shift_of, span_of
from pathgen.diagnostics import Source, Span

# --- words from closed lists -------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a resource is."""

    ARTICLE = "article"
    BLOG = "blog"
    BOOK = "book"
    BOOK_CHAPTER = "book-chapter"
    CHEAT_SHEET = "cheat-sheet"
    CODE = "code"
    COMPETITION_WRITEUP = "competition-writeup"
    COURSE = "course"
    ENCYCLOPEDIA = "encyclopedia"
    EXERCISE = "exercise"
    LECTURE_NOTES = "lecture-notes"
    LIBRARY = "library"
    LIST = "list"
    NOTES = "notes"
    PAPER = "paper"
    PODCAST = "podcast"
    Q_AND_A = "q-and-a"
    SLIDES = "slides"
    TOOL = "tool"
    TUTORIAL = "tutorial"
    VIDEO = "video"
    VIDEO_SERIES = "video-series"


class Role(StrEnum):
    """What part a resource plays in its step: ``alternative`` stands in for the entry before it."""

    CORE = "core"
    OPTIONAL = "optional"
    ALTERNATIVE = "alternative"
    REFERENCE = "reference"


class Level(StrEnum):
    """Who can follow: beginner (school mathematics), intermediate (general machine learning), advanced (research)."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Access(StrEnum):
    """What it takes to see a resource."""

    FREE = "free"
    REGISTRATION = "registration"
    PAID = "paid"


class EntryState(StrEnum):
    """What became of a resource."""

    ACTIVE = "active"
    HISTORIC = "historic"
    GONE = "gone"
    PAYWALLED = "paywalled"


class LibraryState(StrEnum):
    """What became of a library."""

    ACTIVE = "active"
    MAINTENANCE = "maintenance"
    DISCONTINUED = "discontinued"
    ARCHIVED = "archived"


class Setting(StrEnum):
    """How seriously a rule is taken in this catalogue."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


# --- values with a form of their own -----------------------------------------------------------------------------


MAX_SEVERAL = 1_000
"""The most values in a list that may be written as one: no work has more creators."""


def _one_or_more(value: object) -> object:
    """Let one value stand for a list of one: ``creators: Matt Mazur``."""
    if isinstance(value, list) and len(value) > MAX_SEVERAL:
        raise PydanticCustomError("too_many", "keep to 1,000 values at most")
    return (value,) if isinstance(value, str) else value


# The JSON Schema is for editors, which resolve plain scalars (YAML 1.2 §10.3): to them `title: 1984` is a number.
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_ID_PATTERN = r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
_DATE_PATTERN = r"^[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?$"

Text = Annotated[str, StringConstraints(min_length=1), WithJsonSchema({**_SCALAR, "minLength": 1})]
"""A line of text; line breaks and runs of spaces in the YAML count as one space."""

Id = Annotated[
    str,
    StringConstraints(pattern=_ID_PATTERN, max_length=100),
    WithJsonSchema({**_SCALAR, "pattern": _ID_PATTERN, "maxLength": 100, "minimum": 0}),
]
"""A name for ever: small letters, digits, ``-`` and ``.`` between them."""

Date = Annotated[
    str,
    StringConstraints(pattern=_DATE_PATTERN),
    WithJsonSchema({"type": ["string", "integer"], "pattern": _DATE_PATTERN, "minimum": 1000, "maximum": 9999}),
]
"""A year, a month or a day: ``2016``, ``2016-01``, ``2016-01-05`` (ISO 8601)."""

Url = Annotated[
    str, StringConstraints(min_length=1), WithJsonSchema({"type": "string", "format": "uri", "minLength": 1})
]
"""An address; what a good one looks like is the business of the rule ``bad-url``."""

Year = Annotated[
    int,
    Field(ge=1000, le=2100),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1000, "maximum": 2100, "pattern": "^[0-9]{4}$"}),
]

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")]
"""A language tag such as ``en`` or ``zh-Hans`` (BCP 47)."""

YesNo = Annotated[bool, WithJsonSchema({"enum": [True, False, "yes", "no"]})]


class _OneOrMore:
    """Makes a list accept a single value, and tells editors so."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_one_or_more, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


Item = TypeVar("Item")
Several = Annotated[tuple[Item, ...], _OneOrMore()]
"""A list that may be written as a single value."""


class Duration(NamedTuple):
    """How long something takes, in minutes, from the quickest to the slowest reader."""

    low: int
    high: int


_TIME = r"(?:[0-9]{1,4}h(?:[0-5]?[0-9]m?)?|[0-9]{1,5}m?)"
_DURATION_PATTERN = rf"^{_TIME}(?: ?- ?{_TIME})?$|^unknown$"
_DURATION = re.compile(rf"^({_TIME})(?: ?- ?({_TIME}))?$")


def _minutes(text: str) -> int:
    hours, _, rest = text.rpartition("h") if "h" in text else ("0", "", text)
    return int(hours) * 60 + int(rest.rstrip("m") or 0)


def _duration(value: object) -> object:
    """Read ``40``, ``30-60``, ``2h``, ``1h30-4h`` or ``unknown``."""
    if not isinstance(value, str) or value == "unknown":
        return None if value == "unknown" else value
    match = _DURATION.match(value)
    if match is None:
        message = "give minutes or hours, or a range: 40, 2h, 2h-4h, 30-60, or unknown"
        raise ValueError(message)
    low = _minutes(match[1])
    high = _minutes(match[2]) if match[2] else low
    if not 0 < low <= high:
        message = "a time is more than nothing, and a range runs from the shorter to the longer"
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
    WithJsonSchema({"type": ["string", "integer"], "pattern": _DURATION_PATTERN, "minimum": 1, "maximum": 99_999}),
]
"""Minutes, hours or a range (``40``, ``2h``, ``2h-4h``); ``unknown``, or nothing, is allowed and shown as such."""


class Status(NamedTuple):
    """What became of something, and when that was seen (``None``: not said)."""

    state: str
    date: str | None = None

    @property
    def year(self) -> int | None:
        """The year of the date."""
        return int(self.date[:4]) if self.date else None

    def __str__(self) -> str:
        return f"{self.state} {self.date}" if self.date else self.state


class _StatusOf:
    """Reads a status written as one of some words and, behind it, a date: ``discontinued 2017``."""

    def __init__(self, states: type[StrEnum]) -> None:
        self.words = tuple(str(state) for state in states)

    def read(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        state, _, date = value.partition(" ")
        if state not in self.words:
            expected = " or ".join(map(repr, self.words))
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        if date and not re.match(_DATE_PATTERN, date.strip()):
            raise ValueError(f"write a date behind the word, as in {state} 2017 or {state} 2017-09-28")
        return Status(state, date.strip() or None)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            self.read, handler(source), serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        del schema, handler  # a status is a pair to us and one text in the file
        pattern = f"^(?:{'|'.join(self.words)})(?: {_DATE_PATTERN[1:-1]})?$"
        return {"type": "string", "pattern": pattern, "examples": list(self.words)}


EntryStatus = Annotated[Status, _StatusOf(EntryState)]
LibraryStatus = Annotated[Status, _StatusOf(LibraryState)]


# --- what every part of a catalogue shares -----------------------------------------------------------------------


@dataclass(slots=True)
class Patience:
    """How many more problems a validation gathers: what comes behind them is left out, as each takes a kilobyte."""

    left: int


class Part(BaseModel):
    """A mapping of the file: immutable, closed to unknown fields, and aware of where it was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    _source: Source = PrivateAttr()
    _marks: Marks = PrivateAttr()
    _shift: int = PrivateAttr()

    @model_validator(mode="wrap")
    @classmethod
    def _validate(cls, value: object, validate: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        """Count the problems of this part, or leave it out where there are enough of others."""
        patience: Patience | None = info.context
        if patience and patience.left < 0:
            raise PydanticOmit
        try:
            return validate(value)
        except ValidationError as invalid:
            if patience:
                patience.left -= invalid.error_count()
            raise

    def span(self, *path: str | int) -> Span:
        """Tell where a field stands (no path: the whole part); a field left out is told by what should hold it."""
        return span_of(self._source, self._marks, path, self._shift)

    def place(self, source: Source, marks: Marks, shift: int = 0) -> None:
        """Remember where this part and all parts in it were written; the marks count from ``shift``."""
        self._source = source
        self._marks = marks
        self._shift = shift = shift + shift_of(marks)
        if len(marks) < COMPOSITE:  # a part may be written as one value: `requires: derivative`
            return
        for name, (_, _, mark) in marks[2].items():
            value = getattr(self, name)
            if isinstance(value, Part):
                value.place(source, mark, shift)
            elif isinstance(value, tuple) and value and isinstance(value[0], Part):
                for item, below in zip(value, mark[2] if len(mark) >= COMPOSITE else (mark,), strict=True):
                    item.place(source, below, shift)


class Credit(Part):
    """A work that the path draws on."""

    title: Text
    """What the work is called."""
    url: Url | None = None
    """Where it can be read."""
    creators: Several[Text] = ()
    """Who made it."""
    year: Year | None = None
    """When it appeared."""
    licence: Text | None = None
    """Under which licence (an SPDX name where there is one)."""
    note: Text | None = None
    """What was taken from it."""


class Defaults(Part):
    """Values for entries that do not say otherwise; they flow from path to step or topic to entry."""

    kind: Kind | None = None
    """What an entry is."""
    role: Role | None = None
    """What part an entry plays in its step."""
    level: Level | None = None
    """Who can follow."""
    language: Language | None = None
    """The language of the resource."""
    access: Access | None = None
    """What it takes to see it."""
    editions: Several[Id] = ()
    """The editions an entry belongs to; none named means all."""
    track: Id | None = None
    """The track an entry belongs to."""


class Path(Part):
    """The whole: what the reader is offered, by whom and on what terms."""

    title: Text
    """The path's name."""
    summary: Text | None = None
    """One sentence on what the reader gets."""
    audience: Text | None = None
    """Who it is for."""
    assumes: Several[Text] = ()
    """What a reader should know or have before starting."""
    outcomes: Several[Text] = ()
    """What a reader can do at the end."""
    licence: Text | None = None
    """The licence of the catalogue itself (an SPDX name where there is one)."""
    language: Language = "en"
    """The language of the site, and of entries that do not say otherwise."""
    sources: tuple[Credit, ...] = ()
    """The works the path draws on, credited on the site."""
    defaults: Defaults = Defaults()
    """Values for all entries that do not say otherwise."""


class Edition(Part):
    """One way to follow the path, such as the original list or today's."""

    id: Id
    """Its name in `editions` of an entry."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """One sentence on what sets it apart."""
    default: YesNo = False
    """Whether readers get this one first."""


class Track(Part):
    """A library's way through the path."""

    id: Id
    """Its name in `track` of an entry."""
    title: Text
    """What readers see."""
    library: Id | None = None
    """The library it uses."""


class Requirement(Part):
    """A concept that has to come first, and why."""

    id: Id
    """The concept needed."""
    because: Text | None = None
    """Why it is needed."""


def _requirement(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


_Required = Annotated[Requirement, BeforeValidator(_requirement, json_schema_input_type=Id | Requirement)]


class Concept(Part):
    """An idea that the path teaches."""

    id: Id
    """Its name in `teaches` and `requires`."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What it is, in a sentence."""
    step: Id | None = None
    """The step it belongs to; left out, the first step that teaches it."""
    requires: Annotated[
        tuple[_Required, ...], BeforeValidator(_one_or_more, json_schema_input_type=Id | tuple[_Required, ...])
    ] = ()
    """The concepts to understand first."""
    aliases: Several[Id] = ()
    """Ids it once had."""


class Resource(Part):
    """Something to read, watch or do."""

    title: Text
    """Its title, as its makers wrote it."""
    url: Url
    """Where it is."""
    id: Id | None = None
    """Its name for ever; left out, it follows from the step or topic and the title."""
    aliases: Several[Id] = ()
    """Ids it once had: readers' progress and links still find it."""
    creators: Several[Text] = ()
    """Who made it, one name each."""
    year: Year | None = None
    """When it appeared."""
    kind: Kind | None = None
    """What it is."""
    role: Role | None = None
    """What part it plays in its step (default: core in a step, reference in a topic)."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    part: Text | None = None
    """Which part of it is meant: chapter 1, videos 1 to 5."""
    track: Id | None = None
    """The track it belongs to."""
    editions: Several[Id] = ()
    """The editions it belongs to; none named means all."""
    minutes: Minutes = None
    """How long it takes: 40, 2h, a range such as 2h-4h, or unknown."""
    level: Level | None = None
    """Who can follow."""
    language: Language | None = None
    """Its language."""
    access: Access | None = None
    """What it takes to see it."""
    teaches: Several[Id] = ()
    """The concepts it teaches."""
    why: Text | None = None
    """Why it is here, in one line of the curator's own words."""
    archived: Url | None = None
    """The address of an archived copy."""
    formerly: Several[Url] = ()
    """Addresses it once had, oldest first."""
    status: EntryStatus | None = None
    """What became of it, with a date: gone 2019."""
    replaced_by: Id | None = None
    """The entry to use instead."""
    added: Date | None = None
    """When it came into the catalogue."""
    reviewed: Date | None = None
    """When a curator last looked at it."""


class Reference(Part):
    """An entry or library written elsewhere in the catalogue that belongs here too."""

    ref: Id
    """The id of the entry or library."""
    part: Text | None = None
    """Which part of it is meant here."""
    role: Role | None = None
    """What part it plays here."""
    why: Text | None = None
    """Why it is here."""
    start: YesNo = False
    """Marks the one entry of a step to start with."""
    track: Id | None = None
    """The track it belongs to here."""
    editions: Several[Id] = ()
    """The editions it belongs to here."""
    minutes: Minutes = None
    """How long the part meant here takes."""
    teaches: Several[Id] = ()
    """The concepts it teaches here."""


def _form(value: object) -> str:
    return "reference" if isinstance(value, Reference) or (isinstance(value, dict) and "ref" in value) else "resource"


Listed = Annotated[Annotated[Resource, Tag("resource")] | Annotated[Reference, Tag("reference")], Discriminator(_form)]
"""What a list of resources may hold: an entry in full, or `ref` to one."""


class SelfCheck(Part):
    """A question by which readers find out whether they are done."""

    question: Text
    """The question."""
    answer: Text | None = None
    """What a good answer says; shown on demand."""


def _question(value: object) -> object:
    return {"question": value} if isinstance(value, str) else value


_Asked = Annotated[SelfCheck, BeforeValidator(_question, json_schema_input_type=Text | SelfCheck)]


class Step(Part):
    """A stage of the path."""

    id: Id
    """Its name for ever, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What the reader can do after it, in a few words."""
    goals: Several[Text] = ()
    """What the reader can do after it, at most three."""
    self_check: tuple[_Asked, ...] = ()
    """Questions by which readers find out whether they are done (where the prose page does not ask them)."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `steps/ID.md` where that exists)."""
    aliases: Several[Id] = ()
    """Ids it once had."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not say otherwise."""
    resources: tuple[Listed, ...] = ()
    """What to read, watch and do, in order."""


class Library(Part):
    """A piece of software that the path speaks of."""

    id: Id
    """Its name for ever."""
    name: Text
    """What it is called."""
    url: Url
    """Its home, or where there is none its repository."""
    repository: Url | None = None
    """Where its source is kept."""
    formerly: Several[Url] = ()
    """Addresses it once had, oldest first."""
    number: Annotated[int, Field(ge=1)] | None = None
    """Its number in the list the path was made from."""
    parent: Id | None = None
    """The library it is built on or listed under."""
    languages: Several[Text] = ()
    """The programming languages it is used from or written in."""
    licence: Text | None = None
    """Its licence (an SPDX name where there is one)."""
    origin: Several[Text] = ()
    """Who made it."""
    released: Year | None = None
    """The year of its first release."""
    status: LibraryStatus | None = None
    """What became of it, with a date: discontinued 2017."""
    successor: Several[Id] = ()
    """The libraries to use instead."""
    gpu: YesNo | None = None
    """Whether it computes on GPUs."""
    why: Text | None = None
    """What it is or was good for, in one line of the curator's own words."""
    archived: Url | None = None
    """The address of an archived copy."""
    editions: Several[Id] = ()
    """The editions it belongs to; none named means all."""
    aliases: Several[Id] = ()
    """Ids it once had."""


class Topic(Part):
    """A subject with a list of tutorials; it may be divided into subtopics."""

    id: Id
    """Its name for ever, and its address on the site."""
    title: Text
    """What readers see."""
    summary: Text | None = None
    """What the list helps with, in a sentence."""
    prose: Text | None = None
    """Its Markdown page below `content/` (default: `topics/ID.md` where that exists)."""
    aliases: Several[Id] = ()
    """Ids it once had."""
    defaults: Defaults = Defaults()
    """Values for its entries that do not say otherwise."""
    resources: tuple[Listed, ...] = ()
    """Its entries, in order."""
    subtopics: tuple[Topic, ...] = ()
    """Its divisions, each with entries of its own."""


MAX_EDITIONS = 20
"""The most editions of a path: every one is a choice for the reader, and is looked at for every entry."""


class File(Part):
    """A whole `resources.yaml`."""

    path: Path
    """The whole: title, audience, terms."""
    rules: dict[str, Setting] = {}
    """How seriously a rule is taken here: its code, and error, warning or off."""
    editions: Annotated[tuple[Edition, ...], Field(max_length=MAX_EDITIONS)] = ()
    """The ways to follow the path."""
    tracks: tuple[Track, ...] = ()
    """The libraries a reader can choose from."""
    concepts: tuple[Concept, ...] = ()
    """The ideas the path teaches."""
    preparation: Step | None = None
    """What to have seen before the first step."""
    steps: tuple[Step, ...] = ()
    """The stages of the path, in order."""
    libraries: tuple[Library, ...] = ()
    """The software the path speaks of."""
    topics: tuple[Topic, ...] = ()
    """Lists of tutorials by subject."""
